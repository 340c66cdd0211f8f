//! Notes. The second signature needs a second doctor: its record is told with the notes' own stories.

use curanda_core::ids::NoteId;
use serde_json::{Value, json};

use super::{Facts, Of, Step};

fn draft(f: &Facts, id: &Value, text: &str) -> Value {
    json!({
        "id": id, "subject": { "patient_id": f.of("patients.register")["id"], "appointment_id": null, "amends": null }, "base_revision": 0,
        "amended_version": null, "reason": "", "body": { "plan": { "recommendations": text } },
    })
}

fn fresh() -> Value {
    json!(NoteId::fresh())
}

fn print(f: &Facts) -> Value {
    json!({ "id": f.of("notes.sign")["id"], "document_id": null, "paper": "a4", "language": "en" })
}

pub fn steps() -> Vec<Step> {
    let on_a_chart = [
        Step::new("notes.save_draft", "draft", Of::Act, |f| draft(f, &fresh(), "Rest.")),
        Step::new(
            "notes.discard_draft",
            "draft",
            Of::Act,
            |f| json!({ "id": f.of("notes.save_draft")["id"] }),
        ),
        Step::new("notes.sign", "note", Of::New, |f| draft(f, &fresh(), "Rest.")),
        Step::new(
            "notes.add_addendum",
            "note",
            Of::New,
            |f| json!({ "id": f.of("notes.sign")["id"], "text": "Culture negative." }),
        ),
        Step::new(
            "notes.read",
            "note",
            Of::Act,
            |f| json!({ "id": f.of("notes.sign")["id"], "document_id": null }),
        ),
        Step::new("notes.pdf", "note", Of::Act, print),
        Step::new("notes.visit_summary", "note", Of::Act, print),
        Step::new("notes.compare", "note", Of::Act, |f| {
            let signed = f.of("notes.sign");
            json!({ "id": signed["id"], "left": signed["document_id"], "right": signed["document_id"] })
        }),
        Step::new(
            "notes.copy_forward",
            "note",
            Of::Act,
            |f| json!({ "patient_id": f.of("patients.register")["id"] }),
        ),
    ];
    let template = Step::new("notes.save_template", "note_template", Of::New, |_| {
        json!({
            "id": null, "version": 0, "kind": "phrase", "name": "Safety net", "shortcut": "safety", "shared": false, "active": true,
            "body": { "text": "Come back if worse." },
        })
    });
    on_a_chart
        .map(Step::of_patient)
        .into_iter()
        .chain([template])
        .map(Step::by_doctor)
        .collect()
}
