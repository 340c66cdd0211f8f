//! Accounts: list, create, change, block, new password.

use futures::FutureExt;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::users_model::UpdateUser;
use super::users_queries::{self as queries, FirstPassword};
use super::{NewUser, Role, UserAccount, UserStatus, password, sessions};
use crate::api::Ctx;
use crate::audit::Entry;
use crate::db::Tx;
use crate::feed::Topic;
use crate::ids::UserId;
use crate::{Error, ErrorCode, Result};

/// A new account and its first password, shown once.
#[derive(Clone, Serialize, TS)]
#[ts(export)]
pub struct CreatedUser {
    /// The account.
    pub user: UserAccount,
    /// To be handed over, and changed at the first sign-in.
    pub temporary_password: String,
}

/// A password that is shown once.
#[derive(Clone, Serialize, TS)]
#[ts(export)]
pub struct TemporaryPassword {
    /// To be handed over, and changed at the next sign-in.
    pub temporary_password: String,
}

/// An account's new status.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct SetUserStatus {
    /// Which account.
    pub id: UserId,
    /// The version that was read.
    pub version: i32,
    /// What it shall be.
    pub status: UserStatus,
    /// Why, for the record.
    pub reason: String,
}

/// Whose password.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct ResetPassword {
    /// Which account.
    pub id: UserId,
}

/// `users.list`.
pub(super) async fn list(ctx: &Ctx, (): ()) -> Result<Vec<UserAccount>> {
    queries::list(&mut ctx.db()?).await
}

/// `users.create`. Not answered from a command id: the reply holds a password. A repeated call is refused by the e-mail.
pub(super) async fn create(ctx: &Ctx, request: NewUser) -> Result<CreatedUser> {
    let new = &request.checked()?;
    let temporary_password = password::temporary();
    let first = &FirstPassword {
        hash: password::hash(&temporary_password, ctx.app.password_cost()).await?,
        must_change: true,
    };
    let user = ctx
        .unrepeated(ctx.session.clone())
        .transact(|tx, _| {
            async move {
                let user = queries::insert_user(tx, new, first, ctx.now).await?;
                tx.record(Entry::new(ctx.command, "user", user.id.0).created(&user));
                tx.changed(Topic::users());
                Ok(user)
            }
            .boxed()
        })
        .await?;
    Ok(CreatedUser { user, temporary_password })
}

/// `users.update`.
pub(super) async fn update(ctx: &Ctx, tx: &mut Tx, request: UpdateUser) -> Result<UserAccount> {
    let user = request.user.checked()?;
    let before = queries::get(tx, request.id).await?;
    if user.role != Role::Admin {
        keep_an_admin(tx, before.id).await?;
    }
    let done = queries::update(tx, before.id, request.version, &user, ctx.now).await?;
    changed(ctx, tx, &before, done, "").await
}

/// `users.set_status`: who may no longer sign in is signed out everywhere.
pub(super) async fn set_status(ctx: &Ctx, tx: &mut Tx, request: SetUserStatus) -> Result<UserAccount> {
    let before = queries::get(tx, request.id).await?;
    if request.status != UserStatus::Active {
        keep_an_admin(tx, before.id).await?;
        sessions::end_others(tx, before.id, None, "ended_by_admin", ctx.now).await?;
    }
    let done = queries::set_status(tx, before.id, request.version, request.status, ctx.now).await?;
    changed(ctx, tx, &before, done, &request.reason).await
}

/// Records a change, or refuses a stale one.
async fn changed(ctx: &Ctx, tx: &mut Tx, before: &UserAccount, done: bool, reason: &str) -> Result<UserAccount> {
    if !done {
        return Err(Error::stale(before));
    }
    let after = queries::get(tx, before.id).await?;
    tx.record(Entry::new(ctx.command, "user", after.id.0).change(before, &after).because(reason));
    tx.changed(Topic::users());
    Ok(after)
}

/// Refuses to take the last active admin away.
async fn keep_an_admin(tx: &mut Tx, user: UserId) -> Result<()> {
    let admins = queries::active_admins(tx).await?;
    if admins.contains(&user) && admins.len() == 1 {
        return Err(Error::new(ErrorCode::NotAllowed).with("reason", "last_admin"));
    }
    Ok(())
}

/// `users.reset_password`. Not answered from a command id: the reply holds a password.
pub(super) async fn reset_password(ctx: &Ctx, request: ResetPassword) -> Result<TemporaryPassword> {
    let temporary_password = password::temporary();
    let hash = &password::hash(&temporary_password, ctx.app.password_cost()).await?;
    let id = request.id;
    ctx.unrepeated(ctx.session.clone())
        .transact(|tx, _| {
            async move {
                queries::get(tx, id).await?;
                queries::reset_password(tx, id, hash, ctx.now).await?;
                sessions::end_others(tx, id, None, "password_changed", ctx.now).await?;
                tx.record(Entry::new(ctx.command, "user", id.0));
                tx.changed(Topic::users());
                Ok(())
            }
            .boxed()
        })
        .await?;
    Ok(TemporaryPassword { temporary_password })
}
