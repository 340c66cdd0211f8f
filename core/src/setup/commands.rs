//! The set-up commands. They are public, because there is nobody to sign in yet; once a store with a
//! clinic is open, only [`leave_store`] (which needs a permission) opens the way to another.

use std::path::Path;

use super::connection::{Connection, GetConnection};
use super::home::{KeyPlace, Settings, StoreSettings};
use super::model::*;
use super::{journal, key, open, test};
use crate::api::{App, Ctx, Fields, Stores};
use crate::db::{Db, Read, migrate};
use crate::{Error, ErrorCode, Result, args};

crate::commands! {
    read "setup.status": Public => status, GetSetupStatus => SetupStatus;
    read "setup.connection": Public => connection, GetConnection => Connection;
    direct "setup.choose_store": Public => choose_store, ChooseStore => SetupStatus;
    direct "setup.test_connection": Public => test_connection, TestConnection => ConnectionTest;
    direct "setup.migrate": Public => migrate_store, MigrateStore => SetupStatus;
    direct "setup.unlock_store": Public => unlock_store, UnlockStore => SetupStatus;
    direct "setup.name_workstation": Needs(SettingsWrite) => name_workstation, NameWorkstation => SetupStatus;
    direct "setup.leave_store": Needs(SettingsWrite) => leave_store, LeaveStore => SetupStatus;
}

const CLINIC_NAME: &str = "SELECT setting_value FROM settings WHERE setting_key = ?";

/// The setting that holds the clinic's name; there is a clinic when it is there.
pub const CLINIC_NAME_KEY: &str = "clinic.name";

async fn status(ctx: &Ctx, _: GetSetupStatus) -> Result<SetupStatus> {
    status_of(&ctx.app).await
}

async fn connection(ctx: &Ctx, _: GetConnection) -> Result<Connection> {
    Ok(*ctx.app.connection().borrow())
}

