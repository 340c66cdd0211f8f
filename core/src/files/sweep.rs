//! Removing what was begun and given up.

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use crate::db::{Arg, Db, Read, Sql};
use crate::documents::{Collection, Documents};
use crate::ids::{DocumentId, UserId};
use crate::{Result, args};

/// An upload that did not end within this time was given up.
const OPEN_FOR: TimeDelta = TimeDelta::hours(24);
/// A whole file that nothing names is kept this long.
const COMPLETE_FOR: TimeDelta = TimeDelta::days(7);

const GIVEN_UP: &str = "SELECT id, user_id, state FROM files WHERE state = 'cancelled' OR (state = 'open' AND updated_at < ?) OR (state = 'complete' AND updated_at < ?) \
 ORDER BY id LIMIT 500";
const DRAFTS: &str = "SELECT body FROM drafts WHERE user_id = ? AND state = 'open'";
const REMOVE: &str = "DELETE FROM files WHERE id = ? AND state <> 'filed'";
const UNFILED: &str = "SELECT id FROM files WHERE state <> 'filed' AND id IN (??)";

/// Removes files that were cancelled, broken off, or never filed and named by no open draft; gives their number.
///
/// # Errors
/// As the stores say.
pub async fn sweep(db: &Db, documents: &dyn Documents, now: DateTime<Utc>) -> Result<usize> {
    let rows: Vec<(DocumentId, UserId, super::model::FileState)> =
        db.clone().all(GIVEN_UP, args![now - OPEN_FOR, now - COMPLETE_FOR]).await?;
    let mut removed = 0;
    for (id, user, state) in rows {
        if state == super::model::FileState::Complete && in_a_draft(db, id, user).await? {
            continue;
        }
        remove(db, documents, id).await?;
        removed += 1;
    }
    Ok(removed)
}

async fn in_a_draft(db: &Db, id: DocumentId, user: UserId) -> Result<bool> {
    let bodies: Vec<(String,)> = db.clone().all(DRAFTS, args![user]).await?;
    Ok(bodies.iter().any(|(body,)| body.contains(&id.to_string())))
}

/// Removes content and head, then the row: cut off between, it is done again.
pub(super) async fn remove(db: &Db, documents: &dyn Documents, id: DocumentId) -> Result<()> {
    documents.remove(Collection::Files, &[id.0]).await?;
    let mut tx = db.begin().await?;
    tx.exec(REMOVE, args![id]).await?;
    tx.commit().await
}

/// Which of these have a row and are not filed: nothing else may remove them.
pub(crate) async fn unfiled(db: &Db, ids: &[Uuid]) -> Result<Vec<Uuid>> {
    let values = ids.iter().map(|id| Arg::Uuid(*id)).collect();
    let rows: Vec<(Uuid,)> = db.clone().all(Sql::list(UNFILED, ids.len()), values).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
