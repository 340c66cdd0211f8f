//! Prescriptions. A doctor issues them.

use serde_json::{Value, json};

use super::{Facts, Of, Step};

fn patient(f: &Facts) -> &Value {
    &f.of("patients.register")["id"]
}

pub fn steps() -> Vec<Step> {
    let steps = [
        Step::new("prescribing.issue", "prescription", Of::New, |f| {
            json!({
                "patient_id": patient(f), "language": "en", "appointment_id": null, "note_id": null, "answers": [],
                "diagnosis": "", "notes": "", "tags": [], "items": [{
                    "ingredient": "bisoprolol", "form": "tablet", "route": null, "strength": "2.5 mg", "sig": "1 qam", "refills": 2,
                    "replaces": null, "replace_reason": "",
                }],
            })
        }),
        Step::new(
            "prescribing.open",
            "prescription",
            Of::Act,
            |f| json!({ "id": f.of("prescribing.issue")["id"], "version": null }),
        ),
        Step::new(
            "prescribing.pdf",
            "prescription",
            Of::Act,
            |f| json!({ "id": f.of("prescribing.issue")["id"], "version": null, "paper": "a4", "language": "en" }),
        ),
        Step::new(
            "prescribing.use_refill",
            "prescription_item",
            Of::Change,
            |f| json!({ "id": f.of("prescribing.open")["document"]["items"][0]["id"], "version": 1 }),
        ),
        Step::new("prescribing.correct", "prescription", Of::Change, |f| {
            json!({
                "id": f.of("prescribing.issue")["id"], "version": 1, "diagnosis": "Palpitations", "notes": "", "tags": [], "reason": "It was left out",
            })
        }),
        Step::new("prescribing.stop", "prescription_item", Of::Change, |f| {
            let item = f.of("prescribing.use_refill");
            json!({ "id": item["id"], "version": item["version"], "reason": "Slow pulse" })
        }),
    ];
    let import = Step::new("prescribing.import_list", "safety_list", Of::New, |_| {
        json!({
            "format": "csv", "name": "synonyms", "version": "", "date": null, "source": "Clinic",
            "content": "# list: synonyms\n# version: 1\n# date: 2026-11-01\nname,means,source\nour name,paracetamol,Clinic\n",
        })
    });
    steps
        .into_iter()
        .map(Step::of_patient)
        .map(Step::by_doctor)
        .chain([import])
        .collect()
}
