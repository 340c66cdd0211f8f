//! Board, calendar and openings: what screens are shown.

use curanda_core::error::ErrorCode;
use curanda_tests::{DoctorWish, stories};
use serde_json::{Value, json};

use super::Desk;

stories! {
    async fn the_calendar_gives_columns_and_entries_in_one_call(w) {
        let desk = Desk::open(w).await;
        desk.book(&desk.patient(1).await, "2026-11-24T09:00:00Z").await;
        let leave = json!({
            "id": null, "version": 0, "kind": "leave", "doctor_id": desk.clinic.doctors[1], "location_id": null, "starts_on": "2026-11-24",
            "ends_on": "2026-11-24", "start_minute": 720, "end_minute": 1440, "slot_minutes": null, "visit_mode": null, "reason": "course",
        });
        let token = Some(desk.clinic.admin.token.as_str());
        desk.w.call::<Value>(token, "schedules.save_exception", leave).await.unwrap();
        let request = json!({ "location_id": desk.clinic.location_id, "from": "2026-11-24", "to": "2026-11-28" });
        let calendar = desk.done("scheduling.calendar", request.clone()).await;
        assert_eq!(calendar["columns"].as_array().unwrap().len(), 2);
        let day = &calendar["columns"][1]["days"][0];
        assert_eq!(day["open"], json!([{ "start_minute": 540, "end_minute": 720, "slot_minutes": 15, "visit_mode": "in_person" }]));
        assert_eq!((&day["closed"][1]["kind"], &day["closed"][1]["reason"]), (&json!("leave"), &json!("course")));
        assert_eq!(calendar["columns"][0]["days"][4]["open"], json!([]));
        assert_eq!((&calendar["appointments"][0]["start_minute"], &calendar["days"][0]["booked_minutes"]), (&json!(540), &json!(15)));
        assert_eq!((&calendar["rooms"][0]["name"], &calendar["today"]), (&json!("1"), &json!("2026-11-24")));
        let mut counts = request.clone();
        counts["counts_only"] = json!(true);
        let month = desk.done("scheduling.calendar", counts).await;
        assert_eq!((&month["appointments"], &month["days"]), (&json!([]), &calendar["days"]));
        let mut backwards = request;
        backwards["to"] = json!("2026-11-23");
        assert_eq!(desk.call("scheduling.calendar", backwards).await.unwrap_err().fields[0].code, "before_start");
    }

    async fn the_usual_doctor_comes_first(w) {
        let desk = Desk::open(w).await;
        let patient = desk.patient(1).await;
        let later = desk.wish(&patient, 1, "2026-11-24T15:00:00Z", 15);
        desk.done("scheduling.book", later).await;
        let request = json!({ "patient_id": patient, "location_id": desk.clinic.location_id, "limit": 4 });
        let found = desk.done("scheduling.openings", request).await;
        let usual: Vec<_> = found.as_array().unwrap().iter().map(|o| o["is_usual_doctor"].as_bool().unwrap()).collect();
        assert_eq!(usual, [true, true, true, false]);
        let specialty = json!({ "specialty_id": desk.clinic.specialty_id, "limit": 2 });
        let found = desk.done("scheduling.openings", specialty).await;
        assert!(found.as_array().unwrap().iter().all(|o| o["doctor_id"] == json!(desk.clinic.doctors[0])));
    }

    async fn openings_are_future_and_free(w) {
        let desk = Desk::open(w).await;
        desk.set_clock("2026-11-24T16:20:00Z");
        assert_eq!(desk.openings(4).await, ["2026-11-24T16:30:00Z", "2026-11-24T16:45:00Z", "2026-11-25T09:00:00Z", "2026-11-25T09:15:00Z"]);
        desk.book(&desk.patient(1).await, "2026-11-24T16:30:00Z").await;
        assert_eq!(desk.openings(1).await, ["2026-11-24T16:45:00Z"]);
    }

    async fn another_workstation_sees_the_booking(w) {
        let desk = Desk::open(w).await;
        let other = desk.w.second_workstation().await;
        let token = Some(desk.clinic.receptionist.token.as_str());
        let request = json!({ "doctor_id": desk.clinic.doctors[0], "limit": 1 });
        let found: Value = curanda_tests::call(&other, token, "scheduling.openings", request.clone()).await.unwrap();
        assert_eq!(found[0]["starts_at"], "2026-11-24T09:00:00Z");
        desk.book(&desk.patient(1).await, "2026-11-24T09:00:00Z").await;
        other.announce(vec![curanda_core::feed::Topic(format!("appointments:{}:2026-11-24", desk.clinic.location_id))]);
        let found: Value = curanda_tests::call(&other, token, "scheduling.openings", request).await.unwrap();
        assert_eq!(found[0]["starts_at"], "2026-11-24T09:15:00Z");
    }

    async fn a_doctor_busy_in_one_zone_is_busy_in_the_other(w) {
        let desk = Desk::open(w).await;
        let location = json!({
            "id": null, "version": 0, "name": "Saigon", "kind": "clinic", "street": "", "city": "", "state": "", "postal_code": "", "country": "VN",
            "latitude": null, "longitude": null, "phone": "", "email": "", "website": "", "registration_number": "", "facilities": [], "images": [],
            "time_zone": "Asia/Ho_Chi_Minh", "currency": "VND", "status": "active", "wait_warn_minutes": 15, "wait_late_minutes": 30, "verified": false, "hours": [],
        });
        let far = desk.w.saved(&desk.clinic.admin, "directory.save_location", location).await;
        let doctor = desk.w.doctor(&desk.clinic.admin, &DoctorWish::new("3", &far, None)).await;
        // 09:00 in Dublin is 16:00 in Saigon.
        let mut wish = desk.wish(&desk.patient(1).await, 0, "2026-11-24T09:00:00Z", 60);
        wish["doctor_id"] = json!(doctor);
        wish["overbook_reason"] = json!("visits today");
        desk.done("scheduling.book", wish.clone()).await;
        wish["overbook_reason"] = json!(null);
        let request = json!({ "doctor_id": doctor, "location_id": far, "limit": 1 });
        let found = desk.done("scheduling.openings", request).await;
        assert_eq!((&found[0]["starts_at"], &found[0]["start_minute"]), (&json!("2026-11-24T08:00:00Z"), &json!(900)));
        wish["patient_id"] = json!(desk.patient(2).await);
        wish["location_id"] = json!(far);
        wish["starts_at"] = json!("2026-11-24T09:30:00Z");
        wish["minutes"] = json!(15);
        assert_eq!(desk.call("scheduling.book", wish).await.unwrap_err().code, ErrorCode::Taken);
    }

    async fn the_board_knows_ages_and_thresholds(w) {
        let desk = Desk::open(w).await;
        desk.book(&desk.patient(1).await, "2026-11-24T09:00:00Z").await;
        let board = desk.board().await;
        let card = &board["appointments"][0];
        assert_eq!((&board["wait_warn_minutes"], &board["wait_late_minutes"], &board["next_at"]), (&json!(15), &json!(30), &json!("2026-11-24T09:00:00Z")));
        assert_eq!((&card["patient_age"], &card["date_of_birth"]), (&json!(95), &json!("1931-03-02")));
        let nowhere = json!({ "location_id": "0190aaaa-0000-7000-8000-000000000000" });
        assert_eq!(desk.call("scheduling.board", nowhere).await.unwrap_err().code, ErrorCode::NotFound);
    }

    async fn a_patient_account_sees_no_schedule(w) {
        let desk = Desk::open(w).await;
        let kiosk = desk.w.person(&desk.clinic.admin.token, curanda_core::identity::Role::Patient, "kiosk@clinic.example").await;
        let request = json!({ "location_id": desk.clinic.location_id });
        let refused = desk.w.call::<Value>(Some(&kiosk.token), "scheduling.board", request).await.unwrap_err();
        assert_eq!((refused.code, &refused.params["permission"]), (ErrorCode::Denied, &json!("schedule.read")));
    }
}
