use serde_json::{Value, json};

use super::bundles::encounter;
use super::*;
use crate::clinical::past_visits::{PastVisitForm, PastVisitKind};

/// The encounter with some elements in another way.
fn with(more: Value) -> Value {
    let mut resource = encounter();
    resource.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    resource
}

fn form(more: Value) -> PastVisitForm {
    match read(with(more)).unwrap().unwrap() {
        Content::Visit(visit) => visit.form,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_visit_has_a_time_a_kind_a_reason_and_who() {
    let more = json!({ "reasonCode": [{ "text": "Cough" }, { "coding": [{ "display": "Fever" }] }], "class": { "code": "EMER" },
        "participant": [{ "individual": { "reference": "Practitioner/d1", "display": "Dr Max Arzt" } }, { "individual": { "display": "Nora Pflege" } }],
        "serviceProvider": { "display": "St. Elsewhere" } });
    let form = form(more);
    assert_eq!((form.name.as_str(), form.reason.as_str()), ("Check-up", "Cough, Fever"));
    assert_eq!(
        (form.kind, form.seen_by.as_str(), form.day_only),
        (PastVisitKind::Emergency, "Dr Max Arzt, Nora Pflege, St. Elsewhere", false)
    );
    assert_eq!(form.ends_at.unwrap().to_rfc3339(), "2019-05-11T07:37:23+00:00");
}

#[test]
fn names_that_other_resources_have_come_in_their_order() {
    let more =
        json!({ "diagnosis": [{ "condition": { "reference": "Condition/c1" } }], "serviceProvider": { "reference": "Organization/o1" } });
    let clinical = piece(with(more)).unwrap().unwrap();
    assert_eq!(clinical.about.why, ["Condition/c1"]);
    assert_eq!(clinical.about.who, ["Practitioner/d1", "Organization/o1"]);
    let mut content = clinical.content;
    content.name(&About {
        why: vec!["Asthma".to_owned()],
        who: vec![String::new(), "Clinic".to_owned()],
        ..About::default()
    });
    let Content::Visit(visit) = content else { panic!() };
    assert_eq!((visit.form.reason.as_str(), visit.form.seen_by.as_str()), ("Asthma", "Clinic"));
}

#[test]
fn days_months_and_open_ends_are_visits_too() {
    let day_alone = form(json!({ "period": { "start": "2019-05-11", "end": "2019-05-11" } }));
    assert_eq!(
        (day_alone.day_only, day_alone.starts_at.to_rfc3339(), day_alone.ends_at),
        (true, "2019-05-11T12:00:00+00:00".to_owned(), None)
    );
    assert!(form(json!({ "period": { "start": "2019-05" } })).day_only);
    let same_day = form(json!({ "period": { "start": "2019-05-11T14:00:00Z", "end": "2019-05-11" } }));
    assert_eq!((same_day.day_only, same_day.ends_at), (false, None), "its end is the day");
    let open = json!({ "period": { "start": "2019-05-11T23:30:00-05:00", "end": null } });
    assert_eq!(form(open).starts_at.to_rfc3339(), "2019-05-12T04:30:00+00:00");
    let for_ever = json!({ "period": { "start": "2019-05-11T14:00:00Z", "end": "9999-12-31T23:59:59Z" } });
    assert_eq!(form(for_ever).ends_at, None, "the end of time is no end");
    assert_eq!(form(json!({ "class": { "code": "IMP" } })).kind, PastVisitKind::Inpatient);
}

#[test]
fn what_is_no_past_visit_says_why() {
    let status = |status: &str| read(with(json!({ "status": status }))).map(|read| read.map(|content| content.is_refuted()));
    assert_eq!(status("planned"), Ok(Err("not_past")));
    assert_eq!(status("unknown"), Ok(Err("status_unknown")));
    assert_eq!((status("cancelled"), status("entered-in-error")), (Ok(Ok(false)), Ok(Ok(true))));
    assert_eq!(status("perhaps"), Err(Wrong::Shape));
    assert_eq!(read(with(json!({ "period": {} }))), Ok(Err("no_date")));
    assert_eq!(
        read(with(json!({ "period": { "start": "2027-05-11T07:00:00Z" } }))),
        Ok(Err("not_past"))
    );
    assert!(form(json!({ "status": "cancelled" })).cancelled);
}

#[test]
fn an_encounter_of_r5_or_stu3_is_read_too() {
    let r5 = json!({ "status": "completed", "class": [{ "coding": [{ "code": "VR" }] }], "period": null, "actualPeriod": { "start": "2024-01-02T08:00:00Z" },
        "participant": [{ "actor": { "display": "Dr Max Arzt" } }], "diagnosis": [{ "condition": [{ "concept": { "text": "Flu" } }] }] });
    let form = form(r5);
    assert_eq!((form.kind, form.seen_by.as_str()), (PastVisitKind::Remote, "Dr Max Arzt"));
    let stu3 = self::form(json!({ "reason": [{ "text": "Cough" }] }));
    assert_eq!(stu3.reason, "Cough");
}
