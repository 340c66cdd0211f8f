//! A server goes away and comes back: what is refused meanwhile, and that no restart is needed.

use std::sync::Arc;
use std::time::Duration;

use curanda_core::api::{App, Ctx};
use curanda_core::audit::Entry;
use curanda_core::db::Read;
use curanda_core::documents::Collection;
use curanda_core::error::ErrorCode;
use curanda_core::feed::Topic;
use curanda_core::identity::PasswordCost;
use curanda_core::ids::WorkstationId;
use curanda_core::setup::{Connection, SetupStatus};
use curanda_core::{Result, api::Workstation, args};
use curanda_tests::{Proxy, Store, World, call};
use futures::FutureExt;
use serde_json::{Value, json};
use uuid::Uuid;

/// A workstation whose cables to both servers can be pulled.
struct Desk {
    app: Arc<App>,
    rows: Proxy,
    documents: Proxy,
}

async fn desk(w: &World) -> Desk {
    let mut servers = w.servers().unwrap().clone();
    let (rows, documents) = (Proxy::to(servers.mysql.port).await, Proxy::to(servers.mongodb.port).await);
    (servers.mysql.port, servers.mongodb.port) = (rows.port, documents.port);
    let workstation = Workstation {
        id: WorkstationId::fresh(),
        name: "DESK-2".to_owned(),
    };
    let app = App::with_password_cost(w.clock.clone(), workstation, PasswordCost::LEAST);
    app.use_stores(servers.connect().await);
    Desk { app, rows, documents }
}

async fn change(app: &Arc<App>) -> Result<()> {
    let ctx = Ctx {
        app: app.clone(),
        session: None,
        command: "test",
        command_id: None,
        now: app.now(),
    };
    ctx.transact(|tx, _| {
        async {
            tx.record(Entry::new("test.change", "test", None));
            tx.changed(Topic::settings());
            Ok(())
        }
        .boxed()
    })
    .await
}

/// Waits until the background tasks see the connection so.
async fn until(app: &App, seen: impl Fn(&Connection) -> bool) {
    let mut connection = app.connection();
    tokio::time::timeout(Duration::from_secs(60), connection.wait_for(|c| seen(c)))
        .await
        .unwrap()
        .unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_relational_server_goes_and_comes_back() {
    let w = World::start(Store::MySql).await;
    let desk = desk(&w).await;
    let _background = desk.app.start_background();
    change(&desk.app).await.unwrap();

    desk.rows.cut();
    assert_eq!(change(&desk.app).await.unwrap_err().code, ErrorCode::StoreUnavailable);
    until(&desk.app, |c| c.store_down_since.is_some()).await;
    let told: SetupStatus = call(&desk.app, None, "setup.status", json!({})).await.unwrap();
    assert!(told.trouble.is_some(), "the window can say what is wrong");

    desk.rows.mend();
    until(&desk.app, |c| c.store_down_since.is_none()).await;
    change(&desk.app).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_others_changed_during_an_outage_is_told_after_it() {
    let w = World::start(Store::MariaDb).await;
    let desk = desk(&w).await;
    let _background = desk.app.start_background();
    // The first reading only marks where to begin; its end shows when another's change is told.
    let mut stale = desk.app.subscribe();
    until_told(&w, &mut stale).await;

    desk.rows.cut();
    until(&desk.app, |c| c.store_down_since.is_some()).await;
    change(&w.app).await.unwrap();
    desk.rows.mend();
    let told = tokio::time::timeout(Duration::from_secs(60), async {
        loop {
            let topics = stale.recv().await.unwrap();
            if topics.contains(&Topic::settings()) {
                return topics;
            }
        }
    });
    assert!(told.await.is_ok());
}

/// Changes something until the other workstation hears of it.
async fn until_told(w: &World, stale: &mut tokio::sync::broadcast::Receiver<Vec<Topic>>) {
    let heard = async {
        loop {
            change(&w.app).await.unwrap();
            if let Ok(Ok(topics)) = tokio::time::timeout(Duration::from_millis(500), stale.recv()).await
                && topics.contains(&Topic::settings())
            {
                return;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(60), heard).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_the_document_server_away_changes_are_made_and_their_records_follow() {
    let w = World::start(Store::MySql).await;
    let desk = desk(&w).await;
    let _background = desk.app.start_background();
    desk.documents.cut();
    change(&desk.app).await.unwrap();
    until(&desk.app, |c| c.documents_down_since.is_some()).await;
    let open: Vec<(String,)> =
        w.db.clone()
            .all("SELECT state FROM outbox WHERE state <> 'done'", args![])
            .await
            .unwrap();
    assert_eq!(open.len(), 1, "the record waits");

    desk.documents.mend();
    until(&desk.app, |c| c.documents_down_since.is_none()).await;
    let documents = w.app.stores().unwrap().documents;
    let logged = documents
        .ids_between(Collection::AuditLogs, Uuid::nil(), Uuid::max(), 9)
        .await
        .unwrap();
    assert_eq!(logged.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_the_document_server_away_a_chart_is_read_and_nothing_is_half_saved() {
    let w = World::start(Store::MariaDb).await;
    let c = w.clinic().await;
    let patient = w.patient(&c.receptionist, "Eileen", "Byrne").await;
    let token = Some(c.doctor.token.as_str());
    let allergy = |substance: &str| {
        json!({
            "id": null, "patient_id": patient, "version": 0, "kind": "class", "substance": substance, "code": "", "reaction": "", "severity": "severe",
            "status": "active", "onset_on": null, "note": "",
        })
    };
    let kept: Value = w.call(token, "chart.save_allergy", allergy("Penicillins")).await.unwrap();
    let desk = desk(&w).await;
    desk.documents.cut();
    let refused = call::<Value>(&desk.app, token, "chart.save_allergy", allergy("Latex"))
        .await
        .unwrap_err();
    assert_eq!(refused.code, ErrorCode::DocumentsUnavailable);
    let open = json!({ "patient_id": patient, "location_id": null });
    let chart: Value = call(&desk.app, token, "chart.open", open).await.unwrap();
    assert_eq!(
        chart["allergies"],
        json!([kept]),
        "what stands is shown, and the refused one is not there"
    );
    let versions = json!({ "patient_id": patient, "document_id": kept["document_id"] });
    let versions = call::<Value>(&desk.app, token, "chart.versions", versions).await.unwrap_err();
    assert_eq!(versions.code, ErrorCode::DocumentsUnavailable);
}
