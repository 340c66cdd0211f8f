//! Opening the store that the workstation's settings name.

use std::path::Path;
use std::sync::Arc;

use super::home::{Home, KeyPlace, StoreCard, StoreSettings};
use super::model::{Server, StoreTrouble};
use super::vault::{self, Vault, locked};
use super::{Secret, UnlockStore, journal, key};
use crate::api::{App, Stores};
use crate::db::{self, MySqlSettings, Problem, SqliteKey, migrate};
use crate::documents::{Embedded, Mongo, MongoSettings};
use crate::{Error, ErrorCode, Result};

/// Connections that one workstation holds to the clinic's server at most.
const CONNECTIONS: u32 = 8;

/// Opens the chosen store, if there is one, and takes it into use. What is wrong is kept for `setup.status`.
///
/// # Errors
/// `store_locked`, `connection_refused`, `store_missing`, `store_newer` with `params.problem`.
pub async fn open(app: &App, typed: &UnlockStore) -> Result<()> {
    open_then(app, typed, false).await
}

/// The same for the clinic's servers after a person said yes to bringing them to this program's schema.
///
/// # Errors
/// As [`open`], and those of [`migrate::migrate`].
pub async fn open_and_migrate(app: &App, typed: &UnlockStore) -> Result<()> {
    open_then(app, typed, true).await
}

async fn open_then(app: &App, typed: &UnlockStore, migrate: bool) -> Result<()> {
    let home = app.home()?;
    let Some(settings) = home.load()?.store else {
        app.set_stores(Ok(None));
        return Ok(());
    };
    let outcome = match &settings {
        StoreSettings::Embedded { folder } => open_embedded(app, home, folder, typed).await,
        StoreSettings::Servers { .. } => open_servers(app, home, &settings, typed, migrate).await,
    };
    let (result, kept) = match outcome {
        Ok(stores) => {
            let secret = journal::typed_secret(home, &settings, typed).await.unwrap_or_default();
            journal::open(app, &settings, secret.as_deref()).await;
            (Ok(()), Ok(Some(stores)))
        }
        Err(error) => {
            let told = trouble(&error);
            (Err(error), Err(told))
        }
    };
    app.set_stores(kept);
    result
}

async fn open_embedded(app: &App, home: &Home, folder: &Path, typed: &UnlockStore) -> Result<Stores> {
    let card = key::card(folder)?.ok_or_else(|| locked(Problem::File))?;
    let passphrase = match typed {
        UnlockStore::Passphrase { passphrase } => Some(passphrase.0.as_str()),
        _ => None,
    };
    let key = key::find(home, folder, &card, passphrase).await?;
    embedded(app, folder, &key).await
}

async fn open_servers(app: &App, home: &Home, settings: &StoreSettings, typed: &UnlockStore, migrate: bool) -> Result<Stores> {
    let (mysql, mongodb) = with_passwords(home, settings, typed).await?;
    let stores = servers(&mysql, &mongodb).await?;
    if migrate {
        migrate::migrate(&stores.db, app.now()).await?;
        stores.documents.prepare().await?;
    }
    migrate::check_version(&stores.db).await?;
    Ok(stores)
}

/// Opens an embedded store and brings it to this program's schema: nobody else uses it.
async fn embedded(app: &App, folder: &Path, key: &SqliteKey) -> Result<Stores> {
    let db = db::connect_sqlite(&folder.join("clinic.db"), key).await?;
    migrate::migrate(&db, app.now()).await?;
    Ok(Stores {
        documents: Arc::new(Embedded::new(db.clone())),
        db,
    })
}

/// Connects to both servers. With MongoDB down the relational store is still opened.
pub(super) async fn servers(mysql: &MySqlSettings, mongodb: &MongoSettings) -> Result<Stores> {
    let db = db::connect_mysql(mysql, CONNECTIONS)
        .await
        .map_err(|e| e.with("server", Server::MySql.as_str()))?;
    let documents = Mongo::new(mongodb).map_err(|e| e.with("server", Server::MongoDb.as_str()))?;
    Ok(Stores {
        db,
        documents: Arc::new(documents),
    })
}

/// The names of the two passwords in the vault.
pub(super) fn password_names(id: uuid::Uuid) -> (String, String) {
    (format!("mysql:{id}"), format!("mongodb:{id}"))
}

async fn with_passwords(home: &Home, settings: &StoreSettings, typed: &UnlockStore) -> Result<(MySqlSettings, MongoSettings)> {
    let StoreSettings::Servers {
        id,
        mysql,
        mongodb,
        remember,
    } = settings
    else {
        return Err(Error::fault("not the settings of servers"));
    };
    if let UnlockStore::Passwords { mysql, mongodb } = typed {
        keep_passwords(&home.typed, *id, (mysql.0.clone(), mongodb.0.clone())).await?;
    }
    let (mysql_name, mongodb_name) = password_names(*id);
    let (mut mysql, mut mongodb) = (*mysql.clone(), *mongodb.clone());
    mysql.password = password(home, mysql_name, *remember).await?;
    mongodb.password = password(home, mongodb_name, *remember).await?;
    Ok((mysql, mongodb))
}

/// Keeps the two passwords in a vault.
pub(super) async fn keep_passwords(vault: &Arc<dyn Vault>, id: uuid::Uuid, (mysql, mongodb): (String, String)) -> Result<()> {
    let (mysql_name, mongodb_name) = password_names(id);
    vault::keep(vault.clone(), mysql_name, mysql).await?;
    vault::keep(vault.clone(), mongodb_name, mongodb).await
}

/// As it was typed since the program started, or as the key ring keeps it.
async fn password(home: &Home, name: String, remember: bool) -> Result<String> {
    if let Some(typed) = vault::read(home.typed.clone(), name.clone()).await? {
        return Ok(typed);
    }
    if !remember {
        return Err(locked(Problem::Passphrase));
    }
    vault::read(home.vault.clone(), name)
        .await?
        .ok_or_else(|| locked(Problem::KeyMissing))
}

/// What a window says about a store that did not open.
pub(super) fn trouble(error: &Error) -> StoreTrouble {
    let named = |key: &str| error.params.get(key).cloned();
    let from_params = named("problem").and_then(|p| serde_json::from_value(p).ok());
    let problem = from_params.unwrap_or(match error.code {
        ErrorCode::StoreNewer => Problem::Newer,
        ErrorCode::StoreMissing => Problem::Schema,
        ErrorCode::StoreLocked => Problem::WrongKey,
        ErrorCode::StoreUnavailable | ErrorCode::Busy => Problem::Host,
        _ => Problem::File,
    });
    StoreTrouble {
        problem,
        server: named("server").and_then(|s| serde_json::from_value(s).ok()),
        store_schema: named("store").and_then(|n| n.as_i64()),
        program_schema: named("program").and_then(|n| n.as_i64()),
    }
}

/// Opens or makes the embedded store of a folder.
pub(super) async fn open_or_make(app: &App, folder: &Path, place: KeyPlace, passphrase: Option<&Secret>) -> Result<Stores> {
    let home = app.home()?;
    let passphrase = passphrase.map(|p| p.0.as_str());
    let key = match key::card(folder)? {
        Some(StoreCard { key, .. }) if (key == KeyPlace::Beside) != (place == KeyPlace::Beside) => return Err(locked(Problem::File)),
        Some(card) => key::find(home, folder, &card, passphrase).await?,
        None => key::make(home, folder, place, passphrase).await?,
    };
    embedded(app, folder, &key).await
}
