//! One entry of a bundle → what it is here, or why it is left out.

use std::hash::{DefaultHasher, Hash, Hasher};

use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::bundle::{Entry, Request, Response};
use super::dates;
use super::item::{Clinical, Content, Reading, Taken};
use super::person::{self, Person};
use super::refusal::{Fault, Wrong};
use super::resource::{Identifier, Patient, by_number};
use super::{contained, documents, given, histories, imaging, medicines, named, observations, problems, reasons, reports, visit};
use crate::documents::sha256;

/// A resource as it was read.
#[derive(Debug)]
pub(crate) struct Piece {
    /// FHIR's name of its type; `other` for names that FHIR does not have.
    pub kind: String,
    /// Its id, else what its address ends with; empty when its kind is not read.
    pub id: String,
    /// What references may call it beside that.
    pub full_url: String,
    /// What else references may call it: the search for its numbers.
    pub also: Vec<String>,
    /// Tells whether two say the same.
    pub content: u64,
    /// When it was changed last, in microseconds since 1970, as far as it says.
    pub changed: Option<i64>,
    /// What it is.
    pub what: What,
}

/// What a resource is here.
#[derive(Debug)]
pub(crate) enum What {
    Person(Box<Person>),
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

/// Reads an entry; none when it holds no resource and deletes none.
pub(super) fn read(entry: Entry, now: DateTime<Utc>) -> Result<Option<Piece>, Fault> {
    let Some(mut resource) = entry.resource else {
        return Ok(deleted(&entry.request.unwrap_or_default(), &entry.response.unwrap_or_default()));
    };
    without_nulls(&mut resource);
    let kind = string(&resource, "resourceType").ok_or(Wrong::NoType.at("Resource.resourceType"))?;
    let full_url = entry.full_url.filter(|url| url.len() <= MOST_ADDRESS).unwrap_or_default();
    let own = string(&resource, "id").unwrap_or_default();
    let id = key(if own.is_empty() { end_of(&full_url) } else { &own });
    contained::put_in(&mut resource);
    let (what, also) = match what(&kind, &id, &resource, now)? {
        None => (What::Skipped(reasons::of_kind(&kind)), Vec::new()),
        Some(_) if has_modifier(&resource) => (What::Skipped("modifier_unknown"), Vec::new()),
        // Nothing could refer to it, and another import could not know it again.
        Some(_) if id.is_empty() => (What::Skipped("no_id"), Vec::new()),
        Some(what) => (what, numbers(&kind, &resource)?),
    };
    let is_read = !matches!(what, What::Skipped(reason) if reason == "no_id" || reasons::of_kind(&kind) == reason);
    let kept = |text: String| if is_read { text } else { String::new() };
    Ok(Some(Piece {
        kind: if is_type_name(&kind) { kind } else { "other".to_owned() },
        id: kept(id),
        full_url: kept(full_url),
        also,
        content: hash(&resource),
        changed: changed(&resource),
        what,
    }))
}

/// Longer addresses are none.
const MOST_ADDRESS: usize = 1_000;
/// FHIR's ids have 64 characters at most; those of some systems have more.
const MOST_ID: usize = 64;

/// An id as it is kept: one that is too long is known by its hash.
pub(crate) fn key(id: &str) -> String {
    let fits = id.chars().count() <= MOST_ID && !id.chars().any(char::is_control);
    if fits {
        id.trim().to_owned()
    } else {
        hex::encode(sha256(id.as_bytes()))
    }
}

/// What stands at the end of an address.
pub(crate) fn end_of(address: &str) -> &str {
    address.rsplit(['/', ':']).next().unwrap_or(address)
}

/// A resource that is gone: what a history still says of it before counts no more.
fn deleted(request: &Request, response: &Response) -> Option<Piece> {
    let (kind, id) = request.url.rsplit_once('/').filter(|_| request.method == "DELETE")?;
    let kind = end_of(kind).to_owned();
    Some(Piece {
        id: key(id),
        full_url: String::new(),
        also: Vec::new(),
        content: 0,
        changed: dates::microseconds(&response.last_modified),
        what: What::Skipped("deleted"),
        kind: if is_type_name(&kind) { kind } else { "other".to_owned() },
    })
}

/// FHIR writes null only beside an extension; there and elsewhere it says nothing.
fn without_nulls(map: &mut Map<String, Value>) {
    fn clean(value: &mut Value) {
        match value {
            Value::Object(map) => without_nulls(map),
            Value::Array(list) => {
                list.retain(|value| !value.is_null());
                list.iter_mut().for_each(clean);
            }
            _ => {}
        }
    }
    map.retain(|_, value| !value.is_null());
    map.values_mut().for_each(clean);
}

fn hash(resource: &Map<String, Value>) -> u64 {
    let mut hasher = DefaultHasher::new();
    resource.hash(&mut hasher);
    hasher.finish()
}

fn changed(resource: &Map<String, Value>) -> Option<i64> {
    dates::microseconds(resource.get("meta")?.get("lastUpdated")?.as_str()?)
}

/// The searches by which others may speak of it.
fn numbers(kind: &str, resource: &Map<String, Value>) -> Result<Vec<String>, Fault> {
    if !matches!(kind, "Patient" | "Practitioner" | "Organization") {
        return Ok(Vec::new());
    }
    let numbers: Vec<Identifier> = resource
        .get("identifier")
        .map_or(Ok(Vec::new()), |all| value(all, "Resource.identifier"))?;
    let usable = numbers.iter().filter(|n| !n.value.is_empty()).take(20);
    Ok(usable.map(|n| by_number(kind, &n.system, &n.value)).collect())
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
        "MedicationStatement" => clinical(
            "MedicationStatement",
            medicines::statement(&shaped(resource, "MedicationStatement")?, now),
        ),
        "Encounter" => clinical("Encounter", visit::visit(&shaped(resource, "Encounter")?, now)),
        "Observation" => clinical("Observation", observations::observation(&shaped(resource, "Observation")?, now)),
        "Immunization" => clinical("Immunization", given::immunization(&shaped(resource, "Immunization")?, now)),
        "Procedure" => clinical("Procedure", given::procedure(&shaped(resource, "Procedure")?, now)),
        "CarePlan" => clinical("CarePlan", given::care_plan(&shaped(resource, "CarePlan")?, now)),
        "DiagnosticReport" => clinical("DiagnosticReport", reports::report(&shaped(resource, "DiagnosticReport")?, now)),
        "DocumentReference" => clinical(
            "DocumentReference",
            documents::document(&shaped(resource, "DocumentReference")?, now),
        ),
        "Media" => clinical("Media", documents::media(&shaped(resource, "Media")?, now)),
        "ImagingStudy" => clinical("ImagingStudy", imaging::study(&shaped(resource, "ImagingStudy")?, now)),
        "Device" => clinical("Device", histories::device(&shaped(resource, "Device")?)),
        "FamilyMemberHistory" => clinical(
            "FamilyMemberHistory",
            histories::relative(&shaped(resource, "FamilyMemberHistory")?),
        ),
        "MedicationAdministration" => clinical(
            "MedicationAdministration",
            medicines::administered(&shaped(resource, "MedicationAdministration")?, now),
        ),
        "MedicationDispense" => clinical(
            "MedicationDispense",
            medicines::dispensed(&shaped(resource, "MedicationDispense")?, now),
        ),
        _ => plain(kind, id, resource, now),
    }
}

