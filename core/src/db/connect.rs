//! Opening a store: the options that make both engines behave alike, and what is wrong when it fails.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use sqlx::mysql::{MySqlConnectOptions, MySqlPoolOptions, MySqlSslMode};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Executor};
use ts_rs::TS;

use super::{Db, Read};
use crate::{Error, ErrorCode, Result};

/// How to reach the clinic's MySQL or MariaDB. The password comes from the key ring and is never printed.
#[derive(Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct MySqlSettings {
    /// Host name as in the server's certificate.
    pub host: String,
    /// TCP port, 3306 as a rule.
    pub port: u16,
    /// Database (schema) name.
    pub database: String,
    /// Account.
    pub user: String,
    /// PEM file of the clinic's own certificate authority; empty = the well-known ones.
    pub ca_file: String,
    /// The account's password. Kept in the key ring, never in a file.
    #[serde(default, skip_serializing)]
    pub password: String,
}

impl std::fmt::Debug for MySqlSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "mysql://{}@{}:{}/{}", self.user, self.host, self.port, self.database)
    }
}

/// The embedded store's key: 32 bytes, raw, so that no connection pays for a key derivation.
#[derive(Clone)]
pub struct SqliteKey(pub [u8; 32]);

impl std::fmt::Debug for SqliteKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SqliteKey(…)")
    }
}

/// What keeps a connection from coming about, in the words of who has to mend it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Problem {
    /// No such host, or nothing listens there.
    Host,
    /// The certificate is not trusted, is for another name, or the server speaks no TLS.
    Tls,
    /// User or password is wrong.
    Password,
    /// The user may not use this database.
    Rights,
    /// There is no such database.
    Database,
    /// The server is older than MySQL 8.0 or MariaDB 10.6.
    Version,
    /// The database is empty: it needs `migrate`.
    Schema,
    /// The database was made by a newer Curanda.
    Newer,
    /// This computer has no key ring that works.
    KeyringMissing,
    /// The key ring is locked.
    KeyringLocked,
    /// The key ring works and does not hold the secret.
    KeyMissing,
    /// The passphrase, or the servers' passwords, must be typed.
    Passphrase,
    /// The store is encrypted with another key: a wrong passphrase, or another computer's file.
    WrongKey,
    /// A file or folder of this computer cannot be used.
    File,
}

const SESSION: &str = "SET SESSION sql_mode = 'STRICT_ALL_TABLES,ONLY_FULL_GROUP_BY,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION', SESSION time_zone = '+00:00', SESSION innodb_lock_wait_timeout = 10";
const ISOLATION: &str = "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED";

fn mysql_options(settings: &MySqlSettings) -> MySqlConnectOptions {
    let options = MySqlConnectOptions::new()
        .host(&settings.host)
        .port(settings.port)
        .database(&settings.database)
        .username(&settings.user)
        .password(&settings.password)
        .ssl_mode(MySqlSslMode::VerifyIdentity)
        .pipes_as_concat(false)
        .no_engine_substitution(false)
        .charset("utf8mb4")
        .log_statements(tracing::log::LevelFilter::Off);
    if settings.ca_file.is_empty() {
        options
    } else {
        options.ssl_ca(&settings.ca_file)
    }
}

/// Opens a pool to MySQL or MariaDB: TLS verified, READ COMMITTED, strict.
///
/// # Errors
/// `connection_refused` with `params.problem`.
pub async fn connect_mysql(settings: &MySqlSettings, connections: u32) -> Result<Db> {
    let pool = MySqlPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(Duration::from_secs(3))
        .after_connect(|connection, _| {
            Box::pin(async move {
                connection.execute(SESSION).await?;
                connection.execute(ISOLATION).await?;
                Ok(())
            })
        })
        .connect_lazy_with(mysql_options(settings));
    let db = Db::MySql(pool);
    test_mysql(&db).await.map_err(refused)?;
    Ok(db)
}

/// Whether the server answers and is new enough.
///
/// # Errors
/// The problem and its cause.
pub async fn test_mysql(db: &Db) -> std::result::Result<(), (Problem, Option<Error>)> {
    let Db::MySql(pool) = db else { return Ok(()) };
    pool.acquire().await.map_err(|error| (problem_of(&error), Some(error.into())))?;
    let version = db.version().await.map_err(|error| (Problem::Rights, Some(error)))?;
    if new_enough(&version) {
        Ok(())
    } else {
        Err((Problem::Version, None))
    }
}

fn refused((problem, cause): (Problem, Option<Error>)) -> Error {
    let mut error = Error::new(ErrorCode::ConnectionRefused).with("problem", serde_json::json!(problem));
    error.cause = cause.and_then(|e| e.cause);
    error
}

fn problem_of(error: &sqlx::Error) -> Problem {
    match error {
        sqlx::Error::Tls(_) => Problem::Tls,
        sqlx::Error::Io(e) if e.kind() == std::io::ErrorKind::InvalidData => Problem::Tls,
        sqlx::Error::Database(e) => match super::engine_code(e.as_ref()) {
            Some(1045 | 1698 | 1251) => Problem::Password,
            Some(1044 | 1142 | 1143 | 1227) => Problem::Rights,
            Some(1049) => Problem::Database,
            Some(3159) => Problem::Tls,
            _ => Problem::Host,
        },
        _ => Problem::Host,
    }
}

/// MySQL from 8.0, MariaDB from 10.6: what the product promises and is tested on.
fn new_enough(version: &str) -> bool {
    let least = if version.contains("MariaDB") { (10, 6) } else { (8, 0) };
    let mut parts = version.split(['.', '-']).map(|p| p.parse::<u32>().unwrap_or(0));
    (parts.next().unwrap_or(0), parts.next().unwrap_or(0)) >= least
}

/// Bytes that the page caches of all connections may take: reading a large file through would fill each of them.
const CACHES_TOGETHER: u32 = 96 * 1024 * 1024;

/// Opens the embedded store: SQLCipher with a raw key, WAL, flushed at every commit.
///
/// # Errors
/// `store_locked` with the wrong key, `store_unavailable` when the file cannot be used.
pub async fn connect_sqlite(file: &Path, key: &SqliteKey) -> Result<Db> {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .pragma("key", format!("\"x'{}'\"", hex::encode(key.0)))
        .pragma("cipher_log_level", "NONE")
        .pragma("cache_size", "-65536")
        .pragma("soft_heap_limit", CACHES_TOGETHER.to_string())
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(10))
        .log_statements(tracing::log::LevelFilter::Off);
    let pool = SqlitePoolOptions::new()
        .max_connections(8)
        .acquire_timeout(Duration::from_secs(15))
        .connect_with(options)
        .await?;
    let db = Db::Sqlite(pool, Arc::default());
    db.clone().one::<(i64,)>("SELECT COUNT(*) FROM sqlite_master", vec![]).await?;
    Ok(db)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_servers_are_told_apart() {
        assert!(new_enough("9.7.4-2"));
        assert!(new_enough("10.11.19-MariaDB-ubu2204"));
        assert!(!new_enough("5.7.44"));
        assert!(!new_enough("10.5.1-MariaDB"));
    }

    #[test]
    fn a_password_is_never_printed_or_written() {
        let settings = MySqlSettings {
            host: "db".into(),
            port: 3306,
            database: "c".into(),
            user: "u".into(),
            ca_file: String::new(),
            password: "hush".into(),
        };
        assert!(!format!("{settings:?}").contains("hush"));
        assert!(!serde_json::to_string(&settings).unwrap().contains("hush"));
    }
}
