//! One transaction, and what follows from it: audit records and topics for the other screens.

use futures::FutureExt;
use futures::future::BoxFuture;
use sqlx::{MySql, Sqlite, Transaction};
use tokio::sync::OwnedMutexGuard;

use super::{Arg, Db, Read, Row, Sql, arg, decode, in_time};
use crate::{Result, audit, feed::Topic};

/// An open transaction. Dropped without commit it rolls back.
#[derive(Debug)]
pub struct Tx {
    engine: Engine,
    rows_changed: u64,
    pub(crate) records: Vec<audit::Entry>,
    pub(crate) topics: Vec<Topic>,
}

enum Engine {
    MySql(Transaction<'static, MySql>),
    Sqlite(
        Transaction<'static, Sqlite>,
        #[expect(dead_code, reason = "held until the transaction ends")] OwnedMutexGuard<()>,
    ),
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if matches!(self, Engine::MySql(_)) { "MySql" } else { "Sqlite" })
    }
}

impl Tx {
    pub(super) async fn begin(db: &Db) -> Result<Self> {
        let engine = match db {
            Db::MySql(pool) => Engine::MySql(pool.begin().await?),
            Db::Sqlite(pool, writer) => {
                let turn = writer.clone().lock_owned().await;
                Engine::Sqlite(pool.begin_with("BEGIN IMMEDIATE").await?, turn)
            }
        };
        Ok(Self {
            engine,
            rows_changed: 0,
            records: Vec::new(),
            topics: Vec::new(),
        })
    }

    /// Runs a statement; the number of rows it changed. MySQL counts rows found, as SQLite does.
    ///
    /// # Errors
    /// As the engine says; `Error::is_unique_violation` tells a refused key.
    pub fn exec(&mut self, sql: impl Into<Sql>, args: Vec<Arg>) -> BoxFuture<'_, Result<u64>> {
        let sql = sql.into().safe();
        async move {
            let rows = match &mut self.engine {
                Engine::MySql(tx) => in_time(arg::bind_mysql(sqlx::query(sql), args).execute(&mut **tx))
                    .await?
                    .rows_affected(),
                Engine::Sqlite(tx, _) => arg::bind_sqlite(sqlx::query(sql), args).execute(&mut **tx).await?.rows_affected(),
            };
            self.rows_changed += rows;
            Ok(rows)
        }
        .boxed()
    }

    /// Reads rows and locks them until the transaction ends (SQLite has locked the whole store already).
    ///
    /// # Errors
    /// As the engine says; `busy` after a lock wait.
    pub async fn locked<T: Row>(&mut self, sql: &'static str, args: Vec<Arg>) -> Result<Vec<T>> {
        let sql = match self.engine {
            Engine::MySql(_) => Sql::parts(&[sql, " FOR UPDATE"]),
            Engine::Sqlite(..) => Sql::from(sql),
        };
        self.all(sql, args).await
    }

    /// Records what was done, in the outbox of this same transaction.
    pub fn record(&mut self, entry: audit::Entry) {
        self.records.push(entry);
    }

    /// Tells the other workstations' screens what is stale.
    pub fn changed(&mut self, topic: Topic) {
        if !self.topics.contains(&topic) {
            self.topics.push(topic);
        }
    }

    /// Rows changed so far; a change without a record is refused at commit.
    pub(crate) fn rows_changed(&self) -> u64 {
        self.rows_changed
    }

    pub(crate) async fn commit(self) -> Result<()> {
        match self.engine {
            Engine::MySql(tx) => in_time(tx.commit()).await?,
            Engine::Sqlite(tx, _) => tx.commit().await?,
        }
        Ok(())
    }
}

impl Read for Tx {
    fn all<T: Row>(&mut self, sql: impl Into<Sql>, args: Vec<Arg>) -> BoxFuture<'_, Result<Vec<T>>> {
        let sql = sql.into().safe();
        async move {
            Ok(match &mut self.engine {
                Engine::MySql(tx) => decode(in_time(arg::bind_mysql(sqlx::query(sql), args).fetch_all(&mut **tx)).await?)?,
                Engine::Sqlite(tx, _) => decode(arg::bind_sqlite(sqlx::query(sql), args).fetch_all(&mut **tx).await?)?,
            })
        }
        .boxed()
    }
}
