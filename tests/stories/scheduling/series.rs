//! Recurring appointments.

use curanda_core::error::ErrorCode;
use curanda_tests::stories;
use serde_json::{Value, json};

use super::{Desk, text};

fn days(change: &Value) -> Vec<String> {
    change["appointments"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| text(&c["starts_at"]))
        .collect()
}

impl Desk {
    async fn weekly(&self, patient: &str, count: u32) -> Value {
        let booking = self.wish(patient, 0, "2026-11-24T09:00:00Z", 15);
        json!({ "booking": booking, "every_weeks": 1, "count": count })
    }
}

stories! {
    async fn conflicts_are_listed_before_anything_is_saved(w) {
        let desk = Desk::open(w).await;
        let other = desk.book(&desk.patient(1).await, "2026-12-01T09:00:00Z").await;
        let mut series = desk.weekly(&desk.patient(2).await, 3).await;
        let preview = desk.done("scheduling.preview_series", series.clone()).await;
        let blocked: Vec<_> = preview.as_array().unwrap().iter().map(|o| o["conflict"]["appointment_id"].clone()).collect();
        assert_eq!(blocked, [Value::Null, other["card"]["id"].clone(), Value::Null]);
        let refused = desk.call("scheduling.book_series", series.clone()).await.unwrap_err();
        assert_eq!((refused.code, &refused.params["occurrences"][0]["local_day"]), (ErrorCode::Taken, &json!("2026-12-01")));
        assert_eq!(desk.board().await["counts"]["booked"], 0);
        series["skip"] = json!(["2026-12-01"]);
        let booked = desk.done("scheduling.book_series", series).await;
        assert_eq!(days(&booked), ["2026-11-24T09:00:00Z", "2026-12-08T09:00:00Z"]);
    }

    async fn the_wall_time_stays_when_the_clocks_change(w) {
        let desk = Desk::open(w).await;
        let patient = desk.patient(1).await;
        let booking = desk.wish(&patient, 0, "2027-03-23T09:00:00Z", 15);
        let series = json!({ "booking": booking, "every_weeks": 1, "until": "2027-04-06" });
        let booked = desk.done("scheduling.book_series", series).await;
        assert_eq!(days(&booked), ["2027-03-23T09:00:00Z", "2027-03-30T08:00:00Z", "2027-04-06T08:00:00Z"]);
        assert!(booked["appointments"].as_array().unwrap().iter().all(|c| c["start_minute"] == 540));
    }

    async fn one_or_the_following_can_be_changed(w) {
        let desk = Desk::open(w).await;
        let series = desk.weekly(&desk.patient(1).await, 4).await;
        let booked = desk.done("scheduling.book_series", series).await;
        let card = |n: usize| booked["appointments"][n].clone();
        let one = json!({ "id": card(0)["id"], "version": 1, "scope": "one", "starts_at": "2026-11-24T11:00:00Z" });
        assert_eq!(days(&desk.done("scheduling.edit_series", one).await), ["2026-11-24T11:00:00Z"]);
        let later = json!({ "id": card(1)["id"], "version": 1, "scope": "following", "starts_at": "2026-12-02T09:10:00Z", "minutes": 30, "reason": "dressing" });
        let edited = desk.done("scheduling.edit_series", later).await;
        assert_eq!(days(&edited), ["2026-12-02T09:10:00Z", "2026-12-09T09:10:00Z", "2026-12-16T09:10:00Z"]);
        assert!(edited["appointments"].as_array().unwrap().iter().all(|c| c["reason"] == "dressing" && c["end_minute"] == 580));
        let all = json!({ "id": edited["appointments"][0]["id"], "version": edited["appointments"][0]["version"], "scope": "all", "notes": "bring x-ray" });
        assert_eq!(desk.done("scheduling.edit_series", all).await["appointments"].as_array().unwrap().len(), 4);
    }

    async fn a_change_that_meets_another_changes_nothing(w) {
        let desk = Desk::open(w).await;
        let series = desk.weekly(&desk.patient(1).await, 3).await;
        let booked = desk.done("scheduling.book_series", series).await;
        let other = desk.book(&desk.patient(2).await, "2026-12-08T10:00:00Z").await;
        let edit = json!({ "id": booked["appointments"][0]["id"], "version": 1, "scope": "all", "starts_at": "2026-11-24T10:00:00Z" });
        let refused = desk.call("scheduling.edit_series", edit).await.unwrap_err();
        assert_eq!((refused.code, &refused.params["appointment_id"]), (ErrorCode::Taken, &other["card"]["id"]));
        assert_eq!(desk.board().await["appointments"][0]["starts_at"], "2026-11-24T09:00:00Z");
    }

    async fn this_and_the_following_can_be_called_off(w) {
        let desk = Desk::open(w).await;
        let series = desk.weekly(&desk.patient(1).await, 3).await;
        let booked = desk.done("scheduling.book_series", series).await;
        let request = json!({ "id": booked["appointments"][1]["id"], "version": 1, "scope": "following", "party": "doctor", "reason": "away" });
        let cancelled = desk.done("scheduling.cancel_series", request).await;
        assert_eq!(days(&cancelled), ["2026-12-01T09:00:00Z", "2026-12-08T09:00:00Z"]);
        assert!(cancelled["appointments"].as_array().unwrap().iter().all(|c| c["status"] == "cancelled"));
        assert_eq!(desk.board().await["counts"]["expected"], 1);
        let single = desk.book(&desk.patient(2).await, "2026-11-24T10:00:00Z").await;
        let request = json!({ "id": single["card"]["id"], "version": 1, "scope": "all", "party": "doctor", "reason": "away" });
        assert_eq!(desk.call("scheduling.cancel_series", request).await.unwrap_err().params["reason"], "no_series");
    }
}
