//! What senders write in their own way: bundles, single resources, lines, ids, references, other versions of FHIR.

use serde_json::{Value, json};

use super::bundles::{bundle, patient};
use super::medicines::request;
use super::problems::{allergy, condition};
use super::*;

fn with_id(mut resource: Value, id: &str) -> Value {
    resource["id"] = json!(id);
    resource
}

#[test]
fn a_resource_alone_is_a_file_too() {
    for text in [patient().to_string(), format!("\u{FEFF}{}", patient()), bundle(&[patient()])] {
        let pieces = all_of(&text, false).unwrap();
        assert_eq!((pieces.len(), pieces[0].kind.as_str()), (1, "Patient"));
    }
    let list = json!({ "resourceType": "List", "id": "l1", "entry": [{ "item": { "reference": "Patient/p1" } }] });
    let pieces = all_of(&list.to_string(), false).unwrap();
    assert!(matches!(pieces[0].what, What::Skipped("about_records")));
    let lines = format!("\u{FEFF}{}\r\n\r\n{}", patient(), with_id(condition(), "c1"));
    assert_eq!(all_of(&lines, true).unwrap().len(), 2);
}

#[test]
fn what_is_no_fhir_at_all_is_refused() {
    let cases = [
        ("%PDF-1.7\n%\u{e9}", Wrong::Json),
        ("<Bundle xmlns=\"http://hl7.org/fhir\"/>", Wrong::Json),
        ("\u{FEFF}", Wrong::Json),
        ("{}", Wrong::NotABundle),
        ("{\"resourceType\": \"Bundle\"}", Wrong::NotABundle),
        ("[{}]", Wrong::NotABundle),
        ("{\"resourceType\": \"Patient\", \"id\": \"\u{FFFD}\"} x", Wrong::Json),
        ("{\"resourceType\": [\"Bundle\"], \"type\": \"batch\"}", Wrong::NotABundle),
        ("\"Bundle\"", Wrong::Shape),
        (
            "{\"resourceType\": \"Bundle\", \"type\": \"batch\", \"entry\": [{\"resource\": 7}]}",
            Wrong::Shape,
        ),
        (
            "{\"resourceType\": \"Bundle\", \"type\": \"batch\", \"entry\": [{\"resource\": {\"id\": \"x\"}}]}",
            Wrong::NoType,
        ),
    ];
    for (text, wrong) in cases {
        let refusal = all_of(text, false).unwrap_err();
        assert_eq!((refusal.wrong, refusal.line > 0), (wrong, true), "{text}");
    }
    let empty = json!({ "resourceType": "Bundle", "type": "searchset", "total": 0, "link": [{ "relation": "self" }] });
    assert!(all_of(&empty.to_string(), false).unwrap().is_empty());
}

#[test]
fn a_resource_without_an_id_is_known_by_its_address() {
    let entry = |url: Value, resource: Value| json!({ "fullUrl": url, "resource": resource });
    let mut person = patient();
    person["id"] = Value::Null;
    let entries = [
        entry(json!("urn:uuid:6f1c"), person.clone()),
        entry(json!("https://fhir.example/r4/Condition/77"), condition()),
        entry(Value::Null, allergy()),
        entry(json!("urn:uuid:9"), with_id(request(), &"x".repeat(70))),
    ];
    let text = json!({ "resourceType": "Bundle", "type": "transaction", "entry": entries }).to_string();
    let pieces = all_of(&text, false).unwrap();
    assert_eq!([&pieces[0].id, &pieces[1].id, &pieces[2].id], ["6f1c", "77", ""]);
    assert!(matches!(pieces[2].what, What::Skipped("no_id")), "nothing could know it again");
    assert_eq!(
        (pieces[3].id.len(), &pieces[3].id),
        (64, &key(&"x".repeat(70))),
        "too long, so its hash"
    );
}

#[test]
fn an_entry_that_deletes_says_so() {
    let gone = json!({ "request": { "method": "DELETE", "url": "Condition/c1" }, "response": { "lastModified": "2024-01-01T00:00:00Z" } });
    let text = json!({ "resourceType": "Bundle", "type": "history", "entry": [gone, { "request": null }] }).to_string();
    let pieces = all_of(&text, false).unwrap();
    assert_eq!(
        (pieces.len(), pieces[0].kind.as_str(), pieces[0].id.as_str()),
        (1, "Condition", "c1")
    );
    assert!(matches!(pieces[0].what, What::Skipped("deleted")) && pieces[0].changed.is_some());
}

