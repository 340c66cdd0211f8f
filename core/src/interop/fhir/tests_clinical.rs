use chrono::{DateTime, NaiveDate, TimeZone, Utc};
use serde_json::{Value, json};

use super::*;
use crate::clinical::given::{CarePlanStatus, ImmunizationStatus, ProcedureStatus};
use crate::clinical::model::{ItemStatus, MedicationStatus, Severity};

pub(super) fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 24, 8, 0, 0).unwrap()
}

fn day(text: &str) -> Option<NaiveDate> {
    Some(text.parse().unwrap())
}

/// What becomes of one resource: its content, or why it is left out.
fn read(resource: Value) -> Result<Result<Content, &'static str>, Wrong> {
    Ok(piece(resource)?.map(|clinical| clinical.content))
}

fn piece(mut resource: Value) -> Result<Result<Clinical, &'static str>, Wrong> {
    resource["id"] = json!("r1");
    let mut got = None;
    let line = resource.to_string();
    pieces("a.ndjson", line.as_bytes(), true, now(), &mut |piece| {
        got = Some(match piece.what {
            What::Clinical(clinical) => Ok(*clinical),
            What::Skipped(reason) => Err(reason),
            other => panic!("{other:?}"),
        });
        true
    })
    .map_err(|refusal| refusal.wrong)?;
    Ok(got.unwrap())
}

fn concept(system: &str, code: &str, text: &str) -> Value {
    json!({ "coding": [{ "system": system, "code": code, "display": text }], "text": text })
}

fn status(code: &str) -> Value {
    json!({ "coding": [{ "code": code }] })
}

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
    assert_eq!(elsewhere.about, ["urn:uuid:m7"]);
    let mut content = elsewhere.content;
    assert!(!content.is_named());
    content.name(&["Naproxen 250 mg".to_owned()]);
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

pub(super) fn observation(code: &str, text: &str) -> Value {
    json!({ "resourceType": "Observation", "status": "final", "code": concept("http://loinc.org", code, text),
        "subject": { "reference": "Patient/p1" }, "effectiveDateTime": "2011-07-25T18:39:52+02:00" })
}

fn measured(resource: Value) -> Measures {
    match read(resource).unwrap().unwrap() {
        Content::Measured(measures) => measures,
        other => panic!("{other:?}"),
    }
}

pub(super) fn quantity(value: f64, code: &str) -> Value {
    json!({ "value": value, "unit": code, "system": "http://unitsofmeasure.org", "code": code })
}

#[test]
fn vitals_come_in_the_units_of_the_chart() {
    let mut fever = observation("8331-1", "Oral temperature");
    fever["valueQuantity"] = quantity(102.2, "[degF]");
    let measures = measured(fever.clone());
    let figure = &measures.figures[0];
    assert_eq!(
        (figure.code.as_str(), figure.value, figure.unit.as_str(), figure.name.as_str()),
        ("temperature", 39.0, "Cel", "")
    );
    assert_eq!(measures.taken_at.to_rfc3339(), "2011-07-25T16:39:52+00:00");
    fever["valueQuantity"] = quantity(39.0, "furlong");
    assert_eq!(read(fever.clone()), Ok(Err("unit_unknown")));
    fever["valueQuantity"] = quantity(-600.0, "Cel");
    assert_eq!(read(fever), Ok(Err("implausible")));
}

#[test]
fn blood_pressure_is_two_figures_of_one_moment() {
    let mut pressure = observation("55284-4", "Blood Pressure");
    let component = |code: &str, value: f64, unit: &str| json!({ "code": concept("http://loinc.org", code, "x"), "valueQuantity": quantity(value, unit) });
    pressure["component"] = json!([component("8462-4", 74.2, "mm[Hg]"), component("8480-6", 16.0, "kPa")]);
    let figures: Vec<_> = measured(pressure).figures.into_iter().map(|f| (f.code, f.value)).collect();
    assert_eq!(figures, [("bp_diastolic".to_owned(), 74.0), ("bp_systolic".to_owned(), 120.0)]);
}

