//! Visits that other systems tell of: in the timeline and the header, never in the day of a doctor.

use super::*;

fn encounter(id: &str, period: Value) -> Value {
    json!({ "resourceType": "Encounter", "id": id, "status": "finished", "class": { "code": "AMB" }, "type": [{ "text": "General examination" }],
        "subject": { "reference": PATIENT }, "period": period, "reasonReference": [{ "reference": "urn:uuid:c1" }],
        "participant": [{ "individual": { "reference": "Practitioner?identifier=http://npi.example|77" } }], "serviceProvider": { "display": "St. Elsewhere" } })
}

/// The sample with a doctor and three visits, one of them of a day alone.
fn visited() -> Vec<Value> {
    let mut all = sample();
    all.extend([
        json!({ "resourceType": "Practitioner", "id": "w1", "identifier": [{ "system": "http://npi.example", "value": "77" }], "name": [{ "text": "Dr Máire Ní Bhroin" }] }),
        encounter("e1", json!({ "start": "2020-01-02T09:30:00Z", "end": "2020-01-02T09:50:00Z" })),
        encounter("e2", json!({ "start": "2021-03-04", "end": "2021-03-04" })),
        encounter("e3", json!({ "start": "2022-05-06T09:30:00Z", "end": "2022-05-06T09:50:00Z" })),
    ]);
    changed(all, "e3", "/status", json!("cancelled"))
}

impl Incoming {
    async fn past_visits(&self, patient: &str) -> Vec<Value> {
        let asked = json!({ "patient_id": patient, "only": ["visits"], "after": null, "limit": null });
        let timeline = self.done("chart.timeline", asked).await;
        timeline["entries"].as_array().unwrap().clone()
    }
}

stories! {
    async fn past_visits_stand_in_the_timeline_and_hold_nobodys_time(w) {
        let i = Incoming::open(w).await;
        i.put("a.json", bundle(&visited()));
        let report = i.import().await;
        assert_eq!((report.resources["Encounter"].added, report.resources["Practitioner"].skipped["only_named"]), (3, 1), "{report:?}");
        let patient = i.found("Brannigan").await.remove(0);
        let visits = i.past_visits(&patient).await;
        let said: Vec<_> = visits.iter().map(|v| (v["entry"].as_str().unwrap(), v["starts_at"].as_str().unwrap(), v["cancelled"].as_bool().unwrap(), v["day_only"].as_bool().unwrap())).collect();
        assert_eq!(said, [("past_visit", "2022-05-06T09:30:00Z", true, false), ("past_visit", "2021-03-04T12:00:00Z", false, true), ("past_visit", "2020-01-02T09:30:00Z", false, false)]);
        let first = &visits[2];
        assert_eq!((&first["kind"], &first["name"], &first["reason"], &first["seen_by"]), (&json!("visit"), &json!("General examination"), &json!("Asthma"), &json!("Dr Máire Ní Bhroin, St. Elsewhere")));
        let chart = i.chart(&patient).await;
        assert_eq!((&chart["last_visit_at"], &chart["counts"]["visits"]), (&json!("2021-03-04T12:00:00Z"), &json!(2)), "one that was called off is no visit");
        assert_eq!(i.count("SELECT COUNT(*) FROM appointments", args![]).await + i.count("SELECT COUNT(*) FROM occupancy", args![]).await, 0);
        assert_eq!(i.import().await.changes(), 0);
        assert_eq!(i.past_visits(&patient).await, visits);
    }

    async fn a_visit_that_changed_there_takes_the_place_of_what_was_told_before(w) {
        let i = Incoming::open(w).await;
        i.put("a.json", bundle(&visited()));
        i.import().await;
        let patient = i.found("Brannigan").await.remove(0);
        let all = changed(visited(), "e1", "/type/0/text", json!("Follow-up"));
        let all = changed(all, "e2", "/status", json!("entered-in-error"));
        i.put("a.json", bundle(&all));
        assert_eq!(i.import().await.resources["Encounter"].updated, 2);
        let visits = i.past_visits(&patient).await;
        let names: Vec<_> = visits.iter().map(|v| v["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["General examination", "Follow-up"]);
        assert_eq!(i.chart(&patient).await["last_visit_at"], "2020-01-02T09:30:00Z");
        assert_eq!(i.import().await.changes(), 0);
    }

    async fn a_merged_chart_takes_its_past_visits_along(w) {
        let i = Incoming::open(w).await;
        i.put("a.json", bundle(&visited()));
        i.import().await;
        let (imported, survivor) = (i.found("Brannigan").await.remove(0), i.w.patient(&i.clinic.receptionist, "Eileen", "Byrne").await);
        let merge = json!({ "survivor_id": survivor, "merged_id": imported, "survivor_version": 1, "merged_version": 1, "take": [], "reason": "one person" });
        i.w.call::<Value>(Some(&i.clinic.admin.token), "patients.merge", merge).await.unwrap();
        assert_eq!(i.past_visits(&survivor.to_string()).await.len(), 3);
    }

    async fn pages_of_the_timeline_lose_and_repeat_no_visit(w) {
        let i = Incoming::open(w).await;
        let mut all = sample();
        all.extend((0..7).map(|n| encounter(&format!("e{n}"), json!({ "start": "2020-01-02T09:30:00Z" }))));
        i.put("a.json", bundle(&all));
        i.import().await;
        let patient = i.found("Brannigan").await.remove(0);
        let (mut after, mut seen) = (json!(null), Vec::new());
        loop {
            let page = i.done("chart.timeline", json!({ "patient_id": patient, "only": [], "after": after, "limit": 3 })).await;
            seen.extend(page["entries"].as_array().unwrap().iter().map(|e| e["id"].as_str().unwrap().to_owned()));
            after = page["next"].clone();
            if after.is_null() { break }
        }
        let all = seen.len();
        seen.sort_unstable();
        seen.dedup();
        let whole = i.done("chart.timeline", json!({ "patient_id": patient, "only": [], "after": null, "limit": 200 })).await;
        assert_eq!((all, seen.len()), (whole["entries"].as_array().unwrap().len(), all));
    }
}
