//! Placing an appointment: what is asked is checked, then the database is asked to refuse an overlap.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::answers::Change;
use super::model::{Appointment, AppointmentKind};
use super::queries::{self, NewEvent, zone_of};
use super::requests::BookAppointment;
use super::states::{AppointmentAction, AppointmentStatus};
use super::zone;
use super::{hours, refusal, slots, ticks, undo};
use crate::api::{Ctx, Fields};
use crate::db::{Read, Tx};
use crate::directory::{VisitMode, availability};
use crate::feed::Topic;
use crate::identity::Permission;
use crate::ids::{AppointmentId, DoctorId, LocationId, PatientId, RoomId, ServiceId};
use crate::{Error, ErrorCode, Result, args, audit};

/// The longest appointment, in minutes.
pub const LONGEST: i32 = 720;
/// How far ahead bookings go.
const FURTHEST: TimeDelta = TimeDelta::days(731);

const PLACE: &str = "SELECT d.available, d.approval = 'approved' AS approved, l.status = 'active' AS active, l.time_zone, dl.room_id FROM doctors d \
 JOIN locations l ON l.id = ? LEFT JOIN doctor_locations dl ON dl.doctor_id = d.id AND dl.location_id = l.id WHERE d.id = ?";
const PATIENT: &str = "SELECT status = 'active' AS active FROM patients WHERE id = ?";
const MERGED: &str = "SELECT status = 'merged' AS merged FROM patients WHERE id = ?";
const SERVICE: &str = "SELECT minutes, active FROM services WHERE id = ?";
const ROOM: &str = "SELECT active FROM rooms WHERE id = ? AND location_id = ?";

/// What the directory says of a doctor at a location.
#[derive(Debug, sqlx::FromRow)]
struct PlaceRow {
    available: bool,
    approved: bool,
    active: bool,
    time_zone: String,
    room_id: Option<RoomId>,
}

/// `scheduling.book`
pub async fn book(ctx: &Ctx, request: BookAppointment) -> Result<Change> {
    let overbook = overbook_reason(ctx, request.overbook_reason.as_deref())?;
    let result = ctx
        .transact(|tx, _| {
            let (request, overbook) = (&request, overbook.clone());
            futures::FutureExt::boxed(async move {
                let (mut appointment, zone) = draft(ctx, tx, request, overbook).await?;
                let event = place(ctx, tx, &mut appointment, zone, AppointmentAction::Booked).await?;
                change(ctx, tx, appointment.id, event).await
            })
        })
        .await;
    refusal::with_openings(ctx, result, || refusal::Wish::of_booking(&request)).await
}

/// The reason to overbook, when one is given and the caller may.
///
/// # Errors
/// `denied`; `invalid` when it is too long.
pub fn overbook_reason(ctx: &Ctx, reason: Option<&str>) -> Result<Option<String>> {
    let Some(reason) = reason.map(str::trim).filter(|r| !r.is_empty()) else {
        return Ok(None);
    };
    if !ctx.session()?.may(Permission::ScheduleOverbook) {
        return Err(Error::new(ErrorCode::Denied).with("permission", Permission::ScheduleOverbook.as_str()));
    }
    let mut fields = Fields::default();
    fields.at_most("overbook_reason", reason, 400);
    fields.check()?;
    Ok(Some(reason.to_owned()))
}

/// Checks a booking and makes the row of it.
pub async fn draft(ctx: &Ctx, tx: &mut impl Read, r: &BookAppointment, overbook: Option<String>) -> Result<(Appointment, Tz)> {
    let mut fields = Fields::default();
    check_text(&mut fields, r);
    let patient: Option<(bool,)> = tx.optional(PATIENT, args![r.patient_id]).await?;
    if !patient.ok_or_else(|| Error::not_found("patient"))?.0 {
        fields.wrong("patient_id", "not_active");
    }
    let mode = r.mode.unwrap_or(VisitMode::InPerson);
    let (zone, own_room) = doctor_at(tx, &mut fields, r.doctor_id, r.location_id).await?;
    let room_id = room(tx, &mut fields, r.room_id.or(own_room), r.location_id, mode).await?;
    let offered = of_service(tx, &mut fields, r.service_id).await?;
    let minutes = match r.minutes.or(offered) {
        Some(minutes) => minutes,
        None => usual_minutes(tx, r, zone).await?,
    };
    check_time(ctx, &mut fields, r.starts_at, minutes, zone, overbook.is_some());
    fields.check()?;
    Ok((row(ctx, r, minutes, room_id, overbook, zone)?, zone))
}

