//! Into the chart, again without a change, and changed there or here.

use super::*;

stories! {
    async fn a_bundle_goes_into_the_chart_and_again_changes_nothing(w) {
        let i = Incoming::open(w).await;
        i.put("a.json", bundle(&sample()));
        let report = i.import().await;
        assert_eq!((report.changes(), report.files), (11, 1), "{report:?}");
        let patient = i.found("Brannigan").await.remove(0);
        let chart = i.chart(&patient).await;
        assert_eq!((&chart["problems"][0]["description"], &chart["problems"][0]["snomed"], &chart["problems"][0]["code"]), (&json!("Asthma"), &json!("195967001"), &json!("")));
        assert_eq!((&chart["allergies"][0]["substance"], &chart["allergies"][0]["severity"]), (&json!("Allergy to penicillin"), &json!("severe")));
        assert_eq!(chart["medications"][0]["name"], "Salbutamol 100 mcg inhaler", "another resource names it");
        assert_eq!((&chart["immunizations"][0]["name"], &chart["immunizations"][0]["given_on"]), (&json!("Influenza"), &json!("2019-10-01")));
        assert_eq!((&chart["procedures"][0]["name"], &chart["procedures"][0]["reason"]), (&json!("Spirometry"), &json!("Asthma")));
        assert_eq!((&chart["care_plans"][0]["reason"], &chart["care_plans"][0]["activities"]), (&json!("Asthma"), &json!("Inhaler technique")));
        assert_eq!((&chart["vitals"][0]["code"], &chart["vitals"][0]["points"][0]["value"]), (&json!("temperature"), &json!(37.0)));
        assert_eq!(chart["findings"][0]["finding"], "Never smoker");
        let labs = i.done("chart.series", json!({ "patient_id": patient, "code": "2339-0", "limit": 10 })).await;
        assert_eq!((&labs[0]["value"], &labs[0]["unit"]), (&json!(91.0), &json!("mg/dL")));
        let records = i.done("records.list", json!({ "patient_id": patient, "kind": null, "limit": null })).await;
        assert_eq!((&records[0]["kind"], &records[0]["title"], &records[0]["test_count"]), (&json!("lab_report"), &json!("Blood sugar"), &json!(2)));
        let record = i.done("records.read", json!({ "id": records[0]["id"], "document_id": null })).await;
        let tests = &record["content"]["tests"];
        assert_eq!((&tests[0]["value"], &tests[0]["unit"], &tests[1]["value"]), (&json!("91"), &json!("mg/dL"), &json!("Never smoker")));
        assert_eq!((&record["content"]["description"], &record["intact"]), (&json!("As it should be."), &json!(true)));
        let timeline = i.done("chart.timeline", json!({ "patient_id": patient, "only": ["history"], "after": null, "limit": null })).await;
        assert!(timeline.to_string().contains("Spirometry") && timeline.to_string().contains("Influenza"));
        let again = i.import().await;
        assert_eq!((again.changes(), again.resources["Observation"].unchanged), (0, 3), "{again:?}");
        assert_eq!(i.chart(&patient).await, chart, "not a thing differs");
    }

    async fn a_childs_head_comes_in_centimetres_with_its_percentile(w) {
        let i = Incoming::open(w).await;
        let measure = |id: &str, code: &str, day: &str, value: f64, unit: &str| {
            json!({ "resourceType": "Observation", "id": id, "status": "final", "code": concept("http://loinc.org", code, "Head"), "subject": { "reference": PATIENT },
                "effectiveDateTime": format!("{day}T10:00:00Z"), "valueQuantity": { "value": value, "unit": unit, "code": unit } })
        };
        let percentile = measure("h3", "8289-1", "2025-03-01", 50.0, "%");
        let heads = [measure("h1", "9843-4", "2024-03-01", 34.7, "cm"), measure("h2", "8287-5", "2025-03-01", 17.6, "[in_i]"), percentile];
        let mut all = vec![person("p1", "Brannigan", "2024-03-01")];
        all.extend(heads);
        i.put("a.json", bundle(&all));
        i.import().await;
        let patient = i.found("Brannigan").await.remove(0);
        let head = i.done("chart.series", json!({ "patient_id": patient, "code": "head_circumference", "limit": 10 })).await;
        let figures: Vec<_> = head.as_array().unwrap().iter().map(|o| (o["value"].as_f64().unwrap(), o["growth"]["percentile"].as_f64().unwrap().round())).collect();
        assert_eq!(figures, [(34.7, 50.0), (44.7, 40.0)]);
        let theirs = i.done("chart.series", json!({ "patient_id": patient, "code": "8289-1", "limit": 10 })).await;
        assert_eq!((&theirs[0]["value"], &theirs[0]["growth"]), (&json!(50.0), &json!(null)), "what another system worked out is a figure like others");
        assert_eq!(i.import().await.changes(), 0);
    }

    async fn what_changed_there_is_a_further_version_and_what_changed_here_stays(w) {
        let i = Incoming::open(w).await;
        i.put("a.json", bundle(&sample()));
        i.import().await;
        let patient = i.found("Brannigan").await.remove(0);
        let mut problem = i.chart(&patient).await["problems"][0].clone();
        problem["note"] = json!("seen here");
        i.done("chart.save_problem", problem).await;
        let all = changed(sample(), "c1", "/clinicalStatus", status("resolved"));
        let all = changed(all, "i1", "/status", json!("entered-in-error"));
        let all = changed(all, "s1", "/code/text", json!("Spirometry, repeated"));
        let all = changed(all, "o2", "/valueQuantity/value", json!(92.0));
        let all = changed(all, "p1", "/name/0/given/0", json!("Aoibheann"));
        i.put("a.json", bundle(&all));
        let report = i.import().await;
        assert_eq!(report.resources["Condition"].skipped["changed_here"], 1);
        assert_eq!(["Immunization", "Procedure", "Observation", "DiagnosticReport", "Patient"].map(|kind| report.resources[kind].updated), [1; 5], "{report:?}");
        let chart = i.chart(&patient).await;
        assert_eq!((&chart["problems"][0]["status"], &chart["problems"][0]["note"]), (&json!("active"), &json!("seen here")));
        assert_eq!((&chart["immunizations"], &chart["procedures"][0]["version"]), (&json!([]), &json!(2)));
        assert_eq!(chart["patient"]["first_name"], "Aoibheann");
        let versions = i.done("chart.versions", json!({ "patient_id": patient, "document_id": chart["procedures"][0]["document_id"] })).await;
        assert_eq!((&versions[0]["content"]["name"], &versions[1]["content"]["name"]), (&json!("Spirometry, repeated"), &json!("Spirometry")));
        let labs = i.done("chart.series", json!({ "patient_id": patient, "code": "2339-0", "limit": 10 })).await;
        assert_eq!((labs.as_array().unwrap().len(), &labs[0]["value"]), (1, &json!(92.0)), "the corrected figure alone is shown");
        assert_eq!(i.import().await.changes(), 0);
        let known_as = json!({ "id": patient, "base_version": chart["patient"]["version"], "changes": { "first_name": "Eva" } });
        i.done("patients.save", known_as).await;
        i.put("a.json", bundle(&changed(all, "p1", "/name/0/given/0", json!("Eve"))));
        assert_eq!(i.import().await.resources["Patient"].updated, 0);
        assert_eq!(i.chart(&patient).await["patient"]["first_name"], "Eva", "what the desk wrote is not written over");
    }

    async fn no_known_allergy_is_stated_and_gives_way_to_one(w) {
        let i = Incoming::open(w).await;
        let none = json!({ "resourceType": "AllergyIntolerance", "id": "n1", "clinicalStatus": status("active"), "code": concept(SNOMED, "716186003", "No known allergy"), "patient": { "reference": PATIENT } });
        i.put("a.json", bundle(&[person("p1", "Brannigan", "1981-04-05"), none]));
        i.import().await;
        let patient = i.found("Brannigan").await.remove(0);
        assert!(i.chart(&patient).await["none_known"].is_object());
        i.put("b.json", bundle(&resources()));
        i.import().await;
        let chart = i.chart(&patient).await;
        assert_eq!((chart["allergies"].as_array().unwrap().len(), &chart["none_known"]), (1, &json!(null)));
        assert_eq!(i.import().await.changes(), 0);
    }

    async fn a_merged_chart_takes_what_comes_later(w) {
        let i = Incoming::open(w).await;
        i.put("a.json", bundle(&sample()));
        i.import().await;
        let (imported, survivor) = (i.found("Brannigan").await.remove(0), i.w.patient(&i.clinic.receptionist, "Eileen", "Byrne").await);
        let merge = json!({ "survivor_id": survivor, "merged_id": imported, "survivor_version": 1, "merged_version": 1, "take": [], "reason": "one person" });
        i.w.call::<Value>(Some(&i.clinic.admin.token), "patients.merge", merge).await.unwrap();
        let chart = i.chart(&survivor).await;
        let lists = ["problems", "immunizations", "procedures", "care_plans", "findings"];
        assert!(lists.iter().all(|list| chart[list].as_array().unwrap().len() == 1), "{chart}");
    }

    async fn vaccines_procedures_and_plans_are_entered_too(w) {
        let i = Incoming::open(w).await;
        let patient = i.w.patient(&i.clinic.receptionist, "Eileen", "Byrne").await;
        let new = |more: Value| {
            let mut request = json!({ "id": null, "patient_id": patient, "version": 0, "note": "" });
            request.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            request
        };
        let vaccine = new(json!({ "name": "Tetanus", "code": "", "status": "given", "given_on": "2026-11-24", "lot": "A1" }));
        let saved = i.done("chart.save_immunization", vaccine.clone()).await;
        i.done("chart.save_procedure", new(json!({ "name": "Suture", "code": "", "status": "done", "performed_on": "2026-11-24", "reason": "Cut" }))).await;
        i.done("chart.save_care_plan", new(json!({ "title": "Wound care", "status": "active", "started_on": "2026-11-24", "ended_on": "2026-12-01", "reason": "", "activities": "Keep dry" }))).await;
        let mut refuted = saved;
        refuted["status"] = json!("refuted");
        i.done("chart.save_immunization", refuted).await;
        let chart = i.chart(&patient).await;
        assert_eq!((&chart["immunizations"], &chart["procedures"][0]["name"], &chart["care_plans"][0]["title"]), (&json!([]), &json!("Suture"), &json!("Wound care")));
        let mut wrong = vaccine;
        (wrong["name"], wrong["given_on"]) = (json!(" "), json!("2026-11-30"));
        let error = i.w.call::<Value>(Some(&i.clinic.doctor.token), "chart.save_immunization", wrong).await.unwrap_err();
        let mut fields: Vec<_> = error.fields.iter().map(|f| f.field.as_str()).collect();
        fields.sort_unstable();
        assert_eq!(fields, ["given_on", "name"]);
    }
}
