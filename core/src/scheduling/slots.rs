//! What may be booked (pure): schedules, cut by opening hours, leave and holidays, with extra sessions, less what is taken.

use chrono::{Datelike, NaiveDate};

use super::answers::{ClosedKind, ClosedSpan, OpenSpan};
use super::zone::{self, Segment, Span};
use crate::directory::{Availability, ExceptionKind, Schedule, ScheduleException, VisitMode};
use crate::ids::{DoctorId, LocationId};

/// Length of a slot in an extra session that names none.
const EXTRA_SLOT: i32 = 15;
const WHOLE_DAY: (i32, i32) = (0, 1440);

/// When the doctor may be booked on that day, in wall minutes, in order.
///
/// Opening hours bound visits in person; an online session may lie outside them. A location without any opening
/// hours on record bounds nothing. Leave and holidays take from extra sessions too.
#[must_use]
pub fn open(rules: &Availability, doctor: DoctorId, location: LocationId, day: NaiveDate) -> Vec<OpenSpan> {
    let mut open = scheduled(rules, doctor, location, day);
    let here = exceptions_on(rules, doctor, location, day);
    open.extend(here.iter().filter(|e| e.kind == ExceptionKind::Extra).filter_map(|e| extra(e)));
    for away in here.iter().filter(|e| e.kind != ExceptionKind::Extra) {
        open = open.into_iter().flat_map(|span| without(&span, minutes_of(away))).collect();
    }
    open.sort_by_key(|span| (span.start_minute, span.end_minute));
    open
}

/// The rest of the day, with why.
#[must_use]
pub fn closed(rules: &Availability, doctor: DoctorId, location: LocationId, day: NaiveDate, open: &[OpenSpan]) -> Vec<ClosedSpan> {
    let mut rest = vec![WHOLE_DAY];
    for span in open {
        rest = rest
            .into_iter()
            .flat_map(|r| minus(r, (span.start_minute, span.end_minute)))
            .collect();
    }
    let mut closed = Vec::new();
    for away in exceptions_on(rules, doctor, location, day)
        .iter()
        .filter(|e| e.kind != ExceptionKind::Extra)
    {
        let kind = if away.kind == ExceptionKind::Holiday {
            ClosedKind::Holiday
        } else {
            ClosedKind::Leave
        };
        let cut = minutes_of(away);
        closed.extend(
            rest.iter()
                .filter_map(|r| common(*r, cut))
                .map(|r| closed_span(r, kind, &away.reason)),
        );
        rest = rest.into_iter().flat_map(|r| minus(r, cut)).collect();
    }
    closed.extend(rest.into_iter().map(|r| closed_span(r, ClosedKind::Closed, "")));
    closed.sort_by_key(|span| span.start_minute);
    closed
}

fn scheduled(rules: &Availability, doctor: DoctorId, location: LocationId, day: NaiveDate) -> Vec<OpenSpan> {
    let weekday = weekday(day);
    rules
        .schedules
        .iter()
        .filter(|s| s.doctor_id == doctor && s.location_id == location && s.weekday == weekday)
        .filter(|s| s.valid_from <= day && s.valid_to.is_none_or(|last| day <= last))
        .flat_map(|s| within_hours(rules, s, location))
        .collect()
}

fn within_hours(rules: &Availability, schedule: &Schedule, location: LocationId) -> Vec<OpenSpan> {
    let mut hours = rules.hours.iter().filter(|h| h.location_id == location).peekable();
    let span = (schedule.start_minute, schedule.end_minute);
    let open = |(start_minute, end_minute)| OpenSpan {
        start_minute,
        end_minute,
        slot_minutes: schedule.slot_minutes,
        visit_mode: schedule.visit_mode,
    };
    if schedule.visit_mode == VisitMode::Online || hours.peek().is_none() {
        return vec![open(span)];
    }
    hours
        .filter(|h| h.weekday == schedule.weekday)
        .filter_map(|h| common(span, (h.open_minute, h.close_minute)))
        .map(open)
        .collect()
}

fn exceptions_on(rules: &Availability, doctor: DoctorId, location: LocationId, day: NaiveDate) -> Vec<&ScheduleException> {
    rules
        .exceptions
        .iter()
        .filter(|e| e.starts_on <= day && day <= e.ends_on)
        .filter(|e| e.doctor_id.is_none_or(|d| d == doctor) && e.location_id.is_none_or(|l| l == location))
        .collect()
}

