//! `curanda check`.

use curanda_core::Result;
use curanda_core::check::{self, Check, Finding};
use serde_json::json;

use crate::report::Report;
use crate::store::Place;

pub async fn run(place: &Place) -> Result<Report> {
    let app = place.open().await?;
    let findings = check::run(&app.stores()?, app.now()).await?;
    let mut lines: Vec<String> = findings.iter().map(line).collect();
    lines.push(format!("{} kinds of checks, {} findings", Check::ALL.len(), findings.len()));
    Ok(Report {
        lines,
        json: json!({ "findings": findings }),
        found: !findings.is_empty(),
    })
}

fn line(finding: &Finding) -> String {
    let ids: Vec<String> = finding.ids.iter().map(ToString::to_string).collect();
    format!("{} {}: {} {}", finding.check.as_str(), finding.place, finding.count, ids.join(" "))
}
