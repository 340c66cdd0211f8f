//! What is measured of the demo's children: pulse and temperature of their age, and growth along a percentile of their own.

use chrono::{DateTime, Datelike, Months, NaiveDate, NaiveTime, Utc};
use rand::Rng;
use rand::rngs::StdRng;

use crate::clinical::growth::{Child, STANDING};
use crate::patients::model::Sex;

/// Ages in months at which well children are seen, then every birthday (AAP, Bright Futures).
const WELL_CHILD: [u32; 11] = [0, 1, 2, 4, 6, 9, 12, 15, 18, 24, 30];
/// Heads are measured until then, by age in months.
const HEAD_UNTIL: f64 = 36.0;

/// When a well child was seen so far.
pub(super) fn well_child(born: NaiveDate, now: DateTime<Utc>) -> Vec<DateTime<Utc>> {
    let noon = NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default();
    let birthdays = (3..20).map(|years| years * 12);
    let ages = WELL_CHILD.into_iter().chain(birthdays);
    // Nobody comes on the very day.
    let seen = ages.filter_map(|months| {
        let late = if months == 0 { 0 } else { (born.day() + months) % 9 };
        Some(
            (born.checked_add_months(Months::new(months))? + chrono::TimeDelta::days(late.into()))
                .and_time(noon)
                .and_utc(),
        )
    });
    seen.take_while(|at| *at <= now).collect()
}

/// Code, figure and time of everything that is measured of a child.
pub(super) fn figures(born: NaiveDate, sex: Sex, times: &[DateTime<Utc>], random: &mut StdRng) -> Vec<(&'static str, f64, DateTime<Utc>)> {
    let child = Child::new(born, sex);
    let tall: f64 = random.random_range(-1.3..1.3);
    let heavy = 0.6 * tall + random.random_range(-0.9..0.9);
    let head = 0.4 * tall + random.random_range(-0.8..0.8);
    let mut found = Vec::new();
    for at in times {
        let mut about = |value: f64, spread: f64| value + spread * random.random_range(-1.0..1.0);
        let months = child.months(at.date_naive());
        let grown = |code, z| child.spread(code, at.date_naive()).map(|spread| spread.value(z));
        let height = grown("height", about(tall, 0.03));
        let weight = grown("weight", about(heavy, 0.06));
        let head = grown("head_circumference", about(head, 0.08)).filter(|_| months < HEAD_UNTIL);
        let bmi = weight
            .zip(height)
            .filter(|_| months >= STANDING)
            .map(|(kg, cm)| kg / (cm / 100.0).powi(2));
        let pulse = about(125.0 - 3.2 * months / 12.0, 7.0);
        let measured = [
            ("heart_rate", Some(pulse)),
            ("temperature", Some(about(36.9, 0.4))),
            ("weight", weight),
            ("height", height),
            ("head_circumference", head),
            ("bmi", bmi),
        ];
        found.extend(measured.into_iter().filter_map(|(code, value)| Some((code, value?, *at))));
    }
    found
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    #[test]
    fn children_grow_and_stay_near_their_percentile() {
        let born = NaiveDate::from_ymd_opt(2018, 3, 5).unwrap();
        let now = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap().and_time(NaiveTime::MIN).and_utc();
        let times = well_child(born, now);
        assert_eq!((times.len(), times[0].date_naive()), (17, born));
        let figures = figures(born, Sex::Female, &times, &mut StdRng::seed_from_u64(3));
        let of = |wanted: &str| -> Vec<f64> {
            let those = figures.iter().filter(|(code, ..)| *code == wanted);
            let place = |(code, value, at): &(&str, f64, DateTime<Utc>)| Child::new(born, Sex::Female).place(code, *value, at.date_naive());
            those.map(|figure| place(figure).unwrap().percentile).collect()
        };
        for code in ["weight", "height", "head_circumference"] {
            let (low, high) = of(code)
                .into_iter()
                .fold((100.0_f64, 0.0_f64), |(low, high), p| (low.min(p), high.max(p)));
            assert!(high - low < 20.0, "{code}: from {low} to {high}");
        }
        assert_eq!((of("head_circumference").len(), of("bmi").len()), (11, 8));
    }
}
