//! Money. The admin does it, who may give it back.

use serde_json::{Value, json};

use super::{Facts, Of, Step};

fn patient(f: &Facts) -> &Value {
    &f.of("patients.register")["id"]
}

fn eur(amount: i64) -> Value {
    json!({ "amount": amount, "currency": "EUR" })
}

fn form(f: &Facts) -> Value {
    let line = json!({ "service_id": null, "description": "Spacer", "quantity": 2, "unit_price": 1200, "tax_rate": 0, "discount": null });
    json!({
        "id": null, "version": 0, "location_id": f.clinic.location_id, "patient_id": patient(f), "currency": null, "lines": [line], "discount": null, "note": "",
    })
}

fn pay(f: &Facts, pending: bool) -> Value {
    let invoice = f.of("billing.issue");
    json!({
        "location_id": f.clinic.location_id, "patient_id": patient(f), "amount": eur(400), "method": "transfer", "brand": "", "transaction_id": "",
        "tendered": null, "policy_id": null, "pending": pending, "shares": [{ "invoice_id": invoice["id"], "amount": 400 }], "drawer": "1",
    })
}

fn back(f: &Facts) -> Value {
    json!({ "payment_id": f.of("billing.settle")["id"], "amount": eur(400), "destination": "method", "transaction_id": "", "reason": "Not wanted", "drawer": "1" })
}

fn promotion(f: &Facts) -> Value {
    json!({
        "id": null, "version": 0, "location_id": f.clinic.location_id, "code": "TEN", "name": "Ten per cent", "description": "", "kind": "percent", "value": 1000,
        "currency": null, "minimum_purchase": null, "maximum_discount": null, "starts_on": "2026-01-01", "ends_on": null, "usage_limit": null, "patient_limit": null,
        "services": [], "locations": [],
    })
}

fn set_state(f: &Facts, state: &str) -> Value {
    let saved = f.of("billing.save_promotion");
    let version = f.answers.get("billing.set_promotion_state").unwrap_or(saved)["version"].clone();
    json!({ "id": saved["id"], "version": version, "location_id": f.clinic.location_id, "state": state })
}

/// Insurers, policies, and what becomes of a claim.
fn insurance() -> Vec<Step> {
    let insurer = Step::new(
        "insurance.save_insurer",
        "insurer",
        Of::New,
        |_| json!({ "id": null, "version": 0, "name": "Meridian Health", "payer_id": "40112", "active": true }),
    );
    let of_patient = [
        Step::new("insurance.save_policy", "policy", Of::New, |f| {
            json!({
                "id": null, "version": 0, "patient_id": patient(f), "insurer_id": f.of("insurance.save_insurer")["id"], "policy_number": "MH-1", "group_number": "",
                "policy_rank": "primary", "holder": "self", "holder_name": "", "holder_relation": "", "valid_from": null, "valid_to": null, "coverage_note": "", "active": true,
            })
        }),
        Step::new("billing.save_invoice", "invoice", Of::New, form),
        Step::new("billing.issue", "invoice", Of::Change, |f| {
            let draft = f.of("billing.save_invoice");
            json!({ "id": draft["id"], "version": draft["version"] })
        }),
        Step::new("billing.pay", "payment", Of::New, |f| {
            let mut claim = pay(f, true);
            (claim["method"], claim["policy_id"]) = (json!("insurance"), f.of("insurance.save_policy")["id"].clone());
            claim
        }),
        Step::new(
            "billing.submit_claims",
            "claim",
            Of::Change,
            |f| json!({ "payment_ids": [f.of("billing.pay")["payment"]["id"]], "submitted_on": "2026-11-24", "reference": "B-1" }),
        ),
        Step::new("billing.export_claims", "claim", Of::New, |f| {
            let filter = json!({ "location_id": f.clinic.location_id, "state": null, "insurer_id": null, "from": null, "to": null });
            json!({ "filter": filter, "format": "fhir" })
        }),
    ];
    let remittance = Step::new("billing.enter_remittance", "remittance", Of::New, |f| {
        let payment = &f.of("billing.pay")["payment"];
        let line = json!({ "payment_id": payment["id"], "version": 1, "approved": 400, "rest": "patient", "reason": "" });
        json!({
            "location_id": f.clinic.location_id, "insurer_id": f.of("insurance.save_insurer")["id"], "reference": "RA-1", "received_on": "2026-11-24", "total": eur(400),
            "lines": [line], "drawer": "2",
        })
    });
    std::iter::once(insurer)
        .chain(of_patient.into_iter().map(Step::of_patient))
        .chain([remittance])
        .collect()
}

