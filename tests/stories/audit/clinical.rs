//! The chart. What stands in it is a doctor's to write.

use serde_json::{Value, json};

use super::{Facts, Of, Step};

pub fn steps() -> Vec<Step> {
    let steps = [day(), parts(), locks()].into_iter().flatten();
    steps.map(Step::of_patient).chain([favourite(), told()]).collect()
}

fn patient(f: &Facts) -> &Value {
    &f.of("patients.register")["id"]
}

/// A patient who waits, whom the doctor takes in.
fn day() -> Vec<Step> {
    vec![
        Step::new("scheduling.book", "appointment", Of::New, |f| {
            json!({
                "patient_id": patient(f), "doctor_id": f.clinic.doctors[0], "location_id": f.clinic.location_id,
                "starts_at": "2026-11-24T15:00:00Z", "minutes": 15,
            })
        }),
        Step::new("scheduling.check_in", "appointment", Of::Change, |f| {
            let card = &f.of("scheduling.book")["card"];
            json!({ "id": card["id"], "version": card["version"] })
        }),
        Step::new(
            "chart.next",
            "appointment",
            Of::Change,
            |f| json!({ "location_id": f.clinic.location_id, "finish": null }),
        )
        .by_doctor(),
        Step::new(
            "chart.read",
            "chart",
            Of::Act,
            |f| json!({ "patient_id": patient(f), "location_id": null }),
        )
        .by_doctor(),
        Step::new(
            "chart.open",
            "chart",
            Of::Act,
            |f| json!({ "patient_id": patient(f), "location_id": null }),
        )
        .by_doctor(),
    ]
}

fn parts() -> Vec<Step> {
    let steps = vec![
        Step::new(
            "chart.state_no_allergies",
            "allergy_statement",
            Of::New,
            |f| json!({ "patient_id": patient(f) }),
        ),
        Step::new(
            "chart.state_maternity",
            "maternity_statement",
            Of::New,
            |f| json!({ "patient_id": patient(f), "pregnancy": "unknown", "breastfeeding": "yes" }),
        ),
        Step::new("chart.save_allergy", "allergy", Of::New, |f| {
            json!({
                "id": null, "patient_id": patient(f), "version": 0, "kind": "class", "substance": "Penicillins", "code": "penicillins",
                "reaction": "Rash", "severity": "mild", "status": "active", "onset_on": null, "note": "",
            })
        }),
        Step::new("chart.save_allergy", "allergy", Of::Change, |f| {
            let mut again = f.of("chart.save_allergy").clone();
            again["severity"] = json!("severe");
            again
        }),
        Step::new("chart.save_problem", "problem", Of::New, |f| {
            json!({
                "id": null, "patient_id": patient(f), "version": 0, "code": "I10", "description": "Hypertension", "status": "active",
                "onset_on": "2004-01-01", "resolved_on": null, "note": "",
            })
        }),
        Step::new("chart.save_medication", "medication", Of::New, |f| {
            json!({
                "id": null, "patient_id": patient(f), "version": 0, "name": "Ramipril 5 mg", "code": "", "dose": "once a day",
                "status": "active", "started_on": null, "ended_on": null, "note": "",
            })
        }),
        Step::new("chart.save_history", "history", Of::New, |f| {
            json!({
                "id": null, "patient_id": patient(f), "version": 0, "kind": "family", "relationship": "mother", "code": "",
                "description": "Stroke at 60", "status": "active", "onset_on": null, "note": "",
            })
        }),
        Step::new("chart.save_immunization", "immunization", Of::New, |f| {
            json!({
                "id": null, "patient_id": patient(f), "version": 0, "name": "Tetanus", "code": "", "status": "given",
                "given_on": "2026-03-02", "lot": "", "note": "",
            })
        }),
        Step::new("chart.save_procedure", "procedure", Of::New, |f| {
            json!({
                "id": null, "patient_id": patient(f), "version": 0, "name": "Suture of the hand", "code": "", "status": "done",
                "performed_on": "2026-03-02", "reason": "", "note": "",
            })
        }),
        Step::new("chart.save_care_plan", "care_plan", Of::New, |f| {
            json!({
                "id": null, "patient_id": patient(f), "version": 0, "title": "Blood pressure at home", "status": "active",
                "started_on": "2026-03-02", "ended_on": null, "reason": "", "activities": "", "note": "",
            })
        }),
    ];
    steps.into_iter().map(Step::by_doctor).collect()
}

fn locks() -> Vec<Step> {
    vec![
        Step::new(
            "chart.break_glass",
            "break_glass",
            Of::New,
            |f| json!({ "patient_id": patient(f), "reason": "Asked by the hospital that took her in" }),
        ),
        Step::new(
            "chart.review_opening",
            "break_glass",
            Of::Act,
            |f| json!({ "id": f.of("chart.break_glass")["id"] }),
        ),
    ]
}

fn favourite() -> Step {
    Step::new(
        "chart.set_icd10_favourite",
        "icd10_favourite",
        Of::Change,
        |_| json!({ "code": "I10", "favourite": true }),
    )
    .by_doctor()
}

/// The admin puts away what they were told.
fn told() -> Step {
    Step::new("notifications.see", "notification", Of::Act, |_| json!({ "ids": [] }))
}
