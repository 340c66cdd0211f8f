//! Directory: locations, rooms, departments, specialties, doctors, services, and the overview of them all.

use curanda_core::error::{ApiError, ErrorCode};
use curanda_tests::{Clinic, DoctorWish, World, stories};
use serde_json::{Value, json};

async fn ask(w: &World, c: &Clinic, command: &str, request: Value) -> Result<Value, ApiError> {
    w.call(Some(&c.admin.token), command, request).await
}

fn field(error: &ApiError) -> (&str, &str) {
    (error.fields[0].field.as_str(), error.fields[0].code.as_str())
}

/// A location with every field filled.
fn location() -> Value {
    json!({
        "id": null, "version": 0, "name": "Harbour", "kind": "specialised_centre", "street": "1 Quay", "city": "Hội An", "state": "Quảng Nam",
        "postal_code": "51000", "country": "VN", "latitude": 15.8801, "longitude": 108.338, "phone": "+84 235 000 000", "email": "harbour@clinic.example",
        "website": "https://clinic.example/harbour", "registration_number": "R-7", "facilities": ["Lift", " ", "Parking"], "images": [],
        "time_zone": "Asia/Ho_Chi_Minh", "currency": "VND", "verified": true, "status": "active", "wait_warn_minutes": 10, "wait_late_minutes": 25,
        "hours": [
            { "weekday": 6, "open_minute": 480, "close_minute": 720 },
            { "weekday": 1, "open_minute": 780, "close_minute": 1020 },
            { "weekday": 1, "open_minute": 480, "close_minute": 720 },
        ],
    })
}

