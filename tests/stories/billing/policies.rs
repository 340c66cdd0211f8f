//! Who is insured with whom, and on which days.

use chrono::TimeDelta;
use curanda_core::error::ErrorCode;
use curanda_tests::stories;
use serde_json::{Value, json};

use super::{Desk, line, reason, with, wrong};

impl Desk {
    async fn policies(&self, on: &str) -> Vec<Value> {
        let list = self
            .done("insurance.policies", json!({ "patient_id": self.patient, "on": on }))
            .await;
        list.as_array().unwrap().clone()
    }

    /// The policy again, with some fields set otherwise.
    fn edited(&self, policy: &Value, fields: Value) -> Value {
        with(policy.clone(), fields)
    }
}

stories! {
    async fn a_policy_is_kept_edited_and_put_aside_with_its_history(w) {
        let d = Desk::open(w).await;
        let insurer = d.insurer("Meridian Health").await;
        let other = json!({ "holder": "other", "holder_name": " Nora Byrne ", "holder_relation": "mother", "group_number": "G-7", "coverage_note": "Outpatient" });
        let policy = d.done("insurance.save_policy", with(d.policy_form(&insurer, "primary"), other)).await;
        assert_eq!((&policy["insurer"], &policy["payer_id"], &policy["holder_name"]), (&json!("Meridian Health"), &json!("40112"), &json!("Nora Byrne")));
        let own = d.done("insurance.save_policy", d.edited(&policy, json!({ "holder": "self" }))).await;
        assert_eq!((&own["version"], &own["holder_name"], &own["holder_relation"]), (&json!(2), &json!(""), &json!("")));
        assert_eq!(d.call("insurance.save_policy", policy).await.unwrap_err().code, ErrorCode::Stale);
        d.done("insurance.save_policy", d.edited(&own, json!({ "active": false }))).await;
        assert_eq!(d.policies("2026-11-24").await[0]["eligibility"], "inactive");
        let timeline = d.done("patients.timeline", json!({ "patient_id": d.patient, "before": null, "limit": 10, "only": "change" })).await;
        let fields: Vec<&str> = timeline["entries"][1]["fields"].as_array().unwrap().iter().map(|f| f["field"].as_str().unwrap()).collect();
        assert_eq!(fields, ["holder", "holder_name", "holder_relation"], "what changed stands in the timeline");
    }

    async fn every_wrong_field_is_named(w) {
        let d = Desk::open(w).await;
        let insurer = d.insurer("Meridian Health").await;
        let form = json!({ "policy_number": " ", "holder": "other", "valid_from": "2026-12-01", "valid_to": "2026-11-30" });
        let error = d.call("insurance.save_policy", with(d.policy_form(&insurer, "primary"), form)).await.unwrap_err();
        let named: Vec<(&str, &str)> = error.fields.iter().map(|f| (f.field.as_str(), f.code.as_str())).collect();
        assert_eq!(named, [("policy_number", "required"), ("holder_name", "required"), ("valid_to", "ends_before_start")]);
        let nobody = with(d.policy_form(&insurer, "primary"), json!({ "insurer_id": d.patient }));
        assert_eq!(d.call("insurance.save_policy", nobody).await.unwrap_err().code, ErrorCode::NotFound);
        let again = json!({ "id": null, "version": 0, "name": " Meridian Health ", "payer_id": "", "active": true });
        assert_eq!(wrong(d.call("insurance.save_insurer", again).await).code, "name_taken");
        let long = json!({
            "policy_number": "x".repeat(81), "group_number": "x".repeat(81), "coverage_note": "x".repeat(401), "holder": "other", "holder_name": "x".repeat(201),
            "holder_relation": "x".repeat(61),
        });
        let error = d.call("insurance.save_policy", with(d.policy_form(&insurer, "primary"), long)).await.unwrap_err();
        let named: Vec<(&str, &str)> = error.fields.iter().map(|f| (f.field.as_str(), f.code.as_str())).collect();
        assert_eq!(named, ["policy_number", "group_number", "coverage_note", "holder_relation", "holder_name"].map(|field| (field, "too_long")));
        let insurer = with(insurer, json!({ "name": "x".repeat(161), "payer_id": "x".repeat(41) }));
        let error = d.call("insurance.save_insurer", insurer).await.unwrap_err();
        assert_eq!(error.fields.iter().map(|f| f.field.as_str()).collect::<Vec<_>>(), ["name", "payer_id"]);
    }

    async fn an_insurer_that_is_no_longer_offered_stays_where_it_stands(w) {
        let d = Desk::open(w).await;
        let (one, two) = (d.insurer("Meridian Health").await, d.insurer("Harp Insurance").await);
        let policy = d.insured(&one).await;
        for insurer in [&one, &two] {
            d.done("insurance.save_insurer", with(insurer.clone(), json!({ "active": false }))).await;
        }
        assert_eq!(d.call("insurance.save_insurer", one.clone()).await.unwrap_err().code, ErrorCode::Stale);
        let gone = with(one.clone(), json!({ "id": d.patient }));
        assert_eq!(d.call("insurance.save_insurer", gone).await.unwrap_err().code, ErrorCode::NotFound);
        let kept = d.done("insurance.save_policy", d.edited(&policy, json!({ "coverage_note": "Dental" }))).await;
        let refused = wrong(d.call("insurance.save_policy", d.edited(&kept, json!({ "insurer_id": two["id"] }))).await);
        assert_eq!((refused.field.as_str(), refused.code.as_str()), ("insurer_id", "not_active"));
        assert_eq!(wrong(d.call("insurance.save_policy", d.policy_form(&one, "secondary")).await).code, "not_active");
        let lost = d.edited(&kept, json!({ "id": d.patient }));
        assert_eq!(d.call("insurance.save_policy", lost).await.unwrap_err().code, ErrorCode::NotFound);
    }

    async fn two_of_one_rank_never_cover_the_same_day(w) {
        let d = Desk::open(w).await;
        let (one, two) = (d.insurer("Meridian Health").await, d.insurer("Harp Insurance").await);
        let until = json!({ "valid_from": "2026-01-01", "valid_to": "2026-12-31" });
        let first = d.done("insurance.save_policy", with(d.policy_form(&one, "primary"), until)).await;
        let second = with(d.policy_form(&two, "primary"), json!({ "valid_from": "2026-12-31" }));
        let refused = wrong(d.call("insurance.save_policy", second.clone()).await);
        assert_eq!((refused.field.as_str(), refused.code.as_str()), ("policy_rank", "policy_meets"));
        assert_eq!((&refused.params["insurer"], &refused.params["from"], &refused.params["to"]), (&json!("Meridian Health"), &json!("2026-01-01"), &json!("2026-12-31")));
        let next = d.done("insurance.save_policy", with(second, json!({ "valid_from": "2027-01-01" }))).await;
        d.done("insurance.save_policy", d.policy_form(&two, "secondary")).await;
        let longer = d.edited(&first, json!({ "valid_to": null }));
        assert_eq!(wrong(d.call("insurance.save_policy", longer.clone()).await).params["insurer"], "Harp Insurance");
        d.done("insurance.save_policy", d.edited(&next, json!({ "active": false }))).await;
        d.done("insurance.save_policy", longer).await;
        let ranks: Vec<Value> = d.policies("2027-02-01").await.iter().map(|p| json!([p["policy_rank"], p["eligibility"]])).collect();
        assert_eq!(ranks, [json!(["primary", "covered"]), json!(["secondary", "covered"]), json!(["primary", "inactive"])]);
    }

    async fn two_desks_cannot_both_be_first(w) {
        let d = Desk::open(w).await;
        let insurer = d.insurer("Meridian Health").await;
        let save = || d.call("insurance.save_policy", d.policy_form(&insurer, "primary"));
        let (one, two) = futures::join!(save(), save());
        assert_eq!(usize::from(one.is_ok()) + usize::from(two.is_ok()), 1, "{one:?} {two:?}");
        assert_eq!(wrong(if one.is_ok() { two } else { one }).code, "policy_meets");
    }

    async fn a_claim_needs_a_policy_that_covers_on_the_day(w) {
        let d = Desk::open(w).await;
        let insurer = d.insurer("Meridian Health").await;
        let invoice = d.owed(10_000).await;
        let policy = d.done("insurance.save_policy", with(d.policy_form(&insurer, "primary"), json!({ "valid_to": "2026-11-23" }))).await;
        let expired = wrong(d.call("billing.pay", d.claim(&invoice, 8000, &policy)).await);
        assert_eq!((expired.field.as_str(), expired.code.as_str()), ("policy_id", "policy_expired"));
        assert_eq!((&expired.params["bound"], &expired.params["day"]), (&json!("2026-11-23"), &json!("2026-11-24")));
        let policy = d.done("insurance.save_policy", d.edited(&policy, json!({ "valid_from": "2026-11-25", "valid_to": null }))).await;
        assert_eq!(wrong(d.call("billing.pay", d.claim(&invoice, 8000, &policy)).await).code, "policy_not_yet");
        let policy = d.done("insurance.save_policy", d.edited(&policy, json!({ "valid_from": null, "active": false }))).await;
        assert_eq!(wrong(d.call("billing.pay", d.claim(&invoice, 8000, &policy)).await).code, "policy_inactive");
        let missing = with(d.claim(&invoice, 8000, &policy), json!({ "policy_id": null }));
        assert_eq!(wrong(d.call("billing.pay", missing).await).code, "policy_required");
        let someone = d.w.patient(&d.clinic.receptionist, "Declan", "Hayes").await;
        let theirs = d.done("insurance.save_policy", with(d.policy_form(&insurer, "primary"), json!({ "patient_id": someone }))).await;
        assert_eq!(wrong(d.call("billing.pay", d.claim(&invoice, 8000, &theirs)).await).code, "not_found");
        assert_eq!(d.invoice(&invoice["id"]).await["payments"], json!([]), "nothing was noted");
        assert_eq!(d.findings().await, []);
    }

    async fn the_day_that_counts_is_the_visit_s_else_that_of_the_invoice(w) {
        let d = Desk::open(w).await;
        let insurer = d.insurer("Meridian Health").await;
        let policy = d.done("insurance.save_policy", with(d.policy_form(&insurer, "primary"), json!({ "valid_to": "2026-11-24" }))).await;
        let book = json!({
            "patient_id": d.patient, "doctor_id": d.clinic.doctors[0], "location_id": d.clinic.location_id, "starts_at": "2026-11-24T10:00:00Z", "minutes": 15,
        });
        let visit = d.done("scheduling.book", book).await["card"]["id"].clone();
        let without_visit = d.owed(500).await;
        d.w.clock.advance(TimeDelta::hours(20));
        let of_visit = d.done("billing.invoice_visit", json!({ "appointment_id": visit, "language": "en" })).await;
        let of_visit = d.issue(&of_visit).await;
        assert_eq!((&of_visit["issued_on"], &of_visit["visit_on"]), (&json!("2026-11-25"), &json!("2026-11-24")));
        d.done("billing.pay", d.claim(&of_visit, 6000, &policy)).await;
        d.done("billing.pay", d.claim(&without_visit, 500, &policy)).await;
        assert_eq!(wrong(d.call("billing.pay", d.claim(&d.owed(100).await, 100, &policy)).await).code, "policy_expired");
    }

    async fn policies_go_along_with_a_merged_chart_and_come_back(w) {
        let d = Desk::open(w).await;
        let insurer = d.insurer("Meridian Health").await;
        let going = d.w.patient(&d.clinic.receptionist, "Eileen", "Byrnes").await;
        let theirs = with(d.policy_form(&insurer, "primary"), json!({ "patient_id": going }));
        d.done("insurance.save_policy", theirs.clone()).await;
        let preview = d.done("patients.merge_preview", json!({ "survivor_id": d.patient, "merged_id": going })).await;
        let merge = json!({
            "survivor_id": d.patient, "merged_id": going, "survivor_version": preview["survivor"]["version"], "merged_version": preview["merged"]["version"], "take": [], "reason": "",
        });
        let merged = d.done("patients.merge", merge).await;
        assert_eq!(d.policies("2026-11-24").await.len(), 1);
        assert_eq!(reason(d.call("insurance.save_policy", theirs).await), "chart_merged");
        d.done("patients.undo_merge", json!({ "merge_id": merged["merged_charts"][0]["merge_id"] })).await;
        assert_eq!(d.policies("2026-11-24").await.len(), 0);
    }

    async fn policies_of_two_charts_that_are_merged_stay_sound_and_come_back(w) {
        let d = Desk::open(w).await;
        let (one, two) = (d.insurer("Meridian Health").await, d.insurer("Harp Insurance").await);
        let gone = d.w.patient(&d.clinic.receptionist, "Eileen", "Byrnes").await;
        let of_gone = |policy: Value| with(policy, json!({ "patient_id": gone }));
        let days = |from: &str| json!({ "valid_from": from });
        d.done("insurance.save_policy", with(d.policy_form(&one, "primary"), days("2026-06-01"))).await;
        let twin = with(d.policy_form(&one, "primary"), json!({ "policy_number": "mh 1", "group_number": "G-7", "valid_to": "2026-12-31" }));
        let twin = d.done("insurance.save_policy", of_gone(twin)).await;
        let invoice = d.done("billing.save_invoice", of_gone(d.form(json!([line("Consultation", 1, 1000)])))).await;
        let invoice = d.issue(&invoice).await;
        let claim = d.done("billing.pay", of_gone(d.claim(&invoice, 1000, &twin))).await["payment"].clone();
        let next = with(d.policy_form(&two, "primary"), json!({ "policy_number": "HA-2", "valid_from": "2027-01-01" }));
        let next = d.done("insurance.save_policy", of_gone(next)).await;
        let ids = json!({ "survivor_id": d.patient, "merged_id": gone });
        let preview = d.by_admin("patients.merge_preview", ids.clone()).await.unwrap();
        assert_eq!(preview["policies"], json!([
            { "insurer": "Harp Insurance", "joining": "next_rank", "rank_before": "primary", "policy_rank": "secondary" },
            { "insurer": "Meridian Health", "joining": "one", "rank_before": "primary", "policy_rank": "primary" },
        ]));
        let versions = json!({ "survivor_version": preview["survivor"]["version"], "merged_version": preview["merged"]["version"], "take": [], "reason": "same" });
        let merged = d.by_admin("patients.merge", with(ids, versions)).await.unwrap();
        let told = |policies: Vec<Value>| -> Vec<Value> {
            policies.iter().map(|p| json!([p["policy_number"], p["policy_rank"], p["active"], p["valid_from"], p["group_number"]])).collect()
        };
        assert_eq!(told(d.policies("2026-11-24").await), [
            json!(["MH-1", "primary", true, null, "G-7"]),
            json!(["HA-2", "secondary", true, "2027-01-01", ""]),
            json!(["mh 1", "primary", false, null, "G-7"]),
        ]);
        assert_eq!(d.findings().await, []);
        let claims = d.done("billing.claims", json!({ "filter": { "location_id": d.clinic.location_id, "state": null, "insurer_id": null, "from": null, "to": null }, "page": 0 })).await;
        assert_eq!((&claims["claims"][0]["payment_id"], &claims["claims"][0]["policy_id"]), (&claim["id"], &twin["id"]), "a claim stays under its policy");
        let timeline = d.done("patients.timeline", json!({ "patient_id": d.patient, "before": null, "limit": 10, "only": "change" })).await;
        let ranks = timeline["entries"].as_array().unwrap().iter().flat_map(|e| e["fields"].as_array().unwrap().iter());
        assert!(ranks.into_iter().any(|f| f["field"] == "policy_rank" && f["after"] == "secondary"), "{timeline}");
        // Noted since: it stays. What the merge did goes.
        let noted = d.policies("2026-11-24").await.into_iter().find(|p| p["id"] == next["id"]).unwrap();
        d.done("insurance.save_policy", d.edited(&noted, json!({ "coverage_note": "Dental" }))).await;
        d.by_admin("patients.undo_merge", json!({ "merge_id": merged["merged_charts"][0]["merge_id"] })).await.unwrap();
        assert_eq!(told(d.policies("2026-11-24").await), [json!(["MH-1", "primary", true, "2026-06-01", ""])]);
        let back = d.done("insurance.policies", json!({ "patient_id": gone, "on": "2026-11-24" })).await.as_array().unwrap().clone();
        assert_eq!(back.iter().find(|p| p["id"] == next["id"]).unwrap()["coverage_note"], "Dental");
        assert_eq!(told(back), [json!(["HA-2", "primary", true, "2027-01-01", ""]), json!(["mh 1", "primary", true, null, "G-7"])]);
        assert_eq!(d.findings().await, []);
    }

    async fn what_an_edit_put_in_the_way_of_an_undo_finds_the_next_rank(w) {
        let d = Desk::open(w).await;
        let (one, two) = (d.insurer("Meridian Health").await, d.insurer("Harp Insurance").await);
        let gone = d.w.patient(&d.clinic.receptionist, "Eileen", "Byrnes").await;
        let of_gone = |policy: Value| with(policy, json!({ "patient_id": gone }));
        let kept = d.done("insurance.save_policy", d.policy_form(&one, "primary")).await;
        d.done("insurance.save_policy", of_gone(with(d.policy_form(&two, "primary"), json!({ "policy_number": "HA-1" })))).await;
        d.done("insurance.save_policy", of_gone(with(d.policy_form(&two, "secondary"), json!({ "policy_number": "HA-2" })))).await;
        let ids = json!({ "survivor_id": d.patient, "merged_id": gone, "survivor_version": 1, "merged_version": 1, "take": [], "reason": "" });
        let merged = d.by_admin("patients.merge", ids).await.unwrap();
        let of = |policies: &[Value], number: &str| policies.iter().find(|p| p["policy_number"] == number).unwrap().clone();
        let all = d.policies("2026-11-24").await;
        assert_eq!((&of(&all, "HA-1")["policy_rank"], &of(&all, "HA-2")["policy_rank"]), (&json!("secondary"), &json!("tertiary")));
        // HA-2 is made the first; on undo HA-1 would be the first again.
        d.done("insurance.save_policy", d.edited(&kept, json!({ "active": false }))).await;
        d.done("insurance.save_policy", d.edited(&of(&all, "HA-2"), json!({ "policy_rank": "primary" }))).await;
        d.by_admin("patients.undo_merge", json!({ "merge_id": merged["merged_charts"][0]["merge_id"] })).await.unwrap();
        let back = d.done("insurance.policies", json!({ "patient_id": gone, "on": "2026-11-24" })).await.as_array().unwrap().clone();
        let mut ranks: Vec<&str> = back.iter().map(|p| p["policy_rank"].as_str().unwrap()).collect();
        ranks.sort_unstable();
        assert_eq!(ranks, ["primary", "secondary"], "one of the two makes way: {back:?}");
        assert_eq!(d.findings().await, []);
    }

    async fn a_check_finds_two_policies_of_one_rank_on_the_same_days(w) {
        let d = Desk::open(w).await;
        let insurer = d.insurer("Meridian Health").await;
        let year = json!({ "valid_from": "2026-01-01", "valid_to": "2026-12-31" });
        d.done("insurance.save_policy", with(d.policy_form(&insurer, "primary"), year)).await;
        let next = d.done("insurance.save_policy", with(d.policy_form(&insurer, "primary"), json!({ "valid_from": "2027-01-01" }))).await;
        assert_eq!(d.findings().await, []);
        d.tamper("UPDATE insurance_policies SET valid_from = '2026-12-31' WHERE valid_from = '2027-01-01'").await;
        let findings = d.findings().await;
        assert_eq!((findings.len(), findings[0].check.as_str(), findings[0].ids[0].to_string()), (1, "policies", next["id"].as_str().unwrap().to_owned()));
    }
}
