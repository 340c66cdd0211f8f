//! The pieces of a sig that were found, and what a product lets them mean.

use super::dose::Limit;
use super::model::{AtMost, Dose, DoseUnit, Meal, Moments, Route, Sig, Timing};
use super::parse::SigProblem;
use crate::patients;
use crate::prescribing::amount::Amount;

/// What is assumed when it is not written, from the product.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Assumed {
    /// What a bare number counts.
    pub unit: Option<DoseUnit>,
    /// The way that the product goes.
    pub route: Option<Route>,
}

#[derive(Default)]
pub(super) struct Found {
    pub dose: Option<Dose>,
    pub route: Option<Route>,
    pub timing: Option<Timing>,
    pub meal: Option<Meal>,
    pub at_most: Option<Limit>,
    pub as_needed: Option<Vec<String>>,
    pub days: Option<u16>,
    /// Whether the dose was written in spoons.
    pub spoons: bool,
    /// The parts of the day.
    pub moments: Moments,
    /// How often parts of the day were written, each time one or several.
    pub runs: usize,
    /// The same dose written again: `1 tab am, 1 tab pm`. With the last one's word.
    pub again: (usize, String),
    /// The last word that said when.
    pub when: String,
    /// `apply`, which is a dose of its own for what is applied.
    pub applied: bool,
    /// `od`, which is daily to some and the right eye to others.
    pub od: bool,
}

impl Found {
    pub fn finish(self, assumed: Assumed, instructions: &str) -> Result<Sig, SigProblem> {
        let application = Dose {
            least: Amount::whole(1),
            most: None,
            unit: DoseUnit::Application,
        };
        let applied = self.applied && assumed.unit == Some(DoseUnit::Application);
        let dose = self.dose.or(applied.then_some(application));
        let dose = dose.ok_or_else(|| SigProblem::new("sig_dose_missing", ""))?;
        let timing = self.timing()?;
        if timing.is_none() && self.as_needed.is_none() {
            return Err(SigProblem::new("sig_timing_missing", ""));
        }
        if self.od && self.route.is_none() && (assumed.is_eye() || dose.unit == DoseUnit::Drop) {
            return Err(SigProblem::new("sig_ambiguous", "od"));
        }
        Ok(Sig {
            dose,
            route: self.route,
            timing,
            meal: self.meal,
            at_most: self.at_most.map(|(amount, unit)| AtMost {
                amount,
                unit: unit.unwrap_or(dose.unit),
            }),
            as_needed: self.as_needed.map(|words| words.join(" ")),
            days: self.days,
            instructions: instructions.to_owned(),
        })
    }
}

impl Found {
    /// When, from what was counted and the parts of the day. Both may be said when they say the same: `ngày 2 lần sáng tối`.
    fn timing(&self) -> Result<Option<Timing>, SigProblem> {
        let (again, word) = &self.again;
        if *again > 0 && (self.runs != again + 1 || self.moments.len() != self.runs) {
            return Err(SigProblem::new("sig_unknown_word", word));
        }
        if *again == 0 && self.runs > 1 {
            return Err(SigProblem::new("sig_twice", &self.when));
        }
        let parts = self.moments.timing();
        match (self.timing, parts) {
            (counted, None) => Ok(counted),
            (None, parts) => Ok(parts),
            (Some(Timing::Times { times }), parts) if usize::from(times) == self.moments.len() => Ok(parts),
            _ => Err(SigProblem::new("sig_twice", &self.when)),
        }
    }
}

impl Assumed {
    pub(super) fn is_eye(self) -> bool {
        matches!(self.route, Some(Route::Eye | Route::LeftEye | Route::RightEye | Route::BothEyes))
    }

    pub(super) fn is_ear(self) -> bool {
        matches!(self.route, Some(Route::Ear | Route::LeftEar | Route::RightEar | Route::BothEars))
    }

    /// The unit that a word means for this product. People write `tab` for a capsule; a capsule is what the patient is told of.
    pub(super) fn unit(self, written: DoseUnit, word: &str) -> Result<DoseUnit, SigProblem> {
        use DoseUnit::{Ampoule, Capsule, Drop, Injection, Ml, Patch, Pessary, Spray, Suppository, Tablet};
        match self.unit {
            Some(Tablet | Capsule | Patch | Suppository | Pessary) if matches!(written, Ml | Drop) => {
                Err(SigProblem::new("sig_unit_other", word))
            }
            Some(own) if written == own || !written.is_counted() => Ok(written),
            Some(own @ (Tablet | Capsule)) if matches!(written, Tablet | Capsule) => Ok(own),
            Some(own @ (Suppository | Pessary)) if patients::fold(word) == "vien" => Ok(own),
            Some(Spray) if patients::fold(word) == "nhat" => Ok(Spray),
            Some(Injection) if written == Ampoule => Ok(Ampoule),
            Some(_) => Err(SigProblem::new("sig_unit_other", word)),
            None => Ok(written),
        }
    }
}
