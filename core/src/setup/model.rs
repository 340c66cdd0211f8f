//! What the set-up commands take and give.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::api::Workstation;
use crate::db::{MySqlSettings, Problem};
use crate::documents::MongoSettings;

/// A passphrase or password on its way in; never printed.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(transparent)]
#[ts(export)]
pub struct Secret(pub String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

crate::text_enum! {
    /// Kinds of store that a workstation can use.
    pub enum StoreKind {
        /// Encrypted, on this computer.
        Embedded = "embedded",
        /// The same, with made-up people; its key lies beside it.
        Demo = "demo",
        /// The clinic's MySQL and MongoDB.
        Servers = "servers",
    }
}

crate::text_enum! {
    /// Which of the clinic's servers is meant.
    pub enum Server {
        /// Rows.
        MySql = "mysql",
        /// Documents.
        MongoDb = "mongodb",
    }
}

/// Why the chosen store is not open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct StoreTrouble {
    /// What is wrong.
    pub problem: Problem,
    /// With which server.
    pub server: Option<Server>,
    /// The store's schema, where that is the matter.
    pub store_schema: Option<i64>,
    /// This program's schema, where that is the matter.
    pub program_schema: Option<i64>,
}

/// Where this workstation stands: the first thing a window asks.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SetupStatus {
    /// The chosen store; none before first run.
    pub store: Option<StoreKind>,
    /// The clinic's relational server, e.g. `db.clinic.example:3306`; none for a store of this computer.
    pub server: Option<String>,
    /// Why the chosen store is not open; none while it is.
    pub trouble: Option<StoreTrouble>,
    /// Whether the store holds a clinic; without one the first run goes on.
    pub has_clinic: bool,
    /// The clinic's name.
    pub clinic_name: Option<String>,
    /// Whether nobody in the store is real.
    pub demo: bool,
    /// Who can sign in to a demo store; empty for any other.
    pub demo_accounts: Vec<crate::demo::DemoAccount>,
    /// This computer.
    pub workstation: Workstation,
    /// The program's version, e.g. `0.1.0`.
    pub version: String,
}

/// Nothing to say.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct GetSetupStatus {}

/// The store to use from now on.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[ts(export)]
#[expect(clippy::large_enum_variant, reason = "one exists for the length of a call")]
pub enum ChooseStore {
    /// A store on this computer; made when there is none.
    Embedded {
        /// Instead of the key ring: typed at each start. At least 10 characters.
        passphrase: Option<Secret>,
    },
    /// The clinic's servers.
    Servers {
        /// Rows.
        mysql: MySqlSettings,
        /// Documents.
        mongodb: MongoSettings,
        /// Keep the passwords in the key ring; otherwise they are typed at each start.
        remember: bool,
    },
}

/// The servers to try.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct TestConnection {
    /// Rows.
    pub mysql: MySqlSettings,
    /// Documents.
    pub mongodb: MongoSettings,
}

/// How one server answered.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ServerTest {
    /// What is wrong; none when it can be used.
    pub problem: Option<Problem>,
    /// The version it tells, where it came that far.
    pub version: Option<String>,
}

/// How both servers answered.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ConnectionTest {
    /// Rows.
    pub mysql: ServerTest,
    /// Documents.
    pub mongodb: ServerTest,
}

/// Says yes to bringing the chosen servers to this program's schema.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct MigrateStore {
    /// What the servers' accounts need, when no key ring keeps it.
    pub unlock: UnlockStore,
}

/// What must be typed at each start when no key ring keeps it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[ts(export)]
pub enum UnlockStore {
    /// For a store on this computer.
    Passphrase {
        /// As chosen on first run.
        passphrase: Secret,
    },
    /// For the clinic's servers.
    Passwords {
        /// Of the MySQL account.
        mysql: Secret,
        /// Of the MongoDB account.
        mongodb: Secret,
    },
    /// Nothing to type: try again, e.g. after the key ring was unlocked.
    Retry,
}

/// Stops using the store, so that another can be chosen. Nothing is erased.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct LeaveStore {}

/// What this workstation is called from now on, in records and sessions.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct NameWorkstation {
    /// 1 to 60 characters.
    pub name: String,
}
