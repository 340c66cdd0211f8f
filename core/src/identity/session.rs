//! The session behind a call.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use ts_rs::TS;

use super::{Permission, Role};
use crate::db::{Db, Read, Sql};
use crate::ids::{LocationId, SessionId, UserId};
use crate::{Error, ErrorCode, Result, args};

/// Who is calling.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, sqlx::FromRow)]
#[ts(export)]
pub struct Session {
    /// The session.
    pub id: SessionId,
    /// The account.
    pub user_id: UserId,
    /// First and last name.
    pub name: String,
    /// Its role.
    pub role: Role,
    /// Where the person usually works.
    pub home_location_id: Option<LocationId>,
    /// Nothing else may be called until the password is changed.
    pub must_change_password: bool,
    /// When the session ends by itself (24 h after sign-in).
    pub expires_at: DateTime<Utc>,
    /// When it was last used; written at most once a minute.
    #[serde(skip)]
    #[ts(skip)]
    pub last_seen_at: DateTime<Utc>,
}

impl Session {
    /// Whether the role holds the permission.
    #[must_use]
    pub fn may(&self, permission: Permission) -> bool {
        self.role.may(permission)
    }
}

const ACTING: &str =
    "SELECT id, CONCAT(first_name, ' ', last_name) AS name, role, home_location_id FROM users WHERE status = 'active' AND ";
const OF_EMAIL: &str = "email = ?";
const FIRST_ADMIN: &str = "role = ? ORDER BY created_at, id LIMIT 1";

/// The account in whose name somebody with the store's key works at a terminal: the one of this address, else the first admin's. It is
/// no session of the store: no token opens it.
///
/// # Errors
/// `not_found`.
pub(crate) async fn acting(q: &mut impl Read, email: Option<&str>, now: DateTime<Utc>) -> Result<Session> {
    let (filter, value) = match email {
        Some(email) => (OF_EMAIL, args![email.trim().to_lowercase()]),
        None => (FIRST_ADMIN, args![Role::Admin]),
    };
    let row: Option<(UserId, String, Role, Option<LocationId>)> = q.optional(Sql::parts(&[ACTING, filter]), value).await?;
    let (user_id, name, role, home_location_id) = row.ok_or_else(|| Error::not_found("user"))?;
    Ok(Session {
        id: SessionId::fresh(),
        user_id,
        name,
        role,
        home_location_id,
        must_change_password: false,
        expires_at: now + TimeDelta::hours(24),
        last_seen_at: now,
    })
}

const FIND: &str = "SELECT s.id, s.user_id, CONCAT(u.first_name, ' ', u.last_name) AS name, u.role, u.home_location_id, u.must_change_password, s.expires_at, s.last_seen_at \
 FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.token_hash = ? AND s.ended_at IS NULL AND u.status = 'active'";

/// SHA-256 of a session token, as stored.
pub(crate) fn token_hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

const SEEN: &str = "UPDATE sessions SET last_seen_at = ?, updated_at = ? WHERE id = ?";

/// How exact "last seen" is: a write for every call would cost more than it tells.
const SEEN_EVERY: TimeDelta = TimeDelta::minutes(1);

/// The open session of a token.
///
/// # Errors
/// `session_ended` when it is unknown, over, or its account is no longer active.
pub async fn authenticate(db: &Db, token: &str, now: DateTime<Utc>) -> Result<Session> {
    let found: Option<Session> = db.clone().optional(FIND, args![token_hash(token)]).await?;
    let session = found
        .filter(|s| s.expires_at > now)
        .ok_or_else(|| Error::new(ErrorCode::SessionEnded))?;
    if now - session.last_seen_at >= SEEN_EVERY {
        seen(db, session.id, now).await?;
    }
    Ok(session)
}

async fn seen(db: &Db, id: SessionId, now: DateTime<Utc>) -> Result<()> {
    let mut tx = db.begin().await?;
    tx.exec(SEEN, args![now, now, id]).await?;
    tx.commit().await
}
