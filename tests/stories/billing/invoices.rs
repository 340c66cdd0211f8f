//! From the visit to an invoice that is owed, reversed or given up.

use curanda_core::check::Check;
use curanda_core::error::ErrorCode;
use curanda_tests::stories;
use serde_json::{Value, json};

use super::{Desk, eur, line, reason, with, wrong};

/// A visit of the patient for a service, or for the doctor alone.
async fn visit(d: &Desk, service: Option<&str>) -> Value {
    let book = json!({
        "patient_id": d.patient, "doctor_id": d.clinic.doctors[0], "location_id": d.clinic.location_id, "starts_at": "2026-11-24T10:00:00Z",
        "minutes": 15, "service_id": service,
    });
    d.done("scheduling.book", book).await["card"]["id"].clone()
}

async fn of_visit(d: &Desk, visit: &Value) -> Value {
    d.done("billing.invoice_visit", json!({ "appointment_id": visit, "language": "en" }))
        .await
}

stories! {
    async fn a_visit_proposes_its_service_at_the_price_and_tax_of_the_place(w) {
        let d = Desk::open(w).await;
        let place = json!({
            "location_id": d.clinic.location_id, "version": 0, "tax_name": "VAT", "tax_number": "IE 1", "tax_rate": 2300, "prices_include_tax": false, "payment_days": 14,
        });
        d.by_admin("billing.save_place", place.clone()).await.unwrap();
        assert_eq!(d.by_admin("billing.save_place", place).await.unwrap_err().code, ErrorCode::Stale, "another saved meanwhile");
        let service = d.clinic.services[1].as_str();
        let tax = json!({ "location_id": d.clinic.location_id, "service_id": service, "tax_rate": 1350 });
        d.by_admin("billing.save_tax", tax).await.unwrap();
        let visit = visit(&d, Some(service)).await;
        let draft = of_visit(&d, &visit).await;
        assert_eq!((&draft["lines"][0]["description"], &draft["lines"][0]["unit_price"]), (&json!("Dressing"), &json!(6000)));
        assert_eq!((&draft["status"], &draft["sums"]["tax"], &draft["total"]), (&json!("draft"), &json!(810), &json!(6810)));
        assert_eq!(of_visit(&d, &visit).await["id"], draft["id"], "one invoice a visit");
        let issued = d.issue(&draft).await;
        assert_eq!((&issued["number"], &issued["due_on"], &issued["status"]), (&json!("INV-2026-000001"), &json!("2026-12-08"), &json!("pending")));
        assert_eq!((&issued["owed"], d.findings().await), (&json!(6810), vec![]));
        let bills = d.done("billing.bills_of_days", json!({ "location_id": d.clinic.location_id, "from": "2026-11-24", "to": "2026-11-24" })).await;
        assert_eq!((&bills[0]["appointment_id"], &bills[0]["owed"]), (&visit, &json!(6810)));
    }

    async fn a_visit_without_a_service_costs_the_doctor_s_fee(w) {
        let d = Desk::open(w).await;
        let visit = visit(&d, None).await;
        let draft = of_visit(&d, &visit).await;
        assert_eq!((&draft["lines"][0]["description"], &draft["total"]), (&json!("Consultation"), &json!(6000)));
    }

    async fn two_desks_begin_one_invoice_for_a_visit(w) {
        let d = Desk::open(w).await;
        let visit = visit(&d, None).await;
        let both = futures::join!(of_visit(&d, &visit), of_visit(&d, &visit));
        assert_eq!(both.0["id"], both.1["id"]);
    }

    async fn a_draft_is_edited_and_never_overwritten(w) {
        let d = Desk::open(w).await;
        let draft = d.draft(json!([line("Consultation", 1, 6000)])).await;
        let edit = with(d.form(json!([line("Consultation", 1, 6000), line("Spacer", 2, 1200)])), json!({
            "id": draft["id"], "version": draft["version"], "discount": { "kind": "percent", "value": 1000, "reason": "Staff" },
        }));
        let edited = d.done("billing.save_invoice", edit.clone()).await;
        assert_eq!((&edited["sums"]["gross"], &edited["sums"]["discount"], &edited["total"]), (&json!(8400), &json!(840), &json!(7560)));
        let stale = d.call("billing.save_invoice", edit).await.unwrap_err();
        assert_eq!((stale.code, &stale.params["current"]["total"]), (ErrorCode::Stale, &json!(7560)));
        let issued = d.issue(&edited).await;
        let late = with(d.form(json!([])), json!({ "id": issued["id"], "version": issued["version"] }));
        assert_eq!(reason(d.call("billing.save_invoice", late).await), "invoice_issued");
        assert_eq!(d.findings().await, []);
    }

    async fn bad_lines_and_discounts_are_named(w) {
        let d = Desk::open(w).await;
        let bad = json!([with(line(" ", 0, -1), json!({ "tax_rate": 10001, "discount": { "kind": "percent", "value": 10001, "reason": "" } }))]);
        let error = d.call("billing.save_invoice", d.form(bad)).await.unwrap_err();
        let named: Vec<&str> = error.fields.iter().map(|f| f.field.as_str()).collect();
        assert_eq!(named, [
            "lines.0.description", "lines.0.quantity", "lines.0.unit_price", "lines.0.tax_rate", "lines.0.discount.value", "lines.0.discount.reason",
        ]);
        let too_much = d.form(json!([line("Gold", 10_000, 10_000_000_000_000)]));
        assert_eq!(wrong(d.call("billing.save_invoice", too_much).await).code, "amount_too_large");
        let empty = d.draft(json!([])).await;
        let issue = d.call("billing.issue", json!({ "id": empty["id"], "version": empty["version"] })).await;
        assert_eq!(wrong(issue).field, "lines");
    }

    async fn numbers_have_no_gap_where_an_issue_was_refused(w) {
        let d = Desk::open(w).await;
        d.owed(6000).await;
        let empty = d.draft(json!([])).await;
        d.call("billing.issue", json!({ "id": empty["id"], "version": empty["version"] })).await.unwrap_err();
        assert_eq!(d.owed(100).await["number"], "INV-2026-000002");
        d.done("billing.discard", json!({ "id": empty["id"], "version": empty["version"] })).await;
        assert_eq!(d.call("billing.invoice", json!({ "id": empty["id"] })).await.unwrap_err().code, ErrorCode::NotFound);
        assert_eq!(d.findings().await, []);
    }

    async fn an_invoice_is_voided_by_its_reverse_and_never_while_paid(w) {
        let d = Desk::open(w).await;
        let invoice = d.owed(6000).await;
        let void = json!({ "id": invoice["id"], "version": invoice["version"], "reason": "Wrong patient" });
        assert_eq!(d.call("billing.void", void.clone()).await.unwrap_err().code, ErrorCode::Denied, "the front desk may not");
        let paid = d.done("billing.pay", d.cash(&invoice, 1000)).await;
        let refused = d.by_admin("billing.void", void.clone()).await.unwrap_err();
        assert_eq!((&refused.params["reason"], &refused.params["paid"]), (&json!("has_payments"), &eur(1000)));
        d.by_admin("billing.refund", d.refund(&paid["payment"], 1000, "method")).await.unwrap();
        d.by_admin("billing.write_off", json!({ "id": invoice["id"], "amount": eur(500), "reason": "Goodwill" })).await.unwrap();
        let gone = d.by_admin("billing.void", void).await.unwrap();
        assert_eq!((&gone["status"], &gone["reversal_number"], &gone["owed"]), (&json!("void"), &json!("CN-2026-000001"), &json!(0)));
        assert_eq!(gone["voided_at"], "2026-11-24T08:00:00Z");
        assert_eq!(reason(d.call("billing.pay", d.cash(&invoice, 1)).await), "not_issued");
        assert_eq!(d.findings().await, []);
    }

    async fn what_nobody_will_pay_is_given_up_and_no_more(w) {
        let d = Desk::open(w).await;
        let invoice = d.owed(6000).await;
        let off = |amount: Value| json!({ "id": invoice["id"], "amount": amount, "reason": "Moved away" });
        let more = wrong(d.by_admin("billing.write_off", off(eur(6001))).await);
        assert_eq!((more.field.as_str(), &more.params["most"]), ("amount", &eur(6000)));
        let usd = wrong(d.by_admin("billing.write_off", off(json!({ "amount": 1, "currency": "USD" }))).await);
        assert_eq!((usd.code.as_str(), &usd.params["currency"]), ("wrong_currency", &json!("EUR")));
        let done = d.by_admin("billing.write_off", off(eur(6000))).await.unwrap();
        assert_eq!((&done["status"], &done["written_off"]), (&json!("paid"), &json!(6000)));
    }

    async fn the_day_after_it_is_due_it_is_overdue_and_on_the_list(w) {
        let d = Desk::open(w).await;
        let invoice = d.owed(6000).await;
        d.w.clock.advance(chrono::TimeDelta::days(1));
        d.w.sign_in("desk@clinic.example", curanda_tests::PASSWORD).await;
        let desk = d.w.sign_in("desk@clinic.example", curanda_tests::PASSWORD).await;
        let lists = d.call_by(&desk, "billing.worklists", json!({ "location_id": d.clinic.location_id })).await.unwrap();
        assert_eq!((&lists["open"][0]["id"], &lists["open"][0]["status"]), (&invoice["id"], &json!("overdue")));
    }

    async fn a_store_whose_ledger_was_tampered_with_is_found_out(w) {
        let d = Desk::open(w).await;
        d.owed(6000).await;
        d.tamper("UPDATE ledger_postings SET amount = amount - 1 WHERE account = 'receivable'").await;
        let kinds: Vec<Check> = d.findings().await.iter().map(|f| f.check).collect();
        assert_eq!(kinds, [Check::Unbalanced, Check::Posted]);
    }
}
