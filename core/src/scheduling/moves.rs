//! Another time, doctor, room or length; and what a drop would meet.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use uuid::Uuid;

use super::answers::{Change, SlotCheck};
use super::booking::{self, change, overbook_reason};
use super::model::{Appointment, AppointmentKind};
use super::queries::{self, zone_of};
use super::refusal::{self, Wish};
use super::requests::{BookAppointment, CheckSlot, MoveAppointment, ResizeAppointment};
use super::states::{AppointmentAction, AppointmentStatus};
use super::visit::{self, lock_at};
use super::{hours, slots, ticks, zone};
use crate::api::{Ctx, Fields};
use crate::db::{Read, Tx};
use crate::directory::{VisitMode, availability};
use crate::identity::Permission;
use crate::ids::{AppointmentId, DoctorId, EventId, LocationId, PatientId, RoomId};
use crate::{Error, ErrorCode, Result, args};

const ZONE: &str = "SELECT time_zone FROM locations WHERE id = ?";

/// Where an appointment is to go.
#[derive(Debug, Clone)]
pub struct Target {
    /// To whom.
    pub doctor_id: DoctorId,
    /// Where.
    pub location_id: LocationId,
    /// In which room; the doctor's own when none.
    pub room_id: Option<RoomId>,
    /// When.
    pub starts_at: DateTime<Utc>,
    /// How long.
    pub minutes: i32,
    /// Why it may stand beside another or outside the doctor's hours.
    pub overbook: Option<String>,
}

impl Target {
    fn of(request: &MoveAppointment, before: &Appointment, overbook: Option<String>) -> Self {
        let doctor_id = request.doctor_id.unwrap_or(before.doctor_id);
        let location_id = request.location_id.unwrap_or(before.location_id);
        let stays = doctor_id == before.doctor_id && location_id == before.location_id;
        Self {
            doctor_id,
            location_id,
            room_id: request.room_id.or(before.room_id.filter(|_| stays)),
            starts_at: request.starts_at,
            minutes: request.minutes.unwrap_or_else(|| minutes_of(before)),
            overbook,
        }
    }

    fn is_where(&self, a: &Appointment) -> bool {
        self.doctor_id == a.doctor_id
            && self.location_id == a.location_id
            && self.starts_at == a.starts_at
            && self.minutes == minutes_of(a)
            && self.room_id.is_none_or(|room| Some(room) == a.room_id)
    }
}

/// An appointment's length.
pub fn minutes_of(a: &Appointment) -> i32 {
    i32::try_from((a.ends_at - a.starts_at).num_minutes()).unwrap_or(booking::LONGEST)
}

/// `scheduling.move`
pub async fn move_appointment(ctx: &Ctx, request: MoveAppointment) -> Result<Change> {
    let overbook = overbook_reason(ctx, request.overbook_reason.as_deref())?;
    let mut fields = Fields::default();
    fields.at_most("reason", request.reason.as_deref().unwrap_or_default(), 400);
    fields.check()?;
    let before = queries::find(&mut ctx.db()?, request.id).await?;
    let wish = Wish::of(&Target::of(&request, &before, None), &before);
    let result = ctx
        .transact(|tx, _| {
            let (request, overbook) = (&request, overbook.clone());
            futures::FutureExt::boxed(async move {
                let before = lock_at(tx, request.id, request.version).await?;
                let target = Target::of(request, &before, overbook);
                let (new, event) = relocate(ctx, tx, &before, &target, request.reason.as_deref().unwrap_or_default()).await?;
                let mut change = change(ctx, tx, new, event).await?;
                change.proposal = super::waitlist::proposal(ctx, tx, &before).await?;
                Ok(change)
            })
        })
        .await;
    refusal::with_openings(ctx, result, || wish).await
}

/// Gives up a locked appointment's time for another: the old one becomes `rescheduled`, the new one points back.
/// The event is the old one's; taking it back restores the old and withdraws the new.
pub async fn relocate(ctx: &Ctx, tx: &mut Tx, before: &Appointment, target: &Target, reason: &str) -> Result<(AppointmentId, EventId)> {
    replace(ctx, tx, before, before, target, reason).await
}

