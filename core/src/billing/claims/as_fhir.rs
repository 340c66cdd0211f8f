//! Claims as a FHIR R4 bundle (<https://hl7.org/fhir/R4/claim.html>): each Claim with what it refers to. Pure.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::gather::{Bill, Sheet, Treating};
use crate::billing::model::InvoiceLine;
use crate::insurance::model::PolicyHolder;
use crate::money::Money;
use crate::patients::model::Sex;
use crate::{Error, Result};

const TERMINOLOGY: &str = "http://terminology.hl7.org/CodeSystem";

/// What a resource of the bundle is. Rows may share an id across kinds, so the kind goes into the address.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Claim = 1,
    Patient,
    Coverage,
    Insurer,
    Provider,
    Practitioner,
}

fn url(kind: Kind, id: Uuid) -> String {
    format!("urn:uuid:{}", Uuid::from_u128(id.as_u128() ^ (kind as u128)))
}

fn reference(kind: Kind, id: Uuid) -> Value {
    json!({ "reference": url(kind, id) })
}

fn code(system: &str, code: &str) -> Value {
    json!({ "coding": [{ "system": format!("{TERMINOLOGY}/{system}"), "code": code }] })
}

/// FHIR's Money, in the currency's decimals.
fn money(amount: Money) -> Result<Value> {
    Ok(json!({ "value": figure(amount)?, "currency": amount.currency.code() }))
}

/// Amounts have at most 14 figures, which a JSON number carries exactly.
fn figure(amount: Money) -> Result<Value> {
    Ok(serde_json::from_str(&amount.decimal())?)
}

/// The bundle. Resources that several claims refer to stand in it once.
///
/// # Errors
/// `invalid` for a sum beyond what money may be.
pub(super) fn bundle(sheets: &[Sheet], now: DateTime<Utc>) -> Result<Value> {
    let mut known = BTreeSet::new();
    let mut entries = Vec::new();
    for sheet in sheets {
        let mut resources = vec![
            (url(Kind::Claim, sheet.claim.payment_id.0), claim(sheet)?),
            (url(Kind::Patient, sheet.patient.id.0), patient(sheet)),
            (url(Kind::Coverage, sheet.policy.id.0), coverage(sheet)),
            (url(Kind::Insurer, sheet.insurer.id.0), insurer(sheet)),
            (url(Kind::Provider, sheet.provider.id.0), provider(sheet)),
        ];
        let treating = sheet.bills.iter().filter_map(|b| b.treating.as_ref());
        resources.extend(treating.map(|doctor| (url(Kind::Practitioner, doctor.id.0), practitioner(doctor))));
        for (url, mut resource) in resources {
            tidy(&mut resource);
            if known.insert(url.clone()) {
                entries.push(json!({ "fullUrl": url, "resource": resource }));
            }
        }
    }
    Ok(json!({ "resourceType": "Bundle", "type": "collection", "timestamp": now, "entry": entries }))
}

/// FHIR knows no empty elements: what says nothing is left out.
fn tidy(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.values_mut().for_each(tidy);
            fields.retain(|_, value| !says_nothing(value));
        }
        Value::Array(items) => {
            items.iter_mut().for_each(tidy);
            items.retain(|value| !says_nothing(value));
        }
        _ => {}
    }
}

fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        _ => false,
    }
}

fn claim(sheet: &Sheet) -> Result<Value> {
    let claim = &sheet.claim;
    let currency = claim.amount.currency;
    let days: Vec<NaiveDate> = sheet.bills.iter().filter_map(|b| b.visit_on).collect();
    let (items, total) = items(sheet)?;
    let doctors = doctors(sheet);
    let team: Vec<Value> = doctors
        .iter()
        .enumerate()
        .map(|(n, doctor)| json!({ "sequence": n + 1, "provider": reference(Kind::Practitioner, doctor.id.0) }))
        .collect();
    // R4 has no element for what the patient pays beside the claim: what is asked for is told apart from what it all comes to.
    let asked = json!({
        "sequence": 1, "category": code("claiminformationcategory", "info"), "code": { "text": "amount-claimed" },
        "valueQuantity": { "value": figure(claim.amount)?, "unit": currency.code(), "system": "urn:iso:std:iso:4217", "code": currency.code() },
    });
    Ok(json!({
        "resourceType": "Claim",
        "identifier": [{ "value": claim.number() }, { "value": claim.reference }],
        "status": "active",
        "type": code("claim-type", "professional"),
        "use": "claim",
        "patient": reference(Kind::Patient, sheet.patient.id.0),
        "billablePeriod": { "start": days.iter().min(), "end": days.iter().max() },
        "created": sheet.made_on,
        "insurer": reference(Kind::Insurer, sheet.insurer.id.0),
        "provider": reference(Kind::Provider, sheet.provider.id.0),
        "priority": code("processpriority", "normal"),
        "careTeam": team,
        "supportingInfo": [asked],
        "diagnosis": diagnoses(sheet),
        "insurance": [{ "sequence": 1, "focal": true, "coverage": reference(Kind::Coverage, sheet.policy.id.0) }],
        "item": items,
        "total": money(Money::of(total, currency))?,
    }))
}

fn doctors(sheet: &Sheet) -> Vec<&Treating> {
    let mut doctors: Vec<&Treating> = Vec::new();
    for doctor in sheet.bills.iter().filter_map(|b| b.treating.as_ref()) {
        if doctors.iter().all(|known| known.id != doctor.id) {
            doctors.push(doctor);
        }
    }
    doctors
}

/// In the order of the bills, each code once.
fn codes(sheet: &Sheet) -> Vec<(&str, &str)> {
    let mut codes: Vec<(&str, &str)> = Vec::new();
    for found in sheet.bills.iter().flat_map(|b| &b.diagnoses) {
        if codes.iter().all(|(code, _)| *code != found.code) {
            codes.push((&found.code, &found.text));
        }
    }
    codes
}

