//! `prove rx-safety`: thirty prescriptions written through the commands. Fifteen must be warned of, with the severity named here,
//! and cannot be issued without a reason where one is needed; fifteen must pass without a word.

use std::time::Instant;

use curanda_core::error::ErrorCode;
use serde_json::{Value, json};

use super::rx_cases::{ADULT, CASES, Case};
use super::search_quality::percentile;
use super::{Options, Outcome};
use crate::{Clinic, World};

/// Runs every case on a chart of its own.
pub async fn run(options: &Options) -> Outcome {
    let w = World::start(options.store).await;
    let c = w.clinic().await;
    let mut rows = Vec::new();
    for case in CASES {
        rows.push(judge(&w, &c, case).await);
    }
    let p95 = twelve(&w, &c).await;
    let right = rows.iter().filter(|r| r["right"] == true).count();
    let warn = CASES.iter().filter(|case| case.must.is_some()).count();
    Outcome {
        holds: right == CASES.len() && warn == 15 && CASES.len() == 30,
        line: format!(
            "rx-safety: {right} of {} cases right, {warn} to be warned of and {} not; twelve medicines checked in {p95:.1} ms (p95)",
            CASES.len(),
            CASES.len() - warn
        ),
        figures: json!({ "right": right, "cases": CASES.len(), "twelve_ms": p95, "classes": rows }),
    }
}

/// What a check of twelve medicines takes beside four that are taken already, in milliseconds.
async fn twelve(w: &World, c: &Clinic) -> f64 {
    let takes = &[
        "Warfarin 3 mg tablet",
        "Simvastatin 40 mg tablet",
        "Ramipril 5 mg capsule",
        "Digoxin 125 mcg tablet",
    ];
    let patient = chart(
        w,
        c,
        &Case {
            takes,
            allergy: "Penicillin",
            ..ADULT
        },
    )
    .await;
    let given = CASES.iter().flat_map(|case| case.given).copied().take(12).collect::<Vec<_>>();
    let draft = json!({ "patient_id": patient, "items": items(&given), "pregnancy": "no", "language": "en" });
    let mut times = Vec::new();
    for _ in 0..40 {
        let asked = Instant::now();
        ask(w, c, "prescribing.check", draft.clone()).await.expect("the check answers");
        times.push(asked.elapsed().as_secs_f64() * 1000.0);
    }
    percentile(&mut times, 0.95)
}

/// The case, what was said, and whether that is right.
async fn judge(w: &World, c: &Clinic, case: &Case) -> Value {
    let patient = chart(w, c, case).await;
    let draft = json!({ "patient_id": patient, "items": items(case.given), "pregnancy": case.pregnancy, "language": "en" });
    let answer: Value = ask(w, c, "prescribing.check", draft.clone()).await.expect("the check answers");
    let worst = &answer["warnings"][0];
    let said = worst["kind"].as_str().zip(worst["severity"].as_str());
    let issued = issue(w, c, draft).await;
    let held = match case.must {
        Some((_, "moderate")) | None => issued,
        Some(_) => !issued,
    };
    let text = |pair: Option<(&str, &str)>| pair.map_or("nothing".to_owned(), |(kind, severity)| format!("{kind}, {severity}"));
    json!({ "case": case.name, "must": text(case.must), "said": text(said), "issued": issued, "right": said == case.must && held })
}

async fn ask(w: &World, c: &Clinic, command: &str, request: Value) -> Result<Value, curanda_core::error::ApiError> {
    w.call(Some(&c.doctor.token), command, request).await
}

/// Whether it can be issued without a reason.
async fn issue(w: &World, c: &Clinic, mut order: Value) -> bool {
    let rest = json!({ "appointment_id": null, "note_id": null, "answers": [], "diagnosis": "", "notes": "", "tags": [] });
    order
        .as_object_mut()
        .expect("an order")
        .extend(rest.as_object().expect("fields").clone());
    match ask(w, c, "prescribing.issue", order).await {
        Ok(_) => true,
        Err(error) => {
            assert_eq!(error.code, ErrorCode::NotAllowed, "{error:?}");
            false
        }
    }
}

fn items(given: &[&str]) -> Vec<Value> {
    let item = |text: &&str| {
        let parts: Vec<&str> = text.split('|').collect();
        json!({ "ingredient": parts[0], "form": parts[1], "route": null, "strength": parts[2], "sig": parts[3], "refills": 0, "replaces": null, "replace_reason": "" })
    };
    given.iter().map(item).collect()
}

/// A chart with the allergy and what is taken already.
async fn chart(w: &World, c: &Clinic, case: &Case) -> String {
    let person = json!({ "first_name": "Test", "last_name": "Case", "date_of_birth": case.born, "sex": case.sex, "phone": "+353851234567", "location_id": null });
    let made: Value = w
        .call(Some(&c.receptionist.token), "patients.register", person)
        .await
        .expect("the patient is registered");
    let patient = made["id"].as_str().expect("an id").to_owned();
    if !case.allergy.is_empty() {
        let allergy = json!({
            "id": null, "patient_id": patient, "version": 0, "kind": "substance", "substance": case.allergy, "code": "", "reaction": "rash",
            "severity": "severe", "status": "active", "onset_on": null, "note": "",
        });
        ask(w, c, "chart.save_allergy", allergy).await.expect("the allergy is saved");
    }
    for name in case.takes {
        let medication = json!({
            "id": null, "patient_id": patient, "version": 0, "name": name, "code": "", "dose": "", "status": "active", "started_on": null,
            "ended_on": null, "note": "",
        });
        ask(w, c, "chart.save_medication", medication)
            .await
            .expect("the medication is saved");
    }
    patient
}
