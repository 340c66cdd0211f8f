//! The outbox and the feed: what follows from a change arrives once, whatever dies on the way.

use chrono::TimeDelta;
use curanda_core::args;
use curanda_core::audit::Entry;
use curanda_core::db::Read;
use curanda_core::documents::{Collection, relay};
use curanda_core::feed::{Reader, Topic};
use curanda_core::ids::WorkstationId;
use curanda_tests::{World, stories};
use futures::FutureExt;
use uuid::Uuid;

/// A change with its record, as commands make them.
async fn change(w: &World, topic: Topic) {
    let topic = &topic;
    w.ctx()
        .transact(|tx, _| {
            async move {
                tx.record(Entry::new("test.change", "test", None));
                tx.changed(topic.clone());
                Ok(())
            }
            .boxed()
        })
        .await
        .unwrap();
}

async fn logged(w: &World) -> Vec<Uuid> {
    let documents = w.app.stores().unwrap().documents;
    documents
        .ids_between(Collection::AuditLogs, Uuid::nil(), Uuid::max(), 1000)
        .await
        .unwrap()
}

async fn states(w: &World) -> Vec<(String, i64)> {
    w.db.clone()
        .all("SELECT state, attempts FROM outbox ORDER BY id", args![])
        .await
        .unwrap()
}

stories! {
    async fn every_record_arrives_once(w) {
        for _ in 0..3 {
            change(&w, Topic::settings()).await;
        }
        let stores = w.app.stores().unwrap();
        let run = || relay::run(&stores.db, stores.documents.as_ref(), World::start_time());
        assert_eq!(run().await.unwrap(), 3);
        assert_eq!(run().await.unwrap(), 0);
        assert_eq!(logged(&w).await.len(), 3);
        let body = &stores.documents.get(Collection::AuditLogs, &logged(&w).await[..1]).await.unwrap()[0].1;
        assert_eq!((body["action"].as_str(), body["actor"]["workstation"].as_str()), (Some("test.change"), Some("DESK-1")));
    }

    async fn a_relay_that_died_after_inserting_leaves_no_duplicate(w) {
        change(&w, Topic::settings()).await;
        let stores = w.app.stores().unwrap();
        let claimed = relay::claim(&stores.db, w.app.now()).await.unwrap();
        claimed.carry(stores.documents.as_ref()).await.unwrap();
        drop(claimed);
        let run = async || relay::run(&stores.db, stores.documents.as_ref(), w.app.now()).await.unwrap();
        assert_eq!(run().await, 0, "the claim still holds");
        w.clock.advance(TimeDelta::seconds(61));
        assert_eq!(run().await, 1, "taken over");
        assert_eq!(logged(&w).await.len(), 1);
        assert_eq!(states(&w).await, [("done".to_owned(), 2)]);
    }

    async fn two_relays_at_once_share_the_rows(w) {
        for _ in 0..20 {
            change(&w, Topic::settings()).await;
        }
        let (one, other) = (w.app.stores().unwrap(), w.second_workstation().await.stores().unwrap());
        let run = |stores: curanda_core::api::Stores| async move { relay::run(&stores.db, stores.documents.as_ref(), World::start_time()).await };
        let (a, b) = futures::join!(run(one), run(other));
        assert_eq!(a.unwrap() + b.unwrap(), 20);
        assert_eq!(logged(&w).await.len(), 20);
    }

    async fn carried_rows_are_removed_after_a_week_and_open_ones_never(w) {
        change(&w, Topic::settings()).await;
        let stores = w.app.stores().unwrap();
        relay::run(&stores.db, stores.documents.as_ref(), w.app.now()).await.unwrap();
        change(&w, Topic::settings()).await;
        let later = w.app.now() + TimeDelta::days(8);
        assert_eq!(relay::prune(&w.db, later).await.unwrap(), 1);
        assert_eq!(states(&w).await, [("pending".to_owned(), 0)]);
    }

    async fn the_feed_tells_another_workstation_once(w) {
        let (mut here, mut there) = (Reader::default(), Reader::default());
        let (own, other) = (w.app.workstation().id, WorkstationId::fresh());
        change(&w, Topic::directory()).await;
        assert_eq!(there.read(&w.db, other, w.app.now()).await.unwrap(), Topic::everything(), "who starts reads everything afresh");
        here.read(&w.db, own, w.app.now()).await.unwrap();
        change(&w, Topic::settings()).await;
        assert_eq!(there.read(&w.db, other, w.app.now()).await.unwrap(), [Topic::settings()]);
        assert_eq!(there.read(&w.db, other, w.app.now()).await.unwrap(), []);
        assert_eq!(here.read(&w.db, own, w.app.now()).await.unwrap(), [], "its own change it knows");
    }

    async fn after_a_day_away_everything_is_stale(w) {
        let mut reader = Reader::default();
        reader.read(&w.db, WorkstationId::fresh(), w.app.now()).await.unwrap();
        let later = w.app.now() + TimeDelta::hours(25);
        assert_eq!(reader.read(&w.db, WorkstationId::fresh(), later).await.unwrap(), Topic::everything());
    }
}
