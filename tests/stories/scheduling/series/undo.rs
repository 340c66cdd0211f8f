//! A series that is taken back.

use curanda_core::db::Read;
use curanda_core::error::ErrorCode;
use curanda_tests::stories;
use serde_json::{Value, json};

use super::days;
use crate::scheduling::Desk;

impl Desk {
    /// Calls off the appointment of this place in a series and those after it.
    async fn call_off(&self, booked: &Value, place: usize) -> Value {
        let card = self
            .done("scheduling.appointment", json!({ "id": booked["appointments"][place]["id"] }))
            .await["card"]
            .clone();
        let request = json!({ "id": card["id"], "version": card["version"], "scope": "following", "party": "doctor", "reason": "away" });
        self.done("scheduling.cancel_series", request).await
    }
}

stories! {
    async fn a_booked_series_is_taken_back_in_one_step(w) {
        let desk = Desk::open(w).await;
        let patient = desk.patient(1).await;
        let booked = desk.done("scheduling.book_series", desk.weekly(&patient, 3).await).await;
        assert_eq!((booked["event_ids"].as_array().unwrap().len(), &booked["undo_until"]), (3, &json!("2026-11-24T08:03:00Z")));
        let undone = desk.undo_series(&booked).await.unwrap();
        let over = |c: &Value| (&c["status"], &c["archived"], &c["cancelled_by"]) == (&json!("cancelled"), &json!(true), &json!("system"));
        assert!(undone["appointments"].as_array().unwrap().iter().all(over), "{undone}");
        assert_eq!((&undone["event_ids"], &undone["undo_until"]), (&json!([]), &Value::Null));
        assert_eq!(desk.openings(1).await, ["2026-11-24T09:00:00Z"]);
        assert_eq!(desk.undo_series(&booked).await.unwrap_err().params["reason"], "already_undone");
        desk.done("scheduling.book_series", desk.weekly(&patient, 3).await).await;
    }

    async fn a_cancelled_series_comes_back_with_a_record_each(w) {
        let desk = Desk::open(w).await;
        let booked = desk.done("scheduling.book_series", desk.weekly(&desk.patient(1).await, 3).await).await;
        let cancelled = desk.call_off(&booked, 0).await;
        let back = desk.undo_series(&cancelled).await.unwrap();
        assert_eq!(days(&back), days(&booked));
        assert!(back["appointments"].as_array().unwrap().iter().all(|c| c["status"] == "scheduled" && c["cancelled_by"].is_null()));
        let taken = desk.call("scheduling.book", desk.wish(&desk.patient(2).await, 0, "2026-12-08T09:00:00Z", 15)).await.unwrap_err();
        assert_eq!(taken.code, ErrorCode::Taken);
        let bodies: Vec<(String,)> = desk.w.db.clone().all("SELECT body FROM outbox ORDER BY id", vec![]).await.unwrap();
        let undone = bodies.iter().filter(|(body,)| serde_json::from_str::<Value>(body).unwrap()["command"] == "scheduling.undo_series");
        assert_eq!(undone.count(), 3);
    }

    async fn a_series_that_changed_since_is_not_taken_back_in_part(w) {
        let desk = Desk::open(w).await;
        let booked = desk.done("scheduling.book_series", desk.weekly(&desk.patient(1).await, 3).await).await;
        let last = booked["appointments"][2].clone();
        let confirmed = desk.step("scheduling.confirm", &last).await.unwrap();
        assert_eq!(desk.undo_series(&booked).await.unwrap_err().params["reason"], "changed_since");
        assert_eq!(desk.board().await["counts"]["expected"], 1);
        desk.undo(&confirmed).await.unwrap();
        let cancelled = desk.call_off(&booked, 0).await;
        let other = desk.book(&desk.patient(2).await, "2026-12-08T09:00:00Z").await;
        let refused = desk.undo_series(&cancelled).await.unwrap_err();
        assert_eq!((refused.code, &refused.params["appointment_id"]), (ErrorCode::Taken, &other["card"]["id"]));
        assert_eq!(desk.board().await["counts"]["cancelled"], 1);
        desk.undo(&other).await.unwrap();
        desk.w.clock.advance(chrono::TimeDelta::seconds(181));
        assert_eq!(desk.undo_series(&cancelled).await.unwrap_err().params["reason"], "undo_expired");
    }

    async fn an_edit_with_new_times_and_texts_is_one_step_each(w) {
        let desk = Desk::open(w).await;
        let booked = desk.done("scheduling.book_series", desk.weekly(&desk.patient(1).await, 2).await).await;
        let edit = json!({ "id": booked["appointments"][0]["id"], "version": 1, "scope": "all", "starts_at": "2026-11-24T11:00:00Z", "reason": "dressing" });
        let edited = desk.done("scheduling.edit_series", edit).await;
        assert_eq!(edited["event_ids"].as_array().unwrap().len(), 2);
        let back = desk.undo_series(&edited).await.unwrap();
        assert_eq!(days(&back), days(&booked));
        assert!(back["appointments"].as_array().unwrap().iter().all(|c| c["reason"] == "" && c["status"] == "scheduled"));
    }

    async fn only_the_steps_of_one_series_are_taken_back_together(w) {
        let desk = Desk::open(w).await;
        let booked = desk.done("scheduling.book_series", desk.weekly(&desk.patient(1).await, 2).await).await;
        let single = desk.book(&desk.patient(2).await, "2026-11-24T10:00:00Z").await;
        let mixed = json!({ "event_ids": [booked["event_ids"][0], single["event_id"]] });
        assert_eq!(desk.call("scheduling.undo_series", mixed).await.unwrap_err().params["reason"], "no_series");
        let none = desk.call("scheduling.undo_series", json!({ "event_ids": [] })).await.unwrap_err();
        assert_eq!(none.fields[0].code, "required");
        let twice = json!({ "event_ids": [booked["event_ids"][0], booked["event_ids"][0]] });
        assert_eq!(desk.done("scheduling.undo_series", twice).await["appointments"].as_array().unwrap().len(), 1);
    }
}