pub fn steps() -> Vec<Step> {
    let prices = [
        Step::new("billing.save_place", "billing_place", Of::Change, |f| {
            json!({
                "location_id": f.clinic.location_id, "version": 0, "tax_name": "VAT", "tax_number": "IE 1", "tax_rate": 2300, "prices_include_tax": true,
                "payment_days": 14,
            })
        }),
        Step::new(
            "billing.save_tax",
            "service_tax",
            Of::Change,
            |f| json!({ "location_id": f.clinic.location_id, "service_id": f.clinic.services[0], "tax_rate": 1350 }),
        ),
    ];
    let promotions = [
        Step::new("billing.save_promotion", "promotion", Of::New, promotion),
        Step::new("billing.set_promotion_state", "promotion", Of::Change, |f| set_state(f, "disabled")),
        Step::new("billing.set_promotion_state", "promotion", Of::Change, |f| set_state(f, "active")),
    ];
    let money = [
        Step::new(
            "billing.invoice_visit",
            "invoice",
            Of::New,
            |f| json!({ "appointment_id": f.of("scheduling.check_in")["card"]["id"], "language": "en" }),
        ),
        Step::new("billing.discard", "invoice", Of::Act, |f| {
            let draft = f.of("billing.invoice_visit");
            json!({ "id": draft["id"], "version": draft["version"] })
        }),
        Step::new("billing.save_invoice", "invoice", Of::New, form),
        Step::new("billing.apply_promotion", "invoice", Of::Change, |f| {
            let draft = f.of("billing.save_invoice");
            json!({ "id": draft["id"], "version": draft["version"], "code": "ten" })
        }),
        Step::new("billing.remove_promotion", "invoice", Of::Change, |f| {
            let draft = f.of("billing.apply_promotion");
            json!({ "id": draft["id"], "version": draft["version"] })
        }),
        Step::new("billing.issue", "invoice", Of::Change, |f| {
            let draft = f.of("billing.remove_promotion");
            json!({ "id": draft["id"], "version": draft["version"] })
        }),
        Step::new("billing.pay", "payment", Of::New, |f| pay(f, true)),
        Step::new("billing.settle", "payment", Of::Change, |f| {
            let payment = &f.of("billing.pay")["payment"];
            json!({ "id": payment["id"], "version": 1, "completed": true, "approved": null, "transaction_id": "", "reason": "", "drawer": "1" })
        }),
        Step::new(
            "billing.receipt_pdf",
            "payment",
            Of::Act,
            |f| json!({ "payment_id": f.of("billing.settle")["id"], "paper": "roll80", "language": "en" }),
        ),
        Step::new("billing.refund", "payment", Of::Change, back),
        Step::new(
            "billing.write_off",
            "invoice",
            Of::Change,
            |f| json!({ "id": f.of("billing.issue")["id"], "amount": eur(100), "reason": "Goodwill" }),
        ),
        Step::new(
            "billing.invoice_pdf",
            "invoice",
            Of::Act,
            |f| json!({ "id": f.of("billing.issue")["id"], "paper": "a4", "language": "en" }),
        ),
        Step::new("billing.void", "invoice", Of::Change, |f| {
            let issued = f.of("billing.issue");
            json!({ "id": issued["id"], "version": issued["version"], "reason": "Twice" })
        }),
    ];
    let drawer = [
        Step::new(
            "billing.set_float",
            "drawer_session",
            Of::Change,
            |f| json!({ "location_id": f.clinic.location_id, "drawer": "1", "amount": eur(5000) }),
        ),
        Step::new("billing.close_drawer", "drawer_session", Of::Change, |f| {
            let count = |account: &str, amount: i64| json!({ "account": account, "counted": eur(amount), "pieces": [] });
            json!({ "id": f.of("billing.set_float")["id"], "counts": [count("cash", 5000), count("transfer", 0)], "explanation": "" })
        }),
        Step::new(
            "billing.day_sheet_pdf",
            "drawer_session",
            Of::Act,
            |f| json!({ "id": f.of("billing.close_drawer")["id"], "paper": "a4", "language": "en" }),
        ),
    ];
    let money = money.into_iter().map(Step::of_patient);
    prices
        .into_iter()
        .chain(promotions)
        .chain(money)
        .chain(drawer)
        .chain(insurance())
        .collect()
}
