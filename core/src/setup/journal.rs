//! Where a workstation's journal lies and where its key comes from: as the store's own, but a key of its own.

use std::path::PathBuf;

use super::home::{Home, KeyPlace, StoreSettings};
use super::open::password_names;
use super::{UnlockStore, key, vault};
use crate::api::App;
use crate::db::SqliteKey;
use crate::journal::Journal;
use crate::{ErrorCode, Result};

/// Opens the journal beside the store that was just opened. Without one the program goes on: every page says so then.
pub(super) async fn open(app: &App, settings: &StoreSettings, typed: Option<&str>) {
    let opened = match app.home() {
        Ok(home) => open_in(app, home, settings, typed).await,
        Err(error) => Err(error),
    };
    if let Err(error) = opened {
        tracing::warn!(code = ?error.code, "the journal could not be opened");
        app.set_journal(None);
    }
}

/// What a person typed since the program started to open the store: it also opens the journal where there is no key ring.
pub(super) async fn typed_secret(home: &Home, settings: &StoreSettings, typed: &UnlockStore) -> Result<Option<String>> {
    match (typed, settings) {
        (UnlockStore::Passphrase { passphrase }, _) => Ok(Some(passphrase.0.clone())),
        (_, StoreSettings::Servers { id, .. }) => vault::read(home.typed.clone(), password_names(*id).0).await,
        _ => Ok(None),
    }
}

async fn open_in(app: &App, home: &Home, settings: &StoreSettings, typed: Option<&str>) -> Result<()> {
    let folder = folder(home, settings);
    if app.journal().is_ok_and(|journal| journal.folder() == folder) {
        return Ok(());
    }
    app.set_journal(None);
    let key = find_or_make(home, settings, &folder, typed).await?;
    let journal = tokio::task::spawn_blocking(move || Journal::open(&folder, key.0)).await;
    let journal = journal.unwrap_or_else(|_| Err(crate::Error::fault("the journal panicked")))?;
    app.set_journal(Some(journal));
    Ok(())
}

fn folder(home: &Home, settings: &StoreSettings) -> PathBuf {
    match settings {
        StoreSettings::Embedded { folder } => folder.join("journal"),
        StoreSettings::Servers { id, .. } => home.data.join(format!("journal-{id}")),
    }
}

/// A key that the ring has lost is made anew: what it opened is set aside, and typing goes on.
async fn find_or_make(home: &Home, settings: &StoreSettings, folder: &std::path::Path, typed: Option<&str>) -> Result<SqliteKey> {
    if let Some(card) = key::card(folder)? {
        match key::find(home, folder, &card, typed).await {
            Err(error) if error.code == ErrorCode::StoreLocked && error.params.get("problem").is_some_and(|p| p == "key_missing") => {}
            found => return found,
        }
    }
    key::make(home, folder, place(settings)?, typed).await
}

/// Where the key comes from: as the store's own does.
fn place(settings: &StoreSettings) -> Result<KeyPlace> {
    let salted = || KeyPlace::Passphrase { salt: key::salt() };
    Ok(match settings {
        StoreSettings::Servers { remember: false, .. } => salted(),
        StoreSettings::Servers { .. } => KeyPlace::Keyring,
        StoreSettings::Embedded { folder } => match key::card(folder)?.map(|card| card.key) {
            Some(KeyPlace::Passphrase { .. }) => salted(),
            Some(other) => other,
            None => KeyPlace::Keyring,
        },
    })
}
