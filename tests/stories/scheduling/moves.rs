//! Another time, doctor or length; what a drop would meet.

use curanda_core::error::ErrorCode;
use curanda_core::feed::Topic;
use curanda_tests::stories;
use serde_json::{Value, json};

use super::Desk;

fn to(card: &Value, starts_at: &str) -> Value {
    json!({ "id": card["id"], "version": card["version"], "starts_at": starts_at })
}

stories! {
    async fn a_move_leaves_its_trace(w) {
        let desk = Desk::open(w).await;
        let booked = desk.book(&desk.patient(1).await, "2026-11-24T09:00:00Z").await;
        let mut wish = to(&booked["card"], "2026-11-25T10:00:00Z");
        wish["doctor_id"] = json!(desk.clinic.doctors[1]);
        let moved = desk.done("scheduling.move", wish).await;
        assert_eq!((&moved["moved_from"], &moved["card"]["rescheduled_from"]), (&booked["card"]["id"], &booked["card"]["id"]));
        assert_eq!((&moved["card"]["status"], &moved["card"]["room_id"]), (&json!("scheduled"), &json!(desk.clinic.rooms[1])));
        let old = desk.done("scheduling.appointment", json!({ "id": booked["card"]["id"] })).await;
        assert_eq!((&old["card"]["status"], &old["moved_to"]), (&json!("rescheduled"), &moved["card"]["id"]));
        assert_eq!(desk.openings(1).await, ["2026-11-24T09:00:00Z"]);
        let again = desk.call("scheduling.move", to(&old["card"], "2026-11-26T10:00:00Z")).await.unwrap_err();
        assert_eq!((again.code, &again.params["reason"]), (ErrorCode::NotAllowed, &json!("status")));
    }

    async fn both_days_of_a_move_become_stale(w) {
        let desk = Desk::open(w).await;
        let booked = desk.book(&desk.patient(1).await, "2026-11-24T09:00:00Z").await;
        let mut heard = desk.w.app.subscribe();
        desk.done("scheduling.move", to(&booked["card"], "2026-11-25T10:00:00Z")).await;
        let topics = heard.recv().await.unwrap();
        for day in ["2026-11-24", "2026-11-25"] {
            assert!(topics.contains(&Topic(format!("appointments:{}:{day}", desk.clinic.location_id))), "{day}");
        }
    }

    async fn undoing_a_move_restores_the_old_time_unless_it_is_taken(w) {
        let desk = Desk::open(w).await;
        let patient = desk.patient(1).await;
        let booked = desk.book(&patient, "2026-11-24T09:00:00Z").await;
        let moved = desk.done("scheduling.move", to(&booked["card"], "2026-11-24T10:00:00Z")).await;
        let back = desk.undo(&moved).await.unwrap();
        assert_eq!((&back["card"]["id"], &back["card"]["status"]), (&booked["card"]["id"], &json!("scheduled")));
        assert_eq!(desk.board().await["counts"], json!({ "booked": 1, "expected": 1, "arrived": 0, "in_progress": 0, "done": 0, "no_show": 0, "cancelled": 0 }));
        let moved = desk.done("scheduling.move", to(&back["card"], "2026-11-24T10:00:00Z")).await;
        let other = desk.book(&desk.patient(2).await, "2026-11-24T09:00:00Z").await;
        let refused = desk.undo(&moved).await.unwrap_err();
        assert_eq!((refused.code, &refused.params["appointment_id"]), (ErrorCode::Taken, &other["card"]["id"]));
        assert_eq!(desk.board().await["counts"]["booked"], 2);
    }

    async fn undoing_gives_back_start_end_doctor_and_room(w) {
        let desk = Desk::open(w).await;
        let booked = desk.book(&desk.patient(1).await, "2026-11-24T09:00:00Z").await["card"].clone();
        let mut request = to(&booked, "2026-11-24T10:00:00Z");
        request["minutes"] = json!(45);
        request["doctor_id"] = json!(desk.clinic.doctors[1]);
        let moved = desk.done("scheduling.move", request).await;
        assert_eq!((&moved["card"]["doctor_id"], &moved["card"]["end_minute"]), (&json!(desk.clinic.doctors[1]), &json!(645)));
        let longer = json!({ "id": moved["card"]["id"], "version": moved["card"]["version"], "minutes": 60 });
        let longer = desk.done("scheduling.resize", longer).await;
        let back = desk.undo(&longer).await.unwrap();
        let placed = |card: &Value| ["starts_at", "ends_at", "doctor_id", "room_id", "local_day"].map(|field| card[field].clone());
        assert_eq!(placed(&back["card"]), placed(&moved["card"]), "one step goes back at a time");
        let other = desk.book(&desk.patient(2).await, "2026-11-24T11:00:00Z").await["card"].clone();
        let mut request = to(&other, "2026-11-24T12:00:00Z");
        request["doctor_id"] = json!(desk.clinic.doctors[1]);
        request["minutes"] = json!(30);
        let moved = desk.done("scheduling.move", request).await;
        assert_eq!(placed(&desk.undo(&moved).await.unwrap()["card"]), placed(&other));
    }

    async fn a_move_onto_another_is_refused_and_keeps_its_time(w) {
        let desk = Desk::open(w).await;
        let one = desk.book(&desk.patient(1).await, "2026-11-24T09:00:00Z").await;
        let two = desk.book(&desk.patient(2).await, "2026-11-24T09:15:00Z").await;
        let refused = desk.call("scheduling.move", to(&one["card"], "2026-11-24T09:15:00Z")).await.unwrap_err();
        assert_eq!((refused.code, &refused.params["appointment_id"]), (ErrorCode::Taken, &two["card"]["id"]));
        assert!(!refused.params["openings"].as_array().unwrap().is_empty());
        let same = desk.call("scheduling.move", to(&one["card"], "2026-11-24T09:00:00Z")).await.unwrap_err();
        assert_eq!(same.fields[0].code, "unchanged");
        assert_eq!(desk.openings(1).await, ["2026-11-24T09:30:00Z"]);
    }

    async fn a_move_may_overlap_its_own_old_time(w) {
        let desk = Desk::open(w).await;
        let patient = desk.patient(1).await;
        let booked = desk.done("scheduling.book", desk.wish(&patient, 0, "2026-11-24T09:00:00Z", 60)).await;
        let moved = desk.done("scheduling.move", to(&booked["card"], "2026-11-24T09:30:00Z")).await;
        assert_eq!(moved["card"]["end_minute"], 630);
    }

    async fn a_visit_grows_only_into_free_time(w) {
        let desk = Desk::open(w).await;
        let one = desk.book(&desk.patient(1).await, "2026-11-24T09:00:00Z").await;
        let two = desk.book(&desk.patient(2).await, "2026-11-24T09:30:00Z").await;
        let resize = |card: &Value, minutes: u32| json!({ "id": card["id"], "version": card["version"], "minutes": minutes });
        let longer = desk.done("scheduling.resize", resize(&one["card"], 30)).await;
        assert_eq!((&longer["card"]["id"], &longer["card"]["end_minute"]), (&one["card"]["id"], &json!(570)));
        let refused = desk.call("scheduling.resize", resize(&longer["card"], 35)).await.unwrap_err();
        assert_eq!((refused.code, &refused.params["appointment_id"]), (ErrorCode::Taken, &two["card"]["id"]));
        let back = desk.undo(&longer).await.unwrap();
        assert_eq!(back["card"]["end_minute"], 555);
        assert_eq!(desk.openings(1).await, ["2026-11-24T09:15:00Z"]);
        let odd = desk.call("scheduling.resize", resize(&back["card"], 17)).await.unwrap_err();
        assert_eq!(odd.fields[0].code, "off_grid");
    }

    async fn a_drop_is_told_what_it_would_meet(w) {
        let desk = Desk::open(w).await;
        let one = desk.book(&desk.patient(1).await, "2026-11-24T09:00:00Z").await;
        let two = desk.book(&desk.patient(2).await, "2026-11-24T09:15:00Z").await;
        let drop = |starts_at: &str, minutes: u32| json!({
            "appointment_id": one["card"]["id"], "patient_id": one["card"]["patient_id"], "doctor_id": desk.clinic.doctors[0],
            "location_id": desk.clinic.location_id, "starts_at": starts_at, "minutes": minutes,
        });
        let own = desk.done("scheduling.check_slot", drop("2026-11-24T09:00:00Z", 15)).await;
        assert_eq!(own["fits"], true);
        let taken = desk.done("scheduling.check_slot", drop("2026-11-24T09:00:00Z", 30)).await;
        assert_eq!((&taken["fits"], &taken["conflicts"][0]["appointment_id"]), (&json!(false), &two["card"]["id"]));
        assert_eq!((&taken["next"]["starts_at"], &taken["may_overbook"]), (&json!("2026-11-24T09:30:00Z"), &json!(true)));
        let closed = desk.done("scheduling.check_slot", drop("2026-11-24T08:15:00Z", 15)).await;
        assert_eq!((&closed["is_open"], &closed["closed"]["kind"]), (&json!(false), &json!("closed")));
    }
}
