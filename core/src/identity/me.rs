//! What the shell of the UI needs to know of the person and the place.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Permission, Session};
use crate::api::{Ctx, Workstation};
use crate::db::Read;
use crate::directory::{self, LocationBrief};
use crate::{Result, settings};

/// The signed-in person, what they may do, and where.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Me {
    /// The session.
    pub session: Session,
    /// What its role may do.
    pub permissions: Vec<Permission>,
    /// Name of the clinic.
    pub clinic_name: String,
    /// Locations in use, by name.
    pub locations: Vec<LocationBrief>,
    /// This computer.
    pub workstation: Workstation,
    /// Minutes without a key or a click until the screen is hidden.
    pub idle_lock_minutes: i64,
    /// Seconds in which a change of an appointment can be taken back.
    pub undo_seconds: i64,
    /// `metric` or `imperial`: how measured figures are shown.
    pub units: String,
    /// `system`, `light` or `dark`.
    pub theme: String,
    /// `system` or a language code.
    pub language: String,
}

/// `identity.me`.
pub(super) async fn me(ctx: &Ctx, (): ()) -> Result<Me> {
    of_session(ctx, &mut ctx.db()?, ctx.session()?.clone()).await
}

/// What belongs to a session.
pub(super) async fn of_session(ctx: &Ctx, q: &mut impl Read, session: Session) -> Result<Me> {
    let workstation = ctx.app.workstation();
    let id = workstation.id;
    let may = |permission: &Permission| session.may(*permission);
    Ok(Me {
        permissions: Permission::ALL.iter().copied().filter(may).collect(),
        clinic_name: settings::text(q, &settings::CLINIC_NAME, id).await?,
        locations: directory::locations_in_use(q).await?,
        idle_lock_minutes: settings::whole(q, &settings::IDLE_LOCK_MINUTES, id).await?,
        undo_seconds: settings::whole(q, &settings::UNDO_SECONDS, id).await?,
        units: settings::text(q, &settings::CLINIC_UNITS, id).await?,
        theme: settings::text(q, &settings::THEME, id).await?,
        language: settings::text(q, &settings::LANGUAGE, id).await?,
        workstation,
        session,
    })
}
