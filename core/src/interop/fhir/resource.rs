//! The elements of FHIR R4 that are read. What is not named here is passed over.

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
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct HumanName {
    #[serde(rename = "use")]
    pub usage: String,
    pub text: String,
    pub family: String,
    pub given: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ContactPoint {
    pub system: String,
    pub value: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Address {
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
#[serde(default)]
pub(super) struct CodeableConcept {
    pub coding: Vec<Coding>,
    pub text: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Coding {
    pub system: String,
    pub code: String,
    pub display: String,
}

impl CodeableConcept {
    /// The code of this system.
    pub fn of(&self, systems: &[&str]) -> Option<&str> {
        let coding = self.coding.iter().find(|c| systems.contains(&c.system.as_str()))?;
        Some(coding.code.as_str()).filter(|code| !code.is_empty())
    }

    /// The first code; empty when there is none.
    pub fn code(&self) -> &str {
        self.coding.first().map_or("", |c| &c.code)
    }

    /// What people read: the text, else a code's display, else a code.
    pub fn shown(&self) -> &str {
        let displays = self.coding.iter().map(|c| c.display.as_str());
        let codes = self.coding.iter().map(|c| c.code.as_str());
        let mut all = std::iter::once(self.text.as_str()).chain(displays).chain(codes);
        all.find(|text| !text.trim().is_empty()).unwrap_or("")
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Reference {
    pub reference: String,
    pub display: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Encounter {
    pub status: String,
    #[serde(default)]
    pub class: Coding,
    #[serde(default, rename = "type")]
    pub kind: Vec<CodeableConcept>,
    #[serde(default)]
    pub subject: Reference,
    #[serde(default)]
    pub participant: Vec<Participant>,
    #[serde(default)]
    pub period: Period,
    #[serde(default)]
    pub service_provider: Reference,
    #[serde(default)]
    pub reason_code: Vec<CodeableConcept>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Participant {
    pub individual: Reference,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Period {
    pub start: Option<String>,
    pub end: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Practitioner {
    #[serde(default)]
    pub name: Vec<HumanName>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Organization {
    #[serde(default)]
    pub name: String,
}