stories! {
    async fn a_location_keeps_every_field(w) {
        let c = w.clinic().await;
        let made = ask(&w, &c, "directory.save_location", location()).await.unwrap();
        let read = ask(&w, &c, "directory.location", json!({ "id": made["id"] })).await.unwrap();
        assert_eq!(made, read);
        for (key, value) in location().as_object().unwrap() {
            match key.as_str() {
                "id" | "version" => {}
                "facilities" => assert_eq!(read[key], json!(["Lift", "Parking"])),
                "hours" => assert_eq!(read[key][0], json!({ "weekday": 1, "open_minute": 480, "close_minute": 720 })),
                _ => assert_eq!(&read[key], value, "{key}"),
            }
        }
        assert_eq!(read["rating"], json!(null));
        assert_eq!(ask(&w, &c, "directory.locations", json!(null)).await.unwrap().as_array().unwrap().len(), 2);
    }

    async fn wrong_fields_of_a_location_are_all_named(w) {
        let c = w.clinic().await;
        let mut wrong = location();
        for (key, value) in [
            ("name", json!(" ")), ("time_zone", json!("Mars/Base")), ("currency", json!("DONG")), ("country", json!("vn")),
            ("email", json!("at")), ("website", json!("javascript:alert(1)")), ("latitude", json!(91)), ("wait_late_minutes", json!(10)),
            ("hours", json!([{ "weekday": 8, "open_minute": 600, "close_minute": 600 }])),
        ] {
            wrong[key] = value;
        }
        let refused = ask(&w, &c, "directory.save_location", wrong).await.unwrap_err();
        let mut named: Vec<_> = refused.fields.iter().map(|f| f.field.as_str()).collect();
        named.sort_unstable();
        let all = ["country", "currency", "email", "hours.0.close_minute", "hours.0.weekday", "latitude", "name", "time_zone", "wait_late_minutes", "website"];
        assert_eq!(named, all);
    }

    async fn a_stale_save_is_refused_and_shows_what_is_stored(w) {
        let c = w.clinic().await;
        let made = ask(&w, &c, "directory.save_location", location()).await.unwrap();
        let mut edit = made.clone();
        edit["city"] = json!("Đà Nẵng");
        let saved = ask(&w, &c, "directory.save_location", edit.clone()).await.unwrap();
        assert_eq!((&saved["version"], &saved["city"]), (&json!(2), &json!("Đà Nẵng")));
        let stale = ask(&w, &c, "directory.save_location", edit).await.unwrap_err();
        assert_eq!((stale.code, &stale.params["current"]["version"]), (ErrorCode::Stale, &json!(2)));
        let gone = json!({ "id": c.doctors[0], "version": 0, "location_id": c.location_id, "name": "X", "kind": "room", "active": true });
        assert_eq!(ask(&w, &c, "directory.save_room", gone).await.unwrap_err().code, ErrorCode::NotFound);
    }

    async fn from_when_on_a_wait_is_long_is_the_locations_own(w) {
        let c = w.clinic().await;
        let mut place = ask(&w, &c, "directory.location", json!({ "id": c.location_id })).await.unwrap();
        let board = || async { ask(&w, &c, "scheduling.board", json!({ "location_id": c.location_id, "day": null })).await.unwrap() };
        let minutes = |of: &Value| (of["wait_warn_minutes"].clone(), of["wait_late_minutes"].clone());
        assert_eq!(minutes(&board().await), (json!(15), json!(30)));
        place["wait_warn_minutes"] = json!(30);
        let refused = ask(&w, &c, "directory.save_location", place.clone()).await.unwrap_err();
        assert_eq!((field(&refused), &refused.fields[0].params["minutes"]), (("wait_late_minutes", "not_above"), &json!(30)));
        place["wait_late_minutes"] = json!(45);
        let desk = w.call::<Value>(Some(&c.receptionist.token), "directory.save_location", place.clone()).await.unwrap_err();
        assert_eq!(desk.code, ErrorCode::Denied);
        assert_eq!(minutes(&board().await), (json!(15), json!(30)));
        ask(&w, &c, "directory.save_location", place).await.unwrap();
        assert_eq!(minutes(&board().await), (json!(30), json!(45)));
        let overview = ask(&w, &c, "directory.overview", json!(null)).await.unwrap();
        assert_eq!(minutes(&overview["locations"][0]), (json!(30), json!(45)));
    }

    async fn names_and_licence_numbers_are_unique_and_the_field_says_so(w) {
        let c = w.clinic().await;
        let room = json!({ "id": null, "version": 0, "location_id": c.location_id, "name": "1", "kind": "device", "active": true });
        assert_eq!(field(&ask(&w, &c, "directory.save_room", room).await.unwrap_err()), ("name", "name_taken"));
        let twin = DoctorWish::new("1", &c.location_id, None).request();
        assert_eq!(field(&ask(&w, &c, "directory.save_doctor", twin).await.unwrap_err()), ("license_number", "license_taken"));
        let account = DoctorWish { account: Some(&c.doctor.user_id), ..DoctorWish::new("3", &c.location_id, None) };
        assert_eq!(field(&ask(&w, &c, "directory.save_doctor", account.request()).await.unwrap_err()), ("user_id", "account_taken"));
        let nowhere = DoctorWish::new("3", &c.doctors[0], None).request();
        assert_eq!(ask(&w, &c, "directory.save_doctor", nowhere).await.unwrap_err().code, ErrorCode::NotFound);
    }

    async fn a_doctor_keeps_every_field_and_waits_for_approval(w) {
        let c = w.clinic().await;
        let department = json!({ "id": null, "version": 0, "name": "Outpatients", "description": "By day", "active": true });
        let department = w.saved(&c.admin, "directory.save_department", department).await;
        let mut wish = DoctorWish::new("3", &c.location_id, None).request();
        wish["department_ids"] = json!([department]);
        wish["specialty_ids"] = json!([c.specialty_id]);
        wish["biography"] = json!("Speaks <slowly> & \"well\"");
        let made = ask(&w, &c, "directory.save_doctor", wish.clone()).await.unwrap();
        let read = ask(&w, &c, "directory.doctor", json!({ "id": made["id"] })).await.unwrap();
        for (key, value) in wish.as_object().unwrap() {
            assert!(matches!(key.as_str(), "id" | "version") || &read[key] == value, "{key}: {}", read[key]);
        }
        assert_eq!((&read["approval"], &read["documents_verified"]), (&json!("pending"), &json!(false)));
        let named = |overview: &Value| overview["doctors"].as_array().unwrap().iter().any(|d| d["id"] == made["id"]);
        assert!(!named(&ask(&w, &c, "directory.overview", json!(null)).await.unwrap()), "not before approval");
        let approve = json!({ "id": made["id"], "version": 1, "approval": "approved", "documents_verified": true, "reason": "Seen" });
        let approved = ask(&w, &c, "directory.approve_doctor", approve).await.unwrap();
        assert_eq!((&approved["approval"], &approved["documents_verified"]), (&json!("approved"), &json!(true)));
        assert!(named(&ask(&w, &c, "directory.overview", json!(null)).await.unwrap()));
    }

    async fn a_service_has_a_price_for_each_location_in_its_currency(w) {
        let c = w.clinic().await;
        let harbour = w.saved(&c.admin, "directory.save_location", location()).await;
        let price = json!({ "location_id": harbour, "price": { "amount": 350_000, "currency": "VND" }, "description": "With interpreter", "available": true });
        let service = json!({
            "id": null, "version": 0, "name": "Blood count", "code": " L  12 ", "description": "", "category": "test", "minutes": 10, "active": true,
            "base_price": { "amount": 2550, "currency": "EUR" }, "prices": [price],
        });
        let made = ask(&w, &c, "directory.save_service", service).await.unwrap();
        assert_eq!(made["code"], "L 12");
        let mut edit = made.clone();
        edit["prices"][0]["available"] = json!(false);
        edit["base_price"]["amount"] = json!(2600);
        ask(&w, &c, "directory.save_service", edit).await.unwrap();
        let list = ask(&w, &c, "directory.services", json!(null)).await.unwrap();
        let read = list.as_array().unwrap().iter().find(|s| s["id"] == made["id"]).unwrap();
        assert_eq!(read["base_price"], json!({ "amount": 2600, "currency": "EUR" }));
        assert_eq!(read["prices"][0]["price"], json!({ "amount": 350_000, "currency": "VND" }));
        assert_eq!((&read["prices"][0]["available"], &read["version"]), (&json!(false), &json!(2)));
        let mut free = made.clone();
        free["minutes"] = json!(0);
        assert_eq!(field(&ask(&w, &c, "directory.save_service", free).await.unwrap_err()), ("minutes", "out_of_range"));
    }

    async fn the_overview_holds_what_the_front_desk_picks_from(w) {
        let c = w.clinic().await;
        let overview: Value = w.call(Some(&c.receptionist.token), "directory.overview", json!(null)).await.unwrap();
        let location = &overview["locations"][0];
        assert_eq!((&location["time_zone"], &location["rooms"][1]["name"]), (&json!("Europe/Dublin"), &json!("2")));
        assert_eq!(location["hours"].as_array().unwrap().len(), 5);
        let doctor = &overview["doctors"][0];
        assert_eq!((&doctor["id"], &doctor["workplaces"][0]["room_id"]), (&json!(c.doctors[0]), &json!(c.rooms[0])));
        assert_eq!(overview["services"].as_array().unwrap().len(), 2);
        assert_eq!(overview["specialties"][0]["id"], json!(c.specialty_id));
    }

    async fn what_is_no_longer_in_use_leaves_the_overview(w) {
        let c = w.clinic().await;
        let room = json!({ "id": c.rooms[0], "version": 1, "location_id": c.location_id, "name": "1", "kind": "room", "active": false });
        ask(&w, &c, "directory.save_room", room).await.unwrap();
        let mut place = ask(&w, &c, "directory.save_location", location()).await.unwrap();
        place["status"] = json!("inactive");
        ask(&w, &c, "directory.save_location", place).await.unwrap();
        let overview = ask(&w, &c, "directory.overview", json!(null)).await.unwrap();
        assert_eq!(overview["locations"].as_array().unwrap().len(), 1);
        assert_eq!(overview["locations"][0]["rooms"].as_array().unwrap().len(), 1);
    }
}
