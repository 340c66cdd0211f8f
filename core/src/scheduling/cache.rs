//! What openings are computed from, kept 5 minutes and dropped as soon as the change feed says so.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};
use moka::sync::Cache;

use super::practice::Practice;
use super::zone::{Span, plus_days};
use crate::Result;
use crate::db::{Arg, Read, Sql};
use crate::feed::Topic;
use crate::ids::{DoctorId, LocationId, PatientId, RoomId};

/// S4's limit for available slots.
const KEPT: Duration = Duration::from_secs(300);
/// Days of locations kept: a year of ten locations.
const DAYS: u64 = 4_000;

const BUSY: &str = "SELECT location_id, local_day, doctor_id, room_id, patient_id, starts_at, ends_at FROM appointments \
 WHERE location_id IN (??) AND local_day >= ? AND local_day <= ? AND status NOT IN ('cancelled', 'no_show', 'rescheduled')";

/// A time that an appointment holds.
#[derive(Debug, Clone)]
pub struct Busy {
    /// The doctor's.
    pub doctor_id: DoctorId,
    /// The room's.
    pub room_id: Option<RoomId>,
    /// The patient's.
    pub patient_id: PatientId,
    /// When.
    pub span: Span,
}

#[derive(Debug, sqlx::FromRow)]
struct BusyRow {
    location_id: LocationId,
    local_day: NaiveDate,
    doctor_id: DoctorId,
    room_id: Option<RoomId>,
    patient_id: PatientId,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
}

type DayKey = (LocationId, NaiveDate);

/// The caches of one running core.
#[derive(Debug)]
pub struct SlotCache {
    practice: Cache<(), Arc<Practice>>,
    days: Cache<DayKey, Arc<Vec<Busy>>>,
    /// Counts invalidations: what was read before one must not be kept after it.
    generation: AtomicU64,
}

impl Default for SlotCache {
    fn default() -> Self {
        Self {
            practice: Cache::builder().max_capacity(1).time_to_live(KEPT).build(),
            days: Cache::builder().max_capacity(DAYS).time_to_live(KEPT).build(),
            generation: AtomicU64::new(0),
        }
    }
}

impl SlotCache {
    /// Drops what the topics name. Every change of this core and every row of the feed passes here.
    pub fn forget(&self, topics: &[Topic]) {
        self.generation.fetch_add(1, Ordering::AcqRel);
        for topic in topics {
            if *topic == Topic::all_appointments() {
                self.days.invalidate_all();
            } else if *topic == Topic::schedules() || *topic == Topic::directory() {
                self.practice.invalidate_all();
            } else if let Some(key) = day_of(topic) {
                self.days.invalidate(&key);
            }
        }
    }

    /// Drops everything: another store is in use.
    pub fn clear(&self) {
        self.generation.fetch_add(1, Ordering::AcqRel);
        self.practice.invalidate_all();
        self.days.invalidate_all();
    }

    /// The clinic's availability.
    ///
    /// # Errors
    /// As the store says.
    pub async fn practice(&self, q: &mut impl Read) -> Result<Arc<Practice>> {
        if let Some(kept) = self.practice.get(&()) {
            return Ok(kept);
        }
        let generation = self.generation.load(Ordering::Acquire);
        let practice = Arc::new(Practice::load(q).await?);
        if self.generation.load(Ordering::Acquire) == generation {
            self.practice.insert((), practice.clone());
        }
        Ok(practice)
    }

    /// What is taken at these locations on the local days `from..=to`.
    ///
    /// # Errors
    /// As the store says.
    pub async fn busy(&self, q: &mut impl Read, at: &[LocationId], from: NaiveDate, to: NaiveDate) -> Result<Vec<Arc<Vec<Busy>>>> {
        let days: Vec<NaiveDate> = (0..=(to - from).num_days()).map(|n| plus_days(from, n)).collect();
        let keys: Vec<DayKey> = at.iter().flat_map(|l| days.iter().map(|d| (*l, *d))).collect();
        let kept: Vec<_> = keys.iter().filter_map(|key| self.days.get(key)).collect();
        if kept.len() == keys.len() {
            return Ok(kept);
        }
        let generation = self.generation.load(Ordering::Acquire);
        let mut values: Vec<Arg> = at.iter().map(|l| (*l).into()).collect();
        values.extend(crate::args![from, to]);
        let rows: Vec<BusyRow> = q.all(Sql::list(BUSY, at.len()), values).await?;
        let mut found: HashMap<DayKey, Vec<Busy>> = keys.into_iter().map(|key| (key, Vec::new())).collect();
        for row in rows {
            found.entry((row.location_id, row.local_day)).or_default().push(busy(&row));
        }
        let found = found.into_iter().map(|(key, day)| (key, Arc::new(day)));
        Ok(found
            .map(|(key, day)| {
                if self.generation.load(Ordering::Acquire) == generation {
                    self.days.insert(key, day.clone());
                }
                day
            })
            .collect())
    }
}

fn busy(row: &BusyRow) -> Busy {
    Busy {
        doctor_id: row.doctor_id,
        room_id: row.room_id,
        patient_id: row.patient_id,
        span: Span::new(row.starts_at, row.ends_at),
    }
}

/// Reads `appointments:LOCATION:DAY`.
fn day_of(topic: &Topic) -> Option<DayKey> {
    let (location, day) = topic.0.strip_prefix("appointments:")?.split_once(':')?;
    Some((LocationId(location.parse().ok()?), day.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_topic_names_the_day_it_makes_stale() {
        let location = LocationId::fresh();
        let day: NaiveDate = "2026-11-24".parse().unwrap();
        assert_eq!(day_of(&Topic::appointments(location, day)), Some((location, day)));
        assert_eq!(day_of(&Topic::settings()), None);
    }
}
