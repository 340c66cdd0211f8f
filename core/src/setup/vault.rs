//! Where secrets are kept: the port, and its two plain implementations. The key ring's is [`super::keyring`].

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use crate::db::Problem;
use crate::error::Cause;
use crate::{Error, ErrorCode, Result};

/// Keeps secrets by name. Calls may block (a key ring asks a person): use [`read`] and [`keep`].
pub trait Vault: Send + Sync + std::fmt::Debug {
    /// The secret of this name, if one is kept.
    ///
    /// # Errors
    /// `store_locked` with `params.problem` when the vault cannot be used.
    fn get(&self, name: &str) -> Result<Option<String>>;

    /// Keeps a secret, instead of the one kept before.
    ///
    /// # Errors
    /// `store_locked` with `params.problem` when the vault cannot be used.
    fn set(&self, name: &str, secret: &str) -> Result<()>;

    /// Forgets a secret; an unknown name is no error.
    ///
    /// # Errors
    /// `store_locked` with `params.problem` when the vault cannot be used.
    fn delete(&self, name: &str) -> Result<()>;
}

/// Reads a secret without holding up other work.
pub(crate) async fn read(vault: Arc<dyn Vault>, name: String) -> Result<Option<String>> {
    tokio::task::spawn_blocking(move || vault.get(&name))
        .await
        .unwrap_or_else(|_| Err(Error::fault("the vault panicked")))
}

/// Keeps a secret without holding up other work.
pub(crate) async fn keep(vault: Arc<dyn Vault>, name: String, secret: String) -> Result<()> {
    tokio::task::spawn_blocking(move || vault.set(&name, &secret))
        .await
        .unwrap_or_else(|_| Err(Error::fault("the vault panicked")))
}

/// The key or password cannot be had, for this reason.
pub(crate) fn locked(problem: Problem) -> Error {
    Error::new(ErrorCode::StoreLocked).with("problem", serde_json::json!(problem))
}

/// Secrets in memory: what is typed at each start, and everything in tests.
#[derive(Default)]
pub struct MemoryVault(Mutex<BTreeMap<String, String>>);

impl std::fmt::Debug for MemoryVault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MemoryVault(…)")
    }
}

impl MemoryVault {
    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, String>> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl Vault for MemoryVault {
    fn get(&self, name: &str) -> Result<Option<String>> {
        Ok(self.lock().get(name).cloned())
    }

    fn set(&self, name: &str, secret: &str) -> Result<()> {
        self.lock().insert(name.to_owned(), secret.to_owned());
        Ok(())
    }

    fn delete(&self, name: &str) -> Result<()> {
        self.lock().remove(name);
        Ok(())
    }
}

/// A key beside a demo store, which holds no real person. Nothing else may use it.
#[derive(Debug)]
pub(crate) struct DemoVault {
    /// The demo store's folder.
    pub(crate) folder: PathBuf,
}

impl DemoVault {
    fn file(&self) -> PathBuf {
        self.folder.join("demo.key")
    }
}

impl Vault for DemoVault {
    fn get(&self, _name: &str) -> Result<Option<String>> {
        match std::fs::read_to_string(self.file()) {
            Ok(secret) => Ok(Some(secret)),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(e) => Err(locked(Problem::File).because(Cause::Io(e))),
        }
    }

    fn set(&self, _name: &str, secret: &str) -> Result<()> {
        Ok(std::fs::write(self.file(), secret)?)
    }

    fn delete(&self, _name: &str) -> Result<()> {
        match std::fs::remove_file(self.file()) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(e.into()),
            _ => Ok(()),
        }
    }
}
