//! `prove rx-safety`: thirty prescriptions written through the commands. Fifteen must be warned of, with the severity named here,
//! and cannot be issued without a reason where one is needed; fifteen must pass without a word.

use curanda_core::error::ErrorCode;
use serde_json::{Value, json};

use super::{Options, Outcome};
use crate::{Clinic, World};

/// One case: who it is, what is prescribed, and what must be said.
struct Case {
    name: &'static str,
    born: &'static str,
    sex: &'static str,
    pregnancy: &'static str,
    allergy: &'static str,
    takes: &'static [&'static str],
    /// `ingredient|form|strength|sig`.
    given: &'static [&'static str],
    /// Kind and severity of the worst warning; none = nothing may be said.
    must: Option<(&'static str, &'static str)>,
}

const ADULT: Case = Case { name: "", born: "1970-05-01", sex: "male", pregnancy: "no", allergy: "", takes: &[], given: &[], must: None };

const AMOXICILLIN: &[&str] = &["amoxicillin|capsule|500 mg|1 tid 7d"];
const CLARITHROMYCIN: &[&str] = &["clarithromycin|tablet|500 mg|1 bid 5d"];

/// Sources stand in the lists' rows; each case names the fact it rests on.
const CASES: &[Case] = &[
    Case { name: "penicillin allergy, amoxicillin", allergy: "Penicillin", given: AMOXICILLIN, must: Some(("allergy", "contraindicated")), ..ADULT },
    Case { name: "sulfa allergy, co-trimoxazole", allergy: "sulfa", given: &["sulfamethoxazole + trimethoprim|tablet|800 mg + 160 mg|1 bid 3d"], must: Some(("allergy", "contraindicated")), ..ADULT },
    Case { name: "amoxicillin allergy, cefalexin (like side chain)", allergy: "amoxicillin", given: &["cefalexin|capsule|500 mg|1 tid 7d"], must: Some(("allergy", "major")), ..ADULT },
    Case { name: "aspirin allergy, ibuprofen", allergy: "Aspirin", given: &["ibuprofen|tablet|400 mg|1 tid pc"], must: Some(("allergy", "contraindicated")), ..ADULT },
    Case { name: "simvastatin taken, clarithromycin", takes: &["Simvastatin 40 mg tablet"], given: CLARITHROMYCIN, must: Some(("interaction", "contraindicated")), ..ADULT },
    Case { name: "warfarin taken, clarithromycin", takes: &["Warfarin 3 mg tablet"], given: CLARITHROMYCIN, must: Some(("interaction", "major")), ..ADULT },
    Case { name: "sildenafil with a nitrate, both new", given: &["sildenafil|tablet|50 mg|1 prn", "isosorbide mononitrate|tablet|20 mg|1 bid"], must: Some(("interaction", "contraindicated")), ..ADULT },
    Case { name: "methotrexate taken, trimethoprim", takes: &["Methotrexate 2.5 mg tablet"], given: &["trimethoprim|tablet|200 mg|1 bid 7d"], must: Some(("interaction", "contraindicated")), ..ADULT },
    Case { name: "naproxen taken, ibuprofen", takes: &["Naproxen 500 mg tablet"], given: &["ibuprofen|tablet|400 mg|1 tid pc"], must: Some(("duplicate", "major")), ..ADULT },
    Case { name: "paracetamol taken, co-codamol", takes: &["Paracetamol 500 mg tablet"], given: &["paracetamol + codeine|tablet|500 mg + 8 mg|1 qid prn"], must: Some(("duplicate", "major")), ..ADULT },
    Case { name: "codeine for a child of nine", born: "2017-03-01", given: &["codeine|tablet|15 mg|1 qid prn"], must: Some(("age", "contraindicated")), ..ADULT },
    Case { name: "diazepam at 80", born: "1946-03-01", given: &["diazepam|tablet|5 mg|1 qhs"], must: Some(("age", "moderate")), ..ADULT },
    Case { name: "ramipril in pregnancy", born: "1994-01-01", sex: "female", pregnancy: "yes", given: &["ramipril|capsule|5 mg|1 daily"], must: Some(("pregnancy", "contraindicated")), ..ADULT },
    Case { name: "methotrexate daily", given: &["methotrexate|tablet|2.5 mg|4 daily"], must: Some(("weekly", "contraindicated")), ..ADULT },
    Case { name: "paracetamol 6 g a day", given: &["paracetamol|tablet|500 mg|2 q4h"], must: Some(("dose", "major")), ..ADULT },
    Case { name: "amoxicillin, no allergy", given: AMOXICILLIN, ..ADULT },
    Case { name: "penicillin allergy, azithromycin", allergy: "Penicillin", given: &["azithromycin|tablet|500 mg|1 daily 3d"], ..ADULT },
    Case { name: "sulfa allergy, furosemide (no cross-reaction)", allergy: "sulfa", given: &["furosemide|tablet|40 mg|1 qam"], ..ADULT },
    Case { name: "ibuprofen allergy, paracetamol", allergy: "ibuprofen", given: &["paracetamol|tablet|500 mg|2 qid prn"], ..ADULT },
    Case { name: "simvastatin taken, azithromycin", takes: &["Simvastatin 40 mg tablet"], given: &["azithromycin|tablet|500 mg|1 daily 3d"], ..ADULT },
    Case { name: "pravastatin taken, clarithromycin", takes: &["Pravastatin 40 mg tablet"], given: CLARITHROMYCIN, ..ADULT },
    Case { name: "simvastatin taken, ketoconazole cream", takes: &["Simvastatin 40 mg tablet"], given: &["ketoconazole|cream|2 %|1 appl bid 14d"], ..ADULT },
    Case { name: "warfarin taken, paracetamol", takes: &["Warfarin 3 mg tablet"], given: &["paracetamol|tablet|500 mg|2 qid prn"], ..ADULT },
    Case { name: "warfarin taken, ibuprofen gel", takes: &["Warfarin 3 mg tablet"], given: &["ibuprofen|gel|5 %|1 appl tid"], ..ADULT },
    Case { name: "clopidogrel taken, pantoprazole", takes: &["Clopidogrel 75 mg tablet"], given: &["pantoprazole|tablet|40 mg|1 qam"], ..ADULT },
    Case { name: "amlodipine taken, ramipril", takes: &["Amlodipine 5 mg tablet"], given: &["ramipril|capsule|5 mg|1 daily"], ..ADULT },
    Case { name: "methotrexate weekly", given: &["methotrexate|tablet|2.5 mg|4 weekly"], ..ADULT },
    Case { name: "paracetamol 4 g a day", given: &["paracetamol|tablet|500 mg|2 qid"], ..ADULT },
    Case { name: "diazepam at 40", born: "1986-03-01", given: &["diazepam|tablet|5 mg|1 qhs 3d"], ..ADULT },
    Case { name: "ramipril for a woman who is not pregnant", born: "1994-01-01", sex: "female", given: &["ramipril|capsule|5 mg|1 daily"], ..ADULT },
];

