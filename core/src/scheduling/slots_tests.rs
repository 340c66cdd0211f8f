//! The rules of availability, on ordinary days and on those when the clocks change.

use chrono_tz::{America, Asia, Europe, Tz};
use proptest::prelude::*;

use super::*;
use crate::directory::OpeningHours;
use crate::ids::{ExceptionId, ScheduleId};
use crate::scheduling::zone::{instant, local_minute, plus_days, segments, wall};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

struct Clinic {
    doctor: DoctorId,
    location: LocationId,
    rules: Availability,
}

impl Clinic {
    /// A doctor who works every weekday 09:00–12:00 in steps of 30 minutes, in a place open 08:00–18:00.
    fn new() -> Self {
        let (doctor, location) = (DoctorId::fresh(), LocationId::fresh());
        let schedules = (1..=7)
            .map(|weekday| Schedule {
                id: ScheduleId::fresh(),
                active: true,
                version: 1,
                doctor_id: doctor,
                location_id: location,
                weekday,
                start_minute: 540,
                end_minute: 720,
                slot_minutes: 30,
                visit_mode: VisitMode::InPerson,
                valid_from: day("2020-01-01"),
                valid_to: None,
            })
            .collect();
        let hours = (1..=7)
            .map(|weekday| OpeningHours {
                location_id: location,
                weekday,
                open_minute: 480,
                close_minute: 1080,
            })
            .collect();
        Self {
            doctor,
            location,
            rules: Availability {
                schedules,
                hours,
                ..Availability::default()
            },
        }
    }

    fn exception(&self, on: &str, minutes: Option<(i32, i32)>) -> ScheduleException {
        ScheduleException {
            id: ExceptionId::fresh(),
            kind: ExceptionKind::Leave,
            active: true,
            version: 1,
            doctor_id: Some(self.doctor),
            location_id: Some(self.location),
            starts_on: day(on),
            ends_on: day(on),
            start_minute: minutes.map(|m| m.0),
            end_minute: minutes.map(|m| m.1),
            slot_minutes: None,
            visit_mode: None,
            reason: "course".to_owned(),
        }
    }

    fn minutes(&self, on: &str) -> Vec<(i32, i32)> {
        let open = open(&self.rules, self.doctor, self.location, day(on));
        open.iter().map(|s| (s.start_minute, s.end_minute)).collect()
    }
}

#[test]
fn opening_hours_bound_the_schedule() {
    let mut clinic = Clinic::new();
    clinic.rules.hours.iter_mut().for_each(|h| h.open_minute = 600);
    assert_eq!(clinic.minutes("2026-11-24"), [(600, 720)]);
    clinic.rules.hours.retain(|h| h.weekday != 2);
    assert_eq!(clinic.minutes("2026-11-24"), []);
}

#[test]
fn online_sessions_may_lie_outside_the_opening_hours() {
    let mut clinic = Clinic::new();
    clinic.rules.schedules[1] = Schedule {
        start_minute: 1140,
        end_minute: 1260,
        visit_mode: VisitMode::Online,
        ..clinic.rules.schedules[1].clone()
    };
    assert_eq!(clinic.minutes("2026-11-24"), [(1140, 1260)]);
}

#[test]
fn leave_takes_time_and_an_extra_session_adds_it() {
    let mut clinic = Clinic::new();
    let leave = clinic.exception("2026-11-24", Some((600, 660)));
    let extra = ScheduleException {
        kind: ExceptionKind::Extra,
        ..clinic.exception("2026-11-24", Some((1140, 1200)))
    };
    clinic.rules.exceptions = vec![leave, extra];
    assert_eq!(clinic.minutes("2026-11-24"), [(540, 600), (660, 720), (1140, 1200)]);
    assert_eq!(clinic.minutes("2026-11-25"), [(540, 720)]);
    let open = open(&clinic.rules, clinic.doctor, clinic.location, day("2026-11-24"));
    let closed = closed(&clinic.rules, clinic.doctor, clinic.location, day("2026-11-24"), &open);
    let kinds: Vec<_> = closed.iter().map(|c| (c.start_minute, c.kind)).collect();
    assert_eq!(
        kinds,
        [
            (0, ClosedKind::Closed),
            (600, ClosedKind::Leave),
            (720, ClosedKind::Closed),
            (1200, ClosedKind::Closed)
        ]
    );
}

#[test]
fn a_holiday_of_the_location_closes_every_doctor() {
    let mut clinic = Clinic::new();
    clinic.rules.exceptions = vec![ScheduleException {
        doctor_id: None,
        kind: ExceptionKind::Holiday,
        ..clinic.exception("2026-11-24", None)
    }];
    assert_eq!(clinic.minutes("2026-11-24"), []);
}

