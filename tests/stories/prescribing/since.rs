//! What became known between the look and the signature, or between a prescription and its repeat: named, never passed over.

use curanda_core::error::{ApiError, ErrorCode};
use curanda_tests::stories;
use serde_json::{Value, json};

use super::{Practice, amoxicillin, item, order, reason, warnings};

/// The order of somebody who saw these warnings.
fn having_seen(mut order: Value, keys: &[&str]) -> Value {
    order["seen"] = json!(keys);
    order
}

/// Severity, medicine and effect of the warnings that a refusal names.
fn named(error: &ApiError) -> Vec<String> {
    let text = |w: &Value, field: &str| w[field].as_str().unwrap().to_owned();
    let all = error.params["warnings"].as_array().unwrap().iter();
    all.map(|w| format!("{} {} {}", text(w, "severity"), text(w, "medicine"), text(w, "effect")))
        .collect()
}

stories! {
    async fn what_came_since_the_look_is_named_before_it_is_issued(w) {
        let p = Practice::open(&w).await;
        assert_eq!(warnings(&p.check(&[amoxicillin()]).await), []);
        p.allergy("Penicillin").await;
        let refused = p.ask("prescribing.issue", having_seen(order(&p.patient, &[amoxicillin()], json!([])), &[])).await.unwrap_err();
        assert_eq!((reason(&refused), named(&refused)), (Some("warnings_new"), vec!["contraindicated amoxicillin allergic_reaction".to_owned()]));
        assert_eq!(p.items().await.len(), 0, "nothing is issued");
        let key = "allergy:penicillin:amoxicillin";
        let unanswered = p.ask("prescribing.issue", having_seen(order(&p.patient, &[amoxicillin()], json!([])), &[key])).await.unwrap_err();
        assert_eq!((reason(&unanswered), named(&unanswered).len()), (Some("warnings_unanswered"), 1));
        let answers = json!([{ "key": key, "reason": "Tolerated twice since" }]);
        p.done("prescribing.issue", having_seen(order(&p.patient, &[amoxicillin()], answers), &[key])).await;
    }

    async fn what_needs_no_reason_is_shown_all_the_same(w) {
        let p = Practice::open(&w).await;
        p.issue(&[item("amlodipine", "tablet", "5 mg", "1 daily")]).await;
        let simvastatin = item("simvastatin", "tablet", "20 mg", "1 nocte");
        let refused = p.ask("prescribing.issue", having_seen(order(&p.patient, std::slice::from_ref(&simvastatin), json!([])), &[])).await.unwrap_err();
        assert_eq!((reason(&refused), named(&refused)[0].starts_with("moderate simvastatin")), (Some("warnings_new"), true));
        let keys: Vec<Value> = p.check(std::slice::from_ref(&simvastatin)).await["warnings"].as_array().unwrap().iter().map(|w| w["key"].clone()).collect();
        let keys: Vec<&str> = keys.iter().filter_map(Value::as_str).collect();
        p.done("prescribing.issue", having_seen(order(&p.patient, &[simvastatin], json!([])), &keys)).await;
    }

    async fn a_repeat_goes_on_with_a_reason_that_is_kept(w) {
        let p = Practice::open(&w).await;
        p.issue(&[amoxicillin()]).await;
        p.allergy("Penicillin").await;
        let item = p.items().await.remove(0);
        let use_one = |item: &Value, answers: Value| json!({ "id": item["id"], "version": item["version"], "answers": answers });
        let refused = p.ask("prescribing.use_refill", use_one(&item, json!([]))).await.unwrap_err();
        assert_eq!((reason(&refused), named(&refused)), (Some("warnings_new"), vec!["contraindicated amoxicillin allergic_reaction".to_owned()]));
        let answer = |why: &str| json!([{ "key": "allergy:penicillin:amoxicillin", "reason": why }]);
        let blank = p.ask("prescribing.use_refill", use_one(&item, answer(" "))).await.unwrap_err();
        assert_eq!((blank.code, blank.fields[0].field.as_str()), (ErrorCode::Invalid, "answers.0.reason"));
        let used = p.done("prescribing.use_refill", use_one(&item, answer("Rash was viral"))).await;
        assert_eq!(used["refills_left"], 1);
        assert_eq!(p.done("prescribing.use_refill", use_one(&used, json!([]))).await["refills_left"], 0, "the answer holds");
    }

    async fn pregnancy_and_breastfeeding_are_said_once_and_minded(w) {
        let p = Practice::open(&w).await;
        let both = [item("ramipril", "capsule", "5 mg", "1 daily"), item("codeine", "tablet", "30 mg", "1 qid 3d")];
        let said = async || {
            let answer = p.check(&both).await;
            let about = warnings(&answer).into_iter().filter(|(kind, _)| ["pregnancy", "lactation"].contains(&kind.as_str()));
            about.map(|(kind, severity)| format!("{kind} {severity}")).collect::<Vec<_>>()
        };
        p.say("unknown", "unknown").await;
        assert_eq!(said().await, ["pregnancy moderate"], "nobody said, so it is asked");
        let stated = p.say("yes", "unknown").await;
        assert_eq!((&stated["pregnancy"], &stated["stated_by_name"], &stated["stated_on"]), (&json!("yes"), &json!("Test doctor"), &json!("2026-11-24")));
        assert_eq!(said().await, ["pregnancy contraindicated", "pregnancy moderate"]);
        p.say("no", "yes").await;
        assert_eq!(said().await, ["lactation major"]);
        let chart = p.done("chart.read", json!({ "patient_id": p.patient, "location_id": null })).await;
        assert_eq!((&chart["maternity"]["pregnancy"], &chart["maternity"]["breastfeeding"]), (&json!("no"), &json!("yes")));
        let issued = p.issue(&[amoxicillin()]).await;
        let document = p.done("prescribing.open", json!({ "id": issued["id"], "version": null })).await["document"].clone();
        assert_eq!((&document["patient"]["pregnancy"], &document["patient"]["breastfeeding"]), (&json!("no"), &json!("yes")));
        let desk = w.call::<Value>(Some(&p.c.receptionist.token), "chart.state_maternity", json!({})).await.unwrap_err();
        assert_eq!(desk.code, ErrorCode::Denied);
        w.clock.set(curanda_tests::World::start_time() + chrono::TimeDelta::days(1));
        let again = w.sign_in(&p.c.doctor.email, curanda_tests::PASSWORD).await;
        let chart: Value = w.call(Some(&again.token), "chart.read", json!({ "patient_id": p.patient, "location_id": null })).await.unwrap();
        assert_eq!((&chart["maternity"]["pregnancy"], &chart["maternity"]["breastfeeding"]), (&json!("unknown"), &json!("yes")), "a no is of its day");
    }
}
