//! First run: which store a workstation uses, and what it says when that store cannot be opened.

use std::path::Path;
use std::sync::Arc;

use curanda_core::api::App;
use curanda_core::clock::SystemClock;
use curanda_core::db::Problem;
use curanda_core::error::{ApiError, ErrorCode};
use curanda_core::setup::{self, Home, MemoryVault, SetupStatus, StoreKind, UnlockStore, Vault};
use curanda_tests::{PASSWORD, World, call};
use serde_json::{Value, json};
use tempfile::TempDir;

fn start(folder: &Path, vault: &Arc<MemoryVault>) -> Arc<App> {
    App::at_home(Arc::new(SystemClock), Home::in_one(folder, vault.clone()).unwrap()).unwrap()
}

async fn status(app: &Arc<App>) -> SetupStatus {
    call(app, None, "setup.status", json!({})).await.unwrap()
}

async fn choose(app: &Arc<App>, passphrase: Value) -> Result<SetupStatus, ApiError> {
    call(
        app,
        None,
        "setup.choose_store",
        json!({ "kind": "embedded", "passphrase": passphrase }),
    )
    .await
}

fn problem(error: &ApiError) -> Problem {
    serde_json::from_value(error.params["problem"].clone()).unwrap()
}

#[tokio::test]
async fn a_new_workstation_has_no_store_and_every_command_says_so() {
    let folder = TempDir::new().unwrap();
    let app = start(folder.path(), &Arc::default());
    let told = status(&app).await;
    assert_eq!((told.store, told.trouble, told.has_clinic), (None, None, false));
    let refused = call::<Value>(&app, Some("token"), "setup.leave_store", json!({}))
        .await
        .unwrap_err();
    assert_eq!(refused.code, ErrorCode::StoreMissing);
}

#[tokio::test]
async fn the_chosen_store_is_open_again_after_a_restart() {
    let (folder, vault) = (TempDir::new().unwrap(), Arc::new(MemoryVault::default()));
    let app = start(folder.path(), &vault);
    assert_eq!(choose(&app, Value::Null).await.unwrap().store, Some(StoreKind::Embedded));
    let workstation = app.workstation();
    app.stores().unwrap().db.close().await;

    let again = start(folder.path(), &vault);
    setup::open(&again, &UnlockStore::Retry).await.unwrap();
    assert_eq!(again.workstation(), workstation);
    assert_eq!(status(&again).await.trouble, None);
    assert!(again.stores().is_ok());
}

#[tokio::test]
async fn a_workstation_is_called_as_someone_named_it() {
    let (folder, vault) = (TempDir::new().unwrap(), Arc::new(MemoryVault::default()));
    let app = start(folder.path(), &vault);
    choose(&app, Value::Null).await.unwrap();
    call::<Value>(&app, None, "setup.create_clinic", World::first_run()).await.unwrap();
    let enter = json!({ "email": "admin@clinic.example", "password": PASSWORD });
    let first: Value = call(&app, None, "identity.sign_in", enter.clone()).await.unwrap();
    let token = first["token"].as_str();
    let blank = call::<Value>(&app, token, "setup.name_workstation", json!({ "name": " " }))
        .await
        .unwrap_err();
    assert_eq!((blank.code, blank.fields[0].code.as_str()), (ErrorCode::Invalid, "required"));
    let named: SetupStatus = call(&app, token, "setup.name_workstation", json!({ "name": " FRONT-1 " }))
        .await
        .unwrap();
    assert_eq!(named.workstation.name, "FRONT-1");
    let second: Value = call(&app, None, "identity.sign_in", enter).await.unwrap();
    let open: Value = call(&app, second["token"].as_str(), "identity.sessions", json!({ "everyone": false }))
        .await
        .unwrap();
    let names: Vec<_> = open
        .as_array()
        .unwrap()
        .iter()
        .map(|s| s["workstation_name"].as_str().unwrap())
        .collect();
    assert_eq!(names.iter().filter(|n| **n == "FRONT-1").count(), 1, "{names:?}");
    assert_eq!(start(folder.path(), &vault).workstation().name, "FRONT-1");
}

