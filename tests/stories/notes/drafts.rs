//! Drafts on the server.

use curanda_core::error::ErrorCode;
use curanda_tests::stories;
use serde_json::{Value, json};

use super::{Practice, id, plan_of, reason};

stories! {
    async fn a_draft_follows_its_author_to_another_workstation(w) {
        let p = Practice::open(w).await;
        let (other, draft) = (p.w.second_workstation().await, id());
        let saved = p.done("notes.save_draft", p.draft(&draft, 0, plan_of("Rest."))).await;
        assert_eq!((&saved["revision"], &saved["merged"]), (&json!(1), &Value::Null));

        let start = p.done_at(&other, "notes.start", json!({ "subject": p.subject() })).await;
        assert_eq!((&start["draft"]["id"], &start["draft"]["body"]["plan"]["recommendations"]), (&json!(draft), &json!("Rest.")));
        assert_eq!(start["draft"]["workstation_name"], "DESK-1");
        let saved = p.done_at(&other, "notes.save_draft", p.draft(&draft, 1, plan_of("Rest and tea."))).await;
        assert_eq!((&saved["revision"], &saved["merged"]), (&json!(2), &Value::Null), "it grew from what was there");
    }

    async fn what_two_workstations_wrote_is_merged_with_both_visible(w) {
        let p = Practice::open(w).await;
        let (other, draft) = (p.w.second_workstation().await, id());
        p.done("notes.save_draft", p.draft(&draft, 0, plan_of("Rest."))).await;
        p.done_at(&other, "notes.save_draft", p.draft(&draft, 1, plan_of("Rest. Fluids."))).await;
        let saved = p.done("notes.save_draft", p.draft(&draft, 1, plan_of("Rest. Paracetamol."))).await;
        let merged = &saved["merged"];
        assert_eq!(merged["plan"]["recommendations"], "Rest. Fluids.\n\nRest. Paracetamol.");
        assert_eq!(merged["passages"][0]["source"], json!({ "from": "other_draft", "workstation": "DESK-2" }));
        // The reply was lost, and the same is sent again: nothing is doubled.
        let again = p.done("notes.save_draft", p.draft(&draft, 1, plan_of("Rest. Paracetamol."))).await;
        assert_eq!(again["revision"], saved["revision"]);
    }

    async fn two_drafts_of_one_visit_become_one(w) {
        let p = Practice::open(w).await;
        let (other, one, two) = (p.w.second_workstation().await, id(), id());
        p.done("notes.save_draft", p.draft(&one, 0, plan_of("Rest."))).await;
        let saved = p.done_at(&other, "notes.save_draft", p.draft(&two, 0, plan_of("Fluids."))).await;
        assert_eq!((&saved["id"], &saved["merged"]["plan"]["recommendations"]), (&json!(one), &json!("Rest.\n\nFluids.")));
        let again = p.done_at(&other, "notes.save_draft", p.draft(&two, 0, plan_of("Fluids."))).await;
        assert_eq!(again["id"], json!(one), "the second draft knows where it went");
        let start = p.done("notes.start", json!({ "subject": p.subject() })).await;
        assert_eq!(start["draft"]["body"]["plan"]["recommendations"], "Rest.\n\nFluids.");
        assert_eq!(p.list().await["drafts"].as_array().unwrap().len(), 1);
    }

    async fn a_lost_reply_of_the_same_workstation_merges_nothing(w) {
        let p = Practice::open(w).await;
        let draft = id();
        p.done("notes.save_draft", p.draft(&draft, 0, plan_of("Rest in bed."))).await;
        let saved = p.done("notes.save_draft", p.draft(&draft, 0, plan_of("Rest at home."))).await;
        assert_eq!((&saved["revision"], &saved["merged"]), (&json!(2), &Value::Null));
    }

    async fn another_persons_draft_is_seen_by_name_alone_and_never_changed(w) {
        let p = Practice::open(w).await;
        let draft = id();
        p.done("notes.save_draft", p.draft(&draft, 0, plan_of("Rest."))).await;
        let second = p.second.clone();
        let list = p.by(&second, "notes.list", json!({ "patient_id": p.patient, "limit": null })).await.unwrap();
        assert_eq!(list["drafts"][0]["user_id"], json!(p.clinic.doctor.user_id));
        assert!(!list.to_string().contains("Rest."), "nobody reads what is not signed");
        for (command, request) in [
            ("notes.save_draft", p.draft(&draft, 1, plan_of("Changed."))),
            ("notes.discard_draft", json!({ "id": draft })),
            ("notes.sign", p.signing(&draft, 1, plan_of("Changed."))),
        ] {
            let error = p.by(&second, command, request).await.unwrap_err();
            assert_eq!((error.code, reason(&error)), (ErrorCode::NotAllowed, "draft_of_other"), "{command}");
        }
        let start = p.by(&second, "notes.start", json!({ "subject": p.subject() })).await.unwrap();
        assert_eq!(start["draft"], Value::Null, "the second doctor begins a draft of their own");
        let desk = p.by(&p.clinic.receptionist, "notes.list", json!({ "patient_id": p.patient, "limit": null })).await.unwrap_err();
        assert_eq!(desk.code, ErrorCode::Denied);
    }

    async fn a_discarded_draft_is_offered_no_more_and_its_text_stays_in_the_store(w) {
        let p = Practice::open(w).await;
        let draft = id();
        p.done("notes.save_draft", p.draft(&draft, 0, plan_of("Rest."))).await;
        p.done("notes.discard_draft", json!({ "id": draft })).await;
        p.done("notes.discard_draft", json!({ "id": draft })).await;
        assert_eq!(p.list().await["drafts"], json!([]));
        let error = p.refused("notes.save_draft", p.draft(&draft, 1, plan_of("More."))).await;
        assert_eq!(reason(&error), "draft_discarded");
        p.done("notes.save_draft", p.draft(&id(), 0, plan_of("Anew."))).await;
    }

    async fn a_draft_belongs_to_a_visit_of_its_patient(w) {
        let p = Practice::open(w).await;
        let other = p.w.patient(&p.clinic.receptionist, "Yusuf", "Demir").await;
        let mut draft = p.draft(&id(), 0, plan_of("Rest."));
        draft["subject"]["patient_id"] = json!(other);
        assert_eq!(p.refused("notes.save_draft", draft).await.code, ErrorCode::NotFound);
    }
}
