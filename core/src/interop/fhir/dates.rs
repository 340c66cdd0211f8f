//! Dates and instants as FHIR writes them.

use chrono::{DateTime, Datelike, NaiveDate, SubsecRound, Utc};

use super::refusal::Wrong;

/// Nobody who was born earlier has a record to be brought over.
const EARLIEST_YEAR: i32 = 1850;

/// A birth date. FHIR allows a year, or a year and a month; those give none.
pub(super) fn birth(text: &str, today: NaiveDate) -> Result<Option<NaiveDate>, Wrong> {
    if text.len() == 4 || text.len() == 7 {
        let padded = format!("{}{}", text, &"-01-01"[text.len() - 4..]);
        return day(&padded, today).map(|_| None);
    }
    day(text, today).map(Some)
}

/// A full day, not before 1850 and not after today.
pub(super) fn day(text: &str, today: NaiveDate) -> Result<NaiveDate, Wrong> {
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| Wrong::Date)?;
    let plausible = text.len() == 10 && day.year() >= EARLIEST_YEAR && day <= today;
    if plausible { Ok(day) } else { Err(Wrong::Date) }
}

/// An instant with its offset; a day alone is its first instant in UTC.
pub(super) fn instant(text: &str, now: DateTime<Utc>) -> Result<DateTime<Utc>, Wrong> {
    let instant = match DateTime::parse_from_rfc3339(text) {
        Ok(instant) => instant.to_utc().trunc_subsecs(6),
        Err(_) => day(text, now.date_naive())?.and_time(chrono::NaiveTime::MIN).and_utc(),
    };
    let plausible = instant.year() >= EARLIEST_YEAR && instant.year() <= now.year() + 10;
    if plausible { Ok(instant) } else { Err(Wrong::Date) }
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
    fn instants_have_an_offset() {
        let now = today().and_time(chrono::NaiveTime::MIN).and_utc();
        let read = |text| instant(text, now).map(|i| i.to_rfc3339());
        assert_eq!(read("2019-05-11T07:22:23+02:00").unwrap(), "2019-05-11T05:22:23+00:00");
        assert_eq!(read("2019-05-11").unwrap(), "2019-05-11T00:00:00+00:00");
        assert_eq!(read("2019-05-11T25:00:00Z"), Err(Wrong::Date));
        assert_eq!(read("2999-05-11T07:22:23Z"), Err(Wrong::Date));
    }
}
