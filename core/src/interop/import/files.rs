//! Which files are read, and reading them beside the writing.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use tokio::sync::mpsc::{self, Receiver};

use crate::interop::fhir::{self, Clinical, Person, Piece, Refusal, What, Wrong};
use crate::{Error, Result};

/// Resources of one transaction. A person with fewer goes in as a whole.
pub(super) const TOGETHER: usize = 2_000;
/// Names that others refer to; in a file with more, references stay without a name.
const MOST_NAMES: usize = 200_000;

/// A file and how it is written.
#[derive(Debug, Clone)]
pub(super) struct Source {
    pub path: PathBuf,
    /// As the caller named it.
    pub name: String,
    /// One resource a line.
    lines: bool,
}

/// The files, and those in the folders, in order of their names; of a bulk export people before what belongs to them, reports last.
///
/// # Errors
/// `not_found` for a path that does not exist.
pub(super) fn sources(paths: &[PathBuf]) -> Result<Vec<Source>> {
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            let inside = std::fs::read_dir(path)?;
            let mut inside: Vec<PathBuf> = inside.map(|entry| entry.map(|e| e.path())).collect::<std::io::Result<_>>()?;
            inside.retain(|path| path.is_file() && matches!(ending(path), "json" | "ndjson"));
            inside.sort_by_key(|path| (place(path), path.clone()));
            found.extend(inside);
        } else if path.exists() {
            found.push(path.clone());
        } else {
            return Err(Error::not_found("file"));
        }
    }
    let source = |path: PathBuf| Source {
        name: path.display().to_string(),
        lines: ending(&path) == "ndjson",
        path,
    };
    Ok(found.into_iter().map(source).collect())
}

fn ending(path: &Path) -> &str {
    path.extension().and_then(|e| e.to_str()).unwrap_or("")
}

/// People come first, reports after their results.
fn place(path: &Path) -> u8 {
    let name = path.file_name().and_then(|n| n.to_str()).unwrap_or("");
    match ending(path) {
        "ndjson" if name.starts_with("Patient") => 0,
        "ndjson" if name.starts_with("DiagnosticReport") => 2,
        _ => 1,
    }
}

/// What a file holds, as far as its writing must know before.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// What references call resources → their ids, where these do not end their addresses.
    ids: HashMap<String, String>,
    /// What references call medicines and problems → their names.
    names: HashMap<String, String>,
    /// People.
    pub patients: usize,
    /// Resources that are read.
    pub resources: usize,
    /// The address of the server that people's addresses begin with.
    pub base: Option<String>,
}

impl Survey {
    /// The id of the resource that a reference means: of one in the file, else what stands at its end.
    pub fn id_of(&self, reference: &str) -> String {
        let plain = reference.split("/_history/").next().unwrap_or(reference);
        self.ids.get(plain).cloned().unwrap_or_else(|| end_of(plain).to_owned())
    }

    /// The names of what is referred to, as far as the file has them.
    pub fn names(&self, references: &[String]) -> Vec<String> {
        let name = |reference: &String| {
            let plain = reference.split("/_history/").next().unwrap_or(reference);
            let end = plain.rmatch_indices('/').nth(1).map_or(plain, |(at, _)| &plain[at + 1..]);
            self.names.get(plain).or_else(|| self.names.get(end)).cloned()
        };
        references.iter().filter_map(name).collect()
    }

    fn note(&mut self, piece: &Piece) {
        if piece.id.is_empty() {
            return;
        }
        self.resources += 1;
        let by_type = format!("{}/{}", piece.kind, piece.id);
        let known = piece.full_url.is_empty() || end_of(&piece.full_url) == piece.id;
        if !known && (piece.kind == "Patient" || self.ids.len() < MOST_NAMES) {
            self.ids.insert(piece.full_url.clone(), piece.id.clone());
        }
        if piece.kind == "Patient" {
            self.patients += 1;
            if let Some(base) = piece.full_url.strip_suffix(&by_type).filter(|base| base.starts_with("http")) {
                self.base = Some(base.trim_end_matches('/').to_owned());
            }
        } else if matches!(piece.kind.as_str(), "Medication" | "Condition") && self.names.len() < MOST_NAMES {
            for called in [by_type, piece.full_url.clone()] {
                self.names.insert(called, piece.shown().to_owned());
            }
        }
    }
}

