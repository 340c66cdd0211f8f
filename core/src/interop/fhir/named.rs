//! What others name: those who treat, the places, medicines, goals.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::concept::CodeableConcept;
use super::medicines;
use super::prescribed::Medication;
use super::refusal::{Fault, Wrong};
use super::resource::{HumanName, Reference};
use super::words::{shown, words};

/// A practitioner, or somebody near the patient.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Someone {
    name: Vec<HumanName>,
}

/// An organization or a place.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Place {
    name: String,
}

/// Somebody in a place.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Role {
    practitioner: Reference,
    organization: Reference,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Goal {
    description: CodeableConcept,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Coded {
    code: CodeableConcept,
}

/// The name of what is of use to others by its name alone; none when this kind is no such thing.
pub(super) fn name(kind: &str, resource: &Map<String, Value>) -> Result<Option<String>, Fault> {
    Ok(Some(match kind {
        "Practitioner" | "RelatedPerson" => {
            let someone: Someone = shaped(resource, "Practitioner")?;
            words(&someone.name.first().map_or(String::new(), full), 200, "Practitioner.name")?
        }
        "Organization" | "Location" | "HealthcareService" => {
            words(&shaped::<Place>(resource, "Organization")?.name, 200, "Organization.name")?
        }
        "PractitionerRole" => {
            let role: Role = shaped(resource, "PractitionerRole")?;
            let named = [&role.practitioner, &role.organization].into_iter().find(|r| !r.display.is_empty());
            words(named.map_or("", |r| &r.display), 200, "PractitionerRole.practitioner")?
        }
        "Goal" => shown(&shaped::<Goal>(resource, "Goal")?.description, 400, "Goal.description")?,
        "Medication" => medicines::medicine(&shaped::<Medication>(resource, "Medication")?)?,
        _ => return Ok(None),
    }))
}

/// What stands inside another resource may also be what something was done for.
pub(super) fn name_inside(resource: &Map<String, Value>) -> Option<String> {
    let kind = resource.get("resourceType").and_then(Value::as_str)?;
    let found = match kind {
        "Condition" | "Observation" | "Substance" => {
            Some(shown(&shaped::<Coded>(resource, "Resource.code").ok()?.code, 200, "Resource.code").ok()?)
        }
        _ => name(kind, resource).ok()?,
    };
    found.filter(|name| !name.is_empty())
}

fn shaped<T: for<'de> Deserialize<'de>>(resource: &Map<String, Value>, element: &'static str) -> Result<T, Fault> {
    T::deserialize(resource).map_err(|_| Wrong::Shape.at(element))
}

fn full(name: &HumanName) -> String {
    let full = format!("{} {}", name.given.join(" "), name.family).trim().to_owned();
    if full.is_empty() { name.text.clone() } else { full }
}
