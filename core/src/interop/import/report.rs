//! What an import did.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::interop::fhir::Refusal;

/// What an import did, file by file and type by type. It names nobody but by the chart numbers that the clinic gave.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ImportReport {
    /// Files that were read to their end.
    pub files: u32,
    /// Files that were refused; nothing of them was imported.
    pub refused: Vec<Refusal>,
    /// What became of the resources, by FHIR's name of their type.
    pub resources: BTreeMap<String, Counts>,
    /// Attachments of what is in the chart that are left out, by reason.
    pub attachments: BTreeMap<String, u32>,
    /// People whom somebody has to look at.
    pub people: Vec<Unsettled>,
}

/// What became of the resources of one type: `read` is the sum of all the others.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Read.
    pub read: u32,
    /// New in the chart.
    pub added: u32,
    /// In the chart already.
    pub unchanged: u32,
    /// Changed since they were imported; a new version.
    pub updated: u32,
    /// Left out, by reason.
    pub skipped: BTreeMap<String, u32>,
}

/// Somebody who was not imported, because a person has to say who it is.
#[derive(Debug, Clone, Serialize)]
pub struct Unsettled {
    /// The file, as the caller named it.
    pub file: String,
    /// The id of the resource.
    pub resource_id: String,
    /// `likely_duplicate`: somebody on file is probably the same person. `other_person`: the id or a number is somebody else's here.
    pub reason: &'static str,
    /// Their chart numbers.
    pub charts: Vec<String>,
}

/// What became of one resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    Added,
    Unchanged,
    Updated,
    Skipped(&'static str),
}

impl ImportReport {
    /// Counts a resource.
    pub(super) fn count(&mut self, kind: &str, fate: Fate) {
        let counts = self.resources.entry(kind.to_owned()).or_default();
        counts.read += 1;
        match fate {
            Fate::Added => counts.added += 1,
            Fate::Unchanged => counts.unchanged += 1,
            Fate::Updated => counts.updated += 1,
            Fate::Skipped(reason) => *counts.skipped.entry(reason.to_owned()).or_default() += 1,
        }
    }

    /// Resources that changed something.
    #[must_use]
    pub fn changes(&self) -> u32 {
        self.resources.values().map(|c| c.added + c.updated).sum()
    }

    /// Resources read.
    #[must_use]
    pub fn read(&self) -> u32 {
        self.resources.values().map(|c| c.read).sum()
    }

    /// Whether somebody has to look at something.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.refused.is_empty() && self.people.is_empty()
    }
}
