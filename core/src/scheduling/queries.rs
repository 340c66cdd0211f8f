//! Rows of appointments and their history.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;

use super::model::{Appointment, AppointmentCard, AppointmentEvent};
use super::states::{AppointmentAction, AppointmentStatus};
use super::zone;
use crate::db::{Arg, Read, Sql, Tx};
use crate::ids::{AppointmentId, DoctorId, EventId, LocationId, UserId};
use crate::{Error, Result, args};

macro_rules! columns {
    () => {
        "id, patient_id, doctor_id, location_id, room_id, service_id, series_id, starts_at, ends_at, local_day, lane, kind, visit_mode, status, \
         reason, symptoms, purpose, notes, queue_number, rescheduled_from, cancelled_by, cancel_reason, overbook_reason, reminder_sent, \
         confirmation_sent, checked_in_at, in_progress_at, completed_at, archived, created_by, version"
    };
}

const FIND: &str = concat!("SELECT ", columns!(), " FROM appointments WHERE id = ?");
const IN_SERIES: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM appointments WHERE series_id = ? AND status IN ('scheduled', 'confirmed') ORDER BY starts_at"
);
const INSERT: &str = concat!(
    "INSERT INTO appointments (",
    columns!(),
    ", created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
);
const UPDATE: &str = "UPDATE appointments SET room_id = ?, service_id = ?, starts_at = ?, ends_at = ?, lane = ?, kind = ?, visit_mode = ?, status = ?, reason = ?, symptoms = ?, \
 purpose = ?, notes = ?, queue_number = ?, cancelled_by = ?, cancel_reason = ?, overbook_reason = ?, checked_in_at = ?, in_progress_at = ?, \
 completed_at = ?, archived = ?, updated_at = ?, version = version + 1 WHERE id = ? AND version = ?";
const EVENT: &str = "INSERT INTO appointment_events (id, appointment_id, action, from_status, to_status, actor_id, reason, before_state, undoes, \
 created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
const EVENTS: &str = "SELECT e.id, e.action, e.from_status, e.to_status, CONCAT(u.first_name, ' ', u.last_name) AS actor_name, e.reason, e.undone_by, \
 e.created_at FROM appointment_events e JOIN users u ON u.id = e.actor_id WHERE e.appointment_id = ? ORDER BY e.created_at, e.id";
const MOVED_TO: &str = "SELECT id FROM appointments WHERE patient_id = ? AND rescheduled_from = ? ORDER BY id DESC LIMIT 1";
/// Of the policy that is asked first on the visit's day.
macro_rules! of_policy {
    ($column:literal) => {
        concat!(
            "COALESCE((SELECT ",
            $column,
            " FROM insurance_policies o JOIN insurers n ON n.id = o.insurer_id WHERE o.patient_id = a.patient_id AND o.active \
             AND (o.valid_from IS NULL OR o.valid_from <= a.local_day) AND (o.valid_to IS NULL OR o.valid_to >= a.local_day) ORDER BY o.policy_rank, o.valid_from DESC, o.id LIMIT 1), '')"
        )
    };
}

const CARD: &str = concat!(
    "SELECT a.id, a.version, a.patient_id, CONCAT(p.first_name, ' ', p.last_name) AS patient_name, p.chart_number, p.date_of_birth, \
     p.sex AS patient_sex, p.phone AS patient_phone, p.desk_note, ",
    of_policy!("n.name"),
    " AS insurance_provider, ",
    of_policy!("o.policy_number"),
    " AS policy_number, a.doctor_id, d.title AS doctor_title, \
 d.first_name AS doctor_first_name, d.last_name AS doctor_last_name, a.location_id, l.time_zone, a.room_id, r.name AS room_name, a.service_id, \
 s.name AS service_name, a.series_id, a.starts_at, a.ends_at, a.local_day, a.lane, a.kind, a.visit_mode, a.status, a.reason, a.symptoms, a.purpose, \
 a.notes, a.queue_number, a.rescheduled_from, a.cancelled_by, a.cancel_reason, a.overbook_reason, a.checked_in_at, a.in_progress_at, a.completed_at, \
 a.reminder_sent, a.archived FROM appointments a JOIN patients p ON p.id = a.patient_id JOIN doctors d ON d.id = a.doctor_id \
 JOIN locations l ON l.id = a.location_id LEFT JOIN rooms r ON r.id = a.room_id LEFT JOIN services s ON s.id = a.service_id"
);
const BY_ID: &str = " WHERE a.id = ?";
const OF_DAY: &str =
    " WHERE a.location_id = ? AND a.local_day = ? AND a.archived = ? AND a.status <> 'rescheduled' ORDER BY a.starts_at, d.last_name, a.id";

