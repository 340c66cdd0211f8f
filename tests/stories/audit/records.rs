//! Files, records and tasks. A piece of a file changes no row: `files.put` leaves no record.

use serde_json::{Value, json};

use super::{Facts, Of, Step};

fn begin(f: &Facts) -> Value {
    json!({ "patient_id": f.of("patients.register")["id"], "name": "x.txt", "size": 4 })
}

fn begun(f: &Facts) -> Value {
    json!({ "id": f.of("files.begin")["id"] })
}

pub fn steps() -> Vec<Step> {
    let steps = [
        Step::new("files.begin", "file", Of::Act, begin),
        Step::new("files.cancel", "file", Of::Act, begun),
        Step::new("records.save", "record", Of::New, |f| {
            json!({
                "id": null, "patient_id": f.of("patients.register")["id"], "appointment_id": null, "amends": null, "reason": "", "content": {
                    "kind": "lab_report", "title": "Blood count", "recorded_on": "2026-11-20", "description": "Normal.", "privacy": "standard",
                    "follow_up_on": "2026-11-24",
                },
            })
        }),
        Step::new(
            "records.read",
            "record",
            Of::Act,
            |f| json!({ "id": f.of("records.save")["id"], "document_id": null }),
        ),
        Step::new(
            "records.share",
            "record",
            Of::Change,
            |f| json!({ "id": f.of("records.save")["id"], "shared": true }),
        ),
    ];
    steps.into_iter().map(Step::of_patient).map(Step::by_doctor).collect()
}
