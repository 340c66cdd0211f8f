//! What is stale on the other workstations' screens.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use tokio::time::Instant;
use ts_rs::TS;

use crate::db::{Db, Read, Tx};
use crate::ids::{LocationId, PatientId, UserId, WorkstationId};
use crate::{Result, args};

/// A name that screens subscribe to; parts are separated by `:`. Carries ids and days, never names of people.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(transparent)]
#[ts(export)]
pub struct Topic(pub String);

impl Topic {
    /// The appointments of a location on a local day: `appointments:LOCATION:YYYY-MM-DD`.
    #[must_use]
    pub fn appointments(location: LocationId, day: NaiveDate) -> Self {
        Self(format!("appointments:{location}:{day}"))
    }

    /// Every location's appointments on every day; told only as one of [`Topic::everything`].
    #[must_use]
    pub fn all_appointments() -> Self {
        Self("appointments".to_owned())
    }

    /// A patient's record: `patient:ID`.
    #[must_use]
    pub fn patient(id: PatientId) -> Self {
        Self(format!("patient:{id}"))
    }

    /// The waitlist of a location: `waitlist:LOCATION`.
    #[must_use]
    pub fn waitlist(location: LocationId) -> Self {
        Self(format!("waitlist:{location}"))
    }

    /// Schedules and exceptions: `schedules`.
    #[must_use]
    pub fn schedules() -> Self {
        Self("schedules".to_owned())
    }

    /// Locations, doctors, services, departments: `directory`.
    #[must_use]
    pub fn directory() -> Self {
        Self("directory".to_owned())
    }

    /// Openings of locked documents that an admin looks at: `chart_reviews`.
    #[must_use]
    pub fn chart_reviews() -> Self {
        Self("chart_reviews".to_owned())
    }

    /// What somebody has to see to: `tasks:USER`.
    #[must_use]
    pub fn tasks(owner: UserId) -> Self {
        Self(format!("tasks:{owner}"))
    }

    /// What a person is told: `notifications:USER`.
    #[must_use]
    pub fn notifications(of: UserId) -> Self {
        Self(format!("notifications:{of}"))
    }

    /// What a location invoices, takes and counts: `billing:LOCATION`.
    #[must_use]
    pub fn billing(location: LocationId) -> Self {
        Self(format!("billing:{location}"))
    }

    /// Promotions and how often they were used: `promotions`.
    #[must_use]
    pub fn promotions() -> Self {
        Self("promotions".to_owned())
    }

    /// The insurers that policies are made with: `insurers`.
    #[must_use]
    pub fn insurers() -> Self {
        Self("insurers".to_owned())
    }

    /// Settings: `settings`.
    #[must_use]
    pub fn settings() -> Self {
        Self("settings".to_owned())
    }

    /// Whether the stores answer: `connection`.
    #[must_use]
    pub fn connection() -> Self {
        Self("connection".to_owned())
    }

    /// The roots of all topics: when it cannot be told what was missed.
    #[must_use]
    pub fn everything() -> Vec<Self> {
        [
            "appointments",
            "patient",
            "waitlist",
            "schedules",
            "directory",
            "settings",
            "users",
            "connection",
            "chart_reviews",
            "tasks",
            "notifications",
            "billing",
            "promotions",
            "insurers",
        ]
        .map(|root| Self(root.to_owned()))
        .to_vec()
    }

    /// Accounts and sessions: `users`.
    #[must_use]
    pub fn users() -> Self {
        Self("users".to_owned())
    }
}

const INSERT: &str = "INSERT INTO change_feed (topic, workstation_id, created_at, updated_at) VALUES (?, ?, ?, ?)";

/// Writes the transaction's topics to the feed.
pub(crate) async fn write(tx: &mut Tx, workstation: WorkstationId, now: DateTime<Utc>) -> Result<()> {
    for topic in tx.topics.clone() {
        tx.exec(INSERT, args![topic.0, workstation, now, now]).await?;
    }
    Ok(())
}

const HIGHEST: &str = "SELECT COALESCE(MAX(seq), 0) FROM change_feed";
const SINCE: &str = "SELECT seq, topic, workstation_id FROM change_feed WHERE seq > ? ORDER BY seq";
const PRUNE: &str = "DELETE FROM change_feed WHERE created_at < ?";

