//! The operating system's key ring, for the shell and the command line.

use std::sync::Mutex;

use keyring_core::{Entry, Error as RingError};

use super::vault::{Vault, locked};
use crate::db::Problem;
use crate::{Error, Result};

/// The name under which the key ring lists our secrets.
const APPLICATION: &str = "Curanda";

/// Written and removed again to tell a locked key ring from one that has no such secret.
const PROBE: &str = "probe";

/// Keychain on macOS, Credential Manager on Windows, Secret Service elsewhere.
#[derive(Debug, Default)]
pub struct OsKeyring {
    /// Whether the platform's store was set up; a failure is tried again at the next call.
    ready: Mutex<bool>,
}

impl OsKeyring {
    fn entry(&self, name: &str) -> Result<Entry> {
        let mut ready = self.ready.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if !*ready {
            use_platform_store().map_err(|_| locked(Problem::KeyringMissing))?;
            *ready = true;
        }
        Entry::new(APPLICATION, name).map_err(|e| refused(&e))
    }

    /// A locked Secret Service answers "no entry", as if nothing had ever been saved. Writing tells.
    fn check_unlocked(&self) -> Result<()> {
        let probe = self.entry(PROBE)?;
        probe.set_password(PROBE).map_err(|e| refused(&e))?;
        probe.delete_credential().map_err(|e| refused(&e))
    }
}

/// Not `keyring::Entry`: it remembers a failed first try until the program ends.
#[cfg(all(unix, not(target_os = "macos")))]
fn use_platform_store() -> keyring_core::Result<()> {
    keyring_core::set_default_store(zbus_secret_service_keyring_store::Store::new()?);
    Ok(())
}

#[cfg(not(all(unix, not(target_os = "macos"))))]
fn use_platform_store() -> Result<(), ()> {
    keyring::Entry::store_status().as_ref().map(|_| ()).map_err(|_| ())
}

/// By kind only: a key ring's message may name the secret.
fn refused(error: &RingError) -> Error {
    match error {
        RingError::NoDefaultStore | RingError::PlatformFailure(_) => locked(Problem::KeyringMissing),
        RingError::NoStorageAccess(_) => locked(Problem::KeyringLocked),
        _ => Error::fault("the key ring refused a call"),
    }
}

impl Vault for OsKeyring {
    fn get(&self, name: &str) -> Result<Option<String>> {
        match self.entry(name)?.get_password() {
            Ok(secret) => Ok(Some(secret)),
            Err(RingError::NoEntry) => self.check_unlocked().map(|()| None),
            Err(e) => Err(refused(&e)),
        }
    }

    fn set(&self, name: &str, secret: &str) -> Result<()> {
        self.entry(name)?.set_password(secret).map_err(|e| refused(&e))
    }

    fn delete(&self, name: &str) -> Result<()> {
        match self.entry(name)?.delete_credential() {
            Ok(()) | Err(RingError::NoEntry) => Ok(()),
            Err(e) => Err(refused(&e)),
        }
    }
}
