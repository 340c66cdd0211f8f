//! Open sessions: one's own, and for admins everyone's.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Permission;
use crate::api::Ctx;
use crate::audit::Entry;
use crate::db::{Read, Tx};
use crate::feed::Topic;
use crate::ids::{SessionId, UserId};
use crate::{Error, ErrorCode, Result, args};

/// An open session.
#[derive(Debug, Clone, Serialize, Deserialize, TS, sqlx::FromRow)]
#[ts(export)]
pub struct OpenSession {
    /// The session.
    pub id: SessionId,
    /// Whose.
    pub user_id: UserId,
    /// First and last name.
    pub name: String,
    /// At which workstation.
    pub workstation_name: String,
    /// Since when.
    pub started_at: DateTime<Utc>,
    /// Last used; exact to a minute.
    pub last_seen_at: DateTime<Utc>,
    /// When it ends by itself.
    pub expires_at: DateTime<Utc>,
}

/// Whose sessions.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct ListSessions {
    /// Everyone's (needs `users.write`), or one's own.
    pub everyone: bool,
}

/// Which session to end.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct EndSession {
    /// One's own, or anyone's with `users.write`.
    pub id: SessionId,
}

const OPEN: &str = "SELECT s.id, s.user_id, CONCAT(u.first_name, ' ', u.last_name) AS name, s.workstation_name, s.started_at, s.last_seen_at, s.expires_at \
 FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.ended_at IS NULL AND s.expires_at > ?";
const OF_USER: &str = " AND s.user_id = ?";
const NEWEST: &str = " ORDER BY s.started_at DESC";
const OWNER: &str = "SELECT user_id FROM sessions WHERE id = ? AND ended_at IS NULL";
const END: &str = "UPDATE sessions SET ended_at = ?, end_reason = ?, updated_at = ? WHERE id = ? AND ended_at IS NULL";
const END_OF_USER: &str =
    "UPDATE sessions SET ended_at = ?, end_reason = ?, updated_at = ? WHERE user_id = ? AND ended_at IS NULL AND id <> ?";

/// `identity.sessions`.
pub(super) async fn list_sessions(ctx: &Ctx, request: ListSessions) -> Result<Vec<OpenSession>> {
    let mut db = ctx.db()?;
    if request.everyone {
        needs_users(ctx)?;
        return db.all(crate::db::Sql::parts(&[OPEN, NEWEST]), args![ctx.now]).await;
    }
    let own = args![ctx.now, ctx.session()?.user_id];
    db.all(crate::db::Sql::parts(&[OPEN, OF_USER, NEWEST]), own).await
}

/// `identity.end_session`.
pub(super) async fn end_session(ctx: &Ctx, tx: &mut Tx, request: EndSession) -> Result<()> {
    let owner: Option<(UserId,)> = tx.optional(OWNER, args![request.id]).await?;
    let (owner,) = owner.ok_or_else(|| Error::not_found("session"))?;
    if owner != ctx.session()?.user_id {
        needs_users(ctx)?;
    }
    end(tx, request.id, "ended_by_admin", ctx.now).await?;
    tx.record(Entry::activity(ctx.command, "session", request.id.0));
    tx.changed(Topic::users());
    Ok(())
}

fn needs_users(ctx: &Ctx) -> Result<()> {
    if ctx.session()?.may(Permission::UsersWrite) {
        return Ok(());
    }
    Err(Error::new(ErrorCode::Denied).with("permission", Permission::UsersWrite.as_str()))
}

/// Ends one session.
pub(super) async fn end(tx: &mut Tx, id: SessionId, reason: &'static str, now: DateTime<Utc>) -> Result<()> {
    tx.exec(END, args![now, reason, now, id]).await?;
    Ok(())
}

/// Ends a person's sessions, except `kept`.
pub(super) async fn end_others(tx: &mut Tx, user: UserId, kept: Option<SessionId>, reason: &'static str, now: DateTime<Utc>) -> Result<()> {
    let kept = kept.unwrap_or(SessionId(uuid::Uuid::nil()));
    tx.exec(END_OF_USER, args![now, reason, now, user, kept]).await?;
    Ok(())
}
