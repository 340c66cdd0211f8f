//! Fresh stores: a temporary SQLite file, or a database of its own on a test server.

use curanda_core::db::{self, Db, MySqlSettings, SqliteKey};
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

/// What must live as long as the store, and be removed with it.
#[derive(Debug)]
pub(crate) enum Kept {
    Folder(#[expect(dead_code, reason = "removed when dropped")] TempDir),
    Database(MySqlSettings),
}

impl Store {
    /// Opens an empty store.
    pub(crate) async fn open(self) -> (Db, Kept) {
        match self {
            Store::Sqlite => {
                let folder = TempDir::new().unwrap();
                let db = db::connect_sqlite(&folder.path().join("clinic.db"), &SqliteKey([7; 32]))
                    .await
                    .unwrap();
                (db, Kept::Folder(folder))
            }
            Store::MariaDb => server("CURANDA_TEST_MARIADB_URL").await,
            Store::MySql => server("CURANDA_TEST_MYSQL_URL").await,
        }
    }
}

async fn server(variable: &str) -> (Db, Kept) {
    let url = std::env::var(variable)
        .unwrap_or_else(|_| panic!("{variable} is not set: run `cargo xtask servers up`, or `cargo xtask test --fast` for SQLite alone"));
    let mut settings = settings(&url);
    settings.database = format!("curanda_t_{}", curanda_core::ids::CommandId::fresh().0.simple());
    let mut root = root(&settings).await;
    root.execute(AssertSqlSafe(format!("CREATE DATABASE {}", settings.database)))
        .await
        .unwrap();
    root.close().await.unwrap();
    let db = db::connect_mysql(&settings, 8)
        .await
        .expect("the test server refuses the connection");
    (db, Kept::Database(settings))
}

/// Reads `mysql://user:password@host:port`; the certificate authority is in `CURANDA_TEST_CA`.
fn settings(url: &str) -> MySqlSettings {
    let options: MySqlConnectOptions = url.parse().expect("a mysql:// address");
    let password = url
        .split_once("://")
        .and_then(|(_, rest)| rest.split_once('@'))
        .and_then(|(who, _)| who.split_once(':'))
        .map_or("", |(_, p)| p);
    MySqlSettings {
        host: options.get_host().to_owned(),
        port: options.get_port(),
        database: String::new(),
        user: options.get_username().to_owned(),
        ca_file: std::env::var("CURANDA_TEST_CA").unwrap_or_default(),
        password: password.to_owned(),
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

impl Kept {
    /// Removes a server's database; a folder removes itself.
    pub(crate) async fn remove(&self) {
        if let Kept::Database(settings) = self {
            let mut root = root(settings).await;
            root.execute(AssertSqlSafe(format!("DROP DATABASE IF EXISTS {}", settings.database)))
                .await
                .unwrap();
        }
    }
}
