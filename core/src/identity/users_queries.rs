//! SQL of accounts.

use chrono::{DateTime, Utc};

use super::{NewUser, Role, UserAccount, UserStatus};
use crate::db::{Read, Tx};
use crate::ids::{LocationId, UserId};
use crate::{Error, Result, args};

/// What a sign-in looks at.
#[derive(Clone, sqlx::FromRow)]
pub(super) struct Account {
    pub id: UserId,
    pub email: String,
    pub name: String,
    pub role: Role,
    pub status: UserStatus,
    pub password_hash: String,
    pub must_change_password: bool,
    pub home_location_id: Option<LocationId>,
}

const ACCOUNT: &str = "SELECT id, email, CONCAT(first_name, ' ', last_name) AS name, role, status, password_hash, must_change_password, home_location_id FROM users WHERE email = ?";
const ACCOUNT_OF: &str = "SELECT id, email, CONCAT(first_name, ' ', last_name) AS name, role, status, password_hash, must_change_password, home_location_id FROM users WHERE id = ?";
const LIST: &str = "SELECT id, email, phone, first_name, last_name, role, status, verified, must_change_password, home_location_id, last_login_at, version FROM users ORDER BY last_name, first_name, id";
const GET: &str = "SELECT id, email, phone, first_name, last_name, role, status, verified, must_change_password, home_location_id, last_login_at, version FROM users WHERE id = ?";
const INSERT: &str = "INSERT INTO users (id, email, phone, first_name, last_name, password_hash, role, status, verified, must_change_password, home_location_id, created_at, updated_at, version) VALUES (?, ?, ?, ?, ?, ?, ?, 'active', ?, ?, ?, ?, ?, 1)";
const UPDATE: &str = "UPDATE users SET email = ?, phone = ?, first_name = ?, last_name = ?, role = ?, home_location_id = ?, updated_at = ?, version = version + 1 WHERE id = ? AND version = ?";
const STATUS: &str = "UPDATE users SET status = ?, updated_at = ?, version = version + 1 WHERE id = ? AND version = ?";
const RESET: &str = "UPDATE users SET password_hash = ?, must_change_password = ?, updated_at = ?, version = version + 1 WHERE id = ?";
const ACTIVE_ADMINS: &str = "SELECT id FROM users WHERE role = 'admin' AND status = 'active'";

pub(super) async fn account(q: &mut impl Read, email: &str) -> Result<Option<Account>> {
    q.optional(ACCOUNT, args![email]).await
}

pub(super) async fn account_of(q: &mut impl Read, id: UserId) -> Result<Option<Account>> {
    q.optional(ACCOUNT_OF, args![id]).await
}

pub(super) async fn list(q: &mut impl Read) -> Result<Vec<UserAccount>> {
    q.all(LIST, args![]).await
}

pub(super) async fn get(q: &mut impl Read, id: UserId) -> Result<UserAccount> {
    q.optional(GET, args![id]).await?.ok_or_else(|| Error::not_found("user"))
}

/// A password of a new account.
#[derive(Debug, Clone)]
pub struct FirstPassword {
    /// Its argon2id hash.
    pub hash: String,
    /// Whether the first sign-in asks for another.
    pub must_change: bool,
}

/// Inserts an account.
///
/// # Errors
/// `invalid` with `email_taken`.
pub async fn insert_user(tx: &mut Tx, user: &NewUser, password: &FirstPassword, now: DateTime<Utc>) -> Result<UserAccount> {
    let id = UserId::fresh();
    let row = args![
        id,
        &user.email,
        &user.phone,
        &user.first_name,
        &user.last_name,
        &password.hash,
        user.role,
        false,
        password.must_change,
        user.home_location_id,
        now,
        now
    ];
    tx.exec(INSERT, row).await.map_err(email_taken)?;
    get(tx, id).await
}

fn email_taken(error: Error) -> Error {
    if error.is_unique_violation() {
        Error::field("email", "email_taken")
    } else {
        error
    }
}

/// Writes the particulars over this version; false when it was changed meanwhile.
pub(super) async fn update(tx: &mut Tx, id: UserId, version: i32, user: &NewUser, now: DateTime<Utc>) -> Result<bool> {
    let row = args![
        &user.email,
        &user.phone,
        &user.first_name,
        &user.last_name,
        user.role,
        user.home_location_id,
        now,
        id,
        version
    ];
    Ok(tx.exec(UPDATE, row).await.map_err(email_taken)? == 1)
}

pub(super) async fn set_status(tx: &mut Tx, id: UserId, version: i32, status: UserStatus, now: DateTime<Utc>) -> Result<bool> {
    Ok(tx.exec(STATUS, args![status, now, id, version]).await? == 1)
}

pub(super) async fn reset_password(tx: &mut Tx, id: UserId, hash: &str, now: DateTime<Utc>) -> Result<()> {
    tx.exec(RESET, args![hash, true, now, id]).await?;
    Ok(())
}

/// The active admins, locked: of two who shut each other out at once, the second is refused.
pub(super) async fn active_admins(tx: &mut Tx) -> Result<Vec<UserId>> {
    let rows: Vec<(UserId,)> = tx.locked(ACTIVE_ADMINS, args![]).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
