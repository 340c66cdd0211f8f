//! The clinical elements of FHIR R4 that are read. Everything is optional here: each reader says what it cannot do without.

use serde::Deserialize;

use super::attachments::Attachment;
use super::concept::CodeableConcept;
use super::documents::Meta;
use super::resource::{Period, Reference};

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
    pub abatement_string: String,
    /// STU3.
    pub abatement_boolean: bool,
    pub onset_string: String,
    pub onset_age: Quantity,
    pub body_site: Vec<CodeableConcept>,
    /// STU3 calls it `assertedDate`.
    #[serde(alias = "assertedDate")]
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
    pub onset_period: Period,
    #[serde(alias = "assertedDate")]
    pub recorded_date: String,
    pub reaction: Vec<Reaction>,
    pub note: Vec<Annotation>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Reaction {
    pub substance: CodeableConcept,
    pub manifestation: Vec<CodeableConcept>,
    pub description: String,
    pub severity: String,
}

#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub(super) struct Quantity {
    pub value: Option<f64>,
    pub comparator: String,
    pub unit: String,
    pub code: String,
}

impl Quantity {
    /// As people read it; empty without a value.
    pub fn shown(&self) -> String {
        let unit = if self.unit.is_empty() { &self.code } else { &self.unit };
        let parts = self.value.map(|value| format!("{} {value} {unit}", self.comparator));
        parts.map_or(String::new(), |text| text.trim().to_owned())
    }
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
    pub value_time: Option<String>,
    pub value_period: Option<Period>,
    pub value_range: Option<ReferenceRange>,
    pub value_ratio: Option<Ratio>,
    pub reference_range: Vec<ReferenceRange>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ReferenceRange {
    pub low: Quantity,
    pub high: Quantity,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Ratio {
    pub numerator: Quantity,
    pub denominator: Quantity,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Immunization {
    pub status: String,
    pub vaccine_code: CodeableConcept,
    pub patient: Reference,
    /// STU3 calls it `date`, and says `notGiven`.
    #[serde(alias = "date")]
    pub occurrence_date_time: String,
    pub not_given: bool,
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
    /// R5 calls all three `occurrence…`; STU3 says `notDone`.
    #[serde(alias = "occurrenceDateTime")]
    pub performed_date_time: String,
    #[serde(alias = "occurrencePeriod")]
    pub performed_period: Period,
    #[serde(alias = "occurrenceString")]
    pub performed_string: String,
    pub not_done: bool,
    /// R5 calls it `reason`.
    #[serde(alias = "reason")]
    pub reason_code: Vec<CodeableConcept>,
    pub reason_reference: Vec<Reference>,
    /// Each with whoever it was inside.
    pub performer: Vec<Reference>,
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
    pub goal: Vec<Reference>,
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
    pub category: OneOrMore,
    pub code: CodeableConcept,
    pub subject: Reference,
    pub effective_date_time: String,
    pub effective_period: Period,
    pub issued: String,
    pub result: Vec<Reference>,
    pub contained: Vec<serde_json::Value>,
    pub conclusion: String,
    /// STU3 calls it `codedDiagnosis`.
    #[serde(alias = "codedDiagnosis")]
    pub conclusion_code: Vec<CodeableConcept>,
    pub presented_form: Vec<Attachment>,
    pub performer: Vec<Reference>,
    pub results_interpreter: Vec<Reference>,
    pub meta: Meta,
}

/// STU3 has one category where R4 has a list.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum OneOrMore {
    More(Vec<CodeableConcept>),
    One(CodeableConcept),
}

impl Default for OneOrMore {
    fn default() -> Self {
        Self::More(Vec::new())
    }
}

impl OneOrMore {
    /// Each.
    pub fn each(&self) -> &[CodeableConcept] {
        match self {
            Self::More(all) => all,
            Self::One(one) => std::slice::from_ref(one),
        }
    }
}
