//! An appointment of the demo, before it is written.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::ids::AppointmentId;
use crate::scheduling::AppointmentStatus;
use crate::scheduling::model::{AppointmentKind, CancelParty};

/// An appointment. People, doctors, places and services by their index.
#[derive(Debug, Clone)]
pub(super) struct DemoVisit {
    pub id: AppointmentId,
    pub person: usize,
    pub doctor: usize,
    /// Whether it holds the doctor's room.
    pub in_room: bool,
    pub place: usize,
    pub service: Option<usize>,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub local_day: NaiveDate,
    pub lane: i32,
    pub kind: AppointmentKind,
    pub online: bool,
    pub status: AppointmentStatus,
    pub reason: String,
    pub notes: String,
    pub queue_number: Option<i32>,
    pub rescheduled_from: Option<AppointmentId>,
    pub cancelled: Option<(CancelParty, &'static str)>,
    pub overbook_reason: Option<&'static str>,
    pub booked_at: DateTime<Utc>,
    pub checked_in_at: Option<DateTime<Utc>>,
    pub in_progress_at: Option<DateTime<Utc>>,
    pub completed_at: Option<DateTime<Utc>>,
}

impl DemoVisit {
    /// The visit took place: times of arrival, of going in and of leaving.
    pub fn took_place(&mut self, early: i64, begun_late: i64, left_late: i64) {
        let in_progress = self.starts_at + TimeDelta::minutes(begun_late);
        self.status = AppointmentStatus::Completed;
        self.checked_in_at = Some(self.starts_at - TimeDelta::minutes(early));
        self.in_progress_at = Some(in_progress);
        self.completed_at = Some((self.ends_at + TimeDelta::minutes(left_late)).max(in_progress + TimeDelta::minutes(4)));
    }

    /// The statuses it went through until `now`, with their times, the booking first.
    pub fn path(&self, now: DateTime<Utc>) -> Vec<(AppointmentStatus, DateTime<Utc>)> {
        use AppointmentStatus as S;
        let day_before = (self.starts_at - TimeDelta::days(1)).max(self.booked_at + TimeDelta::minutes(1));
        let confirmed = day_before.min(now - TimeDelta::minutes(5));
        let mut path = vec![(S::Scheduled, self.booked_at)];
        match self.status {
            S::Scheduled => {}
            S::Cancelled | S::Rescheduled => path.push((self.status, confirmed)),
            S::NoShow => path.extend([
                (S::Confirmed, confirmed),
                (S::NoShow, (self.starts_at + TimeDelta::minutes(25)).min(now)),
            ]),
            _ => {
                path.push((S::Confirmed, confirmed));
                path.extend(self.checked_in_at.map(|at| (S::CheckedIn, at)));
                path.extend(self.in_progress_at.map(|at| (S::InProgress, at)));
                path.extend(self.completed_at.map(|at| (S::Completed, at)));
            }
        }
        path
    }
}

/// Gives queue numbers in the order of arrival, for each place and day from 1.
pub(super) fn number_queues(visits: &mut [DemoVisit]) -> Vec<(usize, NaiveDate, i32)> {
    let mut order: Vec<usize> = (0..visits.len()).filter(|n| visits[*n].checked_in_at.is_some()).collect();
    order.sort_by_key(|n| (visits[*n].place, visits[*n].local_day, visits[*n].checked_in_at));
    let mut counts: Vec<(usize, NaiveDate, i32)> = Vec::new();
    for n in order {
        let visit = &mut visits[n];
        match counts.last_mut() {
            Some((place, day, count)) if (*place, *day) == (visit.place, visit.local_day) => *count += 1,
            _ => counts.push((visit.place, visit.local_day, 1)),
        }
        visit.queue_number = counts.last().map(|(_, _, count)| *count);
    }
    counts
}
