//! What a check is asked and what it answers.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::clinical::Said;
use crate::patients::model::Sex;
use crate::prescribing::lists::{ListName, Medicine, Severity, Site, Strength};
use crate::prescribing::sig::{Route, Sig};

/// An allergy of the chart that stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownAllergy {
    /// As written.
    pub substance: String,
    /// Code of an ingredient or class; may be blank.
    pub code: String,
    /// What happened.
    pub reaction: String,
}

/// Something that is taken already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taking {
    /// As written.
    pub name: String,
    /// Code of the formulary; may be blank.
    pub code: String,
    /// The way it goes; none = not known, and taken as systemic.
    pub route: Option<Route>,
}

/// What the rules need of a patient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Whole months since birth.
    pub age_months: i32,
    /// Sex.
    pub sex: Sex,
    /// Whether she is pregnant.
    pub pregnancy: Said,
    /// Whether she breastfeeds.
    pub breastfeeding: Said,
    /// Last weight, in grams.
    pub weight_grams: Option<i64>,
    /// Allergies that stand.
    pub allergies: Vec<KnownAllergy>,
    /// What is taken now.
    pub taking: Vec<Taking>,
}

/// A medicine that is to be prescribed.
#[derive(Debug, Clone)]
pub struct Item<'a> {
    /// Its row of the formulary.
    pub medicine: &'a Medicine,
    /// How strong; none when that is not known.
    pub strength: Option<Strength>,
    /// The way it goes.
    pub route: Route,
    /// How it is taken; none while it is not readable yet.
    pub sig: Option<&'a Sig>,
}

/// One side of a pair: new, or taken already.
#[derive(Debug, Clone)]
pub(super) struct Known<'a> {
    pub medicine: &'a Medicine,
    pub site: Site,
    /// As the doctor reads it.
    pub shown: String,
}

impl<'a> Known<'a> {
    pub fn of_item(item: &Item<'a>) -> Self {
        Self {
            medicine: item.medicine,
            site: item.medicine.site(item.route),
            shown: item.medicine.ingredient.clone(),
        }
    }
}

crate::text_enum! {
    /// What a warning is about.
    pub enum WarningKind {
        /// An allergy.
        Allergy = "allergy",
        /// Two medicines that do not go together.
        Interaction = "interaction",
        /// The same ingredient or class twice.
        Duplicate = "duplicate",
        /// Too young or too old for it.
        Age = "age",
        /// Pregnancy.
        Pregnancy = "pregnancy",
        /// Breastfeeding.
        Lactation = "lactation",
        /// Daily, though it is taken weekly.
        Weekly = "weekly",
        /// More than the most in 24 hours.
        Dose = "dose",
        /// More than the most at a time.
        DoseAtOnce = "dose_at_once",
    }
}

/// Something to be answered before it is prescribed. Words are codes of the catalogues.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Warning {
    /// Names it in an answer; the same warning has the same key in the next check.
    pub key: String,
    /// About what.
    pub kind: WarningKind,
    /// How bad.
    pub severity: Severity,
    /// Whether it needs a reason to go on.
    pub needs_reason: bool,
    /// Which of the new medicines, from 0.
    pub item: u32,
    /// That medicine's ingredient.
    pub medicine: String,
    /// The other medicine or the allergy, as written.
    pub other: String,
    /// The class of the duplicate; blank otherwise.
    pub class: String,
    /// Code of what may happen.
    pub effect: String,
    /// Code of how it comes about.
    pub mechanism: String,
    /// Code of what to do.
    pub action: String,
    /// What was given, of a dose; what happened before, of an allergy.
    pub figure: String,
    /// The most, of a dose.
    pub limit: String,
    /// Where it stands.
    pub source: String,
    /// Which list says so.
    pub list: ListName,
}

crate::text_enum! {
    /// Why something could not be checked.
    pub enum UncheckedReason {
        /// The allergy stands in no list.
        UnknownAllergy = "unknown_allergy",
        /// The new medicine stands in no formulary.
        UnknownMedicine = "unknown_medicine",
        /// A medicine of the chart stands in no list.
        UnknownMedication = "unknown_medication",
        /// No maximum for a child is stated.
        ChildDose = "child_dose",
        /// The child's maximum goes by a weight that is not on record.
        ChildWeight = "child_weight",
        /// The dose cannot be turned into a weight.
        DoseUnit = "dose_unit",
    }
}

/// Something that was not checked, so that nobody thinks it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Unchecked {
    /// Which of the new medicines; none when it is of the chart.
    pub item: Option<u32>,
    /// Why.
    pub reason: UncheckedReason,
    /// As written.
    pub text: String,
}

/// The answer of the rules.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings {
    /// What to answer, worst first.
    pub warnings: Vec<Warning>,
    /// What was not checked.
    pub unchecked: Vec<Unchecked>,
}

impl Findings {
    /// Keeps the worst of what is said twice about the same things, and sorts.
    pub(super) fn settle(&mut self) {
        self.warnings
            .sort_by(|a, b| (a.severity, a.kind, a.item, &a.key).cmp(&(b.severity, b.kind, b.item, &b.key)));
        let mut seen = std::collections::HashSet::new();
        self.warnings.retain(|w| seen.insert(w.key.clone()));
        self.unchecked.dedup();
    }
}

impl Warning {
    /// A warning about one of the new medicines, with nothing but its kind said yet.
    pub(super) fn about(item: usize, medicine: &Medicine, kind: WarningKind, severity: Severity, list: ListName) -> Self {
        Self {
            key: String::new(),
            kind,
            severity,
            needs_reason: severity != Severity::Moderate,
            item: u32::try_from(item).unwrap_or(u32::MAX),
            medicine: medicine.ingredient.clone(),
            other: String::new(),
            class: String::new(),
            effect: String::new(),
            mechanism: String::new(),
            action: String::new(),
            figure: String::new(),
            limit: String::new(),
            source: String::new(),
            list,
        }
    }
}
