//! Templates, phrases, and what is copied from the last note.

use curanda_core::error::ErrorCode;
use curanda_tests::stories;
use serde_json::{Value, json};

use super::{Practice, id, reason, whole};

fn phrase(shared: bool, text: &str) -> Value {
    json!({
        "id": null, "version": 0, "kind": "phrase", "name": "Safety net", "shortcut": "/Safety", "shared": shared, "active": true, "body": { "text": text },
    })
}

stories! {
    async fn a_phrase_is_filled_in_for_the_patient(w) {
        let p = Practice::open(w).await;
        p.done("notes.save_template", phrase(false, "{name}, {age} y, {sex}: BP {bp}, {unknown}.")).await;
        let ask = json!({ "patient_id": p.patient });
        let before = p.done("notes.templates", ask.clone()).await;
        assert_eq!(before[0]["filled"]["text"], "Eileen Byrne, 46 y, female: BP {bp}, {unknown}.", "what nobody measured stays");
        p.done("notes.sign", p.signing(&id(), 0, whole())).await;
        let after = p.done("notes.templates", ask).await;
        assert_eq!(after[0]["filled"]["text"], "Eileen Byrne, 46 y, female: BP 148/86, {unknown}.");
        assert_eq!((&after[0]["shortcut"], &after[0]["own"]), (&json!("safety"), &json!(true)));
    }

    async fn what_is_shared_is_everyones_to_use_and_its_owners_to_change(w) {
        let p = Practice::open(w).await;
        let own = p.done("notes.save_template", phrase(false, "Mine.")).await;
        let mut shared = p.done("notes.save_template", phrase(true, "Ours.")).await;
        let second = p.second.clone();
        let seen = p.by(&second, "notes.templates", json!({ "patient_id": null })).await.unwrap();
        assert_eq!((seen.as_array().unwrap().len(), &seen[0]["body"]["text"]), (1, &json!("Ours.")));
        shared["name"] = json!("Changed");
        assert_eq!(reason(&p.by(&second, "notes.save_template", shared.clone()).await.unwrap_err()), "template_of_other");
        let changed = p.done("notes.save_template", shared.clone()).await;
        assert_eq!((&changed["name"], &changed["version"]), (&json!("Changed"), &json!(2)));
        assert_eq!(p.refused("notes.save_template", shared).await.code, ErrorCode::Stale);
        let mut gone = own;
        gone["active"] = json!(false);
        p.done("notes.save_template", gone).await;
        assert_eq!(p.done("notes.templates", json!({ "patient_id": null })).await.as_array().unwrap().len(), 1);
        let wrong = p.refused("notes.save_template", json!({
            "id": null, "version": 0, "kind": "phrase", "name": "", "shortcut": "two words", "shared": false, "active": true, "body": {},
        })).await;
        let fields: Vec<_> = wrong.fields.iter().map(|f| f.field.as_str()).collect();
        assert_eq!(fields, ["name", "text", "shortcut"]);
    }

    async fn who_runs_the_clinic_changes_what_is_shared_and_nothing_else(w) {
        let p = Practice::open(w).await;
        let admin = p.clinic.admin.clone();
        let mut own = p.done("notes.save_template", phrase(false, "Mine.")).await;
        let mut shared = p.done("notes.save_template", phrase(true, "Ours.")).await;
        shared["name"] = json!("Corrected");
        assert_eq!(p.by(&admin, "notes.save_template", shared).await.unwrap()["name"], "Corrected");
        own["name"] = json!("Corrected");
        assert_eq!(reason(&p.by(&admin, "notes.save_template", own).await.unwrap_err()), "template_of_other");
        assert_eq!(p.by(&admin, "notes.save_template", phrase(true, "New.")).await.unwrap_err().code, ErrorCode::Denied, "a new one is for who writes notes");
    }

    async fn what_is_copied_from_the_last_note_is_marked(w) {
        let p = Practice::open(w).await;
        assert_eq!(p.refused("notes.copy_forward", json!({ "patient_id": p.patient })).await.code, ErrorCode::NotFound);
        let last = p.done("notes.sign", p.signing(&id(), 0, whole())).await;
        let body = p.done("notes.copy_forward", json!({ "patient_id": p.patient })).await;
        assert_eq!((&body["plan"]["recommendations"], &body["subjective"]["chief_complaint"]), (&json!("Regular sleep."), &json!("")));
        assert_eq!(body["objective"]["vital_signs"]["heart_rate"], Value::Null, "figures are not copied");
        assert!(body["passages"].as_array().unwrap().iter().all(|m| m["source"] == json!({ "from": "copied", "document_id": last["document_id"] })));
        let signed = p.done("notes.sign", p.signing(&id(), 0, body)).await;
        let view = p.done("notes.read", json!({ "id": signed["id"], "document_id": null })).await;
        assert_eq!(view["body"]["passages"].as_array().unwrap().len(), 5, "the mark is signed with the note");
    }
}
