//! Who is insured with whom, and on which days.

use curanda_core::error::ErrorCode;
use curanda_tests::stories;
use serde_json::{Value, json};

use super::{Desk, reason, with, wrong};

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
}
