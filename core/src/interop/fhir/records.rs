//! Reads files one after another and puts together what belongs together.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::Read;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::bundle::{self, Entry};
use super::entry::{self, Piece, What};
use super::item::{Clinical, Content};
use super::person::Person;
use super::refusal::{Fault, Refusal, Wrong};

/// Everything that the files hold and that has a place here.
#[derive(Debug, Default)]
pub struct Records {
    /// People, in the order of the files.
    pub people: Vec<Person>,
    /// Their past visits, `subject` being [`Person::id`].
    pub visits: Vec<Clinical>,
    /// What else stands in their charts, `subject` being [`Person::id`] and `about` the ids of other resources.
    pub charts: Vec<Clinical>,
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
    charts: Vec<Clinical>,
    /// Names of what others refer to, by id.
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
            charts: Vec::new(),
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
    /// Something of a patient who is in none of the files.
    pub fn finish(mut self) -> Result<Records, Refusal> {
        let known: HashSet<String> = self.people.iter().map(|p| p.id.clone()).collect();
        let (mut visits, mut charts) = (Vec::new(), Vec::new());
        for clinical in std::mem::take(&mut self.charts) {
            match self.give(clinical, &known)? {
                Some(visit) if matches!(visit.content, Content::Visit(_)) => visits.push(visit),
                other => charts.extend(other),
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
            charts,
            report: Report {
                files: self.files,
                taken: self.taken,
                skipped: skipped.collect(),
            },
        })
    }

    fn take(&mut self, entry: Entry) -> Result<(), Fault> {
        let Some(piece) = entry::read(entry, self.now)? else {
            return Ok(());
        };
        if !piece.id.is_empty() {
            let key = (piece.kind.clone(), piece.id.clone(), self.file_of(&piece.kind));
            if !self.seen.insert(key) {
                return Err(Wrong::Duplicate.at("Resource.id"));
            }
            self.names.insert(format!("{}/{}", piece.kind, piece.id), piece.id.clone());
        }
        if !piece.full_url.is_empty() {
            self.names.insert(piece.full_url.clone(), piece.id.clone());
        }
        if !piece.shown().is_empty() {
            self.shown.insert(piece.id.clone(), piece.shown().to_owned());
        }
        self.keep(piece);
        Ok(())
    }

    fn keep(&mut self, piece: Piece) {
        match piece.what {
            What::Person(person) => {
                self.people.push(*person);
                self.count_taken(&piece.kind);
            }
            What::Named(_) => self.count_taken(&piece.kind),
            What::Clinical(clinical) => self.charts.push(*clinical),
            What::Skipped(reason) => {
                if piece.kind == "Patient" {
                    self.skipped_people.insert(piece.id);
                }
                self.count_skipped(&piece.kind, reason);
            }
        }
    }

    /// Gives a clinical resource to the person whom it names, unless that one was skipped.
    fn give(&mut self, mut clinical: Clinical, known: &HashSet<String>) -> Result<Option<Clinical>, Refusal> {
        clinical.subject = self.resolve(&clinical.subject);
        let names = clinical
            .about
            .map(|r| self.shown.get(&self.resolve(r)).cloned().unwrap_or_default());
        clinical.content.name(&names);
        clinical.about = clinical.about.map(|reference| self.resolve(reference));
        let skipped = match () {
            () if self.skipped_people.contains(&clinical.subject) => Some("patient_skipped"),
            () if !known.contains(&clinical.subject) => return Err(nowhere(Wrong::Reference.at("Resource.subject"))),
            () if clinical.content.is_refuted() => Some("entered_in_error"),
            () if !clinical.content.is_named() => Some("no_name"),
            () => None,
        };
        match skipped {
            Some(reason) => {
                self.count_skipped(clinical.kind, reason);
                Ok(None)
            }
            None => {
                self.count_taken(clinical.kind);
                Ok(Some(clinical))
            }
        }
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
        let tail = || entry::key(entry::end_of(reference));
        self.names.get(reference).cloned().unwrap_or_else(tail)
    }

    fn count_taken(&mut self, kind: &str) {
        *self.taken.entry(kind.to_owned()).or_default() += 1;
    }

    fn count_skipped(&mut self, kind: &str, reason: &'static str) {
        *self.skipped.entry((kind.to_owned(), reason)).or_default() += 1;
    }
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
