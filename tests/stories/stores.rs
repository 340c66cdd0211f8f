//! Stores: schema, migrations, versions, and what every transaction promises.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU32, Ordering};

use curanda_core::api::Ctx;
use curanda_core::audit::Entry;
use curanda_core::db::{Db, Read, migrate};
use curanda_core::error::ErrorCode;
use curanda_core::ids::CommandId;
use curanda_core::{Result, args};
use curanda_tests::{Store, World, stories};
use futures::FutureExt;
use tokio::sync::Barrier;

const COUNT: &str = "INSERT INTO counters (counter_name, last_number, created_at, updated_at) VALUES (?, 0, ?, ?)";
const ADVANCE: &str = "UPDATE counters SET last_number = last_number + 1 WHERE counter_name = ?";

/// Runs one statement as a recorded change.
async fn exec(w: &World, sql: &'static str) -> Result<()> {
    w.ctx()
        .transact(|tx, _| {
            async move {
                tx.record(Entry::new("test", "test", None));
                tx.exec(sql, args![]).await.map(|_| ())
            }
            .boxed()
        })
        .await
}

async fn count(db: &Db, sql: &'static str) -> i64 {
    db.clone().one::<(i64,)>(sql, args![]).await.unwrap().0
}

/// A counter of this name, and the number of times that the work ran.
async fn add_counter(ctx: &Ctx, name: &'static str, runs: &AtomicU32) -> Result<u32> {
    ctx.transact(|tx, _| {
        async move {
            tx.record(Entry::new("test", "counter", None));
            tx.exec(COUNT, args![name, World::start_time(), World::start_time()]).await?;
            Ok(runs.fetch_add(1, Ordering::SeqCst) + 1)
        }
        .boxed()
    })
    .await
}

stories! {
    async fn an_instant_at_midnight_is_kept_as_any_other(w) {
        let midnight = World::start_time().date_naive().and_time(chrono::NaiveTime::MIN).and_utc();
        w.ctx()
            .transact(|tx, _| {
                async move {
                    tx.record(Entry::new("test", "counter", None));
                    tx.exec(COUNT, args!["midnight", midnight, midnight]).await.map(|_| ())
                }
                .boxed()
            })
            .await
            .unwrap();
        let kept: (chrono::DateTime<chrono::Utc>,) = w.db.clone().one("SELECT created_at FROM counters WHERE created_at = ?", args![midnight]).await.unwrap();
        assert_eq!(kept.0, midnight);
    }

    async fn migrating_again_changes_nothing(w) {
        let ran = migrate::migrate(&w.db, World::start_time()).await.unwrap();
        assert_eq!(ran, 0);
        assert_eq!(migrate::store_version(&w.db).await.unwrap(), migrate::program_version());
    }

    async fn of_two_clients_that_migrate_at_once_one_does_it(w) {
        let home = w.store.fresh().await;
        let (one, other) = (home.connect().await, home.connect().await);
        let (a, b) = futures::join!(migrate::migrate(&one.db, World::start_time()), migrate::migrate(&other.db, World::start_time()));
        let (a, b) = (a.unwrap(), b.unwrap());
        assert!(a == 0 || b == 0, "both migrated: {a} and {b}");
        assert_eq!(a + b, migrate::MIGRATIONS.len());
        home.remove().await;
    }

    async fn a_store_of_a_newer_program_is_refused_and_left_alone(w) {
        exec(&w, "UPDATE schema_migrations SET number = 900 WHERE number = 1").await.unwrap();
        for error in [migrate::check_version(&w.db).await.unwrap_err(), migrate::migrate(&w.db, World::start_time()).await.unwrap_err()] {
            assert_eq!(error.code, ErrorCode::StoreNewer);
            assert_eq!((error.params["store"].as_i64(), error.params["program"].as_i64()), (Some(900), Some(migrate::program_version())));
        }
    }

    async fn a_repeated_command_id_answers_and_does_not_act(w) {
        let (ctx, runs) = (Ctx { command_id: Some(CommandId::fresh()), ..w.ctx() }, AtomicU32::new(0));
        assert_eq!(add_counter(&ctx, "once", &runs).await.unwrap(), 1);
        assert_eq!(add_counter(&ctx, "once", &runs).await.unwrap(), 1, "the first reply");
        assert_eq!(count(&w.db, "SELECT COUNT(*) FROM counters WHERE counter_name = 'once'").await, 1);
        assert_eq!(runs.load(Ordering::SeqCst), 1);
    }

    async fn of_two_calls_at_once_with_one_command_id_one_acts(w) {
        let (ctx, runs) = (Ctx { command_id: Some(CommandId::fresh()), ..w.ctx() }, AtomicU32::new(0));
        let (one, other) = futures::join!(add_counter(&ctx, "twice", &runs), add_counter(&ctx, "twice", &runs));
        assert!(one.is_ok() || other.is_ok());
        assert_eq!(count(&w.db, "SELECT COUNT(*) FROM outbox").await, 1, "one record of one change");
    }

    async fn a_change_without_a_record_is_refused(w) {
        let refused = w.ctx().transact(|tx, _| async move {
            tx.exec(COUNT, args!["silent", World::start_time(), World::start_time()]).await.map(|_| ())
        }.boxed()).await;
        assert_eq!(refused.unwrap_err().code, ErrorCode::Internal);
        assert_eq!(count(&w.db, "SELECT COUNT(*) FROM counters WHERE counter_name = 'silent'").await, 0, "and rolled back");
    }
}

