//! Medical records: every field, versions with a reason, figures for the plots, privacy, sharing.

use curanda_core::db::Read;
use curanda_core::documents::Collection;
use curanda_core::error::ErrorCode;
use curanda_core::ids::DocumentId;
use curanda_core::{args, notes::canonical};
use curanda_tests::stories;
use serde_json::{Value, json};

use super::{Practice, pdf, reason, report, result, wrong};

async fn series(p: &Practice, code: &str) -> Vec<Value> {
    let read = json!({ "patient_id": p.patient, "code": code, "limit": 50 });
    p.done("chart.series", read).await.as_array().unwrap().clone()
}

stories! {
    async fn a_report_holds_every_field_as_it_was_kept(w) {
        let p = Practice::open(w).await;
        let file = p.uploaded("scan.pdf", &pdf(700)).await;
        let mut content = report();
        content["files"] = json!([file]);
        let saved = p.kept(content).await;
        let view = p.read(&saved).await;
        let kept = &view["content"];
        assert_eq!((&kept["description"], &kept["diagnosis"], &kept["files"][0]), (&json!("Fasting. Łódź, Đặng 😀"), &json!("Anaemia"), &file));
        let flags: Vec<_> = kept["tests"].as_array().unwrap().iter().map(|t| t["flag"].as_str().unwrap()).collect();
        assert_eq!(flags, ["low", "normal", "none"], "the empty row is left out");
        assert_eq!((&view["intact"], &view["current"], &view["sha256"]), (&json!(true), &json!(true), &saved["sha256"]));
        let head = &p.list().await[0];
        assert_eq!((&head["title"], &head["test_count"], &head["abnormal_count"], &head["file_count"]), (&json!("Blood count"), &json!(3), &json!(1), &json!(1)));
        let document: DocumentId = serde_json::from_value(saved["document_id"].clone()).unwrap();
        let stored = p.w.app.stores().unwrap().documents.get(Collection::MedicalRecords, &[document.0]).await.unwrap().remove(0).1;
        let hash = |value: &Value| canonical::hash(value).iter().map(|b| format!("{b:02x}")).collect::<String>();
        let mut other = stored.clone();
        other["content"]["files"][0]["sha256"] = json!("00");
        assert_eq!(json!(hash(&stored)), saved["sha256"]);
        assert_ne!(json!(hash(&other)), saved["sha256"], "a file's content is part of what is hashed");
    }

    async fn results_are_plotted_with_their_range_on_their_day(w) {
        let p = Practice::open(w).await;
        p.kept(report()).await;
        let haemoglobin = &series(&p, "718-7").await[0];
        assert_eq!((&haemoglobin["value"], &haemoglobin["unit"], &haemoglobin["name"], &haemoglobin["flag"]), (&json!(10.2), &json!("g/dL"), &json!("Haemoglobin"), &json!("low")));
        assert_eq!((&haemoglobin["reference_low"], &haemoglobin["reference_high"], &haemoglobin["taken_at"]), (&json!(12.0), &json!(16.0), &json!("2026-11-20T12:00:00Z")));
        assert_eq!(series(&p, "lab:crp").await.len(), 0, "what is no figure is in the report alone");
        let mut locked = report();
        locked["privacy"] = json!("sensitive");
        locked["tests"] = json!([result("Platelets", "777-3", "90", "10*9/L", "")]);
        p.kept(locked).await;
        assert_eq!(series(&p, "777-3").await.len(), 1, "a series shows nothing of what is locked");
    }

    async fn an_amendment_is_a_new_version_with_its_reason(w) {
        let p = Practice::open(w).await;
        let first = p.kept(report()).await;
        let mut amended = report();
        amended["tests"][0]["value"] = json!("12.2");
        let mut request = p.saving(amended);
        request["id"] = first["id"].clone();
        assert_eq!(wrong(&p.refused("records.save", request.clone()).await), ("reason", "required"));
        let mut blank = request.clone();
        blank["content"]["title"] = json!(" ");
        let mut all: Vec<_> = p.refused("records.save", blank).await.fields.into_iter().map(|f| f.field).collect();
        all.sort_unstable();
        assert_eq!(all, ["reason", "title"], "every wrong field at once");
        request["reason"] = json!("The laboratory corrected it");
        assert_eq!(p.refused("records.save", request.clone()).await.code, ErrorCode::Stale, "the version that was read is named");
        request["amends"] = first["document_id"].clone();
        let second = p.by(&p.second.clone(), "records.save", request.clone()).await.unwrap();
        assert_eq!((&second["id"], &second["version"]), (&first["id"], &json!(2)));
        assert_eq!(p.refused("records.save", request).await.code, ErrorCode::Stale);
        let view = p.read(&first).await;
        assert_eq!((&view["versions"][0]["reason"], view["versions"].as_array().unwrap().len()), (&json!("The laboratory corrected it"), 2));
        let old = p.done("records.read", json!({ "id": first["id"], "document_id": first["document_id"] })).await;
        assert_eq!((&old["content"]["tests"][0]["value"], &old["current"], &old["intact"]), (&json!("10,2"), &json!(false), &json!(true)));
        let values: Vec<_> = series(&p, "718-7").await.iter().map(|o| o["value"].as_f64().unwrap()).collect();
        assert_eq!(values, [12.2], "the plot shows what stands now");
        assert_eq!(p.list().await.as_array().unwrap().len(), 1, "one record, two versions");
    }

    async fn what_cannot_be_is_refused_with_every_field(w) {
        let p = Practice::open(w).await;
        let mut content = report();
        content["title"] = json!(" ");
        content["recorded_on"] = json!("2026-11-25");
        content["follow_up_on"] = json!("2026-11-01");
        content["tests"] = json!([result("Haemoglobin", "718-6", "150,000", "g/dL", "100,000–200,000"), result("", "", "5", "", "")]);
        let error = p.refused("records.save", p.saving(content)).await;
        let named: Vec<_> = error.fields.iter().map(|f| (f.field.as_str(), f.code.as_str())).collect();
        assert_eq!(named, [
            ("title", "required"), ("recorded_on", "date_in_future"), ("follow_up_on", "before_start"), ("tests.0.value", "figure_ambiguous"),
            ("tests.0.range", "figure_ambiguous"), ("tests.0.loinc", "loinc_invalid"), ("tests.1.name", "required"),
        ]);
        let mut empty = report();
        empty["description"] = json!("");
        empty["diagnosis"] = json!("");
        empty["tests"] = json!([]);
        assert_eq!(wrong(&p.refused("records.save", p.saving(empty)).await), ("description", "record_empty"));
    }

    async fn a_record_that_was_tampered_with_says_so(w) {
        let p = Practice::open(w).await;
        let saved = p.kept(report()).await;
        let document: DocumentId = serde_json::from_value(saved["document_id"].clone()).unwrap();
        let documents = p.w.app.stores().unwrap().documents;
        let mut body = documents.get(Collection::MedicalRecords, &[document.0]).await.unwrap().remove(0).1;
        body["content"]["tests"][0]["value"] = json!("14");
        documents.remove(Collection::MedicalRecords, &[document.0]).await.unwrap();
        documents.insert(Collection::MedicalRecords, document.0, &body).await.unwrap();
        assert_eq!(p.read(&saved).await["intact"], false);
    }

    async fn the_timeline_bears_the_title_of_a_record(w) {
        let p = Practice::open(w).await;
        let mut locked = report();
        locked["privacy"] = json!("highly_sensitive");
        locked["title"] = json!("Serology");
        p.kept(locked).await;
        let first = p.kept(report()).await;
        let read = json!({ "patient_id": p.patient, "only": ["records"], "after": null, "limit": null });
        let titles = |page: &Value| {
            let mut titles: Vec<_> = page["entries"].as_array().unwrap().iter().map(|e| e["titles"][0].as_str().unwrap_or_default().to_owned()).collect();
            titles.sort_unstable();
            titles
        };
        assert_eq!(titles(&p.done("chart.timeline", read.clone()).await), ["Blood count", "Serology"]);
        let second = p.second.clone();
        assert_eq!(titles(&p.by(&second, "chart.timeline", read.clone()).await.unwrap()), ["", "Blood count"], "what is locked is not described");
        let mut corrected = report();
        corrected["title"] = json!("Blood count, corrected");
        let mut request = p.saving(corrected);
        request["id"] = first["id"].clone();
        request["amends"] = first["document_id"].clone();
        request["reason"] = json!("The laboratory corrected it");
        p.done("records.save", request).await;
        assert_eq!(titles(&p.done("chart.timeline", read).await), ["Blood count, corrected", "Serology"], "the version that is shown, once");
    }

    async fn a_locked_record_shows_nothing_until_a_reason_is_stated(w) {
        let p = Practice::open(w).await;
        let mut content = report();
        content["privacy"] = json!("highly_sensitive");
        let saved = p.kept(content).await;
        let (second, read) = (p.second.clone(), json!({ "id": saved["id"], "document_id": null }));
        let list = p.by(&second, "records.list", json!({ "patient_id": p.patient, "kind": null, "limit": null })).await.unwrap();
        assert_eq!((&list[0]["locked"], &list[0]["title"], &list[0]["abnormal_count"]), (&json!(true), &json!(""), &json!(0)));
        let mut amend = p.saving(report());
        amend["id"] = saved["id"].clone();
        for (command, request) in [("records.read", read.clone()), ("records.share", json!({ "id": saved["id"], "shared": true })), ("records.save", amend)] {
            assert_eq!(reason(&p.by(&second, command, request).await.unwrap_err()), "document_locked", "{command}");
        }
        p.by(&second, "chart.break_glass", json!({ "patient_id": p.patient, "reason": "Brought in unconscious" })).await.unwrap();
        assert_eq!(p.by(&second, "records.read", read).await.unwrap()["content"]["title"], "Blood count");
    }

    async fn sharing_is_said_beside_the_document_and_taken_back(w) {
        let p = Practice::open(w).await;
        let saved = p.kept(report()).await;
        let share = |shared: bool| json!({ "id": saved["id"], "shared": shared });
        assert!(p.done("records.share", share(true)).await["shared_at"].is_string());
        let view = p.read(&saved).await;
        assert_eq!((&view["intact"], view["head"]["shared_at"].is_string()), (&json!(true), true));
        assert!(p.done("records.share", share(false)).await["shared_at"].is_null());
    }

    async fn a_merged_chart_keeps_its_records_and_its_tasks(w) {
        let p = Practice::open(w).await;
        let other = p.w.patient(&p.clinic.receptionist, "Eileen", "Byrne").await;
        let file = p.done("files.begin", json!({ "patient_id": other, "name": "x.txt", "size": 4 })).await;
        p.done("files.put", Practice::piece(&file["id"], 0, b"text")).await;
        let file = p.done("files.finish", json!({ "id": file["id"] })).await;
        let mut content = report();
        content["follow_up_on"] = json!("2026-11-24");
        content["files"] = json!([file]);
        let mut request = p.saving(content);
        request["patient_id"] = json!(other);
        let saved = p.done("records.save", request).await;
        let merge = json!({ "survivor_id": p.patient, "merged_id": other, "survivor_version": 1, "merged_version": 1, "take": [], "reason": "Same person" });
        p.by(&p.clinic.receptionist, "patients.merge", merge).await.unwrap();
        assert_eq!(p.list().await[0]["id"], saved["id"]);
        let tasks = p.done("tasks.list", json!({ "patient_id": p.patient, "until": null })).await;
        assert_eq!(tasks.as_array().unwrap().len(), 1);
        p.done("files.open", json!({ "id": file["id"] })).await;
        let findings = curanda_core::check::run(&p.w.app.stores().unwrap(), p.w.app.now()).await.unwrap();
        assert_eq!(findings, []);
        let orphans: Vec<(i64,)> = p.w.db.clone().all("SELECT COUNT(*) FROM observations o JOIN documents d ON d.id = o.document_id WHERE o.patient_id <> d.patient_id", args![]).await.unwrap();
        assert_eq!(orphans, [(0,)]);
    }
}
