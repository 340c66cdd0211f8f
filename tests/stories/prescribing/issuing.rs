//! What issuing makes, who may, and what it refuses.

use curanda_core::error::ErrorCode;
use curanda_core::ids::CommandId;
use curanda_tests::stories;
use serde_json::{Value, json};

use super::{Practice, amoxicillin, item, order, reason, warfarin};

stories! {
    async fn an_issued_prescription_is_a_document_with_rows_and_starts_the_medication(w) {
        let p = Practice::open(&w).await;
        let issued = p.issue(&[amoxicillin(), warfarin()]).await;
        assert_eq!(issued["number"], "RX-2026-000001");
        let items = p.items().await;
        assert_eq!(items.len(), 2);
        assert_eq!((&items[0]["state"], &items[0]["refills_left"], &items[0]["ends_on"]), (&json!("active"), &json!(2), &json!("2026-11-30")));
        assert_eq!(p.medications().await.iter().map(|m| m.1.as_str()).collect::<Vec<_>>(), ["active", "active"]);
        let opened = p.done("prescribing.open", json!({ "id": issued["id"], "version": null })).await;
        let document = &opened["document"];
        assert_eq!((&document["patient"]["name"], &document["doctor"]["license_number"], &document["clinic"]["name"]), (&json!("Eileen Byrne"), &json!("LIC-1"), &json!("Test clinic")));
        let versions: Vec<&Value> = document["lists"].as_array().unwrap().iter().map(|l| &l["head"]["version"]).collect();
        assert_eq!(versions.len(), 6);
        assert!(versions.iter().all(|v| v.is_string()), "the lists used are written down");
        let second = p.issue(&[item("omeprazole", "capsule", "20 mg", "1 qam")]).await;
        assert_eq!(second["number"], "RX-2026-000002");
    }

    async fn a_lost_reply_issues_once(w) {
        let p = Practice::open(&w).await;
        let id = CommandId::fresh();
        let request = order(&p.patient, &[warfarin()], json!([]));
        let first: Value = w.call_as(Some(&p.c.doctor.token), "prescribing.issue", request.clone(), id).await.unwrap();
        let again: Value = w.call_as(Some(&p.c.doctor.token), "prescribing.issue", request, id).await.unwrap();
        assert_eq!(first, again);
        assert_eq!(p.items().await.len(), 1);
    }

    async fn only_an_approved_doctor_issues(w) {
        let p = Practice::open(&w).await;
        let request = order(&p.patient, &[warfarin()], json!([]));
        for person in [&p.c.receptionist, &p.c.admin] {
            let denied = w.call::<Value>(Some(&person.token), "prescribing.issue", request.clone()).await.unwrap_err();
            assert_eq!(denied.code, ErrorCode::Denied);
        }
        let locum = w.person(&p.c.admin.token, curanda_core::identity::Role::Doctor, "locum@clinic.example").await;
        let refused = w.call::<Value>(Some(&locum.token), "prescribing.issue", request).await.unwrap_err();
        assert_eq!(reason(&refused), Some("not_a_doctor"));
    }

    async fn what_is_wrong_is_told_field_by_field(w) {
        let p = Practice::open(&w).await;
        let none = p.ask("prescribing.issue", order(&p.patient, &[], json!([]))).await.unwrap_err();
        assert_eq!((none.code, none.fields[0].field.as_str()), (ErrorCode::Invalid, "items"));
        let mut many = item("amoxicillin", "capsule", "501 mg", "often");
        many["refills"] = json!(200);
        let wrong = p.ask("prescribing.issue", order(&p.patient, &[many], json!([]))).await.unwrap_err();
        let named: Vec<_> = wrong.fields.iter().map(|f| (f.field.as_str(), f.code.as_str())).collect();
        assert_eq!(named, [("items.0.refills", "out_of_range"), ("items.0.strength", "product_unknown")]);
    }

    async fn it_is_printed_and_the_file_names_nobody(w) {
        let p = Practice::open(&w).await;
        let issued = p.issue(&[amoxicillin(), warfarin()]).await;
        for paper in ["a4", "letter", "a5"] {
            let printed = p.done("prescribing.pdf", json!({ "id": issued["id"], "version": null, "paper": paper, "language": "en" })).await;
            assert_eq!((&printed["file_name"], &printed["pages"]), (&json!("RX-2026-000001.pdf"), &json!(1)));
            assert!(printed["content"].as_str().unwrap().starts_with("JVBERi"), "%PDF in Base64");
        }
        let roll = p.ask("prescribing.pdf", json!({ "id": issued["id"], "version": null, "paper": "roll80", "language": "en" })).await.unwrap_err();
        assert_eq!((roll.fields[0].field.as_str(), roll.fields[0].code.as_str()), ("paper", "unknown_choice"), "it has no foot");
        let denied = w.call::<Value>(Some(&p.c.receptionist.token), "prescribing.pdf", json!({})).await.unwrap_err();
        assert_eq!(denied.code, ErrorCode::Denied);
    }
}
