//! Reading a file beside the writing, batch by batch.

use chrono::{DateTime, Utc};
use tokio::sync::mpsc::{self, Receiver};

use super::sources::{Source, each};
use super::survey::Survey;
use crate::interop::fhir::{Clinical, Content, Person, Piece, Refusal, What};

/// Resources of one transaction. A person with fewer goes in as a whole.
pub(super) const TOGETHER: usize = 2_000;
/// Bytes of the files that they bring along. A person with fewer goes in as a whole.
pub(super) const MOST_BROUGHT: usize = 16 * 1024 * 1024;

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
    /// Bytes of the files that they bring along.
    brought: usize,
}

impl Batch {
    fn len(&self) -> usize {
        self.people.len() + self.items.len() + self.skipped.len()
    }

    fn add(&mut self, piece: Piece) {
        match piece.what {
            What::Person(person) => self.people.push(*person),
            What::Clinical(clinical) => {
                self.brought += brought(&clinical.content);
                self.items.push(*clinical);
            }
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

/// Bytes of the files that a resource brings along.
pub(super) fn brought(content: &Content) -> usize {
    match content {
        Content::Report(report) => report.files.iter().map(|file| file.content.len()).sum(),
        _ => 0,
    }
}

/// Reads a file in a thread of its own, a few batches ahead of who takes them.
pub(super) fn batches(source: &Source, part: Part, survey: &Survey, now: DateTime<Utc>) -> Receiver<Result<Batch, Refusal>> {
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
            if batch.len() >= most || batch.brought >= MOST_BROUGHT {
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