/// How long rows are kept for a workstation that sleeps. Clocks may differ; a day is far beyond that.
const KEPT: TimeDelta = TimeDelta::days(1);

/// How long a missing number may still turn up: its transaction has drawn it and not committed yet.
const PATIENCE: Duration = Duration::from_secs(30);

/// Which numbers were read. They commit out of order, so "above the highest seen" would miss some.
#[derive(Debug, Default)]
struct Window {
    /// Every number up to here is settled.
    floor: i64,
    /// Numbers above the floor that were read, and when; this computer's monotonic clock alone counts.
    seen: BTreeMap<i64, Instant>,
}

impl Window {
    /// Whether the number is read for the first time.
    fn is_fresh(&mut self, seq: i64, at: Instant) -> bool {
        if seq <= self.floor || self.seen.contains_key(&seq) {
            return false;
        }
        self.seen.insert(seq, at);
        true
    }

    /// Raises the floor over numbers without a gap below, and over gaps that stayed empty too long.
    fn settle(&mut self, at: Instant) {
        while let Some((&seq, &since)) = self.seen.first_key_value() {
            if seq != self.floor + 1 && at.duration_since(since) < PATIENCE {
                break;
            }
            self.floor = seq;
            self.seen.pop_first();
        }
    }
}

/// Reads what other workstations changed, each row once.
#[derive(Debug, Default)]
pub struct Reader {
    window: Window,
    last_read: Option<DateTime<Utc>>,
}

impl Reader {
    /// What became stale since the last call by changes of other workstations than `own`. After the first call
    /// everything is: a screen may have read just before it.
    ///
    /// # Errors
    /// As the store says; the next call goes on from here.
    pub async fn read(&mut self, db: &Db, own: WorkstationId, now: DateTime<Utc>) -> Result<Vec<Topic>> {
        let first = self.last_read.is_none();
        let too_late = self.last_read.is_some_and(|last| now - last > KEPT);
        if first || too_late {
            self.window = Window::default();
            // A little below the highest: transactions that are under way at the start.
            self.window.floor = db.clone().one::<(i64,)>(HIGHEST, args![]).await?.0 - 100;
        }
        let rows: Vec<(i64, String, WorkstationId)> = db.clone().all(SINCE, args![self.window.floor]).await?;
        self.last_read = Some(now);
        let fresh = self.fresh(rows, own);
        Ok(if first || too_late {
            Topic::everything()
        } else if cfg!(feature = "plant") {
            // The fault that `prove two-workstations --plant` must notice: nobody hears of anybody.
            Vec::new()
        } else {
            fresh
        })
    }

    fn fresh(&mut self, rows: Vec<(i64, String, WorkstationId)>, own: WorkstationId) -> Vec<Topic> {
        let at = Instant::now();
        let mut topics = Vec::new();
        for (seq, topic, workstation) in rows {
            let topic = Topic(topic);
            if self.window.is_fresh(seq, at) && workstation != own && !topics.contains(&topic) {
                topics.push(topic);
            }
        }
        self.window.settle(at);
        topics
    }
}

/// Removes rows that every workstation has read long ago.
///
/// # Errors
/// As the store says.
pub async fn prune(db: &Db, now: DateTime<Utc>) -> Result<u64> {
    let mut tx = db.begin().await?;
    let removed = tx.exec(PRUNE, args![now - KEPT]).await?;
    tx.commit().await?;
    Ok(removed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_commits_late_is_read_once() {
        let (mut window, start) = (Window::default(), Instant::now());
        assert!(window.is_fresh(1, start) && window.is_fresh(3, start));
        window.settle(start);
        assert_eq!(window.floor, 1, "2 may still come");
        assert!(!window.is_fresh(3, start), "read again through the overlap, told once");
        assert!(window.is_fresh(2, start));
        window.settle(start);
        assert_eq!((window.floor, window.seen.len()), (3, 0));
    }

    #[test]
    fn a_number_that_never_comes_does_not_hold_the_window_open() {
        let (mut window, start) = (Window::default(), Instant::now());
        assert!(window.is_fresh(5, start));
        window.settle(start + PATIENCE - Duration::from_millis(1));
        assert_eq!(window.floor, 0);
        window.settle(start + PATIENCE);
        assert_eq!(window.floor, 5);
    }
}
