use serde_json::json;

use super::*;
use crate::clinical::given::{CarePlanStatus, ImmunizationStatus, ProcedureStatus};

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
    assert_eq!(read_procedure.about.why, ["urn:uuid:c1"]);
    let mut content = read_procedure.content;
    content.name(&About {
        why: vec!["Asthma".to_owned()],
        ..About::default()
    });
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
