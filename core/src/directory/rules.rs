//! Pure rules of the directory.

use chrono_tz::Tz;

use super::{Hours, Schedule};
use crate::api::Fields;
use crate::{Error, Result};

/// Most minor units of a price: far above any, far below what would not fit a JavaScript number.
pub(super) const MOST_MONEY: i64 = 1_000_000_000_000;

/// The mean of some ratings.
#[must_use]
pub(super) fn rating(sum: i64, count: i64) -> Option<f64> {
    #[expect(clippy::cast_precision_loss, reason = "sums of ratings are far below 2^53")]
    (count > 0).then(|| sum as f64 / count as f64)
}

/// Reads an IANA zone.
///
/// # Errors
/// `invalid` when there is no such zone.
pub fn parse_zone(name: &str) -> Result<Tz> {
    name.parse().map_err(|_| Error::field("time_zone", "unknown_time_zone"))
}

/// Whether it is an ISO 3166 code of two capital letters.
#[must_use]
pub fn is_country(code: &str) -> bool {
    code.parse::<phonenumber::country::Id>().is_ok()
}

/// An address that is there must be one.
pub(super) fn check_email(fields: &mut Fields, field: &str, email: &str) {
    fields.at_most(field, email, 254);
    if !email.is_empty() && !email_address::EmailAddress::is_valid(email) {
        fields.wrong(field, "email_invalid");
    }
}

/// A web address that is there must name its scheme: it is opened in the browser.
pub(super) fn check_website(fields: &mut Fields, website: &str) {
    fields.at_most("website", website, 300);
    if !website.is_empty() && !["https://", "http://"].iter().any(|scheme| website.starts_with(scheme)) {
        fields.wrong("website", "website_invalid");
    }
}

/// Hours in order, each within its day, none over another.
pub(super) fn check_hours(fields: &mut Fields, hours: &[Hours]) {
    for (n, span) in hours.iter().enumerate() {
        check_span(fields, &format!("hours.{n}."), span.weekday, (span.open_minute, span.close_minute));
        let next = hours.get(n + 1);
        if next.is_some_and(|next| next.weekday == span.weekday && next.open_minute < span.close_minute) {
            fields.wrong(&format!("hours.{}.open_minute", n + 1), "overlaps");
        }
    }
}

/// A weekday, and a span within the day.
pub(super) fn check_span(fields: &mut Fields, prefix: &str, weekday: i32, (from, to): (i32, i32)) {
    fields.within(&format!("{prefix}weekday"), weekday.into(), 1, 7);
    check_minutes(fields, prefix, (from, to));
}

/// A span within the day, in wall minutes.
pub(super) fn check_minutes(fields: &mut Fields, prefix: &str, (from, to): (i32, i32)) {
    let (first, last) = if prefix.starts_with("hours.") {
        ("open_minute", "close_minute")
    } else {
        ("start_minute", "end_minute")
    };
    fields.within(&format!("{prefix}{first}"), from.into(), 0, 1439);
    fields.within(&format!("{prefix}{last}"), to.into(), i64::from(from) + 1, 1440);
}

/// Whether two weekly rows ask one doctor to be in two places at once: the same weekday, hours and days in common.
#[must_use]
pub fn overlap(a: &Schedule, b: &Schedule) -> bool {
    let days = a.valid_to.is_none_or(|end| b.valid_from <= end) && b.valid_to.is_none_or(|end| a.valid_from <= end);
    let minutes = a.start_minute < b.end_minute && b.start_minute < a.end_minute;
    a.id != b.id && a.doctor_id == b.doctor_id && a.active && b.active && a.weekday == b.weekday && days && minutes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::directory::VisitMode;
    use crate::ids::{DoctorId, LocationId, ScheduleId};

    fn row(doctor: DoctorId, weekday: i32, minutes: (i32, i32), days: (&str, Option<&str>)) -> Schedule {
        Schedule {
            id: ScheduleId::fresh(),
            doctor_id: doctor,
            location_id: LocationId::fresh(),
            weekday,
            start_minute: minutes.0,
            end_minute: minutes.1,
            slot_minutes: 15,
            visit_mode: VisitMode::InPerson,
            valid_from: days.0.parse().unwrap(),
            valid_to: days.1.map(|day| day.parse().unwrap()),
            active: true,
            version: 1,
        }
    }

    #[test]
    fn a_doctor_is_in_one_place_at_a_time() {
        let doctor = DoctorId::fresh();
        let a = row(doctor, 1, (540, 720), ("2026-01-01", None));
        let overlaps = |minutes, days| overlap(&a, &row(doctor, 1, minutes, days));
        assert!(overlaps((700, 800), ("2026-06-01", Some("2026-07-01"))));
        assert!(!overlaps((720, 800), ("2026-06-01", None)), "one may follow the other");
        assert!(
            !overlaps((700, 800), ("2025-01-01", Some("2025-12-31"))),
            "the other is over before"
        );
        assert!(!overlap(&a, &row(doctor, 2, (540, 720), ("2026-01-01", None))), "another weekday");
        assert!(
            !overlap(&a, &row(DoctorId::fresh(), 1, (540, 720), ("2026-01-01", None))),
            "another doctor"
        );
        let retired = Schedule {
            active: false,
            ..row(doctor, 1, (540, 720), ("2026-01-01", None))
        };
        assert!(!overlap(&a, &retired) && !overlap(&a, &a));
    }

    #[test]
    fn hours_lie_within_the_day_and_apart() {
        let span = |open_minute, close_minute| Hours {
            weekday: 1,
            open_minute,
            close_minute,
        };
        let wrong = |hours: &[Hours]| {
            let mut fields = Fields::default();
            check_hours(&mut fields, hours);
            fields
                .check()
                .map_or_else(|e| e.fields.into_iter().map(|f| f.field).collect(), |()| Vec::new())
        };
        assert!(wrong(&[span(480, 720), span(780, 1440)]).is_empty());
        assert_eq!(wrong(&[span(480, 720), span(700, 900)]), ["hours.1.open_minute"]);
        assert_eq!(wrong(&[span(600, 600)]), ["hours.0.close_minute"]);
        assert_eq!(wrong(&[span(-1, 1441)]), ["hours.0.open_minute", "hours.0.close_minute"]);
    }

    #[test]
    fn zones_and_countries_are_known() {
        assert_eq!(parse_zone("Europe/Dublin").unwrap().name(), "Europe/Dublin");
        assert_eq!(parse_zone("Dublin").unwrap_err().fields[0].code, "unknown_time_zone");
        assert!(is_country("VN") && is_country("IE"));
        assert!(!is_country("ZZ") && !is_country("ie") && !is_country(""));
    }
}
