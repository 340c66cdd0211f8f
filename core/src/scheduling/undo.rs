//! Taking a change back: a reversing act with a record of its own, for as long as `appointments.undo_seconds` says.

use chrono::{DateTime, TimeDelta, Utc};

use super::answers::Change;
use super::booking::{announce, change, entry};
use super::model::{Appointment, CancelParty};
use super::queries::{self, NewEvent};
use super::recurrence::{self, SeriesChange};
use super::requests::{UndoChange, UndoSeries};
use super::states::{AppointmentAction, AppointmentStatus};
use super::{series, ticks, waitlist};
use crate::api::Ctx;
use crate::db::{Read, Tx};
use crate::ids::{AppointmentId, EventId};
use crate::settings::{self, UNDO_SECONDS};
use crate::{Error, ErrorCode, Result, args};

const EVENT: &str = "SELECT appointment_id, action, before_state, undone_by, created_at FROM appointment_events WHERE id = ?";
const SUCCESSOR: &str = "SELECT id FROM appointments WHERE patient_id = ? AND rescheduled_from = ? ORDER BY id DESC LIMIT 1";
/// The steps that one command wrote share the row as it was before it.
const MARK: &str = "UPDATE appointment_events SET undone_by = ?, updated_at = ? WHERE appointment_id = ? AND before_state = ? AND undone_by IS NULL AND undoes IS NULL";
const MARK_ONE: &str = "UPDATE appointment_events SET undone_by = ?, updated_at = ? WHERE id = ?";
/// Stands as the reason of a booking that was taken back.
const UNDONE: &str = "undone";

#[derive(Debug, sqlx::FromRow)]
struct Event {
    appointment_id: AppointmentId,
    action: AppointmentAction,
    before_state: String,
    undone_by: Option<EventId>,
    created_at: DateTime<Utc>,
}

/// A change that may be taken back, with its appointment locked.
#[derive(Debug)]
struct Step {
    id: EventId,
    event: Event,
    current: Appointment,
}

/// How long a change can be taken back.
pub async fn window(ctx: &Ctx, q: &mut impl Read) -> Result<TimeDelta> {
    let seconds = settings::whole(q, &UNDO_SECONDS, ctx.app.workstation().id).await?;
    Ok(TimeDelta::seconds(seconds))
}

fn refused(reason: &str) -> Error {
    Error::new(ErrorCode::NotAllowed).with("reason", reason)
}

/// `scheduling.undo`
pub async fn undo(ctx: &Ctx, tx: &mut Tx, request: UndoChange) -> Result<Change> {
    let step = find(ctx, tx, request.event_id).await?;
    let also = match request.also.filter(|also| *also != request.event_id) {
        Some(id) => Some(find(ctx, tx, id).await?),
        None => None,
    };
    for step in also.iter().chain([&step]) {
        step.make_room(ctx, tx).await?;
    }
    let undone = step.take_back(ctx, tx).await?;
    if let Some(also) = also {
        also.take_back(ctx, tx).await?;
    }
    let mut change = change(ctx, tx, step.current.id, undone).await?;
    change.undo_until = None;
    Ok(change)
}

/// `scheduling.undo_series`
pub async fn undo_series(ctx: &Ctx, tx: &mut Tx, mut request: UndoSeries) -> Result<SeriesChange> {
    request.event_ids.sort_unstable();
    request.event_ids.dedup();
    if request.event_ids.len() > recurrence::MOST {
        return Err(Error::field("event_ids", "too_many"));
    }
    let mut steps = Vec::new();
    for id in request.event_ids {
        steps.push(find(ctx, tx, id).await?);
    }
    let first = steps.first().ok_or_else(|| Error::field("event_ids", "required"))?;
    let id = series::of(&first.current)?;
    if steps.iter().any(|step| step.current.series_id != Some(id)) {
        return Err(Error::new(ErrorCode::NotAllowed).with("reason", "no_series"));
    }
    // A series that moved by a week stands where its own appointments were: all make room before any comes back.
    for step in &steps {
        step.make_room(ctx, tx).await?;
    }
    let mut undone = Vec::new();
    for step in &steps {
        step.take_back(ctx, tx).await?;
        undone.push((step.current.id, None));
    }
    series::answer(ctx, tx, id, undone).await
}

