//! Reading one's own notifications and putting them away.

use super::model::{Notifications, SeeNotifications};
use super::queries;
use crate::Result;
use crate::api::{Ctx, Fields};
use crate::audit::Entry;
use crate::db::Tx;
use crate::feed::Topic;

/// As many as a list shows.
const MOST: usize = 50;

/// `notifications.list`
///
/// # Errors
/// As the store says.
pub(super) async fn list(ctx: &Ctx, (): ()) -> Result<Notifications> {
    let (mut db, me) = (ctx.db()?, ctx.session()?.user_id);
    Ok(Notifications {
        unseen: queries::unseen(&mut db, me, ctx.now).await?,
        entries: queries::list(&mut db, me, ctx.now).await?,
    })
}

/// `notifications.see`
///
/// # Errors
/// `invalid` for more than a list shows.
pub(super) async fn see(ctx: &Ctx, tx: &mut Tx, request: SeeNotifications) -> Result<()> {
    let mut fields = Fields::default();
    if request.ids.len() > MOST {
        fields.wrong_with("ids", "too_long", "max", MOST);
    }
    fields.check()?;
    let me = ctx.session()?.user_id;
    queries::see(tx, me, &request.ids, ctx.now).await?;
    tx.record(Entry::activity(ctx.command, "notification", me.0));
    tx.changed(Topic::notifications(me));
    Ok(())
}
