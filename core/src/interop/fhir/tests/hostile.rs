use proptest::prelude::*;
use serde_json::{Value, json};

use super::bundles::{encounter, patient};
use super::medicines::request;
use super::observations::observation;
use super::problems::{allergy, condition};
use super::*;

/// A resource of a kind that is read, with something of another kind at a random place.
fn spoilt() -> impl Strategy<Value = Value> {
    let junk = prop_oneof![
        Just(json!(null)),
        Just(json!([[[{}]]])),
        Just(json!({ "a": 1 })),
        any::<f64>().prop_map(|n| json!(n)),
        any::<i64>().prop_map(|n| json!(n)),
        "\\PC{0,40}".prop_map(|s| json!(s)),
        "[0-9T:+-]{0,30}".prop_map(|s| json!(s)),
        Just(json!("\u{0}")),
        Just(json!("é".repeat(70_000))),
    ];
    (0_usize..16, any::<prop::sample::Index>(), junk).prop_map(|(which, at, junk)| {
        let mut vital = observation("8331-1", "Oral temperature");
        vital["valueQuantity"] = quantity(37.0, "Cel");
        let mut resource = [condition(), allergy(), request(), vital, encounter(), patient(),
            json!({ "resourceType": "MedicationStatement", "status": "active", "medicationReference": { "reference": "#m" }, "contained": [{ "id": "m", "ingredient": [{ "itemCodeableConcept": { "text": "x" } }] }],
                "subject": { "identifier": { "system": "x", "value": "1" } }, "effectivePeriod": { "start": "2011", "end": "2012" }, "dosage": [{ "route": { "text": "x" }, "timing": { "repeat": { "when": ["PC"], "frequency": 1, "period": 1, "periodUnit": "d" } } }] }),
            json!({ "resourceType": "DiagnosticReport", "status": "final", "category": [{ "text": "x" }], "code": { "text": "x" }, "subject": {}, "effectiveDateTime": "2011", "result": [{ "reference": "#o" }],
                "contained": [{ "resourceType": "Observation", "id": "o", "status": "final", "code": { "text": "x" }, "valueRatio": { "numerator": { "value": 1 }, "denominator": { "value": 2 } } }], "conclusionCode": [{ "text": "x" }] }),
            json!({ "resourceType": "Immunization", "status": "completed", "vaccineCode": { "text": "x" }, "patient": {}, "occurrenceDateTime": "2011" }),
            json!({ "resourceType": "Procedure", "status": "completed", "code": { "text": "x" }, "subject": {}, "performedDateTime": "2011" }),
            json!({ "resourceType": "CarePlan", "status": "active", "title": "x", "subject": {}, "period": { "start": "2011" } }),
            json!({ "resourceType": "DocumentReference", "status": "current", "type": { "text": "x" }, "subject": {}, "date": "2011", "author": [{ "display": "x" }], "securityLabel": [{ "coding": [{ "system": "x", "code": "R" }] }],
                "content": [{ "attachment": { "contentType": "text/plain", "data": "SGVsbG8=", "title": "x" } }] }),
            json!({ "resourceType": "ImagingStudy", "status": "available", "subject": {}, "started": "2011", "series": [{ "modality": { "code": "CT" }, "bodySite": { "display": "x" }, "numberOfInstances": 1 }] }),
            json!({ "resourceType": "Device", "status": "active", "type": { "text": "x" }, "deviceName": [{ "name": "x" }], "udiCarrier": [{ "carrierHRF": "1" }], "patient": {} }),
            json!({ "resourceType": "FamilyMemberHistory", "status": "completed", "patient": {}, "relationship": { "text": "x" }, "condition": [{ "code": { "text": "x" }, "onsetAge": { "value": 1 } }] }),
            json!({ "resourceType": "MedicationAdministration", "status": "completed", "medicationReference": { "reference": "#m" }, "contained": [{ "resourceType": "Medication", "id": "m", "code": { "text": "x" } }], "subject": {},
                "effectiveDateTime": "2011", "dosage": { "text": "x", "dose": { "value": 1 } } })][which].clone();
        let places = pointers(&resource);
        *resource.pointer_mut(&places[at.index(places.len())]).unwrap() = junk;
        resource
    })
}