/// 1 = Monday … 7 = Sunday.
#[must_use]
pub fn weekday(day: NaiveDate) -> i32 {
    i32::try_from(day.weekday().number_from_monday()).unwrap_or(0)
}

fn extra(exception: &ScheduleException) -> Option<OpenSpan> {
    Some(OpenSpan {
        start_minute: exception.start_minute?,
        end_minute: exception.end_minute?,
        slot_minutes: exception.slot_minutes.unwrap_or(EXTRA_SLOT),
        visit_mode: exception.visit_mode.unwrap_or(VisitMode::InPerson),
    })
}

fn minutes_of(exception: &ScheduleException) -> (i32, i32) {
    (
        exception.start_minute.unwrap_or(WHOLE_DAY.0),
        exception.end_minute.unwrap_or(WHOLE_DAY.1),
    )
}

fn closed_span((start_minute, end_minute): (i32, i32), kind: ClosedKind, reason: &str) -> ClosedSpan {
    ClosedSpan {
        start_minute,
        end_minute,
        kind,
        reason: reason.to_owned(),
    }
}

fn common(a: (i32, i32), b: (i32, i32)) -> Option<(i32, i32)> {
    let both = (a.0.max(b.0), a.1.min(b.1));
    (both.0 < both.1).then_some(both)
}

fn minus(from: (i32, i32), cut: (i32, i32)) -> impl Iterator<Item = (i32, i32)> {
    [(from.0, from.1.min(cut.0)), (from.0.max(cut.1), from.1)]
        .into_iter()
        .filter(|span| span.0 < span.1)
}

fn without(span: &OpenSpan, cut: (i32, i32)) -> Vec<OpenSpan> {
    minus((span.start_minute, span.end_minute), cut)
        .map(|(start_minute, end_minute)| OpenSpan {
            start_minute,
            end_minute,
            ..span.clone()
        })
        .collect()
}

/// Whether the instants all lie in open time of that mode. `days` are the local days they touch, with their open time.
#[must_use]
pub fn covers(days: &[(Vec<Segment>, Vec<OpenSpan>)], mode: VisitMode, wanted: Span) -> bool {
    let mut open: Vec<Span> = days
        .iter()
        .flat_map(|(segments, spans)| {
            spans
                .iter()
                .filter(|s| s.visit_mode == mode)
                .flat_map(|s| zone::instants_between(segments, s.start_minute, s.end_minute))
        })
        .collect();
    open.sort();
    let mut reached = wanted.start;
    for span in open {
        if span.start <= reached && reached < span.end {
            reached = span.end;
        }
    }
    reached >= wanted.end
}

/// What is asked of a free slot.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// In person or online.
    pub mode: VisitMode,
    /// Length in minutes; the slot's own when none.
    pub minutes: Option<i32>,
    /// Not before this second.
    pub from: i64,
}

/// The free slots of a day in order. They start on the steps of the session they lie in, and never run past it.
#[must_use]
pub fn free(segments: &[Segment], open: &[OpenSpan], taken: &[Span], wanted: Wanted) -> Vec<Span> {
    let mut slots = Vec::new();
    for session in open.iter().filter(|s| s.visit_mode == wanted.mode) {
        let length = i64::from(wanted.minutes.unwrap_or(session.slot_minutes)) * 60;
        let spans = zone::instants_between(segments, session.start_minute, session.end_minute);
        let step = usize::try_from(session.slot_minutes.max(5)).unwrap_or(5);
        for minute in (session.start_minute..session.end_minute).step_by(step) {
            for start in zone::instants_at(segments, minute).filter(|at| *at >= wanted.from && at % 300 == 0) {
                let slot = Span {
                    start,
                    end: start + length,
                };
                if spans.iter().any(|s| s.start <= slot.start && slot.end <= s.end) && !taken.iter().any(|t| t.overlaps(slot)) {
                    slots.push(slot);
                }
            }
        }
    }
    slots.sort();
    slots.dedup();
    slots
}

#[cfg(test)]
#[path = "slots_tests.rs"]
mod tests;
