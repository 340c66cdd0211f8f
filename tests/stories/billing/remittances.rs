//! One payment of an insurer over several claims: all of it or nothing.

use chrono::TimeDelta;
use curanda_core::check::Check;
use curanda_core::error::{ApiError, ErrorCode};
use curanda_core::ids::CommandId;
use curanda_tests::stories;
use serde_json::{Value, json};

use super::{Desk, eur, line, with, wrong};

impl Desk {
    pub(super) fn remittance(&self, insurer: &Value, total: i64, lines: &[Value]) -> Value {
        json!({
            "location_id": self.clinic.location_id, "insurer_id": insurer["id"], "reference": "RA-1", "received_on": "2026-11-24", "total": eur(total), "lines": lines,
            "drawer": "1",
        })
    }

    async fn owed_on(&self, claim: &Value) -> (Value, Value, Value) {
        let brief = self.invoice(&claim["shares"][0]["invoice_id"]).await;
        (brief["owed"].clone(), brief["claimed"].clone(), brief["written_off"].clone())
    }
}

/// What the insurer pays of a claim; the patient owes the rest.
pub(super) fn paid(claim: &Value, approved: i64) -> Value {
    json!({ "payment_id": claim["id"], "version": claim["version"], "approved": approved, "rest": "patient", "reason": if approved == 0 { "Not covered" } else { "" } })
}

fn codes(refused: Result<Value, ApiError>) -> Vec<(String, String)> {
    refused.unwrap_err().fields.into_iter().map(|f| (f.field, f.code)).collect()
}

