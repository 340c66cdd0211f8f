//! The document port: the same promises on MongoDB and embedded. The registry decides what exists.

use chrono::TimeDelta;
use curanda_core::audit::Entry;
use curanda_core::db::Read;
use curanda_core::documents::registry::{self, NewDocument, Privacy};
use curanda_core::documents::{Collection, Documents, FileHead, sha256};
use curanda_core::error::ErrorCode;
use curanda_core::ids::{DocumentId, UserId, lowest_at};
use curanda_core::{Result, args};
use curanda_tests::{World, stories};
use futures::FutureExt;
use serde_json::json;
use uuid::Uuid;

fn documents(w: &World) -> std::sync::Arc<dyn Documents> {
    w.app.stores().unwrap().documents
}

fn id() -> Uuid {
    DocumentId::fresh().0
}

stories! {
    async fn a_document_comes_back_as_it_was_put(w) {
        let (store, one, other) = (documents(&w), id(), id());
        let body = json!({ "text": "Łódź 東京 😀", "n": 9_007_199_254_740_991_i64, "part": 1.5, "none": null, "list": [true, { "deep": [] }] });
        store.insert(Collection::AuditLogs, one, &body).await.unwrap();
        let found = store.get(Collection::AuditLogs, &[one, other]).await.unwrap();
        assert_eq!(found, [(one, body)]);
        assert_eq!(store.get(Collection::ActivityLogs, &[one]).await.unwrap(), []);
        assert_eq!(store.get(Collection::AuditLogs, &[]).await.unwrap(), []);
    }

    async fn the_same_id_twice_keeps_the_first(w) {
        let (store, one, other) = (documents(&w), id(), id());
        store.insert(Collection::AuditLogs, one, &json!({ "n": 1 })).await.unwrap();
        let again = [(one, json!({ "n": 2 })), (other, json!({ "n": 3 }))];
        store.insert_all(Collection::AuditLogs, &again).await.unwrap();
        let mut found = store.get(Collection::AuditLogs, &[one, other]).await.unwrap();
        found.sort_by_key(|(id, _)| *id);
        assert_eq!(found, [(one, json!({ "n": 1 })), (other, json!({ "n": 3 }))]);
    }

    async fn ids_are_listed_in_order_of_time(w) {
        let (store, ids) = (documents(&w), [id(), id(), id()]);
        let all: Vec<_> = ids.iter().rev().map(|id| (*id, json!({}))).collect();
        store.insert_all(Collection::Files, &all).await.unwrap();
        let page = store.ids_between(Collection::Files, Uuid::nil(), Uuid::max(), 2).await.unwrap();
        assert_eq!(page, ids[..2]);
        let rest = store.ids_between(Collection::Files, ids[0], ids[2], 9).await.unwrap();
        assert_eq!(rest, ids[1..2]);
    }

    async fn a_file_of_many_chunks_comes_back_whole(w) {
        let (store, one, empty) = (documents(&w), id(), id());
        let content: Vec<u8> = (0..700_000_u32).map(|n| u8::try_from(n % 251).unwrap()).collect();
        let head = FileHead::of("scan.png", "image/png", &content);
        store.put_file(one, &head, &content).await.unwrap();
        store.put_file(one, &head, &content).await.unwrap();
        assert_eq!(store.get_file(one).await.unwrap(), (head, content));
        store.put_file(empty, &FileHead::of("empty", "text/plain", &[]), &[]).await.unwrap();
        assert_eq!(store.get_file(empty).await.unwrap().1, Vec::<u8>::new());
        assert_eq!(store.get_file(id()).await.unwrap_err().code, ErrorCode::NotFound);
    }

    async fn a_file_that_was_tampered_with_is_refused(w) {
        let (store, one) = (documents(&w), id());
        let head = FileHead::of("scan.png", "image/png", b"what was signed");
        store.put_file(one, &head, b"what was changed").await.unwrap();
        assert_eq!(store.get_file(one).await.unwrap_err().code, ErrorCode::Internal);
    }

    async fn indexes_may_be_made_again(w) {
        documents(&w).prepare().await.unwrap();
        documents(&w).prepare().await.unwrap();
        documents(&w).ping().await.unwrap();
    }

    async fn a_new_version_takes_the_place_of_the_last_once(w) {
        let (first, second, third) = (version(b"1"), version(b"2"), version(b"3"));
        register(&w, None, &first).await.unwrap();
        register(&w, Some(first.id), &second).await.unwrap();
        let stale = register(&w, Some(first.id), &third).await.unwrap_err();
        assert_eq!(stale.code, ErrorCode::Stale);
        let rows: Vec<(i64, String)> = w.db.clone()
            .all("SELECT version, state FROM documents WHERE thread_id = ? ORDER BY version", args![first.id])
            .await.unwrap();
        assert_eq!(rows, [(1, "superseded".to_owned()), (2, "current".to_owned())]);
    }

    async fn what_no_row_refers_to_is_removed_after_a_day(w) {
        let store = documents(&w);
        let hours = |n| World::start_time() + TimeDelta::hours(n);
        let (kept, orphan, fresh) = (lowest_at(hours(-30)), lowest_at(hours(-29)), lowest_at(hours(-1)));
        for file in [kept, orphan, fresh] {
            store.put_file(file, &FileHead::of("f", "text/plain", b"text"), b"text").await.unwrap();
        }
        register(&w, None, &NewDocument { id: DocumentId(kept), ..version(b"text") }).await.unwrap();
        assert_eq!(registry::sweep(&w.db, store.as_ref(), World::start_time()).await.unwrap(), 1);
        assert_eq!(store.get_file(orphan).await.unwrap_err().code, ErrorCode::NotFound);
        assert_eq!(store.content(orphan).await.unwrap(), None, "its chunks are gone too");
        assert!(store.get_file(kept).await.is_ok() && store.get_file(fresh).await.is_ok());
    }
}

fn version(content: &[u8]) -> NewDocument {
    NewDocument {
        id: DocumentId::fresh(),
        kind: Collection::Files,
        patient_id: None,
        author_id: UserId::fresh(),
        appointment_id: None,
        sha256: sha256(content),
        privacy: Privacy::Standard,
    }
}

/// Registers as a command would, in a transaction of its own.
async fn register(w: &World, previous: Option<DocumentId>, document: &NewDocument) -> Result<()> {
    w.ctx()
        .transact(|tx, _| {
            async move {
                tx.record(Entry::new("test", "document", document.id.0));
                match previous {
                    None => registry::insert(tx, document, World::start_time()).await,
                    Some(previous) => registry::supersede(tx, previous, document, World::start_time()).await,
                }
            }
            .boxed()
        })
        .await
}
