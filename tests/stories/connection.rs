//! The clinic's servers: what "test connection" names, and choosing them on first run.

use std::path::Path;
use std::sync::Arc;

use curanda_core::api::App;
use curanda_core::clock::SystemClock;
use curanda_core::db::{MySqlSettings, Problem, migrate};
use curanda_core::documents::MongoSettings;
use curanda_core::error::ErrorCode;
use curanda_core::setup::{self, ConnectionTest, Home, MemoryVault, SetupStatus, StoreKind, UnlockStore};
use curanda_tests::{Servers, Store, World, call};
use serde_json::{Value, json};
use tempfile::TempDir;

/// As the UI sends settings: with the password, which settings never write by themselves.
fn with_password(settings: &impl serde::Serialize, password: &str) -> Value {
    let mut value = serde_json::to_value(settings).unwrap();
    value["password"] = json!(password);
    value
}

fn request(servers: &Servers) -> Value {
    json!({
        "mysql": with_password(&servers.mysql, &servers.mysql.password),
        "mongodb": with_password(&servers.mongodb, &servers.mongodb.password),
    })
}

fn start(folder: &Path, vault: &Arc<MemoryVault>) -> Arc<App> {
    App::at_home(Arc::new(SystemClock), Home::in_one(folder, vault.clone()).unwrap()).unwrap()
}

/// What is wrong with each of the two servers.
async fn problems(servers: &Servers) -> (Option<Problem>, Option<Problem>) {
    let folder = TempDir::new().unwrap();
    let app = start(folder.path(), &Arc::default());
    let told: ConnectionTest = call(&app, None, "setup.test_connection", request(servers)).await.unwrap();
    (told.mysql.problem, told.mongodb.problem)
}

fn changed(servers: &Servers, mysql: impl Fn(&mut MySqlSettings), mongodb: impl Fn(&mut MongoSettings)) -> Servers {
    let mut servers = servers.clone();
    mysql(&mut servers.mysql);
    mongodb(&mut servers.mongodb);
    servers
}

