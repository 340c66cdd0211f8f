//! The steps of a visit: confirmed, arrived, with the doctor, done; or called off, or never came.

use chrono::{DateTime, Utc};

use super::answers::Change;
use super::booking::{announce, change, entry};
use super::model::{Appointment, CancelParty};
use super::moves::zone_at;
use super::queries::{self, NewEvent};
use super::requests::{CancelAppointment, ChangeStatus};
use super::states::{AppointmentAction, AppointmentStatus as S};
use super::{queue, ticks, waitlist, zone};
use crate::api::{Ctx, Fields};
use crate::db::Tx;
use crate::ids::{AppointmentId, EventId};
use crate::{Error, ErrorCode, Result};

/// The code that stands as the reason when a late patient's time was given to another meanwhile.
const LATE_ARRIVAL: &str = "late_arrival";

/// `scheduling.confirm`
pub async fn confirm(ctx: &Ctx, tx: &mut Tx, request: ChangeStatus) -> Result<Change> {
    step(ctx, tx, &request, S::Confirmed).await
}

/// `scheduling.check_in`
pub async fn check_in(ctx: &Ctx, tx: &mut Tx, request: ChangeStatus) -> Result<Change> {
    step(ctx, tx, &request, S::CheckedIn).await
}

/// `scheduling.start`
pub async fn start(ctx: &Ctx, tx: &mut Tx, request: ChangeStatus) -> Result<Change> {
    step(ctx, tx, &request, S::InProgress).await
}

/// `scheduling.complete`
pub async fn complete(ctx: &Ctx, tx: &mut Tx, request: ChangeStatus) -> Result<Change> {
    step(ctx, tx, &request, S::Completed).await
}

/// `scheduling.no_show`
pub async fn no_show(ctx: &Ctx, tx: &mut Tx, request: ChangeStatus) -> Result<Change> {
    step(ctx, tx, &request, S::NoShow).await
}

/// `scheduling.cancel`
pub async fn cancel(ctx: &Ctx, tx: &mut Tx, request: CancelAppointment) -> Result<Change> {
    let mut fields = Fields::default();
    fields.required("reason", &request.reason, 400);
    fields.check()?;
    let before = lock_at(tx, request.id, request.version).await?;
    let event = call_off(ctx, tx, &before, request.party, &request.reason).await?;
    let mut change = change(ctx, tx, request.id, event).await?;
    change.proposal = waitlist::proposal(ctx, tx, &before).await?;
    Ok(change)
}

/// Calls an appointment off, whose row is locked.
pub async fn call_off(ctx: &Ctx, tx: &mut Tx, before: &Appointment, party: CancelParty, reason: &str) -> Result<EventId> {
    let mut after = before.clone();
    after.cancelled_by = Some(party);
    after.cancel_reason = Some(reason.trim().to_owned());
    advance(ctx, tx, before, after, S::Cancelled, reason).await
}

/// The appointment, locked, at the version the caller saw.
///
/// # Errors
/// `stale` with what is stored now.
pub async fn lock_at(tx: &mut Tx, id: AppointmentId, version: i32) -> Result<Appointment> {
    let found = queries::lock(tx, id).await?;
    if found.version == version {
        return Ok(found);
    }
    let current = queries::card(tx, id).await?;
    Err(Error::new(ErrorCode::Stale).with("current", serde_json::to_value(current)?))
}

async fn step(ctx: &Ctx, tx: &mut Tx, request: &ChangeStatus, to: S) -> Result<Change> {
    let reason = request.reason.as_deref().unwrap_or_default();
    let mut fields = Fields::default();
    fields.at_most("reason", reason, 400);
    fields.check()?;
    let before = lock_at(tx, request.id, request.version).await?;
    let mut after = before.clone();
    match to {
        S::CheckedIn => {
            require_today(ctx, tx, &before).await?;
            after.checked_in_at = Some(ctx.now);
        }
        S::InProgress => after.in_progress_at = Some(ctx.now),
        S::Completed => after.completed_at = Some(ctx.now),
        S::NoShow => require_begun(ctx.now, &before)?,
        _ => {}
    }
    let event = advance(ctx, tx, &before, after, to, reason).await?;
    change(ctx, tx, request.id, event).await
}

