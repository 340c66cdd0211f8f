//! The journal: what was typed is on this computer, whatever happens to servers and session.

use std::path::Path;
use std::sync::Arc;

use curanda_core::api::App;
use curanda_core::clock::SystemClock;
use curanda_core::error::ErrorCode;
use curanda_core::ids::{NoteId, UserId};
use curanda_core::journal::{Journal, JournalPage};
use curanda_core::setup::{self, Home, MemoryVault, UnlockStore, Vault};
use curanda_tests::{Proxy, World, call, stories};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{Practice, id, plan_of};

fn page(p: &Practice, id: &str, text: &str) -> Value {
    json!({ "page": { "id": id, "subject": p.subject(), "base_revision": 0, "synced": false, "body": plan_of(text) } })
}

fn with_journal(p: &Practice) -> TempDir {
    let folder = TempDir::new().unwrap();
    p.w.app.set_journal(Some(Journal::open(folder.path(), [7; 32]).unwrap()));
    folder
}

stories! {
    async fn what_was_typed_is_there_for_its_author_until_it_is_discarded(w) {
        let p = Practice::open(w).await;
        assert_eq!(p.refused("journal.write", page(&p, &id(), "Rest.")).await.code, ErrorCode::StoreLocked, "no journal, no promise");
        let (_folder, draft) = (with_journal(&p), id());
        p.done("journal.write", page(&p, &draft, "Re")).await;
        let written = p.done("journal.write", page(&p, &draft, "Rest.")).await;
        assert!(written["saved_at"].is_string());
        let pending = p.done("journal.pending", json!({})).await;
        assert_eq!((pending.as_array().unwrap().len(), &pending[0]["page"]["body"]["plan"]["recommendations"]), (1, &json!("Rest.")));
        let second = p.second.clone();
        assert_eq!(p.by(&second, "journal.pending", json!({})).await.unwrap(), json!([]));
        p.by(&second, "journal.discard", json!({ "id": draft })).await.unwrap();
        assert_eq!(p.done("journal.pending", json!({})).await.as_array().unwrap().len(), 1, "nobody discards another's");
        p.done("journal.discard", json!({ "id": draft })).await;
        assert_eq!(p.done("journal.pending", json!({})).await, json!([]));
        assert_eq!(p.by(&p.clinic.receptionist, "journal.write", page(&p, &id(), "x")).await.unwrap_err().code, ErrorCode::Denied);
    }

    async fn a_session_that_was_ended_still_keeps_what_is_being_typed_and_shows_nothing(w) {
        let p = Practice::open(w).await;
        let (_folder, draft) = (with_journal(&p), id());
        p.done("journal.write", page(&p, &draft, "Re")).await;
        let sessions: Value = p.by(&p.clinic.admin, "identity.sessions", json!({ "everyone": true })).await.unwrap();
        for session in sessions.as_array().unwrap().iter().filter(|s| s["user_id"] == json!(p.clinic.doctor.user_id)) {
            p.by(&p.clinic.admin, "identity.end_session", json!({ "id": session["id"] })).await.unwrap();
        }
        assert_eq!(p.refused("notes.list", json!({ "patient_id": p.patient, "limit": null })).await.code, ErrorCode::SessionEnded);
        p.done("journal.write", page(&p, &draft, "Rest.")).await;
        assert_eq!(p.refused("journal.pending", json!({})).await.code, ErrorCode::SessionEnded);
        let again = p.w.sign_in(&p.clinic.doctor.email, curanda_tests::PASSWORD).await;
        let pending = p.by(&again, "journal.pending", json!({})).await.unwrap();
        assert_eq!(pending[0]["page"]["body"]["plan"]["recommendations"], "Rest.");
        p.by(&again, "identity.sign_out", json!(null)).await.unwrap();
        assert_eq!(p.by(&again, "journal.write", page(&p, &draft, "Gone.")).await.unwrap_err().code, ErrorCode::SessionEnded);
    }
}

