//! Money comes: by every method, in parts, over several invoices, early, late, and never more than is owed.

use curanda_core::error::ErrorCode;
use curanda_core::ids::CommandId;
use curanda_tests::stories;
use serde_json::{Value, json};

use super::{Desk, eur, reason, with, wrong};

stories! {
    async fn exact_cash_with_a_receipt_and_change(w) {
        let d = Desk::open(w).await;
        let invoice = d.owed(4852).await;
        let paid = d.done("billing.pay", with(d.cash(&invoice, 4852), json!({ "tendered": 5000 }))).await;
        assert_eq!((&paid["change"], &paid["payment"]["receipt_number"]), (&json!(148), &json!("R-2026-000001")));
        assert_eq!((&paid["invoices"][0]["status"], &paid["invoices"][0]["owed"]), (&json!("paid"), &json!(0)));
        assert_eq!(d.findings().await, []);
    }

    async fn refusals_name_field_and_figure_and_post_nothing(w) {
        let d = Desk::open(w).await;
        let invoice = d.owed(4852).await;
        let owed = d.cash(&invoice, 4852);
        for (fields, field, code, figure) in [
            (json!({ "amount": eur(0) }), "amount", "not_above_zero", None),
            (json!({ "amount": eur(-5) }), "amount", "not_above_zero", None),
            (json!({ "amount": { "amount": 4852, "currency": "USD" } }), "amount", "wrong_currency", Some(("currency", json!("EUR")))),
            (json!({ "tendered": 4000 }), "tendered", "less_than_amount", Some(("least", eur(4852)))),
            (json!({ "amount": eur(100) }), "shares", "shares_differ", Some(("amount", eur(100)))),
            (json!({ "method": "insurance" }), "policy_id", "policy_required", None),
            (json!({ "method": "online" }), "brand", "required", None),
            (json!({ "method": "debit_card", "tendered": 5000 }), "tendered", "only_cash", None),
            (json!({ "pending": true }), "pending", "never_pending", None),
            (json!({ "drawer": "" }), "drawer", "required", None),
            (json!({ "method": "credit" }), "amount", "more_than_credit", Some(("most", eur(0)))),
        ] {
            let found = wrong(d.call("billing.pay", with(owed.clone(), fields)).await);
            assert_eq!((found.field.as_str(), found.code.as_str()), (field, code));
            if let Some((key, value)) = figure {
                assert_eq!(found.params[key], value, "{code}");
            }
        }
        let over = wrong(d.call("billing.pay", d.cash(&invoice, 4853)).await);
        assert_eq!((over.field.as_str(), &over.params["most"]), ("amount", &eur(4852)));
        assert_eq!(d.invoice(&invoice["id"]).await["payments"], json!([]));
        assert_eq!(d.findings().await, []);
    }

    async fn parts_by_several_methods_settle_one_invoice(w) {
        let d = Desk::open(w).await;
        let invoice = d.owed(10_000).await;
        d.done("billing.pay", d.cash(&invoice, 2500)).await;
        let card = with(d.cash(&invoice, 4000), json!({ "method": "credit_card", "brand": "Visa", "transaction_id": "T-1" }));
        let paid = d.done("billing.pay", card).await;
        assert_eq!((&paid["invoices"][0]["status"], &paid["invoices"][0]["owed"]), (&json!("partially_paid"), &json!(3500)));
        let wallet = with(d.cash(&invoice, 3500), json!({ "method": "wallet", "brand": "Momo", "transaction_id": "T-2" }));
        assert_eq!(d.done("billing.pay", wallet).await["invoices"][0]["status"], "paid");
        let receipts: Vec<Value> = d.invoice(&invoice["id"]).await["payments"].as_array().unwrap().iter().map(|p| p["receipt_number"].clone()).collect();
        assert_eq!(receipts, ["R-2026-000001", "R-2026-000002", "R-2026-000003"]);
    }

    async fn one_payment_over_two_invoices_and_the_rest_is_kept_as_credit(w) {
        let d = Desk::open(w).await;
        let (one, two) = (d.owed(3000).await, d.owed(2000).await);
        let shares = json!([{ "invoice_id": one["id"], "amount": 3000 }, { "invoice_id": two["id"], "amount": 1500 }]);
        d.done("billing.pay", d.payment("transfer", 6000, shares)).await;
        let account = d.account().await;
        assert_eq!((&account["owed"], &account["credit"]), (&json!([eur(500)]), &json!([eur(1500)])));
        let spend = d.payment("credit", 500, json!([{ "invoice_id": two["id"], "amount": 500 }]));
        d.done("billing.pay", spend.clone()).await;
        let account = d.account().await;
        assert_eq!((&account["owed"], &account["credit"]), (&json!([]), &json!([eur(1000)])));
        assert_eq!(wrong(d.call("billing.pay", spend).await).code, "more_than_owed");
        assert_eq!(d.findings().await, []);
    }

    async fn a_transaction_is_known_once(w) {
        let d = Desk::open(w).await;
        let invoice = d.owed(5000).await;
        let online = with(d.cash(&invoice, 100), json!({ "method": "online", "brand": "VNPay", "transaction_id": " VN-77 " }));
        d.done("billing.pay", online.clone()).await;
        let again = wrong(d.call("billing.pay", online).await);
        assert_eq!((again.field.as_str(), &again.params["id"]), ("transaction_id", &json!("VN-77")));
        assert_eq!(d.done("billing.pay", d.cash(&invoice, 1)).await["payment"]["receipt_number"], "R-2026-000002", "no gap");
    }

    async fn what_was_announced_comes_or_does_not(w) {
        let d = Desk::open(w).await;
        let invoice = d.owed(5000).await;
        let announced = with(d.cash(&invoice, 5000), json!({ "method": "transfer", "pending": true }));
        let first = d.done("billing.pay", announced.clone()).await["payment"].clone();
        assert_eq!((&first["receipt_number"], &d.invoice(&invoice["id"]).await["owed"]), (&Value::Null, &json!(5000)));
        let settle = |p: &Value, completed: bool| json!({
            "id": p["id"], "version": p["version"], "completed": completed, "approved": null, "transaction_id": "", "reason": "", "drawer": "1",
        });
        assert_eq!(wrong(d.call("billing.settle", settle(&first, false)).await).field, "reason");
        let failed = d.done("billing.settle", with(settle(&first, false), json!({ "reason": "Account closed" }))).await;
        assert_eq!(failed["status"], "failed");
        assert_eq!(d.call("billing.settle", settle(&first, true)).await.unwrap_err().code, ErrorCode::Stale);
        assert_eq!(reason(d.call("billing.settle", settle(&failed, true)).await), "not_pending");
        let second = d.done("billing.pay", announced).await["payment"].clone();
        d.done("billing.pay", d.cash(&invoice, 2000)).await;
        d.done("billing.settle", settle(&second, true)).await;
        let account = d.account().await;
        assert_eq!((&account["owed"], &account["credit"]), (&json!([]), &json!([eur(2000)])), "what was no longer owed is kept");
        let lists = d.done("billing.worklists", json!({ "location_id": d.clinic.location_id })).await;
        assert_eq!((lists["waiting"].as_array().unwrap().len(), lists["failed"].as_array().unwrap().len()), (0, 1));
        assert_eq!(d.findings().await, []);
    }

    async fn an_insurer_decides_and_the_difference_is_the_patient_s(w) {
        let d = Desk::open(w).await;
        let invoice = d.owed(10_000).await;
        let policy = d.insured(&d.insurer("Meridian Health").await).await;
        let asked = d.done("billing.pay", d.claim(&invoice, 8000, &policy)).await;
        assert_eq!((&asked["payment"]["insurer"], &asked["payment"]["policy_number"]), (&json!("Meridian Health"), &json!("MH-1")));
        let brief = &asked["invoices"][0];
        assert_eq!((&brief["status"], &brief["owed"], &brief["claimed"]), (&json!("insurance_pending"), &json!(2000), &json!(8000)));
        let settle = json!({
            "id": asked["payment"]["id"], "version": 1, "completed": true, "approved": 8001, "transaction_id": "88-2041", "reason": "", "drawer": "1",
        });
        let more = wrong(d.call("billing.settle", settle.clone()).await);
        assert_eq!((more.field.as_str(), &more.params["most"]), ("approved", &eur(8000)));
        let decided = d.done("billing.settle", with(settle, json!({ "approved": 6500 }))).await;
        assert_eq!((&decided["status"], &decided["approved"]), (&json!("completed"), &json!(6500)));
        let after = d.invoice(&invoice["id"]).await;
        assert_eq!((&after["status"], &after["owed"], &after["claimed"]), (&json!("partially_paid"), &json!(3500), &json!(0)));
        assert_eq!(d.findings().await, []);
    }

    async fn two_desks_cannot_be_paid_more_than_is_owed(w) {
        let d = Desk::open(w).await;
        let invoice = d.owed(6000).await;
        let pay = |drawer: &str| d.call("billing.pay", with(d.cash(&invoice, 6000), json!({ "drawer": drawer })));
        let (one, two) = futures::join!(pay("1"), pay("2"));
        assert_eq!(usize::from(one.is_ok()) + usize::from(two.is_ok()), 1, "{one:?} {two:?}");
        assert_eq!(wrong(if one.is_ok() { two } else { one }).code, "more_than_owed");
        assert_eq!(d.findings().await, []);
    }

    async fn a_lost_reply_is_settled_by_asking_again(w) {
        let d = Desk::open(w).await;
        let invoice = d.owed(6000).await;
        let (id, desk) = (CommandId::fresh(), Some(d.clinic.receptionist.token.as_str()));
        let first: Value = d.w.call_as(desk, "billing.pay", d.cash(&invoice, 1000), id).await.unwrap();
        let again: Value = d.w.call_as(desk, "billing.pay", d.cash(&invoice, 1000), id).await.unwrap();
        assert_eq!(first, again);
        assert_eq!(d.invoice(&invoice["id"]).await["owed"], 5000);
    }

    async fn receipts_are_printed_and_every_further_one_is_a_copy(w) {
        let d = Desk::open(w).await;
        let invoice = d.owed(6000).await;
        let paid = d.done("billing.pay", with(d.cash(&invoice, 6000), json!({ "tendered": 10_000 }))).await;
        for (prints, paper) in ["roll80", "a4"].iter().enumerate() {
            let print = json!({ "payment_id": paid["payment"]["id"], "paper": paper, "language": "vi" });
            let pages = d.done("billing.receipt_pdf", print).await;
            assert_eq!((&pages["file_name"], &pages["pages"]), (&json!("R-2026-000001.pdf"), &json!(1)));
            assert_eq!(d.invoice(&invoice["id"]).await["payments"][0]["receipt_prints"], json!(prints + 1));
        }
        let pages = d.done("billing.invoice_pdf", json!({ "id": invoice["id"], "paper": "a4", "language": "en" })).await;
        assert_eq!(pages["file_name"], "INV-2026-000001.pdf");
        let second = d.owed(100).await;
        let announced = with(d.cash(&second, 100), json!({ "method": "transfer", "pending": true }));
        let announced = d.done("billing.pay", announced).await;
        let print = json!({ "payment_id": announced["payment"]["id"], "paper": "a4", "language": "en" });
        assert_eq!(reason(d.call("billing.receipt_pdf", print).await), "no_receipt");
    }
}