#[test]
fn labs_keep_their_unit_and_range_and_words_are_findings() {
    let mut glucose = observation("2339-0", "Glucose");
    glucose["valueQuantity"] = quantity(104.5, "mg/dL");
    glucose["referenceRange"] = json!([{ "low": quantity(65.0, "mg/dL"), "high": quantity(5.5, "mmol/L") }]);
    let figure = measured(glucose.clone()).figures.remove(0);
    assert_eq!(
        (figure.code.as_str(), figure.unit.as_str(), figure.low, figure.high),
        ("2339-0", "mg/dL", Some(65.0), None)
    );
    glucose["valueQuantity"]["comparator"] = json!("<");
    assert_eq!(
        measured(glucose).findings[0].finding,
        "< 104.5 mg/dL",
        "less than a figure is not the figure"
    );
    let mut smoking = observation("72166-2", "Tobacco smoking status NHIS");
    smoking["valueCodeableConcept"] = concept("http://snomed.info/sct", "266919005", "Never smoker");
    let said = measured(smoking.clone()).findings.remove(0);
    assert_eq!(
        (said.code.as_str(), said.name.as_str(), said.finding.as_str()),
        ("72166-2", "Tobacco smoking status NHIS", "Never smoker")
    );
    smoking["status"] = json!("entered-in-error");
    assert!(measured(smoking).refuted);
    assert_eq!(read(observation("2339-0", "Glucose")), Ok(Err("no_value")));
}

#[test]
fn vaccines_procedures_and_plans() {
    let vaccine = json!({ "resourceType": "Immunization", "status": "not-done", "vaccineCode": concept("http://hl7.org/fhir/sid/cvx", "140", "Influenza"),
        "patient": { "reference": "Patient/p1" }, "occurrenceDateTime": "2011-07-25", "lotNumber": "AB1", "statusReason": { "text": "declined" } });
    let Content::Immunization(form) = read(vaccine.clone()).unwrap().unwrap() else {
        panic!()
    };
    assert_eq!(
        (
            form.code.as_str(),
            form.status,
            form.given_on,
            form.lot.as_str(),
            form.note.as_str()
        ),
        ("140", ImmunizationStatus::NotGiven, day("2011-07-25"), "AB1", "declined")
    );
    let procedure = json!({ "resourceType": "Procedure", "status": "completed", "code": concept("http://snomed.info/sct", "430193006", "Medication reconciliation"),
        "subject": { "reference": "Patient/p1" }, "performedPeriod": { "start": "2012-07-30T18:39:52+00:00", "end": "2012-07-30T18:54:52+00:00" },
        "reasonReference": [{ "reference": "urn:uuid:c1" }] });
    let read_procedure = piece(procedure.clone()).unwrap().unwrap();
    assert_eq!(read_procedure.about, ["urn:uuid:c1"]);
    let mut content = read_procedure.content;
    content.name(&["Asthma".to_owned()]);
    let Content::Procedure(form) = content else { panic!() };
    assert_eq!(
        (form.status, form.performed_on, form.reason.as_str()),
        (ProcedureStatus::Done, day("2012-07-30"), "Asthma")
    );
    let mut backwards = procedure;
    backwards["performedPeriod"]["end"] = json!("2012-07-29");
    assert_eq!(read(backwards), Err(Wrong::Period));
    let plan = json!({ "resourceType": "CarePlan", "status": "active", "intent": "order", "category": [concept("http://snomed.info/sct", "711282006", "Skin condition care")],
        "subject": { "reference": "Patient/p1" }, "period": { "start": "2003-01-08" },
        "activity": [{ "detail": { "code": { "text": "Moisturizer" } } }, { "detail": { "description": "Avoid soap" } }] });
    let Content::CarePlan(form) = read(plan).unwrap().unwrap() else {
        panic!()
    };
    assert_eq!(
        (form.title.as_str(), form.status, form.activities.as_str()),
        ("Skin condition care", CarePlanStatus::Active, "Moisturizer\nAvoid soap")
    );
    let mut odd = vaccine;
    odd["status"] = json!("maybe");
    assert_eq!(read(odd), Err(Wrong::Shape));
}
