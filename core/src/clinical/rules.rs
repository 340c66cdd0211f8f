//! Rules of the chart that need no store.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::scheduling::AppointmentStatus;
use crate::scheduling::model::{AppointmentCard, AppointmentKind};

crate::text_enum! {
    /// What an age is counted in.
    pub enum AgeUnit {
        /// Days.
        Days = "days",
        /// Weeks.
        Weeks = "weeks",
        /// Months.
        Months = "months",
        /// Years.
        Years = "years",
    }
}

/// An age as a chart says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Age {
    /// How many.
    pub value: i32,
    /// Of what.
    pub unit: AgeUnit,
}

/// The age on a day: in days for the newborn (WHO: the first 28 days), then in weeks to three months, in months to two
/// years, as the Red Book (AAP) does, and in years from then on.
#[must_use]
pub fn age(born: NaiveDate, on: NaiveDate) -> Age {
    let days = (on - born).num_days().max(0);
    let months = i64::from(on.years_since(born).unwrap_or(0)) * 12 + i64::from(months_over(born, on));
    let (value, unit) = match (days, months) {
        (..28, _) => (days, AgeUnit::Days),
        (_, ..3) => (days / 7, AgeUnit::Weeks),
        (_, 3..24) => (months, AgeUnit::Months),
        _ => (months / 12, AgeUnit::Years),
    };
    Age {
        value: i32::try_from(value).unwrap_or(i32::MAX),
        unit,
    }
}

/// Whole months beyond the last birthday.
fn months_over(born: NaiveDate, on: NaiveDate) -> u32 {
    use chrono::Datelike;
    let months = (on.month() + 12 - born.month()) % 12;
    match (on.day() < born.day(), months) {
        (true, 0) => 11,
        (true, months) => months - 1,
        (false, months) => months,
    }
}

/// Who goes in next: of those who are here the emergencies, then by planned start, then by arrival.
#[must_use]
pub fn next_in(cards: &[AppointmentCard]) -> Option<&AppointmentCard> {
    let here = cards.iter().filter(|c| c.status == AppointmentStatus::CheckedIn);
    here.min_by_key(|c| (c.kind != AppointmentKind::Emergency, c.starts_at, c.checked_in_at))
}

/// Whole minutes that a patient has waited.
#[must_use]
pub fn waited(card: &AppointmentCard, now: DateTime<Utc>) -> Option<i32> {
    let since = card.checked_in_at.filter(|_| card.status == AppointmentStatus::CheckedIn)?;
    i32::try_from((now - since).num_minutes().max(0)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn an_age_is_said_in_the_unit_that_tells_most() {
        let said = |born: &str, on: &str| {
            let age = age(day(born), day(on));
            (age.value, age.unit.as_str())
        };
        assert_eq!(said("2026-11-24", "2026-11-24"), (0, "days"));
        assert_eq!(said("2026-10-28", "2026-11-24"), (27, "days"));
        assert_eq!(said("2026-10-27", "2026-11-24"), (4, "weeks"));
        assert_eq!(said("2026-08-25", "2026-11-24"), (13, "weeks"));
        assert_eq!(said("2026-08-24", "2026-11-24"), (3, "months"));
        assert_eq!(said("2024-11-25", "2026-11-24"), (23, "months"));
        assert_eq!(said("2024-11-24", "2026-11-24"), (2, "years"));
        assert_eq!(
            said("2024-02-29", "2028-02-28"),
            (3, "years"),
            "the 29th of February has no birthday before the 1st of March"
        );
        assert_eq!(said("2030-01-01", "2026-11-24"), (0, "days"), "a date to come is nobody's age");
    }

    proptest! {
        /// Years agree with the calendar's, and nobody grows younger.
        #[test]
        fn an_age_never_shrinks(born in 0_i32..40_000, later in 0_i64..40_000) {
            let born = NaiveDate::from_num_days_from_ce_opt(700_000 + born).unwrap();
            let on = born + chrono::TimeDelta::days(later);
            let (now, next) = (age(born, on), age(born, on + chrono::TimeDelta::days(1)));
            prop_assert!(next.unit > now.unit || (next.unit == now.unit && next.value >= now.value));
            if now.unit == AgeUnit::Years {
                prop_assert_eq!(now.value, crate::patients::age_years(born, on));
            }
        }
    }
}
