//! The steps of a visit, queue numbers, waiting, and what can be taken back.

use chrono::TimeDelta;
use curanda_core::error::ErrorCode;
use curanda_tests::stories;
use futures::future::join_all;
use serde_json::{Value, json};

use super::Desk;

async fn statuses(desk: &Desk, card: &Value) -> Vec<String> {
    let detail = desk.done("scheduling.appointment", json!({ "id": card["id"] })).await;
    let events = detail["events"].as_array().unwrap();
    events.iter().map(|e| e["to_status"].as_str().unwrap().to_owned()).collect()
}

stories! {
    async fn a_visit_from_booking_to_done(w) {
        let desk = Desk::open(w).await;
        let booked = desk.book(&desk.patient(1).await, "2026-11-24T09:00:00Z").await;
        let arrived = desk.step("scheduling.check_in", &booked["card"]).await.unwrap();
        assert_eq!((&arrived["card"]["status"], &arrived["card"]["queue_number"]), (&json!("checked_in"), &json!(1)));
        desk.w.clock.advance(TimeDelta::minutes(17));
        let board = desk.board().await;
        assert_eq!((&board["counts"]["arrived"], &board["longest_wait_minutes"]), (&json!(1), &json!(17)));
        let started = desk.step("scheduling.start", &arrived["card"]).await.unwrap();
        let done = desk.step("scheduling.complete", &started["card"]).await.unwrap();
        assert_eq!(statuses(&desk, &done["card"]).await, ["scheduled", "confirmed", "checked_in", "in_progress", "completed"]);
        let board = desk.board().await;
        assert_eq!((&board["counts"]["done"], &board["longest_wait_minutes"]), (&json!(1), &json!(null)));
    }

    async fn moves_outside_the_table_are_refused(w) {
        let desk = Desk::open(w).await;
        let booked = desk.book(&desk.patient(1).await, "2026-11-24T09:00:00Z").await;
        for command in ["scheduling.start", "scheduling.complete"] {
            let refused = desk.step(command, &booked["card"]).await.unwrap_err();
            assert_eq!((refused.code, &refused.params["reason"]), (ErrorCode::NotAllowed, &json!("status")));
        }
        let early = desk.step("scheduling.no_show", &booked["card"]).await.unwrap_err();
        assert_eq!(early.params["reason"], "not_begun");
        let open = desk.step("scheduling.archive", &booked["card"]).await.unwrap_err();
        assert_eq!(open.params["reason"], "still_open");
        let tomorrow = desk.book(&desk.patient(2).await, "2026-11-25T09:00:00Z").await;
        let refused = desk.step("scheduling.check_in", &tomorrow["card"]).await.unwrap_err();
        assert_eq!(refused.params["reason"], "other_day");
        let blank = json!({ "id": booked["card"]["id"], "version": 1, "party": "patient", "reason": " " });
        assert_eq!(desk.call("scheduling.cancel", blank).await.unwrap_err().fields[0].code, "required");
    }

    async fn a_stale_card_is_refused_with_what_is_stored(w) {
        let desk = Desk::open(w).await;
        let booked = desk.book(&desk.patient(1).await, "2026-11-24T09:00:00Z").await;
        desk.step("scheduling.confirm", &booked["card"]).await.unwrap();
        let refused = desk.cancel(&booked["card"]).await.unwrap_err();
        assert_eq!((refused.code, &refused.params["current"]["status"]), (ErrorCode::Stale, &json!("confirmed")));
    }

    async fn queue_numbers_have_no_gap_when_all_arrive_at_once(w) {
        let desk = Desk::open(w).await;
        let mut cards = Vec::new();
        for n in 0..8 {
            let at = format!("2026-11-24T09:{:02}:00Z", n % 4 * 15);
            let wish = desk.wish(&desk.patient(n).await, n / 4, &at, 15);
            cards.push(desk.done("scheduling.book", wish).await["card"].clone());
        }
        let arrived = join_all(cards.iter().map(|card| desk.step("scheduling.check_in", card))).await;
        let mut numbers: Vec<_> = arrived.iter().map(|a| a.as_ref().unwrap()["card"]["queue_number"].as_i64().unwrap()).collect();
        numbers.sort_unstable();
        assert_eq!(numbers, [1, 2, 3, 4, 5, 6, 7, 8]);
    }

    async fn cancelling_frees_the_time_and_undo_takes_it_again(w) {
        let desk = Desk::open(w).await;
        let booked = desk.book(&desk.patient(1).await, "2026-11-24T09:00:00Z").await;
        let cancelled = desk.cancel(&booked["card"]).await.unwrap();
        assert_eq!((&cancelled["card"]["cancelled_by"], &cancelled["card"]["cancel_reason"]), (&json!("patient"), &json!("ill")));
        assert_eq!(desk.openings(1).await, ["2026-11-24T09:00:00Z"]);
        let back = desk.undo(&cancelled).await.unwrap();
        assert_eq!((&back["card"]["status"], &back["card"]["cancelled_by"]), (&json!("scheduled"), &json!(null)));
        assert_eq!(desk.openings(1).await, ["2026-11-24T09:15:00Z"]);
        assert_eq!(statuses(&desk, &booked["card"]).await, ["scheduled", "cancelled", "scheduled"]);
        let again = desk.undo(&cancelled).await.unwrap_err();
        assert_eq!(again.params["reason"], "already_undone");
    }

    async fn undo_is_refused_when_the_time_was_given_to_another(w) {
        let desk = Desk::open(w).await;
        let booked = desk.book(&desk.patient(1).await, "2026-11-24T09:00:00Z").await;
        let cancelled = desk.cancel(&booked["card"]).await.unwrap();
        let other = desk.book(&desk.patient(2).await, "2026-11-24T09:00:00Z").await;
        let refused = desk.undo(&cancelled).await.unwrap_err();
        assert_eq!((refused.code, &refused.params["appointment_id"]), (ErrorCode::Taken, &other["card"]["id"]));
    }

    async fn undo_lasts_three_minutes_and_only_while_nothing_followed(w) {
        let desk = Desk::open(w).await;
        let booked = desk.book(&desk.patient(1).await, "2026-11-24T09:00:00Z").await;
        let confirmed = desk.step("scheduling.confirm", &booked["card"]).await.unwrap();
        let arrived = desk.step("scheduling.check_in", &confirmed["card"]).await.unwrap();
        assert_eq!(desk.undo(&confirmed).await.unwrap_err().params["reason"], "changed_since");
        desk.w.clock.advance(TimeDelta::seconds(181));
        assert_eq!(desk.undo(&arrived).await.unwrap_err().params["reason"], "undo_expired");
        desk.w.clock.advance(TimeDelta::seconds(-1));
        assert_eq!(desk.undo(&arrived).await.unwrap()["card"]["status"], "confirmed");
    }

    async fn an_undone_check_in_keeps_its_number(w) {
        let desk = Desk::open(w).await;
        let booked = desk.book(&desk.patient(1).await, "2026-11-24T09:00:00Z").await;
        let arrived = desk.step("scheduling.check_in", &booked["card"]).await.unwrap();
        let back = desk.undo(&arrived).await.unwrap();
        assert_eq!((&back["card"]["status"], &back["card"]["checked_in_at"]), (&json!("scheduled"), &json!(null)));
        let other = desk.book(&desk.patient(2).await, "2026-11-24T09:15:00Z").await;
        assert_eq!(desk.step("scheduling.check_in", &other["card"]).await.unwrap()["card"]["queue_number"], 2);
        assert_eq!(desk.step("scheduling.check_in", &back["card"]).await.unwrap()["card"]["queue_number"], 1);
    }

    async fn who_comes_late_is_seen_the_same_day(w) {
        let desk = Desk::open(w).await;
        let booked = desk.book(&desk.patient(1).await, "2026-11-24T09:00:00Z").await;
        desk.set_clock("2026-11-24T09:20:00Z");
        let missed = desk.step("scheduling.no_show", &booked["card"]).await.unwrap();
        let walk_in = desk.wish(&desk.patient(2).await, 0, "2026-11-24T09:00:00Z", 30);
        desk.done("scheduling.book", walk_in).await;
        let late = desk.step("scheduling.check_in", &missed["card"]).await.unwrap();
        assert_eq!((&late["card"]["status"], &late["card"]["lane"]), (&json!("checked_in"), &json!(1)));
        let other = desk.book(&desk.patient(3).await, "2026-11-24T10:00:00Z").await;
        desk.set_clock("2026-11-24T10:30:00Z");
        let missed = desk.step("scheduling.no_show", &other["card"]).await.unwrap();
        desk.set_clock("2026-11-25T00:30:00Z");
        let next_day = desk.step("scheduling.check_in", &missed["card"]).await.unwrap_err();
        assert_eq!(next_day.params["reason"], "other_day");
    }

    async fn what_is_over_can_be_put_away(w) {
        let desk = Desk::open(w).await;
        let booked = desk.book(&desk.patient(1).await, "2026-11-24T09:00:00Z").await;
        let cancelled = desk.cancel(&booked["card"]).await.unwrap();
        let archived = desk.step("scheduling.archive", &cancelled["card"]).await.unwrap();
        assert_eq!(desk.board().await["appointments"], json!([]));
        desk.undo(&archived).await.unwrap();
        assert_eq!(desk.board().await["counts"]["cancelled"], 1);
    }

    async fn details_change_without_the_time(w) {
        let desk = Desk::open(w).await;
        let booked = desk.book(&desk.patient(1).await, "2026-11-24T09:00:00Z").await;
        let request = json!({ "id": booked["card"]["id"], "version": 1, "reason": "cough", "symptoms": ["fever"], "service_id": desk.clinic.services[0], "kind": "follow_up" });
        let edited = desk.done("scheduling.set_details", request).await;
        let card = &edited["card"];
        assert_eq!((&card["reason"], &card["symptoms"], &card["kind"]), (&json!("cough"), &json!(["fever"]), &json!("follow_up")));
        assert_eq!((&card["service_name"], &card["start_minute"]), (&json!("Consultation"), &json!(540)));
        assert_eq!(desk.undo(&edited).await.unwrap()["card"]["reason"], "");
        let service = desk.done("directory.services", json!(null)).await[0].clone();
        let mut retired = service.clone();
        retired["active"] = json!(false);
        desk.w.saved(&desk.clinic.admin, "directory.save_service", retired).await;
        let wrong = json!({ "id": booked["card"]["id"], "version": 3, "reason": "x".repeat(401), "service_id": service["id"] });
        let named: Vec<_> = desk.call("scheduling.set_details", wrong).await.unwrap_err().fields.into_iter().map(|f| f.field).collect();
        assert_eq!(named, ["reason", "service_id"], "every wrong field at once");
        let mut wish = desk.wish(&desk.patient(2).await, 0, "2026-11-24T10:00:00Z", 17);
        wish["service_id"] = service["id"].clone();
        let named: Vec<_> = desk.call("scheduling.book", wish).await.unwrap_err().fields.into_iter().map(|f| f.field).collect();
        assert_eq!(named, ["service_id", "minutes"]);
    }

    async fn a_visit_can_become_an_online_one_when_the_doctor_has_hours_for_it(w) {
        let desk = Desk::open(w).await;
        let booked = desk.book(&desk.patient(1).await, "2026-11-24T09:00:00Z").await;
        let online = json!({ "id": booked["card"]["id"], "version": 1, "mode": "online" });
        let refused = desk.call("scheduling.set_details", online).await.unwrap_err();
        assert_eq!((refused.code, &refused.params["reason"]), (ErrorCode::NotAllowed, &json!("outside_hours")));
        assert_eq!(desk.openings(1).await, ["2026-11-24T09:15:00Z"]);
        let mut wish = desk.wish(&desk.patient(2).await, 0, "2026-11-24T10:00:00Z", 15);
        wish["overbook_reason"] = json!("by phone");
        let booked = desk.done("scheduling.book", wish).await;
        let online = json!({ "id": booked["card"]["id"], "version": 1, "mode": "online" });
        let changed = desk.done("scheduling.set_details", online).await;
        assert_eq!((&changed["card"]["visit_mode"], &changed["card"]["room_id"]), (&json!("online"), &json!(null)));
        let back = desk.undo(&changed).await.unwrap();
        assert_eq!((&back["card"]["visit_mode"], &back["card"]["room_id"]), (&json!("in_person"), &booked["card"]["room_id"]));
        assert!(!back["card"]["room_id"].is_null());
        let stale = json!({ "id": booked["card"]["id"], "version": 1, "notes": "x" });
        assert_eq!(desk.call("scheduling.set_details", stale).await.unwrap_err().code, ErrorCode::Stale);
    }

    async fn what_was_moved_away_is_not_edited(w) {
        let desk = Desk::open(w).await;
        let booked = desk.book(&desk.patient(1).await, "2026-11-24T09:00:00Z").await;
        let request = json!({ "id": booked["card"]["id"], "version": 1, "starts_at": "2026-11-24T10:00:00Z" });
        desk.done("scheduling.move", request).await;
        let notes = json!({ "id": booked["card"]["id"], "version": 2, "notes": "x" });
        assert_eq!(desk.call("scheduling.set_details", notes).await.unwrap_err().params["reason"], "status");
    }

    async fn every_change_is_on_record_with_before_and_after(w) {
        let desk = Desk::open(w).await;
        let booked = desk.book(&desk.patient(1).await, "2026-11-24T09:00:00Z").await;
        desk.cancel(&booked["card"]).await.unwrap();
        let bodies: Vec<(String,)> = {
            use curanda_core::db::Read;
            desk.w.db.clone().all("SELECT body FROM outbox ORDER BY created_at, id", vec![]).await.unwrap()
        };
        let records: Vec<Value> = bodies.iter().map(|(body,)| serde_json::from_str(body).unwrap()).collect();
        let of = |command: &str| records.iter().find(|r| r["command"] == command).unwrap().clone();
        let cancelled = of("scheduling.cancel");
        assert_eq!((&cancelled["changes"]["before"]["status"], &cancelled["changes"]["after"]["status"]), (&json!("scheduled"), &json!("cancelled")));
        assert_eq!((&cancelled["changes"]["reason"], &cancelled["entity_id"]), (&json!("ill"), &booked["card"]["id"]));
        assert_eq!(of("scheduling.book")["patient_id"], booked["card"]["patient_id"]);
    }
}
