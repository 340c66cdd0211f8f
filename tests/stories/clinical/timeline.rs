//! Opening a chart, its timeline page by page, and codes.

use curanda_core::clinical::observations::{self, NewObservation};
use curanda_core::clinical::vitals;
use curanda_core::db::Read;
use curanda_core::error::ErrorCode;
use curanda_core::ids::{PatientId, UserId};
use curanda_tests::stories;
use futures::FutureExt;
use serde_json::{Value, json};

use super::{Practice, each};

/// Pulse once a minute, beginning at the clock's instant.
async fn pulse(p: &Practice, figures: &[f64]) {
    let ctx = p.w.ctx();
    let (patient_id, by) = (
        PatientId(p.patient.parse().unwrap()),
        UserId(p.clinic.doctor.user_id.parse().unwrap()),
    );
    let ctx = &ctx;
    ctx.transact(|tx, _| {
        async move {
            for (n, value) in figures.iter().enumerate() {
                let new = NewObservation {
                    patient_id,
                    document_id: None,
                    imported_id: None,
                    code: "heart_rate".to_owned(),
                    name: String::new(),
                    value: *value,
                    unit: "/min".to_owned(),
                    taken_at: ctx.now + chrono::TimeDelta::minutes(i64::try_from(n).unwrap()),
                    reference: vitals::reference("heart_rate", 46),
                };
                observations::record(tx, &new, by, ctx.now).await?;
            }
            tx.record(curanda_core::audit::Entry::new("test", "observation", None));
            Ok(())
        }
        .boxed()
    })
    .await
    .unwrap();
}

stories! {
    async fn opening_is_recorded_once_and_reading_again_is_not(w) {
        let p = Practice::open(w).await;
        let chart = p.done("chart.open", p.whose()).await;
        assert_eq!((&chart["age"], &chart["treats"]), (&json!({ "value": 46, "unit": "years" }), &json!(false)));
        assert_eq!(p.chart().await, chart);
        let rows: Vec<(String,)> = p.w.db.clone().all("SELECT body FROM outbox WHERE kind = 'audit'", vec![]).await.unwrap();
        let of_chart = rows.iter().filter(|(body,)| body.contains("\"chart.") && body.contains(&p.patient)).count();
        assert_eq!(of_chart, 1, "one opening, one record");
        let nobody = json!({ "patient_id": p.clinic.doctors[0], "location_id": null });
        assert_eq!(p.call("chart.open", nobody).await.unwrap_err().code, ErrorCode::NotFound);
    }

    async fn vitals_are_a_short_series_and_more_when_asked(w) {
        let p = Practice::open(w).await;
        let figures: Vec<f64> = (0..20).map(|n| 60.0 + f64::from(n) * 2.25).collect();
        pulse(&p, &figures).await;
        let chart = p.chart().await;
        let points = chart["vitals"][0]["points"].as_array().unwrap();
        assert_eq!((points.len(), &chart["vitals"][0]["code"]), (12, &json!("heart_rate")));
        let last = points.last().unwrap();
        assert_eq!((&last["value"], &last["flag"], &last["reference_high"]), (&json!(102.75), &json!("high"), &json!(100.0)));
        let all = p.done("chart.series", json!({ "patient_id": p.patient, "code": "heart_rate", "limit": 500 })).await;
        assert_eq!((all.as_array().unwrap().len(), &all[0]["value"]), (20, &json!(60.0)), "oldest first");
    }

    async fn the_timeline_is_read_page_by_page_without_gap_or_repeat(w) {
        let p = Practice::open(w).await;
        for substance in ["Latex", "Nuts", "Penicillin", "Wasp venom", "Wool"] {
            p.done("chart.save_allergy", p.allergy(substance, "mild")).await;
        }
        p.arrives(&p.patient, "2026-11-24T09:00:00Z").await;
        let (mut seen, mut after) = (Vec::new(), json!(null));
        loop {
            let page = p.done("chart.timeline", json!({ "patient_id": p.patient, "only": [], "after": after, "limit": 2 })).await;
            let entries = page["entries"].as_array().unwrap();
            assert!(entries.len() <= 2);
            seen.extend(entries.iter().map(|e| e["titles"][0].as_str().unwrap_or("visit").to_owned()));
            after = page["next"].clone();
            if after.is_null() {
                break;
            }
        }
        assert_eq!(seen.remove(0), "visit", "what is to come stands first");
        seen.sort_unstable();
        assert_eq!(seen, ["Latex", "Nuts", "Penicillin", "Wasp venom", "Wool"], "written at one instant, each once");
    }

    async fn codes_are_found_and_favourites_come_first(w) {
        let p = Practice::open(w).await;
        let ask = |text: &str| json!({ "text": text, "limit": 5 });
        let found = p.done("chart.icd10_search", ask("fibrillation atrial")).await;
        assert!(each(&found, "code").iter().all(|c| c.starts_with("I48")));
        assert_eq!(p.done("chart.icd10_search", ask("")).await, json!([]));
        let favourite: Value = p.done("chart.set_icd10_favourite", json!({ "code": "i4821", "favourite": true })).await;
        assert_eq!((&favourite["code"], &favourite["billable"]), (&json!("I48.21"), &json!(true)));
        assert_eq!(each(&p.done("chart.icd10_search", ask("fibrillation")).await, "code")[0], "I48.21");
        assert_eq!(each(&p.done("chart.icd10_search", ask(" ")).await, "code"), ["I48.21"]);
        p.done("chart.set_icd10_favourite", json!({ "code": "I48.21", "favourite": false })).await;
        assert_eq!(p.done("chart.icd10_search", ask("")).await, json!([]), "and no longer");
        assert_eq!(p.call("chart.set_icd10_favourite", json!({ "code": "A00-A09", "favourite": true })).await.unwrap_err().code, ErrorCode::NotFound);
    }
}
