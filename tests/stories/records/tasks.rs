//! Follow-ups become tasks of the doctor who asked.

use curanda_core::error::ErrorCode;
use curanda_tests::stories;
use serde_json::{Value, json};

use super::{Practice, report};

fn due(on: Option<&str>) -> Value {
    let mut content = report();
    content["follow_up_on"] = json!(on);
    content
}

/// The doctor's list on a day.
async fn on_list(p: &Practice, day: &str) -> Vec<Value> {
    p.done("tasks.list", json!({ "patient_id": null, "until": day }))
        .await
        .as_array()
        .unwrap()
        .clone()
}

async fn amended(p: &Practice, saved: &Value, content: Value) -> Value {
    let mut request = p.saving(content);
    request["id"] = saved["id"].clone();
    request["amends"] = saved["document_id"].clone();
    request["reason"] = json!("Another day");
    p.done("records.save", request).await
}

stories! {
    async fn a_follow_up_is_on_the_doctors_list_on_its_day(w) {
        let p = Practice::open(w).await;
        let saved = p.kept(due(Some("2026-12-01"))).await;
        assert_eq!(on_list(&p, "2026-11-30").await.len(), 0);
        let task = &on_list(&p, "2026-12-01").await[0];
        assert_eq!((&task["record_id"], &task["title"], &task["patient_name"], &task["state"]), (&saved["id"], &json!("Blood count"), &json!("Eileen Byrne"), &json!("open")));
        let others = p.by(&p.second.clone(), "tasks.list", json!({ "patient_id": null, "until": null })).await.unwrap();
        assert_eq!(others, json!([]), "another doctor's list does not have it");
    }

    async fn it_is_done_and_undone_with_who_and_when(w) {
        let p = Practice::open(w).await;
        p.kept(due(Some("2026-11-24"))).await;
        let task = on_list(&p, "2026-11-24").await.remove(0);
        let set = |version: i64, done: bool| json!({ "id": task["id"], "version": version, "done": done });
        let done = p.by(&p.second.clone(), "tasks.set_done", set(1, true)).await.unwrap();
        assert_eq!((&done["state"], &done["done_by_name"], &done["done_at"]), (&json!("done"), &json!("Test doctor"), &json!("2026-11-24T08:00:00Z")));
        assert_eq!(p.refused("tasks.set_done", set(1, false)).await.code, ErrorCode::Stale);
        assert_eq!(on_list(&p, "2026-11-24").await[0]["state"], "done", "a slip can be taken back");
        let open = p.done("tasks.set_done", set(2, false)).await;
        assert_eq!((&open["state"], &open["done_by_name"]), (&json!("open"), &Value::Null));
    }

    async fn it_follows_the_versions_of_its_record(w) {
        let p = Practice::open(w).await;
        let first = p.kept(due(Some("2026-12-01"))).await;
        let second = amended(&p, &first, due(Some("2026-12-08"))).await;
        let tasks = on_list(&p, "2027-01-01").await;
        assert_eq!(tasks.iter().map(|t| &t["due_on"]).collect::<Vec<_>>(), [&json!("2026-12-08")], "moved, not doubled");
        let third = amended(&p, &second, due(None)).await;
        assert_eq!(on_list(&p, "2027-01-01").await.len(), 0, "withdrawn");
        let fourth = amended(&p, &third, due(Some("2026-12-10"))).await;
        let task = on_list(&p, "2027-01-01").await.remove(0);
        p.done("tasks.set_done", json!({ "id": task["id"], "version": task["version"], "done": true })).await;
        amended(&p, &fourth, due(Some("2026-12-10"))).await;
        let of_chart = p.done("tasks.list", json!({ "patient_id": p.patient, "until": null })).await;
        assert_eq!(of_chart.as_array().unwrap().len(), 1, "what was done for the day is not asked for again");
    }

    async fn a_locked_record_gives_its_title_to_no_list(w) {
        let p = Practice::open(w).await;
        let mut content = due(Some("2026-11-24"));
        content["privacy"] = json!("sensitive");
        p.kept(content).await;
        assert_eq!(on_list(&p, "2026-11-24").await[0]["title"], "");
    }
}
