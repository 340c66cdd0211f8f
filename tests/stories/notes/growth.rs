//! A child's growth: what is asked for, where it lies while one types and when it is read, and in the chart.

use chrono::TimeDelta;
use curanda_tests::stories;
use serde_json::{Value, json};

use super::{Practice, id, plan_of};

/// A boy of 289 days, which are 9.49 months; see the CDC's example of 9.7 kg.
async fn boy(p: &mut Practice) {
    let request = json!({
        "first_name": "Max", "last_name": "Byrne", "date_of_birth": "2026-02-08", "sex": "male", "phone": "+353851234568", "location_id": null,
    });
    let child = p.by(&p.clinic.receptionist.clone(), "patients.register", request).await.unwrap();
    p.patient = child["id"].as_str().unwrap().to_owned();
}

fn subject(p: &Practice) -> Value {
    json!({ "patient_id": p.patient, "appointment_id": null, "amends": null })
}

fn vitals() -> Value {
    json!({ "weight": 9.7, "height": 72.3, "head_circumference": 45.5 })
}

/// Signs a note of the child with these figures; as an amendment when a note is given.
async fn sign(p: &Practice, vitals: Value, amended: Option<&Value>) -> Value {
    let mut body = plan_of("Well child.");
    body["objective"] = json!({ "vital_signs": vitals });
    let mut request = p.signing(&id(), 0, body);
    request["subject"] = subject(p);
    if let Some(note) = amended {
        request["subject"]["amends"] = note["id"].clone();
        request["amended_version"] = note["document_id"].clone();
        request["reason"] = json!("The scale was read wrongly");
    }
    p.done("notes.sign", request).await
}

async fn series(p: &Practice, code: &str) -> Value {
    p.done("chart.series", json!({ "patient_id": p.patient, "code": code, "limit": 10 }))
        .await
}

/// Figure and whole percentile.
fn places(growth: &Value) -> Vec<(String, f64)> {
    let all = growth.as_array().unwrap().iter();
    all.map(|one| {
        (
            one["figure"].as_str().unwrap().to_owned(),
            one["percentile"].as_f64().unwrap().round(),
        )
    })
    .collect()
}

stories! {
    async fn a_childs_figures_lie_among_children_of_its_sex_and_age(w) {
        let mut p = Practice::open(w).await;
        boy(&mut p).await;
        let start = p.done("notes.start", json!({ "subject": subject(&p) })).await;
        let ranges = start["ranges"].as_array().unwrap();
        assert_eq!((&start["growth"], &ranges[ranges.len() - 1]["figure"]), (&json!("child"), &json!("head_circumference")));
        let typed = p.done("notes.growth", json!({ "subject": subject(&p), "vital_signs": vitals() })).await;
        let expected = [("weight".to_owned(), 58.0), ("height".to_owned(), 49.0), ("head_circumference".to_owned(), 51.0)];
        assert_eq!(places(&typed), expected, "and no BMI below two years");
        let signed = sign(&p, vitals(), None).await;
        let view = p.done("notes.read", json!({ "id": signed["id"], "document_id": null })).await;
        assert_eq!((places(&view["growth"]), &view["body"]["objective"]["vital_signs"]["head_circumference"]), (expected.to_vec(), &json!(45.5)));
        let head = series(&p, "head_circumference").await;
        assert_eq!((&head[0]["value"], &head[0]["unit"], &head[0]["growth"]["months"]), (&json!(45.5), &json!("cm"), &json!(9.49)));
        let chart = p.done("chart.open", json!({ "patient_id": p.patient, "location_id": null })).await;
        let codes: Vec<_> = chart["vitals"].as_array().unwrap().iter().map(|v| v["code"].as_str().unwrap()).collect();
        assert_eq!(codes, ["weight", "height", "head_circumference", "bmi"]);
        assert_eq!(chart["vitals"][0]["points"][0]["growth"]["percentile"].as_f64().unwrap().round(), 58.0);
        let growth = p.done("chart.growth", json!({ "patient_id": p.patient })).await;
        assert_eq!((&growth["basis"], &growth["born"], growth["measures"].as_array().unwrap().len()), (&json!("child"), &json!("2026-02-08"), 4));
    }

    async fn an_amendment_corrects_what_was_measured_then(w) {
        let mut p = Practice::open(w).await;
        boy(&mut p).await;
        let signed = sign(&p, json!({ "weight": 97.0 }), None).await;
        let wrong = series(&p, "weight").await[0].clone();
        assert!(wrong["growth"]["percentile"].as_f64().unwrap() > 99.9, "{wrong}");
        p.w.clock.advance(TimeDelta::hours(1));
        sign(&p, json!({ "weight": 9.7 }), Some(&signed)).await;
        let right = series(&p, "weight").await;
        assert_eq!((right.as_array().unwrap().len(), &right[0]["value"], &right[0]["taken_at"]), (1, &json!(9.7), &wrong["taken_at"]));
    }

    async fn who_is_no_child_of_the_charts_has_no_percentile(w) {
        let mut p = Practice::open(w).await;
        let start = p.done("notes.start", json!({ "subject": subject(&p) })).await;
        let asked = start["ranges"].as_array().unwrap().iter().any(|r| r["figure"] == "head_circumference");
        assert_eq!((&start["growth"], asked), (&json!("grown_up"), false));
        sign(&p, json!({ "weight": 70, "height": 170 }), None).await;
        assert_eq!(series(&p, "weight").await[0]["growth"], json!(null));

        boy(&mut p).await;
        let unsaid = json!({ "id": p.patient, "base_version": 1, "changes": { "sex": "unknown" } });
        p.by(&p.clinic.receptionist.clone(), "patients.save", unsaid).await.unwrap();
        let start = p.done("notes.start", json!({ "subject": subject(&p) })).await;
        assert_eq!(start["growth"], "sex_unknown");
        let typed = p.done("notes.growth", json!({ "subject": subject(&p), "vital_signs": vitals() })).await;
        let growth = p.done("chart.growth", json!({ "patient_id": p.patient })).await;
        assert_eq!((&typed, &growth["basis"], &growth["measures"]), (&json!([]), &json!("sex_unknown"), &json!([])));
    }
}
