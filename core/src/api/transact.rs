//! The one way to change something: a transaction with its records, its topics and its command id.

use std::marker::PhantomData;

use chrono::{DateTime, TimeDelta, Utc};
use futures::future::BoxFuture;
use rand::Rng;
use serde::{Serialize, de::DeserializeOwned};

use super::Ctx;
use crate::db::{Db, Read, Tx};
use crate::{Error, Result, args, audit, feed};

const REPLY: &str = "SELECT reply FROM commands_done WHERE id = ? AND command = ?";
const DONE: &str = "INSERT INTO commands_done (id, command, actor_id, reply, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?)";

/// Tells the compiler that what `work` borrows outlives the transaction. Write `|tx, _| async move { … }.boxed()`.
pub type Scope<'t, 'env> = PhantomData<&'t &'env ()>;

/// How often a transaction is run again after a deadlock or a lock wait.
const TRIES: u32 = 10;

impl Ctx {
    /// Runs `work` in one transaction and commits it with what follows from it. Runs it again after a
    /// deadlock; answers from the record when the command id was done before.
    ///
    /// # Errors
    /// What `work` says; `internal` when rows changed and nothing was recorded.
    pub async fn transact<'env, T, F>(&'env self, work: F) -> Result<T>
    where
        T: Serialize + DeserializeOwned + Send,
        F: for<'t> Fn(&'t mut Tx, Scope<'t, 'env>) -> BoxFuture<'t, Result<T>> + Send + Sync,
    {
        let mut tries = 0;
        loop {
            tries += 1;
            match self.attempt(&work).await {
                Err(error) if error.is_retryable() && tries < TRIES => {
                    let pause = rand::rng().random_range(2..8_u64 << tries.min(6));
                    tokio::time::sleep(std::time::Duration::from_millis(pause)).await;
                }
                result => return result,
            }
        }
    }

    async fn attempt<'env, T, F>(&'env self, work: &F) -> Result<T>
    where
        T: Serialize + DeserializeOwned + Send,
        F: for<'t> Fn(&'t mut Tx, Scope<'t, 'env>) -> BoxFuture<'t, Result<T>> + Send + Sync,
    {
        let mut tx = self.db()?.begin().await?;
        if let Some(reply) = self.earlier_reply(&mut tx).await? {
            return Ok(reply);
        }
        let result = work(&mut tx, PhantomData).await?;
        if tx.rows_changed() > 0 && tx.records.is_empty() {
            return Err(Error::fault("a change without an audit record"));
        }
        audit::write(&mut tx, self, self.now).await?;
        feed::write(&mut tx, self.app.workstation().id, self.now).await?;
        self.keep_reply(&mut tx, &result).await?;
        let topics = std::mem::take(&mut tx.topics);
        tx.commit().await?;
        self.app.announce(topics);
        Ok(result)
    }

    async fn earlier_reply<T: DeserializeOwned>(&self, tx: &mut Tx) -> Result<Option<T>> {
        let Some(id) = self.command_id else { return Ok(None) };
        let row: Option<(String,)> = tx.optional(REPLY, args![id, self.command]).await?;
        row.map(|(reply,)| serde_json::from_str(&reply).map_err(Error::from)).transpose()
    }

    async fn keep_reply<T: Serialize>(&self, tx: &mut Tx, result: &T) -> Result<()> {
        let Some(id) = self.command_id else { return Ok(()) };
        let actor = self.session.as_ref().map(|s| s.user_id);
        tx.exec(
            DONE,
            args![id, self.command, actor, serde_json::to_string(result)?, self.now, self.now],
        )
        .await?;
        Ok(())
    }
}

const PRUNE: &str = "DELETE FROM commands_done WHERE created_at < ?";

/// Removes replies that nobody will ask for again: a lost reply is settled within minutes.
pub(super) async fn prune(db: &Db, now: DateTime<Utc>) -> Result<()> {
    let mut tx = db.begin().await?;
    tx.exec(PRUNE, args![now - TimeDelta::days(7)]).await?;
    tx.commit().await
}