stories! {
    async fn three_claims_are_decided_at_once_and_the_ledger_balances(w) {
        let d = Desk::open(w).await;
        let insurer = d.insurer("Meridian Health").await;
        let policy = d.insured(&insurer).await;
        let claims = [d.claimed(&policy, 8000).await, d.claimed(&policy, 5000).await, d.claimed(&policy, 3000).await];
        let given_up = with(paid(&claims[2], 0), json!({ "rest": "write_off" }));
        let lines = [paid(&claims[0], 8000), paid(&claims[1], 4000), given_up];
        let entered = d.by_admin("billing.enter_remittance", d.remittance(&insurer, 12_000, &lines)).await.unwrap();
        assert_eq!((&entered["insurer"], &entered["total"], entered["lines"].as_array().unwrap().len()), (&json!("Meridian Health"), &eur(12_000), 3));
        assert_eq!(d.owed_on(&claims[0]).await, (json!(0), json!(0), json!(0)));
        assert_eq!(d.owed_on(&claims[1]).await, (json!(1000), json!(0), json!(0)), "the patient owes the difference");
        assert_eq!(d.owed_on(&claims[2]).await, (json!(0), json!(0), json!(3000)), "nobody owes what was given up");
        let list = d.done("billing.claims", json!({ "filter": { "location_id": d.clinic.location_id, "state": null, "insurer_id": null, "from": null, "to": null }, "page": 0 })).await;
        let told: Vec<Value> = list["claims"].as_array().unwrap().iter().map(|c| json!([c["state"], c["remittance"], c["written_off"]])).collect();
        assert_eq!(told, [json!(["denied", "RA-1", 3000]), json!(["partly_paid", "RA-1", 0]), json!(["paid", "RA-1", 0])]);
        let receipts: Vec<Value> = d.account().await["payments"].as_array().unwrap().iter().map(|p| p["receipt_number"].clone()).collect();
        assert_eq!(receipts, [Value::Null, json!("R-2026-000002"), json!("R-2026-000001")], "no gap");
        let drawer = d.done("billing.drawer", json!({ "location_id": d.clinic.location_id, "drawer": "1" })).await;
        let row = drawer["open"]["rows"].as_array().unwrap().iter().find(|r| r["account"] == "insurance").unwrap().clone();
        assert_eq!((&row["expected"], &row["payments"]), (&json!(12_000), &json!(2)));
        let kinds: Vec<&Value> = drawer["open"]["exceptions"].as_array().unwrap().iter().map(|e| &e["kind"]).collect();
        assert_eq!(kinds, ["write_off"]);
        let known = d.done("billing.remittances", json!({ "location_id": d.clinic.location_id })).await;
        assert_eq!(known, json!([entered]));
        assert_eq!(d.findings().await, []);
    }

    async fn a_claim_over_two_invoices_is_given_up_on_both(w) {
        let d = Desk::open(w).await;
        let insurer = d.insurer("Meridian Health").await;
        let policy = d.insured(&insurer).await;
        let (one, two) = (d.owed(3000).await, d.owed(1000).await);
        let shares = json!([{ "invoice_id": one["id"], "amount": 3000 }, { "invoice_id": two["id"], "amount": 1000 }]);
        let claim = with(d.payment("insurance", 4000, shares), json!({ "policy_id": policy["id"] }));
        let claim = d.done("billing.pay", claim).await["payment"].clone();
        let line = with(paid(&claim, 3001), json!({ "rest": "write_off", "reason": "Agreed fee" }));
        d.by_admin("billing.enter_remittance", d.remittance(&insurer, 3001, &[line])).await.unwrap();
        let given_up: Vec<Value> = [d.invoice(&one["id"]).await, d.invoice(&two["id"]).await].iter().map(|i| json!([i["owed"], i["written_off"]])).collect();
        assert_eq!(given_up, [json!([0, 750]), json!([0, 249])]);
        assert_eq!(d.findings().await, []);
    }

    async fn what_is_wrong_is_named_and_nothing_is_posted(w) {
        let d = Desk::open(w).await;
        let (insurer, other) = (d.insurer("Meridian Health").await, d.insurer("Harp Insurance").await);
        let policy = d.insured(&insurer).await;
        let second = d.done("insurance.save_policy", d.policy_form(&other, "secondary")).await;
        let (one, two, theirs) = (d.claimed(&policy, 8000).await, d.claimed(&policy, 5000).await, d.claimed(&second, 700).await);
        let enter = |total: i64, lines: &[Value]| d.call("billing.enter_remittance", d.remittance(&insurer, total, lines));
        let short = wrong(enter(12_999, &[paid(&one, 8000), paid(&two, 5000)]).await);
        assert_eq!((short.field.as_str(), short.code.as_str(), &short.params["difference"]), ("total", "lines_differ", &eur(-1)));
        let over = wrong(enter(8001, &[paid(&one, 8001)]).await);
        assert_eq!((over.field.as_str(), over.code.as_str(), &over.params["most"]), ("lines.0.approved", "more_than_claimed", &eur(8000)));
        let foreign = wrong(enter(700, &[paid(&theirs, 700)]).await);
        assert_eq!((foreign.code.as_str(), &foreign.params["claim"]), ("other_insurer", &json!("INV-2026-000003")));
        let stale = with(paid(&one, 8000), json!({ "version": 7 }));
        assert_eq!(codes(enter(8000, &[stale]).await), [("lines.0.payment_id".into(), "claim_changed".into())]);
        let dollars = with(d.remittance(&insurer, 8000, &[paid(&one, 8000)]), json!({ "total": { "amount": 8000, "currency": "USD" } }));
        assert_eq!(wrong(d.call("billing.enter_remittance", dollars).await).code, "other_currency");
        let silent = with(paid(&one, 0), json!({ "reason": "" }));
        assert_eq!(codes(enter(0, &[silent]).await), [("lines.0.reason".into(), "required".into())]);
        let given_up = with(paid(&one, 7000), json!({ "rest": "write_off", "reason": "Agreed fee" }));
        assert_eq!(enter(7000, &[given_up]).await.unwrap_err().code, ErrorCode::Denied, "to give up is to write off");
        let cash = d.done("billing.pay", d.cash(&d.owed(100).await, 100)).await["payment"].clone();
        assert_eq!(enter(100, &[paid(&cash, 100)]).await.unwrap_err().code, ErrorCode::NotFound, "no claim");
        assert_eq!(d.owed_on(&one).await, (json!(0), json!(8000), json!(0)), "as before");
        assert_eq!(d.done("billing.remittances", json!({ "location_id": d.clinic.location_id })).await, json!([]));

        enter(8000, &[paid(&one, 8000)]).await.unwrap();
        let again = with(d.remittance(&insurer, 13_000, &[paid(&two, 5000), paid(&one, 8000)]), json!({ "reference": "RA-2" }));
        let settled = wrong(d.call("billing.enter_remittance", again).await);
        assert_eq!((settled.field.as_str(), settled.code.as_str(), &settled.params["claim"]), ("lines.1.payment_id", "claim_settled", &json!("INV-2026-000001")));
        assert_eq!(d.owed_on(&two).await, (json!(0), json!(5000), json!(0)), "nothing is half posted");
        let known = wrong(enter(5000, &[paid(&two, 5000)]).await);
        assert_eq!((known.field.as_str(), known.code.as_str(), &known.params["reference"]), ("reference", "reference_known", &json!("RA-1")));
        let of_other = d.remittance(&other, 700, &[paid(&theirs, 700)]);
        d.done("billing.enter_remittance", of_other).await;
        assert_eq!(d.findings().await, []);
    }

    async fn a_remittance_is_of_one_place_and_gives_up_one_claim_at_a_time(w) {
        let d = Desk::open(w).await;
        let insurer = d.insurer("Meridian Health").await;
        let policy = d.insured(&insurer).await;
        let saigon = json!({ "location_id": d.saigon().await, "currency": "EUR" });
        let away = d.done("billing.save_invoice", with(d.form(json!([line("Consultation", 1, 700)])), saigon.clone())).await;
        let away = d.issue(&away).await;
        let away = with(d.claim(&away, 700, &policy), json!({ "location_id": saigon["location_id"] }));
        let away = d.done("billing.pay", away).await["payment"].clone();
        let refused = wrong(d.call("billing.enter_remittance", d.remittance(&insurer, 700, &[paid(&away, 700)])).await);
        assert_eq!((refused.field.as_str(), refused.code.as_str()), ("lines.0.payment_id", "other_place"));
        let nowhere = with(d.remittance(&insurer, 700, &[paid(&away, 700)]), json!({ "drawer": " " }));
        assert_eq!(wrong(d.call("billing.enter_remittance", nowhere).await).field, "drawer");
        let nobody = with(d.remittance(&insurer, 700, &[paid(&away, 700)]), json!({ "insurer_id": d.patient }));
        assert_eq!(d.call("billing.enter_remittance", nobody).await.unwrap_err().code, ErrorCode::NotFound);
        let there = with(d.remittance(&insurer, 700, &[paid(&away, 700)]), json!({ "location_id": saigon["location_id"] }));
        d.done("billing.enter_remittance", there).await;
        assert_eq!(d.findings().await, []);
    }

    async fn a_closed_day_takes_no_remittance(w) {
        let d = Desk::open(w).await;
        let insurer = d.insurer("Meridian Health").await;
        let policy = d.insured(&insurer).await;
        let (one, two) = (d.claimed(&policy, 8000).await, d.claimed(&policy, 500).await);
        let enter = |claim: &Value, on: &str, reference: &str| {
            let amount = claim["amount"]["amount"].as_i64().unwrap();
            d.call("billing.enter_remittance", with(d.remittance(&insurer, amount, &[paid(claim, amount)]), json!({ "received_on": on, "reference": reference })))
        };
        assert_eq!(wrong(enter(&one, "2026-11-25", "RA-1").await).code, "date_in_future");
        d.done("billing.pay", d.cash(&d.owed(100).await, 100)).await;
        let open = d.done("billing.drawer", json!({ "location_id": d.clinic.location_id, "drawer": "1" })).await["open"].clone();
        let close = json!({ "id": open["id"], "counts": [{ "account": "cash", "counted": eur(100), "pieces": [] }], "explanation": "" });
        d.done("billing.close_drawer", close).await;
        d.w.clock.advance(TimeDelta::hours(20));
        let sealed = wrong(enter(&one, "2026-11-24", "RA-1").await);
        assert_eq!((sealed.field.as_str(), sealed.code.as_str(), &sealed.params["closed"]), ("received_on", "day_sealed", &json!("2026-11-24")));
        enter(&one, "2026-11-25", "RA-1").await.unwrap();
        enter(&two, "2026-11-25", "RA-2").await.unwrap();
        let found = d.findings().await.into_iter().filter(|f| f.check != Check::OutboxWaiting);
        assert_eq!(found.collect::<Vec<_>>(), [], "nothing relays in this story");
    }

    async fn two_desks_cannot_decide_one_claim_twice(w) {
        let d = Desk::open(w).await;
        let insurer = d.insurer("Meridian Health").await;
        let policy = d.insured(&insurer).await;
        let (one, two) = (d.claimed(&policy, 8000).await, d.claimed(&policy, 5000).await);
        let enter = |reference: &str, first: &Value, second: &Value| {
            let amount = |claim: &Value| claim["amount"]["amount"].as_i64().unwrap();
            let lines = [paid(first, amount(first)), paid(second, amount(second))];
            d.call("billing.enter_remittance", with(d.remittance(&insurer, 13_000, &lines), json!({ "reference": reference })))
        };
        let (a, b) = futures::join!(enter("RA-1", &one, &two), enter("RA-2", &two, &one));
        assert_eq!(usize::from(a.is_ok()) + usize::from(b.is_ok()), 1, "{a:?} {b:?}");
        assert_eq!(wrong(if a.is_ok() { b } else { a }).code, "claim_settled");
        assert_eq!(d.findings().await, []);
    }

    async fn a_decision_and_a_remittance_at_once_decide_a_claim_once(w) {
        let d = Desk::open(w).await;
        let insurer = d.insurer("Meridian Health").await;
        let policy = d.insured(&insurer).await;
        for n in 0..8 {
            let claim = d.claimed(&policy, 8000).await;
            let settle = json!({ "id": claim["id"], "version": 1, "completed": true, "approved": 5000, "transaction_id": "", "reason": "", "drawer": "1" });
            let remittance = with(d.remittance(&insurer, 8000, &[paid(&claim, 8000)]), json!({ "reference": format!("RA-{n}") }));
            let (one, two) = futures::join!(d.call("billing.settle", settle), d.call("billing.enter_remittance", remittance));
            assert_eq!(usize::from(one.is_ok()) + usize::from(two.is_ok()), 1, "{one:?} {two:?}");
        }
        assert_eq!(d.findings().await, []);
    }

    async fn a_lost_reply_is_settled_by_asking_again(w) {
        let d = Desk::open(w).await;
        let insurer = d.insurer("Meridian Health").await;
        let claim = d.claimed(&d.insured(&insurer).await, 8000).await;
        let (id, desk) = (CommandId::fresh(), Some(d.clinic.receptionist.token.as_str()));
        let request = d.remittance(&insurer, 8000, &[paid(&claim, 8000)]);
        let first: Value = d.w.call_as(desk, "billing.enter_remittance", request.clone(), id).await.unwrap();
        let again: Value = d.w.call_as(desk, "billing.enter_remittance", request, id).await.unwrap();
        assert_eq!(first, again);
    }

    async fn a_remittance_that_does_not_come_to_its_lines_is_found(w) {
        let d = Desk::open(w).await;
        let insurer = d.insurer("Meridian Health").await;
        let claim = d.claimed(&d.insured(&insurer).await, 8000).await;
        d.done("billing.enter_remittance", d.remittance(&insurer, 8000, &[paid(&claim, 8000)])).await;
        d.tamper("UPDATE remittances SET total = 7999").await;
        let found: Vec<(Check, String)> = d.findings().await.into_iter().map(|f| (f.check, f.place)).collect();
        assert_eq!(found, [(Check::Posted, "remittances".to_owned())]);
    }
}
