//! Booking: what is given, what is refused and why.

use curanda_core::error::ErrorCode;
use curanda_tests::stories;
use futures::future::join_all;
use serde_json::{Value, json};

use super::{Desk, text};

stories! {
    async fn a_booking_is_answered_with_its_card(w) {
        let desk = Desk::open(w).await;
        let patient = desk.patient(1).await;
        let booked = desk.book(&patient, "2026-11-24T09:00:00Z").await;
        let card = &booked["card"];
        assert_eq!((&card["status"], &card["start_minute"], &card["end_minute"]), (&json!("scheduled"), &json!(540), &json!(555)));
        assert_eq!((&card["room_id"], &card["lane"]), (&json!(desk.clinic.rooms[0]), &json!(0)));
        assert_eq!(card["local_day"], "2026-11-24");
        let detail = desk.done("scheduling.appointment", json!({ "id": card["id"] })).await;
        assert_eq!((&detail["events"][0]["action"], &detail["events"][0]["actor_name"]), (&json!("booked"), &json!("Test receptionist")));
    }

    async fn a_taken_time_names_who_is_in_the_way_and_what_is_free(w) {
        let desk = Desk::open(w).await;
        let (one, two) = (desk.patient(1).await, desk.patient(2).await);
        let first = desk.done("scheduling.book", desk.wish(&one, 0, "2026-11-24T09:00:00Z", 30)).await;
        let refused = desk.call("scheduling.book", desk.wish(&two, 0, "2026-11-24T09:15:00Z", 15)).await.unwrap_err();
        assert_eq!((refused.code, &refused.params["kind"]), (ErrorCode::Taken, &json!("doctor")));
        assert_eq!(refused.params["appointment_id"], first["card"]["id"]);
        assert_eq!(refused.params["patient_name"], first["card"]["patient_name"]);
        assert_eq!((&refused.params["name"], &refused.params["ends_at"]), (&json!("Test Doctor 1"), &json!("2026-11-24T09:30:00Z")));
        let starts: Vec<_> = refused.params["openings"].as_array().unwrap().iter().map(|o| text(&o["starts_at"])).collect();
        assert_eq!(starts, ["2026-11-24T09:30:00Z", "2026-11-24T09:45:00Z", "2026-11-24T10:00:00Z"]);
    }

    async fn a_patient_cannot_be_in_two_places(w) {
        let desk = Desk::open(w).await;
        let patient = desk.patient(1).await;
        desk.book(&patient, "2026-11-24T09:00:00Z").await;
        let refused = desk.call("scheduling.book", desk.wish(&patient, 1, "2026-11-24T09:00:00Z", 15)).await.unwrap_err();
        assert_eq!((refused.code, &refused.params["kind"]), (ErrorCode::Taken, &json!("patient")));
        let mut overbooked = desk.wish(&patient, 1, "2026-11-24T09:00:00Z", 15);
        overbooked["overbook_reason"] = json!("urgent");
        let refused = desk.call("scheduling.book", overbooked).await.unwrap_err();
        assert_eq!(refused.params["kind"], "patient");
    }

    async fn a_room_is_given_once(w) {
        let desk = Desk::open(w).await;
        let (one, two) = (desk.patient(1).await, desk.patient(2).await);
        desk.book(&one, "2026-11-24T09:00:00Z").await;
        let mut second = desk.wish(&two, 1, "2026-11-24T09:00:00Z", 15);
        second["room_id"] = json!(desk.clinic.rooms[0]);
        let refused = desk.call("scheduling.book", second.clone()).await.unwrap_err();
        assert_eq!((refused.code, &refused.params["kind"], &refused.params["name"]), (ErrorCode::Taken, &json!("room"), &json!("1")));
        second["mode"] = json!("online");
        let refused = desk.call("scheduling.book", second).await.unwrap_err();
        assert_eq!((refused.code, &refused.params["reason"]), (ErrorCode::NotAllowed, &json!("outside_hours")));
    }

    async fn overbooking_takes_the_next_lane_with_a_reason(w) {
        let desk = Desk::open(w).await;
        for (n, lane) in [0, 1, 2, 3].into_iter().enumerate() {
            let mut wish = desk.wish(&desk.patient(n).await, 0, "2026-11-24T09:00:00Z", 15);
            if lane > 0 {
                wish["overbook_reason"] = json!("fever");
            }
            let booked = desk.done("scheduling.book", wish).await;
            assert_eq!(booked["card"]["lane"], lane);
        }
        let mut fifth = desk.wish(&desk.patient(9).await, 0, "2026-11-24T09:00:00Z", 15);
        fifth["overbook_reason"] = json!("fever");
        let refused = desk.call("scheduling.book", fifth).await.unwrap_err();
        assert_eq!((refused.code, &refused.params["kind"]), (ErrorCode::Taken, &json!("doctor")));
    }

    async fn outside_the_hours_needs_a_reason(w) {
        let desk = Desk::open(w).await;
        let patient = desk.patient(1).await;
        let early = desk.wish(&patient, 0, "2026-11-24T08:30:00Z", 15);
        let refused = desk.call("scheduling.book", early.clone()).await.unwrap_err();
        assert_eq!((refused.code, &refused.params["reason"]), (ErrorCode::NotAllowed, &json!("outside_hours")));
        assert_eq!(refused.params["openings"][0]["starts_at"], "2026-11-24T09:00:00Z");
        let over_the_end = desk.call("scheduling.book", desk.wish(&patient, 0, "2026-11-24T16:50:00Z", 15)).await.unwrap_err();
        assert_eq!(over_the_end.params["reason"], "outside_hours");
        let mut emergency = early.clone();
        emergency["kind"] = json!("emergency");
        let refused = desk.call("scheduling.book", emergency.clone()).await.unwrap_err();
        assert_eq!((refused.fields[0].field.as_str(), refused.fields[0].code.as_str()), ("reason", "required"));
        emergency["reason"] = json!("chest pain");
        assert_eq!(desk.done("scheduling.book", emergency).await["card"]["lane"], 0);
        let mut extended = desk.wish(&desk.patient(2).await, 1, "2026-11-24T08:30:00Z", 15);
        extended["overbook_reason"] = json!("came from far");
        assert_eq!(desk.done("scheduling.book", extended).await["card"]["overbook_reason"], "came from far");
    }

    async fn bad_input_is_named_field_by_field(w) {
        let desk = Desk::open(w).await;
        let patient = desk.patient(1).await;
        let cases = [
            ("2026-11-24T09:00:00Z", 0, "minutes", "out_of_range"),
            ("2026-11-24T09:00:00Z", 725, "minutes", "out_of_range"),
            ("2026-11-24T09:00:00Z", 12, "minutes", "off_grid"),
            ("2026-11-24T09:02:00Z", 15, "starts_at", "off_grid"),
            ("2026-11-23T09:00:00Z", 15, "starts_at", "past_day"),
            ("2036-11-24T09:00:00Z", 15, "starts_at", "too_far"),
        ];
        for (starts_at, minutes, field, code) in cases {
            let refused = desk.call("scheduling.book", desk.wish(&patient, 0, starts_at, minutes)).await.unwrap_err();
            assert_eq!(refused.code, ErrorCode::Invalid, "{starts_at} {minutes}");
            assert_eq!((refused.fields[0].field.as_str(), refused.fields[0].code.as_str()), (field, code));
        }
        let mut long = desk.wish(&patient, 0, "2026-11-24T09:00:00Z", 15);
        long["reason"] = json!("x".repeat(401));
        let refused = desk.call("scheduling.book", long).await.unwrap_err();
        assert_eq!(refused.fields[0].code, "too_long");
        for (key, entity) in [("patient_id", "patient"), ("doctor_id", "doctor"), ("location_id", "doctor"), ("service_id", "service")] {
            let mut unknown = desk.wish(&patient, 0, "2026-11-24T09:00:00Z", 15);
            unknown.as_object_mut().unwrap().remove("minutes");
            unknown[key] = json!("0190aaaa-0000-7000-8000-000000000000");
            let refused = desk.call("scheduling.book", unknown).await.unwrap_err();
            assert_eq!((refused.code, &refused.params["entity"]), (ErrorCode::NotFound, &json!(entity)), "{key}");
        }
        let malformed = desk.call("scheduling.book", json!({ "patient_id": "x" })).await.unwrap_err();
        assert_eq!(malformed.code, ErrorCode::Malformed);
    }

    async fn a_service_or_the_slot_gives_the_length(w) {
        let desk = Desk::open(w).await;
        let mut wish = desk.wish(&desk.patient(1).await, 0, "2026-11-24T09:00:00Z", 15);
        wish.as_object_mut().unwrap().remove("minutes");
        wish["service_id"] = json!(desk.clinic.services[1]);
        assert_eq!(desk.done("scheduling.book", wish.clone()).await["card"]["end_minute"], 570);
        wish["patient_id"] = json!(desk.patient(2).await);
        wish["starts_at"] = json!("2026-11-24T10:00:00Z");
        wish.as_object_mut().unwrap().remove("service_id");
        assert_eq!(desk.done("scheduling.book", wish).await["card"]["end_minute"], 615);
    }

    async fn the_same_call_twice_books_once(w) {
        let desk = Desk::open(w).await;
        let wish = desk.wish(&desk.patient(1).await, 0, "2026-11-24T09:00:00Z", 15);
        let id = curanda_core::ids::CommandId::fresh();
        let token = Some(desk.clinic.receptionist.token.as_str());
        let first: Value = desk.w.call_as(token, "scheduling.book", wish.clone(), id).await.unwrap();
        let again: Value = desk.w.call_as(token, "scheduling.book", wish, id).await.unwrap();
        assert_eq!(first, again);
        assert_eq!(desk.board().await["counts"]["booked"], 1);
    }

    async fn of_many_who_want_one_time_one_gets_it(w) {
        let desk = Desk::open(w).await;
        let mut patients = Vec::new();
        for n in 0..12 {
            patients.push(desk.patient(n).await);
        }
        let wishes = patients.iter().map(|p| desk.call("scheduling.book", desk.wish(p, 0, "2026-11-24T09:00:00Z", 15)));
        let answers = join_all(wishes).await;
        let booked: Vec<_> = answers.iter().filter_map(|a| a.as_ref().ok()).collect();
        assert_eq!(booked.len(), 1);
        for refused in answers.iter().filter_map(|a| a.as_ref().err()) {
            assert_eq!((refused.code, &refused.params["appointment_id"]), (ErrorCode::Taken, &booked[0]["card"]["id"]));
        }
    }
}
