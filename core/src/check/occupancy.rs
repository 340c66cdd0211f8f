//! Ticks against appointments, both ways.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Check, Finding, Tally};
use crate::db::{Db, Read};
use crate::{Result, args};

/// Seconds of a tick.
const TICK: i64 = 300;
const PAGE: i64 = 5000;

const TICKS: &str = "SELECT o.resource_id, o.tick, o.lane AS held_lane, o.appointment_id, a.starts_at, a.ends_at, a.lane, a.status, a.doctor_id, a.room_id, a.patient_id \
 FROM occupancy o JOIN appointments a ON a.id = o.appointment_id \
 WHERE o.resource_id >= ? AND (o.resource_id > ? OR o.tick > ? OR (o.tick = ? AND o.lane > ?)) ORDER BY o.resource_id, o.tick, o.lane LIMIT ?";
const APPOINTMENTS: &str = "SELECT id, starts_at, ends_at, room_id, status FROM appointments WHERE id > ? ORDER BY id LIMIT ?";

#[derive(Debug, sqlx::FromRow)]
struct Tick {
    resource_id: Uuid,
    tick: i64,
    held_lane: i64,
    appointment_id: Uuid,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    lane: i64,
    status: String,
    doctor_id: Uuid,
    room_id: Option<Uuid>,
    patient_id: Uuid,
}

impl Tick {
    /// Whether its appointment is in force and holds this resource, lane and time.
    fn is_explained(&self) -> bool {
        let lane = if self.resource_id == self.patient_id { 0 } else { self.lane };
        let of_it = [Some(self.doctor_id), self.room_id, Some(self.patient_id)].contains(&Some(self.resource_id));
        of_it && holds_time(&self.status) && self.held_lane == lane && span(self.starts_at, self.ends_at).contains(&self.tick)
    }
}

/// Whether an appointment in this state keeps others out of its time.
pub(super) fn holds_time(status: &str) -> bool {
    !matches!(status, "cancelled" | "no_show" | "rescheduled")
}

fn span(starts_at: DateTime<Utc>, ends_at: DateTime<Utc>) -> std::ops::Range<i64> {
    starts_at.timestamp().div_euclid(TICK)..(ends_at.timestamp() + TICK - 1).div_euclid(TICK)
}

pub(super) async fn run(db: &Db) -> Result<Vec<Finding>> {
    let mut held = HashMap::new();
    let stray = stray(db, &mut held).await?;
    let missing = missing(db, &held).await?;
    let findings = [stray.finding(Check::TicksStray, ""), missing.finding(Check::TicksMissing, "")];
    Ok(findings.into_iter().flatten().collect())
}

/// Ticks that nothing explains; counts those that are explained for each appointment.
async fn stray(db: &Db, held: &mut HashMap<Uuid, i64>) -> Result<Tally> {
    let (mut tally, mut at) = (Tally::default(), (Uuid::nil(), -1, -1));
    loop {
        let (resource, tick, lane) = at;
        let values = args![resource, resource, tick, tick, lane, PAGE];
        let page: Vec<Tick> = db.clone().all(TICKS, values).await?;
        let Some(last) = page.last() else { break };
        at = (last.resource_id, last.tick, last.held_lane);
        for tick in page {
            if tick.is_explained() {
                *held.entry(tick.appointment_id).or_default() += 1;
            } else {
                tally.add(tick.appointment_id);
            }
        }
    }
    Ok(tally)
}

/// Id, start, end, room and status of an appointment.
type Held = (Uuid, DateTime<Utc>, DateTime<Utc>, Option<Uuid>, String);

async fn missing(db: &Db, held: &HashMap<Uuid, i64>) -> Result<Tally> {
    let (mut tally, mut after) = (Tally::default(), Uuid::nil());
    loop {
        let page: Vec<Held> = db.clone().all(APPOINTMENTS, args![after, PAGE]).await?;
        let Some((last, ..)) = page.last() else { break };
        after = *last;
        for (id, starts_at, ends_at, room, status) in page {
            let span = span(starts_at, ends_at);
            let resources = if room.is_some() { 3 } else { 2 };
            let wanted = if holds_time(&status) {
                (span.end - span.start) * resources
            } else {
                0
            };
            if held.get(&id).copied().unwrap_or(0) != wanted {
                tally.add(id);
            }
        }
    }
    Ok(tally)
}
