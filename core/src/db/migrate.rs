//! Brings a store to this program's schema. Statements are counted one by one, because MySQL commits
//! each by itself: a migration that was cut off goes on where it stopped.

use chrono::{DateTime, Utc};
use sqlx::{AssertSqlSafe, Executor};

use super::{Db, Read, dialect};
use crate::{Error, ErrorCode, Result, args};

/// One migration: its number, and its text for each engine.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// Position in the order; the schema version it leads to.
    pub number: i64,
    /// Name of the file.
    pub name: &'static str,
    mysql: &'static str,
    sqlite: &'static str,
}

macro_rules! common {
    ($number:literal, $name:literal) => {
        Migration {
            number: $number,
            name: $name,
            mysql: include_str!(concat!("../../../migrations/", $name, ".sql")),
            sqlite: include_str!(concat!("../../../migrations/", $name, ".sql")),
        }
    };
}

/// Every migration in order.
pub const MIGRATIONS: &[Migration] = &[
    common!(1, "0001_foundation"),
    common!(2, "0002_directory"),
    common!(3, "0003_patients"),
    common!(4, "0004_scheduling"),
    Migration {
        number: 5,
        name: "0005_embedded_documents",
        mysql: "",
        sqlite: include_str!("../../../migrations/0005_embedded_documents.sqlite.sql"),
    },
    Migration {
        number: 6,
        name: "0006_patient_search",
        mysql: include_str!("../../../migrations/0006_patient_search.mysql.sql"),
        sqlite: include_str!("../../../migrations/0006_patient_search.sqlite.sql"),
    },
    common!(7, "0007_clinical"),
    common!(8, "0008_notes"),
    common!(9, "0009_prescribing"),
    common!(10, "0010_records"),
    common!(11, "0011_import"),
    common!(12, "0012_notifications"),
    common!(13, "0013_billing"),
    common!(14, "0014_day_close"),
    common!(15, "0015_promotions"),
    common!(16, "0016_insurance"),
    common!(17, "0017_service_codes"),
    Migration {
        number: 18,
        name: "0018_past_visits",
        mysql: concat!(
            include_str!("../../../migrations/0018_past_visits.sql"),
            include_str!("../../../migrations/0018_past_visits.mysql.sql")
        ),
        sqlite: include_str!("../../../migrations/0018_past_visits.sql"),
    },
    common!(19, "0019_maternity"),
];

const CREATE_LEDGER: &str = "CREATE TABLE IF NOT EXISTS schema_migrations (number INT NOT NULL PRIMARY KEY, name VARCHAR(80) NOT NULL, statements_done INT NOT NULL, finished BOOLEAN NOT NULL, created_at DATETIME(6) NOT NULL, updated_at DATETIME(6) NOT NULL)";
const LOCK: &str = "SELECT CAST(COALESCE(GET_LOCK(CONCAT('curanda_', LEFT(SHA2(DATABASE(), 256), 16)), 120), 0) AS SIGNED)";
const UNLOCK: &str = "SELECT CAST(COALESCE(RELEASE_LOCK(CONCAT('curanda_', LEFT(SHA2(DATABASE(), 256), 16))), 0) AS SIGNED)";
const DONE: &str = "SELECT number, statements_done, finished FROM schema_migrations ORDER BY number";
const BEGIN_ONE: &str =
    "INSERT INTO schema_migrations (number, name, statements_done, finished, created_at, updated_at) VALUES (?, ?, 0, ?, ?, ?)";
const STEP: &str = "UPDATE schema_migrations SET statements_done = ?, finished = ?, updated_at = ? WHERE number = ?";

/// The text of every migration, in the common dialect.
pub(crate) fn texts() -> impl Iterator<Item = &'static str> {
    MIGRATIONS.iter().map(|migration| migration.sqlite)
}

/// The schema version the program knows.
#[must_use]
pub fn program_version() -> i64 {
    MIGRATIONS.last().map_or(0, |m| m.number)
}

/// The store's schema version; 0 for an empty store.
///
/// # Errors
/// `store_unavailable`.
pub async fn store_version(db: &Db) -> Result<i64> {
    let exists = if db.is_embedded() {
        "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = 'schema_migrations'"
    } else {
        "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = 'schema_migrations'"
    };
    let mut db = db.clone();
    if db.one::<(i64,)>(exists, vec![]).await?.0 == 0 {
        return Ok(0);
    }
    let rows: Vec<(i64, i64, bool)> = db.all(DONE, vec![]).await?;
    // One that was cut off counts, with all above it, as not there yet.
    Ok(rows.iter().take_while(|r| r.2).last().map_or(0, |r| r.0))
}