/// What stands at the end of an address.
fn end_of(address: &str) -> &str {
    address.rsplit(['/', ':']).next().unwrap_or(address)
}

/// Reads a file once for what is wrong with it and for what belongs together; keeps nothing else of it.
///
/// # Errors
/// In the outer one when the reading itself failed.
pub(super) async fn survey(source: &Source, now: DateTime<Utc>) -> Result<std::result::Result<Survey, Refusal>> {
    let source = source.clone();
    let work = move || {
        let mut survey = Survey::default();
        let mut seen: HashSet<u64> = HashSet::new();
        each(&source, now, &mut |piece| {
            survey.note(&piece);
            piece.id.is_empty() || seen.insert(hash(&piece))
        })?;
        Ok(survey)
    };
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|_| Error::fault("a reader that broke off"))
}

/// Type and id in few bytes: a file may hold millions.
fn hash(piece: &Piece) -> u64 {
    let mut hasher = DefaultHasher::new();
    (&piece.kind, &piece.id).hash(&mut hasher);
    hasher.finish()
}

fn each(source: &Source, now: DateTime<Utc>, take: &mut dyn FnMut(Piece) -> bool) -> std::result::Result<(), Refusal> {
    let unreadable = |_| Refusal {
        file: source.name.clone(),
        wrong: Wrong::Unreadable,
        line: 0,
        column: 0,
        entry: None,
        element: String::new(),
    };
    let file = File::open(&source.path).map_err(unreadable)?;
    fhir::pieces(&source.name, file, source.lines, now, take)
}

/// What of a file is read in one go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// Everything.
    Whole,
    /// People, one by one.
    People,
    /// Everything else but reports.
    Rest,
    /// Reports, when their results are there.
    Reports,
}

impl Part {
    fn has(self, kind: &str) -> bool {
        match self {
            Part::Whole => true,
            Part::People => kind == "Patient",
            Part::Rest => kind != "Patient" && kind != "DiagnosticReport",
            Part::Reports => kind == "DiagnosticReport",
        }
    }
}

/// Resources that are written together.
#[derive(Debug, Default)]
pub(super) struct Batch {
    pub people: Vec<Person>,
    pub items: Vec<Clinical>,
    /// Type and reason of what is left out.
    pub skipped: Vec<(String, &'static str)>,
    /// Ids of people among these.
    pub skipped_people: Vec<String>,
}

impl Batch {
    fn len(&self) -> usize {
        self.people.len() + self.items.len() + self.skipped.len()
    }

    fn add(&mut self, piece: Piece) {
        match piece.what {
            What::Person(person) => self.people.push(*person),
            What::Clinical(clinical) => self.items.push(*clinical),
            What::Visit(_) => self.skipped.push((piece.kind, "visit_elsewhere")),
            What::Named(_) => self.skipped.push((piece.kind, "only_named")),
            What::Skipped(reason) => {
                if piece.kind == "Patient" {
                    self.skipped_people.push(piece.id);
                }
                self.skipped.push((piece.kind, reason));
            }
        }
    }
}

/// Reads a file in a thread of its own, a few batches ahead of who takes them.
pub(super) fn batches(source: &Source, part: Part, now: DateTime<Utc>) -> Receiver<std::result::Result<Batch, Refusal>> {
    let (sender, receiver) = mpsc::channel(1);
    let source = source.clone();
    let most = if part == Part::People { 1 } else { TOGETHER };
    tokio::task::spawn_blocking(move || {
        let mut batch = Batch::default();
        let mut open = true;
        let read = each(&source, now, &mut |piece| {
            if !part.has(&piece.kind) {
                return open;
            }
            batch.add(piece);
            if batch.len() >= most {
                open = sender.blocking_send(Ok(std::mem::take(&mut batch))).is_ok();
            }
            open
        });
        // Who no longer takes anything has gone on without it.
        let _ = match read {
            Ok(()) => sender.blocking_send(Ok(batch)),
            Err(refusal) => sender.blocking_send(Err(refusal)),
        };
    });
    receiver
}
