//! Which files are read, and reading them beside the writing.

use std::fs::File;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use tokio::sync::mpsc::{self, Receiver};

use super::survey::Survey;
use crate::interop::fhir::{self, Clinical, Person, Piece, Refusal, What, Wrong};
use crate::{Error, Result};

/// Resources of one transaction. A person with fewer goes in as a whole.
pub(super) const TOGETHER: usize = 2_000;

/// A file and how it is written.
#[derive(Debug, Clone)]
pub(super) struct Source {
    pub path: PathBuf,
    /// As the caller named it.
    pub name: String,
    /// One resource a line.
    lines: bool,
}

/// The files, and those in the folders and in theirs, in order of their names; of a bulk export people and what others name before what
/// belongs to them, reports last.
///
/// # Errors
/// `not_found` for a path that does not exist.
pub(super) fn sources(paths: &[PathBuf]) -> Result<Vec<Source>> {
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            inside(path, &mut found)?;
        } else if path.exists() {
            found.push(path.clone());
        } else {
            return Err(Error::not_found("file"));
        }
    }
    let source = |path: PathBuf| Source {
        name: path.display().to_string(),
        lines: matches!(ending(&path).as_str(), "ndjson" | "jsonl"),
        path,
    };
    Ok(found.into_iter().map(source).collect())
}

/// What a folder holds, its own files first. A link to a folder is not followed: it may lead back.
fn inside(folder: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    let (mut files, mut folders) = (Vec::new(), Vec::new());
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() && !path.is_symlink() {
            folders.push(path);
        } else if path.is_file() && matches!(ending(&path).as_str(), "json" | "ndjson" | "jsonl") {
            files.push(path);
        }
    }
    files.sort_by_key(|path| (place(path), path.clone()));
    folders.sort();
    found.extend(files);
    folders.iter().try_for_each(|folder| inside(folder, found))
}

fn ending(path: &Path) -> String {
    path.extension().and_then(|e| e.to_str()).unwrap_or("").to_ascii_lowercase()
}

/// People and what others name come first, reports after their results.
fn place(path: &Path) -> u8 {
    let name = path.file_name().and_then(|n| n.to_str()).unwrap_or("").to_ascii_lowercase();
    let of = |kinds: &[&str]| kinds.iter().any(|kind| name.starts_with(kind));
    match ending(path).as_str() {
        "ndjson" | "jsonl" if of(&["patient", "practitioner", "organization", "medication."]) => 0,
        "ndjson" | "jsonl" if of(&["diagnosticreport"]) => 2,
        _ => 1,
    }
}

impl Source {
    /// Whether both are parts of one bulk export, which has a file for each type.
    pub fn is_beside(&self, other: &Source) -> bool {
        self.lines && other.lines && self.path.parent() == other.path.parent()
    }
}

pub(super) fn each(source: &Source, now: DateTime<Utc>, take: &mut dyn FnMut(Piece) -> bool) -> std::result::Result<(), Refusal> {
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
pub(super) fn batches(source: &Source, part: Part, survey: &Survey, now: DateTime<Utc>) -> Receiver<std::result::Result<Batch, Refusal>> {
    let (sender, receiver) = mpsc::channel(1);
    let source = source.clone();
    let mut copies = survey.copies();
    let most = if part == Part::People { 1 } else { TOGETHER };
    tokio::task::spawn_blocking(move || {
        let mut batch = Batch::default();
        let mut open = true;
        let read = each(&source, now, &mut |piece| {
            if !part.has(&piece.kind) {
                return open;
            }
            match copies.left_out(&piece) {
                Some(reason) => batch.skipped.push((piece.kind, reason)),
                None => batch.add(piece),
            }
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
