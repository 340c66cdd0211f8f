//! Reads files one after another and puts together what belongs together.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::Read;

use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use ts_rs::TS;

use super::bundle::{self, Entry};
use super::refusal::{Fault, Refusal, Wrong};
use super::resource::{HumanName, Resource};
use super::visit::{OpenVisit, Visit};
use super::{person, person::Person, visit};

/// Everything that the files hold and that has a place here.
#[derive(Debug, Default)]
pub struct Records {
    /// People, in the order of the files.
    pub people: Vec<Person>,
    /// Their past visits.
    pub visits: Vec<Visit>,
    /// What was read and what was not.
    pub report: Report,
}

/// What was read and what was skipped, by type.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Report {
    /// Files read.
    pub files: u32,
    /// Resources taken over, by type.
    pub taken: BTreeMap<String, u32>,
    /// Resources left out, with the reason.
    pub skipped: Vec<Skipped>,
}

/// Resources of one type that were left out for one reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Skipped {
    /// FHIR's name of the type; `other` for names that FHIR does not have.
    pub resource: String,
    /// Key of the reason in the UI's catalogue, e.g. `not_supported`.
    pub reason: String,
    /// How many.
    pub count: u32,
}

/// Reads bundles.
#[derive(Debug)]
pub struct Reader {
    now: DateTime<Utc>,
    /// Type and id of everything read: the same resource twice is refused.
    seen: HashSet<(String, String, u32)>,
    /// What a reference may call a resource → its id.
    names: HashMap<String, String>,
    people: Vec<Person>,
    visits: Vec<OpenVisit>,
    /// Shown names of practitioners and organizations, by id.
    shown: HashMap<String, String>,
    skipped_people: HashSet<String>,
    taken: BTreeMap<String, u32>,
    skipped: BTreeMap<(String, &'static str), u32>,
    files: u32,
}

impl Reader {
    /// A reader to which dates after `now` are absurd.
    #[must_use]
    pub fn new(now: DateTime<Utc>) -> Self {
        Self {
            now,
            seen: HashSet::new(),
            names: HashMap::new(),
            people: Vec::new(),
            visits: Vec::new(),
            shown: HashMap::new(),
            skipped_people: HashSet::new(),
            taken: BTreeMap::new(),
            skipped: BTreeMap::new(),
            files: 0,
        }
    }

    /// Reads one file. After a refusal the reader is of no more use.
    ///
    /// # Errors
    /// What is wrong, and where.
    pub fn read(&mut self, file: &str, source: impl Read) -> Result<(), Refusal> {
        self.files += 1;
        bundle::stream(file, source, &mut |entry| self.take(entry))
    }

    /// Everything, once all files are read.
    ///
    /// # Errors
    /// A visit of a patient who is in none of the files.
    pub fn finish(mut self) -> Result<Records, Refusal> {
        let known: HashSet<String> = self.people.iter().map(|p| p.id.clone()).collect();
        let mut visits = Vec::new();
        for open in std::mem::take(&mut self.visits) {
            let person = self.resolve(&open.visit.person);
            if known.contains(&person) {
                let seen_by = self.seen_by(&open);
                visits.push(Visit {
                    person,
                    seen_by,
                    ..open.visit
                });
                self.count_taken("Encounter");
            } else if self.skipped_people.contains(&person) {
                self.count_skipped("Encounter", "patient_skipped");
            } else {
                return Err(nowhere(Wrong::Reference.at("Encounter.subject")));
            }
        }
        let skipped = self.skipped.into_iter().map(|((resource, reason), count)| Skipped {
            resource,
            reason: reason.to_owned(),
            count,
        });
        Ok(Records {
            people: self.people,
            visits,
            report: Report {
                files: self.files,
                taken: self.taken,
                skipped: skipped.collect(),
            },
        })
    }

