use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::*;

pub(super) fn patient() -> Value {
    json!({"resourceType": "Patient", "id": "p1", "gender": "female", "birthDate": "1984-02-14",
        "name": [{"use": "maiden", "family": "Alt"}, {"use": "official", "family": "Beispiel", "given": ["Ana", "Eva"]}],
        "telecom": [{"system": "phone", "value": "555-0100"}], "address": [{"line": ["1 Test Way"], "city": "Town", "country": "IE"}],
        "communication": [{"language": {"text": "Spanish"}}],
        "contact": [{"relationship": [{"text": "sister"}], "name": {"family": "Beispiel", "given": ["Mia"]}, "telecom": [{"system": "phone", "value": "555-0101"}]}]})
}

pub(super) fn encounter() -> Value {
    json!({"resourceType": "Encounter", "id": "e1", "status": "finished", "class": {"code": "AMB"}, "type": [{"text": "Check-up"}],
        "subject": {"reference": "urn:uuid:p1"}, "participant": [{"individual": {"reference": "Practitioner/d1"}}],
        "period": {"start": "2019-05-11T07:22:23+00:00", "end": "2019-05-11T07:37:23+00:00"}})
}

pub(super) fn practitioner() -> Value {
    json!({"resourceType": "Practitioner", "id": "d1", "name": [{"family": "Arzt", "given": ["Max"]}]})
}

pub(super) fn bundle(resources: &[Value]) -> String {
    let entry: Vec<Value> = resources
        .iter()
        .map(|r| json!({"fullUrl": format!("urn:uuid:{}", r["id"].as_str().unwrap_or("")), "resource": r}))
        .collect();
    json!({"resourceType": "Bundle", "type": "transaction", "entry": entry}).to_string()
}

pub(super) fn read_all(text: &str) -> Result<Records, Refusal> {
    let mut reader = Reader::new(now());
    reader.read("a.json", text.as_bytes())?;
    reader.finish()
}

/// The patient with one element set to something else.
pub(super) fn with(pointer: &str, value: Value) -> Value {
    let mut patient = patient();
    *patient.pointer_mut(pointer).unwrap() = value;
    patient
}

#[test]
fn a_person_and_a_visit_are_read() {
    let records = read_all(&bundle(&[encounter(), patient(), practitioner()])).unwrap();
    let person = &records.people[0];
    assert_eq!(
        (person.first_name.as_str(), person.middle_name.as_str(), person.last_name.as_str()),
        ("Ana", "Eva", "Beispiel")
    );
    assert_eq!(
        (person.country.as_str(), person.languages.as_slice()),
        ("IE", &["Spanish".to_owned()][..])
    );
    assert_eq!(person.contacts[0].name, "Mia Beispiel");
    let Content::Visit(visit) = &records.visits[0].content else {
        panic!()
    };
    assert_eq!((visit.form.name.as_str(), visit.form.seen_by.as_str()), ("Check-up", "Max Arzt"));
}

#[test]
fn the_sample_people_are_read_with_a_report() {
    let mut reader = Reader::new(now());
    for (n, line) in crate::demo::sample_bundles().unwrap().lines().enumerate() {
        reader.read(&format!("line {}", n + 1), line.as_bytes()).unwrap();
    }
    let records = reader.finish().unwrap();
    assert_eq!(records.people.len(), 32);
    assert_eq!(records.people.iter().filter(|p| p.deceased.is_some()).count(), 6);
    let visits = records.report.skipped.iter().filter(|s| s.resource == "Encounter");
    let skipped: u32 = visits.map(|s| s.count).sum();
    assert_eq!(records.visits.len() + skipped as usize, 903, "{:?}", records.report);
    let named = |v: &Clinical| matches!(&v.content, Content::Visit(visit) if !visit.form.name.is_empty());
    assert!(records.visits.iter().all(named));
    assert_eq!(
        records.charts.len(),
        4214 + 733 + 398 + 272 + 225 + 197 + 104 + 24 + 11,
        "every clinical resource has a place"
    );
}

