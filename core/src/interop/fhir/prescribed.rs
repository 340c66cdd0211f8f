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
    pub medication_codeable_concept: CodeableConcept,
    pub medication_reference: Reference,
    /// R5.
    pub medication: Medicine,
    pub contained: Vec<Contained>,
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
}

/// A medicine where R5 has it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Medicine {
    pub concept: CodeableConcept,
    pub reference: Reference,
}

/// A medicine, also inside another resource. One without a code is named by what is in it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Contained {
    pub id: String,
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