fn pointers(value: &Value) -> Vec<String> {
    let inside: Vec<(String, &Value)> = match value {
        Value::Object(map) => map.iter().map(|(key, value)| (key.clone(), value)).collect(),
        Value::Array(list) => list.iter().enumerate().map(|(n, value)| (n.to_string(), value)).collect(),
        _ => Vec::new(),
    };
    inside
        .into_iter()
        .filter(|(key, _)| key != "resourceType")
        .flat_map(|(key, value)| std::iter::once(format!("/{key}")).chain(pointers(value).into_iter().map(move |p| format!("/{key}{p}"))))
        .collect()
}

proptest! {
    /// Whatever stands in a resource, it is read, left out or refused with a place; what is read fits the chart's columns.
    #[test]
    fn spoilt_resources_never_get_through_half(resource in spoilt()) {
        let mut resource = resource;
        resource["id"] = json!("r1");
        let bundle = json!({ "resourceType": "Bundle", "type": "collection", "entry": [{ "resource": resource }] }).to_string();
        let mut got = Vec::new();
        match pieces("a.json", bundle.as_bytes(), false, now(), &mut |piece| { got.push(piece); true }) {
            Err(refusal) => prop_assert!(refusal.entry == Some(1) && refusal.line == 1 && got.is_empty(), "{refusal:?}"),
            Ok(()) => for piece in got {
                if let What::Clinical(clinical) = piece.what {
                    let text = serde_json::to_string(&clinical.content).unwrap();
                    prop_assert!(text.len() < 90_000, "{} bytes", text.len());
                    prop_assert!(!text.contains("\\u0000"));
                }
            },
        }
    }

    /// A file that is cut or has a byte changed anywhere is read or refused, never a panic, and a refusal has a place.
    #[test]
    fn damaged_files_are_refused_with_their_place(at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<bool>()) {
        let entry = |resource: Value| json!({ "fullUrl": "urn:uuid:r", "resource": resource });
        let mut text = json!({ "resourceType": "Bundle", "type": "transaction", "entry": [entry(condition()), entry(allergy()), entry(request())] }).to_string().into_bytes();
        let at = at.index(text.len());
        if cut { text.truncate(at) } else { text[at] = byte }
        for lines in [false, true] {
            if let Err(refusal) = pieces("a.json", text.as_slice(), lines, now(), &mut |_| true) {
                prop_assert!(refusal.line >= 1 && refusal.file == "a.json", "{refusal:?}");
            }
        }
    }
}

#[test]
fn lines_of_a_bulk_export_are_read_one_by_one() {
    let bundle = json!({ "resourceType": "Bundle", "type": "collection", "entry": [{ "resource": with_id(allergy(), "a2") }] });
    let text = format!("{}\n\n{}\n{bundle}\n", with_id(condition(), "c1"), with_id(allergy(), "a1"));
    let mut ids = Vec::new();
    let mut take = |piece: Piece| {
        ids.push(piece.id);
        true
    };
    pieces("x.ndjson", text.as_bytes(), true, now(), &mut take).unwrap();
    assert_eq!(ids, ["c1", "a1", "a2"]);
    let broken = format!("{}\n{{\"resourceType\": \n", with_id(condition(), "c1"));
    let refusal = pieces("x.ndjson", broken.as_bytes(), true, now(), &mut |_| true).unwrap_err();
    assert_eq!((refusal.wrong, refusal.line), (Wrong::Json, 2));
}

fn with_id(mut resource: Value, id: &str) -> Value {
    resource["id"] = json!(id);
    resource
}
