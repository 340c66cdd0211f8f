//! A claim as FHIR, element by element.

use serde_json::json;

use super::super::as_csv::tests::claim as plain_claim;
use super::super::gather::Provider;
use super::*;
use crate::billing::amounts::Sums;
use crate::billing::model::{InvoiceLine, LineForm};
use crate::ids::{DoctorId, LocationId, ServiceId};
use crate::insurance::model::{Eligibility, Insurer, Policy, PolicyForm, PolicyRank};
use crate::money::Currency;
use crate::notes::model::Diagnosis;
use crate::patients::model::Patient;

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 24).unwrap()
}

fn line(description: &str, total: i64) -> InvoiceLine {
    InvoiceLine {
        form: LineForm {
            service_id: Some(ServiceId::fresh()),
            description: description.to_owned(),
            quantity: 1,
            unit_price: total,
            tax_rate: 0,
            discount: None,
        },
        code: String::new(),
        promotion: 0,
        sums: Sums {
            gross: total,
            discount: 0,
            net: total,
            tax: 0,
            total,
        },
    }
}

fn policy() -> Policy {
    let claim = plain_claim();
    Policy {
        id: claim.policy_id.unwrap(),
        version: 1,
        patient_id: claim.patient_id,
        insurer: claim.insurer,
        payer_id: "40112".into(),
        form: PolicyForm {
            insurer_id: claim.insurer_id,
            policy_number: claim.policy_number,
            group_number: "GRP-1".into(),
            policy_rank: PolicyRank::Secondary,
            holder: PolicyHolder::Other,
            holder_name: "Nora Byrne".into(),
            holder_relation: "mother".into(),
            valid_from: Some(day()),
            valid_to: None,
            coverage_note: String::new(),
            active: true,
        },
        eligibility: Eligibility::Covered,
    }
}

fn patient() -> Patient {
    let patient = json!({
        "id": crate::ids::fresh(), "user_id": null, "chart_number": "C-000001", "first_name": "Eileen", "middle_name": "", "last_name": "Byrne", "preferred_name": "",
        "date_of_birth": "1988-05-03", "sex": "female", "gender": "", "phone": "", "email": "", "street": "1 Quay", "city": "Cork", "state": "", "postal_code": "",
        "country": "IE", "languages": [], "blood_type": "unknown", "desk_note": "", "consent_treatment": true, "consent_reminders": true, "consent_sharing": false,
        "status": "active", "merged_into": null, "deceased_on": null, "avatar_file_id": null, "home_location_id": null, "last_seen_at": null,
        "created_at": "2026-11-24T08:00:00Z", "updated_at": "2026-11-24T08:00:00Z", "version": 1,
    });
    serde_json::from_value(patient).unwrap()
}

/// A claim of 80.00 for a visit that came to 100.00.
pub fn sheet() -> Sheet {
    let claim = plain_claim();
    let policy = policy();
    let treating = Treating {
        id: DoctorId::fresh(),
        title: "Dr".into(),
        first_name: "Aoife".into(),
        last_name: "Nolan".into(),
        license_number: "L-1".into(),
    };
    let diagnosis = Diagnosis {
        code: "J20.9".into(),
        text: "Acute bronchitis".into(),
    };
    Sheet {
        made_on: day(),
        patient: patient(),
        insurer: Insurer {
            id: policy.form.insurer_id,
            version: 1,
            name: policy.insurer.clone(),
            payer_id: policy.payer_id.clone(),
            active: true,
        },
        policy,
        provider: Provider {
            id: LocationId::fresh(),
            name: "Northgate Clinic, Dublin".into(),
            address: vec!["1 Quay".into()],
            phone: String::new(),
            tax_number: String::new(),
        },
        bills: vec![Bill {
            visit_on: Some(day()),
            currency: Currency::parse("EUR").unwrap(),
            code_system: String::new(),
            lines: vec![line("Consultation", 6000), line("Spirometry", 4000)],
            treating: Some(treating),
            diagnoses: vec![diagnosis],
        }],
        claim,
    }
}

fn resources(sheet: &Sheet) -> Vec<Value> {
    let bundle = bundle(std::slice::from_ref(sheet), DateTime::UNIX_EPOCH).unwrap();
    bundle["entry"].as_array().unwrap().iter().map(|e| e["resource"].clone()).collect()
}

