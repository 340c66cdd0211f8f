//! Dates and instants as FHIR writes them.

use chrono::{DateTime, Datelike, Months, NaiveDate, NaiveDateTime, SubsecRound, TimeDelta, Timelike, Utc};

use super::refusal::Wrong;

/// Nobody who was born earlier has a record to be brought over.
const EARLIEST_YEAR: i32 = 1850;
/// Some systems write the end of what has none with the last year there is.
const LATEST_YEAR: i32 = 9999;

/// A birth date; a time of day beside it is left out. FHIR allows a year, or a year and a month; those give none.
pub(super) fn birth(text: &str, today: NaiveDate) -> Result<Option<NaiveDate>, Wrong> {
    if text.len() == 4 || text.len() == 7 {
        let padded = format!("{}{}", text, &"-01-01"[text.len() - 4..]);
        return day(&padded, today).map(|_| None);
    }
    let timed = text.is_ascii() && written(text).is_some();
    day(if timed { &text[..10] } else { text }, today).map(Some)
}

/// A full day, not before 1850 and not after today.
pub(super) fn day(text: &str, today: NaiveDate) -> Result<NaiveDate, Wrong> {
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| Wrong::Date)?;
    let plausible = text.len() == 10 && day.year() >= EARLIEST_YEAR && day <= today;
    if plausible { Ok(day) } else { Err(Wrong::Date) }
}

/// An instant with its offset; a day alone is its noon in UTC, which is that day nearly everywhere on earth.
pub(super) fn instant(text: &str, now: DateTime<Utc>) -> Result<DateTime<Utc>, Wrong> {
    let instant = match written(text) {
        Some(instant) => instant,
        None => noon(day(text, now.date_naive())?),
    };
    let plausible = instant.year() >= EARLIEST_YEAR && instant.year() <= now.year() + 10;
    if plausible { Ok(instant) } else { Err(Wrong::Date) }
}

/// A time of day that names no offset is taken for UTC: where it was written is not known, and the day is right nearly everywhere.
/// Seconds may be missing; a leap second is the last ordinary one, as the stores have no 61st.
fn written(text: &str) -> Option<DateTime<Utc>> {
    let with_seconds = match text.as_bytes().get(16) {
        Some(b':') => text.to_owned(),
        _ => format!("{}:00{}", text.get(..16)?, text.get(16..)?),
    };
    let local = |text: &str| NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f").ok();
    let instant = match DateTime::parse_from_rfc3339(&with_seconds) {
        Ok(instant) => instant.to_utc(),
        Err(_) => local(&with_seconds)?.and_utc(),
    };
    let leap = instant.nanosecond() >= 1_000_000_000;
    let instant = if leap { instant.with_nanosecond(0)? } else { instant };
    Some(instant.trunc_subsecs(6))
}

/// An instant as a number to compare; none when it is not written as one.
pub(super) fn microseconds(text: &str) -> Option<i64> {
    written(text).map(|at| at.timestamp_micros())
}

fn noon(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(chrono::NaiveTime::MIN).and_utc() + TimeDelta::hours(12)
}

/// The day of a date, a dateTime or an instant, as it is written there; a year or a month stands for its first day. Empty is none.
pub(super) fn day_of(text: &str) -> Result<Option<NaiveDate>, Wrong> {
    let padded = match (text.is_ascii(), text.len()) {
        (true, 0) => return Ok(None),
        (true, 4) => format!("{text}-01-01"),
        (true, 7) => format!("{text}-01"),
        (true, 10..) => text[..10].to_owned(),
        _ => return Err(Wrong::Date),
    };
    if text.len() > 10 && written(text).is_none() {
        return Err(Wrong::Date);
    }
    let day = NaiveDate::parse_from_str(&padded, "%Y-%m-%d").map_err(|_| Wrong::Date)?;
    let plausible = (EARLIEST_YEAR..=LATEST_YEAR).contains(&day.year());
    if plausible { Ok(Some(day)) } else { Err(Wrong::Date) }
}

