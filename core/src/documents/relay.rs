//! Carries the outbox to the document store: at least once, and by `_id` = event id no more than once.
//!
//! Rows are claimed by state, never by "newer than the last seen": transactions commit out of order. Any
//! workstation may carry any row; a claim that nobody finished is taken over.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;
use uuid::Uuid;

use super::{Collection, Documents};
use crate::db::{Arg, Db, Read, Sql};
use crate::{Result, args};

/// A claim older than this belongs to a workstation that died. Clocks may differ: a claim taken over too early
/// only inserts the same ids once more.
const ABANDONED: TimeDelta = TimeDelta::minutes(1);

const OPEN: &str = "SELECT id FROM outbox WHERE state = 'pending' OR (state = 'claimed' AND claimed_at < ?) LIMIT 200";
const CLAIM: &str = "UPDATE outbox SET claimed_by = ?, claimed_at = ?, attempts = attempts + 1, updated_at = ?, state = 'claimed' \
 WHERE (state = 'pending' OR (state = 'claimed' AND claimed_at < ?)) AND id IN (??)";
const CLAIMED: &str = "SELECT id, kind, body FROM outbox WHERE state = 'claimed' AND claimed_by = ?";
const FINISH: &str = "UPDATE outbox SET state = 'done', updated_at = ? WHERE state = 'claimed' AND claimed_by = ?";
const GIVE_BACK: &str = "UPDATE outbox SET state = 'pending', updated_at = ? WHERE state = 'claimed' AND claimed_by = ?";
const PRUNE: &str = "DELETE FROM outbox WHERE state = 'done' AND created_at < ?";

/// How long carried rows are kept, for whoever looks into a trouble.
const KEPT: TimeDelta = TimeDelta::days(7);

/// Rows that were claimed together.
#[derive(Debug)]
pub struct Batch {
    token: Uuid,
    rows: Vec<(Uuid, String, String)>,
}

/// Claims up to 200 open rows.
///
/// # Errors
/// As the store says.
pub async fn claim(db: &Db, now: DateTime<Utc>) -> Result<Batch> {
    let token = crate::ids::fresh();
    let open: Vec<(Uuid,)> = db.clone().all(OPEN, args![now - ABANDONED]).await?;
    if open.is_empty() {
        return Ok(Batch { token, rows: Vec::new() });
    }
    let mut values = args![token, now, now, now - ABANDONED];
    values.extend(open.iter().map(|(id,)| Arg::Uuid(*id)));
    let mut tx = db.begin().await?;
    tx.exec(Sql::list(CLAIM, open.len()), values).await?;
    tx.commit().await?;
    let rows = db.clone().all(CLAIMED, args![token]).await?;
    Ok(Batch { token, rows })
}

impl Batch {
    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether nothing was open.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Inserts the rows' documents.
    ///
    /// # Errors
    /// `documents_unavailable`.
    pub async fn carry(&self, documents: &dyn Documents) -> Result<()> {
        for (kind, collection) in [("audit", Collection::AuditLogs), ("activity", Collection::ActivityLogs)] {
            let rows = self.rows.iter().filter(|(_, k, _)| k == kind);
            let bodies = rows
                .map(|(id, _, body)| Ok((*id, serde_json::from_str::<Value>(body)?)))
                .collect::<Result<Vec<_>>>()?;
            if !bodies.is_empty() {
                documents.insert_all(collection, &bodies).await?;
            }
        }
        Ok(())
    }

    /// Marks the rows as carried.
    ///
    /// # Errors
    /// As the store says.
    pub async fn finish(self, db: &Db, now: DateTime<Utc>) -> Result<()> {
        self.mark(db, FINISH, now).await
    }

    async fn mark(&self, db: &Db, sql: &'static str, now: DateTime<Utc>) -> Result<()> {
        let mut tx = db.begin().await?;
        tx.exec(sql, args![now, self.token]).await?;
        tx.commit().await
    }
}

/// Carries what is open; gives the number of rows. With the document store away they stay open.
///
/// # Errors
/// As the stores say.
pub async fn run(db: &Db, documents: &dyn Documents, now: DateTime<Utc>) -> Result<usize> {
    let batch = claim(db, now).await?;
    let count = batch.len();
    if count == 0 {
        return Ok(0);
    }
    if let Err(error) = batch.carry(documents).await {
        batch.mark(db, GIVE_BACK, now).await?;
        return Err(error);
    }
    batch.finish(db, now).await?;
    Ok(count)
}

/// Removes rows that were carried long ago.
///
/// # Errors
/// As the store says.
pub async fn prune(db: &Db, now: DateTime<Utc>) -> Result<u64> {
    let mut tx = db.begin().await?;
    let removed = tx.exec(PRUNE, args![now - KEPT]).await?;
    tx.commit().await?;
    Ok(removed)
}
