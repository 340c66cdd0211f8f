//! The key of an embedded store: from the key ring, from a passphrase, or beside a demo store.

use std::path::Path;
use std::sync::Arc;

use argon2::{Algorithm, Argon2, Params, Version};
use rand::Rng;

use super::home::{Home, KeyPlace, StoreCard, read_json, write_json};
use super::vault::{self, DemoVault, Vault, locked};
use crate::db::{Problem, SqliteKey};
use crate::{Error, Result};

/// Fewer characters can be guessed from a stolen file.
pub const LEAST_PASSPHRASE: usize = 10;

fn card_file(folder: &Path) -> std::path::PathBuf {
    folder.join("store.json")
}

/// The card of a store's folder; none when there is no store in it.
pub(super) fn card(folder: &Path) -> Result<Option<StoreCard>> {
    read_json(&card_file(folder))
}

/// The key of an existing store. `passphrase` serves those that have one.
pub(super) async fn find(home: &Home, folder: &Path, card: &StoreCard, passphrase: Option<&str>) -> Result<SqliteKey> {
    match (&card.key, passphrase) {
        (KeyPlace::Passphrase { .. }, None) => Err(locked(Problem::Passphrase)),
        (KeyPlace::Passphrase { salt }, Some(passphrase)) => derive(passphrase, salt).await,
        (KeyPlace::Keyring, _) => kept(home.vault.clone(), card).await,
        (KeyPlace::Beside, _) => kept(demo_vault(folder), card).await,
    }
}

/// Makes the key of a new store and writes its card.
pub(super) async fn make(home: &Home, folder: &Path, key: KeyPlace, passphrase: Option<&str>) -> Result<SqliteKey> {
    std::fs::create_dir_all(folder)?;
    let card = StoreCard {
        id: crate::ids::fresh(),
        key,
    };
    let secret = match (&card.key, passphrase) {
        (KeyPlace::Passphrase { salt }, Some(passphrase)) => derive(passphrase, salt).await?,
        (KeyPlace::Passphrase { .. }, None) => return Err(locked(Problem::Passphrase)),
        (KeyPlace::Keyring, _) => random(home.vault.clone(), &card).await?,
        (KeyPlace::Beside, _) => random(demo_vault(folder), &card).await?,
    };
    write_json(&card_file(folder), &card)?;
    Ok(secret)
}

/// A fresh salt for a passphrase.
pub(super) fn salt() -> String {
    hex::encode(rand::rng().random::<[u8; 16]>())
}

fn demo_vault(folder: &Path) -> Arc<dyn Vault> {
    Arc::new(DemoVault { folder: folder.to_owned() })
}

fn name(card: &StoreCard) -> String {
    format!("store-key:{}", card.id)
}

async fn random(vault: Arc<dyn Vault>, card: &StoreCard) -> Result<SqliteKey> {
    let key = rand::rng().random::<[u8; 32]>();
    vault::keep(vault, name(card), hex::encode(key)).await?;
    Ok(SqliteKey(key))
}

async fn kept(vault: Arc<dyn Vault>, card: &StoreCard) -> Result<SqliteKey> {
    let secret = vault::read(vault, name(card)).await?.ok_or_else(|| locked(Problem::KeyMissing))?;
    let mut key = [0; 32];
    hex::decode_to_slice(secret.trim(), &mut key).map_err(|_| locked(Problem::WrongKey))?;
    Ok(SqliteKey(key))
}

/// Argon2id, 64 MiB and three passes: under a second here, years for who has only the file.
async fn derive(passphrase: &str, salt: &str) -> Result<SqliteKey> {
    let salt = hex::decode(salt).map_err(|_| locked(Problem::File))?;
    let passphrase = passphrase.to_owned();
    let work = move || {
        let params = Params::new(64 * 1024, 3, 4, Some(32))?;
        let mut key = [0; 32];
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params).hash_password_into(passphrase.as_bytes(), &salt, &mut key)?;
        Ok::<_, argon2::Error>(SqliteKey(key))
    };
    match tokio::task::spawn_blocking(work).await {
        Ok(Ok(key)) => Ok(key),
        _ => Err(Error::fault("the key derivation failed")),
    }
}
