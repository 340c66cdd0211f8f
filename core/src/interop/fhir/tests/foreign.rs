//! What other countries, versions and programs write in ways of their own.

use serde_json::{Value, json};

use super::bundles::{bundle, encounter, patient};
use super::medicines::request;
use super::problems::condition;
use super::*;

fn with(mut resource: Value, more: Value) -> Value {
    resource.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    resource
}

#[test]
fn a_german_code_says_whether_the_illness_is_there() {
    let coded = |certainty: &str| {
        let certainty =
            json!({ "url": "http://fhir.de/StructureDefinition/icd-10-gm-diagnosesicherheit", "valueCoding": { "code": certainty } });
        let coding = json!({ "system": "http://fhir.de/CodeSystem/bfarm/icd-10-gm", "code": "K35.8", "display": "Appendizitis", "extension": [certainty] });
        let current = json!({ "code": { "coding": [coding] }, "clinicalStatus": status("active"), "abatementDateTime": null });
        match read(with(condition(), current)).unwrap().unwrap() {
            Content::Problem(form) => (form.status.as_str(), form.note),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(coded("A").0, "refuted", "excluded");
    assert_eq!(coded("V"), ("active", "provisional · ICD-10 K35.8".to_owned()));
    assert_eq!(coded("Z").0, "resolved");
    assert_eq!(coded("G"), ("active", "ICD-10 K35.8".to_owned()));
}

#[test]
fn what_may_mean_something_else_is_not_taken() {
    let modifier = json!({ "modifierExtension": [{ "url": "http://example.org/negated", "valueBoolean": true }] });
    assert_eq!(read(with(condition(), modifier.clone())), Ok(Err("modifier_unknown")));
    let inside = json!({ "dosageInstruction": [with(json!({ "text": "1 daily" }), modifier)] });
    assert_eq!(read(with(request(), inside)), Ok(Err("modifier_unknown")));
    assert!(read(with(condition(), json!({ "modifierExtension": [] }))).unwrap().is_ok());
    assert_eq!(read(with(request(), json!({ "doNotPerform": true }))), Ok(Err("not_ordered")));
}

#[test]
fn what_is_not_taken_is_not_in_the_list() {
    let statement = |more: Value| {
        let plain = json!({ "resourceType": "MedicationStatement", "status": "active", "medicationCodeableConcept": { "text": "Warfarin" }, "subject": {} });
        read(with(plain, more)).unwrap()
    };
    assert_eq!(statement(json!({ "taken": "n" })), Err("not_taken"), "STU3");
    assert_eq!(
        statement(json!({ "status": "recorded", "adherence": { "code": { "coding": [{ "code": "not-taking" }] } } })),
        Err("not_taken"),
        "R5"
    );
    let stu3 = json!({ "taken": "y", "dosage": [{ "doseQuantity": { "value": 1, "unit": "tablet" }, "timing": { "repeat": { "frequency": 1, "period": 1, "periodUnit": "d" } } }] });
    let Content::Medication(form) = statement(stu3).unwrap() else {
        panic!()
    };
    assert_eq!(form.dose, "1 tablet qd");
}

#[test]
fn what_is_given_is_over_unless_it_was_ordered() {
    let given = |more: Value| {
        let plain = json!({ "resourceType": "MedicationAdministration", "status": "completed", "medicationCodeableConcept": { "text": "Vitamin B12" }, "subject": {},
            "effectiveDateTime": "2024-01-05T10:00:00Z", "dosage": { "dose": { "value": 1, "unit": "mg" }, "route": { "text": "i.m." } } });
        read(with(plain, more)).unwrap()
    };
    let Content::Medication(form) = given(json!({})).unwrap() else {
        panic!()
    };
    assert_eq!(
        (form.status.as_str(), form.ended_on, form.dose.as_str()),
        ("stopped", day("2024-01-05"), "1 mg i.m.")
    );
    assert_eq!(
        given(json!({ "request": { "reference": "MedicationRequest/m1" } })),
        Err("part_of_order")
    );
    assert_eq!(given(json!({ "status": "not-done" })), Err("not_taken"));
    let handed = json!({ "resourceType": "MedicationDispense", "status": "completed", "medicationCodeableConcept": { "text": "Aspirin" }, "subject": {}, "whenHandedOver": "2026-11-01", "daysSupply": { "value": 90 } });
    let Content::Medication(form) = read(handed).unwrap().unwrap() else {
        panic!()
    };
    assert_eq!((form.status.as_str(), form.ended_on), ("active", day("2027-01-30")));
}

#[test]
fn what_stands_inside_has_its_name_beside_each_reference() {
    let inside = json!([{ "resourceType": "Practitioner", "id": "doc", "name": [{ "given": ["Hans"], "family": "Müller" }] },
        { "resourceType": "Organization", "id": "org", "name": "Klinikum" }, { "resourceType": "Condition", "id": "why", "code": { "text": "Cough" } },
        { "resourceType": "Medication", "id": "med", "code": { "text": "Ibuprofen" } }]);
    let visit = json!({ "contained": inside, "participant": [{ "individual": { "reference": "#doc" } }], "serviceProvider": { "reference": "#org" }, "reasonReference": [{ "reference": "#why" }] });
    let clinical = piece(with(encounter(), visit)).unwrap().unwrap();
    let Content::Visit(visit) = clinical.content else { panic!() };
    assert_eq!(
        (visit.form.seen_by.as_str(), visit.form.reason.as_str()),
        ("Hans Müller, Klinikum", "Cough")
    );
    let medicine = json!({ "resourceType": "MedicationRequest", "status": "active", "intent": "order", "subject": {}, "contained": inside, "medicationReference": { "reference": "#med" }, "requester": { "reference": "#doc" } });
    let Content::Medication(form) = read(medicine).unwrap().unwrap() else {
        panic!()
    };
    assert_eq!((form.name.as_str(), form.note.as_str()), ("Ibuprofen", "Hans Müller"));
    let whose = json!({ "contained": [{ "resourceType": "Patient", "id": "me", "identifier": [{ "system": "urn:mrn", "value": "7" }] }], "subject": { "reference": "#me" } });
    assert_eq!(
        piece(with(condition(), whose)).unwrap().unwrap().subject,
        "Patient?identifier=urn:mrn|7"
    );
}

#[test]
fn bundles_in_bundles_and_lists_are_unfolded() {
    let mut problem = condition();
    problem["id"] = json!("c1");
    let answer = json!({ "resourceType": "Bundle", "type": "batch-response", "entry": [
        { "resource": serde_json::from_str::<Value>(&bundle(&[patient()])).unwrap(), "response": { "status": "200" } },
        { "resource": { "resourceType": "Bundle", "type": "searchset", "entry": [{ "resource": problem }, { "response": { "status": "404" } }] } }] });
    assert_eq!(all_of(&answer.to_string(), false).unwrap().len(), 2);
    assert_eq!(all_of(&json!([patient(), answer]).to_string(), false).unwrap().len(), 3);
    let deep = (0..6).fold(
        json!({ "resourceType": "Bundle", "type": "collection" }),
        |inner, _| json!({ "resourceType": "Bundle", "type": "collection", "entry": [{ "resource": inner }] }),
    );
    assert_eq!(all_of(&deep.to_string(), false).unwrap_err().wrong, Wrong::NotABundle);
}

#[test]
fn r5_has_its_references_inside_others() {
    let visit = json!({ "reason": [{ "use": [{ "text": "Chief complaint" }], "value": [{ "concept": { "text": "Sore throat" } }] }] });
    let Content::Visit(visit) = read(with(encounter(), visit)).unwrap().unwrap() else {
        panic!()
    };
    assert_eq!(visit.form.reason, "Sore throat");
    let plan = json!({ "resourceType": "CarePlan", "id": "k1", "status": "active", "title": "Diet", "subject": {}, "addresses": [{ "concept": { "text": "Gout" } }, { "reference": { "reference": "Condition/c1" } }] });
    let clinical = piece(plan).unwrap().unwrap();
    let Content::CarePlan(form) = &clinical.content else { panic!() };
    assert_eq!((form.reason.as_str(), clinical.about.why[0].as_str()), ("Gout", "Condition/c1"));
}

#[test]
fn a_study_says_with_what_and_where() {
    let series = json!([{ "uid": "1.2", "modality": { "code": "DX", "display": "Digital Radiography" }, "bodySite": { "code": "72696002", "display": "Knee" }, "numberOfInstances": 2 }]);
    let study = json!({ "resourceType": "ImagingStudy", "status": "available", "subject": {}, "started": "2019-08-27T18:33:39Z", "series": series });
    let Content::Report(report) = read(study).unwrap().unwrap() else {
        panic!()
    };
    let content = report.content;
    assert_eq!(
        (content.kind.as_str(), content.title.as_str(), content.description.as_str()),
        ("imaging", "Digital Radiography, Knee", "Digital Radiography, Knee (2)")
    );
}