fn diagnoses(sheet: &Sheet) -> Vec<Value> {
    let codes = codes(sheet);
    let diagnosis = |(n, (code, text)): (usize, &(&str, &str))| {
        let coding = json!([{ "system": "http://hl7.org/fhir/sid/icd-10-cm", "code": code }]);
        json!({ "sequence": n + 1, "diagnosisCodeableConcept": { "coding": coding, "text": text } })
    };
    codes.iter().enumerate().map(diagnosis).collect()
}

/// Every line of every bill, and what they come to.
fn items(sheet: &Sheet) -> Result<(Vec<Value>, i64)> {
    let doctors = doctors(sheet);
    let codes = codes(sheet);
    let (mut items, mut total) = (Vec::new(), Money::of(0, sheet.claim.amount.currency));
    for bill in &sheet.bills {
        let by = bill
            .treating
            .as_ref()
            .and_then(|d| doctors.iter().position(|known| known.id == d.id));
        let about: Vec<usize> = bill
            .diagnoses
            .iter()
            .filter_map(|d| Some(codes.iter().position(|(code, _)| *code == d.code)? + 1))
            .collect();
        for line in &bill.lines {
            let mut item = item(bill, line, items.len() + 1)?;
            item.insert("careTeamSequence".into(), by.map(|at| json!([at + 1])).unwrap_or_default());
            item.insert("diagnosisSequence".into(), json!(about));
            items.push(Value::Object(item));
            total = total.plus(Money::of(line.sums.total, bill.currency))?;
        }
    }
    Ok((items, total.amount))
}

fn item(bill: &Bill, line: &InvoiceLine, sequence: usize) -> Result<Map<String, Value>> {
    let form = &line.form;
    let item = json!({
        "sequence": sequence,
        "productOrService": { "coding": coding(bill, line), "text": form.description },
        "servicedDate": bill.visit_on,
        "quantity": { "value": form.quantity },
        "unitPrice": money(Money::of(form.unit_price, bill.currency))?,
        "net": money(Money::of(line.sums.total, bill.currency))?,
    });
    match item {
        Value::Object(fields) => Ok(fields),
        _ => Err(Error::fault("an item that is no object")),
    }
}

/// What was done: by its code in the clinic's tariff, else by the service itself.
fn coding(bill: &Bill, line: &InvoiceLine) -> Option<Value> {
    let form = &line.form;
    let (system, code) = match (line.code.as_str(), form.service_id) {
        ("", None) => return None,
        ("", Some(id)) => ("urn:ietf:rfc:3986", format!("urn:uuid:{id}")),
        (code, _) => (bill.code_system.as_str(), code.to_owned()),
    };
    Some(json!([{ "system": system, "code": code, "display": form.description }]))
}

fn patient(sheet: &Sheet) -> Value {
    let p = &sheet.patient;
    let gender = match p.sex {
        Sex::Female => "female",
        Sex::Male => "male",
        Sex::Other => "other",
        Sex::PreferNotToSay | Sex::Unknown => "unknown",
    };
    json!({
        "resourceType": "Patient",
        "identifier": [{ "value": p.chart_number }],
        "name": [{ "family": p.last_name, "given": [p.first_name, p.middle_name] }],
        "gender": gender,
        "birthDate": p.date_of_birth,
        "address": [{ "line": [p.street], "city": p.city, "state": p.state, "postalCode": p.postal_code, "country": p.country }],
    })
}

fn coverage(sheet: &Sheet) -> Value {
    let policy = &sheet.policy.form;
    let (holder, relation) = match policy.holder {
        PolicyHolder::Patient => (reference(Kind::Patient, sheet.patient.id.0), "self"),
        PolicyHolder::Other => (json!({ "display": policy.holder_name }), "other"),
    };
    let mut relationship = code("subscriber-relationship", relation);
    relationship["text"] = json!(policy.holder_relation);
    let group =
        (!policy.group_number.is_empty()).then(|| json!([{ "type": code("coverage-class", "group"), "value": policy.group_number }]));
    json!({
        "resourceType": "Coverage",
        "identifier": [{ "value": policy.policy_number }],
        "status": "active",
        "policyHolder": holder,
        "subscriberId": policy.policy_number,
        "beneficiary": reference(Kind::Patient, sheet.patient.id.0),
        "relationship": relationship,
        "period": { "start": policy.valid_from, "end": policy.valid_to },
        "payor": [reference(Kind::Insurer, sheet.insurer.id.0)],
        "class": group,
        "order": policy.policy_rank as u8 + 1,
    })
}

fn insurer(sheet: &Sheet) -> Value {
    json!({
        "resourceType": "Organization",
        "identifier": [{ "value": sheet.insurer.payer_id }],
        "type": [code("organization-type", "ins")],
        "name": sheet.insurer.name,
    })
}

fn provider(sheet: &Sheet) -> Value {
    let provider = &sheet.provider;
    json!({
        "resourceType": "Organization",
        "identifier": [{ "value": provider.tax_number }],
        "type": [code("organization-type", "prov")],
        "name": provider.name,
        "telecom": [{ "system": "phone", "value": provider.phone }],
        "address": [{ "line": provider.address }],
    })
}

fn practitioner(doctor: &Treating) -> Value {
    json!({
        "resourceType": "Practitioner",
        "identifier": [{ "value": doctor.license_number }],
        "name": [{ "family": doctor.last_name, "given": [doctor.first_name], "prefix": [doctor.title] }],
    })
}

#[cfg(test)]
#[path = "as_fhir_tests.rs"]
pub(super) mod tests;
