//! What a signature locks: versions, addenda, the second signature, privacy, what follows from the plan.

use curanda_core::db::Read;
use curanda_core::documents::Collection;
use curanda_core::error::ErrorCode;
use curanda_core::ids::DocumentId;
use curanda_core::{args, notes::canonical};
use curanda_tests::{Person, stories};
use serde_json::{Value, json};

use super::{Practice, id, plan_of, reason, whole};

async fn read(p: &Practice, note: &Value) -> Value {
    p.done("notes.read", json!({ "id": note, "document_id": null })).await
}

stories! {
    async fn a_signed_note_holds_every_field_as_it_was_signed(w) {
        let p = Practice::open(w).await;
        let note = id();
        p.done("notes.save_draft", p.draft(&note, 0, whole())).await;
        let signed = p.done("notes.sign", p.signing(&note, 1, whole())).await;
        assert_eq!((&signed["id"], &signed["version"]), (&json!(note), &json!(1)));
        let view = read(&p, &signed["id"]).await;
        for part in ["subjective", "assessment", "plan", "tags", "privacy", "kind"] {
            assert_eq!(view["body"][part], whole()[part], "{part}");
        }
        assert_eq!(view["body"]["objective"]["vital_signs"]["temperature"], 38.1);
        assert_eq!((&view["bmi"], &view["intact"], &view["sha256"]), (&json!(26.5), &json!(true), &signed["sha256"]));
        assert_eq!(view["versions"][0]["signed_by_name"], "Test doctor");
        let list = p.list().await;
        assert_eq!((&list["notes"][0]["summary"], &list["drafts"]), (&json!("Persistent headaches for 2 weeks"), &json!([])));
    }

    async fn the_hash_is_of_what_was_signed_by_whom_and_when(w) {
        let p = Practice::open(w).await;
        let signed = p.done("notes.sign", p.signing(&id(), 0, whole())).await;
        let document: DocumentId = serde_json::from_value(signed["document_id"].clone()).unwrap();
        let stored = p.w.app.stores().unwrap().documents.get(Collection::EncounterNotes, &[document.0]).await.unwrap().remove(0).1;
        let hash = |value: &Value| canonical::hash(value).iter().map(|b| format!("{b:02x}")).collect::<String>();
        assert_eq!(json!(hash(&stored)), signed["sha256"]);
        assert_eq!((&stored["author"]["id"], &stored["patient_id"]), (&json!(p.clinic.doctor.user_id), &json!(p.patient)));
        let mut changed = stored.clone();
        changed["signed_at"] = json!("2026-11-25T08:00:00Z");
        assert_ne!(json!(hash(&changed)), signed["sha256"]);
    }

    async fn a_note_that_was_tampered_with_says_so(w) {
        let p = Practice::open(w).await;
        let signed = p.signed("Rest.").await;
        let document: DocumentId = serde_json::from_value(signed["document_id"].clone()).unwrap();
        let documents = p.w.app.stores().unwrap().documents;
        let mut body = documents.get(Collection::EncounterNotes, &[document.0]).await.unwrap().remove(0).1;
        body["content"]["plan"]["recommendations"] = json!("Operate.");
        documents.remove(Collection::EncounterNotes, &[document.0]).await.unwrap();
        documents.insert(Collection::EncounterNotes, document.0, &body).await.unwrap();
        assert_eq!(read(&p, &signed["id"]).await["intact"], false);
    }

    async fn what_is_signed_is_signed_once_and_never_written_again(w) {
        let p = Practice::open(w).await;
        let note = id();
        p.done("notes.sign", p.signing(&note, 0, plan_of("Rest."))).await;
        for command in ["notes.sign", "notes.save_draft"] {
            let error = p.refused(command, p.signing(&note, 0, plan_of("Other."))).await;
            assert_eq!((error.code, reason(&error)), (ErrorCode::NotAllowed, "draft_signed"), "{command}");
        }
        let versions: Vec<(i64,)> = p.w.db.clone().all("SELECT version FROM note_versions", args![]).await.unwrap();
        assert_eq!(versions, [(1,)]);
    }

    async fn what_cannot_be_is_refused_with_every_field_and_nothing_is_lost(w) {
        let p = Practice::open(w).await;
        let note = id();
        let mut body = whole();
        body["objective"]["vital_signs"]["temperature"] = json!(98.6);
        body["assessment"]["diagnoses"][0]["code"] = json!("headache");
        p.done("notes.save_draft", p.draft(&note, 0, body.clone())).await;
        let error = p.refused("notes.sign", p.signing(&note, 1, body)).await;
        let mut wrong: Vec<_> = error.fields.iter().map(|f| f.field.as_str()).collect();
        wrong.sort_unstable();
        assert_eq!(wrong, ["assessment.diagnoses.0.code", "objective.vital_signs.temperature"]);
        let start = p.done("notes.start", json!({ "subject": p.subject() })).await;
        assert_eq!(start["draft"]["body"]["objective"]["vital_signs"]["temperature"], 98.6);
        let empty = p.refused("notes.sign", p.signing(&id(), 0, json!({ "tags": ["nothing"] }))).await;
        assert_eq!(empty.fields[0].code, "note_empty");
    }

    async fn a_signature_does_not_pass_over_what_another_workstation_wrote(w) {
        let p = Practice::open(w).await;
        let (other, note) = (p.w.second_workstation().await, id());
        p.done("notes.save_draft", p.draft(&note, 0, plan_of("Rest."))).await;
        p.done_at(&other, "notes.save_draft", p.draft(&note, 1, plan_of("Rest. Fluids."))).await;
        let error = p.refused("notes.sign", p.signing(&note, 1, plan_of("Rest. Tea."))).await;
        assert_eq!(error.code, ErrorCode::Stale);
        let current = &error.params["current"];
        assert_eq!(current["body"]["plan"]["recommendations"], "Rest. Fluids.\n\nRest. Tea.");
        p.done("notes.sign", p.signing(&note, current["revision"].as_i64().unwrap(), current["body"].clone())).await;
    }

    async fn an_amendment_is_a_new_version_with_its_reason(w) {
        let p = Practice::open(w).await;
        let first = p.done("notes.sign", p.signing(&id(), 0, whole())).await;
        let mut body = whole();
        body["plan"]["recommendations"] = json!("Regular sleep and walks.");
        body["objective"]["vital_signs"]["heart_rate"] = json!(88);
        let mut amend = p.signing(&id(), 0, body);
        amend["subject"]["amends"] = first["id"].clone();
        let error = p.refused("notes.sign", amend.clone()).await;
        assert_eq!(error.fields[0].field, "reason");
        amend["reason"] = json!("The pulse was counted again");
        assert_eq!(p.refused("notes.sign", amend.clone()).await.code, ErrorCode::Stale, "the version that was read is named");
        amend["amended_version"] = first["document_id"].clone();
        let by_other = p.by(&p.second.clone(), "notes.sign", amend.clone()).await.unwrap_err();
        assert_eq!(reason(&by_other), "note_of_other");

        let second = p.done("notes.sign", amend).await;
        assert_eq!((&second["id"], &second["version"]), (&first["id"], &json!(2)));
        let view = read(&p, &first["id"]).await;
        assert_eq!((&view["document_id"], &view["versions"][0]["reason"]), (&second["document_id"], &json!("The pulse was counted again")));
        let old = p.done("notes.read", json!({ "id": first["id"], "document_id": first["document_id"] })).await;
        assert_eq!((&old["body"]["plan"]["recommendations"], &old["current"]), (&json!("Regular sleep."), &json!(false)));
        assert_eq!(old["intact"], true, "the first version is what it was");

        let compare = json!({ "id": first["id"], "left": first["document_id"], "right": second["document_id"] });
        let fields = p.done("notes.compare", compare).await;
        let differing: Vec<_> = fields.as_array().unwrap().iter().filter(|f| f["differs"] == true).map(|f| f["field"].as_str().unwrap()).collect();
        assert_eq!(differing, ["plan.recommendations", "objective.vital_signs.heart_rate"]);
        assert_eq!(p.list().await["notes"].as_array().unwrap().len(), 1, "one note, two versions");
        let pulses: Vec<(f64,)> = p.w.db.clone().all("SELECT value FROM observations WHERE code = 'heart_rate' AND retired = ?", args![false]).await.unwrap();
        assert_eq!(pulses, [(88.0,)], "the plot shows what stands now");
    }

    async fn a_note_and_a_summary_are_printed_for_who_may_read_them(w) {
        let p = Practice::open(w).await;
        let signed = p.done("notes.sign", p.signing(&id(), 0, whole())).await;
        for paper in ["a4", "letter", "a5"] {
            let print = json!({ "id": signed["id"], "document_id": null, "paper": paper, "language": "en" });
            for (command, file) in [("notes.pdf", "note-"), ("notes.visit_summary", "visit-")] {
                let printed = p.done(command, print.clone()).await;
                assert!(printed["content"].as_str().unwrap().starts_with("JVBERi"), "%PDF in Base64");
                let name = format!("{file}{}.pdf", &signed["sha256"].as_str().unwrap()[..8]);
                assert_eq!(printed["file_name"], json!(name), "the file names nobody");
            }
        }
        for command in ["notes.pdf", "notes.visit_summary"] {
            let roll = p.refused(command, json!({ "id": signed["id"], "document_id": null, "paper": "roll80", "language": "en" })).await;
            assert_eq!((roll.fields[0].field.as_str(), roll.fields[0].code.as_str()), ("paper", "unknown_choice"), "{command}");
        }
        let mut locked = whole();
        locked["privacy"] = json!("highly_sensitive");
        let locked = p.done("notes.sign", p.signing(&id(), 0, locked)).await;
        let print = json!({ "id": locked["id"], "document_id": null, "paper": "a4", "language": "vi" });
        for command in ["notes.pdf", "notes.visit_summary"] {
            let refused = p.by(&p.second.clone(), command, print.clone()).await.unwrap_err();
            assert_eq!(reason(&refused), "document_locked", "{command}");
        }
    }

    async fn the_timeline_says_what_a_note_is_about(w) {
        let p = Practice::open(w).await;
        p.done("notes.sign", p.signing(&id(), 0, whole())).await;
        let mut locked = whole();
        locked["privacy"] = json!("sensitive");
        p.done("notes.sign", p.signing(&id(), 0, locked)).await;
        let read = json!({ "patient_id": p.patient, "only": ["notes"], "after": null, "limit": null });
        let shown = async |person: &Person| {
            let page = p.by(person, "chart.timeline", read.clone()).await.unwrap();
            let mut titles: Vec<_> = page["entries"].as_array().unwrap().iter().map(|e| (e["locked"].clone(), e["titles"].clone())).collect();
            titles.sort_by_key(|(locked, _)| locked.as_bool());
            titles
        };
        let (line, nothing) = (json!(["Persistent headaches for 2 weeks"]), json!([]));
        assert_eq!(shown(&p.second).await, [(json!(false), line.clone()), (json!(true), nothing.clone())]);
        let own = shown(&p.clinic.doctor).await;
        assert!(own.contains(&(json!(false), line)) && own.iter().all(|(locked, _)| locked == &json!(false)), "{own:?}");
    }

    async fn the_timeline_shows_the_first_line_of_an_addendum(w) {
        let p = Practice::open(w).await;
        let open = p.signed("Rest.").await;
        let mut locked = plan_of("Rest.");
        locked["privacy"] = json!("highly_sensitive");
        let locked = p.done("notes.sign", p.signing(&id(), 0, locked)).await;
        for (note, text) in [(&open, "\n  Culture came back negative.\nNothing else."), (&locked, "Told in confidence.")] {
            p.done("notes.add_addendum", json!({ "id": note["id"], "text": text })).await;
        }
        let read = json!({ "patient_id": p.patient, "only": ["notes"], "after": null, "limit": null });
        let page = p.done("chart.timeline", read).await;
        let added = |note: &Value| page["entries"].as_array().unwrap().iter().find(|e| e["adds_to"] == note["id"]).unwrap()["titles"].clone();
        assert_eq!((added(&open), added(&locked)), (json!(["Culture came back negative."]), json!([])), "what is locked stands in no list");
        assert_eq!(page["entries"].as_array().unwrap().iter().filter(|e| e["adds_to"].is_null()).count(), 2, "notes add to nothing");
    }

    async fn an_addendum_leaves_the_note_as_it_is(w) {
        let p = Practice::open(w).await;
        let signed = p.signed("Rest.").await;
        let error = p.refused("notes.add_addendum", json!({ "id": signed["id"], "text": " " })).await;
        assert_eq!(error.fields[0].code, "required");
        p.by(&p.second.clone(), "notes.add_addendum", json!({ "id": signed["id"], "text": "Culture came back negative." })).await.unwrap();
        let view = read(&p, &signed["id"]).await;
        assert_eq!((&view["document_id"], &view["intact"]), (&signed["document_id"], &json!(true)));
        assert_eq!((&view["addenda"][0]["text"], &view["addenda"][0]["intact"]), (&json!("Culture came back negative."), &json!(true)));
        assert_eq!(p.list().await["notes"][0]["addenda"], 1);
    }

    async fn a_second_doctor_signs_beside_the_first_once(w) {
        let p = Practice::open(w).await;
        let signed = p.signed("Rest.").await;
        assert_eq!(p.list().await["notes"][0]["cosigned_by_name"], Value::Null);
        assert_eq!(read(&p, &signed["id"]).await["versions"][0]["cosigned_by_name"], Value::Null);
        let request = json!({ "id": signed["id"], "document_id": signed["document_id"] });
        assert_eq!(reason(&p.refused("notes.cosign", request.clone()).await), "cosign_own");
        let second = p.second.clone();
        p.by(&second, "notes.cosign", request.clone()).await.unwrap();
        assert_eq!(reason(&p.by(&second, "notes.cosign", request).await.unwrap_err()), "cosigned");
        let head = &p.list().await["notes"][0];
        assert_eq!((&head["cosigned_by_name"], head["cosigned_at"].is_string()), (&json!("Test doctor"), true));
        let records: Vec<(String,)> = p.w.db.clone().all("SELECT body FROM outbox", args![]).await.unwrap();
        assert!(records.iter().any(|(r,)| r.contains("\"notes.cosign\"") && r.contains(&second.user_id)), "who signed is recorded");
    }

    async fn a_locked_note_shows_nothing_until_a_reason_is_stated(w) {
        let p = Practice::open(w).await;
        let mut body = plan_of("Detox.");
        body["privacy"] = json!("highly_sensitive");
        let signed = p.done("notes.sign", p.signing(&id(), 0, body)).await;
        let (second, read) = (p.second.clone(), json!({ "id": signed["id"], "document_id": null }));
        let list = p.by(&second, "notes.list", json!({ "patient_id": p.patient, "limit": null })).await.unwrap();
        assert_eq!((&list["notes"][0]["locked"], &list["notes"][0]["summary"]), (&json!(true), &json!("")));
        for (command, request) in [
            ("notes.read", read.clone()),
            ("notes.add_addendum", json!({ "id": signed["id"], "text": "More." })),
            ("notes.cosign", json!({ "id": signed["id"], "document_id": signed["document_id"] })),
        ] {
            assert_eq!(reason(&p.by(&second, command, request).await.unwrap_err()), "document_locked", "{command}");
        }
        let copy = p.by(&second, "notes.copy_forward", json!({ "patient_id": p.patient })).await.unwrap_err();
        assert_eq!(copy.code, ErrorCode::NotFound, "there is no note that they may read");
        p.by(&second, "chart.break_glass", json!({ "patient_id": p.patient, "reason": "Brought in unconscious" })).await.unwrap();
        assert_eq!(p.by(&second, "notes.read", read).await.unwrap()["body"]["plan"]["recommendations"], "Detox.");
    }

    async fn figures_go_to_the_plots_and_the_plan_proposes_an_appointment(w) {
        let p = Practice::open(w).await;
        let signed = p.done("notes.sign", p.signing(&id(), 0, whole())).await;
        let follow_up = &signed["follow_up"];
        assert_eq!((&follow_up["due_on"], &follow_up["doctor_id"]), (&json!("2026-12-22"), &json!(p.clinic.doctors[0])));
        assert_eq!(follow_up["location_id"], json!(p.clinic.location_id));
        let rows: Vec<(String, f64, String)> = p.w.db.clone()
            .all("SELECT code, value, flag FROM observations ORDER BY code", args![]).await.unwrap();
        let flags: Vec<_> = rows.iter().map(|(code, value, flag)| (code.as_str(), *value, flag.as_str())).collect();
        assert_eq!(flags, [
            ("bmi", 26.5, "high"), ("bp_diastolic", 86.0, "normal"), ("bp_systolic", 148.0, "high"), ("heart_rate", 92.0, "normal"), ("height", 164.0, "none"),
            ("oxygen_saturation", 94.0, "low"), ("respiratory_rate", 16.0, "normal"), ("temperature", 38.1, "high"), ("weight", 71.4, "none"),
        ]);
        let visits: Vec<(i64,)> = p.w.db.clone().all("SELECT COUNT(*) FROM appointments", args![]).await.unwrap();
        assert_eq!(visits, [(1,)], "nothing is booked by a signature");
    }

    async fn an_attachment_is_part_of_what_is_signed(w) {
        let p = Practice::open(w).await;
        let begun = p.done("files.begin", json!({ "patient_id": p.patient, "name": "rash.txt", "size": 4 })).await;
        p.done("files.put", json!({ "id": begun["id"], "at": 0, "content": "dGV4dA==" })).await;
        let file = p.done("files.finish", json!({ "id": begun["id"] })).await;
        let mut body = plan_of("Rest.");
        body["attachments"] = json!([file]);
        body["privacy"] = json!("highly_sensitive");
        let mut other = body.clone();
        other["attachments"][0]["sha256"] = json!("00");
        let error = p.refused("notes.sign", p.signing(&id(), 0, other)).await;
        assert_eq!((error.fields[0].field.as_str(), error.fields[0].code.as_str()), ("attachments.0", "file_changed"));
        let signed = p.done("notes.sign", p.signing(&id(), 0, body.clone())).await;
        let view = read(&p, &signed["id"]).await;
        assert_eq!((&view["body"]["attachments"][0], &view["intact"]), (&file, &json!(true)));
        let open = json!({ "id": file["id"] });
        assert_eq!(reason(&p.by(&p.second.clone(), "files.open", open.clone()).await.unwrap_err()), "document_locked");
        p.done("files.open", open).await;

        // An amendment names it again, and one that leaves it out keeps it with the version that was signed.
        let mut amend = p.signing(&id(), 0, body);
        amend["subject"]["amends"] = signed["id"].clone();
        amend["amended_version"] = signed["document_id"].clone();
        amend["reason"] = json!("A word was missing");
        amend["body"]["plan"]["recommendations"] = json!("Rest. Fluids.");
        let second = p.done("notes.sign", amend).await;
        let compare = json!({ "id": signed["id"], "left": signed["document_id"], "right": second["document_id"] });
        let fields = p.done("notes.compare", compare).await;
        let attachments = fields.as_array().unwrap().iter().find(|f| f["field"] == "attachments").unwrap();
        assert_eq!((&attachments["differs"], &attachments["pieces"][0]["text"]), (&json!(false), &json!("rash.txt")));
    }

    async fn a_merged_chart_keeps_its_notes_and_its_drafts(w) {
        let p = Practice::open(w).await;
        let other = p.w.patient(&p.clinic.receptionist, "Eileen", "Byrne").await;
        let mut request = p.signing(&id(), 0, plan_of("Rest."));
        request["subject"] = json!({ "patient_id": other, "appointment_id": null, "amends": null });
        p.done("notes.sign", request.clone()).await;
        request["id"] = json!(id());
        p.done("notes.save_draft", request).await;
        let merge = json!({ "survivor_id": p.patient, "merged_id": other, "survivor_version": 1, "merged_version": 1, "take": [], "reason": "Same person" });
        p.by(&p.clinic.receptionist, "patients.merge", merge).await.unwrap();
        let list = p.list().await;
        assert_eq!((list["notes"].as_array().unwrap().len(), list["drafts"].as_array().unwrap().len()), (1, 1));
    }
}
