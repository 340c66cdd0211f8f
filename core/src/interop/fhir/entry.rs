//! One entry of a bundle → what it is here, or why it is left out.

use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::bundle::Entry;
use super::item::{Clinical, Content, Reading, Taken};
use super::person::{self, Person};
use super::refusal::{Fault, Wrong};
use super::resource::{CodeableConcept, Encounter, HumanName, Organization, Patient, Practitioner};
use super::visit::{self, OpenVisit};
use super::{given, medicines, observations, problems, reports, words};

/// A resource as it was read.
#[derive(Debug)]
pub(crate) struct Piece {
    /// FHIR's name of its type; `other` for names that FHIR does not have.
    pub kind: String,
    /// Its id; empty when its kind is not read.
    pub id: String,
    /// What references may call it beside that.
    pub full_url: String,
    /// What it is.
    pub what: What,
}

/// What a resource is here.
#[derive(Debug)]
pub(crate) enum What {
    Person(Box<Person>),
    Visit(Box<OpenVisit>),
    /// Something that others name: a practitioner, an organization, a medicine.
    Named(String),
    Clinical(Box<Clinical>),
    Skipped(&'static str),
}

impl Piece {
    /// The name by which others speak of it.
    pub fn shown(&self) -> &str {
        match &self.what {
            What::Named(name) => name,
            What::Clinical(clinical) => match &clinical.content {
                Content::Problem(problem) => &problem.description,
                _ => "",
            },
            _ => "",
        }
    }
}

/// Reads an entry; none when it holds no resource, as one that deletes.
pub(super) fn read(entry: Entry, now: DateTime<Utc>) -> Result<Option<Piece>, Fault> {
    let Some(resource) = entry.resource else { return Ok(None) };
    let kind = string(&resource, "resourceType").ok_or(Wrong::NoType.at("Resource.resourceType"))?;
    let id = string(&resource, "id").unwrap_or_default();
    let Some(what) = what(&kind, &id, &resource, now)? else {
        return Ok(Some(Piece {
            kind: if is_type_name(&kind) { kind } else { "other".to_owned() },
            id: String::new(),
            full_url: String::new(),
            what: What::Skipped("not_supported"),
        }));
    };
    if id.is_empty() {
        return Err(Wrong::NoId.at("Resource.id"));
    }
    let id = person::text(&id, 64, "Resource.id")?;
    if entry.full_url.len() > 1_000 {
        return Err(Wrong::Text.at("Bundle.entry.fullUrl"));
    }
    Ok(Some(Piece {
        kind,
        id,
        full_url: entry.full_url,
        what,
    }))
}

/// None when resources of this kind are not read.
fn what(kind: &str, id: &str, resource: &Map<String, Value>, now: DateTime<Utc>) -> Result<Option<What>, Fault> {
    let clinical = |kind, taken: Taken<Reading>| taken.map(|taken| Some(clinical(kind, id, taken)));
    match kind {
        "Condition" => clinical("Condition", problems::condition(&shaped(resource, "Condition")?, now)),
        "AllergyIntolerance" => clinical(
            "AllergyIntolerance",
            problems::allergy(&shaped(resource, "AllergyIntolerance")?, now),
        ),
        "MedicationRequest" => clinical(
            "MedicationRequest",
            medicines::request(&shaped(resource, "MedicationRequest")?, now),
        ),
        "Observation" => clinical("Observation", observations::observation(&shaped(resource, "Observation")?, now)),
        "Immunization" => clinical("Immunization", given::immunization(&shaped(resource, "Immunization")?, now)),
        "Procedure" => clinical("Procedure", given::procedure(&shaped(resource, "Procedure")?, now)),
        "CarePlan" => clinical("CarePlan", given::care_plan(&shaped(resource, "CarePlan")?, now)),
        "DiagnosticReport" => clinical("DiagnosticReport", reports::report(&shaped(resource, "DiagnosticReport")?, now)),
        _ => plain(kind, id, resource, now),
    }
}

/// People, visits, and those who are only named.
fn plain(kind: &str, id: &str, resource: &Map<String, Value>, now: DateTime<Utc>) -> Result<Option<What>, Fault> {
    Ok(Some(match kind {
        "Patient" => match person::read(id, &shaped::<Patient>(resource, "Patient")?, now)? {
            Ok(person) => What::Person(Box::new(person)),
            Err(reason) => What::Skipped(reason),
        },
        "Encounter" => match visit::read(&shaped::<Encounter>(resource, "Encounter")?, now)? {
            Ok(visit) => What::Visit(Box::new(visit)),
            Err(reason) => What::Skipped(reason),
        },
        "Practitioner" => {
            let practitioner: Practitioner = shaped(resource, "Practitioner")?;
            let name = practitioner.name.first().map_or(String::new(), full_name);
            What::Named(person::text(&name, 200, "Practitioner.name")?)
        }
        "Organization" => What::Named(person::text(
            &shaped::<Organization>(resource, "Organization")?.name,
            200,
            "Organization.name",
        )?),
        "Medication" => {
            let code = resource
                .get("code")
                .map_or(Ok(CodeableConcept::default()), |code| value(code, "Medication.code"))?;
            What::Named(words::shown(&code, 200, "Medication.code")?)
        }
        _ => return Ok(None),
    }))
}

fn clinical(kind: &'static str, id: &str, taken: Result<Reading, &'static str>) -> What {
    let mut reading = match taken {
        Ok(reading) => reading,
        Err(reason) => return What::Skipped(reason),
    };
    reading
        .about
        .retain(|reference| !reference.is_empty() && !reference.starts_with('#'));
    What::Clinical(Box::new(Clinical {
        kind,
        id: id.to_owned(),
        subject: reading.subject,
        written_at: reading.written_at,
        content: reading.content,
        about: reading.about,
    }))
}

fn shaped<T: DeserializeOwned>(resource: &Map<String, Value>, element: &'static str) -> Result<T, Fault> {
    T::deserialize(resource).map_err(|_| Wrong::Shape.at(element))
}

fn value<T: DeserializeOwned>(value: &Value, element: &'static str) -> Result<T, Fault> {
    T::deserialize(value).map_err(|_| Wrong::Shape.at(element))
}

fn string(resource: &Map<String, Value>, key: &str) -> Option<String> {
    resource
        .get(key)
        .and_then(Value::as_str)
        .filter(|s| !s.is_empty())
        .map(str::to_owned)
}

/// Names of types are letters; anything else must not reach a report.
fn is_type_name(kind: &str) -> bool {
    kind.len() <= 40 && kind.chars().all(|c| c.is_ascii_alphabetic())
}

fn full_name(name: &HumanName) -> String {
    format!("{} {}", name.given.join(" "), name.family).trim().to_owned()
}
