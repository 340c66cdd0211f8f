use serde_json::{Value, json};

use super::*;
use crate::clinical::model::MedicationStatus;

pub(super) fn request() -> Value {
    json!({ "resourceType": "MedicationRequest", "status": "active", "intent": "order", "subject": { "reference": "Patient/p1" },
        "medicationCodeableConcept": concept("http://www.nlm.nih.gov/research/umls/rxnorm", "997488", "Fexofenadine 30 MG Oral Tablet"),
        "authoredOn": "2003-01-25T18:39:52+00:00" })
}

fn medication(resource: Value) -> crate::clinical::model::MedicationForm {
    match read(resource).unwrap().unwrap() {
        Content::Medication(form) => form,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_request_is_something_taken_or_no_longer() {
    let form = medication(request());
    assert_eq!(
        (form.name.as_str(), form.started_on),
        ("Fexofenadine 30 MG Oral Tablet", day("2003-01-25"))
    );
    let with = |key: &str, value: &str| {
        let mut resource = request();
        resource[key] = json!(value);
        read(resource).unwrap().map(|content| match content {
            Content::Medication(form) => form.status,
            other => panic!("{other:?}"),
        })
    };
    assert_eq!(with("status", "stopped"), Ok(MedicationStatus::Stopped));
    assert_eq!(with("status", "entered-in-error"), Ok(MedicationStatus::Refuted));
    assert_eq!(
        (with("status", "draft"), with("intent", "proposal")),
        (Err("draft"), Err("not_ordered"))
    );
}

#[test]
fn a_medicine_is_named_by_itself_inside_or_elsewhere() {
    let mut inside = request();
    inside.as_object_mut().unwrap().remove("medicationCodeableConcept");
    inside["medicationReference"] = json!({ "reference": "#m1" });
    inside["contained"] = json!([{ "resourceType": "Medication", "id": "m1", "code": { "text": "Ibuprofen 400 mg" } }]);
    assert_eq!(medication(inside.clone()).name, "Ibuprofen 400 mg");
    inside["medicationReference"] = json!({ "reference": "urn:uuid:m7" });
    let elsewhere = piece(inside).unwrap().unwrap();
    assert_eq!(elsewhere.about.what, ["urn:uuid:m7"]);
    let mut content = elsewhere.content;
    assert!(!content.is_named());
    content.name(&About {
        what: vec!["Naproxen 250 mg".to_owned()],
        ..About::default()
    });
    assert!(content.is_named());
}

#[test]
fn a_dose_is_what_was_written_or_a_shorthand_of_its_parts() {
    let dose = |instruction: Value| {
        let mut resource = request();
        resource["dosageInstruction"] = json!([instruction]);
        medication(resource).dose
    };
    let timing =
        |frequency: u8, period: u8, unit: &str| json!({ "repeat": { "frequency": frequency, "period": period, "periodUnit": unit } });
    assert_eq!(dose(json!({ "text": "one in the morning" })), "one in the morning");
    let each = json!([{ "doseQuantity": { "value": 1.0 } }]);
    assert_eq!(dose(json!({ "timing": timing(2, 1, "d"), "doseAndRate": each })), "1 bid");
    assert_eq!(
        dose(json!({ "timing": timing(1, 6, "h"), "doseAndRate": each, "asNeededBoolean": true })),
        "1 q6h prn"
    );
    assert_eq!(dose(json!({ "timing": timing(5, 1, "d") })), "5×/1 d");
    assert_eq!(dose(json!({ "sequence": 1, "asNeededBoolean": true })), "prn");
}

#[test]
fn a_statement_is_something_taken_for_a_time() {
    let statement = json!({ "resourceType": "MedicationStatement", "status": "active", "medicationReference": { "reference": "#m1" },
        "contained": [{ "resourceType": "Medication", "id": "m1", "ingredient": [{ "itemCodeableConcept": { "text": "Ramipril" } }, { "itemCodeableConcept": { "text": "HCT" } }] }],
        "subject": { "reference": "Patient/p1" }, "effectivePeriod": { "start": "2019", "end": "2019-03" }, "dosage": [{ "text": "1-0-0-0" }] });
    let form = medication(statement.clone());
    assert_eq!((form.name.as_str(), form.dose.as_str()), ("Ramipril + HCT", "1-0-0-0"));
    assert_eq!((form.started_on, form.ended_on), (day("2019-01-01"), day("2019-03-01")));
    let mut not = statement;
    not["status"] = json!("not-taken");
    assert_eq!(read(not), Ok(Err("not_taken")));
}

#[test]
fn a_dose_of_parts_keeps_each_of_them() {
    let mut resource = request();
    resource["dosageInstruction"] = json!([{ "route": { "text": "oral" }, "asNeededCodeableConcept": { "text": "pain" },
        "timing": { "repeat": { "frequency": 1, "period": 8, "periodUnit": "h", "when": ["PC"], "boundsDuration": { "value": 7, "unit": "d" } } },
        "doseAndRate": [{ "doseRange": { "low": { "value": 1 }, "high": { "value": 2, "unit": "tablet" } } }] }]);
    assert_eq!(medication(resource).dose, "1–2 tablet oral q8h PC prn pain (7 d)");
}