#[test]
fn somebody_may_be_referred_to_by_a_number() {
    let mut resource = condition();
    resource["subject"] = json!({ "identifier": { "system": "http://fhir.de/sid/gkv/kvid-10", "value": "A123456789" } });
    assert_eq!(
        piece(resource).unwrap().unwrap().subject,
        "Patient?identifier=http://fhir.de/sid/gkv/kvid-10|A123456789"
    );
    let mut person = patient();
    person["identifier"] = json!([{ "system": "http://fhir.de/sid/gkv/kvid-10", "value": "A123456789" }]);
    let pieces = all_of(&bundle(&[person]), false).unwrap();
    assert_eq!(pieces[0].also, ["Patient?identifier=http://fhir.de/sid/gkv/kvid-10|A123456789"]);
}

#[test]
fn stu3_and_r5_say_the_same_in_other_words() {
    let stu3 = json!({ "resourceType": "AllergyIntolerance", "clinicalStatus": "inactive", "verificationStatus": "confirmed", "code": { "text": "Latex" },
        "patient": { "reference": "Patient/p1" }, "assertedDate": "2014-09-11" });
    let Content::Allergy(form) = read(stu3).unwrap().unwrap() else {
        panic!()
    };
    assert_eq!(form.status.as_str(), "resolved");
    let r5 = json!({ "resourceType": "MedicationRequest", "status": "ended", "intent": "order", "subject": { "reference": "Patient/p1" },
        "medication": { "concept": { "text": "Ibuprofen 400 mg" } }, "dosageInstruction": [{ "text": "one" }] });
    let Content::Medication(form) = read(r5).unwrap().unwrap() else {
        panic!()
    };
    assert_eq!((form.name.as_str(), form.status.as_str()), ("Ibuprofen 400 mg", "stopped"));
    let given = json!({ "resourceType": "Immunization", "status": "completed", "notGiven": true, "date": "2016-01-02", "vaccineCode": { "text": "Influenza" }, "patient": {} });
    let Content::Immunization(form) = read(given).unwrap().unwrap() else {
        panic!()
    };
    assert_eq!((form.status.as_str(), form.given_on), ("not_given", day("2016-01-02")));
    let report = json!({ "resourceType": "DiagnosticReport", "status": "final", "category": { "coding": [{ "code": "RAD" }] }, "code": { "text": "Chest" },
        "effectiveDateTime": "2016-01-02", "subject": {}, "conclusion": "Clear.", "codedDiagnosis": [{ "text": "Normal" }] });
    let Content::Report(report) = read(report).unwrap().unwrap() else {
        panic!()
    };
    assert_eq!(
        (report.content.kind.as_str(), report.content.diagnosis.as_str()),
        ("imaging", "Normal")
    );
}

#[test]
fn what_says_that_there_is_nothing_is_no_entry_of_that_name() {
    let absent = |code: &str| json!({ "coding": [{ "system": "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips", "code": code, "display": "x" }] });
    let allergy_of = |code: Value, status_is: &str| {
        let mut resource = allergy();
        resource["code"] = code;
        resource["clinicalStatus"] = status(status_is);
        read(resource).unwrap()
    };
    assert_eq!(allergy_of(absent("no-known-allergies"), "active"), Ok(Content::NoAllergies));
    assert_eq!(
        allergy_of(json!({ "text": "No known allergies." }), "active"),
        Ok(Content::NoAllergies)
    );
    assert_eq!(allergy_of(absent("no-known-allergies"), "resolved"), Err("nothing_known"));
    assert_eq!(
        allergy_of(absent("no-allergy-info"), "active"),
        Err("nothing_known"),
        "nobody asked"
    );
    assert_eq!(
        allergy_of(absent("no-known-food-allergies"), "active"),
        Err("no_allergy_of_one_kind")
    );
    assert_eq!(allergy_of(json!({ "text": "NKDA" }), "active"), Err("no_allergy_of_one_kind"));
    let mut problem = condition();
    problem["code"] = absent("no-known-problems");
    assert_eq!(read(problem), Ok(Err("nothing_known")));
    let taken = json!({ "resourceType": "MedicationStatement", "status": "unknown", "medicationCodeableConcept": absent("no-known-medications"), "subject": {}, "effectiveDateTime": "2020" });
    let mut active = taken.clone();
    active["status"] = json!("active");
    assert_eq!((read(taken), read(active)), (Ok(Err("status_unknown")), Ok(Err("nothing_known"))));
}