    fn take(&mut self, entry: Entry) -> Result<(), Fault> {
        let Some(resource) = entry.resource else { return Ok(()) };
        let kind = string(&resource, "resourceType").ok_or(Wrong::NoType.at("Resource.resourceType"))?;
        let Some(read) = known(&kind, &resource) else {
            self.count_skipped(if is_type_name(&kind) { &kind } else { "other" }, "not_supported");
            return Ok(());
        };
        let id = string(&resource, "id").ok_or(Wrong::NoId.at("Resource.id"))?;
        let id = person::text(&id, 64, "Resource.id")?;
        if !self.seen.insert((kind.clone(), id.clone(), self.file_of(&kind))) {
            return Err(Wrong::Duplicate.at("Resource.id"));
        }
        self.names.insert(format!("{kind}/{id}"), id.clone());
        if !entry.full_url.is_empty() {
            self.names.insert(entry.full_url, id.clone());
        }
        self.keep(&kind, id, read?)
    }

    fn keep(&mut self, kind: &str, id: String, resource: Resource) -> Result<(), Fault> {
        match resource {
            Resource::Patient(patient) => match person::read(&id, &patient, self.now)? {
                Ok(person) => {
                    self.people.push(person);
                    self.count_taken(kind);
                }
                Err(reason) => {
                    self.skipped_people.insert(id);
                    self.count_skipped(kind, reason);
                }
            },
            Resource::Encounter(encounter) => match visit::read(&encounter, self.now)? {
                Ok(visit) => self.visits.push(visit),
                Err(reason) => self.count_skipped(kind, reason),
            },
            Resource::Practitioner(practitioner) => {
                let name = practitioner.name.first().map_or(String::new(), full_name);
                self.shown.insert(id, person::text(&name, 200, "Practitioner.name")?);
                self.count_taken(kind);
            }
            Resource::Organization(organization) => {
                self.shown.insert(id, person::text(&organization.name, 200, "Organization.name")?);
                self.count_taken(kind);
            }
        }
        Ok(())
    }

    /// Files may share the doctors and places that they name, but neither people nor visits.
    fn file_of(&self, kind: &str) -> u32 {
        if matches!(kind, "Practitioner" | "Organization") {
            self.files
        } else {
            0
        }
    }

    /// The id behind `urn:uuid:…`, `Patient/…` or an address that ends so.
    fn resolve(&self, reference: &str) -> String {
        let tail = || reference.rsplit(['/', ':']).next().unwrap_or(reference).to_owned();
        self.names.get(reference).cloned().unwrap_or_else(tail)
    }

    fn seen_by(&self, open: &OpenVisit) -> String {
        let shown = |reference: &str| self.shown.get(&self.resolve(reference)).cloned().filter(|name| !name.is_empty());
        let parts: Vec<String> = [&open.practitioner, &open.organization]
            .into_iter()
            .filter_map(|r| shown(r))
            .collect();
        parts.join(", ")
    }

    fn count_taken(&mut self, kind: &str) {
        *self.taken.entry(kind.to_owned()).or_default() += 1;
    }

    fn count_skipped(&mut self, kind: &str, reason: &'static str) {
        *self.skipped.entry((kind.to_owned(), reason)).or_default() += 1;
    }
}

/// The resource, when it is of a kind that is read; whether it has that kind's shape.
fn known(kind: &str, resource: &Map<String, Value>) -> Option<Result<Resource, Fault>> {
    Some(match kind {
        "Patient" => shaped(resource, "Patient").map(Resource::Patient),
        "Encounter" => shaped(resource, "Encounter").map(Resource::Encounter),
        "Practitioner" => shaped(resource, "Practitioner").map(Resource::Practitioner),
        "Organization" => shaped(resource, "Organization").map(Resource::Organization),
        _ => return None,
    })
}

fn shaped<T: DeserializeOwned>(resource: &Map<String, Value>, element: &'static str) -> Result<T, Fault> {
    T::deserialize(resource).map_err(|_| Wrong::Shape.at(element))
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

/// A fault of the files together.
fn nowhere(fault: Fault) -> Refusal {
    Refusal {
        file: String::new(),
        wrong: fault.wrong,
        line: 0,
        column: 0,
        entry: None,
        element: fault.element.to_owned(),
    }
}