/// A patient can only arrive on the day itself; late ones too.
async fn require_today(ctx: &Ctx, tx: &mut Tx, a: &Appointment) -> Result<()> {
    let zone = zone_at(tx, a.location_id).await?;
    if zone::local_day(zone, ctx.now) == a.local_day {
        Ok(())
    } else {
        Err(Error::new(ErrorCode::NotAllowed).with("reason", "other_day"))
    }
}

/// Nobody has failed to come before the visit was to begin.
fn require_begun(now: DateTime<Utc>, a: &Appointment) -> Result<()> {
    if now >= a.starts_at {
        Ok(())
    } else {
        Err(Error::new(ErrorCode::NotAllowed).with("reason", "not_begun"))
    }
}

/// Takes a locked appointment to another status, with all that follows: time given back or taken again, queue
/// number, history, audit, screens. The event given back holds the row as it was.
pub async fn advance(ctx: &Ctx, tx: &mut Tx, before: &Appointment, mut after: Appointment, to: S, reason: &str) -> Result<EventId> {
    let path = before.status.path_to(to).ok_or_else(|| not_allowed(before.status, to))?;
    after.status = to;
    if to == S::CheckedIn && after.queue_number.is_none() {
        after.queue_number = Some(queue::next(tx, after.location_id, after.local_day, ctx.now).await?);
    }
    if before.status.holds_time() && !to.holds_time() {
        ticks::release(tx, before).await?;
    }
    let returns = !before.status.holds_time() && to.holds_time();
    if returns && !ticks::held(tx, &after).await?.is_empty() {
        after.overbook_reason.get_or_insert_with(|| LATE_ARRIVAL.to_owned());
    }
    queries::update(tx, &mut after, ctx.now).await?;
    if returns {
        let overbook = after.overbook_reason.is_some();
        ticks::take(ctx, tx, &mut after, overbook).await?;
    }
    tx.record(entry(ctx, &after).change(before, &after).because(reason));
    announce(tx, &after);
    write_path(ctx, tx, before, path, reason).await
}

/// One event per status passed through; each keeps the row as it was before the whole.
async fn write_path(ctx: &Ctx, tx: &mut Tx, before: &Appointment, path: &[S], reason: &str) -> Result<EventId> {
    let actor = ctx.session()?.user_id;
    let mut from = before.status;
    let mut last = None;
    for &to in path {
        let event = NewEvent {
            appointment: before.id,
            action: to.action(),
            from: Some(from),
            to,
            reason,
            before: Some(before),
            undoes: None,
        };
        last = Some(queries::add_event(tx, event, actor, ctx.now).await?);
        from = to;
    }
    last.ok_or_else(|| Error::fault("a move without a step"))
}

/// The refusal of a move that the states do not allow.
pub fn not_allowed(from: S, to: S) -> Error {
    Error::new(ErrorCode::NotAllowed)
        .with("reason", "status")
        .with("from", from.as_str())
        .with("to", to.as_str())
}

/// `scheduling.archive`: hides what is over; nothing is deleted.
pub async fn archive(ctx: &Ctx, tx: &mut Tx, request: ChangeStatus) -> Result<Change> {
    let before = lock_at(tx, request.id, request.version).await?;
    if before.status.is_open() {
        return Err(Error::new(ErrorCode::NotAllowed).with("reason", "still_open"));
    }
    let mut after = before.clone();
    after.archived = true;
    let event = edit(
        ctx,
        tx,
        &before,
        after,
        AppointmentAction::Archived,
        request.reason.as_deref().unwrap_or_default(),
    )
    .await?;
    change(ctx, tx, request.id, event).await
}

/// Writes a change that leaves status and time as they are.
pub async fn edit(
    ctx: &Ctx,
    tx: &mut Tx,
    before: &Appointment,
    mut after: Appointment,
    action: AppointmentAction,
    reason: &str,
) -> Result<EventId> {
    queries::update(tx, &mut after, ctx.now).await?;
    tx.record(entry(ctx, &after).change(before, &after).because(reason));
    announce(tx, &after);
    let event = NewEvent {
        appointment: before.id,
        action,
        from: Some(before.status),
        to: after.status,
        reason,
        before: Some(before),
        undoes: None,
    };
    queries::add_event(tx, event, ctx.session()?.user_id, ctx.now).await
}