/// Pulls the cables and types on.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_both_servers_away_typing_goes_on() {
    let p = Practice::open(World::start(curanda_tests::Store::MySql).await).await;
    let mut servers = p.w.servers().unwrap().clone();
    let (rows, documents) = (Proxy::to(servers.mysql.port).await, Proxy::to(servers.mongodb.port).await);
    (servers.mysql.port, servers.mongodb.port) = (rows.port, documents.port);
    p.w.app.use_stores(servers.connect().await);
    let (_folder, draft) = (with_journal(&p), id());
    p.done("notes.save_draft", p.draft(&draft, 0, plan_of("Re"))).await;
    rows.cut();
    documents.cut();
    let token = &p.clinic.doctor.token;
    call::<Value>(&p.w.app, Some(token), "journal.write", page(&p, &draft, "Rest."))
        .await
        .unwrap();
    assert!(
        p.by(&p.clinic.doctor, "notes.save_draft", p.draft(&draft, 1, plan_of("Rest.")))
            .await
            .is_err()
    );
    let pending = p.done("journal.pending", json!({})).await;
    assert_eq!(pending[0]["page"]["body"]["plan"]["recommendations"], "Rest.");
    rows.mend();
    documents.mend();
}

/// A workstation with an embedded store; every core that had it open before must be gone.
async fn workstation(folder: &Path, vault: &Arc<MemoryVault>, passphrase: Option<&str>) -> Arc<App> {
    let app = App::at_home(Arc::new(SystemClock), Home::in_one(folder, vault.clone()).unwrap()).unwrap();
    if app.home().unwrap().load().unwrap().store.is_none() {
        let choose = json!({ "kind": "embedded", "passphrase": passphrase });
        call::<Value>(&app, None, "setup.choose_store", choose).await.unwrap();
    } else {
        let typed = match passphrase {
            Some(passphrase) => serde_json::from_value(json!({ "kind": "passphrase", "passphrase": passphrase })).unwrap(),
            None => UnlockStore::Retry,
        };
        setup::open(&app, &typed).await.unwrap();
    }
    app
}

async fn close(app: Arc<App>) {
    app.stores().unwrap().db.close().await;
    app.set_journal(None);
}

fn written(app: &App, user: UserId, text: &str) {
    let id = NoteId::fresh();
    let page: JournalPage = serde_json::from_value(json!({
        "id": id, "subject": { "patient_id": id, "appointment_id": null, "amends": null }, "base_revision": 0, "synced": false, "body": { "text": text },
    }))
    .unwrap();
    app.journal().unwrap().write(user, page, app.now()).unwrap();
}

fn texts(app: &App, user: UserId) -> Vec<String> {
    app.journal().unwrap().pending(user).into_iter().map(|p| p.page.body.text).collect()
}

#[tokio::test]
async fn the_journal_lies_beside_the_store_under_a_key_of_its_own() {
    for passphrase in [None, Some("correct horse battery")] {
        let (folder, vault, user) = (TempDir::new().unwrap(), Arc::new(MemoryVault::default()), UserId::fresh());
        let app = workstation(folder.path(), &vault, passphrase).await;
        written(&app, user, "Chest pain since Friday");
        close(app).await;
        let again = workstation(folder.path(), &vault, passphrase).await;
        assert_eq!(texts(&again, user), ["Chest pain since Friday"]);
        close(again).await;
        let file = std::fs::read(folder.path().join("clinic/journal/journal.bin")).unwrap();
        assert!(!file.windows(10).any(|w| w == b"Chest pain"));
    }
}

#[tokio::test]
async fn a_key_that_was_lost_costs_no_new_word_and_no_old_file() {
    let (folder, vault, user) = (TempDir::new().unwrap(), Arc::new(MemoryVault::default()), UserId::fresh());
    let app = workstation(folder.path(), &vault, None).await;
    written(&app, user, "Before");
    close(app).await;
    let journal = folder.path().join("clinic/journal");
    let card: Value = serde_json::from_slice(&std::fs::read(journal.join("store.json")).unwrap()).unwrap();
    vault.delete(&format!("store-key:{}", card["id"].as_str().unwrap())).unwrap();

    let again = workstation(folder.path(), &vault, None).await;
    assert_eq!(texts(&again, user), Vec::<String>::new());
    written(&again, user, "After");
    assert_eq!(texts(&again, user), ["After"]);
    let aside = std::fs::read_dir(journal)
        .unwrap()
        .filter(|f| f.as_ref().unwrap().path().extension().is_some_and(|e| e == "aside"));
    assert_eq!(aside.count(), 1, "what the old key opens is kept");
}
