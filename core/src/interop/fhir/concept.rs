//! A concept, in whichever of the shapes systems write it.

use std::fmt;

use serde::Deserialize;
use serde::de::{self, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// Codes of one meaning, and the words for it.
#[derive(Debug, Default)]
pub(super) struct CodeableConcept {
    pub coding: Vec<Coding>,
    pub text: String,
}

/// A code of a system.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Coding {
    pub system: String,
    pub code: String,
    pub display: String,
    pub extension: Vec<Extension>,
}

/// What a country adds to a code.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Extension {
    pub url: String,
    #[serde(rename = "valueCoding")]
    pub coding: Option<Box<Coding>>,
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

impl CodeableConcept {
    /// The code of HL7's own lists, which local systems write beside their own; else the first. Lower case, as HL7 writes them.
    pub fn status(&self) -> String {
        let own = self.coding.iter().find(|c| c.system.contains("hl7.org") && !c.code.is_empty());
        own.map_or(self.code(), |c| c.code.as_str()).to_ascii_lowercase()
    }

    /// What an extension of one of its codes says, by what the extension's address ends with.
    pub fn extended(&self, ending: &str) -> &str {
        let all = self.coding.iter().flat_map(|c| &c.extension);
        let found = all.filter(|e| e.url.ends_with(ending)).find_map(|e| e.coding.as_ref());
        found.map_or("", |coding| &coding.code)
    }
}

/// R4's concept; a bare code, as STU3 has it for a status; a single coding, as R4 has it for an encounter's class; the first of a list,
/// a concept beside a reference, and one beside its use, as R5 has them.
impl<'de> Deserialize<'de> for CodeableConcept {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Written)
    }
}

struct Written;

impl<'de> Visitor<'de> for Written {
    type Value = CodeableConcept;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a concept")
    }

    fn visit_str<E: de::Error>(self, code: &str) -> Result<CodeableConcept, E> {
        let coding = Coding {
            code: code.to_owned(),
            ..Coding::default()
        };
        Ok(CodeableConcept {
            coding: vec![coding],
            text: String::new(),
        })
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut list: S) -> Result<CodeableConcept, S::Error> {
        let first = list.next_element()?.unwrap_or_default();
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(first)
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<CodeableConcept, M::Error> {
        let mut concept = CodeableConcept::default();
        let mut own = Coding::default();
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "coding" => concept.coding = map.next_value()?,
                "text" => concept.text = map.next_value()?,
                "concept" | "value" => concept = map.next_value()?,
                "system" => own.system = map.next_value()?,
                "code" => own.code = map.next_value()?,
                "display" => own.display = map.next_value()?,
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        if concept.coding.is_empty() && !(own.code.is_empty() && own.display.is_empty()) {
            concept.coding.push(own);
        }
        Ok(concept)
    }
}
