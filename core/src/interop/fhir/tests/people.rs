use serde_json::json;

use super::bundles::{bundle, patient, practitioner, read_all, with};
use super::*;

#[test]
fn hostile_people_are_refused_at_their_element() {
    let cases = [
        (
            with("/name/1/family", json!("x".repeat(10_000_000))),
            Wrong::Text,
            "Patient.name.family",
        ),
        (with("/name/1/given/0", json!("a\u{0}b")), Wrong::Text, "Patient.name.given"),
        (with("/name", json!("Ana")), Wrong::Shape, "Patient"),
        (with("/birthDate", json!("1784-02-14")), Wrong::Date, "Patient.birthDate"),
        (with("/birthDate", json!("2027-01-01")), Wrong::Date, "Patient.birthDate"),
        (with("/birthDate", json!("1984-02-30")), Wrong::Date, "Patient.birthDate"),
        (with("/birthDate", json!({"a": []})), Wrong::Shape, "Patient"),
        (with("/gender", json!("x")), Wrong::Shape, "Patient.gender"),
        (with("/resourceType", json!(7)), Wrong::NoType, "Resource.resourceType"),
    ];
    for (patient, wrong, element) in cases {
        let refusal = read_all(&bundle(&[practitioner(), patient])).unwrap_err();
        assert_eq!((refusal.wrong, refusal.element.as_str(), refusal.entry), (wrong, element, Some(2)));
        assert!(refusal.line == 1 && refusal.column > 100, "a position: {refusal:?}");
    }
}

/// The person with some elements in another way.
fn person(more: serde_json::Value) -> Result<Result<Person, &'static str>, Wrong> {
    let mut resource = patient();
    resource.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let text = bundle(&[resource]);
    let piece = all_of(&text, false).map_err(|refusal| refusal.wrong)?.remove(0);
    Ok(match piece.what {
        What::Person(person) => Ok(*person),
        What::Skipped(reason) => Err(reason),
        other => panic!("{other:?}"),
    })
}

fn named(names: serde_json::Value) -> (String, String, String) {
    let person = person(json!({ "name": names })).unwrap().unwrap();
    (person.first_name, person.middle_name, person.last_name)
}

fn three(first: &str, middle: &str, last: &str) -> (String, String, String) {
    (first.to_owned(), middle.to_owned(), last.to_owned())
}

#[test]
fn the_name_is_the_one_that_holds_now() {
    let names = json!([
        { "use": "official", "family": "Gone", "period": { "end": "2019-03" } },
        { "use": "old", "family": "Older" }, { "use": "nickname", "given": ["Nan"] },
        { "use": "usual", "family": "Now", "given": [null, "Ana", " "], "_given": [{ "extension": [] }, null, null] }
    ]);
    assert_eq!(named(names), three("Ana", "", "Now"));
    assert_eq!(
        named(json!([{ "use": "maiden", "family": "Alone" }])),
        three("", "", "Alone"),
        "better than none"
    );
    assert_eq!(named(json!([{ "text": "Ana Eva Beispiel" }])), three("Ana", "Eva", "Beispiel"));
    assert_eq!(named(json!([{ "text": "van Dijk, Ana" }])), three("Ana", "", "van Dijk"));
    assert_eq!(named(json!([{ "text": "Suharto" }])), three("", "", "Suharto"));
    assert_eq!(person(json!({ "name": [{ "text": " " }] })), Ok(Err("no_name")));
    assert_eq!(person(json!({ "name": null })), Ok(Err("no_name")));
}

#[test]
fn numbers_and_addresses_are_those_in_use() {
    let telecom = json!([
        { "system": "phone", "value": "555-0001", "use": "old" }, { "system": "phone", "value": "555-0002", "period": { "end": "2020" } },
        { "system": "phone", "value": "555-0003", "rank": 2 }, { "system": "sms", "value": "tel:555-0004", "rank": 1 }, { "system": "email", "value": "mailto:a@b.example" }
    ]);
    let address = json!([
        { "use": "work", "city": "Office" }, { "use": "home", "line": ["9 Old Rd"], "city": "Past", "period": { "end": "2018-01-01" } },
        { "use": "home", "line": ["1 Test Way", null, "Flat\n2"], "city": "Town", "postalCode": "1234" }
    ]);
    let person = person(json!({ "telecom": telecom, "address": address })).unwrap().unwrap();
    assert_eq!((person.phone.as_str(), person.email.as_str()), ("555-0004", "a@b.example"));
    assert_eq!((person.street.as_str(), person.city.as_str()), ("1 Test Way, Flat 2", "Town"));
    let number = |more: serde_json::Value| {
        let mut number = json!({ "system": "http://hospital.example/mrn", "value": "7" });
        number.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self::person(json!({ "identifier": [number] })).unwrap().unwrap().identifiers.len()
    };
    assert_eq!(number(json!({})), 1);
    for none in [
        json!({ "use": "old" }),
        json!({ "period": { "end": "2019" } }),
        json!({ "system": null }),
        json!({ "value": "" }),
    ] {
        assert_eq!(number(none), 0, "a former number, or one that says nothing by itself");
    }
}

#[test]
fn birth_death_and_gender_as_far_as_they_are_known() {
    let born = |more| person(more).map(|person| person.map(|p| Some(p.date_of_birth)));
    assert_eq!(born(json!({ "birthDate": "1984-02-29T00:00:00+01:00" })), Ok(Ok(day("1984-02-29"))));
    assert_eq!(born(json!({ "birthDate": "1984-02" })), Ok(Err("birth_date_incomplete")));
    assert_eq!(born(json!({ "birthDate": null })), Ok(Err("no_birth_date")));
    assert_eq!(born(json!({ "birthDate": "1983-02-29" })), Err(Wrong::Date), "no such day");
    let died = |more| person(more).unwrap().unwrap().deceased;
    assert_eq!(
        died(json!({ "deceasedDateTime": "2019-03-04T23:30:00-05:00" })),
        Some(day("2019-03-04"))
    );
    assert_eq!(died(json!({ "deceasedDateTime": "2019-03" })), Some(None), "a month is not the day");
    assert_eq!(
        (died(json!({ "deceasedBoolean": true })), died(json!({ "deceasedBoolean": false }))),
        (Some(None), None)
    );
    assert_eq!(person(json!({ "deceasedDateTime": "2030-01-01" })).unwrap_err(), Wrong::Date);
    let sex = |gender| person(json!({ "gender": gender })).unwrap().unwrap().sex.as_str();
    assert_eq!(["Male", "other"].map(sex), ["male", "other"]);
    assert_eq!(person(json!({ "gender": null })).unwrap().unwrap().sex.as_str(), "unknown");
}
