//! The doctor's day: who waits, what to know of them, and the one key between two patients.

use chrono::TimeDelta;
use curanda_core::error::ErrorCode;
use curanda_tests::stories;
use serde_json::{Value, json};

use super::Practice;

impl Practice {
    /// One visit ended and the next begun with one call; the answer, and which two.
    async fn went_on(&self) -> (Value, Value, Value) {
        let other = self.w.patient(&self.clinic.receptionist, "Yusuf", "Demir").await;
        self.arrives(&self.patient, "2026-11-24T09:00:00Z").await;
        self.arrives(&other, "2026-11-24T09:30:00Z").await;
        let go_on = |finish: Value| json!({ "location_id": self.clinic.location_id, "finish": finish });
        let first = self.done("chart.next", go_on(Value::Null)).await["started"]["card"].clone();
        let on = self
            .done("chart.next", go_on(json!({ "id": first["id"], "version": first["version"] })))
            .await;
        let begun = on["started"]["card"]["id"].clone();
        (on, first["id"].clone(), begun)
    }

    async fn visit(&self, id: &Value) -> Value {
        self.done("scheduling.appointment", json!({ "id": id })).await["card"].clone()
    }
}

stories! {
    async fn the_day_says_who_waits_how_long_and_what_to_know(w) {
        let p = Practice::open(w).await;
        p.done("chart.save_allergy", p.allergy("Penicillin", "severe")).await;
        p.done("chart.save_allergy", p.allergy("Latex", "mild")).await;
        let other = p.w.patient(&p.clinic.receptionist, "Yusuf", "Demir").await;
        p.arrives(&p.patient, "2026-11-24T09:30:00Z").await;
        p.w.clock.advance(TimeDelta::minutes(7));
        let early = p.arrives(&other, "2026-11-24T09:00:00Z").await;
        p.w.clock.advance(TimeDelta::minutes(5));
        let day = p.done("chart.my_day", json!({ "location_id": p.clinic.location_id, "day": null })).await;
        let visits = day["visits"].as_array().unwrap();
        let seen: Vec<_> = visits.iter().map(|v| (&v["card"]["patient_name"], &v["waited_minutes"], &v["severe_allergies"])).collect();
        assert_eq!(seen, [(&json!("Yusuf Demir"), &json!(5), &json!([])), (&json!("Eileen Byrne"), &json!(12), &json!(["Penicillin"]))]);
        assert_eq!(day["next_id"], early["card"]["id"], "by planned start, not by arrival");
        let admins = p.w.call::<serde_json::Value>(Some(&p.clinic.admin.token), "chart.my_day", json!({ "location_id": null, "day": null })).await.unwrap();
        assert_eq!((&admins["doctor_id"], &admins["visits"]), (&json!(null), &json!([])));
    }

    async fn one_call_ends_a_visit_and_begins_the_next(w) {
        let p = Practice::open(w).await;
        let go_on = |finish: serde_json::Value| json!({ "location_id": p.clinic.location_id, "finish": finish });
        let other = p.w.patient(&p.clinic.receptionist, "Yusuf", "Demir").await;
        let nobody = p.call("chart.next", go_on(json!(null))).await.unwrap_err();
        assert_eq!((nobody.code, &nobody.params["reason"]), (ErrorCode::NotAllowed, &json!("nobody_waits")));
        p.arrives(&p.patient, "2026-11-24T09:00:00Z").await;
        p.arrives(&other, "2026-11-24T09:30:00Z").await;
        let first = p.done("chart.next", go_on(json!(null))).await;
        assert_eq!((&first["started"]["card"]["patient_name"], &first["started"]["card"]["status"]), (&json!("Eileen Byrne"), &json!("in_progress")));
        let chart = p.chart().await;
        assert_eq!(chart["visit"]["id"], first["started"]["card"]["id"], "the chart knows the visit under way");
        let card = &first["started"]["card"];
        let finish = json!({ "id": card["id"], "version": card["version"] });
        let second = p.done("chart.next", go_on(finish.clone())).await;
        assert_eq!((&second["finished"]["card"]["status"], &second["started"]["card"]["patient_name"]), (&json!("completed"), &json!("Yusuf Demir")));
        let card = &second["started"]["card"];
        let last = json!({ "id": card["id"], "version": card["version"] });
        assert_eq!(p.call("chart.next", go_on(last)).await.unwrap_err().params["reason"], "nobody_waits");
        let still = p.done("scheduling.appointment", json!({ "id": card["id"] })).await;
        assert_eq!(still["card"]["status"], "in_progress", "with nobody next, nothing is ended");
        assert_eq!(p.call("chart.next", go_on(finish)).await.unwrap_err().code, ErrorCode::NotAllowed);
    }

    async fn going_on_is_taken_back_whole(w) {
        let p = Practice::open(w).await;
        let (on, ended, begun) = p.went_on().await;
        let undo = json!({ "event_id": on["started"]["event_id"], "also": on["finished"]["event_id"] });
        p.done("scheduling.undo", undo.clone()).await;
        let (ended, begun) = (p.visit(&ended).await, p.visit(&begun).await);
        assert_eq!((&ended["status"], &ended["completed_at"]), (&json!("in_progress"), &json!(null)));
        assert_eq!((&begun["status"], &begun["in_progress_at"]), (&json!("checked_in"), &json!(null)));
        assert_eq!(p.call("scheduling.undo", undo).await.unwrap_err().params["reason"], "already_undone");
        let again = json!({ "location_id": p.clinic.location_id, "finish": { "id": ended["id"], "version": ended["version"] } });
        assert_eq!(p.done("chart.next", again).await["started"]["card"]["id"], begun["id"], "the same patient goes in again");
    }

    async fn going_on_is_not_taken_back_by_half(w) {
        let p = Practice::open(w).await;
        let (on, ended, begun) = p.went_on().await;
        let notes = json!({ "id": ended, "version": on["finished"]["card"]["version"], "notes": "came back for the letter" });
        p.done("scheduling.set_details", notes).await;
        let undo = json!({ "event_id": on["started"]["event_id"], "also": on["finished"]["event_id"] });
        assert_eq!(p.call("scheduling.undo", undo).await.unwrap_err().params["reason"], "changed_since");
        assert_eq!((&p.visit(&ended).await["status"], &p.visit(&begun).await["status"]), (&json!("completed"), &json!("in_progress")));
    }

    async fn an_emergency_goes_in_first(w) {
        let p = Practice::open(w).await;
        let other = p.w.patient(&p.clinic.receptionist, "Yusuf", "Demir").await;
        p.arrives(&p.patient, "2026-11-24T09:00:00Z").await;
        let book = json!({
            "patient_id": other, "doctor_id": p.clinic.doctors[0], "location_id": p.clinic.location_id, "starts_at": "2026-11-24T10:00:00Z",
            "minutes": 15, "kind": "emergency",
        });
        let booked = p.done("scheduling.book", book).await;
        p.done("scheduling.check_in", json!({ "id": booked["card"]["id"], "version": booked["card"]["version"] })).await;
        let next = p.done("chart.next", json!({ "location_id": p.clinic.location_id, "finish": null })).await;
        assert_eq!(next["started"]["card"]["patient_name"], "Yusuf Demir");
    }
}
