//! Weekly schedules and exceptions.

use curanda_core::directory::availability;
use curanda_core::error::{ApiError, ErrorCode};
use curanda_core::ids::DoctorId;
use curanda_tests::{Clinic, World, stories};
use serde_json::{Value, json};

async fn ask(w: &World, c: &Clinic, command: &str, request: Value) -> Result<Value, ApiError> {
    w.call(Some(&c.admin.token), command, request).await
}

async fn week(w: &World, c: &Clinic) -> Vec<Value> {
    let answer = ask(w, c, "schedules.of_doctor", json!({ "doctor_id": c.doctors[0], "past": false }))
        .await
        .unwrap();
    answer["schedules"].as_array().unwrap().clone()
}

/// A day of leave of the first doctor.
fn leave(c: &Clinic, from: &str, to: &str) -> Value {
    json!({
        "id": null, "version": 0, "kind": "leave", "doctor_id": c.doctors[0], "location_id": null, "starts_on": from, "ends_on": to,
        "start_minute": null, "end_minute": null, "slot_minutes": null, "visit_mode": null, "reason": "Leave",
    })
}

stories! {
    async fn a_doctor_is_never_asked_to_be_in_two_places(w) {
        let c = w.clinic().await;
        let tuesday = World::schedule(&c.doctors[0], &c.location_id, 2);
        let refused = ask(&w, &c, "schedules.save", tuesday.clone()).await.unwrap_err();
        assert_eq!((refused.code, &refused.params["schedule"]["weekday"]), (ErrorCode::Taken, &json!(2)));
        let mut evening = tuesday.clone();
        evening["start_minute"] = json!(1020);
        evening["end_minute"] = json!(1140);
        evening["visit_mode"] = json!("online");
        ask(&w, &c, "schedules.save", evening).await.unwrap();
        let of_other = World::schedule(&c.doctors[1], &c.location_id, 6);
        ask(&w, &c, "schedules.save", of_other).await.unwrap();
        assert_eq!(week(&w, &c).await.len(), 6);
    }

    async fn of_two_rows_that_overlap_saved_at_once_one_is_refused(w) {
        let c = w.clinic().await;
        let saturday = World::schedule(&c.doctors[0], &c.location_id, 6);
        let answers = futures::future::join_all((0..4).map(|_| ask(&w, &c, "schedules.save", saturday.clone()))).await;
        assert_eq!(answers.iter().filter(|a| a.is_ok()).count(), 1);
        assert!(answers.iter().filter_map(|a| a.as_ref().err()).all(|e| e.code == ErrorCode::Taken));
    }

    async fn an_edit_keeps_the_version_and_retiring_keeps_the_history(w) {
        let c = w.clinic().await;
        let monday = week(&w, &c).await.remove(0);
        let mut edit = monday.clone();
        edit["end_minute"] = json!(960);
        let saved = ask(&w, &c, "schedules.save", edit.clone()).await.unwrap();
        assert_eq!((&saved["schedule"]["end_minute"], &saved["schedule"]["version"]), (&json!(960), &json!(2)));
        assert_eq!(ask(&w, &c, "schedules.save", edit).await.unwrap_err().code, ErrorCode::Stale);
        let retire = |version: i32| json!({ "id": monday["id"], "version": version });
        assert_eq!(ask(&w, &c, "schedules.retire", retire(1)).await.unwrap_err().code, ErrorCode::Stale);
        ask(&w, &c, "schedules.retire", retire(2)).await.unwrap();
        assert_eq!(week(&w, &c).await.len(), 4);
        let past = ask(&w, &c, "schedules.of_doctor", json!({ "doctor_id": c.doctors[0], "past": true })).await.unwrap();
        assert_eq!(past["schedules"].as_array().unwrap().len(), 5);
        ask(&w, &c, "schedules.save", World::schedule(&c.doctors[0], &c.location_id, 1)).await.unwrap();
    }

    async fn wrong_rows_name_their_fields(w) {
        let c = w.clinic().await;
        for (key, value, field, code) in [
            ("weekday", json!(0), "weekday", "out_of_range"),
            ("end_minute", json!(540), "end_minute", "out_of_range"),
            ("slot_minutes", json!(7), "slot_minutes", "not_in_fives"),
            ("slot_minutes", json!(481), "slot_minutes", "out_of_range"),
            ("valid_to", json!("2025-12-31"), "valid_to", "before_start"),
        ] {
            let mut row = World::schedule(&c.doctors[0], &c.location_id, 7);
            row[key] = value;
            let error = ask(&w, &c, "schedules.save", row).await.unwrap_err();
            assert_eq!((error.fields[0].field.as_str(), error.fields[0].code.as_str()), (field, code));
        }
        for (key, value, field) in [
            ("doctor_id", json!(null), "doctor_id"),
            ("ends_on", json!("2026-11-30"), "ends_on"),
            ("reason", json!(""), "reason"),
            ("start_minute", json!(600), "end_minute"),
            ("kind", json!("holiday"), "location_id"),
        ] {
            let mut row = leave(&c, "2026-12-01", "2026-12-02");
            row[key] = value;
            let error = ask(&w, &c, "schedules.save_exception", row).await.unwrap_err();
            assert_eq!(error.fields[0].field, field);
        }
    }

    async fn exceptions_are_added_changed_and_cancelled(w) {
        let c = w.clinic().await;
        let away = ask(&w, &c, "schedules.save_exception", leave(&c, "2026-12-01", "2026-12-04")).await.unwrap()["exception"].clone();
        let mut holiday = leave(&c, "2026-12-25", "2026-12-25");
        holiday["kind"] = json!("holiday");
        holiday["doctor_id"] = json!(null);
        holiday["location_id"] = json!(c.location_id);
        ask(&w, &c, "schedules.save_exception", holiday).await.unwrap();
        let mut longer = away.clone();
        longer["ends_on"] = json!("2026-12-05");
        assert_eq!(ask(&w, &c, "schedules.save_exception", longer).await.unwrap()["exception"]["version"], 2);
        let of = json!({ "doctor_id": c.doctors[0], "past": false });
        let listed = ask(&w, &c, "schedules.of_doctor", of.clone()).await.unwrap();
        let kinds: Vec<_> = listed["exceptions"].as_array().unwrap().iter().map(|e| e["kind"].clone()).collect();
        assert_eq!(kinds, ["leave", "holiday"]);
        ask(&w, &c, "schedules.cancel_exception", json!({ "id": away["id"], "version": 2 })).await.unwrap();
        assert_eq!(ask(&w, &c, "schedules.of_doctor", of).await.unwrap()["exceptions"].as_array().unwrap().len(), 1);
    }

    async fn booked_appointments_left_outside_are_listed_and_stay_booked(w) {
        let c = w.clinic().await;
        let patient = w.patient(&c.receptionist, "First", "Person").await;
        let book = json!({ "patient_id": patient, "doctor_id": c.doctors[0], "location_id": c.location_id, "starts_at": "2026-12-01T10:00:00Z" });
        let booked = ask(&w, &c, "scheduling.book", book).await.unwrap();
        let unrelated = ask(&w, &c, "schedules.save_exception", leave(&c, "2026-12-02", "2026-12-04")).await.unwrap();
        assert_eq!(unrelated["outside"], json!([]));
        let mut away = leave(&c, "2026-12-01", "2026-12-01");
        away["start_minute"] = json!(600);
        away["end_minute"] = json!(660);
        let left = ask(&w, &c, "schedules.save_exception", away).await.unwrap();
        assert_eq!(left["outside"][0]["patient_name"], "First Person");
        assert_eq!(left["outside"][0]["id"], booked["card"]["id"]);
        let still = ask(&w, &c, "scheduling.appointment", json!({ "id": booked["card"]["id"] })).await.unwrap();
        assert_eq!(still["card"]["status"], "scheduled");
        ask(&w, &c, "schedules.cancel_exception", json!({ "id": left["exception"]["id"], "version": 1 })).await.unwrap();
        let tuesday = week(&w, &c).await.remove(1);
        let retired = ask(&w, &c, "schedules.retire", json!({ "id": tuesday["id"], "version": 1 })).await.unwrap();
        assert_eq!(retired["outside"].as_array().unwrap().len(), 1);
    }

    async fn availability_gives_what_touches_the_days_asked_for(w) {
        let c = w.clinic().await;
        ask(&w, &c, "schedules.save_exception", leave(&c, "2026-12-01", "2026-12-04")).await.unwrap();
        let doctor = DoctorId(c.doctors[0].parse().unwrap());
        let mut db = w.db.clone();
        let mut of = async |from: &str, to: &str| availability(&mut db, &[doctor], None, from.parse().unwrap(), to.parse().unwrap()).await.unwrap();
        let during = of("2026-12-04", "2026-12-10").await;
        assert_eq!((during.schedules.len(), during.exceptions.len(), during.hours.len()), (5, 1, 5));
        assert_eq!(of("2026-12-05", "2026-12-10").await.exceptions.len(), 0);
        assert_eq!(of("2025-12-01", "2025-12-31").await.schedules.len(), 0, "before the schedule is valid");
    }
}
