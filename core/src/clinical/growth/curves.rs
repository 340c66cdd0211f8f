//! `chart.growth`: the curves behind a child's figures.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Child, GrowthBasis, STANDING, basis, hundredths, lms};
use crate::Result;
use crate::api::Ctx;
use crate::ids::PatientId;
use crate::patients;
use crate::patients::model::Sex;

/// Whose curves.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[ts(export)]
pub struct ReadGrowth {
    /// Whose.
    pub patient_id: PatientId,
}

/// What a child's figures are plotted over.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Growth {
    /// Whether there is anything to plot over.
    pub basis: GrowthBasis,
    /// Where ages begin.
    pub born: NaiveDate,
    /// By vital sign; empty without a basis.
    pub measures: Vec<GrowthMeasure>,
}

/// The curves of one vital sign.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct GrowthMeasure {
    /// Its code.
    pub code: String,
    /// Ages of the values, ascending.
    pub months: Vec<f64>,
    /// The lowest first.
    pub curves: Vec<GrowthCurve>,
}

/// One percentile over age.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct GrowthCurve {
    /// Which.
    pub percentile: i32,
    /// One for each age, in the unit of the vital sign.
    pub values: Vec<f64>,
}

/// The curves of the CDC's own charts, with their z.
const CURVES: [(i32, f64); 7] = [
    (3, -1.880_793_608),
    (10, -1.281_551_566),
    (25, -0.674_489_750),
    (50, 0.0),
    (75, 0.674_489_750),
    (90, 1.281_551_566),
    (97, 1.880_793_608),
];
const CODES: [&str; 4] = ["height", "weight", "head_circumference", "bmi"];
/// Between these ages a straight line cannot be told from the curve.
const STEP: f64 = 3.0;

/// `chart.growth`: the curves of a child's sex, from birth to the 20th birthday.
///
/// # Errors
/// `not_found`.
pub(in crate::clinical) async fn read(ctx: &Ctx, request: ReadGrowth) -> Result<Growth> {
    let mut db = ctx.db()?;
    let patient = patients::read(&mut db, request.patient_id).await?;
    let today = patients::place(&mut db, ctx, None).await?.today;
    Ok(Growth {
        basis: basis(&patient, today),
        born: patient.date_of_birth,
        measures: Child::of(&patient, today).map_or_else(Vec::new, |child| CODES.iter().map(|code| measure(code, child.sex)).collect()),
    })
}

fn measure(code: &str, sex: Sex) -> GrowthMeasure {
    let months: Vec<f64> = ages().filter(|months| lms(code, sex, *months).is_some()).collect();
    let at = |z: f64| move |months: &f64| lms(code, sex, *months).map_or(0.0, |lms| hundredths(lms.value(z)));
    GrowthMeasure {
        code: code.to_owned(),
        curves: CURVES
            .iter()
            .map(|(percentile, z)| GrowthCurve {
                percentile: *percentile,
                values: months.iter().map(at(*z)).collect(),
            })
            .collect(),
        months,
    }
}

/// Half months in the first half year, months to two years, both sides of the change to standing, then every third.
fn ages() -> impl Iterator<Item = f64> {
    let half = (0..12).map(|n| f64::from(n) / 2.0);
    let whole = (6..24).map(f64::from);
    let later = (0..=72).map(|n| STANDING + f64::from(n) * STEP);
    half.chain(whole).chain(std::iter::once(STANDING - 0.001)).chain(later)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn curves_lie_above_one_another_and_change_from_lying_to_standing() {
        for code in CODES {
            let GrowthMeasure { months, curves, .. } = measure(code, Sex::Female);
            assert!(months.windows(2).all(|two| two[0] < two[1]) && curves.len() == 7, "{code}");
            for two in curves.windows(2) {
                assert!(two[0].values.iter().zip(&two[1].values).all(|(low, high)| low < high), "{code}");
            }
        }
        let height = measure("height", Sex::Male);
        let standing = height.months.iter().position(|m| *m == STANDING).unwrap();
        let median = &height.curves[3].values;
        assert!(median[standing] < median[standing - 1], "standing is shorter than lying");
        assert_eq!((height.months[0], *height.months.last().unwrap()), (0.0, 240.0));
        assert_eq!(measure("bmi", Sex::Male).months[0], 24.0);
        assert_eq!(measure("head_circumference", Sex::Male).months.last(), Some(&36.0));
    }
}