const OF_DOCTOR: &str = " WHERE a.doctor_id = ? AND a.starts_at > ? AND a.starts_at < ? AND a.local_day = ? AND a.archived = ? AND a.status <> 'rescheduled' \
 ORDER BY a.starts_at, a.id";

/// The appointment.
///
/// # Errors
/// `not_found`.
pub async fn find(q: &mut impl Read, id: AppointmentId) -> Result<Appointment> {
    q.optional(FIND, args![id]).await?.ok_or_else(|| Error::not_found("appointment"))
}

/// The appointment, locked until the transaction ends.
///
/// # Errors
/// `not_found`.
pub async fn lock(tx: &mut Tx, id: AppointmentId) -> Result<Appointment> {
    let found = tx.locked(FIND, args![id]).await?.into_iter().next();
    found.ok_or_else(|| Error::not_found("appointment"))
}

/// The appointments of a series that lie ahead, locked, by start.
pub async fn lock_series(tx: &mut Tx, series: crate::ids::SeriesId) -> Result<Vec<Appointment>> {
    tx.locked(IN_SERIES, args![series]).await
}

/// The appointments of a series that lie ahead, by start.
pub async fn in_series(q: &mut impl Read, series: crate::ids::SeriesId) -> Result<Vec<Appointment>> {
    q.all(IN_SERIES, args![series]).await
}

/// Writes a new appointment.
pub async fn insert(tx: &mut Tx, a: &Appointment, now: DateTime<Utc>) -> Result<()> {
    let symptoms = serde_json::to_string(&a.symptoms)?;
    let values = args![
        a.id,
        a.patient_id,
        a.doctor_id,
        a.location_id,
        a.room_id,
        a.service_id,
        a.series_id,
        a.starts_at,
        a.ends_at,
        a.local_day,
        a.lane,
        a.kind,
        a.visit_mode,
        a.status,
        &a.reason,
        symptoms,
        &a.purpose,
        &a.notes,
        a.queue_number,
        a.rescheduled_from,
        a.cancelled_by,
        a.cancel_reason.clone(),
        a.overbook_reason.clone(),
        a.reminder_sent,
        a.confirmation_sent,
        a.checked_in_at,
        a.in_progress_at,
        a.completed_at,
        a.archived,
        a.created_by,
        a.version,
        now,
        now
    ];
    tx.exec(INSERT, values).await?;
    Ok(())
}

/// Writes what may change of an appointment, and counts its version up.
///
/// # Errors
/// A fault when the row is not at the version given: callers lock it first.
pub async fn update(tx: &mut Tx, a: &mut Appointment, now: DateTime<Utc>) -> Result<()> {
    let symptoms = serde_json::to_string(&a.symptoms)?;
    let values = args![
        a.room_id,
        a.service_id,
        a.starts_at,
        a.ends_at,
        a.lane,
        a.kind,
        a.visit_mode,
        a.status,
        &a.reason,
        symptoms,
        &a.purpose,
        &a.notes,
        a.queue_number,
        a.cancelled_by,
        a.cancel_reason.clone(),
        a.overbook_reason.clone(),
        a.checked_in_at,
        a.in_progress_at,
        a.completed_at,
        a.archived,
        now,
        a.id,
        a.version
    ];
    if tx.exec(UPDATE, values).await? != 1 {
        return Err(Error::fault("an appointment changed under its lock"));
    }
    a.version += 1;
    Ok(())
}

