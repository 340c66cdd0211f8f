//! Occupancy: one row per 5-minute tick that an appointment holds for its doctor, its room and its patient.
//!
//! The primary key (resource, tick, lane) is the guarantee against overlaps; the read before the insert only finds
//! lanes and names who is in the way without provoking the key.

use std::ops::Range;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::answers::{Conflict, ConflictKind};
use super::model::Appointment;
use crate::api::Ctx;
use crate::db::{Read, Sql, Tx};
use crate::identity::Permission;
use crate::ids::AppointmentId;
use crate::{Error, ErrorCode, Result, args};

/// Seconds of a tick.
pub const TICK: i64 = 300;
/// The last lane of a deliberate overbook: four patients at one time are the most.
const LAST_LANE: i32 = 3;
/// How often the insert is tried again when who was in the way has gone meanwhile.
const TRIES: usize = 8;

const HELD: &str = "SELECT DISTINCT resource_id, lane, appointment_id FROM occupancy WHERE resource_id IN (??) AND tick >= ? AND tick < ?";
const INSERT: &str = "INSERT INTO occupancy (resource_id, tick, lane, appointment_id) VALUES (?, ?, ?, ?)";
const ANOTHER: &str = ", (?, ?, ?, ?)";
const RELEASE: &str = "DELETE FROM occupancy WHERE resource_id IN (??) AND tick >= ? AND tick < ? AND appointment_id = ?";
const SET_LANE: &str = "UPDATE appointments SET lane = ? WHERE id = ?";
const IN_THE_WAY: &str = "SELECT a.id, CONCAT(p.first_name, ' ', p.last_name) AS patient_name, CONCAT(d.first_name, ' ', d.last_name) AS doctor_name, \
 COALESCE(r.name, '') AS room_name, a.starts_at, a.ends_at FROM appointments a JOIN patients p ON p.id = a.patient_id \
 JOIN doctors d ON d.id = a.doctor_id LEFT JOIN rooms r ON r.id = a.room_id WHERE a.id IN (??) ORDER BY a.starts_at";

/// A resource held by an appointment somewhere in a span.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub struct Held {
    resource_id: Uuid,
    lane: i32,
    appointment_id: AppointmentId,
}

#[derive(Debug, sqlx::FromRow)]
struct InTheWay {
    id: AppointmentId,
    patient_name: String,
    doctor_name: String,
    room_name: String,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
}

fn resources(a: &Appointment) -> Vec<Uuid> {
    let mut all = vec![a.doctor_id.0, a.patient_id.0];
    all.extend(a.room_id.map(|r| r.0));
    // One order for everyone keeps two bookings from waiting for each other.
    all.sort();
    all
}

fn ticks(a: &Appointment) -> Range<i64> {
    ticks_between(a.starts_at, a.ends_at)
}

/// The ticks between two instants, before 1970 too; one that has begun counts whole.
pub fn ticks_between(starts_at: DateTime<Utc>, ends_at: DateTime<Utc>) -> Range<i64> {
    starts_at.timestamp().div_euclid(TICK)..(ends_at.timestamp() + TICK - 1).div_euclid(TICK)
}

/// What others hold in the time of this appointment.
pub async fn held(q: &mut impl Read, a: &Appointment) -> Result<Vec<Held>> {
    held_beside(q, a, &[]).await
}

/// What others than `own` hold in the time of this appointment.
pub async fn held_beside(q: &mut impl Read, a: &Appointment, own: &[AppointmentId]) -> Result<Vec<Held>> {
    let wanted = resources(a);
    let ticks = ticks(a);
    let mut values: Vec<crate::db::Arg> = wanted.iter().map(|id| (*id).into()).collect();
    values.extend(args![ticks.start, ticks.end]);
    let held: Vec<Held> = q.all(Sql::list(HELD, wanted.len()), values).await?;
    let others = held
        .into_iter()
        .filter(|h| h.appointment_id != a.id && !own.contains(&h.appointment_id));
    Ok(others.collect())
}