#[tokio::test]
async fn no_file_holds_the_key_or_readable_rows() {
    let (folder, vault) = (TempDir::new().unwrap(), Arc::new(MemoryVault::default()));
    let app = start(folder.path(), &vault);
    choose(&app, Value::Null).await.unwrap();
    app.stores().unwrap().db.close().await;
    let card: Value = serde_json::from_slice(&std::fs::read(folder.path().join("clinic/store.json")).unwrap()).unwrap();
    let key = vault.get(&format!("store-key:{}", card["id"].as_str().unwrap())).unwrap().unwrap();
    for file in ["workstation.json", "clinic/store.json", "clinic/clinic.db"] {
        let bytes = std::fs::read(folder.path().join(file)).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains(&key), "{file} holds the key");
        assert!(!text.contains("schema_migrations"), "{file} is readable");
    }
}

#[tokio::test]
async fn a_lost_key_is_told_apart_from_a_wrong_one() {
    let (folder, vault) = (TempDir::new().unwrap(), Arc::new(MemoryVault::default()));
    choose(&start(folder.path(), &vault), Value::Null).await.unwrap();
    let card: Value = serde_json::from_slice(&std::fs::read(folder.path().join("clinic/store.json")).unwrap()).unwrap();
    let name = format!("store-key:{}", card["id"].as_str().unwrap());

    let app = start(folder.path(), &Arc::default());
    setup::open(&app, &UnlockStore::Retry).await.unwrap_err();
    assert_eq!(status(&app).await.trouble.unwrap().problem, Problem::KeyMissing);

    vault.set(&name, &"00".repeat(32)).unwrap();
    let app = start(folder.path(), &vault);
    setup::open(&app, &UnlockStore::Retry).await.unwrap_err();
    assert_eq!(status(&app).await.trouble.unwrap().problem, Problem::WrongKey);
}

#[tokio::test]
async fn without_a_key_ring_a_passphrase_is_typed_at_each_start() {
    let (folder, vault) = (TempDir::new().unwrap(), Arc::new(MemoryVault::default()));
    let app = start(folder.path(), &vault);
    let short = choose(&app, json!("too short")).await.unwrap_err();
    assert_eq!(
        (short.code, short.fields[0].code.as_str()),
        (ErrorCode::Invalid, "passphrase_short")
    );
    choose(&app, json!("correct horse battery")).await.unwrap();
    app.stores().unwrap().db.close().await;

    let again = start(folder.path(), &vault);
    setup::open(&again, &UnlockStore::Retry).await.unwrap_err();
    assert_eq!(status(&again).await.trouble.unwrap().problem, Problem::Passphrase);
    let unlock = |passphrase: &str| json!({ "kind": "passphrase", "passphrase": passphrase });
    let wrong = call::<SetupStatus>(&again, None, "setup.unlock_store", unlock("wrong horse battery")).await;
    assert_eq!(wrong.unwrap_err().code, ErrorCode::StoreLocked);
    let told: SetupStatus = call(&again, None, "setup.unlock_store", unlock("correct horse battery"))
        .await
        .unwrap();
    assert_eq!(told.trouble, None);
    assert!(again.stores().is_ok());
}

#[tokio::test]
async fn a_server_that_is_not_there_is_named() {
    let folder = TempDir::new().unwrap();
    let app = start(folder.path(), &Arc::default());
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let server = |user: &str| {
        json!({ "host": "127.0.0.1", "port": port, "database": "clinic", "user": user, "ca_file": "", "password": "x",
                "auth_source": "admin", "tls": true })
    };
    let request = json!({ "kind": "servers", "mysql": server("curanda"), "mongodb": server("curanda"), "remember": true });
    let refused = call::<SetupStatus>(&app, None, "setup.choose_store", request).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::ConnectionRefused);
    assert_eq!(problem(&refused), Problem::Host);
    assert_eq!(status(&app).await.store, None, "a store that was refused is not kept");
}