/// Each side holds one row and asks for the other's: the engine ends one of them, and its work runs again.
async fn a_deadlock_is_run_again(store: Store) {
    let w = World::start(store).await;
    let (ctx, runs) = (w.ctx(), AtomicU32::new(0));
    add_counter(&ctx, "a", &runs).await.unwrap();
    add_counter(&ctx, "b", &runs).await.unwrap();
    let (met, tries) = (&Barrier::new(2), &AtomicU32::new(0));
    let cross = |first: &'static str, second: &'static str| {
        ctx.transact(move |tx, _| {
            async move {
                tx.record(Entry::new("test", "counter", None));
                tx.exec(ADVANCE, args![first]).await?;
                if tries.fetch_add(1, Ordering::SeqCst) < 2 {
                    met.wait().await;
                }
                tx.exec(ADVANCE, args![second]).await.map(|_| ())
            }
            .boxed()
        })
    };
    let (one, other) = futures::join!(cross("a", "b"), cross("b", "a"));
    one.unwrap();
    other.unwrap();
    assert_eq!(tries.load(Ordering::SeqCst), 3, "one of the two was run again");
    assert_eq!(count(&w.db, "SELECT COUNT(*) FROM counters WHERE last_number = 2").await, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deadlock_is_run_again_mysql() {
    a_deadlock_is_run_again(Store::MySql).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deadlock_is_run_again_mariadb() {
    a_deadlock_is_run_again(Store::MariaDb).await;
}

/// MySQL commits every statement by itself. SQLite has nothing half done: its migrations are one transaction.
async fn a_migration_that_was_cut_off_goes_on(store: Store) {
    let w = World::start(store).await;
    exec(&w, "DROP TABLE waitlist").await.unwrap();
    exec(
        &w,
        "UPDATE schema_migrations SET statements_done = 2, finished = 0 WHERE number = 4",
    )
    .await
    .unwrap();
    assert_eq!(migrate::check_version(&w.db).await.unwrap_err().code, ErrorCode::StoreMissing);
    assert_eq!(migrate::migrate(&w.db, World::start_time()).await.unwrap(), 1);
    migrate::check_version(&w.db).await.unwrap();
    assert_eq!(count(&w.db, "SELECT COUNT(*) FROM waitlist").await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_migration_that_was_cut_off_goes_on_mysql() {
    a_migration_that_was_cut_off_goes_on(Store::MySql).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_migration_that_was_cut_off_goes_on_mariadb() {
    a_migration_that_was_cut_off_goes_on(Store::MariaDb).await;
}

const SQLITE_COLUMNS: &str = "SELECT m.name AS table_name, p.name AS column_name FROM sqlite_master m JOIN pragma_table_info(m.name) p WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' AND m.name NOT LIKE 'embedded%'";
const MYSQL_COLUMNS: &str = "SELECT CAST(table_name AS CHAR) AS table_name, CAST(column_name AS CHAR) AS column_name FROM information_schema.columns WHERE table_schema = DATABASE()";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tables_and_columns_are_the_same_on_every_engine() {
    let mut all: Vec<BTreeSet<(String, String)>> = Vec::new();
    for store in [Store::Sqlite, Store::MariaDb, Store::MySql] {
        let w = World::start(store).await;
        let sql = if w.db.is_embedded() { SQLITE_COLUMNS } else { MYSQL_COLUMNS };
        all.push(w.db.clone().all(sql, args![]).await.unwrap().into_iter().collect());
    }
    assert!(all[0].len() > 100);
    assert_eq!(all[0], all[1]);
    assert_eq!(all[1], all[2]);
}
