//! `curanda import`.

use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::sync::Mutex;

use clap::Args;
use curanda_core::Result;
use curanda_core::interop::fhir::Refusal;
use curanda_core::interop::import::{self, Counts, ImportOptions, ImportReport, Told, Unsettled};
use serde_json::json;

use crate::report::Report;
use crate::store::Place;

/// What is imported, and how.
#[derive(Debug, Clone, Args)]
pub struct Options {
    /// FHIR R4 bundles (.json), bulk exports (.ndjson), the same packed (.gz, .zip), or folders with them
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The system they come from: its ids are unique within it. Without it, the server in the people's addresses, else `fhir`
    #[arg(long, value_name = "NAME", value_parser = up_to_120)]
    source: Option<String>,
    /// Email of the account in whose name it is written; without it, the first admin's
    #[arg(long, value_name = "EMAIL")]
    by: Option<String>,
    /// Register people who are probably on file already, instead of leaving them out; their charts can be merged afterwards
    #[arg(long)]
    register_duplicates: bool,
}

fn up_to_120(text: &str) -> Result<String, String> {
    let fits = !text.trim().is_empty() && text.chars().count() <= 120;
    if fits {
        Ok(text.to_owned())
    } else {
        Err("1 to 120 characters".to_owned())
    }
}

/// Imports into the store of the place.
pub async fn run(place: &Place, options: &Options) -> Result<Report> {
    let app = place.open().await?;
    let shown = Mutex::new(0);
    let options = ImportOptions {
        paths: options.paths.clone(),
        source: options.source.clone(),
        by: options.by.clone(),
        registers_duplicates: options.register_duplicates,
    };
    let report = import::run(&app, &options, &|told| {
        tell(&shown, told);
        Ok(())
    })
    .await?;
    Ok(Report {
        lines: lines(&report),
        found: !report.is_clean(),
        json: json!(report),
    })
}

/// Each file, beside the answer: over itself on a terminal, a line in a log.
fn tell(shown: &Mutex<usize>, told: Told) {
    let mut shown = shown.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let mut err = std::io::stderr();
    let line = format!("file {} of {}, {} resources", told.file, told.files, told.resources);
    // A closed terminal is the reader's choice.
    if err.is_terminal() {
        let _ = write!(err, "\r\x1b[K{line}");
    } else if *shown < told.file {
        *shown = told.file;
        let _ = writeln!(err, "{line}");
    }
}

fn lines(report: &ImportReport) -> Vec<String> {
    let head = [format!(
        "{:<22}{:>9}{:>9}{:>11}{:>9}{:>9}",
        "", "read", "added", "unchanged", "updated", "skipped"
    )];
    let types = report.resources.iter().map(|(kind, counts)| line(kind, counts));
    let reasons = report.resources.iter().flat_map(|(kind, counts)| {
        let each = counts.skipped.iter();
        each.map(move |(reason, count)| format!("  {kind} skipped: {count} {reason}"))
    });
    let attachments = report.attachments.iter();
    let attachments = attachments.map(|(reason, count)| format!("  attachments left out: {count} {reason}"));
    let refused = report.refused.iter().map(refusal);
    let people = report.people.iter().map(unsettled);
    let end = format!(
        "{} files read, {} refused, {} resources, {} changes, {} people to look at",
        report.files,
        report.refused.len(),
        report.read(),
        report.changes(),
        report.people.len()
    );
    head.into_iter()
        .chain(types)
        .chain(reasons)
        .chain(attachments)
        .chain(refused)
        .chain(people)
        .chain([end])
        .collect()
}

fn line(kind: &str, c: &Counts) -> String {
    let skipped: u32 = c.skipped.values().sum();
    format!(
        "{kind:<22}{:>9}{:>9}{:>11}{:>9}{skipped:>9}",
        c.read, c.added, c.unchanged, c.updated
    )
}

fn refusal(refusal: &Refusal) -> String {
    let Refusal { file, line, column, .. } = refusal;
    let entry = refusal.entry.map_or(String::new(), |n| format!(", entry {n}"));
    let element = if refusal.element.is_empty() {
        String::new()
    } else {
        format!(", {}", refusal.element)
    };
    let wrong = serde_json::to_value(refusal.wrong)
        .ok()
        .and_then(|w| w.as_str().map(str::to_owned))
        .unwrap_or_default();
    format!("refused: {file}:{line}:{column}{entry}{element}: {wrong}")
}

fn unsettled(person: &Unsettled) -> String {
    format!(
        "look at: {} Patient/{}: {} ({})",
        person.file,
        person.resource_id,
        person.reason,
        person.charts.join(", ")
    )
}
