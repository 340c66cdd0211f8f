//! Money goes back: in full, in part, the way it came or to credit, and never more than there is.

use curanda_core::error::ErrorCode;
use curanda_tests::stories;
use serde_json::json;

use super::{Desk, eur, reason, with, wrong};

stories! {
    async fn a_refund_needs_the_permission_and_a_reason_and_makes_it_owed_again(w) {
        let d = Desk::open(w).await;
        let invoice = d.owed(6000).await;
        let paid = d.done("billing.pay", d.cash(&invoice, 6000)).await["payment"].clone();
        let part = d.refund(&paid, 1500, "method");
        assert_eq!(d.call("billing.refund", part.clone()).await.unwrap_err().code, ErrorCode::Denied);
        assert_eq!(wrong(d.by_admin("billing.refund", with(part.clone(), json!({ "reason": " " }))).await).field, "reason");
        let after = d.by_admin("billing.refund", part).await.unwrap();
        assert_eq!((&after["refunds"][0]["refund_number"], &after["refundable"]), (&json!("RF-2026-000001"), &json!(4500)));
        let brief = d.invoice(&invoice["id"]).await;
        assert_eq!((&brief["status"], &brief["owed"]), (&json!("partially_paid"), &json!(1500)));
        let more = wrong(d.by_admin("billing.refund", d.refund(&paid, 4501, "method")).await);
        assert_eq!((more.field.as_str(), more.code.as_str(), &more.params["most"]), ("amount", "more_than_refundable", &eur(4500)));
        d.by_admin("billing.refund", d.refund(&paid, 4500, "method")).await.unwrap();
        assert_eq!(d.invoice(&invoice["id"]).await["status"], "refunded");
        assert_eq!(d.findings().await, []);
    }

    async fn cash_is_only_given_back_out_of_a_drawer_that_holds_it(w) {
        let d = Desk::open(w).await;
        let invoice = d.owed(6000).await;
        let paid = d.done("billing.pay", d.cash(&invoice, 6000)).await["payment"].clone();
        let other = with(d.refund(&paid, 100, "method"), json!({ "drawer": "2" }));
        let empty = wrong(d.by_admin("billing.refund", other).await);
        assert_eq!((empty.code.as_str(), &empty.params["most"]), ("more_than_drawer", &eur(0)));
        let usd = with(d.refund(&paid, 100, "method"), json!({ "amount": { "amount": 100, "currency": "USD" } }));
        assert_eq!(wrong(d.by_admin("billing.refund", usd).await).code, "wrong_currency");
    }

    async fn a_refund_to_credit_is_spent_once(w) {
        let d = Desk::open(w).await;
        let invoice = d.owed(6000).await;
        let card = with(d.cash(&invoice, 6000), json!({ "method": "debit_card" }));
        let paid = d.done("billing.pay", card).await["payment"].clone();
        let after = d.by_admin("billing.refund", d.refund(&paid, 2000, "credit")).await.unwrap();
        assert_eq!(d.account().await["credit"], json!([eur(2000)]));
        assert_eq!(after["refundable"], 6000, "4000 of the invoice, 2000 that lie as credit");
        let second = d.owed(2000).await;
        let spend = d.payment("credit", 2000, json!([{ "invoice_id": second["id"], "amount": 2000 }]));
        let spent = d.done("billing.pay", spend).await["payment"].clone();
        let more = wrong(d.by_admin("billing.refund", d.refund(&paid, 4001, "method")).await);
        assert_eq!(more.params["most"], eur(4000), "what was spent cannot be given back");
        let back = d.by_admin("billing.refund", d.refund(&spent, 500, "method")).await.unwrap();
        assert_eq!(back["refunds"][0]["destination"], "credit", "what came out of credit goes back to it");
        assert_eq!(d.account().await["credit"], json!([eur(500)]));
        assert_eq!(d.findings().await, []);
    }

    async fn a_deposit_is_given_back_first(w) {
        let d = Desk::open(w).await;
        let invoice = d.owed(1000).await;
        let shares = json!([{ "invoice_id": invoice["id"], "amount": 1000 }]);
        let paid = d.done("billing.pay", d.payment("cash", 5000, shares)).await["payment"].clone();
        d.by_admin("billing.refund", d.refund(&paid, 4500, "method")).await.unwrap();
        let account = d.account().await;
        assert_eq!((&account["credit"], &account["owed"]), (&json!([]), &json!([eur(500)])));
        assert_eq!(d.findings().await, []);
    }

    async fn what_never_came_is_not_given_back(w) {
        let d = Desk::open(w).await;
        let invoice = d.owed(1000).await;
        let announced = with(d.cash(&invoice, 1000), json!({ "method": "transfer", "pending": true }));
        let announced = d.done("billing.pay", announced).await["payment"].clone();
        assert_eq!(reason(d.by_admin("billing.refund", d.refund(&announced, 1, "method")).await), "not_completed");
    }

    async fn a_merge_takes_money_along_and_brings_it_back(w) {
        let d = Desk::open(w).await;
        let other = d.w.patient(&d.clinic.receptionist, "Aileen", "Burn").await;
        d.owed(1000).await;
        d.done("billing.pay", d.payment("transfer", 700, json!([]))).await;
        let preview = json!({ "survivor_id": other, "merged_id": d.patient });
        let preview = d.done("patients.merge_preview", preview).await;
        let merge = json!({
            "survivor_id": other, "merged_id": d.patient, "survivor_version": preview["survivor"]["version"], "merged_version": preview["merged"]["version"],
            "take": [], "reason": "The same person",
        });
        let merged = d.done("patients.merge", merge).await;
        let account = async |id: &str| d.done("billing.account", json!({ "patient_id": id })).await;
        let joined = account(&other).await;
        assert_eq!((&joined["owed"], &joined["credit"]), (&json!([eur(1000)]), &json!([eur(700)])));
        assert_eq!(reason(d.call("billing.save_invoice", d.form(json!([]))).await), "chart_merged");
        d.done("patients.undo_merge", json!({ "merge_id": merged["merged_charts"][0]["merge_id"] })).await;
        assert_eq!(account(&d.patient).await["credit"], json!([eur(700)]));
        assert_eq!(d.findings().await, []);
    }
}
