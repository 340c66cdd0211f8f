//! Codes that let something off: what they give, why they do not, how often, and what the ledger says of it.

use chrono::TimeDelta;
use curanda_core::check::Check;
use curanda_core::error::ErrorCode;
use curanda_tests::{PASSWORD, stories};
use futures::future::join_all;
use serde_json::{Value, json};

use super::{Desk, eur, line, reason, with, wrong};

impl Desk {
    /// Ten per cent off everything, from today on.
    fn ten(&self, change: Value) -> Value {
        let form = json!({
            "id": null, "version": 0, "location_id": self.clinic.location_id, "code": "ten", "name": "Ten per cent", "description": "", "kind": "percent", "value": 1000,
            "currency": "EUR", "minimum_purchase": null, "maximum_discount": null, "starts_on": "2026-11-24", "ends_on": "2026-11-30", "usage_limit": null,
            "patient_limit": null, "services": [], "locations": [],
        });
        with(form, change)
    }

    pub(super) async fn promotion(&self, change: Value) -> Value {
        self.by_admin("billing.save_promotion", self.ten(change)).await.unwrap()
    }

    /// A draft of one line at this price, with the code.
    pub(super) async fn coded(&self, unit_price: i64, code: &str) -> Value {
        let draft = self.draft(json!([line("Consultation", 1, unit_price)])).await;
        self.done("billing.apply_promotion", applying(&draft, code)).await
    }

    async fn used(&self) -> Value {
        self.done("billing.promotions", json!({ "location_id": self.clinic.location_id }))
            .await[0]["used"]
            .clone()
    }

    /// Why a code does not apply to a draft of one line at this price.
    async fn refusal(&self, unit_price: i64, code: &str) -> (String, Value) {
        let draft = self.draft(json!([line("Consultation", 1, unit_price)])).await;
        let error = wrong(self.call("billing.apply_promotion", applying(&draft, code)).await);
        assert_eq!(error.field, "code");
        (error.code, json!(error.params))
    }
}

fn applying(draft: &Value, code: &str) -> Value {
    json!({ "id": draft["id"], "version": draft["version"], "code": code })
}

fn version(of: &Value) -> Value {
    json!({ "id": of["id"], "version": of["version"] })
}