/// The instant of the same; a day, a month or a year stands for its beginning.
pub(super) fn instant_of(text: &str, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, Wrong> {
    if text.len() > 10 {
        return instant(text, now).map(Some);
    }
    Ok(day_of(text)?.map(noon))
}

/// The day on which something ended; the end of time is none.
pub(super) fn end_of(text: &str, now: DateTime<Utc>) -> Result<Option<NaiveDate>, Wrong> {
    Ok(day_of(text)?.filter(|day| day.year() <= now.year() + 10))
}

/// Whether something that began on this day was over before it: a year or a month is over on its last day.
pub(super) fn is_before(text: &str, from: NaiveDate) -> Result<bool, Wrong> {
    let months = match text.len() {
        4 => 12,
        7 => 1,
        _ => 0,
    };
    let last = day_of(text)?.and_then(|day| day.checked_add_months(Months::new(months)));
    Ok(last.is_some_and(|last| if months == 0 { last < from } else { last <= from }))
}

/// Whether a period that names its end is over.
pub(super) fn is_over(end: Option<&str>, now: DateTime<Utc>) -> bool {
    end.is_some_and(|end| matches!(is_before(end, now.date_naive()), Ok(true)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 24).unwrap()
    }

    #[test]
    fn partial_birth_dates_are_no_fault_and_absurd_ones_are() {
        assert_eq!(birth("1984-02-29", today()), Ok(NaiveDate::from_ymd_opt(1984, 2, 29)));
        assert_eq!(birth("1984", today()), Ok(None));
        assert_eq!(birth("1984-02", today()), Ok(None));
        assert_eq!(
            birth("1984-02-29T00:00:00+01:00", today()),
            Ok(NaiveDate::from_ymd_opt(1984, 2, 29))
        );
        for absurd in [
            "1983-02-29",
            "1984-13",
            "0001-01-01",
            "9999-12-31",
            "2026-11-25",
            "",
            "14/02/1984",
            "+1984-1-1",
            "-984",
        ] {
            assert_eq!(birth(absurd, today()), Err(Wrong::Date), "{absurd}");
        }
    }

    #[test]
    fn days_are_those_of_the_place_where_they_were_written() {
        let now = today().and_time(chrono::NaiveTime::MIN).and_utc();
        let read = |text| day_of(text).map(|day| day.map(|d| d.to_string()).unwrap_or_default());
        assert_eq!(read("2019-05-11T00:22:23+02:00").unwrap(), "2019-05-11");
        assert_eq!(
            (read("2019").unwrap(), read("2019-05").unwrap()),
            ("2019-01-01".to_owned(), "2019-05-01".to_owned())
        );
        assert_eq!(
            (read("").unwrap(), read("9999-12-31").unwrap()),
            (String::new(), "9999-12-31".to_owned())
        );
        for wrong in ["201", "11.05.2019", "2019-05-11Tx", "1066-10-14", "२०१९-०५-११"] {
            assert_eq!(read(wrong), Err(Wrong::Date), "{wrong}");
        }
        assert_eq!(
            instant_of("2019-05", now).unwrap().unwrap().to_rfc3339(),
            "2019-05-01T12:00:00+00:00",
            "noon: that day nearly everywhere"
        );
    }

    #[test]
    fn instants_have_an_offset() {
        let now = today().and_time(chrono::NaiveTime::MIN).and_utc();
        let read = |text| instant(text, now).map(|i| i.to_rfc3339());
        assert_eq!(read("2019-05-11T07:22:23+02:00").unwrap(), "2019-05-11T05:22:23+00:00");
        assert_eq!(read("2019-05-11").unwrap(), "2019-05-11T12:00:00+00:00");
        assert_eq!(read("2019-05-11T25:00:00Z"), Err(Wrong::Date));
        assert_eq!(read("2999-05-11T07:22:23Z"), Err(Wrong::Date));
    }

    #[test]
    fn instants_without_offset_seconds_or_in_a_leap_second_are_read() {
        let now = today().and_time(chrono::NaiveTime::MIN).and_utc();
        let read = |text| instant(text, now).map(|i| i.to_rfc3339());
        assert_eq!(read("2019-05-11T07:22:23").unwrap(), "2019-05-11T07:22:23+00:00");
        assert_eq!(read("2019-05-11T07:22").unwrap(), "2019-05-11T07:22:00+00:00");
        assert_eq!(read("2019-05-11T07:22-04:00").unwrap(), "2019-05-11T11:22:00+00:00");
        assert_eq!(read("2016-12-31T23:59:60Z").unwrap(), "2016-12-31T23:59:59+00:00");
        assert_eq!(day_of("2020-02-29T23:30:00.123-08:00"), Ok(NaiveDate::from_ymd_opt(2020, 2, 29)));
        for wrong in ["2019-02-29T07:22", "2019-05-11T07", "2019-05-11 07:22x", "2019-05-11T07:2é"] {
            assert_eq!(read(wrong), Err(Wrong::Date), "{wrong}");
        }
    }

    #[test]
    fn a_year_or_a_month_is_over_on_its_last_day() {
        let from = NaiveDate::from_ymd_opt(2019, 6, 15).unwrap();
        let before = |text| is_before(text, from).unwrap();
        assert_eq!(["2019", "2019-06", "2019-06-15"].map(before), [false; 3]);
        assert_eq!(["2018", "2019-05", "2019-06-14"].map(before), [true; 3]);
    }
}
