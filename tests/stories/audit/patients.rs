//! Patients.

use serde_json::{Value, json};

use super::{Facts, Of, Step};

/// The last registered patient.
fn patient(f: &Facts) -> &Value {
    &f.of("patients.register")["id"]
}

fn register(first_name: &str) -> Value {
    json!({
        "first_name": first_name, "last_name": "Person", "date_of_birth": "1980-01-01", "sex": "female", "phone": "+353851234567",
        "location_id": null,
    })
}

pub fn steps() -> Vec<Step> {
    let mut steps = vec![
        Step::new("patients.register", "patient", Of::New, |_| register("First")),
        Step::new("patients.read", "patient", Of::Act, |f| json!({ "id": patient(f) })),
        Step::new("patients.open", "patient", Of::Act, |f| json!({ "id": patient(f) })),
        Step::new(
            "patients.save",
            "patient",
            Of::Change,
            |f| json!({ "id": patient(f), "base_version": f.of("patients.register")["version"], "changes": { "city": "Dublin" } }),
        ),
        Step::new(
            "patients.set_avatar",
            "patient",
            Of::Act,
            |f| json!({ "id": patient(f), "content": PICTURE }),
        ),
        Step::new(
            "patients.save_contact",
            "contact",
            Of::New,
            |f| json!({ "id": null, "patient_id": patient(f), "name": "Test Contact", "relationship": "wife", "phone": "+353851234568", "active": true }),
        ),
        Step::new("patients.save_relative", "relative", Of::New, |f| {
            json!({
                "id": null, "patient_id": patient(f), "relative_patient_id": null, "relationship": "mother", "name": "Test Mother",
                "date_of_birth": null, "sex": "female", "phone": "", "history": "", "active": true,
            })
        }),
        Step::new(
            "patients.set_favourite",
            "favourite",
            Of::Act,
            |f| json!({ "patient_id": patient(f), "doctor_id": f.clinic.doctors[0], "favourite": true }),
        ),
    ];
    steps.extend(merge());
    steps.into_iter().map(Step::of_patient).collect()
}

/// A PNG of one pixel.
const PICTURE: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";

/// Two charts into one and back, and a chart that is closed. The appointments' stories go on with the last registered patient.
fn merge() -> Vec<Step> {
    vec![
        Step::new("patients.set_status", "patient", Of::Change, |f| {
            let of = f.of("patients.set_avatar");
            json!({ "id": of["id"], "base_version": of["version"], "status": "inactive", "deceased_on": null, "reason": "Moved away" })
        }),
        Step::new("patients.register", "patient", Of::New, |_| register("Second")),
        Step::new("patients.merge", "patient_merge", Of::Act, |f| {
            let (stays, goes) = (f.of("patients.register"), f.of("patients.set_status"));
            json!({
                "survivor_id": stays["id"], "merged_id": goes["id"], "survivor_version": stays["version"], "merged_version": goes["version"],
                "take": [], "reason": "Same person",
            })
        }),
        Step::new(
            "patients.undo_merge",
            "patient_merge",
            Of::Act,
            |f| json!({ "merge_id": f.of("patients.merge")["merged_charts"][0]["merge_id"] }),
        ),
    ]
}
