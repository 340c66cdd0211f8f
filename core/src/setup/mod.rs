//! Choosing and opening the stores, first run, the demo clinic.
//!
//! What a workstation remembers is in [`Home`] (never a secret), secrets are in a [`Vault`]. [`open()`] opens the
//! store that the settings name; the commands change which one that is, without a restart.

mod commands;
mod connection;
mod home;
mod journal;
mod key;
mod keyring;
mod model;
mod open;
mod test;
mod vault;

pub use commands::{CLINIC_NAME_KEY, COMMANDS, use_demo_store};
pub(crate) use commands::{forget_store, status_of};
pub use connection::{Connection, GetConnection};
pub use home::{Home, Settings, StoreSettings};
pub use keyring::OsKeyring;
pub use model::{
    ChooseStore, ConnectionTest, GetSetupStatus, LeaveStore, MigrateStore, Secret, Server, ServerTest, SetupStatus, StoreKind,
    StoreTrouble, TestConnection, UnlockStore,
};
pub use open::{open, open_and_migrate};
pub use vault::{MemoryVault, Vault};
