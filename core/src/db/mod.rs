//! The relational store: one SQL text, two engines. The only place that names MySQL or SQLite.
//!
//! Reads go through [`Read`], which [`Db`] and [`Tx`] share; writes need a [`Tx`], and only
//! [`crate::api::Ctx::transact`] makes one.

mod arg;
mod connect;
mod dialect;
pub mod migrate;
mod text_enum;
mod tx;

use futures::FutureExt;
use futures::future::BoxFuture;
use sqlx::{AssertSqlSafe, MySqlPool, SqlitePool};

pub use arg::Arg;
pub use connect::{MySqlSettings, Problem, SqliteKey, connect_mysql, connect_sqlite, test_mysql};
pub(crate) use dialect::{code_of, engine_code};
pub use tx::Tx;

use crate::{Error, Result};

/// A pool of connections to the clinic's relational store.
#[derive(Debug, Clone)]
pub enum Db {
    /// MySQL or MariaDB.
    MySql(MySqlPool),
    /// Embedded, encrypted SQLite; one writer at a time, in order of asking.
    Sqlite(SqlitePool, std::sync::Arc<tokio::sync::Mutex<()>>),
}

/// A row that decodes from both engines; `#[derive(sqlx::FromRow)]` does it.
pub trait Row:
    for<'r> sqlx::FromRow<'r, sqlx::mysql::MySqlRow> + for<'r> sqlx::FromRow<'r, sqlx::sqlite::SqliteRow> + Send + Unpin + 'static
{
}
impl<T> Row for T where
    T: for<'r> sqlx::FromRow<'r, sqlx::mysql::MySqlRow> + for<'r> sqlx::FromRow<'r, sqlx::sqlite::SqliteRow> + Send + Unpin + 'static
{
}

/// A statement: a constant, or one whose `(??)` marks were widened by [`Sql::list`].
#[derive(Debug, Clone)]
pub struct Sql(std::borrow::Cow<'static, str>);

impl From<&'static str> for Sql {
    fn from(text: &'static str) -> Self {
        Self(text.into())
    }
}

impl Sql {
    /// Widens each `(??)` in a constant statement to `n` placeholders. `n` = 0 gives `(NULL)`, which nothing matches.
    #[must_use]
    pub fn list(text: &'static str, n: usize) -> Self {
        let marks = if n == 0 {
            "(NULL)".to_owned()
        } else {
            format!("({})", vec!["?"; n].join(","))
        };
        Self(text.replace("(??)", &marks).into())
    }

    /// Joins constant parts, for a filter that is present or not. Values still go through `?`.
    #[must_use]
    pub fn parts(parts: &[&'static str]) -> Self {
        Self(parts.concat().into())
    }

    fn safe(&self) -> AssertSqlSafe<String> {
        AssertSqlSafe(self.0.to_string())
    }
}

/// Reading, in a transaction or outside one. Futures are boxed, so that their type does not depend on how the statement was given.
pub trait Read: Send {
    /// Every row.
    fn all<T: Row>(&mut self, sql: impl Into<Sql>, args: Vec<Arg>) -> BoxFuture<'_, Result<Vec<T>>>;

    /// The first row, if there is one.
    fn optional<T: Row>(&mut self, sql: impl Into<Sql>, args: Vec<Arg>) -> BoxFuture<'_, Result<Option<T>>> {
        let rows = self.all(sql, args);
        async { Ok(rows.await?.into_iter().next()) }.boxed()
    }

    /// The row that must be there.
    fn one<T: Row>(&mut self, sql: impl Into<Sql>, args: Vec<Arg>) -> BoxFuture<'_, Result<T>> {
        let row = self.optional(sql, args);
        async { row.await?.ok_or_else(|| Error::fault("a row that must exist is missing")) }.boxed()
    }
}

impl Read for Db {
    fn all<T: Row>(&mut self, sql: impl Into<Sql>, args: Vec<Arg>) -> BoxFuture<'_, Result<Vec<T>>> {
        let sql = sql.into().safe();
        async move {
            Ok(match self {
                Db::MySql(pool) => decode(in_time(arg::bind_mysql(sqlx::query(sql), args).fetch_all(&*pool)).await?)?,
                Db::Sqlite(pool, _) => decode(arg::bind_sqlite(sqlx::query(sql), args).fetch_all(&*pool).await?)?,
            })
        }
        .boxed()
    }
}

/// The longest that one statement may take on a server; the driver has no limit of its own for one that falls silent.
const LONGEST: std::time::Duration = std::time::Duration::from_secs(60);

/// Tells a server that fell silent as away.
async fn in_time<T>(call: impl Future<Output = sqlx::Result<T>>) -> sqlx::Result<T> {
    let silent = || sqlx::Error::Io(std::io::ErrorKind::TimedOut.into());
    tokio::time::timeout(LONGEST, call).await.unwrap_or_else(|_| Err(silent()))
}

/// Decodes rows of either engine.
fn decode<R, T>(rows: Vec<R>) -> sqlx::Result<Vec<T>>
where
    T: for<'r> sqlx::FromRow<'r, R>,
    R: sqlx::Row,
{
    rows.iter().map(T::from_row).collect()
}

impl Db {
    /// `mysql`, `mariadb` is reported by [`Db::version`]; this says which dialect is spoken.
    #[must_use]
    pub fn is_embedded(&self) -> bool {
        matches!(self, Db::Sqlite(..))
    }

    /// Opens a transaction: READ COMMITTED on MySQL, `BEGIN IMMEDIATE` on SQLite.
    pub(crate) async fn begin(&self) -> Result<Tx> {
        Tx::begin(self).await
    }

    /// The server's version as it names itself, e.g. `10.11.19-MariaDB`.
    ///
    /// # Errors
    /// `store_unavailable`.
    pub async fn version(&self) -> Result<String> {
        let sql = if self.is_embedded() {
            "SELECT sqlite_version()"
        } else {
            "SELECT VERSION()"
        };
        Ok(self.clone().one::<(String,)>(sql, vec![]).await?.0)
    }

    /// Closes every connection.
    pub async fn close(&self) {
        match self {
            Db::MySql(pool) => pool.close().await,
            Db::Sqlite(pool, _) => pool.close().await,
        }
    }
}