/// [`relocate`], with the new one noted as `details` says.
pub async fn replace(
    ctx: &Ctx,
    tx: &mut Tx,
    before: &Appointment,
    details: &Appointment,
    target: &Target,
    reason: &str,
) -> Result<(AppointmentId, EventId)> {
    if !before.status.is_ahead() {
        return Err(visit::not_allowed(before.status, AppointmentStatus::Rescheduled));
    }
    if target.is_where(before) {
        return Err(Error::field("starts_at", "unchanged"));
    }
    let mut fields = Fields::default();
    let (zone, own_room) = booking::doctor_at(tx, &mut fields, target.doctor_id, target.location_id).await?;
    let room_id = booking::room(tx, &mut fields, target.room_id.or(own_room), target.location_id, details.visit_mode).await?;
    booking::check_time(ctx, &mut fields, target.starts_at, target.minutes, zone, target.overbook.is_some());
    fields.check()?;
    let event = visit::advance(ctx, tx, before, before.clone(), AppointmentStatus::Rescheduled, reason).await?;
    let mut new = Appointment {
        id: AppointmentId::fresh(),
        doctor_id: target.doctor_id,
        location_id: target.location_id,
        room_id,
        starts_at: target.starts_at,
        ends_at: target.starts_at + TimeDelta::minutes(target.minutes.into()),
        local_day: zone::local_day(zone, target.starts_at),
        lane: 0,
        status: AppointmentStatus::Scheduled,
        rescheduled_from: Some(before.id),
        overbook_reason: target.overbook.clone(),
        reminder_sent: false,
        confirmation_sent: false,
        created_by: ctx.session()?.user_id,
        version: 1,
        ..details.clone()
    };
    booking::place(ctx, tx, &mut new, zone, AppointmentAction::Moved).await?;
    Ok((new.id, event))
}

/// `scheduling.resize`
pub async fn resize(ctx: &Ctx, request: ResizeAppointment) -> Result<Change> {
    let overbook = overbook_reason(ctx, request.overbook_reason.as_deref())?;
    let mut fields = Fields::default();
    booking::check_minutes(&mut fields, request.minutes);
    fields.check()?;
    let before = queries::find(&mut ctx.db()?, request.id).await?;
    let result = ctx
        .transact(|tx, _| {
            let (request, overbook) = (&request, overbook.clone());
            futures::FutureExt::boxed(async move { lengthen(ctx, tx, request, overbook).await })
        })
        .await;
    refusal::with_openings(ctx, result, || Wish {
        minutes: Some(request.minutes),
        ..Wish::of_appointment(&before)
    })
    .await
}

async fn lengthen(ctx: &Ctx, tx: &mut Tx, request: &ResizeAppointment, overbook: Option<String>) -> Result<Change> {
    let before = lock_at(tx, request.id, request.version).await?;
    if !before.status.is_open() {
        return Err(Error::new(ErrorCode::NotAllowed)
            .with("reason", "status")
            .with("from", before.status.as_str()));
    }
    let mut after = before.clone();
    after.ends_at = before.starts_at + TimeDelta::minutes(request.minutes.into());
    after.overbook_reason = overbook.or(after.overbook_reason);
    if after.ends_at == before.ends_at {
        return Err(Error::field("minutes", "unchanged"));
    }
    ticks::release(tx, &before).await?;
    if after.ends_at > before.ends_at {
        let zone = zone_at(tx, after.location_id).await?;
        hours::require_open(tx, &after, zone).await?;
        refusal::require_no_offer(ctx, tx, &after).await?;
    }
    let event = visit::edit(ctx, tx, &before, after.clone(), AppointmentAction::Resized, "").await?;
    let overbook = after.overbook_reason.is_some();
    ticks::take(ctx, tx, &mut after, overbook).await?;
    change(ctx, tx, request.id, event).await
}

/// A location's zone.
///
/// # Errors
/// `not_found`.
pub async fn zone_at(q: &mut impl Read, location: LocationId) -> Result<Tz> {
    let row: Option<(String,)> = q.optional(ZONE, args![location]).await?;
    zone_of(&row.ok_or_else(|| Error::not_found("location"))?.0)
}

