//! Where a child's weight, height, BMI and head circumference lie among children of the same sex and age.
//!
//! Reference: CDC/NCHS growth charts for the United States, 2000 (`core/data/growth`), from birth to the 20th birthday. Below two years
//! the CDC itself recommends the WHO's standard, which is not carried because of its licence. Ages are not corrected for preterm birth.

mod curves;
mod table;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub(super) use curves::{Growth, ReadGrowth, read};
pub use table::{Lms, STANDING, lms, percentile};

use super::observations::Observation;
use crate::patients::model::{Patient, Sex};
use crate::patients::{Place, age_years};

/// Days in a month, as NCHS counts ages.
const MONTH: f64 = 365.25 / 12.0;
/// From this birthday on nobody is a child of these charts.
const GROWN_UP: i32 = 20;

crate::text_enum! {
    /// Whether percentiles can be told of somebody.
    pub enum GrowthBasis {
        /// They can.
        Child = "child",
        /// A child, but the charts know girls and boys alone.
        SexUnknown = "sex_unknown",
        /// Twenty or older.
        GrownUp = "grown_up",
    }
}

/// Where a figure lies.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct GrowthPlace {
    /// The age at that day, in months.
    pub months: f64,
    /// Of a hundred children of this sex and age, how many lie below; from 0 to 100.
    pub percentile: f64,
}

/// A child whose sex the charts know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Child {
    born: NaiveDate,
    sex: Sex,
}

/// Whether percentiles can be told of somebody on a day.
#[must_use]
pub fn basis(patient: &Patient, today: NaiveDate) -> GrowthBasis {
    let on = patient.deceased_on.map_or(today, |died| died.min(today));
    match patient.sex {
        _ if age_years(patient.date_of_birth, on) >= GROWN_UP => GrowthBasis::GrownUp,
        Sex::Female | Sex::Male => GrowthBasis::Child,
        Sex::Other | Sex::PreferNotToSay | Sex::Unknown => GrowthBasis::SexUnknown,
    }
}

impl Child {
    /// None for whom percentiles cannot be told.
    #[must_use]
    pub fn of(patient: &Patient, today: NaiveDate) -> Option<Self> {
        (basis(patient, today) == GrowthBasis::Child).then(|| Self::new(patient.date_of_birth, patient.sex))
    }

    /// A child born on a day.
    #[must_use]
    pub fn new(born: NaiveDate, sex: Sex) -> Self {
        Self { born, sex }
    }

    /// The exact age on a day, in months.
    #[must_use]
    pub fn months(self, on: NaiveDate) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "days of a life")]
        let days = (on - self.born).num_days() as f64;
        days / MONTH
    }

    /// How a vital sign is spread among such children on a day; none where the charts say nothing.
    #[must_use]
    pub fn spread(self, code: &str, on: NaiveDate) -> Option<Lms> {
        lms(code, self.sex, self.months(on))
    }

    /// Where a figure of a vital sign lies that was measured on a day; none where the charts say nothing.
    #[must_use]
    pub fn place(self, code: &str, value: f64, on: NaiveDate) -> Option<GrowthPlace> {
        let spread = self.spread(code, on).filter(|_| value > 0.0)?;
        Some(GrowthPlace {
            months: hundredths(self.months(on)),
            percentile: percentile(spread.z(value)),
        })
    }
}

/// To two decimals.
fn hundredths(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

/// Tells of each figure of a child where it lies, by the day it was measured at the place.
pub(super) fn mark(points: &mut [Observation], child: Option<Child>, place: &Place) {
    for point in points {
        let on = place.local(point.taken_at).date();
        point.growth = child.and_then(|child| child.place(&point.code, point.value, on));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn ages_are_exact() {
        let child = Child::new(day("2024-02-29"), Sex::Female);
        assert_eq!(child.months(day("2024-02-29")), 0.0);
        assert!((child.months(day("2024-03-30")) - 30.0 / 30.4375).abs() < 1e-12);
        assert_eq!(Child::new(day("2006-11-26"), Sex::Male).months(day("2026-11-26")), 240.0);
    }

    #[test]
    fn a_figure_lies_among_children_of_its_sex_and_age() {
        let (girl, boy) = (Child::new(day("2026-01-01"), Sex::Female), Child::new(day("2026-01-01"), Sex::Male));
        let on = |child: Child, value| child.place("weight", value, day("2026-10-17")).unwrap();
        // 289 days are 9.49 months; see the CDC's example of a boy of 9.7 kg.
        assert_eq!((on(boy, 9.7).months, on(boy, 9.7).percentile.round()), (9.49, 58.0));
        assert!(on(girl, 9.7).percentile > 83.0, "the same is much for a girl");
        assert_eq!(girl.place("weight", 0.0, day("2026-10-17")), None);
        assert_eq!(girl.place("weight", 3.4, day("2025-12-31")), None, "before birth");
    }

    #[test]
    fn nonsense_lies_at_the_end_and_is_a_number() {
        let child = Child::new(day("2020-01-01"), Sex::Male);
        for code in ["weight", "height", "bmi"] {
            let on = |value| child.place(code, value, day("2026-11-26")).unwrap().percentile;
            assert!(on(0.001) < 0.1 && on(9_999.0) > 99.9, "{code}");
        }
    }
}
