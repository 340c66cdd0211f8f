//! `notes.growth`: where a child's figures lie among children, while they are typed and when they are read.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::fields::figure;
use super::model::Vitals;
use super::queries;
use super::requests::DraftSubject;
use super::vitals::bmi;
use crate::Result;
use crate::api::Ctx;
use crate::clinical::growth::Child;
use crate::patients;

/// Figures of a note that is being written.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct ReadNoteGrowth {
    /// What the note is about.
    pub subject: DraftSubject,
    /// What was measured.
    pub vital_signs: Vitals,
}

/// Where one figure lies.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct FigureGrowth {
    /// The field of [`Vitals`], or `bmi`.
    pub figure: String,
    /// Of a hundred children of this sex and age, how many lie below; from 0 to 100.
    pub percentile: f64,
}

/// What is measured of growth; a BMI is derived.
const MEASURES: [&str; 4] = ["weight", "height", "head_circumference", "bmi"];

/// Of each figure that the charts know, where it lies on the day it was measured; nothing of who is no child.
pub(super) fn of(vitals: &Vitals, child: Option<Child>, on: NaiveDate) -> Vec<FigureGrowth> {
    let Some(child) = child else { return Vec::new() };
    let place = |name: &&str| {
        let value = if *name == "bmi" { bmi(vitals) } else { figure(vitals, name) };
        Some(FigureGrowth {
            figure: (*name).to_owned(),
            percentile: child.place(name, value?, on)?.percentile,
        })
    };
    MEASURES.iter().filter_map(place).collect()
}

/// `notes.growth`: of figures that are measured today, or of the note that is amended on its own day.
///
/// # Errors
/// `not_found`.
pub(super) async fn read(ctx: &Ctx, request: ReadNoteGrowth) -> Result<Vec<FigureGrowth>> {
    let (subject, mut db) = (request.subject, ctx.db()?);
    let patient = patients::read(&mut db, subject.patient_id).await?;
    let place = patients::place(&mut db, ctx, None).await?;
    let on = match subject.amends {
        Some(note) => place.local(queries::existing(&mut db, note).await?.created_at).date(),
        None => place.today,
    };
    Ok(of(&request.vital_signs, Child::of(&patient, place.today), on))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::patients::model::Sex;

    #[test]
    fn what_the_charts_know_is_told() {
        let vitals = Vitals {
            heart_rate: Some(110.0),
            weight: Some(12.7),
            height: Some(86.5),
            head_circumference: Some(48.5),
            ..Vitals::default()
        };
        let born = NaiveDate::from_ymd_opt(2024, 11, 1).unwrap();
        let told = |days| {
            let on = born + chrono::TimeDelta::days(days);
            let told = of(&vitals, Some(Child::new(born, Sex::Male)), on);
            told.into_iter().map(|f| f.figure).collect::<Vec<_>>()
        };
        assert_eq!(told(600), ["weight", "height", "head_circumference"], "no BMI below two years");
        assert_eq!(told(800), MEASURES);
        assert_eq!(told(1_200), ["weight", "height", "bmi"], "heads to three years");
        assert_eq!(of(&vitals, None, born), []);
    }
}
