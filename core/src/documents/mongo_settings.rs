//! How the clinic's MongoDB is reached, and how long it may take.

use std::time::Duration;

use mongodb::options::{AuthMechanism, ClientOptions, Credential, ReadConcern, ServerAddress, Tls, TlsOptions, WriteConcern};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A dead server is noticed within this time.
pub(super) const NOTICE: Duration = Duration::from_millis(2500);

/// The longest a call may take; the driver has no limit of its own for a server that falls silent.
pub(super) const LONGEST: Duration = Duration::from_secs(15);

/// How to reach the clinic's MongoDB. The password comes from the key ring and is never printed.
#[derive(Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct MongoSettings {
    /// Host name as in the server's certificate.
    pub host: String,
    /// TCP port, 27017 as a rule.
    pub port: u16,
    /// Name of the replica set; empty = one server.
    #[serde(default)]
    pub replica_set: String,
    /// Database name.
    pub database: String,
    /// Account.
    pub user: String,
    /// The database that knows the account, `admin` as a rule.
    pub auth_source: String,
    /// Off only for a server on this computer.
    pub tls: bool,
    /// PEM file of the clinic's own certificate authority; empty = the well-known ones.
    pub ca_file: String,
    /// The account's password. Kept in the key ring, never in a file.
    #[serde(default, skip_serializing)]
    pub password: String,
}

impl std::fmt::Debug for MongoSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "mongodb://{}@{}:{}/{}", self.user, self.host, self.port, self.database)
    }
}

impl MongoSettings {
    fn is_local(&self) -> bool {
        matches!(self.host.as_str(), "localhost" | "127.0.0.1" | "::1")
    }

    /// What the driver is told.
    pub(super) fn options(&self) -> ClientOptions {
        let majority = WriteConcern::builder()
            .w(mongodb::options::Acknowledgment::Majority)
            .journal(true)
            .w_timeout(LONGEST)
            .build();
        let mut options = ClientOptions::builder()
            .hosts(vec![ServerAddress::Tcp {
                host: self.host.clone(),
                port: Some(self.port),
            }])
            .app_name("Curanda".to_owned())
            .connect_timeout(NOTICE)
            .server_selection_timeout(NOTICE)
            .heartbeat_freq(Duration::from_secs(2))
            .max_pool_size(8)
            .read_concern(ReadConcern::majority())
            .write_concern(majority)
            .build();
        options.repl_set_name = Some(self.replica_set.clone()).filter(|name| !name.is_empty());
        options.direct_connection = Some(self.replica_set.is_empty());
        options.tls = Some(self.tls_options());
        options.credential = self.credential();
        options
    }

    fn tls_options(&self) -> Tls {
        if !self.tls && self.is_local() {
            return Tls::Disabled;
        }
        let mut tls = TlsOptions::default();
        tls.ca_file_path = Some(self.ca_file.clone().into()).filter(|_| !self.ca_file.is_empty());
        Tls::Enabled(tls)
    }

    fn credential(&self) -> Option<Credential> {
        (!self.user.is_empty()).then(|| {
            Credential::builder()
                .username(self.user.clone())
                .password(self.password.clone())
                .source(self.auth_source.clone())
                .mechanism(AuthMechanism::ScramSha256)
                .build()
        })
    }
}