/// Where the workstation stands.
///
/// # Errors
/// When its settings cannot be read.
pub(crate) async fn status_of(app: &App) -> Result<SetupStatus> {
    let settings = app.home().ok().map(super::Home::load).transpose()?.and_then(|s| s.store);
    let (kind, server) = describe(app, settings.as_ref());
    let mut trouble = app.trouble();
    let mut clinic_name = None;
    if let Ok(stores) = app.stores() {
        match clinic(&stores.db).await {
            Ok(name) => clinic_name = name,
            Err(error) => trouble = Some(open::trouble(&error)),
        }
    }
    Ok(SetupStatus {
        store: kind,
        server,
        trouble,
        has_clinic: clinic_name.is_some(),
        clinic_name,
        demo: kind == Some(StoreKind::Demo),
        demo_accounts: if kind == Some(StoreKind::Demo) {
            crate::demo::accounts()
        } else {
            Vec::new()
        },
        workstation: app.workstation(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    })
}

async fn clinic(db: &Db) -> Result<Option<String>> {
    let row: Option<(String,)> = db.clone().optional(CLINIC_NAME, args![CLINIC_NAME_KEY]).await?;
    row.map(|(name,)| serde_json::from_str(&name).map_err(Error::from)).transpose()
}

fn describe(app: &App, settings: Option<&StoreSettings>) -> (Option<StoreKind>, Option<String>) {
    match settings {
        Some(StoreSettings::Servers { mysql, .. }) => (Some(StoreKind::Servers), Some(format!("{}:{}", mysql.host, mysql.port))),
        Some(StoreSettings::Embedded { folder }) => (Some(kind_of(folder)), None),
        // Stores that were handed over without settings, as tests do.
        None => match app.stores() {
            Ok(stores) if stores.db.is_embedded() => (Some(StoreKind::Embedded), None),
            Ok(_) => (Some(StoreKind::Servers), None),
            Err(_) => (None, None),
        },
    }
}

fn kind_of(folder: &Path) -> StoreKind {
    match key::card(folder) {
        Ok(Some(card)) if card.key == KeyPlace::Beside => StoreKind::Demo,
        _ => StoreKind::Embedded,
    }
}

/// Once there is a clinic, whoever stands at the desk may not lead the workstation to another store.
async fn refuse_beside_a_clinic(app: &App) -> Result<()> {
    match app.stores() {
        Ok(stores) if clinic(&stores.db).await?.is_some() => Err(Error::new(ErrorCode::NotAllowed).with("reason", "store_in_use")),
        _ => Ok(()),
    }
}

async fn choose_store(ctx: &Ctx, request: ChooseStore) -> Result<SetupStatus> {
    refuse_beside_a_clinic(&ctx.app).await?;
    match request {
        ChooseStore::Embedded { passphrase } => choose_embedded(&ctx.app, passphrase).await?,
        ChooseStore::Servers { mysql, mongodb, remember } => {
            choose_servers(&ctx.app, StoreSettings::servers(mysql, mongodb, remember)).await?;
        }
    }
    status_of(&ctx.app).await
}

async fn choose_embedded(app: &App, passphrase: Option<Secret>) -> Result<()> {
    if passphrase.as_ref().is_some_and(|p| p.0.chars().count() < key::LEAST_PASSPHRASE) {
        return Err(Error::field("passphrase", "passphrase_short"));
    }
    let place = match passphrase {
        Some(_) => KeyPlace::Passphrase { salt: key::salt() },
        None => KeyPlace::Keyring,
    };
    let folder = app.home()?.clinic_folder();
    let stores = open::open_or_make(app, &folder, place, passphrase.as_ref()).await?;
    let typed = passphrase.as_ref().map(|p| p.0.as_str());
    adopt(app, StoreSettings::Embedded { folder }, typed, Ok(Some(stores))).await
}

/// Opens the demo store, making it when there is none; its clinic comes from the demo data.
///
/// # Errors
/// `not_allowed` beside a real clinic; those of opening a store.
pub async fn use_demo_store(app: &App) -> Result<()> {
    refuse_beside_a_clinic(app).await?;
    let folder = app.home()?.demo_folder();
    let stores = open::open_or_make(app, &folder, KeyPlace::Beside, None).await?;
    adopt(app, StoreSettings::Embedded { folder }, None, Ok(Some(stores))).await
}

/// A store that needs `setup.migrate` first is kept as chosen, and told in the status; a newer one is refused.
async fn choose_servers(app: &App, settings: StoreSettings) -> Result<()> {
    let StoreSettings::Servers {
        id,
        mysql,
        mongodb,
        remember,
    } = &settings
    else {
        return Err(Error::fault("not the settings of servers"));
    };
    test::refuse_documents(mongodb).await?;
    let stores = open::servers(mysql, mongodb).await?;
    let version = migrate::check_version(&stores.db).await;
    if let Err(error) = version.as_ref()
        && error.code != ErrorCode::StoreMissing
    {
        return version;
    }
    let passwords = (mysql.password.clone(), mongodb.password.clone());
    let home = app.home()?;
    if *remember {
        open::keep_passwords(&home.vault, *id, passwords.clone()).await?;
    }
    open::keep_passwords(&home.typed, *id, passwords).await?;
    let outcome = version.map(|()| Some(stores)).map_err(|e| open::trouble(&e));
    let typed = mysql.password.clone();
    adopt(app, settings, Some(&typed), outcome).await
}

/// Remembers the store as the workstation's own and takes it into use.
async fn adopt(app: &App, store: StoreSettings, typed: Option<&str>, outcome: Result<Option<Stores>, StoreTrouble>) -> Result<()> {
    if outcome.is_ok() {
        journal::open(app, &store, typed).await;
    }
    app.home()?.save(&Settings {
        workstation: app.workstation(),
        store: Some(store),
    })?;
    app.set_stores(outcome);
    Ok(())
}

async fn test_connection(_: &Ctx, request: TestConnection) -> Result<ConnectionTest> {
    let (mysql, mongodb) = futures::join!(test::mysql(&request.mysql), test::mongodb(&request.mongodb));
    Ok(ConnectionTest { mysql, mongodb })
}

async fn migrate_store(ctx: &Ctx, request: MigrateStore) -> Result<SetupStatus> {
    open::open_and_migrate(&ctx.app, &request.unlock).await?;
    status_of(&ctx.app).await
}

async fn unlock_store(ctx: &Ctx, request: UnlockStore) -> Result<SetupStatus> {
    open::open(&ctx.app, &request).await?;
    status_of(&ctx.app).await
}

/// No store is chosen any more; what it holds stays.
///
/// # Errors
/// When the settings cannot be written.
pub(crate) fn forget_store(app: &App) -> Result<()> {
    app.home()?.save(&Settings {
        workstation: app.workstation(),
        store: None,
    })?;
    app.set_journal(None);
    app.set_stores(Ok(None));
    Ok(())
}

async fn leave_store(ctx: &Ctx, _: LeaveStore) -> Result<SetupStatus> {
    forget_store(&ctx.app)?;
    status_of(&ctx.app).await
}

/// Other sessions of this workstation keep the name that they were opened under.
async fn name_workstation(ctx: &Ctx, request: NameWorkstation) -> Result<SetupStatus> {
    let mut fields = Fields::default();
    fields.required("name", &request.name, 60);
    fields.check()?;
    let name = request.name.trim().to_owned();
    let home = ctx.app.home()?;
    let mut settings = home.load()?;
    settings.workstation.name.clone_from(&name);
    home.save(&settings)?;
    ctx.app.call_workstation(name);
    status_of(&ctx.app).await
}
