//! Patients who wait for an earlier time.

use chrono::TimeDelta;
use curanda_core::error::ErrorCode;
use curanda_tests::stories;
use serde_json::{Value, json};

use super::Desk;

impl Desk {
    async fn waits(&self, patient: &str, wish: Value) -> Value {
        self.done(
            "waitlist.add",
            json!({ "patient_id": patient, "location_id": self.clinic.location_id, "wish": wish }),
        )
        .await
    }

    async fn offer(&self, entry: &Value, starts_at: &str) -> Value {
        let request =
            json!({ "id": entry["id"], "version": entry["version"], "doctor_id": self.clinic.doctors[0], "starts_at": starts_at });
        self.done("waitlist.offer", request).await
    }

    async fn waitlist(&self) -> Value {
        self.done("waitlist.list", json!({ "location_id": self.clinic.location_id })).await
    }
}

stories! {
    async fn a_freed_time_is_proposed_to_the_first_whom_it_suits(w) {
        let desk = Desk::open(w).await;
        let booked = desk.book(&desk.patient(1).await, "2026-11-24T09:00:00Z").await;
        desk.waits(&desk.patient(2).await, json!({ "from_minute": 720 })).await;
        desk.w.clock.advance(TimeDelta::minutes(1));
        desk.waits(&desk.patient(3).await, json!({ "minutes": 30 })).await;
        desk.w.clock.advance(TimeDelta::minutes(1));
        let suits = desk.waits(&desk.patient(4).await, json!({ "doctor_id": desk.clinic.doctors[0], "to_minute": 720 })).await;
        let cancelled = desk.cancel(&booked["card"]).await.unwrap();
        assert_eq!(cancelled["proposal"]["waitlist_id"], suits["id"]);
        assert_eq!(cancelled["proposal"]["opening"]["starts_at"], "2026-11-24T09:00:00Z");
    }

    async fn an_offer_keeps_its_time_for_ten_minutes(w) {
        let desk = Desk::open(w).await;
        let entry = desk.waits(&desk.patient(1).await, json!({})).await;
        desk.offer(&entry, "2026-11-24T09:00:00Z").await;
        let other = desk.patient(2).await;
        let refused = desk.call("scheduling.book", desk.wish(&other, 0, "2026-11-24T09:00:00Z", 15)).await.unwrap_err();
        assert_eq!((refused.code, &refused.params["kind"], &refused.params["patient_name"]), (ErrorCode::Taken, &json!("offer"), &entry["patient_name"]));
        assert_eq!(desk.openings(1).await, ["2026-11-24T09:15:00Z"]);
        desk.w.clock.advance(TimeDelta::minutes(10));
        desk.book(&other, "2026-11-24T09:00:00Z").await;
    }

    async fn an_accepted_offer_books_and_undo_waits_again(w) {
        let desk = Desk::open(w).await;
        let entry = desk.waits(&desk.patient(1).await, json!({ "minutes": 20 })).await;
        let offered = desk.offer(&entry, "2026-11-24T09:00:00Z").await;
        let request = json!({ "id": offered["id"], "version": offered["version"] });
        let booked = desk.done("waitlist.accept", request.clone()).await;
        assert_eq!((&booked["card"]["status"], &booked["card"]["end_minute"]), (&json!("scheduled"), &json!(560)));
        assert_eq!(desk.waitlist().await, json!([]));
        assert_eq!(desk.call("waitlist.accept", request).await.unwrap_err().code, ErrorCode::NotAllowed);
        desk.undo(&booked).await.unwrap();
        assert_eq!(desk.waitlist().await[0]["entry"]["status"], "waiting");
    }

    async fn an_accepted_offer_replaces_the_later_appointment(w) {
        let desk = Desk::open(w).await;
        let patient = desk.patient(1).await;
        let later = desk.book(&patient, "2026-12-15T09:00:00Z").await;
        let request = json!({ "patient_id": patient, "location_id": desk.clinic.location_id, "appointment_id": later["card"]["id"], "wish": {} });
        let entry = desk.done("waitlist.add", request).await;
        let offered = desk.offer(&entry, "2026-11-24T09:00:00Z").await;
        let moved = desk.done("waitlist.accept", json!({ "id": offered["id"], "version": offered["version"] })).await;
        assert_eq!(moved["moved_from"], later["card"]["id"]);
        assert_eq!(desk.done("scheduling.appointment", json!({ "id": later["card"]["id"] })).await["card"]["status"], "rescheduled");
    }

    async fn the_list_shows_what_fits_today(w) {
        let desk = Desk::open(w).await;
        desk.waits(&desk.patient(1).await, json!({ "from_minute": 660, "to_minute": 720 })).await;
        desk.w.clock.advance(TimeDelta::minutes(1));
        let other_days = desk.waits(&desk.patient(2).await, json!({ "weekdays": 4 })).await;
        let list = desk.waitlist().await;
        assert_eq!((&list[0]["fit"]["start_minute"], &list[1]["fit"]), (&json!(660), &json!(null)));
        let request = json!({ "id": other_days["id"], "version": 1, "wish": { "weekdays": 2 } });
        desk.done("waitlist.update", request).await;
        assert_eq!(desk.waitlist().await[1]["fit"]["start_minute"], 540);
        let withdrawn = desk.done("waitlist.withdraw", json!({ "id": other_days["id"], "version": 2 })).await;
        assert_eq!(withdrawn["status"], "withdrawn");
        assert_eq!(desk.waitlist().await.as_array().unwrap().len(), 1);
    }

    async fn a_wish_that_cannot_be_met_is_refused(w) {
        let desk = Desk::open(w).await;
        let patient = desk.patient(1).await;
        for (wish, field) in [
            (json!({ "from_minute": 600, "to_minute": 600 }), "to_minute"),
            (json!({ "weekdays": 0 }), "weekdays"),
            (json!({ "minutes": 7 }), "minutes"),
            (json!({ "latest_on": "2026-11-01" }), "latest_on"),
        ] {
            let request = json!({ "patient_id": patient, "location_id": desk.clinic.location_id, "wish": wish });
            assert_eq!(desk.call("waitlist.add", request).await.unwrap_err().fields[0].field, field);
        }
    }
}