/// Runs every case on a chart of its own.
pub async fn run(options: &Options) -> Outcome {
    let w = World::start(options.store).await;
    let c = w.clinic().await;
    let mut rows = Vec::new();
    for case in CASES {
        rows.push(judge(&w, &c, case).await);
    }
    let right = rows.iter().filter(|r| r["right"] == true).count();
    let warn = CASES.iter().filter(|case| case.must.is_some()).count();
    Outcome {
        holds: right == CASES.len() && warn == 15 && CASES.len() == 30,
        line: format!("rx-safety: {right} of {} cases right, {warn} to be warned of and {} not", CASES.len(), CASES.len() - warn),
        figures: json!({ "right": right, "cases": CASES.len(), "classes": rows }),
    }
}

/// The case, what was said, and whether that is right.
async fn judge(w: &World, c: &Clinic, case: &Case) -> Value {
    let patient = chart(w, c, case).await;
    let draft = json!({ "patient_id": patient, "items": items(case), "pregnancy": case.pregnancy, "language": "en" });
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
    order.as_object_mut().expect("an order").extend(rest.as_object().expect("fields").clone());
    match ask(w, c, "prescribing.issue", order).await {
        Ok(_) => true,
        Err(error) => {
            assert_eq!(error.code, ErrorCode::NotAllowed, "{error:?}");
            false
        }
    }
}

fn items(case: &Case) -> Vec<Value> {
    let item = |text: &&str| {
        let parts: Vec<&str> = text.split('|').collect();
        json!({ "ingredient": parts[0], "form": parts[1], "route": null, "strength": parts[2], "sig": parts[3], "refills": 0, "replaces": null, "replace_reason": "" })
    };
    case.given.iter().map(item).collect()
}

/// A chart with the allergy and what is taken already.
async fn chart(w: &World, c: &Clinic, case: &Case) -> String {
    let person = json!({ "first_name": "Test", "last_name": "Case", "date_of_birth": case.born, "sex": case.sex, "phone": "+353851234567", "location_id": null });
    let made: Value = w.call(Some(&c.receptionist.token), "patients.register", person).await.expect("the patient is registered");
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
        ask(w, c, "chart.save_medication", medication).await.expect("the medication is saved");
    }
    patient
}