/// Takes the appointment's time for doctor, room and patient. The row itself stands already.
/// With `overbook` it takes the first free lane beside the others; the patient can never be in two places.
///
/// # Errors
/// `taken`, naming who or what is in the way.
pub async fn take(ctx: &Ctx, tx: &mut Tx, a: &mut Appointment, overbook: bool) -> Result<()> {
    for _ in 0..TRIES {
        let others = held(tx, a).await?;
        let Some(lane) = free_lane(a, &others, overbook) else {
            return Err(taken(first_conflict(ctx, tx, a, &others).await?)?);
        };
        if lane != a.lane {
            tx.exec(SET_LANE, args![lane, a.id]).await?;
            a.lane = lane;
        }
        match write(tx, a).await {
            // Committed between our read and our insert: read again and name it.
            Err(error) if error.is_unique_violation() => {}
            result => return result,
        }
    }
    Err(Error::new(ErrorCode::Busy))
}

/// The lane to take; `None` when someone is in the way.
fn free_lane(a: &Appointment, others: &[Held], overbook: bool) -> Option<i32> {
    if others.iter().any(|h| h.resource_id == a.patient_id.0) {
        return None;
    }
    let free = |lane: &i32| !others.iter().any(|h| h.lane == *lane);
    if overbook {
        (0..=LAST_LANE).find(free)
    } else {
        others.is_empty().then_some(0)
    }
}

async fn write(tx: &mut Tx, a: &Appointment) -> Result<()> {
    if cfg!(feature = "plant") {
        return Ok(());
    }
    let mut values = Vec::new();
    for resource in resources(a) {
        let lane = if resource == a.patient_id.0 { 0 } else { a.lane };
        for tick in ticks(a) {
            values.extend(args![resource, tick, lane, a.id]);
        }
    }
    let mut parts = vec![INSERT];
    parts.resize(values.len() / 4, ANOTHER);
    tx.exec(Sql::parts(&parts), values).await?;
    Ok(())
}

/// Gives the appointment's time back.
pub async fn release(tx: &mut Tx, a: &Appointment) -> Result<()> {
    let held = resources(a);
    let ticks = ticks(a);
    let mut values: Vec<crate::db::Arg> = held.iter().map(|id| (*id).into()).collect();
    values.extend(args![ticks.start, ticks.end, a.id]);
    tx.exec(Sql::list(RELEASE, held.len()), values).await?;
    Ok(())
}

/// Every conflict of an appointment with what others hold; doctor first, then room, then patient, each by start.
pub async fn conflicts(ctx: &Ctx, q: &mut impl Read, a: &Appointment, others: &[Held]) -> Result<Vec<Conflict>> {
    let values: Vec<crate::db::Arg> = others.iter().map(|h| h.appointment_id.into()).collect();
    let rows: Vec<InTheWay> = q.all(Sql::list(IN_THE_WAY, values.len()), values).await?;
    let may_read = ctx.session()?.may(Permission::PatientsRead);
    let mut all = Vec::new();
    for (resource, kind) in [
        (Some(a.doctor_id.0), ConflictKind::Doctor),
        (a.room_id.map(|r| r.0), ConflictKind::Room),
        (Some(a.patient_id.0), ConflictKind::Patient),
    ] {
        let holds = |row: &&InTheWay| others.iter().any(|h| Some(h.resource_id) == resource && h.appointment_id == row.id);
        all.extend(rows.iter().filter(holds).map(|row| conflict(row, kind, may_read)));
    }
    Ok(all)
}

fn conflict(row: &InTheWay, kind: ConflictKind, may_read_patients: bool) -> Conflict {
    Conflict {
        kind,
        name: if kind == ConflictKind::Room {
            row.room_name.clone()
        } else {
            row.doctor_name.clone()
        },
        appointment_id: Some(row.id),
        patient_name: may_read_patients.then(|| row.patient_name.clone()),
        starts_at: row.starts_at,
        ends_at: row.ends_at,
        openings: Vec::new(),
    }
}

async fn first_conflict(ctx: &Ctx, tx: &mut Tx, a: &Appointment, others: &[Held]) -> Result<Conflict> {
    let all = conflicts(ctx, tx, a, others).await?;
    all.into_iter()
        .next()
        .ok_or_else(|| Error::fault("ticks of an appointment that is not there"))
}

/// The refusal that names a conflict.
///
/// # Errors
/// Only when the conflict cannot be written as JSON.
pub fn taken(conflict: Conflict) -> Result<Error> {
    let mut error = Error::new(ErrorCode::Taken);
    if let serde_json::Value::Object(params) = serde_json::to_value(conflict)? {
        error.params.extend(params);
    }
    Ok(error)
}
