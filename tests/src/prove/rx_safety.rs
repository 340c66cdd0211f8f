//! `prove rx-safety`: the table of `core/src/prescribing/check/cases.csv` through the commands. Each case has a chart of its own; all that
//! must be said is said and nothing else, and what needs a reason is not issued without one.

use std::time::Instant;

use chrono::{Datelike, NaiveDate};
use curanda_core::error::{ApiError, ErrorCode};
use curanda_core::ids::NoteId;
use curanda_core::prescribing::lists::Form;
use serde_json::{Value, json};

use super::search_quality::percentile;
use super::{Options, Outcome};
use crate::{Clinic, World};

/// One row of the table.
struct Case<'a> {
    name: &'a str,
    /// `9y f 28kg not pregnant`; blank is a man of 45.
    person: &'a str,
    allergies: &'a str,
    takes: &'a str,
    /// `amoxicillin capsule 500 mg: 1 tid 7d`, parted by `;`.
    given: &'a str,
    warns: &'a str,
    unchecked: &'a str,
}

fn cases() -> Vec<Case<'static>> {
    let table = include_str!("../../../core/src/prescribing/check/cases.csv");
    let rows = table.lines().filter(|line| !line.starts_with('#')).skip(1);
    let case = |line: &'static str| {
        let cells = cells(line);
        let [name, person, allergies, takes, given, warns, unchecked] = cells[..] else {
            panic!("seven cells: {line}");
        };
        Case {
            name,
            person,
            allergies,
            takes,
            given,
            warns,
            unchecked,
        }
    };
    rows.map(case).collect()
}

/// The cells of a line; one in quotes may hold commas.
fn cells(line: &str) -> Vec<&str> {
    let mut quoted = false;
    let parts = line.split(|c| {
        quoted ^= c == '"';
        c == ',' && !quoted
    });
    parts.map(|cell| cell.trim_matches('"')).collect()
}

fn several(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(';').map(str::trim).filter(|text| !text.is_empty())
}

/// Runs every case on a chart of its own.
pub async fn run(options: &Options) -> Outcome {
    let w = World::start(options.store).await;
    let c = w.clinic().await;
    let cases = cases();
    let mut rows = Vec::new();
    for case in &cases {
        rows.push(judge(&w, &c, case).await);
    }
    let p95 = twelve(&w, &c, &cases).await;
    let right = rows.iter().filter(|r| r["right"] == true).count();
    let warn = cases.iter().filter(|case| !case.warns.is_empty()).count();
    Outcome {
        holds: right == cases.len() && warn > 100 && cases.len() - warn > 60,
        line: format!(
            "rx-safety: {right} of {} cases right, {warn} to be warned of and {} not; twelve medicines checked in {p95:.1} ms (p95)",
            cases.len(),
            cases.len() - warn
        ),
        figures: json!({ "right": right, "cases": cases.len(), "twelve_ms": p95, "wrong": rows.iter().filter(|r| r["right"] == false).collect::<Vec<_>>() }),
    }
}