#[test]
fn what_was_done_is_told_by_the_code_of_the_tariff_else_by_the_service() {
    let mut of = sheet();
    let coding = |of: &Sheet| resources(of)[0]["item"][0]["productOrService"]["coding"].clone();
    let id = of.bills[0].lines[0].form.service_id.unwrap();
    assert_eq!(
        coding(&of),
        json!([{ "system": "urn:ietf:rfc:3986", "code": format!("urn:uuid:{id}"), "display": "Consultation" }])
    );
    of.bills[0].lines[0].code = "C-01".into();
    assert_eq!(
        coding(&of),
        json!([{ "code": "C-01", "display": "Consultation" }]),
        "the clinic's own codes are in no system"
    );
    of.bills[0].code_system = "urn:oid:2.16.840.1.113883.6.12".into();
    assert_eq!(
        coding(&of),
        json!([{ "system": "urn:oid:2.16.840.1.113883.6.12", "code": "C-01", "display": "Consultation" }])
    );
    (of.bills[0].lines[0].code, of.bills[0].lines[0].form.service_id) = (String::new(), None);
    assert_eq!(coding(&of), Value::Null, "what is on no price list has its text alone");
}

#[test]
fn a_claim_says_what_was_done_for_how_much_and_why() {
    let claim = resources(&sheet()).remove(0);
    assert_eq!(
        (&claim["status"], &claim["use"], &claim["created"]),
        (&json!("active"), &json!("claim"), &json!("2026-11-24"))
    );
    assert_eq!(claim["type"]["coding"][0]["code"], "professional");
    let items: Vec<&Value> = claim["item"].as_array().unwrap().iter().map(|i| &i["net"]).collect();
    assert_eq!(
        items,
        [
            &json!({ "value": 60.0, "currency": "EUR" }),
            &json!({ "value": 40.0, "currency": "EUR" })
        ]
    );
    assert!(
        claim["item"][0]["productOrService"]["coding"][0]["code"]
            .as_str()
            .unwrap()
            .starts_with("urn:uuid:")
    );
    assert_eq!(
        (&claim["item"][1]["diagnosisSequence"], &claim["item"][1]["careTeamSequence"]),
        (&json!([1]), &json!([1]))
    );
    assert_eq!(claim["diagnosis"][0]["diagnosisCodeableConcept"]["coding"][0]["code"], "J20.9");
    assert_eq!(claim["total"], json!({ "value": 100.0, "currency": "EUR" }));
    assert_eq!(
        (
            &claim["supportingInfo"][0]["valueQuantity"]["value"],
            &claim["supportingInfo"][0]["valueQuantity"]["code"]
        ),
        (&json!(80.0), &json!("EUR"))
    );
    assert_eq!(
        claim["identifier"],
        json!([{ "value": "INV-2026-000001" }]),
        "a reference that is not there is left out"
    );
}

#[test]
fn a_doctor_and_a_diagnosis_of_two_visits_are_named_once() {
    let mut of = sheet();
    let mut again = of.bills[0].clone();
    again.diagnoses.push(Diagnosis {
        code: "R05".into(),
        text: "Cough".into(),
    });
    of.bills.push(again);
    let claim = resources(&of).remove(0);
    let many = |list: &str| claim[list].as_array().unwrap().len();
    assert_eq!((many("careTeam"), many("diagnosis"), many("item")), (1, 2, 4));
    let last = &claim["item"][3];
    assert_eq!(
        (&last["sequence"], &last["careTeamSequence"], &last["diagnosisSequence"]),
        (&json!(4), &json!([1]), &json!([1, 2]))
    );
}

#[test]
fn a_policy_is_a_coverage_of_its_rank_and_holder() {
    let mut of = sheet();
    let coverage = resources(&of).remove(2);
    assert_eq!(
        (&coverage["order"], &coverage["policyHolder"]),
        (&json!(2), &json!({ "display": "Nora Byrne" }))
    );
    assert_eq!(
        (&coverage["relationship"]["coding"][0]["code"], &coverage["class"][0]["value"]),
        (&json!("other"), &json!("GRP-1"))
    );
    assert_eq!(coverage["period"], json!({ "start": "2026-11-24" }));
    of.policy.form.holder = PolicyHolder::Patient;
    let own = resources(&of).remove(2);
    assert_eq!(own["policyHolder"], own["beneficiary"]);
}

#[test]
fn amounts_are_exact_up_to_the_largest_there_are() {
    let money = |amount, code| super::money(Money::of(amount, Currency::parse(code).unwrap())).unwrap().to_string();
    assert_eq!(money(9_999_999_999_999, "EUR"), r#"{"currency":"EUR","value":99999999999.99}"#);
    assert_eq!(money(4853, "EUR"), r#"{"currency":"EUR","value":48.53}"#);
    assert_eq!(money(450_000, "VND"), r#"{"currency":"VND","value":450000}"#);
}

#[test]
fn rows_that_share_an_id_are_still_told_apart() {
    let mut of = sheet();
    of.policy.id.0 = of.patient.id.0;
    of.insurer.id.0 = of.patient.id.0;
    let bundle = bundle(&[of], DateTime::UNIX_EPOCH).unwrap();
    assert_eq!(bundle["entry"].as_array().unwrap().len(), 6);
}
