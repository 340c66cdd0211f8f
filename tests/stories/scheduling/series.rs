//! Recurring appointments.

mod undo;

use curanda_core::error::{ApiError, ErrorCode};
use curanda_tests::{PASSWORD, World, stories};
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

    async fn undo_series(&self, change: &Value) -> Result<Value, ApiError> {
        self.call("scheduling.undo_series", json!({ "event_ids": change["event_ids"] }))
            .await
    }

    /// From now on the first doctor sees nobody in person on Tuesdays, but online at the same hours.
    async fn tuesdays_online(&self) {
        let (admin, doctor) = (Some(self.clinic.admin.token.as_str()), &self.clinic.doctors[0]);
        let asked = json!({ "doctor_id": doctor, "past": false });
        let week: Value = self.w.call(admin, "schedules.of_doctor", asked).await.unwrap();
        let tuesday = week["schedules"].as_array().unwrap().iter().find(|s| s["weekday"] == 2).unwrap();
        let retire = json!({ "id": tuesday["id"], "version": tuesday["version"] });
        self.w.call::<Value>(admin, "schedules.retire", retire).await.unwrap();
        let mut online = World::schedule(doctor, &self.clinic.location_id, 2);
        online["visit_mode"] = json!("online");
        self.w.call::<Value>(admin, "schedules.save", online).await.unwrap();
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

    async fn a_change_is_looked_at_before_it_is_saved_and_days_can_be_left_as_they_are(w) {
        let desk = Desk::open(w).await;
        let series = desk.weekly(&desk.patient(1).await, 3).await;
        let booked = desk.done("scheduling.book_series", series).await;
        let other = desk.book(&desk.patient(2).await, "2026-12-08T10:00:00Z").await;
        let mut edit = json!({ "id": booked["appointments"][0]["id"], "version": 1, "scope": "all", "starts_at": "2026-11-24T10:00:00Z" });
        let moves = desk.done("scheduling.preview_edit_series", edit.clone()).await;
        let seen: Vec<_> = moves.as_array().unwrap().iter().map(|m| (m["local_day"].clone(), m["to"]["conflict"]["appointment_id"].clone())).collect();
        assert_eq!(seen, [(json!("2026-11-24"), Value::Null), (json!("2026-12-01"), Value::Null), (json!("2026-12-08"), other["card"]["id"].clone())]);
        assert_eq!(desk.board().await["appointments"][0]["starts_at"], "2026-11-24T09:00:00Z");
        edit["skip"] = json!(["2026-12-08"]);
        let edited = desk.done("scheduling.edit_series", edit).await;
        assert_eq!(days(&edited), ["2026-11-24T10:00:00Z", "2026-12-01T10:00:00Z", "2026-12-08T09:00:00Z"]);
        assert_eq!(edited["event_ids"].as_array().unwrap().len(), 2);
        let texts = json!({ "id": booked["appointments"][2]["id"], "version": 1, "scope": "one", "kind": "follow_up", "symptoms": ["cough"] });
        assert_eq!(desk.done("scheduling.preview_edit_series", texts.clone()).await, json!([]));
        let card = &desk.done("scheduling.edit_series", texts.clone()).await["appointments"][0];
        assert_eq!((&card["kind"], &card["symptoms"]), (&json!("follow_up"), &json!(["cough"])));
        let mut nothing = texts;
        nothing["version"] = json!(2);
        nothing["skip"] = json!(["2026-12-08"]);
        assert_eq!(desk.call("scheduling.edit_series", nothing).await.unwrap_err().fields[0].code, "nothing_left");
    }

    async fn a_day_that_keeps_its_time_gets_the_new_words_all_the_same(w) {
        let desk = Desk::open(w).await;
        let booked = desk.done("scheduling.book_series", desk.weekly(&desk.patient(1).await, 3).await).await;
        let edit = json!({
            "id": booked["appointments"][0]["id"], "version": 1, "scope": "all", "starts_at": "2026-11-24T10:00:00Z", "reason": "dressing",
            "notes": "bring x-ray", "service_id": desk.clinic.services[1], "skip": ["2026-12-01"],
        });
        let edited = desk.done("scheduling.edit_series", edit).await;
        assert_eq!(days(&edited), ["2026-11-24T10:00:00Z", "2026-12-01T09:00:00Z", "2026-12-08T10:00:00Z"]);
        let noted = |c: &Value| (c["reason"].clone(), c["notes"].clone(), c["service_name"].clone());
        let cards = edited["appointments"].as_array().unwrap();
        assert!(cards.iter().all(|c| noted(c) == (json!("dressing"), json!("bring x-ray"), json!("Dressing"))), "{cards:?}");
        let back = desk.undo_series(&edited).await.unwrap();
        assert_eq!(days(&back), days(&booked));
        assert!(back["appointments"].as_array().unwrap().iter().all(|c| noted(c) == (json!(""), json!(""), json!(null))));
    }

    async fn a_service_can_be_taken_away_from_one_and_from_several(w) {
        let desk = Desk::open(w).await;
        let mut series = desk.weekly(&desk.patient(1).await, 2).await;
        series["booking"]["service_id"] = json!(desk.clinic.services[0]);
        let booked = desk.done("scheduling.book_series", series).await;
        let of = |change: &Value| change["appointments"].as_array().unwrap().iter().map(|c| c["service_name"].clone()).collect::<Vec<_>>();
        assert_eq!(of(&booked), ["Consultation", "Consultation"]);
        let first = &booked["appointments"][0];
        let words = json!({ "id": first["id"], "version": 1, "scope": "all", "notes": "call first" });
        let kept = desk.done("scheduling.edit_series", words).await;
        assert_eq!(of(&kept), ["Consultation", "Consultation"], "what is not named stays");
        let none = json!({ "id": first["id"], "version": 2, "scope": "all", "service_id": null });
        assert_eq!(of(&desk.done("scheduling.edit_series", none).await), [json!(null), json!(null)]);
        let one = json!({ "id": first["id"], "version": 3, "service_id": desk.clinic.services[1] });
        assert_eq!(desk.done("scheduling.set_details", one).await["card"]["service_name"], "Dressing");
        let none = json!({ "id": first["id"], "version": 4, "service_id": null });
        assert_eq!(desk.done("scheduling.set_details", none).await["card"]["service_id"], json!(null));
    }

    async fn several_become_online_visits_when_the_doctor_has_hours_for_it(w) {
        let desk = Desk::open(w).await;
        let booked = desk.done("scheduling.book_series", desk.weekly(&desk.patient(1).await, 3).await).await;
        let edit = |version: u32, mode: &str| json!({ "id": booked["appointments"][0]["id"], "version": version, "scope": "all", "mode": mode });
        let preview = desk.done("scheduling.preview_edit_series", edit(1, "online")).await;
        assert_eq!(preview.as_array().unwrap().iter().filter(|m| m["to"]["outside_hours"] == true).count(), 3, "the doctor sees people in person");
        let refused = desk.call("scheduling.edit_series", edit(1, "online")).await.unwrap_err();
        assert_eq!((refused.code, &refused.params["reason"]), (ErrorCode::NotAllowed, &json!("outside_hours")));
        desk.tuesdays_online().await;
        assert!(desk.done("scheduling.preview_edit_series", edit(1, "online")).await.as_array().unwrap().iter().all(|m| m["to"]["outside_hours"] == false));
        let mut some = edit(1, "online");
        some["skip"] = json!(["2026-12-01"]);
        let changed = desk.done("scheduling.edit_series", some).await;
        let shown = |change: &Value| change["appointments"].as_array().unwrap().iter().map(|c| (c["visit_mode"].clone(), c["room_id"].clone())).collect::<Vec<_>>();
        let (online, in_person) = ((json!("online"), json!(null)), (json!("in_person"), json!(desk.clinic.rooms[0])));
        assert_eq!(shown(&changed), [online.clone(), in_person.clone(), online.clone()]);
        assert_eq!(days(&changed), days(&booked), "the same appointments at the same times");
        let taken = desk.call("scheduling.book", desk.wish(&desk.patient(2).await, 0, "2026-11-24T09:00:00Z", 15)).await.unwrap_err();
        assert_eq!(taken.code, ErrorCode::NotAllowed, "the doctor is online now");
        let mut other = desk.wish(&desk.patient(2).await, 0, "2026-11-24T09:00:00Z", 15);
        other["mode"] = json!("online");
        assert_eq!(desk.call("scheduling.book", other).await.unwrap_err().code, ErrorCode::Taken, "its time is held as before");
        assert_eq!(shown(&desk.undo_series(&changed).await.unwrap()), [in_person.clone(), in_person]);
        let mut later = edit(3, "online");
        later["starts_at"] = json!("2026-11-24T11:00:00Z");
        let moved = desk.done("scheduling.edit_series", later).await;
        assert_eq!((days(&moved)[0].as_str(), shown(&moved)), ("2026-11-24T11:00:00Z", vec![online.clone(), online.clone(), online]));
    }

    async fn every_wrong_field_of_a_series_is_named(w) {
        let desk = Desk::open(w).await;
        let booked = desk.done("scheduling.book_series", desk.weekly(&desk.patient(1).await, 2).await).await;
        let edit = json!({ "id": booked["appointments"][0]["id"], "version": 1, "scope": "all", "minutes": 7, "reason": "x".repeat(401) });
        let named: Vec<_> = desk.call("scheduling.edit_series", edit).await.unwrap_err().fields.into_iter().map(|f| f.field).collect();
        assert_eq!(named, ["minutes", "reason"]);
    }

    async fn a_series_is_not_in_its_own_way(w) {
        let desk = Desk::open(w).await;
        let series = desk.weekly(&desk.patient(1).await, 3).await;
        let booked = desk.done("scheduling.book_series", series).await;
        let later = json!({ "id": booked["appointments"][0]["id"], "version": 1, "scope": "all", "starts_at": "2026-12-01T09:00:00Z" });
        let moves = desk.done("scheduling.preview_edit_series", later.clone()).await;
        assert!(moves.as_array().unwrap().iter().all(|m| m["to"]["conflict"].is_null()), "{moves}");
        let moved = desk.done("scheduling.edit_series", later).await;
        assert_eq!(days(&moved), ["2026-12-01T09:00:00Z", "2026-12-08T09:00:00Z", "2026-12-15T09:00:00Z"]);
        let back = desk.undo_series(&moved).await.unwrap();
        assert_eq!(days(&back), days(&booked));
        let booking = desk.wish(&desk.patient(2).await, 0, "2026-12-01T10:00:00Z", 15);
        let booked = desk.done("scheduling.book_series", json!({ "booking": booking, "every_weeks": 1, "count": 3 })).await;
        let earlier = json!({ "id": booked["appointments"][0]["id"], "version": 1, "scope": "all", "starts_at": "2026-11-24T10:00:00Z" });
        let moved = desk.done("scheduling.edit_series", earlier).await;
        assert_eq!(days(&moved)[0], "2026-11-24T10:00:00Z");
        assert_eq!(days(&desk.undo_series(&moved).await.unwrap()), days(&booked));
    }

    async fn what_should_have_been_before_today_stays(w) {
        let desk = Desk::open(w).await;
        let series = desk.weekly(&desk.patient(1).await, 3).await;
        let booked = desk.done("scheduling.book_series", series).await;
        desk.set_clock("2026-12-01T08:00:00Z");
        let all = json!({ "id": booked["appointments"][1]["id"], "version": 1, "scope": "all", "party": "patient", "reason": "well" });
        let desk_again = desk.w.sign_in(&desk.clinic.receptionist.email, PASSWORD).await;
        let cancelled: Value = desk.w.call(Some(&desk_again.token), "scheduling.cancel_series", all).await.unwrap();
        assert_eq!(days(&cancelled), ["2026-12-01T09:00:00Z", "2026-12-08T09:00:00Z"]);
    }
}