#[test]
fn what_has_no_place_is_counted_with_its_reason() {
    let mut planned = encounter();
    planned["status"] = json!("planned");
    planned["id"] = json!("e2");
    let others = [
        json!({"resourceType": "Observation", "id": "o1"}),
        json!({"resourceType": "Observation", "id": "o2"}),
    ];
    let strange = json!({"resourceType": "Ana Beispiel 1984", "id": "x"});
    let no_name = json!({"resourceType": "Patient", "id": "p2", "birthDate": "1984-02-14"});
    let year = json!({"resourceType": "Patient", "id": "p3", "birthDate": "1984", "name": [{"family": "X"}]});
    let all = [patient(), planned, others[0].clone(), others[1].clone(), strange, no_name, year];
    let report = read_all(&bundle(&all)).unwrap().report;
    let counts: BTreeMap<_, _> = report
        .skipped
        .iter()
        .map(|s| ((s.resource.as_str(), s.reason.as_str()), s.count))
        .collect();
    let expected = [
        (("Encounter", "not_past"), 1),
        (("Observation", "no_date"), 2),
        (("Patient", "birth_date_incomplete"), 1),
        (("Patient", "no_name"), 1),
        (("other", "not_supported"), 1),
    ];
    assert_eq!(counts, BTreeMap::from(expected));
}

#[test]
fn hostile_visits_are_refused() {
    let mut backwards = encounter();
    backwards["period"]["end"] = json!("2019-05-11T07:00:00+00:00");
    assert_eq!(read_all(&bundle(&[patient(), backwards])).unwrap_err().wrong, Wrong::Period);
    let mut absurd = encounter();
    absurd["period"]["start"] = json!("0019-05-11T07:00:00+00:00");
    assert_eq!(read_all(&bundle(&[patient(), absurd])).unwrap_err().wrong, Wrong::Date);
    assert_eq!(
        read_all(&bundle(&[encounter()])).unwrap_err().wrong,
        Wrong::Reference,
        "nobody's visit"
    );
}

#[test]
fn files_that_are_no_bundles_are_refused_with_the_position() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let cut = &bundle(&[patient()])[..200];
    let cases = [
        ("", Wrong::Json),
        ("\n\n{\"a\": ", Wrong::Json),
        ("[1, 2]", Wrong::Shape),
        (cut, Wrong::Json),
        ("{\"a\": 1}", Wrong::NotABundle),
        (
            "{\"resourceType\": \"Bundle\", \"type\": \"message\", \"entry\": []}",
            Wrong::NotABundle,
        ),
        ("{\"resourceType\": \"Bundle\", \"type\": \"batch\", \"entry\": {}}", Wrong::Shape),
        ("{\"resourceType\": \"Bundle\", \"type\": \"batch\"} trailing", Wrong::Json),
        (&format!("{{\"entry\": [{{\"resource\": {{\"a\": {deep}}}}}]}}"), Wrong::TooDeep),
    ];
    for (text, wrong) in cases {
        let refusal = read_all(text).unwrap_err();
        assert_eq!(
            (refusal.wrong, refusal.file.as_str()),
            (wrong, "a.json"),
            "{}",
            &text[..text.len().min(60)]
        );
        assert!(refusal.line > 0, "{refusal:?}");
    }
    assert_eq!(read_all("\n\n{\"a\": ").unwrap_err().line, 3);
}

#[test]
fn an_entry_that_never_ends_is_cut_off() {
    let endless = std::io::Read::chain(&b"{\"entry\": [{\"resource\": {\"a\": \""[..], std::io::repeat(b'x'));
    assert_eq!(Reader::new(now()).read("a.json", endless).unwrap_err().wrong, Wrong::TooLarge);
}

#[test]
fn the_same_resource_twice_is_refused_also_across_files() {
    assert_eq!(read_all(&bundle(&[patient(), patient()])).unwrap_err().wrong, Wrong::Duplicate);
    let mut reader = Reader::new(now());
    reader.read("a.json", bundle(&[patient()]).as_bytes()).unwrap();
    let refusal = reader.read("b.json", bundle(&[patient()]).as_bytes()).unwrap_err();
    assert_eq!(
        (refusal.wrong, refusal.file.as_str(), refusal.entry),
        (Wrong::Duplicate, "b.json", Some(1))
    );
}

#[test]
fn a_refusal_tells_nothing_of_the_person() {
    let refusal = read_all(&bundle(&[with("/birthDate", json!("14.02.1984"))])).unwrap_err();
    let told = serde_json::to_string(&crate::Error::from(refusal).params).unwrap();
    for secret in ["1984", "Ana", "Beispiel", "555"] {
        assert!(!told.contains(secret), "{told}");
    }
    assert!(told.contains("Patient.birthDate"));
}
