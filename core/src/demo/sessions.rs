//! When a doctor of the demo sees patients on a day: the weekly hours, less leave and holidays, plus extra sessions.

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeDelta, TimeZone, Timelike, Utc};
use chrono_tz::Tz;

use super::clinic::PLACES;
use super::doctors::{DAHL, DOCTORS, FERREIRA, KEANE, OKAFOR};

/// An exception to the weekly hours.
#[derive(Debug, Clone)]
pub(super) struct DemoException {
    /// `leave`, `holiday` or `extra`.
    pub kind: &'static str,
    /// None for everyone at the place.
    pub doctor: Option<usize>,
    pub place: usize,
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// None for whole days.
    pub minutes: Option<(i16, i16)>,
    pub reason: &'static str,
}

/// A span in which patients are seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Session {
    pub start: i16,
    pub end: i16,
    pub slot: i16,
    pub online: bool,
}

/// The local day of a place.
pub(super) fn today_at(place: usize, now: DateTime<Utc>) -> NaiveDate {
    now.with_timezone(&PLACES[place].zone).date_naive()
}

/// The instant of a wall time; none in the hour that a clock change leaves out.
pub(super) fn instant(zone: Tz, day: NaiveDate, minute: i16) -> Option<DateTime<Utc>> {
    let time = NaiveTime::MIN + TimeDelta::minutes(minute.into());
    zone.from_local_datetime(&day.and_time(time)).earliest().map(|t| t.to_utc())
}

/// Hours of the front desk's place in which today has to be alive: three before now and four after, so that the
/// board shows every state whenever the demo is built. None while the weekly hours do that.
pub(super) fn open_around_now(now: DateTime<Utc>) -> Option<(i16, i16)> {
    let local = now.with_timezone(&PLACES[0].zone);
    let hour = i16::try_from(local.hour()).unwrap_or(12);
    let workday = local.weekday().number_from_monday() <= 5;
    if workday && (10..15).contains(&hour) {
        return None;
    }
    Some(((hour - 3).max(0) * 60, (hour + 5).min(24) * 60))
}

/// The exceptions of the demo.
pub(super) fn exceptions(now: DateTime<Utc>) -> Vec<DemoException> {
    let today = today_at(0, now);
    let monday = today - TimeDelta::days(i64::from(today.weekday().num_days_from_monday()));
    let day = |week: i64, weekday: i64| monday + TimeDelta::days(week * 7 + weekday);
    let of = |kind, doctor, place, from, to, minutes, reason| DemoException {
        kind,
        doctor,
        place,
        from,
        to,
        minutes,
        reason,
    };
    let mut all = vec![
        of("leave", Some(DAHL), 0, day(1, 0), day(1, 2), None, "Congress"),
        of("leave", Some(FERREIRA), 0, day(2, 0), day(2, 4), None, "Annual leave"),
        of("leave", Some(OKAFOR), 0, day(1, 3), day(1, 3), Some((810, 1020)), "Teaching"),
        of("holiday", None, 0, day(3, 2), day(3, 2), Some((780, 1080)), "Staff training"),
        of("holiday", None, 1, day(2, 3), day(2, 3), None, "Closed for inventory"),
        of("extra", Some(KEANE), 0, day(1, 5), day(1, 5), Some((540, 720)), "Flu vaccinations"),
    ];
    match open_around_now(now) {
        Some(open) => {
            let extra = |doctor| of("extra", Some(doctor), 0, today, today, Some(open), "Extra session");
            all.extend((0..DOCTORS.len()).filter(|d| DOCTORS[*d].place == 0).map(extra));
        }
        None => all.push(of("leave", Some(DAHL), 0, today, today, Some((900, 1440)), "Conference call")),
    }
    all
}

/// The sessions of a doctor on a day.
pub(super) fn sessions(doctor: usize, day: NaiveDate, exceptions: &[DemoException]) -> Vec<Session> {
    let weekday = u8::try_from(day.weekday().number_from_monday()).unwrap_or(1);
    let hours = DOCTORS[doctor].hours.iter().filter(|h| h.weekdays.contains(&weekday));
    let mut found: Vec<Session> = hours
        .map(|h| Session {
            start: h.start,
            end: h.end,
            slot: h.slot,
            online: h.online,
        })
        .collect();
    let here =
        |e: &&DemoException| (e.from..=e.to).contains(&day) && e.place == DOCTORS[doctor].place && e.doctor.is_none_or(|d| d == doctor);
    for exception in exceptions.iter().filter(here) {
        let (start, end) = exception.minutes.unwrap_or((0, 1440));
        found = found.into_iter().flat_map(|s| without(s, start, end)).collect();
        if exception.kind == "extra" {
            let slot = DOCTORS[doctor].hours.first().map_or(15, |h| h.slot);
            found.push(Session {
                start,
                end,
                slot,
                online: false,
            });
        }
    }
    found.sort_by_key(|s| s.start);
    found
}

/// What is left of a session when a span is taken out.
fn without(session: Session, start: i16, end: i16) -> Vec<Session> {
    let before = Session {
        end: session.end.min(start),
        ..session
    };
    let after = Session {
        start: session.start.max(end),
        ..session
    };
    [before, after].into_iter().filter(|s| s.start < s.end).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leave_takes_time_away_and_an_extra_session_adds_it() {
        let tuesday = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
        let leave = |kind, minutes| DemoException {
            kind,
            doctor: Some(OKAFOR),
            place: 0,
            from: tuesday,
            to: tuesday,
            minutes,
            reason: "",
        };
        let spans = |exceptions: &[DemoException]| -> Vec<(i16, i16)> {
            sessions(OKAFOR, tuesday, exceptions).iter().map(|s| (s.start, s.end)).collect()
        };
        assert_eq!(spans(&[]), [(510, 750), (810, 1020)]);
        assert_eq!(spans(&[leave("leave", Some((600, 840)))]), [(510, 600), (840, 1020)]);
        assert_eq!(spans(&[leave("leave", None)]), []);
        assert_eq!(
            spans(&[leave("extra", Some((1080, 1200)))]),
            [(510, 750), (810, 1020), (1080, 1200)]
        );
    }

    #[test]
    fn today_is_alive_at_any_hour() {
        for hour in 0..24 {
            let now = Utc.with_ymd_and_hms(2026, 11, 21, hour, 30, 0).unwrap();
            let (open, close) = open_around_now(now).unwrap();
            let minute = i16::try_from(hour).unwrap() * 60 + 30;
            assert!(open <= minute && minute < close && close <= 1440, "{hour}: {open}..{close}");
        }
        assert_eq!(open_around_now(Utc.with_ymd_and_hms(2026, 11, 24, 11, 0, 0).unwrap()), None);
    }
}