stories! {
    async fn a_code_lets_off_what_the_discounts_left_and_is_posted_on_issue(w) {
        let d = Desk::open(w).await;
        d.promotion(json!({ "maximum_discount": 700 })).await;
        let taxed = with(line("Spacer", 1, 2000), json!({ "tax_rate": 2300, "discount": { "kind": "amount", "value": 500, "reason": "Staff" } }));
        let draft = d.draft(json!([line("Consultation", 1, 4500), taxed])).await;
        let preview = d.done("billing.preview_promotion", json!({ "id": draft["id"], "code": " Ten" })).await;
        assert_eq!(preview, eur(600));
        let coded = d.done("billing.apply_promotion", applying(&draft, " t en ")).await;
        // 10 % of 45.00 and of 15.00; the tax of what is left of the second.
        assert_eq!((&coded["promotion"]["code"], &coded["promotion"]["amount"]), (&json!("TEN"), &json!(600)));
        assert_eq!((&coded["sums"]["discount"], &coded["sums"]["tax"], &coded["total"]), (&json!(1100), &json!(310), &json!(5710)));
        let lists = d.done("billing.worklists", json!({ "location_id": d.clinic.location_id })).await;
        assert_eq!((&lists["open"][0]["total"], d.used().await), (&json!(5710), json!(0)), "a draft uses nothing");
        let issued = d.issue(&coded).await;
        assert_eq!((&issued["owed"], &issued["promotion"]["amount"], &issued["lines"][1]["promotion"]), (&json!(5710), &json!(600), &json!(150)));
        assert_eq!((d.used().await, d.findings().await), (json!(1), vec![]));
        // What was issued stays, whatever becomes of the promotion.
        d.promotion(json!({ "id": coded["promotion"]["promotion_id"], "version": 1, "value": 5000 })).await;
        assert_eq!((&d.invoice(&issued["id"]).await["total"], d.findings().await), (&json!(5710), vec![]));
    }

    async fn a_draft_follows_its_promotion_and_is_not_issued_when_it_does_not_apply(w) {
        let d = Desk::open(w).await;
        let promotion = d.promotion(json!({ "minimum_purchase": 5000 })).await;
        let coded = d.coded(6000, "TEN").await;
        let less = with(d.form(json!([line("Consultation", 1, 4000)])), json!({ "id": coded["id"], "version": coded["version"] }));
        let less = d.done("billing.save_invoice", less).await;
        let refusal = &less["promotion"]["refusal"];
        assert_eq!((&less["total"], &refusal["code"], &refusal["params"]["missing"]), (&json!(4000), &json!("promotion_minimum"), &eur(1000)));
        let refused = wrong(d.call("billing.issue", version(&less)).await);
        assert_eq!((refused.field.as_str(), &refused.params["least"]), ("promotion", &eur(5000)));
        let removed = d.done("billing.remove_promotion", version(&less)).await;
        assert_eq!((&removed["promotion"], &d.issue(&removed).await["number"]), (&Value::Null, &json!("INV-2026-000001")), "the refused one took no number");
        assert_eq!(d.call("billing.remove_promotion", version(&removed)).await.unwrap_err().code, ErrorCode::Stale);
        let off = json!({ "id": promotion["id"], "version": 1, "location_id": d.clinic.location_id, "state": "disabled" });
        let chosen = d.coded(6000, "TEN").await;
        assert_eq!(d.by_admin("billing.set_promotion_state", off).await.unwrap()["status"], "disabled");
        assert_eq!(wrong(d.call("billing.issue", version(&chosen)).await).code, "promotion_disabled");
        assert_eq!(d.findings().await, []);
    }

    async fn amounts_are_in_a_currency_that_some_location_where_it_holds_takes(w) {
        let d = Desk::open(w).await;
        let dong = json!({ "code": "DONG", "kind": "amount", "value": 50_000, "currency": "VND" });
        let save = |form: Value| d.by_admin("billing.save_promotion", form);
        let refused = wrong(save(d.ten(dong.clone())).await);
        assert_eq!((refused.field.as_str(), refused.code.as_str(), &refused.params["currency"]), ("currency", "currency_nowhere", &json!("VND")));
        let saigon = d.saigon().await;
        let made = save(d.ten(dong)).await.unwrap();
        let here = with(made.clone(), json!({ "location_id": d.clinic.location_id, "locations": [d.clinic.location_id] }));
        assert_eq!(wrong(save(here).await).code, "currency_nowhere");
        let there = with(made, json!({ "location_id": d.clinic.location_id, "locations": [saigon] }));
        let made = save(there).await.unwrap();
        let percent = json!({ "location_id": d.clinic.location_id, "kind": "percent", "value": 1000, "currency": null, "locations": [d.clinic.location_id] });
        save(with(made, percent)).await.unwrap();
    }

    async fn every_refusal_has_its_one_reason(w) {
        let d = Desk::open(w).await;
        let elsewhere = d.saigon().await;
        let service = d.clinic.services[1].as_str();
        for change in [
            json!({ "code": "SOON", "starts_on": "2026-11-25" }), json!({ "code": "PAST", "starts_on": "2026-11-01", "ends_on": "2026-11-23" }),
            json!({ "code": "MINIMUM", "minimum_purchase": 6001 }), json!({ "code": "SERVICE", "services": [service] }), json!({ "code": "ELSEWHERE", "currency": null, "locations": [elsewhere] }),
            json!({ "code": "DONG", "kind": "amount", "value": 50_000, "currency": "VND" }),
        ] {
            d.promotion(change).await;
        }
        assert_eq!(d.refusal(6000, "NOSUCH").await.0, "promotion_unknown");
        assert_eq!(d.refusal(6000, "  ").await.0, "required");
        assert_eq!(d.refusal(6000, "soon").await, ("promotion_not_started".to_owned(), json!({ "code": "SOON", "day": "2026-11-25" })));
        assert_eq!(d.refusal(6000, "past").await, ("promotion_expired".to_owned(), json!({ "code": "PAST", "day": "2026-11-23" })));
        assert_eq!(d.refusal(6000, "minimum").await.1["missing"], eur(1));
        assert_eq!(d.refusal(6000, "service").await.0, "promotion_services");
        assert_eq!(d.refusal(6000, "elsewhere").await.0, "promotion_location");
        assert_eq!(d.refusal(6000, "dong").await.1["currency"], "VND");
        assert_eq!(d.refusal(0, "minimum").await.0, "promotion_minimum");
        d.promotion(json!({})).await;
        assert_eq!(d.refusal(0, "ten").await.0, "promotion_nothing");
        let issued = d.owed(100).await;
        assert_eq!(reason(d.call("billing.apply_promotion", applying(&issued, "ten")).await), "invoice_issued");
    }

    async fn its_days_are_those_of_the_place(w) {
        let d = Desk::open(w).await;
        d.promotion(json!({ "ends_on": "2026-11-24" })).await;
        // 17:30 UTC: still the last day in Dublin, the day after in Sài Gòn.
        d.w.clock.advance(TimeDelta::minutes(9 * 60 + 30));
        let desk = d.w.sign_in("desk@clinic.example", PASSWORD).await;
        let draft = d.call_by(&desk, "billing.save_invoice", d.form(json!([line("Consultation", 1, 6000)]))).await.unwrap();
        d.call_by(&desk, "billing.preview_promotion", json!({ "id": draft["id"], "code": "TEN" })).await.unwrap();
        d.tamper("UPDATE locations SET time_zone = 'Asia/Ho_Chi_Minh'").await;
        let over = wrong(d.call_by(&desk, "billing.preview_promotion", json!({ "id": draft["id"], "code": "TEN" })).await);
        assert_eq!((over.code.as_str(), &over.params["day"]), ("promotion_expired", &json!("2026-11-24")));
        let listed = d.call_by(&desk, "billing.promotions", json!({ "location_id": d.clinic.location_id })).await.unwrap();
        assert_eq!(listed[0]["status"], "expired");
    }

    async fn limits_are_kept_and_a_void_gives_back(w) {
        let d = Desk::open(w).await;
        let promotion = d.promotion(json!({ "usage_limit": 2, "patient_limit": 1 })).await;
        let (first, second) = (d.coded(6000, "TEN").await, d.coded(3000, "TEN").await);
        let issued = d.issue(&first).await;
        let again = wrong(d.call("billing.issue", version(&second)).await);
        assert_eq!((again.field.as_str(), again.code.as_str(), &again.params["limit"]), ("promotion", "promotion_patient_limit", &json!(1)));
        assert_eq!(d.refusal(6000, "TEN").await.0, "promotion_patient_limit");
        let lower = |field: &str| d.ten(json!({ "id": promotion["id"], "version": 1, "usage_limit": 2, field: 0 }));
        assert_eq!(wrong(d.by_admin("billing.save_promotion", lower("patient_limit")).await).code, "out_of_range");
        d.by_admin("billing.void", with(version(&issued), json!({ "reason": "Twice" }))).await.unwrap();
        assert_eq!((d.used().await, d.findings().await), (json!(0), vec![]));
        d.issue(&second).await;
        let other = d.w.patient(&d.clinic.receptionist, "Aoife", "Byrne").await;
        let other = with(d.form(json!([line("Consultation", 1, 6000)])), json!({ "patient_id": other }));
        let other = d.done("billing.save_invoice", other).await;
        d.issue(&d.done("billing.apply_promotion", applying(&other, "TEN")).await).await;
        let third = d.w.patient(&d.clinic.receptionist, "Ciara", "Byrne").await;
        let third = with(d.form(json!([line("Consultation", 1, 6000)])), json!({ "patient_id": third }));
        let third = d.done("billing.save_invoice", third).await;
        let full = wrong(d.call("billing.apply_promotion", applying(&third, "TEN")).await);
        assert_eq!((full.code.as_str(), &full.params["limit"]), ("promotion_used_up", &json!(2)));
        let below = wrong(d.by_admin("billing.save_promotion", d.ten(json!({ "id": promotion["id"], "version": 1, "usage_limit": 1 }))).await);
        assert_eq!((below.code.as_str(), &below.params["used"]), ("below_used", &json!(2)));
        let shown = d.done("billing.promotion", json!({ "id": promotion["id"], "location_id": d.clinic.location_id })).await;
        let states: Vec<&str> = shown["redemptions"].as_array().unwrap().iter().map(|r| r["state"].as_str().unwrap()).collect();
        assert_eq!((states.len(), states.iter().filter(|s| **s == "given_back").count()), (3, 1));
        assert_eq!((&shown["promotion"]["status"], d.findings().await), (&json!("used_up"), vec![]));
    }

    async fn the_last_use_goes_to_one_of_many_desks(w) {
        let d = Desk::open(w).await;
        d.promotion(json!({ "usage_limit": 3 })).await;
        let mut drafts = Vec::new();
        for _ in 0..8 {
            drafts.push(d.coded(6000, "TEN").await);
        }
        let issued = join_all(drafts.iter().map(|draft| d.call("billing.issue", version(draft)))).await;
        let (done, refused): (Vec<_>, Vec<_>) = issued.into_iter().partition(Result::is_ok);
        assert_eq!((done.len(), d.used().await), (3, json!(3)));
        assert!(refused.into_iter().all(|r| wrong(r).code == "promotion_used_up"));
        assert_eq!(d.findings().await, []);
    }

    async fn only_who_sets_prices_may_save_and_each_wrong_field_is_named(w) {
        let d = Desk::open(w).await;
        assert_eq!(d.call("billing.save_promotion", d.ten(json!({}))).await.unwrap_err().code, ErrorCode::Denied);
        let bad = d.ten(json!({
            "code": "50 % off", "name": " ", "kind": "amount", "value": 0, "currency": null, "maximum_discount": 5, "ends_on": "2026-11-01", "usage_limit": 0,
        }));
        let error = d.by_admin("billing.save_promotion", bad).await.unwrap_err();
        let named: Vec<&str> = error.fields.iter().map(|f| f.field.as_str()).collect();
        assert_eq!(named, ["code", "name", "value", "maximum_discount", "currency", "ends_on", "usage_limit"]);
        let saved = d.promotion(json!({})).await;
        assert_eq!((&saved["code"], &saved["status"]), (&json!("TEN"), &json!("active")));
        assert_eq!(wrong(d.by_admin("billing.save_promotion", d.ten(json!({ "code": " Ten " }))).await).code, "code_taken");
        let edit = d.ten(json!({ "id": saved["id"], "version": 1, "name": "Ten" }));
        d.by_admin("billing.save_promotion", edit.clone()).await.unwrap();
        let stale = d.by_admin("billing.save_promotion", edit).await.unwrap_err();
        assert_eq!((stale.code, &stale.params["current"]["version"]), (ErrorCode::Stale, &json!(2)));
    }

    async fn the_day_sheet_and_the_invoice_name_the_code(w) {
        let d = Desk::open(w).await;
        d.promotion(json!({})).await;
        let off = with(line("Dressing", 1, 2000), json!({ "discount": { "kind": "amount", "value": 500, "reason": "Staff" } }));
        let draft = d.draft(json!([off])).await;
        let issued = d.issue(&d.done("billing.apply_promotion", applying(&draft, "TEN")).await).await;
        d.done("billing.pay", d.cash(&issued, 1350)).await;
        let session = d.done("billing.drawer", json!({ "location_id": d.clinic.location_id, "drawer": "1" })).await["open"].clone();
        let told: Vec<(&str, &Value, &str)> = session["exceptions"].as_array().unwrap().iter()
            .map(|e| (e["kind"].as_str().unwrap(), &e["amount"], e["reason"].as_str().unwrap())).collect();
        assert_eq!(told, [("discount", &eur(500), ""), ("promotion", &eur(150), "TEN")]);
        for (command, id) in [("billing.invoice_pdf", &issued["id"]), ("billing.day_sheet_pdf", &session["id"])] {
            d.done(command, json!({ "id": id, "paper": "a4", "language": "vi" })).await;
        }
    }

    async fn uses_that_no_invoice_tells_are_found_out(w) {
        let d = Desk::open(w).await;
        d.promotion(json!({ "usage_limit": 5 })).await;
        for price in [6000, 3000] {
            d.issue(&d.coded(price, "TEN").await).await;
        }
        d.coded(4000, "TEN").await;
        for tamper in [
            "UPDATE promotions SET usage_limit = 1", "UPDATE promotion_redemptions SET amount = amount + 1 WHERE amount = 600",
            "UPDATE promotion_redemptions SET state = 'redeemed', amount = 1 WHERE state = 'chosen'", "UPDATE promotions SET patient_limit = 1",
        ] {
            d.tamper(tamper).await;
        }
        let found: Vec<(Check, String)> = d.findings().await.into_iter().map(|f| (f.check, f.place)).collect();
        let places = ["usage_limit", "patient_limit", "promotion_redemptions", "amount"];
        assert_eq!(found, places.map(|place| (Check::Promotions, place.to_owned())));
    }
}