/// A step to be written to the history.
#[derive(Debug)]
pub struct NewEvent<'a> {
    /// Of which appointment.
    pub appointment: AppointmentId,
    /// What was done.
    pub action: AppointmentAction,
    /// Status before.
    pub from: Option<AppointmentStatus>,
    /// Status after.
    pub to: AppointmentStatus,
    /// Why.
    pub reason: &'a str,
    /// The row before, for undo.
    pub before: Option<&'a Appointment>,
    /// The event that this one takes back.
    pub undoes: Option<EventId>,
}

/// Writes a step of the history.
pub async fn add_event(tx: &mut Tx, event: NewEvent<'_>, actor: UserId, now: DateTime<Utc>) -> Result<EventId> {
    let id = EventId::fresh();
    let before = event.before.map(serde_json::to_string).transpose()?.unwrap_or_default();
    let values = args![
        id,
        event.appointment,
        event.action,
        event.from,
        event.to,
        actor,
        event.reason,
        before,
        event.undoes,
        now,
        now
    ];
    tx.exec(EVENT, values).await?;
    Ok(id)
}

/// The history, oldest first.
pub async fn events(q: &mut impl Read, id: AppointmentId) -> Result<Vec<AppointmentEvent>> {
    q.all(EVENTS, args![id]).await
}

/// The appointment that took this one's place.
pub async fn moved_to(q: &mut impl Read, card: &AppointmentCard) -> Result<Option<AppointmentId>> {
    if card.status != AppointmentStatus::Rescheduled {
        return Ok(None);
    }
    let row: Option<(AppointmentId,)> = q.optional(MOVED_TO, args![card.patient_id, card.id]).await?;
    Ok(row.map(|r| r.0))
}

/// The appointment as screens show it.
///
/// # Errors
/// `not_found`.
pub async fn card(q: &mut impl Read, id: AppointmentId) -> Result<AppointmentCard> {
    let found = cards(q, BY_ID, args![id]).await?.into_iter().next();
    found.ok_or_else(|| Error::not_found("appointment"))
}

/// A location's day: everything that is neither moved nor archived, by start.
pub async fn cards_of_day(q: &mut impl Read, location: LocationId, day: NaiveDate) -> Result<Vec<AppointmentCard>> {
    cards(q, OF_DAY, args![location, day, false]).await
}

/// A doctor's day at every location: everything that is neither moved nor archived, by start.
///
/// # Errors
/// As the store says.
pub async fn cards_of_doctor(q: &mut impl Read, doctor: DoctorId, day: NaiveDate) -> Result<Vec<AppointmentCard>> {
    let midnight = day.and_time(chrono::NaiveTime::MIN).and_utc();
    // A local day lies within these instants in every zone; the index is on the start.
    let (from, to) = (midnight - TimeDelta::days(1), midnight + TimeDelta::days(2));
    cards(q, OF_DOCTOR, args![doctor, from, to, day, false]).await
}

async fn cards(q: &mut impl Read, filter: &'static str, values: Vec<Arg>) -> Result<Vec<AppointmentCard>> {
    let mut cards: Vec<AppointmentCard> = q.all(Sql::parts(&[CARD, filter]), values).await?;
    for card in &mut cards {
        let zone: Tz = zone_of(&card.time_zone)?;
        card.start_minute = zone::local_minute(zone, card.local_day, card.starts_at);
        card.end_minute = zone::local_minute(zone, card.local_day, card.ends_at);
        let years = card.local_day.years_since(card.date_of_birth).unwrap_or(0);
        card.patient_age = i32::try_from(years).unwrap_or(0);
    }
    Ok(cards)
}

/// Reads a location's zone; it was checked when it was entered.
///
/// # Errors
/// A fault when this program's zone list lacks it.
pub fn zone_of(name: &str) -> Result<Tz> {
    name.parse().map_err(|_| Error::fault("a location's time zone is unknown"))
}
