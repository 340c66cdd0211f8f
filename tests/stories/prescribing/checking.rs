//! What a draft is checked against: the lists, the chart, what is taken already.

use curanda_core::args;
use curanda_core::db::Read;
use curanda_core::error::ErrorCode;
use curanda_tests::{World, stories};
use serde_json::{Value, json};

use super::{Practice, amoxicillin, draft, item, order, reason, warfarin, warnings};

stories! {
    async fn a_medicine_is_found_and_its_sentence_stands_in_full(w) {
        let p = Practice::open(&w).await;
        for (typed, first) in [("amox", "amoxicillin"), ("acetaminophen", "paracetamol"), ("C09AA05", "ramipril"), ("clavul", "amoxicillin + clavulanic acid")] {
            let found = p.done("prescribing.search", json!({ "text": typed, "limit": 5 })).await;
            assert_eq!(found[0]["ingredient"], first, "{typed}");
        }
        let answer = p.check(&[amoxicillin()]).await;
        let read = &answer["items"][0];
        assert_eq!((&read["name"], &read["shorthand"]), (&json!("Amoxicillin 500 mg capsule"), &json!("1 cap tid 7d")));
        assert_eq!(read["sentence"], "Take 1 capsule by mouth 3 times a day for 7 days.");
        let vietnamese = json!({ "patient_id": p.patient, "items": [amoxicillin()], "language": "vi" });
        let answer = p.done("prescribing.check", vietnamese).await;
        assert_eq!(answer["items"][0]["sentence"], "Uống 1 viên nang, ngày 3 lần, trong 7 ngày.");
        let wrong = p.check(&[item("amoxicillin", "capsule", "500 mg", "1 tid banana")]).await;
        let problem = &wrong["items"][0]["problem"];
        assert_eq!((&problem["field"], &problem["code"], &problem["params"]["word"]), (&json!("items.0.sig"), &json!("sig_unknown_word"), &json!("banana")));
    }

    async fn a_warning_needs_an_answer_and_the_answer_is_kept(w) {
        let p = Practice::open(&w).await;
        p.allergy("Penicillin V").await;
        let answer = p.check(&[amoxicillin()]).await;
        assert_eq!(warnings(&answer), [("allergy".to_owned(), "contraindicated".to_owned())]);
        assert_eq!(answer["complete"], true);
        let refused = p.ask("prescribing.issue", order(&p.patient, &[amoxicillin()], json!([]))).await.unwrap_err();
        assert_eq!((refused.code, reason(&refused)), (ErrorCode::NotAllowed, Some("warnings_unanswered")));
        assert!(p.items().await.is_empty() && p.medications().await.is_empty());
        let key = &answer["warnings"][0]["key"];
        let blank = p.ask("prescribing.issue", order(&p.patient, &[amoxicillin()], json!([{ "key": key, "reason": "  " }]))).await.unwrap_err();
        assert_eq!((blank.code, blank.fields[0].field.as_str()), (ErrorCode::Invalid, "answers.0.reason"));
        let issued = p.done("prescribing.issue", order(&p.patient, &[amoxicillin()], json!([{ "key": key, "reason": "Tolerated it in 2024" }]))).await;
        let kept: Vec<(String, String, String)> = w.db.clone().all("SELECT reason, severity, list_version FROM prescription_answers", args![]).await.unwrap();
        assert_eq!(kept, [("Tolerated it in 2024".to_owned(), "contraindicated".to_owned(), "3".to_owned())]);
        let opened = p.done("prescribing.open", json!({ "id": issued["id"], "version": 1 })).await;
        assert_eq!(opened["document"]["warnings"][0]["reason"], "Tolerated it in 2024");
    }

    async fn what_is_taken_already_is_checked_against(w) {
        let p = Practice::open(&w).await;
        p.issue(&[warfarin()]).await;
        let clarithromycin = item("clarithromycin", "tablet", "500 mg", "1 bid 5d");
        assert_eq!(warnings(&p.check(std::slice::from_ref(&clarithromycin)).await), [("interaction".to_owned(), "major".to_owned())]);
        assert_eq!(warnings(&p.check(&[warfarin()]).await), [("duplicate".to_owned(), "major".to_owned())]);
        let course = p.issue(&[item("ibuprofen", "gel", "5 %", "1 appl tid 3d")]).await;
        assert!(course["id"].is_string(), "a gel meets nothing in the body");
    }

    async fn an_old_list_says_so_and_nothing_is_called_complete(w) {
        let p = Practice::open(&w).await;
        let states = |answer: &Value| answer["lists"].as_array().unwrap().iter().map(|l| l["status"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
        p.done("chart.state_no_allergies", json!({ "patient_id": p.patient })).await;
        let answer = p.check(&[warfarin()]).await;
        assert!(states(&answer).iter().all(|s| s == "current") && answer["complete"] == true, "{answer}");
        let set = json!({ "key": "prescribing.list_max_age_days", "value": 30, "version": 0, "workstation_id": null });
        w.call::<Value>(Some(&p.c.admin.token), "settings.set", set).await.unwrap();
        w.clock.set(World::start_time() + chrono::TimeDelta::days(60));
        let doctor = w.sign_in(&p.c.doctor.email, curanda_tests::PASSWORD).await;
        let answer: Value = w.call(Some(&doctor.token), "prescribing.check", draft(&p.patient, &[warfarin()])).await.unwrap();
        assert!(states(&answer).iter().all(|s| s == "old"), "{answer}");
        assert_eq!(answer["complete"], false);
    }

    async fn what_is_not_known_is_never_called_complete(w) {
        let p = Practice::open(&w).await;
        let answer = p.check(&[warfarin()]).await;
        assert_eq!((&answer["allergies"], &answer["complete"]), (&json!("not_recorded"), &json!(false)));
        let herbal = json!({ "ingredient": "Herbal mix", "form": null, "route": null, "strength": "", "sig": "5 ml tid", "refills": 0, "replaces": null, "replace_reason": "" });
        p.done("chart.state_no_allergies", json!({ "patient_id": p.patient })).await;
        let answer = p.check(std::slice::from_ref(&herbal)).await;
        assert_eq!((&answer["unchecked"][0]["reason"], &answer["complete"]), (&json!("unknown_medicine"), &json!(false)));
        p.issue(&[herbal]).await;
    }

    async fn only_what_stands_in_the_chart_today_counts(w) {
        let p = Practice::open(&w).await;
        let allergy = json!({
            "id": null, "patient_id": p.patient, "version": 0, "kind": "substance", "substance": "Penicilin", "code": "", "reaction": "rash",
            "severity": "severe", "status": "active", "onset_on": null, "note": "",
        });
        let taken = json!({
            "id": null, "patient_id": p.patient, "version": 0, "name": "Warfarin Sodium 5 MG Oral Tablet", "code": "11289", "dose": "", "status": "active",
            "started_on": null, "ended_on": null, "note": "",
        });
        let clarithromycin = item("clarithromycin", "tablet", "500 mg", "1 bid 5d");
        let kinds = |answer: &Value| warnings(answer).into_iter().map(|w| w.0).collect::<Vec<_>>();
        for (command, row, given, kind, statuses) in [
            ("chart.save_allergy", allergy, amoxicillin(), "allergy", ["active", "resolved", "active", "refuted"]),
            ("chart.save_medication", taken, clarithromycin, "interaction", ["active", "stopped", "active", "refuted"]),
        ] {
            let mut row = row;
            for status in statuses {
                row["status"] = json!(status);
                row = p.done(command, row).await;
                let expected: Vec<&str> = if status == "active" { vec![kind] } else { Vec::new() };
                assert_eq!(kinds(&p.check(std::slice::from_ref(&given)).await), expected, "{kind} {status}");
            }
        }
    }

    async fn a_course_that_is_over_is_not_taken_any_more(w) {
        let p = Practice::open(&w).await;
        p.issue(&[item("clarithromycin", "tablet", "500 mg", "1 bid 5d")]).await;
        let simvastatin = item("simvastatin", "tablet", "40 mg", "1 qhs");
        let contraindicated = [("interaction".to_owned(), "contraindicated".to_owned())];
        assert_eq!(warnings(&p.check(std::slice::from_ref(&simvastatin)).await), contraindicated);
        let p = p.later(4).await;
        assert_eq!(warnings(&p.check(std::slice::from_ref(&simvastatin)).await), contraindicated, "its last day");
        let p = p.later(5).await;
        assert_eq!(warnings(&p.check(&[simvastatin]).await), []);
    }

    async fn what_is_written_for_no_allergy_is_none(w) {
        let p = Practice::open(&w).await;
        p.allergy("NKDA").await;
        let answer = p.check(&[amoxicillin()]).await;
        assert_eq!((&answer["allergies"], &answer["complete"]), (&json!("none_known"), &json!(true)), "{answer}");
        p.allergy("Aspirin").await;
        assert_eq!(p.check(&[amoxicillin()]).await["allergies"], "recorded");
    }

    async fn a_problem_of_the_chart_tells_of_pregnancy(w) {
        let p = Practice::open(&w).await;
        p.say("unknown", "unknown").await;
        let ramipril = json!({ "patient_id": p.patient, "items": [item("ramipril", "capsule", "5 mg", "1 daily")], "language": "en" });
        let severity = async || warnings(&p.done("prescribing.check", ramipril.clone()).await).remove(0).1;
        assert_eq!(severity().await, "moderate", "she is asked");
        let mut problem = json!({
            "id": null, "patient_id": p.patient, "version": 0, "code": "Z34.00", "description": "Normal first pregnancy", "status": "active",
            "onset_on": null, "resolved_on": null, "note": "",
        });
        problem = p.done("chart.save_problem", problem).await;
        assert_eq!(severity().await, "contraindicated");
        problem["code"] = json!("");
        problem["snomed"] = json!("72892002");
        problem = p.done("chart.save_problem", problem).await;
        assert_eq!(severity().await, "contraindicated", "as another system codes it");
        problem["status"] = json!("resolved");
        p.done("chart.save_problem", problem).await;
        assert_eq!(severity().await, "moderate");
    }
}