/// People, and what is only named.
fn plain(kind: &str, id: &str, resource: &Map<String, Value>, now: DateTime<Utc>) -> Result<Option<What>, Fault> {
    if kind == "Patient" {
        let person = person::read(id, &shaped::<Patient>(resource, "Patient")?, now)?;
        return Ok(Some(person.map_or_else(What::Skipped, |person| What::Person(Box::new(person)))));
    }
    Ok(named::name(kind, resource)?.map(What::Named))
}

fn clinical(kind: &'static str, id: &str, taken: Result<Reading, &'static str>) -> What {
    let mut reading = match taken {
        Ok(reading) => reading,
        Err(reason) => return What::Skipped(reason),
    };
    // What stands inside the resource was read with it.
    for references in [&mut reading.about.what, &mut reading.about.why, &mut reading.about.who] {
        references.retain(|reference| !reference.is_empty() && !reference.starts_with('#'));
    }
    What::Clinical(Box::new(Clinical {
        kind,
        id: id.to_owned(),
        subject: reading.subject,
        written_at: reading.written_at,
        content: reading.content,
        about: reading.about,
        left_out: reading.left_out,
    }))
}

/// Whether something in it may turn its meaning into another: "negated", "of the donor". What it says must not be taken without that
/// (FHIR R4, Extensibility, 2.4.1).
fn has_modifier(resource: &Map<String, Value>) -> bool {
    fn inside(value: &Value) -> bool {
        match value {
            Value::Object(map) => has_modifier(map),
            Value::Array(list) => list.iter().any(inside),
            _ => false,
        }
    }
    let says = |(key, value): (&String, &Value)| match value {
        Value::Array(list) if key == "modifierExtension" => !list.is_empty(),
        value => inside(value),
    };
    resource.iter().any(says)
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
