//! The clinical elements of FHIR R4 that are read. Everything is optional here: each reader says what it cannot do without.

use serde::Deserialize;

use super::resource::{CodeableConcept, Period, Reference};

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Condition {
    pub clinical_status: CodeableConcept,
    pub verification_status: CodeableConcept,
    pub code: CodeableConcept,
    pub subject: Reference,
    pub onset_date_time: String,
    pub onset_period: Period,
    pub abatement_date_time: String,
    pub abatement_period: Period,
    pub recorded_date: String,
    pub note: Vec<Annotation>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Annotation {
    pub text: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct AllergyIntolerance {
    pub clinical_status: CodeableConcept,
    pub verification_status: CodeableConcept,
    pub criticality: String,
    pub code: CodeableConcept,
    pub patient: Reference,
    pub onset_date_time: String,
    pub recorded_date: String,
    pub reaction: Vec<Reaction>,
    pub note: Vec<Annotation>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Reaction {
    pub substance: CodeableConcept,
    pub manifestation: Vec<CodeableConcept>,
    pub severity: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct MedicationRequest {
    pub status: String,
    pub intent: String,
    pub medication_codeable_concept: CodeableConcept,
    pub medication_reference: Reference,
    pub contained: Vec<Contained>,
    pub subject: Reference,
    pub authored_on: String,
    pub dosage_instruction: Vec<Dosage>,
    pub dispense_request: DispenseRequest,
    pub note: Vec<Annotation>,
}

/// A resource inside another; only medications are looked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Contained {
    pub id: String,
    pub code: CodeableConcept,
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
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct DoseAndRate {
    pub dose_quantity: Quantity,
}

#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub(super) struct Quantity {
    pub value: Option<f64>,
    pub comparator: String,
    pub unit: String,
    pub code: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Observation {
    pub status: String,
    pub subject: Reference,
    pub effective_date_time: String,
    pub effective_instant: String,
    pub effective_period: Period,
    pub issued: String,
    pub component: Vec<Measured>,
    #[serde(flatten)]
    pub own: Measured,
}

/// What was measured: an observation, or a component of one.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Measured {
    pub code: CodeableConcept,
    pub value_quantity: Option<Quantity>,
    pub value_codeable_concept: Option<CodeableConcept>,
    pub value_string: Option<String>,
    pub value_boolean: Option<bool>,
    pub value_integer: Option<i64>,
    pub value_date_time: Option<String>,
    pub reference_range: Vec<ReferenceRange>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ReferenceRange {
    pub low: Quantity,
    pub high: Quantity,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Immunization {
    pub status: String,
    pub vaccine_code: CodeableConcept,
    pub patient: Reference,
    pub occurrence_date_time: String,
    pub occurrence_string: String,
    pub lot_number: String,
    pub status_reason: CodeableConcept,
    pub note: Vec<Annotation>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Procedure {
    pub status: String,
    pub code: CodeableConcept,
    pub subject: Reference,
    pub performed_date_time: String,
    pub performed_period: Period,
    pub performed_string: String,
    pub reason_code: Vec<CodeableConcept>,
    pub reason_reference: Vec<Reference>,
    pub outcome: CodeableConcept,
    pub note: Vec<Annotation>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct CarePlan {
    pub status: String,
    pub title: String,
    pub description: String,
    pub category: Vec<CodeableConcept>,
    pub subject: Reference,
    pub period: Period,
    pub addresses: Vec<Reference>,
    pub activity: Vec<Activity>,
    pub note: Vec<Annotation>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Activity {
    pub detail: ActivityDetail,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ActivityDetail {
    pub code: CodeableConcept,
    pub description: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct DiagnosticReport {
    pub status: String,
    pub category: Vec<CodeableConcept>,
    pub code: CodeableConcept,
    pub subject: Reference,
    pub effective_date_time: String,
    pub effective_period: Period,
    pub issued: String,
    pub result: Vec<Reference>,
    pub conclusion: String,
}
