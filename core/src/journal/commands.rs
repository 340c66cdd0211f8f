//! The journal's commands. They touch this computer's disk alone.

use super::Journal;
use super::model::{DiscardPage, PagesPending, PendingPage, WritePage, Written};
use crate::api::Ctx;
use crate::{Error, Result};

/// Runs something that waits for the disk without holding up other work.
async fn on_disk<T: Send + 'static>(ctx: &Ctx, work: impl FnOnce(&Journal) -> Result<T> + Send + 'static) -> Result<T> {
    let journal = ctx.app.journal()?;
    tokio::task::spawn_blocking(move || work(&journal))
        .await
        .unwrap_or_else(|_| Err(Error::fault("the journal panicked")))
}

/// `journal.write`: also in a session that has just ended; it can only add to one's own drafts on this computer.
///
/// # Errors
/// `store_locked` when the journal could not be opened; `internal` when the disk refuses.
pub(super) async fn write(ctx: &Ctx, request: WritePage) -> Result<Written> {
    let (user, now) = (ctx.session()?.user_id, ctx.now);
    let saved_at = on_disk(ctx, move |journal| journal.write(user, request.page, now)).await?;
    Ok(Written { saved_at })
}

/// `journal.pending`: one's own drafts on this computer, the last written first.
///
/// # Errors
/// `session_ended`; `store_locked`.
pub(super) async fn pending(ctx: &Ctx, _: PagesPending) -> Result<Vec<PendingPage>> {
    let session = ctx.session()?;
    ctx.app.known_sessions().require_open(session, ctx.now)?;
    let user = session.user_id;
    on_disk(ctx, move |journal| Ok(journal.pending(user))).await
}

/// `journal.discard`: after a draft was signed or thrown away.
///
/// # Errors
/// `session_ended`; `store_locked`; `internal` when the disk refuses.
pub(super) async fn discard(ctx: &Ctx, request: DiscardPage) -> Result<()> {
    let session = ctx.session()?;
    ctx.app.known_sessions().require_open(session, ctx.now)?;
    let user = session.user_id;
    on_disk(ctx, move |journal| journal.discard(user, request.id)).await
}
