//! Allergies, problems, medications, histories: each version kept, a stale save refused with both.

use curanda_core::error::ErrorCode;
use curanda_tests::stories;
use serde_json::{Value, json};

use super::{Practice, each};

fn with(mut row: Value, field: &str, value: Value) -> Value {
    row[field] = value;
    row
}

stories! {
    async fn none_known_is_stated_and_taken_back_by_what_is_found(w) {
        let p = Practice::open(w).await;
        let chart = p.chart().await;
        assert_eq!((&chart["allergies"], &chart["none_known"]), (&json!([]), &json!(null)), "nobody asked, so nothing is assumed");
        let stated = p.done("chart.state_no_allergies", json!({ "patient_id": p.patient })).await;
        assert_eq!(stated["stated_by"], json!(p.clinic.doctor.user_id));
        assert_eq!(p.chart().await["none_known"], stated);
        let found = p.done("chart.save_allergy", p.allergy("Penicillin", "severe")).await;
        assert_eq!(p.chart().await["none_known"], json!(null));
        let refused = p.call("chart.state_no_allergies", json!({ "patient_id": p.patient })).await.unwrap_err();
        assert_eq!((refused.code, &refused.params["reason"]), (ErrorCode::NotAllowed, &json!("has_allergies")));
        p.done("chart.save_allergy", with(found, "status", json!("refuted"))).await;
        let chart = p.chart().await;
        assert_eq!((&chart["allergies"], &chart["none_known"]), (&json!([]), &json!(null)), "the word taken back stays taken back");
    }

    async fn every_version_is_kept_and_a_stale_save_shows_both(w) {
        let p = Practice::open(w).await;
        let first = p.done("chart.save_problem", p.problem("i4820", "Atrial fibrillation")).await;
        assert_eq!((&first["code"], &first["version"]), (&json!("I48.20"), &json!(1)), "the code as the list writes it");
        let second = p.done("chart.save_problem", with(first.clone(), "note", json!("rate controlled"))).await;
        let stale = p.call("chart.save_problem", with(first.clone(), "note", json!("on apixaban"))).await.unwrap_err();
        assert_eq!(stale.code, ErrorCode::Stale);
        assert_eq!((&stale.params["current"]["note"], &stale.params["yours"]["note"]), (&json!("rate controlled"), &json!("on apixaban")));
        let resolved = with(with(second, "status", json!("resolved")), "resolved_on", json!("2026-11-01"));
        p.done("chart.save_problem", resolved).await;
        let chart = p.chart().await;
        assert_eq!(each(&chart["problems"], "status"), ["resolved"]);
        let versions = json!({ "patient_id": p.patient, "document_id": chart["problems"][0]["document_id"] });
        let versions = p.done("chart.versions", versions).await;
        let notes: Vec<_> = versions.as_array().unwrap().iter().map(|v| (&v["version"], &v["content"]["note"])).collect();
        assert_eq!(notes, [(&json!(3), &json!("rate controlled")), (&json!(2), &json!("rate controlled")), (&json!(1), &json!(""))]);
        assert_eq!(versions[0]["author_name"], "Test doctor");
    }

    async fn what_cannot_be_is_refused_field_by_field(w) {
        let p = Practice::open(w).await;
        let wrong = with(with(p.problem("X99.99", " "), "onset_on", json!("2026-11-25")), "resolved_on", json!("2026-01-01"));
        let error = p.call("chart.save_problem", wrong).await.unwrap_err();
        let mut fields: Vec<_> = error.fields.iter().map(|f| (f.field.as_str(), f.code.as_str())).collect();
        fields.sort_unstable();
        assert_eq!(fields, [("code", "icd10_unknown"), ("description", "required"), ("onset_on", "date_in_future"), ("resolved_on", "ends_before_start")]);
        let family = json!({
            "id": null, "patient_id": p.patient, "version": 0, "kind": "family", "relationship": "", "code": "", "description": "Stroke",
            "status": "active", "onset_on": null, "note": "",
        });
        let error = p.call("chart.save_history", family).await.unwrap_err();
        assert_eq!(error.fields[0].field, "relationship");
        let nobody = with(p.allergy("Latex", "mild"), "patient_id", json!(p.clinic.doctors[0]));
        assert_eq!(p.call("chart.save_allergy", nobody).await.unwrap_err().code, ErrorCode::NotFound);
    }

    async fn an_admin_reads_and_the_desk_does_not(w) {
        let p = Practice::open(w).await;
        let denied = |token: &str, command: &'static str, request: Value| {
            let (w, token) = (&p.w, token.to_owned());
            async move { w.call::<Value>(Some(&token), command, request).await.map(|_| ()).map_err(|e| e.code) }
        };
        assert_eq!(denied(&p.clinic.receptionist.token, "chart.read", p.whose()).await, Err(ErrorCode::Denied));
        assert_eq!(denied(&p.clinic.admin.token, "chart.read", p.whose()).await, Ok(()));
        assert_eq!(denied(&p.clinic.admin.token, "chart.save_allergy", p.allergy("Latex", "mild")).await, Err(ErrorCode::Denied));
    }

    async fn a_merged_chart_brings_its_parts_and_takes_them_back(w) {
        let p = Practice::open(w).await;
        p.done("chart.save_allergy", p.allergy("Penicillin", "severe")).await;
        let other = p.w.patient(&p.clinic.receptionist, "Eileen", "Burn").await;
        p.done("chart.state_no_allergies", json!({ "patient_id": other })).await;
        let merge = json!({ "survivor_id": other, "merged_id": p.patient, "survivor_version": 1, "merged_version": 1, "take": [], "reason": "one person" });
        let merged: Value = p.w.call(Some(&p.clinic.admin.token), "patients.merge", merge).await.unwrap();
        let survivor = json!({ "patient_id": other, "location_id": null });
        let chart = p.done("chart.read", survivor.clone()).await;
        assert_eq!(each(&chart["allergies"], "substance"), ["Penicillin"]);
        assert_eq!(chart["none_known"], json!(null), "one chart's allergy outweighs the other's word");
        assert_eq!(p.call("chart.save_allergy", p.allergy("Latex", "mild")).await.unwrap_err().params["reason"], "chart_merged");
        let undo = json!({ "merge_id": merged["merged_charts"][0]["merge_id"] });
        p.w.call::<Value>(Some(&p.clinic.admin.token), "patients.undo_merge", undo).await.unwrap();
        assert_eq!(p.done("chart.read", survivor).await["allergies"], json!([]));
        assert_eq!(each(&p.chart().await["allergies"], "substance"), ["Penicillin"]);
    }
}