/// The row of a booking whose wishes are checked.
pub fn row(
    ctx: &Ctx,
    r: &BookAppointment,
    minutes: i32,
    room_id: Option<RoomId>,
    overbook: Option<String>,
    zone: Tz,
) -> Result<Appointment> {
    let text = |t: &Option<String>| t.as_deref().map(str::trim).unwrap_or_default().to_owned();
    Ok(Appointment {
        id: AppointmentId::fresh(),
        patient_id: r.patient_id,
        doctor_id: r.doctor_id,
        location_id: r.location_id,
        room_id,
        service_id: r.service_id,
        series_id: None,
        starts_at: r.starts_at,
        ends_at: r.starts_at + TimeDelta::minutes(minutes.into()),
        local_day: zone::local_day(zone, r.starts_at),
        lane: 0,
        kind: r.kind.unwrap_or(AppointmentKind::Consultation),
        visit_mode: r.mode.unwrap_or(VisitMode::InPerson),
        status: AppointmentStatus::Scheduled,
        reason: text(&r.reason),
        symptoms: r.symptoms.clone().unwrap_or_default(),
        purpose: text(&r.purpose),
        notes: text(&r.notes),
        queue_number: None,
        rescheduled_from: None,
        cancelled_by: None,
        cancel_reason: None,
        overbook_reason: overbook,
        reminder_sent: false,
        confirmation_sent: false,
        checked_in_at: None,
        in_progress_at: None,
        completed_at: None,
        archived: false,
        created_by: ctx.session()?.user_id,
        version: 1,
    })
}

fn check_text(fields: &mut Fields, r: &BookAppointment) {
    fields.at_most("reason", r.reason.as_deref().unwrap_or_default(), 400);
    fields.at_most("purpose", r.purpose.as_deref().unwrap_or_default(), 400);
    fields.at_most("notes", r.notes.as_deref().unwrap_or_default(), 2000);
    check_symptoms(fields, r.symptoms.as_deref().unwrap_or_default());
}

/// At most 30 symptoms of 200 characters.
pub fn check_symptoms(fields: &mut Fields, symptoms: &[String]) {
    if symptoms.len() > 30 {
        fields.wrong_with("symptoms", "too_many", "max", 30);
    }
    for (n, symptom) in symptoms.iter().enumerate() {
        fields.required(&format!("symptoms.{n}"), symptom, 200);
    }
}

/// Start and length on the 5-minute grid, neither on a past day nor too far ahead.
pub fn check_time(ctx: &Ctx, fields: &mut Fields, starts_at: DateTime<Utc>, minutes: i32, zone: Tz, overbook: bool) {
    check_minutes(fields, minutes);
    if starts_at.timestamp() % ticks::TICK != 0 || starts_at.timestamp_subsec_nanos() != 0 {
        fields.wrong_with("starts_at", "off_grid", "minutes", 5);
    }
    let today = zone::local_day(zone, ctx.now);
    if zone::local_day(zone, starts_at) < today && !overbook {
        fields.wrong("starts_at", "past_day");
    }
    if starts_at > ctx.now + FURTHEST {
        fields.wrong_with("starts_at", "too_far", "days", FURTHEST.num_days());
    }
}

/// 5 to 720 minutes in steps of 5.
pub fn check_minutes(fields: &mut Fields, minutes: i32) {
    if !(5..=LONGEST).contains(&minutes) {
        fields.within("minutes", minutes.into(), 5, LONGEST.into());
    } else if minutes % 5 != 0 {
        fields.wrong_with("minutes", "off_grid", "minutes", 5);
    }
}

/// The location's zone and the doctor's room there.
///
/// # Errors
/// `not_found` for a doctor or location that is not there.
pub async fn doctor_at(q: &mut impl Read, fields: &mut Fields, doctor: DoctorId, location: LocationId) -> Result<(Tz, Option<RoomId>)> {
    let row: Option<PlaceRow> = q.optional(PLACE, args![location, doctor]).await?;
    let row = row.ok_or_else(|| Error::not_found("doctor"))?;
    if !row.available || !row.approved {
        fields.wrong("doctor_id", "not_available");
    }
    if !row.active {
        fields.wrong("location_id", "not_active");
    }
    Ok((zone_of(&row.time_zone)?, row.room_id))
}

