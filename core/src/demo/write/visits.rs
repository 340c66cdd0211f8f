//! Appointments with their history, the ticks they hold, and the queue numbers given.

use chrono::{DateTime, NaiveDate, Utc};

use super::Directory;
use super::rows::insert;
use crate::db::{Arg, Tx};
use crate::demo::doctors::DOCTORS;
use crate::demo::people::DemoPerson;
use crate::demo::visit::DemoVisit;
use crate::ids::EventId;
use crate::scheduling::ticks_between;
use crate::{Result, args};

const APPOINTMENT: &str = "INSERT INTO appointments (id, patient_id, doctor_id, location_id, room_id, service_id, starts_at, ends_at, local_day, lane, kind, visit_mode, status, reason, symptoms, purpose, notes, queue_number, rescheduled_from, cancelled_by, cancel_reason, overbook_reason, reminder_sent, confirmation_sent, checked_in_at, in_progress_at, completed_at, archived, created_by, created_at, updated_at, version) VALUES ";
const APPOINTMENT_ROW: &str = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '[]', '', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
const EVENT: &str = "INSERT INTO appointment_events (id, appointment_id, action, from_status, to_status, actor_id, reason, before_state, created_at, updated_at) VALUES ";
const EVENT_ROW: &str = "(?, ?, ?, ?, ?, ?, ?, '', ?, ?)";
const TICK: &str = "INSERT INTO occupancy (resource_id, tick, lane, appointment_id) VALUES ";
const TICK_ROW: &str = "(?, ?, ?, ?)";
const COUNTER: &str = "INSERT INTO counters (counter_name, last_number, created_at, updated_at) VALUES ";
const COUNTER_ROW: &str = "(?, ?, ?, ?)";
/// Appointments written together: their rows must not pile up in memory.
const TOGETHER: usize = 500;

/// Writes them. `tick` is called now and then, and may end it.
///
/// # Errors
/// As the store says; a unique violation would mean that two hold the same time.
pub(in crate::demo) async fn visits(
    tx: &mut Tx,
    d: &Directory,
    people: &[DemoPerson],
    visits: &[DemoVisit],
    now: DateTime<Utc>,
    tick: &(dyn Fn(usize) -> Result<()> + Send + Sync),
) -> Result<()> {
    for (n, some) in visits.chunks(TOGETHER).enumerate() {
        tick(n * TOGETHER)?;
        let rows = some.iter().map(|v| appointment(d, people, v, now)).collect();
        insert(tx, APPOINTMENT, APPOINTMENT_ROW, rows).await?;
        insert(tx, EVENT, EVENT_ROW, some.iter().flat_map(|v| events(d, v, now)).collect()).await?;
        insert(tx, TICK, TICK_ROW, some.iter().flat_map(|v| ticks(d, people, v)).collect()).await?;
    }
    Ok(())
}

fn appointment(d: &Directory, people: &[DemoPerson], v: &DemoVisit, now: DateTime<Utc>) -> Vec<Arg> {
    let room = v.in_room.then(|| d.rooms[v.place][DOCTORS[v.doctor].room]);
    let (party, why) = v.cancelled.map_or((None, None), |(party, why)| (Some(party), Some(why)));
    let past = v.starts_at < now;
    let mode = if v.online { "online" } else { "in_person" };
    let changed = v.path(now).last().map_or(v.booked_at, |(_, at)| *at);
    let steps = i64::try_from(v.path(now).len()).unwrap_or(1);
    args![
        v.id,
        people[v.person].id,
        d.doctors[v.doctor],
        d.locations[v.place],
        room,
        v.service.map(|s| d.services[s]),
        v.starts_at,
        v.ends_at,
        v.local_day,
        v.lane,
        v.kind,
        mode,
        v.status,
        &v.reason,
        &v.notes,
        v.queue_number,
        v.rescheduled_from,
        party,
        why,
        v.overbook_reason,
        past,
        past,
        v.checked_in_at,
        v.in_progress_at,
        v.completed_at,
        false,
        d.desk,
        v.booked_at,
        changed,
        steps
    ]
}

fn events(d: &Directory, v: &DemoVisit, now: DateTime<Utc>) -> Vec<Vec<Arg>> {
    let mut from = None;
    let mut rows = Vec::new();
    for (status, at) in v.path(now) {
        let why = v.cancelled.filter(|_| status == v.status).map_or("", |(_, why)| why);
        rows.push(args![EventId::fresh(), v.id, status.action(), from, status, d.desk, why, at, at]);
        from = Some(status);
    }
    rows
}

/// Doctor, room and patient hold each tick; the patient never beside another.
fn ticks(d: &Directory, people: &[DemoPerson], v: &DemoVisit) -> Vec<Vec<Arg>> {
    if !v.status.holds_time() {
        return Vec::new();
    }
    let mut held = vec![(d.doctors[v.doctor].0, v.lane), (people[v.person].id.0, 0)];
    held.extend(v.in_room.then(|| (d.rooms[v.place][DOCTORS[v.doctor].room].0, v.lane)));
    ticks_between(v.starts_at, v.ends_at)
        .flat_map(|tick| held.iter().map(move |(resource, lane)| args![*resource, tick, *lane, v.id]))
        .collect()
}

/// Writes how far each queue has come.
///
/// # Errors
/// As the store says.
pub(in crate::demo) async fn queues(tx: &mut Tx, d: &Directory, counts: &[(usize, NaiveDate, i32)], now: DateTime<Utc>) -> Result<()> {
    let rows = counts
        .iter()
        .map(|(place, day, last)| args![format!("queue:{}:{day}", d.locations[*place]), *last, now, now]);
    insert(tx, COUNTER, COUNTER_ROW, rows.collect()).await
}
