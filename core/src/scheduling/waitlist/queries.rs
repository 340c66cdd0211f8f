//! Rows of the waitlist.

use chrono::{DateTime, Utc};

use super::model::WaitlistEntry;
use crate::db::{Arg, Read, Sql, Tx};
use crate::ids::{AppointmentId, LocationId, UserId, WaitlistId};
use crate::{Error, ErrorCode, Result, args};

const ENTRY: &str = "SELECT w.id, w.version, w.patient_id, CONCAT(p.first_name, ' ', p.last_name) AS patient_name, p.phone AS patient_phone, w.doctor_id, \
 d.last_name AS doctor_last_name, w.specialty_id, sp.name AS specialty_name, w.location_id, w.service_id, s.name AS service_name, w.appointment_id, \
 w.earliest_on, w.latest_on, w.weekdays, w.from_minute, w.to_minute, w.minutes, w.visit_mode, w.note, w.status, w.offered_doctor_id, \
 w.offered_starts_at, w.offered_until, w.created_at FROM waitlist w JOIN patients p ON p.id = w.patient_id LEFT JOIN doctors d ON d.id = w.doctor_id \
 LEFT JOIN specialties sp ON sp.id = w.specialty_id LEFT JOIN services s ON s.id = w.service_id";
const BY_ID: &str = " WHERE w.id = ?";
const OPEN: &str = " WHERE w.location_id = ? AND w.status IN ('waiting', 'offered') ORDER BY w.created_at, w.id";
const BOOKED_AS: &str = " WHERE w.appointment_id = ? AND w.status = 'booked'";
const LOCK: &str = "SELECT version FROM waitlist WHERE id = ?";
const INSERT: &str = "INSERT INTO waitlist (id, patient_id, doctor_id, specialty_id, location_id, service_id, appointment_id, earliest_on, latest_on, \
 weekdays, from_minute, to_minute, minutes, visit_mode, note, status, created_by, created_at, updated_at, version) \
 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting', ?, ?, ?, 1)";
const UPDATE: &str = "UPDATE waitlist SET doctor_id = ?, specialty_id = ?, service_id = ?, appointment_id = ?, earliest_on = ?, latest_on = ?, weekdays = ?, \
 from_minute = ?, to_minute = ?, minutes = ?, visit_mode = ?, note = ?, status = ?, offered_doctor_id = ?, offered_starts_at = ?, offered_until = ?, \
 updated_at = ?, version = version + 1 WHERE id = ? AND version = ?";

/// The place as screens show it.
///
/// # Errors
/// `not_found`.
pub async fn find(q: &mut impl Read, id: WaitlistId) -> Result<WaitlistEntry> {
    let found = q.optional(Sql::parts(&[ENTRY, BY_ID]), args![id]).await?;
    found.ok_or_else(|| Error::not_found("waitlist"))
}

/// The place at the version the caller saw, locked.
///
/// # Errors
/// `stale` with what is stored now.
pub async fn lock_at(tx: &mut Tx, id: WaitlistId, version: i32) -> Result<WaitlistEntry> {
    let _: Vec<(i32,)> = tx.locked(LOCK, args![id]).await?;
    let entry = find(tx, id).await?;
    if entry.version == version {
        Ok(entry)
    } else {
        Err(Error::new(ErrorCode::Stale).with("current", serde_json::to_value(entry)?))
    }
}

/// Everyone who waits at a location or has an offer, first come first.
pub async fn open(q: &mut impl Read, location: LocationId) -> Result<Vec<WaitlistEntry>> {
    q.all(Sql::parts(&[ENTRY, OPEN]), args![location]).await
}

/// The places that an appointment fulfilled.
pub async fn booked_as(q: &mut impl Read, appointment: AppointmentId) -> Result<Vec<WaitlistEntry>> {
    q.all(Sql::parts(&[ENTRY, BOOKED_AS]), args![appointment]).await
}

/// Writes a new place.
pub async fn insert(tx: &mut Tx, e: &WaitlistEntry, by: UserId) -> Result<()> {
    let values: Vec<Arg> = args![
        e.id,
        e.patient_id,
        e.doctor_id,
        e.specialty_id,
        e.location_id,
        e.service_id,
        e.appointment_id,
        e.earliest_on,
        e.latest_on,
        e.weekdays,
        e.from_minute,
        e.to_minute,
        e.minutes,
        e.visit_mode,
        &e.note,
        by,
        e.created_at,
        e.created_at
    ];
    tx.exec(INSERT, values).await?;
    Ok(())
}

/// Writes what may change, and counts the version up. The row is locked.
pub async fn update(tx: &mut Tx, e: &WaitlistEntry, now: DateTime<Utc>) -> Result<()> {
    let values = args![
        e.doctor_id,
        e.specialty_id,
        e.service_id,
        e.appointment_id,
        e.earliest_on,
        e.latest_on,
        e.weekdays,
        e.from_minute,
        e.to_minute,
        e.minutes,
        e.visit_mode,
        &e.note,
        e.status,
        e.offered_doctor_id,
        e.offered_starts_at,
        e.offered_until,
        now,
        e.id,
        e.version
    ];
    if tx.exec(UPDATE, values).await? == 1 {
        Ok(())
    } else {
        Err(Error::fault("a place on the waitlist changed under its lock"))
    }
}