/// The change, when nobody took it back and its time has not run out.
async fn find(ctx: &Ctx, tx: &mut Tx, id: EventId) -> Result<Step> {
    let event: Option<Event> = tx.optional(EVENT, args![id]).await?;
    let event = event.ok_or_else(|| Error::not_found("event"))?;
    let current = queries::lock(tx, event.appointment_id).await?;
    if event.undone_by.is_some() || event.action == AppointmentAction::Undone {
        return Err(refused("already_undone"));
    }
    if ctx.now > event.created_at + window(ctx, tx).await? {
        return Err(refused("undo_expired"));
    }
    Ok(Step { id, event, current })
}

impl Step {
    /// Withdraws the appointment that took this one's place.
    async fn make_room(&self, ctx: &Ctx, tx: &mut Tx) -> Result<()> {
        if self.event.action != AppointmentAction::Moved {
            return Ok(());
        }
        self.before()?;
        let successor = args![self.current.patient_id, self.current.id];
        let successor: Option<(AppointmentId,)> = tx.optional(SUCCESSOR, successor).await?;
        let (successor,) = successor.ok_or_else(|| Error::fault("a moved appointment without its successor"))?;
        let successor = queries::lock(tx, successor).await?;
        withdraw(ctx, tx, &successor, None).await.map(|_| ())
    }

    async fn take_back(&self, ctx: &Ctx, tx: &mut Tx) -> Result<EventId> {
        let undone = if self.event.action == AppointmentAction::Booked {
            withdraw(ctx, tx, &self.current, Some(self.id)).await?
        } else {
            restore(ctx, tx, &self.current, self.before()?, self.id, &self.event.before_state).await?
        };
        tx.exec(MARK_ONE, args![undone, ctx.now, self.id]).await?;
        Ok(undone)
    }

    /// The row as it was, when nothing happened to it since.
    fn before(&self) -> Result<Appointment> {
        // The new appointment of a move has no row before it: what is taken back is the old one's event.
        if self.event.before_state.is_empty() {
            return Err(refused("undo_the_original"));
        }
        let before: Appointment = serde_json::from_str(&self.event.before_state)?;
        // Every command counts the version up by one: more than that, and something happened since.
        if self.current.version != before.version + 1 {
            return Err(refused("changed_since"));
        }
        Ok(before)
    }
}

/// A booking that is taken back is called off by the program and put away.
async fn withdraw(ctx: &Ctx, tx: &mut Tx, current: &Appointment, undoes: Option<EventId>) -> Result<EventId> {
    if current.version != 1 {
        return Err(refused("changed_since"));
    }
    waitlist::reopen(ctx, tx, current).await?;
    let mut after = current.clone();
    after.cancelled_by = Some(CancelParty::System);
    after.cancel_reason = Some(UNDONE.to_owned());
    after.archived = true;
    ticks::release(tx, current).await?;
    after.status = AppointmentStatus::Cancelled;
    queries::update(tx, &mut after, ctx.now).await?;
    tell(ctx, tx, current, &after, undoes).await
}

/// Puts the row back as it was, and takes its time again.
async fn restore(
    ctx: &Ctx,
    tx: &mut Tx,
    current: &Appointment,
    before: Appointment,
    undoes: EventId,
    before_state: &str,
) -> Result<EventId> {
    let mut after = Appointment {
        version: current.version,
        // A number that was called out stays with the patient, so that the numbers of the day have no gap.
        queue_number: current.queue_number.or(before.queue_number),
        ..before
    };
    if current.status.holds_time() {
        ticks::release(tx, current).await?;
    }
    queries::update(tx, &mut after, ctx.now).await?;
    if after.status.holds_time() {
        let overbook = after.overbook_reason.is_some();
        ticks::take(ctx, tx, &mut after, overbook).await?;
    }
    let event = tell(ctx, tx, current, &after, Some(undoes)).await?;
    tx.exec(MARK, args![event, ctx.now, current.id, before_state]).await?;
    Ok(event)
}

async fn tell(ctx: &Ctx, tx: &mut Tx, current: &Appointment, after: &Appointment, undoes: Option<EventId>) -> Result<EventId> {
    tx.record(entry(ctx, after).change(current, after));
    announce(tx, after);
    let event = NewEvent {
        appointment: after.id,
        action: AppointmentAction::Undone,
        from: Some(current.status),
        to: after.status,
        reason: "",
        before: None,
        undoes,
    };
    queries::add_event(tx, event, ctx.session()?.user_id, ctx.now).await
}
