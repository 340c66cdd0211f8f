//! Fresh stores: a temporary SQLite file, or a database of its own on a test server.

use std::sync::Arc;

use curanda_core::api::{App, Stores, Workstation};
use curanda_core::clock::FixedClock;
use curanda_core::db::{self, MySqlSettings, SqliteKey};
use curanda_core::documents::{Embedded, Mongo, MongoSettings};
use curanda_core::identity::PasswordCost;
use curanda_core::ids::{CommandId, WorkstationId};
use mongodb::options::{ConnectionString, HostInfo, ServerAddress, Tls};
use sqlx::mysql::{MySqlConnectOptions, MySqlSslMode};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor};
use tempfile::TempDir;

/// A kind of store that the product promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Store {
    /// Embedded, with embedded documents.
    Sqlite,
    /// `CURANDA_TEST_MARIADB_URL`, with documents on `CURANDA_TEST_MONGODB_URL`.
    MariaDb,
    /// `CURANDA_TEST_MYSQL_URL`, with documents on `CURANDA_TEST_MONGODB_URL`.
    MySql,
}

/// Where a test's store lies.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "one for each test")]
pub enum Home {
    /// A folder that is removed when this is dropped.
    Folder(TempDir),
    /// Databases of the test's own; see [`Home::remove`].
    Servers(Servers),
}

/// A clinic's two servers, each with a database of its own.
#[derive(Debug, Clone)]
pub struct Servers {
    /// Rows.
    pub mysql: MySqlSettings,
    /// Documents.
    pub mongodb: MongoSettings,
}

/// The embedded store's file in its folder.
pub(crate) const FILE: &str = "clinic.db";

impl Store {
    /// As it is named on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Store::Sqlite => "sqlite",
            Store::MariaDb => "mariadb",
            Store::MySql => "mysql",
        }
    }

    /// The store of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        [Store::Sqlite, Store::MariaDb, Store::MySql].into_iter().find(|s| s.name() == name)
    }

    /// An empty store, without a schema.
    pub async fn fresh(self) -> Home {
        let database = format!("curanda_t_{}", CommandId::fresh().0.simple());
        match self.servers(&database) {
            None => Home::Folder(TempDir::new().unwrap()),
            Some(servers) => {
                servers.create().await;
                Home::Servers(servers)
            }
        }
    }

    /// A workstation of its own on the store at a place of [`crate::World::place`], for another process.
    pub async fn app_at(self, place: &str) -> Arc<App> {
        let workstation = Workstation {
            id: WorkstationId::fresh(),
            name: "DESK-P".to_owned(),
        };
        let app = App::with_password_cost(
            Arc::new(FixedClock::new(crate::World::start_time())),
            workstation,
            PasswordCost::LEAST,
        );
        let stores = match self.servers(place) {
            Some(servers) => servers.connect().await,
            None => {
                let db = db::connect_sqlite(place.as_ref(), &SqliteKey([7; 32])).await.unwrap();
                Stores {
                    documents: Arc::new(Embedded::new(db.clone())),
                    db,
                }
            }
        };
        app.use_stores(stores);
        app
    }

    /// Databases of this name on the test servers; none for the embedded store.
    #[must_use]
    pub fn servers(self, database: &str) -> Option<Servers> {
        let variable = match self {
            Store::Sqlite => return None,
            Store::MariaDb => "CURANDA_TEST_MARIADB_URL",
            Store::MySql => "CURANDA_TEST_MYSQL_URL",
        };
        Some(Servers {
            mysql: mysql_settings(&url(variable), database),
            mongodb: mongodb_settings(&url("CURANDA_TEST_MONGODB_URL"), database),
        })
    }
}

impl Home {
    /// Opens the store with connections of its own.
    pub async fn connect(&self) -> Stores {
        match self {
            Home::Servers(servers) => servers.connect().await,
            Home::Folder(folder) => {
                let file = folder.path().join(FILE);
                let db = db::connect_sqlite(&file, &SqliteKey([7; 32])).await.unwrap();
                let documents = Arc::new(Embedded::new(db.clone()));
                Stores { db, documents }
            }
        }
    }

    /// The servers; none of a folder.
    #[must_use]
    pub fn servers(&self) -> Option<&Servers> {
        match self {
            Home::Servers(servers) => Some(servers),
            Home::Folder(_) => None,
        }
    }

    /// Removes the servers' databases; a folder removes itself.
    pub async fn remove(&self) {
        if let Home::Servers(servers) = self {
            servers.remove().await;
        }
    }
}