/// Refuses a store that is newer than the program, or not migrated yet.
///
/// # Errors
/// `store_newer`, `store_missing`.
pub async fn check_version(db: &Db) -> Result<()> {
    let (store, program) = (store_version(db).await?, program_version());
    match store {
        s if s > program => Err(Error::new(ErrorCode::StoreNewer).with("store", s).with("program", program)),
        s if s < program => Err(Error::new(ErrorCode::StoreMissing).with("store", s).with("program", program)),
        _ => Ok(()),
    }
}

/// Runs what is missing; gives the number of migrations run. Of two clients that migrate at once, one does it.
///
/// # Errors
/// `store_newer`; `busy` when another client holds the lock for two minutes.
pub async fn migrate(db: &Db, now: DateTime<Utc>) -> Result<usize> {
    if store_version(db).await? > program_version() {
        check_version(db).await?;
    }
    match db {
        Db::MySql(pool) => {
            let mut guard = pool.acquire().await?;
            let (got,): (i64,) = sqlx::query_as(LOCK).fetch_one(&mut *guard).await?;
            if got != 1 {
                return Err(Error::new(ErrorCode::Busy));
            }
            let ran = run_mysql(&mut guard, now).await;
            let _: (i64,) = sqlx::query_as(UNLOCK).fetch_one(&mut *guard).await?;
            ran
        }
        Db::Sqlite(pool, writer) => {
            let _turn = writer.lock().await;
            run_sqlite(pool, now).await
        }
    }
}

/// The statements of a migration file, without comments.
fn statements(text: &str) -> Vec<String> {
    let code: String = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("--"))
        .collect::<Vec<_>>()
        .join("\n");
    code.split(';')
        .map(str::trim)
        .filter(|s| !s.is_empty())
        .map(str::to_owned)
        .collect()
}

async fn run_mysql(connection: &mut sqlx::MySqlConnection, now: DateTime<Utc>) -> Result<usize> {
    connection.execute(AssertSqlSafe(dialect::mysql_ddl(CREATE_LEDGER))).await?;
    let done: Vec<(i64, i64, bool)> = sqlx::query_as(DONE).fetch_all(&mut *connection).await?;
    let mut ran = 0;
    for migration in MIGRATIONS {
        let row = done.iter().find(|r| r.0 == migration.number);
        if row.is_some_and(|r| r.2) {
            continue;
        }
        let all = statements(migration.mysql);
        if row.is_none() {
            let begin = args![migration.number, migration.name, all.is_empty(), now, now];
            super::arg::bind_mysql(sqlx::query(BEGIN_ONE), begin)
                .execute(&mut *connection)
                .await?;
        }
        for (n, statement) in all.iter().enumerate().skip(row.map_or(0, |r| usize::try_from(r.1).unwrap_or(0))) {
            let result = connection
                .execute(AssertSqlSafe(dialect::mysql_ddl(statement)))
                .await
                .map(|_| ())
                .map_err(Error::from);
            result.or_else(|e| if already_there(&e) { Ok(()) } else { Err(e) })?;
            let finished = n + 1 == all.len();
            let count = i64::try_from(n + 1).unwrap_or(i64::MAX);
            super::arg::bind_mysql(sqlx::query(STEP), args![count, finished, now, migration.number])
                .execute(&mut *connection)
                .await?;
        }
        ran += 1;
    }
    Ok(ran)
}

/// 1050 table exists, 1060 column exists, 1061 key exists, 1091 column gone: the statement ran, only its count was not written before the cut.
fn already_there(error: &Error) -> bool {
    matches!(&error.cause, Some(crate::error::Cause::Sql(e)) if e.as_database_error().and_then(super::engine_code).is_some_and(|c| matches!(c, 1050 | 1060 | 1061 | 1091)))
}

async fn run_sqlite(pool: &sqlx::SqlitePool, now: DateTime<Utc>) -> Result<usize> {
    let mut tx = pool.begin_with("BEGIN IMMEDIATE").await?;
    tx.execute(AssertSqlSafe(dialect::sqlite_ddl(CREATE_LEDGER))).await?;
    let done: Vec<(i64, i64, bool)> = sqlx::query_as(DONE).fetch_all(&mut *tx).await?;
    let mut ran = 0;
    for migration in MIGRATIONS.iter().filter(|m| !done.iter().any(|r| r.0 == m.number)) {
        let all = statements(migration.sqlite);
        for statement in &all {
            tx.execute(AssertSqlSafe(dialect::sqlite_ddl(statement))).await?;
        }
        let count = i64::try_from(all.len()).unwrap_or(i64::MAX);
        super::arg::bind_sqlite(sqlx::query(BEGIN_ONE), args![migration.number, migration.name, true, now, now])
            .execute(&mut *tx)
            .await?;
        super::arg::bind_sqlite(sqlx::query(STEP), args![count, true, now, migration.number])
            .execute(&mut *tx)
            .await?;
        ran += 1;
    }
    tx.commit().await?;
    Ok(ran)
}
