//! Failed sign-ins per account and workstation, counted in the store so that a restart does not reset them.

use chrono::{DateTime, TimeDelta, Utc};

use crate::api::Ctx;
use crate::db::{Db, Read};
use crate::identity::session::token_hash;
use crate::{Error, ErrorCode, Result, args, ids};

/// Tries that an account has in a minute.
const PER_ACCOUNT: usize = 5;
/// Tries that a workstation has in a minute, over all accounts.
const PER_WORKSTATION: usize = 20;
const WINDOW: TimeDelta = TimeDelta::minutes(1);

const OF_ACCOUNT: &str = "SELECT created_at FROM sign_in_attempts WHERE account_hash = ? AND created_at > ? AND succeeded = ? ORDER BY created_at DESC LIMIT 100";
const OF_WORKSTATION: &str = "SELECT created_at FROM sign_in_attempts WHERE workstation_id = ? AND created_at > ? AND succeeded = ? ORDER BY created_at DESC LIMIT 100";
const INSERT: &str =
    "INSERT INTO sign_in_attempts (id, account_hash, workstation_id, succeeded, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?)";
const SUCCEEDED: &str = "UPDATE sign_in_attempts SET succeeded = ?, updated_at = ? WHERE id = ?";

const PRUNE: &str = "DELETE FROM sign_in_attempts WHERE created_at < ?";

/// Removes tries that no limit looks at any more. Failed ones stay in the activity log.
pub(crate) async fn prune(db: &Db, now: DateTime<Utc>) -> Result<()> {
    let mut tx = db.begin().await?;
    tx.exec(PRUNE, args![now - TimeDelta::days(1)]).await?;
    tx.commit().await
}

/// One try at a password, counted before the password is looked at.
#[derive(Debug)]
pub(super) struct Attempt {
    id: uuid::Uuid,
    /// Tries left in this minute should this one fail.
    pub tries_left: usize,
}

/// Counts a try at the account that `email` names, known or not.
///
/// The try is committed before it is counted against the limit: of many at once, no more than the limit get through.
pub(super) async fn attempt(ctx: &Ctx, email: &str) -> Result<Attempt> {
    let account = token_hash(email);
    check(ctx, account, 1).await?;
    let id = ids::fresh();
    let mut tx = ctx.db()?.begin().await?;
    let row = args![id, account, ctx.app.workstation().id, false, ctx.now, ctx.now];
    tx.exec(INSERT, row).await?;
    tx.commit().await?;
    let failed = check(ctx, account, 0).await?;
    let tries_left = PER_ACCOUNT.saturating_sub(failed);
    Ok(Attempt { id, tries_left })
}

/// The account's failures in this minute, or `throttled` when it or the workstation has no room for `more`.
async fn check(ctx: &Ctx, account: [u8; 32], more: usize) -> Result<usize> {
    let (of_account, of_workstation) = failures(ctx, account).await?;
    refuse(&of_account, PER_ACCOUNT - more, ctx.now)?;
    refuse(&of_workstation, PER_WORKSTATION - more, ctx.now)?;
    Ok(of_account.len())
}

impl Attempt {
    /// The password was right: the try does not count.
    pub(super) async fn succeeded(&self, ctx: &Ctx) -> Result<()> {
        let mut tx = ctx.db()?.begin().await?;
        tx.exec(SUCCEEDED, args![true, ctx.now, self.id]).await?;
        tx.commit().await
    }
}

/// The instants of the minute's failures, newest first.
async fn failures(ctx: &Ctx, account: [u8; 32]) -> Result<(Vec<DateTime<Utc>>, Vec<DateTime<Utc>>)> {
    let mut db = ctx.db()?;
    let since = ctx.now - WINDOW;
    let of_account: Vec<(DateTime<Utc>,)> = db.all(OF_ACCOUNT, args![account, since, false]).await?;
    let of_workstation: Vec<(DateTime<Utc>,)> = db.all(OF_WORKSTATION, args![ctx.app.workstation().id, since, false]).await?;
    let instants = |rows: Vec<(DateTime<Utc>,)>| rows.into_iter().map(|(at,)| at).collect();
    Ok((instants(of_account), instants(of_workstation)))
}

/// `throttled` above `most` failures, with the seconds until there is room for one more.
fn refuse(newest_first: &[DateTime<Utc>], most: usize, now: DateTime<Utc>) -> Result<()> {
    if newest_first.len() <= most {
        return Ok(());
    }
    let leaves = newest_first.get(most).copied().unwrap_or(now) + WINDOW;
    let seconds = (leaves - now).num_seconds().max(1);
    Err(Error::new(ErrorCode::Throttled).with("retry_after_seconds", seconds))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::{Clock, FixedClock};

    #[test]
    fn the_wait_ends_when_the_oldest_counted_failure_leaves_the_minute() {
        let now = FixedClock::new(DateTime::UNIX_EPOCH).now();
        let failed: Vec<_> = [5, 10, 20, 30, 40].map(|s| now - TimeDelta::seconds(s)).into();
        assert!(refuse(&failed, 5, now).is_ok());
        let error = refuse(&failed, 4, now).unwrap_err();
        assert_eq!(error.code, ErrorCode::Throttled);
        assert_eq!(error.params["retry_after_seconds"], 20);
    }
}
