//! The results of reports: observations of the same batch, or of what was imported before.

use std::collections::HashMap;

use super::batches::Batch;
use super::run::Open;
use crate::Result;
use crate::args;
use crate::db::{Arg, Db, Read, Sql};
use crate::interop::fhir::{Clinical, Content, Figure, Measures, REFUTED, Said, results_of};
use crate::records::model::LabTest;

/// What a report may hold; see `records`.
const MOST_TESTS: usize = 200;
const FIGURES: &str = "SELECT r.resource_id, o.code, o.name, o.value, o.unit, o.reference_low, o.reference_high FROM imported_resources r JOIN observations o ON o.imported_id = r.id \
 WHERE r.source = ? AND r.kind = 'Observation' AND r.resource_id IN (??) AND o.retired = ? ORDER BY o.id";
const FINDINGS: &str = "SELECT r.resource_id, f.code, f.name, f.finding FROM imported_resources r JOIN findings f ON f.imported_id = r.id \
 WHERE r.source = ? AND r.kind = 'Observation' AND r.resource_id IN (??) AND f.retired = ? ORDER BY f.id";

type Row = (String, String, String, f64, String, Option<f64>, Option<f64>);

/// Puts the results into the reports that refer to them, in their order, after those that stand inside; one that was entered in error says so and nothing else.
///
/// # Errors
/// As the store says.
pub(super) async fn put_in(db: &mut Db, open: &Open, batch: &Batch, reports: impl Iterator<Item = &mut Clinical>) -> Result<()> {
    let mut reports: Vec<&mut Clinical> = reports.collect();
    let mut found: HashMap<String, Vec<LabTest>> = HashMap::new();
    for item in &batch.items {
        if let Content::Measured(measures) = &item.content
            && !measures.refuted
        {
            found.insert(item.id.clone(), results_of(measures));
        }
    }
    let asked = reports.iter().flat_map(|r| {
        r.about
            .what
            .iter()
            .filter(|r| !r.is_empty())
            .map(|reference| open.survey.id_of(reference))
    });
    let mut missing: Vec<String> = asked.filter(|id| !found.contains_key(id)).collect();
    missing.sort_unstable();
    missing.dedup();
    for some in missing.chunks(500) {
        earlier(db, &open.author.source, some, &mut found).await?;
    }
    for report in &mut reports {
        let ids: Vec<String> = report.about.what.iter().map(|reference| open.survey.id_of(reference)).collect();
        if let Content::Report(report) = &mut report.content {
            if report.refuted {
                report.content.description = REFUTED.to_owned();
            } else {
                let tests = ids.iter().filter_map(|id| found.get(id)).flatten().cloned();
                report.content.tests.extend(tests);
                report.content.tests.truncate(MOST_TESTS);
            }
        }
    }
    Ok(())
}

/// Results that were imported before.
async fn earlier(db: &mut Db, source: &str, ids: &[String], found: &mut HashMap<String, Vec<LabTest>>) -> Result<()> {
    let values = || {
        args![source]
            .into_iter()
            .chain(ids.iter().map(Arg::from))
            .chain(args![false])
            .collect::<Vec<Arg>>()
    };
    let figures: Vec<Row> = db.all(Sql::list(FIGURES, ids.len()), values()).await?;
    let findings: Vec<(String, String, String, String)> = db.all(Sql::list(FINDINGS, ids.len()), values()).await?;
    for (id, code, name, value, unit, low, high) in figures {
        let figure = Figure {
            code,
            name,
            value,
            unit,
            low,
            high,
        };
        found.entry(id).or_default().extend(results_of(&of(vec![figure], Vec::new())));
    }
    for (id, code, name, finding) in findings {
        let said = Said { code, name, finding };
        found.entry(id).or_default().extend(results_of(&of(Vec::new(), vec![said])));
    }
    Ok(())
}

fn of(figures: Vec<Figure>, findings: Vec<Said>) -> Measures {
    Measures {
        taken_at: chrono::DateTime::UNIX_EPOCH,
        figures,
        findings,
        refuted: false,
    }
}
