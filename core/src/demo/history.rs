//! The sample people's past visits, given to the doctors of the demo.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, DurationRound, TimeDelta, Utc};

use super::doctors::DOCTORS;
use super::people::DemoPerson;
use super::visit::DemoVisit;
use crate::clinical::past_visits::{PastVisitForm, PastVisitKind};
use crate::ids::AppointmentId;
use crate::interop::fhir::{Content, Records};
use crate::scheduling::model::{AppointmentKind, CancelParty};
use crate::scheduling::{AppointmentStatus, ticks_between};

const TICK: TimeDelta = TimeDelta::minutes(5);
const NOT_KEPT: TimeDelta = TimeDelta::hours(4);

/// The visits, from the sample person at `first` on. Two at once, and those that are no appointment, are left out.
pub(super) fn visits(records: &Records, people: &[DemoPerson], first: usize) -> Vec<DemoVisit> {
    let by_id: HashMap<&str, usize> = records.people.iter().enumerate().map(|(n, p)| (p.id.as_str(), first + n)).collect();
    let mut held: HashSet<(bool, usize, i64)> = HashSet::new();
    let mut all = Vec::new();
    for (subject, visit) in told(records).filter(|(_, visit)| is_appointment(visit)) {
        let Some(&person) = by_id.get(subject) else { continue };
        let (starts_at, ends_at) = rounded(visit.starts_at, visit.ends_at.unwrap_or(visit.starts_at));
        let ticks: Vec<i64> = ticks_between(starts_at, ends_at).collect();
        let free = |who: (bool, usize)| ticks.iter().all(|tick| !held.contains(&(who.0, who.1, *tick)));
        let doctors = (0..DOCTORS.len()).filter(|d| DOCTORS[*d].place == people[person].place);
        let Some(doctor) = doctors.into_iter().find(|d| free((true, *d))).filter(|_| free((false, person))) else {
            continue;
        };
        held.extend(ticks.iter().flat_map(|tick| [(true, doctor, *tick), (false, person, *tick)]));
        all.push(past(visit, person, doctor, starts_at, ends_at));
    }
    all
}

/// Each visit with whose it is.
pub(super) fn told(records: &Records) -> impl Iterator<Item = (&str, &PastVisitForm)> {
    records.visits.iter().filter_map(|clinical| match &clinical.content {
        Content::Visit(visit) => Some((clinical.subject.as_str(), &visit.form)),
        _ => None,
    })
}

/// Whether it could have been here: no stay on a ward, and no longer than half a working day.
pub(super) fn is_appointment(visit: &PastVisitForm) -> bool {
    let lasts = visit.ends_at.map_or(TimeDelta::zero(), |end| end - visit.starts_at);
    visit.kind != PastVisitKind::Inpatient && lasts <= NOT_KEPT
}

/// To whole ticks, at least one.
fn rounded(start: DateTime<Utc>, end: DateTime<Utc>) -> (DateTime<Utc>, DateTime<Utc>) {
    let start = start.duration_trunc(TICK).unwrap_or(start);
    let end = (end + TICK - TimeDelta::seconds(1)).duration_trunc(TICK).unwrap_or(end);
    (start, end.max(start + TICK))
}

fn past(visit: &PastVisitForm, person: usize, doctor: usize, starts_at: DateTime<Utc>, ends_at: DateTime<Utc>) -> DemoVisit {
    let place = DOCTORS[doctor].place;
    let mut past = DemoVisit {
        id: AppointmentId::fresh(),
        person,
        doctor,
        in_room: false,
        place,
        service: None,
        starts_at,
        ends_at,
        local_day: starts_at.with_timezone(&DOCTORS[doctor].place().zone).date_naive(),
        lane: 0,
        kind: match visit.kind {
            PastVisitKind::FollowUp => AppointmentKind::FollowUp,
            PastVisitKind::Emergency => AppointmentKind::Emergency,
            _ => AppointmentKind::Consultation,
        },
        online: false,
        status: AppointmentStatus::Cancelled,
        reason: if visit.reason.is_empty() { &visit.name } else { &visit.reason }.clone(),
        notes: visit.seen_by.clone(),
        queue_number: None,
        rescheduled_from: None,
        cancelled: visit.cancelled.then_some((CancelParty::Patient, "")),
        overbook_reason: None,
        booked_at: starts_at - TimeDelta::days(7),
        checked_in_at: None,
        in_progress_at: None,
        completed_at: None,
    };
    if !visit.cancelled {
        past.took_place(0, 0, 0);
    }
    past
}