/// The room to be held: none online.
pub async fn room(
    q: &mut impl Read,
    fields: &mut Fields,
    wanted: Option<RoomId>,
    location: LocationId,
    mode: VisitMode,
) -> Result<Option<RoomId>> {
    let Some(room) = wanted.filter(|_| mode == VisitMode::InPerson) else {
        return Ok(None);
    };
    let found: Option<(bool,)> = q.optional(ROOM, args![room, location]).await?;
    if !found.is_some_and(|r| r.0) {
        fields.wrong("room_id", "not_active");
    }
    Ok(Some(room))
}

/// The slot of the session in which the visit starts, or 15 minutes.
async fn usual_minutes(q: &mut impl Read, r: &BookAppointment, zone: Tz) -> Result<i32> {
    let day = zone::local_day(zone, r.starts_at);
    let minute = zone::local_minute(zone, day, r.starts_at);
    let rules = availability(q, &[r.doctor_id], Some(r.location_id), day, day).await?;
    let open = slots::open(&rules, r.doctor_id, r.location_id, day);
    let session = open.iter().find(|s| s.start_minute <= minute && minute < s.end_minute);
    Ok(session.map_or(15, |s| s.slot_minutes))
}

/// A service's length, rounded up to 5 minutes; one that is no longer offered is a wrong field.
///
/// # Errors
/// `not_found`.
pub async fn of_service(q: &mut impl Read, fields: &mut Fields, service: Option<ServiceId>) -> Result<Option<i32>> {
    let Some(service) = service else { return Ok(None) };
    let row: Option<(i32, bool)> = q.optional(SERVICE, args![service]).await?;
    let (minutes, active) = row.ok_or_else(|| Error::not_found("service"))?;
    if !active {
        fields.wrong("service_id", "not_active");
    }
    Ok(Some((minutes + 4) / 5 * 5))
}

/// Writes the row, takes its time, and tells history, audit and the other screens. The one way an appointment comes to be.
pub async fn place(ctx: &Ctx, tx: &mut Tx, a: &mut Appointment, zone: Tz, action: AppointmentAction) -> Result<crate::ids::EventId> {
    hold_patient(tx, a.patient_id).await?;
    hours::require_open(tx, a, zone).await?;
    refusal::require_no_offer(ctx, tx, a).await?;
    queries::insert(tx, a, ctx.now).await?;
    ticks::take(ctx, tx, a, a.overbook_reason.is_some()).await?;
    let event = NewEvent {
        appointment: a.id,
        action,
        from: None,
        to: a.status,
        reason: a.overbook_reason.as_deref().unwrap_or_default(),
        before: None,
        undoes: None,
    };
    let id = queries::add_event(tx, event, a.created_by, ctx.now).await?;
    tx.record(entry(ctx, a).created(a).because(a.overbook_reason.as_deref().unwrap_or_default()));
    announce(tx, a);
    Ok(id)
}

/// Keeps a merge of this chart away until the transaction ends: it would not see the appointment that is being placed.
///
/// # Errors
/// `invalid` when the chart was merged meanwhile.
async fn hold_patient(tx: &mut Tx, patient: PatientId) -> Result<()> {
    let rows: Vec<(bool,)> = tx.locked(MERGED, args![patient]).await?;
    let (merged,) = rows.first().ok_or_else(|| Error::not_found("patient"))?;
    if *merged {
        return Err(Error::field("patient_id", "not_active"));
    }
    Ok(())
}

/// An audit record of this appointment.
pub fn entry(ctx: &Ctx, a: &Appointment) -> audit::Entry {
    audit::Entry::new(ctx.command, "appointment", a.id.0)
        .patient(a.patient_id)
        .at(a.location_id)
}

/// Tells the other screens that this appointment changed.
pub fn announce(tx: &mut Tx, a: &Appointment) {
    tx.changed(Topic::appointments(a.location_id, a.local_day));
    tx.changed(Topic::patient(a.patient_id));
}

/// The answer to a change.
pub async fn change(ctx: &Ctx, q: &mut impl Read, id: AppointmentId, event_id: crate::ids::EventId) -> Result<Change> {
    let card = queries::card(q, id).await?;
    Ok(Change {
        moved_from: card.rescheduled_from,
        card,
        event_id,
        undo_until: Some(ctx.now + undo::window(ctx, q).await?),
        proposal: None,
    })
}