/// `scheduling.check_slot`
pub async fn check_slot(ctx: &Ctx, request: CheckSlot) -> Result<SlotCheck> {
    let mut db = ctx.db()?;
    let mut fields = Fields::default();
    booking::check_minutes(&mut fields, request.minutes);
    let mode = request.mode.unwrap_or(VisitMode::InPerson);
    let (zone, own_room) = booking::doctor_at(&mut db, &mut fields, request.doctor_id, request.location_id).await?;
    let room = booking::room(&mut db, &mut fields, request.room_id.or(own_room), request.location_id, mode).await?;
    fields.check()?;
    let wanted = imagined(ctx, &request, mode, room, zone)?;
    let is_open = hours::is_open(&mut db, &wanted, zone).await?;
    let others = ticks::held(&mut db, &wanted).await?;
    let mut conflicts = ticks::conflicts(ctx, &mut db, &wanted, &others).await?;
    conflicts.extend(refusal::offers_in_the_way(ctx, &mut db, &wanted).await?);
    let fits = is_open && conflicts.is_empty();
    Ok(SlotCheck {
        fits,
        is_open,
        closed: if is_open { None } else { closed(&mut db, &wanted, zone).await? },
        conflicts,
        next: if fits {
            None
        } else {
            refusal::nearest(ctx, &Wish::of_appointment(&wanted)).await?.into_iter().next()
        },
        may_overbook: ctx.session()?.may(Permission::ScheduleOverbook),
    })
}

/// The time must be open and free.
///
/// # Errors
/// `taken`, or `not_allowed` outside the doctor's hours.
pub async fn require_free(ctx: &Ctx, tx: &mut Tx, request: &CheckSlot) -> Result<()> {
    let mut fields = Fields::default();
    let mode = request.mode.unwrap_or(VisitMode::InPerson);
    let (zone, own_room) = booking::doctor_at(tx, &mut fields, request.doctor_id, request.location_id).await?;
    booking::check_time(ctx, &mut fields, request.starts_at, request.minutes, zone, false);
    fields.check()?;
    let wanted = imagined(ctx, request, mode, own_room.filter(|_| mode == VisitMode::InPerson), zone)?;
    hours::require_open(tx, &wanted, zone).await?;
    refusal::require_no_offer(ctx, tx, &wanted).await?;
    let others = ticks::held(tx, &wanted).await?;
    match ticks::conflicts(ctx, tx, &wanted, &others).await?.into_iter().next() {
        Some(conflict) => Err(ticks::taken(conflict)?),
        None => Ok(()),
    }
}

/// The appointment that a drop would make.
fn imagined(ctx: &Ctx, r: &CheckSlot, mode: VisitMode, room: Option<RoomId>, zone: Tz) -> Result<Appointment> {
    let booking = BookAppointment {
        patient_id: r.patient_id.unwrap_or(PatientId(Uuid::nil())),
        doctor_id: r.doctor_id,
        location_id: r.location_id,
        room_id: room,
        service_id: None,
        starts_at: r.starts_at,
        minutes: Some(r.minutes),
        kind: Some(AppointmentKind::Consultation),
        mode: Some(mode),
        reason: None,
        symptoms: None,
        purpose: None,
        notes: None,
        overbook_reason: None,
    };
    let mut wanted = booking::row(ctx, &booking, r.minutes, room, None, zone)?;
    if let Some(own) = r.appointment_id {
        wanted.id = own;
    }
    Ok(wanted)
}

/// The first closed stretch that the appointment runs into.
async fn closed(q: &mut impl Read, a: &Appointment, zone: Tz) -> Result<Option<super::answers::ClosedSpan>> {
    let rules = availability(q, &[a.doctor_id], Some(a.location_id), a.local_day, a.local_day).await?;
    let open: Vec<_> = slots::open(&rules, a.doctor_id, a.location_id, a.local_day)
        .into_iter()
        .filter(|s| s.visit_mode == a.visit_mode)
        .collect();
    let (start, end) = (
        zone::local_minute(zone, a.local_day, a.starts_at),
        zone::local_minute(zone, a.local_day, a.ends_at),
    );
    let spans = slots::closed(&rules, a.doctor_id, a.location_id, a.local_day, &open);
    Ok(spans.into_iter().find(|s| s.start_minute < end && start < s.end_minute))
}
