//! The pieces of a sig that were found, and what a product lets them mean.

use super::dose::Limit;
use super::model::{AtMost, Dose, DoseUnit, Meal, Route, Sig, Timing};
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
        if self.timing.is_none() && self.as_needed.is_none() {
            return Err(SigProblem::new("sig_timing_missing", ""));
        }
        if self.od && self.route.is_none() && (assumed.is_eye() || dose.unit == DoseUnit::Drop) {
            return Err(SigProblem::new("sig_ambiguous", "od"));
        }
        Ok(Sig {
            dose,
            route: self.route,
            timing: self.timing,
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

impl Assumed {
    pub(super) fn is_eye(self) -> bool {
        matches!(self.route, Some(Route::Eye | Route::LeftEye | Route::RightEye | Route::BothEyes))
    }

    pub(super) fn is_ear(self) -> bool {
        matches!(self.route, Some(Route::Ear | Route::LeftEar | Route::RightEar | Route::BothEars))
    }

    /// The unit that a word means for this product. People write `tab` for a capsule; a capsule is what the patient is told of.
    pub(super) fn unit(self, written: DoseUnit, word: &str) -> Result<DoseUnit, SigProblem> {
        use DoseUnit::{Ampoule, Capsule, Injection, Pessary, Suppository, Tablet};
        match self.unit {
            Some(own) if written == own || !written.is_counted() => Ok(written),
            Some(own @ (Tablet | Capsule)) if matches!(written, Tablet | Capsule) => Ok(own),
            Some(own @ (Suppository | Pessary)) if patients::fold(word) == "vien" => Ok(own),
            Some(Injection) if written == Ampoule => Ok(Ampoule),
            Some(_) => Err(SigProblem::new("sig_unit_other", word)),
            None => Ok(written),
        }
    }
}
