//! The board of today: done, with the doctor, waiting, late, expected, and one who never came.

use chrono::{DateTime, DurationRound, TimeDelta, Utc};

use super::doctors::{DOCTORS, FERREIRA, OKAFOR};
use super::sessions::today_at;
use super::visit::DemoVisit;
use crate::ids::AppointmentId;
use crate::scheduling::AppointmentStatus as S;
use crate::scheduling::model::AppointmentKind;

/// Minutes that those who wait have waited, in turn: long, soon too long, and just come.
const WAITS: [i64; 6] = [18, 15, 9, 33, 4, 12];
/// How long before their time people are in the waiting room.
const EARLY: TimeDelta = TimeDelta::minutes(35);

/// Settles what today's appointments have come to by now, at every place.
pub(super) fn settle(visits: &mut Vec<DemoVisit>, now: DateTime<Utc>) {
    let mut waits = WAITS.iter().cycle();
    for (doctor, who) in DOCTORS.iter().enumerate() {
        let today = today_at(who.place, now);
        let mut mine: Vec<&mut DemoVisit> = visits
            .iter_mut()
            .filter(|v| v.doctor == doctor && v.local_day == today && v.status.is_ahead())
            .collect();
        mine.sort_by_key(|v| v.starts_at);
        of_doctor(doctor, &mut mine, now, &mut || *waits.next().unwrap_or(&5));
    }
    overbook(visits, now);
}

fn of_doctor(doctor: usize, mine: &mut [&mut DemoVisit], now: DateTime<Utc>, wait: &mut dyn FnMut() -> i64) {
    let in_progress = mine.iter().rposition(|v| v.starts_at <= now - TimeDelta::minutes(4));
    let is_over = |v: &DemoVisit| v.ends_at < now - TimeDelta::minutes(6);
    for (n, visit) in mine.iter_mut().enumerate() {
        let minutes = i64::try_from(n).unwrap_or(0);
        if Some(n) == in_progress && !is_over(visit) {
            go_in(visit, now);
        } else if visit.starts_at <= now {
            match n % 9 {
                3 if is_over(visit) => visit.status = S::NoShow,
                _ => visit.took_place(minutes % 14 + 2, minutes % 7, -2),
            }
        } else if visit.starts_at < now + EARLY && n % 4 != 2 {
            visit.status = S::CheckedIn;
            visit.checked_in_at = Some(now - TimeDelta::minutes(wait()));
        }
        keep_in_the_past(visit, now);
    }
    if doctor == FERREIRA || doctor.is_multiple_of(5) {
        be_late(mine, now);
    }
}

fn go_in(visit: &mut DemoVisit, now: DateTime<Utc>) {
    visit.status = S::InProgress;
    visit.checked_in_at = Some(visit.starts_at - TimeDelta::minutes(7));
    visit.in_progress_at = Some((visit.starts_at + TimeDelta::minutes(3)).min(now - TimeDelta::minutes(1)));
}

/// Nothing has happened after now.
fn keep_in_the_past(visit: &mut DemoVisit, now: DateTime<Utc>) {
    let latest = now - TimeDelta::minutes(1);
    for at in [&mut visit.in_progress_at, &mut visit.completed_at] {
        *at = at.map(|t| t.min(latest));
    }
}

/// Someone who was to come half an hour ago is still expected.
fn be_late(mine: &mut [&mut DemoVisit], now: DateTime<Utc>) {
    let window = now - TimeDelta::minutes(75)..now - TimeDelta::minutes(20);
    if let Some(visit) = mine.iter_mut().rfind(|v| v.status == S::Completed && window.contains(&v.starts_at)) {
        visit.status = S::Confirmed;
        (visit.checked_in_at, visit.in_progress_at, visit.completed_at) = (None, None, None);
    }
}

/// A walk-in who cannot wait, beside the one who is with Dr Okafor, with a reason.
fn overbook(visits: &mut Vec<DemoVisit>, now: DateTime<Utc>) {
    let today = today_at(0, now);
    let beside = |v: &&DemoVisit| v.doctor == OKAFOR && v.local_day == today && v.status == S::InProgress && !v.online;
    let Some(other) = visits.iter().find(beside) else { return };
    let starts_at = other
        .starts_at
        .max((now - TimeDelta::minutes(15)).duration_trunc(TimeDelta::minutes(5)).unwrap_or(now));
    if starts_at >= other.ends_at {
        return;
    }
    let Some(person) = walk_in(visits, today) else { return };
    let walk_in = DemoVisit {
        id: AppointmentId::fresh(),
        person,
        starts_at,
        ends_at: starts_at + TimeDelta::minutes(15),
        lane: 1,
        kind: AppointmentKind::Emergency,
        status: S::CheckedIn,
        reason: "Chest pain since this morning".to_owned(),
        overbook_reason: Some("Walk-in, urgent"),
        booked_at: now - TimeDelta::minutes(33),
        checked_in_at: Some(now - TimeDelta::minutes(31)),
        in_progress_at: None,
        completed_at: None,
        rescheduled_from: None,
        ..other.clone()
    };
    visits.push(walk_in);
}

/// One of the known people who has nothing today.
fn walk_in(visits: &[DemoVisit], today: chrono::NaiveDate) -> Option<usize> {
    let busy = |person: usize| visits.iter().any(|v| v.person == person && v.local_day == today);
    (0..super::names::FIRST_CHILD).rev().find(|person| !busy(*person))
}
