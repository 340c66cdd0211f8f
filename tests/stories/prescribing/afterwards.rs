//! A prescription afterwards: repeated, replaced, stopped, corrected.

use curanda_core::error::ErrorCode;
use curanda_tests::{DoctorWish, stories};
use serde_json::{Value, json};

use super::{Practice, amoxicillin, item, order, reason, warfarin, warnings};

stories! {
    async fn the_last_one_is_repeated_and_a_substitution_says_why(w) {
        let p = Practice::open(&w).await;
        p.issue(&[warfarin(), item("bisoprolol", "tablet", "2.5 mg", "1 qam")]).await;
        let list = p.done("prescribing.list", json!({ "patient_id": p.patient })).await;
        let repeat = list["repeat"].as_array().unwrap().clone();
        assert_eq!(repeat.len(), 2);
        assert_eq!(warnings(&p.check(&repeat).await), [], "what is renewed is no duplicate of itself");
        p.issue(&repeat).await;
        let items = p.items().await;
        let states: Vec<_> = items.iter().map(|i| (i["state"].as_str().unwrap(), i["stop_kind"].as_str())).collect();
        assert_eq!(states, [("active", None), ("active", None), ("stopped", Some("renewed")), ("stopped", Some("renewed"))]);
        assert_eq!(p.medications().await.iter().filter(|m| m.1 == "active").count(), 2);
        let mut other = item("apixaban", "tablet", "5 mg", "1 bid");
        other["replaces"] = items[0]["id"].clone();
        let unsaid = p.ask("prescribing.issue", order(&p.patient, &[other.clone()], json!([]))).await.unwrap_err();
        assert_eq!((unsaid.code, unsaid.fields[0].code.as_str()), (ErrorCode::Invalid, "required"));
        other["replace_reason"] = json!("INR unstable");
        p.issue(&[other.clone()]).await;
        let again = p.ask("prescribing.issue", order(&p.patient, &[other], json!([]))).await.unwrap_err();
        assert!(matches!(again.code, ErrorCode::Stale | ErrorCode::NotAllowed), "its place is taken: {again:?}");
    }

    async fn stopping_is_a_further_version_and_the_first_stays_as_it_was(w) {
        let p = Practice::open(&w).await;
        let issued = p.issue(&[amoxicillin()]).await;
        let item = p.items().await.remove(0);
        let stop = |version: i64, why: &str| json!({ "id": item["id"], "version": version, "reason": why });
        let unsaid = p.ask("prescribing.stop", stop(1, " ")).await.unwrap_err();
        assert_eq!(unsaid.fields[0].code, "required");
        let stopped = p.done("prescribing.stop", stop(1, "Rash on day two")).await;
        assert_eq!((&stopped["state"], &stopped["stop_reason"]), (&json!("stopped"), &json!("Rash on day two")));
        let stale = p.ask("prescribing.stop", stop(1, "again")).await.unwrap_err();
        assert_eq!(stale.code, ErrorCode::Stale);
        assert_eq!(p.medications().await[0].1, "stopped");
        let read = async |version: i32| p.done("prescribing.open", json!({ "id": issued["id"], "version": version })).await;
        let (first, second) = (read(1).await, read(2).await);
        assert_eq!(first["document"]["items"][0]["stopped_on"], Value::Null);
        assert_eq!((&second["document"]["items"][0]["stop_reason"], second["versions"].as_array().unwrap().len()), (&json!("Rash on day two"), 2));
        let verify = async |code: &Value| p.done("prescribing.verify", json!({ "number": "rx-2026-000001", "code": code })).await;
        assert_eq!(verify(&second["verification_code"]).await, json!({ "genuine": true, "current": true, "issued_on": "2026-11-24" }));
        assert_eq!(verify(&first["verification_code"]).await["current"], false);
        assert_eq!(verify(&json!("AAAAA-AAAAA")).await["genuine"], false);
    }

    async fn what_was_written_wrongly_is_corrected_as_a_new_version(w) {
        let p = Practice::open(&w).await;
        let mut private = order(&p.patient, &[warfarin()], json!([]));
        private["tags"] = json!(["anticoagulation"]);
        private["privacy"] = json!("highly_sensitive");
        let issued = p.done("prescribing.issue", private).await;
        let read = async |version: Value| p.done("prescribing.open", json!({ "id": issued["id"], "version": version })).await;
        let first = read(Value::Null).await;
        assert_eq!(first["document"]["tags"], json!(["anticoagulation"]));
        let correct = |version: i64, reason: &str| json!({
            "id": issued["id"], "version": version, "diagnosis": " Atrial fibrillation ", "notes": "", "tags": ["anticoagulation", " "], "reason": reason,
        });
        assert_eq!(p.ask("prescribing.correct", correct(1, " ")).await.unwrap_err().fields[0].field, "reason");
        p.done("prescribing.correct", correct(1, "The diagnosis was left out")).await;
        assert_eq!(p.ask("prescribing.correct", correct(1, "again")).await.unwrap_err().code, ErrorCode::Stale);
        let second = read(Value::Null).await;
        let document = &second["document"];
        assert_eq!((&document["version"], &document["diagnosis"], &document["tags"]), (&json!(2), &json!("Atrial fibrillation"), &json!(["anticoagulation"])));
        assert_eq!((&document["reason"], &document["items"]), (&json!("The diagnosis was left out"), &first["document"]["items"]));
        assert_eq!(read(json!(1)).await["document"]["diagnosis"], "", "the first version is what it was");
        let verify = json!({ "number": issued["number"], "code": first["verification_code"] });
        assert_eq!(p.done("prescribing.verify", verify).await["current"], false);
        let item = p.items().await.remove(0);
        p.done("prescribing.stop", json!({ "id": item["id"], "version": item["version"], "reason": "Bleeding" })).await;
        assert_eq!(read(Value::Null).await["document"]["diagnosis"], "Atrial fibrillation", "what was corrected stays");
        let locked = w.call::<Value>(Some(&p.c.admin.token), "prescribing.open", json!({ "id": issued["id"], "version": null })).await.unwrap_err();
        assert_eq!(reason(&locked), Some("document_locked"));
    }

    async fn repeats_are_counted_down_and_never_below_none(w) {
        let p = Practice::open(&w).await;
        p.issue(&[warfarin()]).await;
        let mut item = p.items().await.remove(0);
        for left in [1, 0] {
            item = p.done("prescribing.use_refill", json!({ "id": item["id"], "version": item["version"] })).await;
            assert_eq!(item["refills_left"], left);
        }
        let none = p.ask("prescribing.use_refill", json!({ "id": item["id"], "version": item["version"] })).await.unwrap_err();
        assert_eq!(reason(&none), Some("no_refills_left"));
    }

    async fn what_is_over_is_renewed_and_what_is_stopped_is_prescribed_anew(w) {
        let p = Practice::open(&w).await;
        p.issue(&[amoxicillin()]).await;
        let p = p.later(20).await;
        let repeat = p.done("prescribing.list", json!({ "patient_id": p.patient })).await["repeat"].as_array().unwrap().clone();
        assert_eq!(warnings(&p.check(&repeat).await), []);
        p.issue(&repeat).await;
        let items = p.items().await;
        assert_eq!((&items[1]["stop_kind"], &items[1]["stopped_on"]), (&json!("renewed"), &json!("2026-11-30")), "on the last day of its course");
        p.done("prescribing.stop", json!({ "id": items[0]["id"], "version": items[0]["version"], "reason": "Rash" })).await;
        let mut again = amoxicillin();
        again["replaces"] = items[0]["id"].clone();
        let taken = p.ask("prescribing.issue", order(&p.patient, &[again], json!([]))).await.unwrap_err();
        assert_eq!(taken.code, ErrorCode::Stale, "its place is free already");
        p.issue(&[amoxicillin()]).await;
        assert_eq!(p.items().await[0]["state"], "active");
    }

    async fn a_course_that_is_over_is_stopped_on_its_last_day(w) {
        let p = Practice::open(&w).await;
        p.issue(&[amoxicillin()]).await;
        let p = p.later(20).await;
        let item = p.items().await.remove(0);
        let stopped = p.done("prescribing.stop", json!({ "id": item["id"], "version": 1, "reason": "Tidied up" })).await;
        assert_eq!(stopped["stopped_on"], "2026-11-30");
    }

    async fn a_repeat_is_not_dispensed_against_what_is_known_since(w) {
        let p = Practice::open(&w).await;
        p.issue(&[amoxicillin()]).await;
        let item = p.items().await.remove(0);
        let use_one = |item: &Value| json!({ "id": item["id"], "version": item["version"] });
        let item = p.done("prescribing.use_refill", use_one(&item)).await;
        p.allergy("Penicillin").await;
        let refused = p.ask("prescribing.use_refill", use_one(&item)).await.unwrap_err();
        assert_eq!((reason(&refused), &refused.params["warnings"][0]["key"]), (Some("warnings_new"), &json!("allergy:penicillin:amoxicillin")));
        assert_eq!(p.items().await[0]["refills_left"], 1, "none is used up");
        let mut renewed = amoxicillin();
        renewed["replaces"] = item["id"].clone();
        let unanswered = p.ask("prescribing.issue", order(&p.patient, &[renewed.clone()], json!([]))).await.unwrap_err();
        assert_eq!(reason(&unanswered), Some("warnings_unanswered"));
        let answers = json!([{ "key": "allergy:penicillin:amoxicillin", "reason": "Tolerated twice since" }]);
        p.done("prescribing.issue", order(&p.patient, &[renewed], answers)).await;
        let renewed = p.items().await.remove(0);
        assert_eq!(p.done("prescribing.use_refill", use_one(&renewed)).await["refills_left"], 1, "the answer holds");
    }

    async fn another_doctor_renews_and_stops_but_does_not_correct(w) {
        let p = Practice::open(&w).await;
        let issued = p.issue(&[warfarin(), amoxicillin()]).await;
        let account = w.person(&p.c.admin.token, curanda_core::identity::Role::Doctor, "second@clinic.example").await;
        let wish = DoctorWish { account: Some(&account.user_id), ..DoctorWish::new("3", &p.c.location_id, None) };
        w.doctor(&p.c.admin, &wish).await;
        let by = async |command: &str, request: Value| w.call::<Value>(Some(&account.token), command, request).await;
        let items = p.items().await;
        let mut renewed = warfarin();
        renewed["replaces"] = items[0]["id"].clone();
        by("prescribing.issue", order(&p.patient, &[renewed], json!([]))).await.unwrap();
        by("prescribing.stop", json!({ "id": items[1]["id"], "version": 1, "reason": "Rash" })).await.unwrap();
        let ended = p.items().await;
        assert_eq!(ended.iter().map(|i| i["stop_kind"].as_str()).collect::<Vec<_>>(), [None, Some("renewed"), Some("stopped")]);
        let correct = json!({ "id": issued["id"], "version": 2, "diagnosis": "", "notes": "", "tags": [], "reason": "typing" });
        assert_eq!(reason(&by("prescribing.correct", correct).await.unwrap_err()), Some("prescription_of_other"));
    }
}
