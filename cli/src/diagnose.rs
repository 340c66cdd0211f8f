//! `curanda diagnose`.

use curanda_core::Result;
use curanda_core::check::diagnose::{self, Diagnosis};

use crate::report::Report;
use crate::store::Place;

pub async fn run(place: &Place) -> Result<Report> {
    let app = place.open().await?;
    let diagnosis = diagnose::run(&app).await?;
    Ok(Report {
        lines: lines(&diagnosis),
        found: !diagnosis.warnings.is_empty(),
        json: serde_json::to_value(&diagnosis)?,
    })
}

fn lines(d: &Diagnosis) -> Vec<String> {
    let shown = |ms: Option<f64>| ms.map_or("no answer".to_owned(), |ms| format!("{ms} ms"));
    let mut lines = vec![
        format!("program            {} (schema {}), {}", d.program, d.program_schema, d.workstation),
        format!(
            "store              {} (schema {}), {}",
            d.store.version,
            d.store.schema,
            shown(Some(d.store.answer_ms))
        ),
        format!("documents          {}", shown(d.documents.answer_ms)),
        format!("records waiting    {}", d.store.outbox_waiting),
    ];
    lines.extend(d.store.clock_ahead_ms.map(|ms| format!("server's clock     {ms} ms ahead")));
    let settings = d.store.settings.iter().chain(&d.documents.settings);
    lines.extend(settings.map(|(name, value)| format!("{name} = {value}")));
    lines.extend(
        d.warnings
            .iter()
            .map(|w| format!("warning: {}", serde_json::json!(w).as_str().unwrap_or_default())),
    );
    lines
}
