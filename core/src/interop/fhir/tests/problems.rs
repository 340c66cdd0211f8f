use serde_json::{Value, json};

use super::*;
use crate::clinical::model::{ItemStatus, Severity};

pub(super) fn condition() -> Value {
    json!({ "resourceType": "Condition", "clinicalStatus": status("resolved"), "verificationStatus": status("confirmed"),
        "code": concept("http://snomed.info/sct", "24079001", "Atopic dermatitis"), "subject": { "reference": "Patient/p1" },
        "onsetDateTime": "2003-01-08T18:39:52+00:00", "abatementDateTime": "2020-06", "recordedDate": "2003-01-09" })
}

#[test]
fn a_condition_keeps_its_snomed_code_and_takes_an_icd_code_only_when_it_has_one() {
    let Content::Problem(form) = read(condition()).unwrap().unwrap() else {
        panic!()
    };
    assert_eq!(
        (form.code.as_str(), form.snomed.as_str(), form.description.as_str()),
        ("", "24079001", "Atopic dermatitis")
    );
    assert_eq!(
        (form.status, form.onset_on, form.resolved_on),
        (ItemStatus::Resolved, day("2003-01-08"), day("2020-06-01"))
    );
    let mut both = condition();
    let coded = json!({ "system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "l209" });
    both["code"]["coding"].as_array_mut().unwrap().push(coded);
    let Content::Problem(form) = read(both).unwrap().unwrap() else {
        panic!()
    };
    assert_eq!((form.code.as_str(), form.snomed.as_str()), ("L20.9", "24079001"));
}

#[test]
fn a_condition_says_how_sure_it_is() {
    let with = |clinical: &str, verification: &str| {
        let mut resource = condition();
        resource["clinicalStatus"] = status(clinical);
        resource["verificationStatus"] = status(verification);
        let Content::Problem(form) = read(resource).unwrap().unwrap() else {
            panic!()
        };
        (form.status, form.note)
    };
    assert_eq!(with("active", "provisional"), (ItemStatus::Active, "provisional".to_owned()));
    assert_eq!(with("remission", "confirmed").0, ItemStatus::Resolved);
    assert_eq!(with("active", "entered-in-error").0, ItemStatus::Refuted);
    let mut bare = condition();
    bare.as_object_mut()
        .unwrap()
        .retain(|key, _| ["resourceType", "code", "subject"].contains(&key.as_str()));
    let Content::Problem(form) = read(bare).unwrap().unwrap() else {
        panic!()
    };
    assert_eq!(
        (form.status, form.onset_on),
        (ItemStatus::Active, None),
        "R4 asks for no more than a subject"
    );
}

#[test]
fn conditions_that_cannot_be_are_refused_or_left_out() {
    let with = |pointer: &str, value: Value| {
        let mut resource = condition();
        resource[pointer] = value;
        read(resource)
    };
    assert_eq!(with("abatementDateTime", json!("2001-01-01")), Err(Wrong::Period));
    assert_eq!(with("onsetDateTime", json!("last year")), Err(Wrong::Date));
    assert_eq!(with("onsetDateTime", json!(["2003"])), Err(Wrong::Shape));
    assert_eq!(with("clinicalStatus", status("perhaps")), Err(Wrong::Shape));
    assert_eq!(with("onsetDateTime", json!("2027-01-01")), Ok(Err("in_future")));
    let Ok(Ok(Content::Problem(form))) = with("abatementDateTime", json!("9999-12-31T23:59:59Z")) else {
        panic!()
    };
    assert_eq!(form.resolved_on, None, "the end of time is no end");
}

pub(super) fn allergy() -> Value {
    json!({ "resourceType": "AllergyIntolerance", "clinicalStatus": status("active"), "verificationStatus": status("confirmed"),
        "criticality": "low", "code": concept("http://snomed.info/sct", "424213003", "Allergy to bee venom"),
        "patient": { "reference": "urn:uuid:p1" }, "recordedDate": "2003-01-25T18:39:52+00:00" })
}

#[test]
fn an_allergy_is_as_bad_as_its_reaction_or_as_critical() {
    let with = |reaction: Value, criticality: &str| {
        let mut resource = allergy();
        resource["reaction"] = reaction;
        resource["criticality"] = json!(criticality);
        let Content::Allergy(form) = read(resource).unwrap().unwrap() else {
            panic!()
        };
        (form.severity, form.reaction)
    };
    assert_eq!(with(json!([]), "low"), (Severity::Mild, String::new()));
    assert_eq!(with(json!([]), "unable-to-assess").0, Severity::Moderate);
    let hives = json!([{ "manifestation": [{ "text": "Hives" }, { "text": "Nausea" }], "severity": "severe" }]);
    assert_eq!(with(hives, "low"), (Severity::Severe, "Hives, Nausea".to_owned()));
}

#[test]
fn no_known_allergy_is_somebodys_word_and_no_allergy() {
    let with = |code: &str| {
        let mut resource = allergy();
        resource["code"] = concept("http://snomed.info/sct", code, "No known …");
        read(resource).unwrap()
    };
    assert_eq!(with("716186003"), Ok(Content::NoAllergies));
    assert_eq!(
        with("409137002"),
        Err("no_allergy_of_one_kind"),
        "of medicines alone: nothing is said of the rest"
    );
}

#[test]
fn a_condition_keeps_what_the_chart_has_no_column_for() {
    let mut resource = condition();
    resource["code"] =
        json!({ "coding": [{ "system": "http://fhir.de/CodeSystem/bfarm/icd-10-gm", "code": "J06.9", "display": "Infekt" }] });
    resource["bodySite"] = json!([{ "text": "left" }]);
    resource["onsetDateTime"] = Value::Null;
    resource["onsetAge"] = json!({ "value": 45, "unit": "a" });
    let Content::Problem(form) = read(resource).unwrap().unwrap() else {
        panic!()
    };
    assert_eq!(
        (form.code.as_str(), form.description.as_str()),
        ("", "Infekt"),
        "another edition is not ICD-10-CM"
    );
    assert_eq!(form.note, "ICD-10 J06.9 · left · 45 a");
}

#[test]
fn a_year_in_which_something_ended_is_not_before_a_day_of_it() {
    let mut resource = condition();
    resource["onsetDateTime"] = json!("2019-06-15");
    resource["abatementDateTime"] = json!("2019");
    assert!(read(resource.clone()).unwrap().is_ok());
    resource["abatementDateTime"] = json!("2019-05");
    assert_eq!(read(resource), Err(Wrong::Period));
}

#[test]
fn the_status_is_the_one_of_hl7s_own_list() {
    let mut resource = condition();
    resource["clinicalStatus"] = json!({ "coding": [{ "system": "urn:oid:1.2.3", "code": "A" }, { "system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": "active" }] });
    resource["abatementDateTime"] = Value::Null;
    let Content::Problem(form) = read(resource).unwrap().unwrap() else {
        panic!()
    };
    assert_eq!(form.status, ItemStatus::Active);
}

#[test]
fn an_allergy_is_as_bad_as_the_worst_of_its_reactions() {
    let mut resource = allergy();
    resource["reaction"] = json!([{ "manifestation": [{ "text": "Rash" }], "severity": "mild" },
        { "manifestation": [{ "concept": { "text": "Anaphylaxis" } }, { "text": "Rash" }], "severity": "severe" }, { "description": "after a meal" }]);
    let Content::Allergy(form) = read(resource).unwrap().unwrap() else {
        panic!()
    };
    assert_eq!(
        (form.severity, form.reaction.as_str()),
        (Severity::Severe, "Rash, Anaphylaxis, after a meal")
    );
}
