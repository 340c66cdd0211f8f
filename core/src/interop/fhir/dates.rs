//! Dates and instants as FHIR writes them.

use chrono::{DateTime, Datelike, NaiveDate, SubsecRound, Utc};

use super::refusal::Wrong;

/// Nobody who was born earlier has a record to be brought over.
const EARLIEST_YEAR: i32 = 1850;
/// Some systems write the end of what has none with the last year there is.
const LATEST_YEAR: i32 = 9999;

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

/// The day of a date, a dateTime or an instant, as it is written there; a year or a month stands for its first day. Empty is none.
pub(super) fn day_of(text: &str) -> Result<Option<NaiveDate>, Wrong> {
    let padded = match (text.is_ascii(), text.len()) {
        (true, 0) => return Ok(None),
        (true, 4) => format!("{text}-01-01"),
        (true, 7) => format!("{text}-01"),
        (true, 10..) => text[..10].to_owned(),
        _ => return Err(Wrong::Date),
    };
    if text.len() > 10 {
        DateTime::parse_from_rfc3339(text).map_err(|_| Wrong::Date)?;
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
    Ok(day_of(text)?.map(|day| day.and_time(chrono::NaiveTime::MIN).and_utc()))
}

/// The day on which something ended; the end of time is none.
pub(super) fn end_of(text: &str, now: DateTime<Utc>) -> Result<Option<NaiveDate>, Wrong> {
    Ok(day_of(text)?.filter(|day| day.year() <= now.year() + 10))
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
            "2019-05-01T00:00:00+00:00"
        );
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
