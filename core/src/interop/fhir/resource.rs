//! The elements of FHIR R4 that are read. What is not named here is passed over.

use super::concept::CodeableConcept;
use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Patient {
    #[serde(default)]
    pub identifier: Vec<Identifier>,
    #[serde(default)]
    pub name: Vec<HumanName>,
    #[serde(default)]
    pub telecom: Vec<ContactPoint>,
    #[serde(default)]
    pub gender: String,
    pub birth_date: Option<String>,
    #[serde(default)]
    pub deceased_boolean: bool,
    pub deceased_date_time: Option<String>,
    #[serde(default)]
    pub address: Vec<Address>,
    #[serde(default)]
    pub communication: Vec<Communication>,
    #[serde(default)]
    pub contact: Vec<PatientContact>,
    pub marital_status: Option<CodeableConcept>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Identifier {
    #[serde(rename = "use")]
    pub usage: String,
    pub system: String,
    pub value: String,
    pub period: Period,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct HumanName {
    #[serde(rename = "use")]
    pub usage: String,
    pub text: String,
    pub family: String,
    pub given: Vec<String>,
    pub period: Period,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ContactPoint {
    pub system: String,
    pub value: String,
    #[serde(rename = "use")]
    pub usage: String,
    /// 1 is the one to call first.
    pub rank: Option<u32>,
    pub period: Period,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Address {
    #[serde(rename = "use")]
    pub usage: String,
    pub period: Period,
    pub text: String,
    pub line: Vec<String>,
    pub city: String,
    pub state: String,
    pub postal_code: String,
    pub country: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Communication {
    pub language: CodeableConcept,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct PatientContact {
    pub relationship: Vec<CodeableConcept>,
    pub name: HumanName,
    pub telecom: Vec<ContactPoint>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(from = "Referred")]
pub(super) struct Reference {
    pub reference: String,
    pub identifier: Identifier,
    pub display: String,
}

/// A reference as it is written; R5 has one inside, or a concept, where R4 has the reference itself. STU3 has who did something inside.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Referred {
    reference: To,
    identifier: Identifier,
    display: String,
    concept: CodeableConcept,
    actor: Option<Box<Reference>>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum To {
    Address(String),
    Inside(Box<Reference>),
}

impl Default for To {
    fn default() -> Self {
        Self::Address(String::new())
    }
}

impl From<Referred> for Reference {
    fn from(referred: Referred) -> Self {
        if let Some(actor) = referred.actor {
            return *actor;
        }
        match referred.reference {
            To::Inside(reference) => *reference,
            To::Address(reference) => Self {
                reference,
                identifier: referred.identifier,
                display: if referred.display.is_empty() {
                    referred.concept.shown().to_owned()
                } else {
                    referred.display
                },
            },
        }
    }
}

impl Reference {
    /// What it refers to; a number alone is written as the search for whom it belongs to.
    pub fn to(&self, kind: &str) -> String {
        let Identifier { system, value, .. } = &self.identifier;
        match (self.reference.is_empty(), value.is_empty()) {
            (true, false) => by_number(kind, system, value),
            _ => self.reference.clone(),
        }
    }
}

/// Those of the references whose names stand in other resources.
pub(super) fn unnamed<'a>(references: impl IntoIterator<Item = &'a Reference>, kind: &str) -> Vec<String> {
    let others = references.into_iter().filter(|r| r.display.is_empty()).map(|r| r.to(kind));
    others.filter(|r| !r.is_empty()).take(MOST_NAMED).collect()
}

/// The names that stand in the references themselves.
pub(super) fn displayed<'a>(references: impl IntoIterator<Item = &'a Reference>) -> impl Iterator<Item = &'a str> {
    let names = references.into_iter().map(|r| r.display.as_str());
    names.filter(|name| !name.is_empty()).take(MOST_NAMED)
}

/// More names than these say nothing to anybody.
const MOST_NAMED: usize = 5;

/// The conditional reference that means whoever has this number.
pub(super) fn by_number(kind: &str, system: &str, value: &str) -> String {
    format!("{kind}?identifier={system}|{value}")
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Encounter {
    pub status: String,
    pub class: CodeableConcept,
    #[serde(rename = "type")]
    pub kind: Vec<CodeableConcept>,
    pub subject: Reference,
    pub participant: Vec<Participant>,
    /// R5 calls it `actualPeriod`.
    #[serde(alias = "actualPeriod")]
    pub period: Period,
    pub service_provider: Reference,
    /// STU3 and R5 call it `reason`.
    #[serde(alias = "reason")]
    pub reason_code: Vec<CodeableConcept>,
    pub reason_reference: Vec<Reference>,
    pub diagnosis: Vec<EncounterDiagnosis>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Participant {
    /// R5 calls it `actor`.
    #[serde(alias = "actor")]
    pub individual: Reference,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct EncounterDiagnosis {
    pub condition: Diagnosed,
}

/// A reference in R4, a list of concepts and references in R5, which is not followed.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Diagnosed {
    Reference(Reference),
    Other(serde::de::IgnoredAny),
}

impl Default for Diagnosed {
    fn default() -> Self {
        Self::Reference(Reference::default())
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Period {
    pub start: Option<String>,
    pub end: Option<String>,
}
