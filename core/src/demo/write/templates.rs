//! Phrases and templates of notes that everyone in the demo clinic has.

use chrono::{DateTime, Utc};

use super::rows::insert;
use crate::db::Tx;
use crate::ids::{TemplateId, UserId};
use crate::notes::model::NoteBody;
use crate::notes::templates::TemplateKind;
use crate::{Result, args};

const TEMPLATE: &str =
    "INSERT INTO note_templates (id, owner_id, shared, kind, name, shortcut, body, active, created_at, updated_at, version) VALUES ";
const ROW: &str = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)";

const PHRASES: &[(&str, &str, &str)] = &[
    (
        "Chest clear",
        "chest",
        "Chest clear on both sides, no crackles, no wheeze. Heart sounds normal.",
    ),
    (
        "Safety net",
        "safety",
        "{first_name} knows to call or come back if worse, if new signs appear, or if no better in 48 hours.",
    ),
    ("Last vitals", "vitals", "Last measured: {vitals}."),
    ("Who", "who", "{name}, {age} years."),
];

/// Writes them for `owner`, shared.
///
/// # Errors
/// As the store says.
pub(in crate::demo) async fn templates(tx: &mut Tx, owner: UserId, now: DateTime<Utc>) -> Result<()> {
    let row = |kind: TemplateKind, name: &str, shortcut: &str, body: &NoteBody| -> Result<_> {
        let body = serde_json::to_string(body)?;
        Ok(args![TemplateId::fresh(), owner, true, kind, name, shortcut, body, true, now, now])
    };
    let mut rows = Vec::new();
    for (name, shortcut, text) in PHRASES {
        let body = NoteBody {
            text: (*text).to_owned(),
            ..NoteBody::default()
        };
        rows.push(row(TemplateKind::Phrase, name, shortcut, &body)?);
    }
    rows.push(row(TemplateKind::Template, "Respiratory infection", "", &respiratory())?);
    insert(tx, TEMPLATE, ROW, rows).await
}

fn respiratory() -> NoteBody {
    let mut body = NoteBody::default();
    body.subjective.history_of_present_illness = "Cough since … days. Sputum: . Fever: . Short of breath: .".to_owned();
    body.objective.physical_exam = "Throat: . Chest: . Speaks in full sentences.".to_owned();
    body.plan.recommendations = "Rest and fluids. Come back if worse or no better in 48 hours.".to_owned();
    body.plan.follow_up_required = true;
    body.plan.follow_up_days = Some(7);
    body.tags = vec!["respiratory".to_owned()];
    body
}
