//! Taking a change back.

use chrono::TimeDelta;

use crate::Result;
use crate::api::Ctx;
use crate::db::Read;
use crate::settings::{self, UNDO_SECONDS};

/// How long a change can be taken back.
pub async fn window(ctx: &Ctx, q: &mut impl Read) -> Result<TimeDelta> {
    let seconds = settings::whole(q, &UNDO_SECONDS, ctx.app.workstation().id).await?;
    Ok(TimeDelta::seconds(seconds))
}