/// What a check of twelve medicines takes beside four that are taken already, in milliseconds.
async fn twelve(w: &World, c: &Clinic, cases: &[Case<'_>]) -> f64 {
    let takes = "Warfarin 3 mg tablet; Simvastatin 40 mg tablet; Ramipril 5 mg capsule; Digoxin 125 mcg tablet";
    let busy = Case {
        name: "",
        person: "",
        allergies: "Penicillin",
        takes,
        given: "",
        warns: "",
        unchecked: "",
    };
    let patient = chart(w, c, &busy).await;
    let given = cases
        .iter()
        .flat_map(|case| several(case.given))
        .take(12)
        .collect::<Vec<_>>()
        .join(";");
    let draft = json!({ "patient_id": patient, "items": items(&given), "language": "en" });
    let mut times = Vec::new();
    for _ in 0..40 {
        let asked = Instant::now();
        ask(w, c, "prescribing.check", draft.clone()).await.expect("the check answers");
        times.push(asked.elapsed().as_secs_f64() * 1000.0);
    }
    percentile(&mut times, 0.95)
}

/// The case, what was said, and whether that is right.
async fn judge(w: &World, c: &Clinic, case: &Case<'_>) -> Value {
    let patient = chart(w, c, case).await;
    let draft = json!({ "patient_id": patient, "items": items(case.given), "language": "en" });
    let answer: Value = ask(w, c, "prescribing.check", draft.clone()).await.expect("the check answers");
    let each = |list: &str, first: &str, second: &str, joint: &str| {
        let text = |v: &Value| {
            format!(
                "{}{joint}{}",
                v[first].as_str().unwrap_or_default(),
                v[second].as_str().unwrap_or_default()
            )
        };
        answer[list]
            .as_array()
            .map(|all| all.iter().map(text).collect::<Vec<_>>().join(";"))
            .unwrap_or_default()
    };
    let (warns, unchecked) = (each("warnings", "kind", "severity", " "), each("unchecked", "reason", "text", ": "));
    let issued = issue(w, c, draft).await;
    let needs_reason = several(case.warns).any(|warning| !warning.ends_with("moderate"));
    let right = warns == case.warns && unchecked == case.unchecked && issued != needs_reason;
    json!({ "case": case.name, "must": [case.warns, case.unchecked], "said": [warns, unchecked], "issued": issued, "right": right })
}

async fn ask(w: &World, c: &Clinic, command: &str, request: Value) -> Result<Value, ApiError> {
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

fn items(given: &str) -> Vec<Value> {
    let item = |text: &str| {
        let (product, sig) = text.split_once(": ").expect("a sig");
        let words: Vec<&str> = product.split(' ').collect();
        let at = words.iter().position(|word| word.parse::<Form>().is_ok());
        let (ingredient, strength) = at.map_or((product.to_owned(), String::new()), |at| {
            (words[..at].join(" "), words[at + 1..].join(" "))
        });
        json!({
            "ingredient": ingredient, "form": at.map(|at| words[at]), "route": null, "strength": strength, "sig": sig, "refills": 0,
            "replaces": null, "replace_reason": "",
        })
    };
    several(given).map(item).collect()
}

/// A chart with what the case says of the patient.
async fn chart(w: &World, c: &Clinic, case: &Case<'_>) -> String {
    let said = |word: &str| case.person.split(' ').any(|w| w == word);
    let number = |unit: &str| case.person.split(' ').find_map(|w| w.strip_suffix(unit)?.parse::<i32>().ok());
    let months = number("mo").or_else(|| number("y").map(|years| years * 12 + 1)).unwrap_or(45 * 12);
    let born = born(World::start_time().date_naive(), months);
    let sex = if said("f") { "female" } else { "male" };
    let person = json!({ "first_name": "Test", "last_name": "Case", "date_of_birth": born, "sex": sex, "phone": "+353851234567", "location_id": null });
    let made: Value = w
        .call(Some(&c.receptionist.token), "patients.register", person)
        .await
        .expect("the patient is registered");
    let patient = made["id"].as_str().expect("an id").to_owned();
    let save = async |command: &str, mut row: Value| {
        let common = json!({ "id": null, "patient_id": patient, "version": 0, "status": "active", "note": "" });
        row.as_object_mut()
            .expect("fields")
            .extend(common.as_object().expect("fields").clone());
        ask(w, c, command, row).await.expect("the row is saved");
    };
    for substance in several(case.allergies) {
        let row =
            json!({ "kind": "substance", "substance": substance, "code": "", "reaction": "rash", "severity": "severe", "onset_on": null });
        save("chart.save_allergy", row).await;
    }
    for name in several(case.takes) {
        save(
            "chart.save_medication",
            json!({ "name": name, "code": "", "dose": "", "started_on": null, "ended_on": null }),
        )
        .await;
    }
    let pregnancy = match (said("pregnant"), said("not")) {
        (true, true) => "no",
        (true, false) => "yes",
        (false, _) => "unknown",
    };
    let breastfeeding = if said("breastfeeding") { "yes" } else { "unknown" };
    let stated = json!({ "patient_id": patient, "pregnancy": pregnancy, "breastfeeding": breastfeeding });
    ask(w, c, "chart.state_maternity", stated).await.expect("it is said");
    if let Some(kg) = number("kg") {
        let body = json!({ "objective": { "vital_signs": { "weight": kg } }, "plan": { "recommendations": "Weighed." } });
        let note = json!({
            "id": NoteId::fresh(), "subject": { "patient_id": patient, "appointment_id": null, "amends": null }, "base_revision": 0, "body": body,
            "amended_version": null, "reason": "",
        });
        ask(w, c, "notes.sign", note).await.expect("the weight is recorded");
    }
    patient
}

/// The day of birth of somebody of so many months.
fn born(today: NaiveDate, months: i32) -> NaiveDate {
    today
        .with_day(1)
        .and_then(|first| first.checked_sub_months(chrono::Months::new(months.unsigned_abs())))
        .expect("a day")
}
