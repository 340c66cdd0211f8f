use serde_json::{Value, json};

use super::*;

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
fn every_kind_of_value_is_kept_as_it_was_said() {
    let with = |more: Value| {
        let mut resource = observation("2339-0", "Glucose");
        resource.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        read(resource)
    };
    let said = |more: Value| match with(more).unwrap().unwrap() {
        Content::Measured(mut measures) => measures.findings.remove(0).finding,
        other => panic!("{other:?}"),
    };
    assert_eq!(
        said(json!({ "valueRatio": { "numerator": { "value": 1 }, "denominator": { "value": 128 } } })),
        "1 : 128"
    );
    let range = json!({ "valueRange": { "low": quantity(3.0, "mmol/L"), "high": quantity(5.0, "mmol/L") } });
    assert_eq!(said(range), "3 mmol/L – 5 mmol/L");
    assert_eq!(said(json!({ "valueTime": "07:30:00" })), "07:30:00");
    assert_eq!(said(json!({ "valueDateTime": "2019-03" })), "2019-03");
    assert_eq!(said(json!({ "valueBoolean": true })), "✓");
    let few = json!({ "valueQuantity": { "value": 0.1, "comparator": "<", "unit": "mmol/L" } });
    assert_eq!(said(few), "< 0.1 mmol/L");
    let Ok(Ok(Content::Measured(whole))) = with(json!({ "valueInteger": 7 })) else {
        panic!()
    };
    assert_eq!((whole.figures[0].value, whole.figures[0].unit.as_str()), (7.0, "1"));
    let long = "Poorly differentiated. ".repeat(100);
    assert_eq!(
        said(json!({ "valueString": long })),
        long.trim(),
        "a pathologist says more than a laboratory"
    );
    assert_eq!(
        with(json!({ "valueString": long.repeat(2) })),
        Ok(Err("too_long")),
        "half of it may say the contrary"
    );
    let unknown = json!({ "dataAbsentReason": { "coding": [{ "code": "unknown" }] }, "valueQuantity": null });
    assert_eq!(with(unknown), Ok(Err("no_value")));
    assert_eq!(
        with(json!({ "valueQuantity": { "value": "5.4" } })),
        Err(Wrong::Shape),
        "a figure is no text"
    );
    assert!(
        with(json!({ "valueQuantity": { "value": 5, "unit": null }, "effectiveDateTime": "2019" }))
            .unwrap()
            .is_ok()
    );
}

#[test]
fn a_part_without_a_value_does_not_take_the_others_along() {
    let mut pressure = observation("85354-9", "Blood pressure panel");
    pressure["component"] = json!([{ "code": concept("http://loinc.org", "8480-6", "x"), "valueQuantity": quantity(120.0, "mm[Hg]") },
        { "code": concept("http://loinc.org", "8462-4", "x"), "dataAbsentReason": { "text": "not heard" } }]);
    let figures: Vec<_> = measured(pressure).figures.into_iter().map(|f| (f.code, f.value)).collect();
    assert_eq!(figures, [("bp_systolic".to_owned(), 120.0)]);
}

#[test]
fn the_results_inside_a_report_are_its_own() {
    let report = json!({ "resourceType": "DiagnosticReport", "status": "final", "code": { "text": "Blood count" }, "effectiveDateTime": "2016-01-02", "subject": {},
        "result": [{ "reference": "#o1" }, { "reference": "Observation/o9" }, { "reference": "#o2" }],
        "contained": [{ "resourceType": "Observation", "id": "o1", "status": "final", "code": concept("http://loinc.org", "718-7", "Haemoglobin"), "valueQuantity": quantity(8.4, "mmol/L") },
            { "resourceType": "Observation", "id": "o2", "status": "entered-in-error", "code": { "text": "x" }, "valueString": "y" }] });
    let read = piece(report).unwrap().unwrap();
    let Content::Report(report) = read.content else { panic!() };
    let tests: Vec<_> = report
        .content
        .tests
        .iter()
        .map(|t| (t.name.as_str(), t.value.as_str(), t.unit.as_str()))
        .collect();
    assert_eq!(
        (tests, read.about.what[0].as_str()),
        (vec![("Haemoglobin", "8.4", "mmol/L")], "Observation/o9")
    );
}