#[test]
fn a_schedule_counts_only_while_it_is_valid() {
    let mut clinic = Clinic::new();
    clinic.rules.schedules.iter_mut().for_each(|s| s.valid_to = Some(day("2026-11-23")));
    assert_eq!(clinic.minutes("2026-11-23"), [(540, 720)]);
    assert_eq!(clinic.minutes("2026-11-24"), []);
}

fn wanted(minutes: Option<i32>) -> Wanted {
    Wanted {
        mode: VisitMode::InPerson,
        minutes,
        from: 0,
    }
}

fn starts(zone: Tz, on: &str, session: (i32, i32), minutes: Option<i32>, taken: &[Span]) -> Vec<i32> {
    let open = [OpenSpan {
        start_minute: session.0,
        end_minute: session.1,
        slot_minutes: 30,
        visit_mode: VisitMode::InPerson,
    }];
    let slots = free(&segments(zone, day(on)), &open, taken, wanted(minutes));
    slots.iter().map(|s| local_minute(zone, day(on), instant(s.start))).collect()
}

#[test]
fn slots_step_from_the_start_of_the_session_and_end_within_it() {
    assert_eq!(starts(Europe::Dublin, "2026-11-24", (540, 660), None, &[]), [540, 570, 600, 630]);
    assert_eq!(starts(Europe::Dublin, "2026-11-24", (540, 660), Some(45), &[]), [540, 570, 600]);
}

#[test]
fn what_is_taken_is_left_out() {
    let ten = day("2026-11-24").and_hms_opt(10, 0, 0).unwrap().and_utc().timestamp();
    let taken = [Span {
        start: ten,
        end: ten + 300,
    }];
    assert_eq!(starts(Europe::Dublin, "2026-11-24", (540, 660), None, &taken), [540, 570, 630]);
}

#[test]
fn the_skipped_hour_offers_nothing_and_the_repeated_one_twice() {
    assert_eq!(starts(Europe::Dublin, "2026-03-29", (0, 180), None, &[]), [0, 30, 120, 150]);
    assert_eq!(
        starts(Europe::Dublin, "2026-10-25", (0, 180), None, &[]),
        [0, 30, 60, 90, 60, 90, 120, 150]
    );
}

#[test]
fn a_visit_may_last_through_the_change() {
    // 00:30 and an hour later the wall shows 02:30.
    assert!(starts(Europe::Dublin, "2026-03-29", (0, 180), Some(60), &[]).contains(&30));
}

#[test]
fn midnight_between_two_sessions_is_no_wall() {
    let span = |start_minute, end_minute| OpenSpan {
        start_minute,
        end_minute,
        slot_minutes: 15,
        visit_mode: VisitMode::InPerson,
    };
    let days: Vec<_> = [("2026-11-24", span(1380, 1440)), ("2026-11-25", span(0, 60))]
        .into_iter()
        .map(|(on, open)| (segments(Europe::Dublin, day(on)), vec![open]))
        .collect();
    let midnight = day("2026-11-25").and_hms_opt(0, 0, 0).unwrap().and_utc().timestamp();
    let over = |minutes: i64| Span {
        start: midnight - 1800,
        end: midnight + minutes * 60,
    };
    assert!(covers(&days, VisitMode::InPerson, over(60)));
    assert!(!covers(&days, VisitMode::InPerson, over(65)));
    assert!(!covers(&days, VisitMode::Online, over(60)));
}

proptest! {
    /// No slot overlaps what is taken, and every tick of every slot is inside the session by the wall.
    #[test]
    fn slots_are_free_and_open(
        zone in prop::sample::select(vec![Europe::Dublin, America::New_York, Asia::Ho_Chi_Minh]),
        offset in 0i64..730, from in 0i32..96, length in 1i32..60, minutes in 1i32..24,
        busy in prop::collection::vec((-50i64..350, 1i64..20), 0..6),
    ) {
        let on = plus_days(day("2026-01-01"), offset);
        let session = OpenSpan { start_minute: from * 15, end_minute: (from * 15 + length * 15).min(1440), slot_minutes: 15, visit_mode: VisitMode::InPerson };
        let parts = segments(zone, on);
        let origin = parts[0].span.start;
        let taken: Vec<Span> = busy.iter().map(|(at, n)| Span { start: origin + at * 300, end: origin + (at + n) * 300 }).collect();
        for slot in free(&parts, std::slice::from_ref(&session), &taken, wanted(Some(minutes * 5))) {
            prop_assert!(!taken.iter().any(|t| t.overlaps(slot)));
            prop_assert_eq!(slot.end - slot.start, i64::from(minutes) * 300);
            for tick in (slot.start..slot.end).step_by(300) {
                let shown = wall(zone, instant(tick));
                prop_assert_eq!(shown.date(), on);
                prop_assert!((session.start_minute..session.end_minute).contains(&local_minute(zone, on, instant(tick))));
            }
        }
    }
}
