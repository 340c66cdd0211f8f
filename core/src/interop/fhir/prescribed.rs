//! The elements of medicines, of requests for them and of statements about them.

use serde::Deserialize;

use super::concept::CodeableConcept;
use super::elements::{Annotation, Quantity, ReferenceRange};
use super::resource::{Period, Reference};

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct MedicationRequest {
    pub status: String,
    pub intent: String,
    #[serde(flatten)]
    pub medicine: Medicine,
    pub subject: Reference,
    /// A statement calls it `dateAsserted`.
    #[serde(alias = "dateAsserted")]
    pub authored_on: String,
    /// A statement's time of taking.
    pub effective_date_time: String,
    pub effective_period: Period,
    /// A statement calls it `dosage`.
    #[serde(alias = "dosage")]
    pub dosage_instruction: Vec<Dosage>,
    pub dispense_request: DispenseRequest,
    pub note: Vec<Annotation>,
    /// Not to be given.
    pub do_not_perform: bool,
    /// STU3: `n` for what is not taken.
    pub taken: String,
    /// R5 says so here.
    pub adherence: Adherence,
    /// R5 calls it `reason`.
    #[serde(alias = "reason")]
    pub reason_code: Vec<CodeableConcept>,
    pub reason_reference: Vec<Reference>,
    pub requester: Reference,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Adherence {
    pub code: CodeableConcept,
}

/// Something that was given or handed out.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct MedicationGiven {
    pub status: CodeableConcept,
    #[serde(flatten)]
    pub medicine: Medicine,
    /// STU3 says `patient` of what was given.
    #[serde(alias = "patient")]
    pub subject: Reference,
    /// R5 says `occurence` (with one r), STU3 `effectiveTime`.
    #[serde(alias = "occurenceDateTime", alias = "effectiveTimeDateTime")]
    pub effective_date_time: String,
    #[serde(alias = "occurencePeriod", alias = "effectiveTimePeriod")]
    pub effective_period: Period,
    pub when_handed_over: String,
    pub when_prepared: String,
    pub days_supply: Quantity,
    /// What it was given for, when it was ordered.
    pub request: Reference,
    pub authorizing_prescription: Vec<Reference>,
    pub dosage: GivenDose,
    pub dosage_instruction: Vec<Dosage>,
    pub note: Vec<Annotation>,
}

/// How something was given.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct GivenDose {
    pub text: String,
    pub route: CodeableConcept,
    pub dose: Quantity,
}

/// Which medicine.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Medicine {
    #[serde(rename = "medicationCodeableConcept")]
    pub concept: CodeableConcept,
    #[serde(rename = "medicationReference")]
    pub reference: Reference,
    /// R5 has both in one.
    #[serde(rename = "medication")]
    pub either: Either,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Either {
    pub concept: CodeableConcept,
    pub reference: Reference,
}

/// A medicine. One without a code is named by what is in it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Medication {
    pub code: CodeableConcept,
    pub ingredient: Vec<Ingredient>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Ingredient {
    /// R5 calls it `item`.
    #[serde(rename = "itemCodeableConcept", alias = "item")]
    pub item: CodeableConcept,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct DispenseRequest {
    pub validity_period: Period,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Dosage {
    pub text: String,
    pub patient_instruction: String,
    pub as_needed_boolean: bool,
    pub as_needed_codeable_concept: CodeableConcept,
    pub route: CodeableConcept,
    pub timing: Timing,
    pub dose_and_rate: Vec<DoseAndRate>,
    /// STU3 has what R4 has a list of.
    #[serde(flatten)]
    pub own: DoseAndRate,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Timing {
    pub repeat: Repeat,
    pub code: CodeableConcept,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Repeat {
    pub frequency: Option<f64>,
    pub period: Option<f64>,
    pub period_unit: String,
    /// HL7's times of day, e.g. `MORN`.
    pub when: Vec<String>,
    pub bounds_duration: Quantity,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct DoseAndRate {
    pub dose_quantity: Quantity,
    pub dose_range: ReferenceRange,
}