async fn names_what_is_wrong(store: Store) {
    let w = World::start(store).await;
    let good = w.servers().unwrap();
    assert_eq!(problems(good).await, (None, None));

    let wrong = changed(good, |m| m.password = "wrong".into(), |m| m.password = "wrong".into());
    assert_eq!(problems(&wrong).await, (Some(Problem::Password), Some(Problem::Password)));

    let other_ca = std::env::var("CURANDA_TEST_OTHER_CA").unwrap();
    let wrong = changed(good, |m| m.ca_file = other_ca.clone(), |m| m.ca_file = other_ca.clone());
    assert_eq!(problems(&wrong).await, (Some(Problem::Tls), Some(Problem::Tls)));

    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let wrong = changed(good, |m| m.port = closed, |m| m.port = closed);
    assert_eq!(problems(&wrong).await, (Some(Problem::Host), Some(Problem::Host)));

    let wrong = changed(good, |m| m.database = "curanda_t_nowhere".into(), |_| {});
    assert_eq!(problems(&wrong).await.0, Some(Problem::Database));

    let reader = good.account("SELECT").await;
    assert_eq!(problems(&reader).await.0, Some(Problem::Rights));
    reader.drop_account(good).await;

    let empty = store.fresh().await;
    assert_eq!(problems(empty.servers().unwrap()).await.0, Some(Problem::Schema));
    empty.remove().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn test_connection_names_what_is_wrong_mysql() {
    names_what_is_wrong(Store::MySql).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn test_connection_names_what_is_wrong_mariadb() {
    names_what_is_wrong(Store::MariaDb).await;
}

async fn choose(app: &Arc<App>, servers: &Servers, remember: bool) -> SetupStatus {
    let mut request = request(servers);
    request["kind"] = json!("servers");
    request["remember"] = json!(remember);
    call(app, None, "setup.choose_store", request).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_clinic_says_yes_to_its_schema_and_is_there_after_a_restart() {
    let (home, folder, vault) = (
        Store::MySql.fresh().await,
        TempDir::new().unwrap(),
        Arc::new(MemoryVault::default()),
    );
    let servers = home.servers().unwrap();
    let app = start(folder.path(), &vault);
    let told = choose(&app, servers, true).await;
    assert_eq!(
        (told.store, told.trouble.unwrap().problem),
        (Some(StoreKind::Servers), Problem::Schema)
    );
    let told: SetupStatus = call(&app, None, "setup.migrate", json!({ "unlock": { "kind": "retry" } }))
        .await
        .unwrap();
    assert_eq!(
        (told.trouble, told.server),
        (None, Some(format!("127.0.0.1:{}", servers.mysql.port)))
    );
    assert_eq!(
        migrate::store_version(&app.stores().unwrap().db).await.unwrap(),
        migrate::program_version()
    );

    let again = start(folder.path(), &vault);
    setup::open(&again, &UnlockStore::Retry).await.unwrap();
    let settings = std::fs::read_to_string(folder.path().join("workstation.json")).unwrap();
    assert!(!settings.contains("password"), "no password in a file");
    home.remove().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_key_ring_the_passwords_are_typed_at_each_start() {
    let (w, folder, vault) = (
        World::start(Store::MariaDb).await,
        TempDir::new().unwrap(),
        Arc::new(MemoryVault::default()),
    );
    let servers = w.servers().unwrap();
    choose(&start(folder.path(), &vault), servers, false).await;
    let app = start(folder.path(), &vault);
    assert!(setup::open(&app, &UnlockStore::Retry).await.is_err());
    let told: SetupStatus = call(&app, None, "setup.status", json!({})).await.unwrap();
    assert_eq!(told.trouble.unwrap().problem, Problem::Passphrase);
    let typed = json!({ "kind": "passwords", "mysql": servers.mysql.password, "mongodb": servers.mongodb.password });
    let told: SetupStatus = call(&app, None, "setup.unlock_store", typed).await.unwrap();
    assert_eq!(told.trouble, None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_typed_is_not_asked_again_before_the_next_start() {
    let (home, folder) = (Store::MariaDb.fresh().await, TempDir::new().unwrap());
    let servers = home.servers().unwrap();
    let app = start(folder.path(), &Arc::default());
    let told = choose(&app, servers, false).await;
    assert_eq!(told.trouble.unwrap().problem, Problem::Schema);
    let retry = json!({ "unlock": { "kind": "retry" } });
    let told: SetupStatus = call(&app, None, "setup.migrate", retry).await.unwrap();
    assert_eq!(told.trouble, None);

    let again = start(folder.path(), &Arc::default());
    assert!(
        setup::open(&again, &UnlockStore::Retry).await.is_err(),
        "the passwords outlived the program"
    );
    home.remove().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_at_the_desk_leads_a_clinic_to_another_store() {
    let (w, folder) = (World::start(Store::MySql).await, TempDir::new().unwrap());
    w.clinic().await;
    let app = start(folder.path(), &Arc::default());
    let servers = w.servers().unwrap();
    assert!(choose(&app, servers, true).await.has_clinic);
    let embedded = json!({ "kind": "embedded", "passphrase": null });
    let refused = call::<SetupStatus>(&app, None, "setup.choose_store", embedded.clone())
        .await
        .unwrap_err();
    assert_eq!(
        (refused.code, refused.params["reason"].as_str()),
        (ErrorCode::NotAllowed, Some("store_in_use"))
    );

    // Whoever may change settings leaves it, and another is chosen without a restart.
    let signed_in: Value = call(
        &app,
        None,
        "identity.sign_in",
        json!({ "email": "admin@clinic.example", "password": curanda_tests::PASSWORD }),
    )
    .await
    .unwrap();
    let told: SetupStatus = call(&app, signed_in["token"].as_str(), "setup.leave_store", json!({}))
        .await
        .unwrap();
    assert_eq!(told.store, None);
    let told: SetupStatus = call(&app, None, "setup.choose_store", embedded).await.unwrap();
    assert_eq!((told.store, told.has_clinic), (Some(StoreKind::Embedded), false));
}
