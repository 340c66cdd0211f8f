//! Signing in and out, unlocking the screen, changing the password.

use chrono::TimeDelta;
use futures::FutureExt;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::me::{self, Me};
use super::throttle::{self, Attempt};
use super::users_model::fold_email;
use super::users_queries::{self, Account};
use super::{Session, UserStatus, password, session, sessions};
use crate::api::{Ctx, Fields};
use crate::audit::{Entry, Outcome};
use crate::db::Tx;
use crate::ids::SessionId;
use crate::{Error, ErrorCode, Result, args};

/// A session ends by itself after this.
const SESSION_HOURS: i64 = 24;

/// Email and password.
#[derive(Clone, Deserialize, TS)]
#[ts(export)]
pub struct SignIn {
    /// In any case.
    pub email: String,
    /// As typed.
    pub password: String,
}

/// An open session.
#[derive(Clone, Serialize, TS)]
#[ts(export)]
pub struct SignedIn {
    /// The session's token: kept in memory only.
    pub token: String,
    /// Person, permissions, places.
    pub me: Me,
}

/// The password of the signed-in person.
#[derive(Clone, Deserialize, TS)]
#[ts(export)]
pub struct Unlock {
    /// As typed.
    pub password: String,
}

/// The old and the new password.
#[derive(Clone, Deserialize, TS)]
#[ts(export)]
pub struct ChangePassword {
    /// As it is now.
    pub old_password: String,
    /// As it shall be.
    pub new_password: String,
}

const OPEN: &str = "INSERT INTO sessions (id, token_hash, user_id, workstation_id, workstation_name, started_at, last_seen_at, expires_at, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
const LOGGED_IN: &str = "UPDATE users SET last_login_at = ?, updated_at = ? WHERE id = ?";
const CHANGE: &str = "UPDATE users SET password_hash = ?, must_change_password = ?, updated_at = ?, version = version + 1 WHERE id = ?";

/// `identity.sign_in`: the same answer in the same time for an unknown account and a wrong password.
pub(super) async fn sign_in(ctx: &Ctx, request: SignIn) -> Result<SignedIn> {
    let email = fold_email(&request.email);
    let account = users_queries::account(&mut ctx.db()?, &email).await?;
    let attempt = check(ctx, &email, account.as_ref(), &request.password).await?;
    let account = account.ok_or_else(|| wrong(&attempt))?;
    let token = password::token();
    let session = open(ctx, &account, &token).await?;
    let me = me::of_session(ctx, &mut ctx.db()?, session).await?;
    Ok(SignedIn { token, me })
}

/// Counts the try, verifies, and records a failure. An account that is not active counts as unknown.
async fn check(ctx: &Ctx, email: &str, account: Option<&Account>, typed: &str) -> Result<Attempt> {
    let attempt = throttle::attempt(ctx, email).await?;
    let active = account.filter(|a| a.status == UserStatus::Active);
    let right = password::verify(typed, active.map(|a| a.password_hash.clone()), ctx.app.password_cost()).await?;
    if right {
        attempt.succeeded(ctx).await?;
        return Ok(attempt);
    }
    let entry = Entry::activity(ctx.command, "user", account.map(|a| a.id.0)).ended(Outcome::Refused);
    ctx.unrepeated(ctx.session.clone())
        .transact(|tx, _| {
            tx.record(entry.clone());
            async { Ok(()) }.boxed()
        })
        .await?;
    Err(wrong(&attempt))
}

fn wrong(attempt: &Attempt) -> Error {
    Error::new(ErrorCode::WrongCredentials).with("tries_left", attempt.tries_left)
}

async fn open(ctx: &Ctx, account: &Account, token: &str) -> Result<Session> {
    let session = Session {
        id: SessionId::fresh(),
        user_id: account.id,
        name: account.name.clone(),
        role: account.role,
        home_location_id: account.home_location_id,
        must_change_password: account.must_change_password,
        expires_at: ctx.now + TimeDelta::hours(SESSION_HOURS),
        last_seen_at: ctx.now,
    };
    let s = &session;
    let at = &ctx.app.workstation();
    ctx.unrepeated(Some(session.clone()))
        .transact(|tx, _| {
            async move {
                let hash = session::token_hash(token);
                let row = args![
                    s.id,
                    hash,
                    s.user_id,
                    at.id,
                    &at.name,
                    ctx.now,
                    ctx.now,
                    s.expires_at,
                    ctx.now,
                    ctx.now
                ];
                tx.exec(OPEN, row).await?;
                tx.exec(LOGGED_IN, args![ctx.now, ctx.now, s.user_id]).await?;
                tx.record(Entry::activity(ctx.command, "session", s.id.0));
                Ok(())
            }
            .boxed()
        })
        .await?;
    Ok(session)
}

/// `identity.sign_out`.
pub(super) async fn sign_out(ctx: &Ctx, tx: &mut Tx, (): ()) -> Result<()> {
    let session = ctx.session()?;
    sessions::end(tx, session.id, "signed_out", ctx.now).await?;
    ctx.app.known_sessions().forget(session.id);
    tx.record(Entry::activity(ctx.command, "session", session.id.0));
    Ok(())
}

/// `identity.unlock`: the person at the keyboard is still the one who signed in.
pub(super) async fn unlock(ctx: &Ctx, request: Unlock) -> Result<()> {
    let account = own_account(ctx).await?;
    check(ctx, &account.email, Some(&account), &request.password).await?;
    ctx.unrepeated(ctx.session.clone())
        .transact(|tx, _| {
            async move {
                tx.record(Entry::activity(ctx.command, "session", ctx.session()?.id.0));
                Ok(())
            }
            .boxed()
        })
        .await
}

async fn own_account(ctx: &Ctx) -> Result<Account> {
    users_queries::account_of(&mut ctx.db()?, ctx.session()?.user_id)
        .await?
        .ok_or_else(|| Error::new(ErrorCode::SessionEnded))
}

/// `identity.change_password`: ends the person's other sessions and lifts a forced change.
pub(super) async fn change_password(ctx: &Ctx, request: ChangePassword) -> Result<Me> {
    let account = own_account(ctx).await?;
    let mut fields = Fields::default();
    if let Some(code) = password::weakness(&request.new_password, &account.email) {
        fields.wrong("new_password", code);
    } else if request.new_password == request.old_password {
        fields.wrong("new_password", "password_unchanged");
    }
    fields.check()?;
    check(ctx, &account.email, Some(&account), &request.old_password).await?;
    let hash = password::hash(&request.new_password, ctx.app.password_cost()).await?;
    let (hash, mine) = (&hash, ctx.session()?);
    ctx.transact(|tx, _| {
        async move {
            tx.exec(CHANGE, args![hash, false, ctx.now, mine.user_id]).await?;
            sessions::end_others(tx, mine.user_id, Some(mine.id), "password_changed", ctx.now).await?;
            tx.record(Entry::new(ctx.command, "user", mine.user_id.0));
            Ok(())
        }
        .boxed()
    })
    .await?;
    // Asked anew, the store says that nothing needs to be changed any more.
    ctx.app.known_sessions().forget(mine.id);
    let session = Session {
        must_change_password: false,
        ..mine.clone()
    };
    me::of_session(ctx, &mut ctx.db()?, session).await
}
