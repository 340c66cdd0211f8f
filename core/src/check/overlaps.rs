//! Appointments of one resource at the same time, found by sorting them: knows nothing of ticks.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::occupancy::holds_time;
use super::{Check, Finding, Tally};
use crate::db::{Arg, Db, Read, Sql};
use crate::{Result, args};

/// A kind of resource: its ids by page, and the appointments of some of them in order.
struct Kind {
    place: &'static str,
    ids: &'static str,
    appointments: &'static str,
    /// Appointments that overbook are in lanes; a patient has one lane only.
    lanes: bool,
}

const PAGE: i64 = 200;

const KINDS: [Kind; 3] = [
    Kind {
        place: "doctor",
        ids: "SELECT id FROM doctors WHERE id > ? ORDER BY id LIMIT ?",
        appointments: "SELECT id, doctor_id AS resource_id, lane, starts_at, ends_at, status FROM appointments WHERE doctor_id IN (??) ORDER BY starts_at",
        lanes: true,
    },
    Kind {
        place: "room",
        ids: "SELECT id FROM rooms WHERE id > ? ORDER BY id LIMIT ?",
        appointments: "SELECT id, room_id AS resource_id, lane, starts_at, ends_at, status FROM appointments WHERE room_id IN (??) ORDER BY starts_at",
        lanes: true,
    },
    Kind {
        place: "patient",
        ids: "SELECT id FROM patients WHERE id > ? ORDER BY id LIMIT ?",
        appointments: "SELECT id, patient_id AS resource_id, lane, starts_at, ends_at, status FROM appointments WHERE patient_id IN (??) ORDER BY starts_at",
        lanes: false,
    },
];

#[derive(Debug, sqlx::FromRow)]
struct Held {
    id: Uuid,
    resource_id: Uuid,
    lane: i64,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    status: String,
}

pub(super) async fn run(db: &Db) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for kind in &KINDS {
        findings.extend(sweep(db, kind).await?.finding(Check::Overlaps, kind.place));
    }
    Ok(findings)
}

async fn sweep(db: &Db, kind: &Kind) -> Result<Tally> {
    let (mut tally, mut after) = (Tally::default(), Uuid::nil());
    loop {
        let page: Vec<(Uuid,)> = db.clone().all(kind.ids, args![after, PAGE]).await?;
        let Some((last,)) = page.last() else { break };
        after = *last;
        let values = page.iter().map(|(id,)| Arg::Uuid(*id)).collect();
        let held: Vec<Held> = db.clone().all(Sql::list(kind.appointments, page.len()), values).await?;
        overlapping(held, kind.lanes).into_iter().for_each(|id| tally.add(id));
    }
    Ok(tally)
}

/// Of appointments in order of their start, those that begin before an earlier one of the same resource and lane ends.
fn overlapping(held: Vec<Held>, lanes: bool) -> Vec<Uuid> {
    let mut busy_until: HashMap<(Uuid, i64), DateTime<Utc>> = HashMap::new();
    let mut found = Vec::new();
    for one in held.into_iter().filter(|one| holds_time(&one.status)) {
        let until = busy_until
            .entry((one.resource_id, if lanes { one.lane } else { 0 }))
            .or_insert(DateTime::<Utc>::MIN_UTC);
        if one.starts_at < *until {
            found.push(one.id);
        }
        *until = one.ends_at.max(*until);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(resource: u128, lane: i64, minutes: (i64, i64), status: &str) -> Held {
        let at = |minute: i64| DateTime::from_timestamp(minute * 60, 0).unwrap();
        Held {
            id: crate::ids::fresh(),
            resource_id: Uuid::from_u128(resource),
            lane,
            starts_at: at(minutes.0),
            ends_at: at(minutes.1),
            status: status.to_owned(),
        }
    }

    #[test]
    fn only_the_same_resource_lane_and_time_is_an_overlap() {
        let all = vec![
            held(1, 0, (0, 60), "scheduled"),
            held(2, 0, (0, 60), "scheduled"),
            held(1, 1, (10, 20), "scheduled"),
            held(1, 0, (20, 30), "cancelled"),
            held(1, 0, (50, 70), "confirmed"),
            held(1, 0, (70, 80), "scheduled"),
        ];
        let wrong = all[4].id;
        assert_eq!(overlapping(all, true), [wrong]);
    }

    #[test]
    fn a_long_one_is_seen_past_a_short_one() {
        let all = vec![
            held(1, 0, (0, 90), "scheduled"),
            held(1, 0, (10, 20), "scheduled"),
            held(1, 0, (60, 70), "scheduled"),
        ];
        assert_eq!(overlapping(all, true).len(), 2);
    }
}