fn url(variable: &str) -> String {
    std::env::var(variable)
        .unwrap_or_else(|_| panic!("{variable} is not set: run `cargo xtask servers up`, or `cargo xtask test --fast` for SQLite alone"))
}

/// The clinic's own certificate authority in the tests.
fn ca_file() -> String {
    std::env::var("CURANDA_TEST_CA").unwrap_or_default()
}

/// Reads `mysql://user:password@host:port`.
fn mysql_settings(url: &str, database: &str) -> MySqlSettings {
    let options: MySqlConnectOptions = url.parse().expect("a mysql:// address");
    let password = url
        .split_once("://")
        .and_then(|(_, rest)| rest.split_once('@'))
        .and_then(|(who, _)| who.split_once(':'))
        .map_or("", |(_, p)| p);
    MySqlSettings {
        host: options.get_host().to_owned(),
        port: options.get_port(),
        database: database.to_owned(),
        user: options.get_username().to_owned(),
        ca_file: ca_file(),
        password: password.to_owned(),
    }
}

/// Reads `mongodb://user:password@host:port/?authSource=…&tls=…`.
fn mongodb_settings(url: &str, database: &str) -> MongoSettings {
    let parsed = ConnectionString::parse(url).expect("a mongodb:// address");
    let HostInfo::HostIdentifiers(hosts) = &parsed.host_info else {
        panic!("the test server's address must name a host")
    };
    let ServerAddress::Tcp { host, port } = &hosts[0] else {
        panic!("the test server's address must name a host")
    };
    let credential = parsed.credential.unwrap_or_default();
    MongoSettings {
        host: host.clone(),
        port: port.unwrap_or(27017),
        replica_set: parsed.replica_set.unwrap_or_default(),
        database: database.to_owned(),
        user: credential.username.unwrap_or_default(),
        auth_source: credential.source.unwrap_or_else(|| "admin".to_owned()),
        tls: matches!(parsed.tls, Some(Tls::Enabled(_))),
        ca_file: ca_file(),
        password: credential.password.unwrap_or_default(),
    }
}

impl Servers {
    /// Makes the relational database; the other is made by its first document.
    pub async fn create(&self) {
        let create = format!("CREATE DATABASE {}", self.mysql.database);
        let mut root = root(&self.mysql).await;
        root.execute(AssertSqlSafe(create)).await.unwrap();
        root.close().await.unwrap();
    }

    /// Opens both.
    pub async fn connect(&self) -> Stores {
        let db = db::connect_mysql(&self.mysql, 8)
            .await
            .expect("the test server refuses the connection");
        let documents = Arc::new(Mongo::new(&self.mongodb).expect("settings of the test server"));
        Stores { db, documents }
    }

    /// The same with an account that has only these rights, e.g. `SELECT`.
    pub async fn account(&self, rights: &str) -> Self {
        let mut limited = self.clone();
        limited.mysql.user = format!("t_{}", &self.mysql.database[self.mysql.database.len() - 12..]);
        let (user, database) = (&limited.mysql.user, &self.mysql.database);
        let mut root = root(&self.mysql).await;
        for statement in [
            format!("CREATE USER '{user}'@'%' IDENTIFIED BY '{}'", self.mysql.password),
            format!("GRANT {rights} ON {database}.* TO '{user}'@'%'"),
        ] {
            root.execute(AssertSqlSafe(statement)).await.unwrap();
        }
        limited
    }

    /// Removes the account that [`Servers::account`] made; any account that may can do it.
    pub async fn drop_account(&self, by: &Self) {
        let drop = format!("DROP USER '{}'@'%'", self.mysql.user);
        root(&by.mysql).await.execute(AssertSqlSafe(drop)).await.unwrap();
    }

    /// Removes both.
    pub async fn remove(&self) {
        let drop = format!("DROP DATABASE IF EXISTS {}", self.mysql.database);
        root(&self.mysql).await.execute(AssertSqlSafe(drop)).await.unwrap();
        let documents = Mongo::new(&self.mongodb).expect("settings of the test server");
        documents.drop_database().await.unwrap();
    }
}

async fn root(settings: &MySqlSettings) -> sqlx::MySqlConnection {
    let options = MySqlConnectOptions::new()
        .host(&settings.host)
        .port(settings.port)
        .username(&settings.user)
        .password(&settings.password);
    let options = if settings.ca_file.is_empty() {
        options
    } else {
        options.ssl_mode(MySqlSslMode::VerifyIdentity).ssl_ca(&settings.ca_file)
    };
    options.connect().await.expect("the test server does not answer")
}
