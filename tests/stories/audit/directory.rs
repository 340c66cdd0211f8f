//! Places, people, offer and schedules.

use curanda_tests::{DoctorWish, World};
use serde_json::{Value, json};

use super::{Of, Step};

/// The row with a field set, as a save takes it.
fn with(row: &Value, field: &str, value: Value) -> Value {
    let mut row = row.clone();
    row[field] = value;
    row
}

pub fn steps() -> Vec<Step> {
    [places(), people(), schedules()].into_iter().flatten().collect()
}

fn places() -> Vec<Step> {
    vec![
        Step::new("directory.save_location", "location", Of::New, |_| {
            json!({
                "id": null, "version": 0, "name": "Second", "kind": "office", "street": "", "city": "", "state": "", "postal_code": "",
                "country": "IE", "latitude": null, "longitude": null, "phone": "", "email": "", "website": "", "registration_number": "",
                "facilities": [], "images": [], "time_zone": "Europe/Dublin", "currency": "EUR", "verified": false, "status": "pending",
                "wait_warn_minutes": 15, "wait_late_minutes": 30, "hours": [],
            })
        }),
        Step::new("directory.save_location", "location", Of::Change, |f| {
            with(f.of("directory.save_location"), "status", json!("active"))
        }),
        Step::new(
            "directory.save_room",
            "room",
            Of::New,
            |f| json!({ "id": null, "version": 0, "location_id": f.clinic.location_id, "name": "X-ray", "kind": "device", "active": true }),
        ),
        Step::new("directory.save_room", "room", Of::Change, |f| {
            with(f.of("directory.save_room"), "active", json!(false))
        }),
        Step::new(
            "directory.save_department",
            "department",
            Of::New,
            |_| json!({ "id": null, "version": 0, "name": "Outpatients", "description": "", "active": true }),
        ),
        Step::new(
            "directory.save_specialty",
            "specialty",
            Of::New,
            |_| json!({ "id": null, "version": 0, "name": "Dermatology", "description": "", "icon": "" }),
        ),
        Step::new("directory.save_service", "service", Of::New, |_| {
            json!({
                "id": null, "version": 0, "name": "Blood count", "code": "", "description": "", "category": "test", "minutes": 10, "active": true,
                "base_price": { "amount": 2550, "currency": "EUR" }, "prices": [],
            })
        }),
        Step::new("directory.save_service", "service", Of::Change, |f| {
            with(f.of("directory.save_service"), "minutes", json!(15))
        }),
    ]
}

fn people() -> Vec<Step> {
    vec![
        Step::new("directory.save_doctor", "doctor", Of::New, |f| {
            DoctorWish::new("3", &f.clinic.location_id, None).request()
        }),
        Step::new("directory.save_doctor", "doctor", Of::Change, |f| {
            with(f.of("directory.save_doctor"), "title", json!("Prof"))
        }),
        Step::new("directory.approve_doctor", "doctor", Of::Change, |f| {
            let id = &f.of("directory.save_doctor")["id"];
            json!({ "id": id, "version": 2, "approval": "approved", "documents_verified": true, "reason": "Papers seen" })
        }),
    ]
}

fn schedules() -> Vec<Step> {
    vec![
        Step::new("schedules.save", "schedule", Of::New, |f| {
            World::schedule(f.of("directory.save_doctor")["id"].as_str().unwrap(), &f.clinic.location_id, 6)
        }),
        Step::new(
            "schedules.retire",
            "schedule",
            Of::Change,
            |f| json!({ "id": f.of("schedules.save")["schedule"]["id"], "version": 1 }),
        ),
        Step::new("schedules.save_exception", "schedule_exception", Of::New, |f| {
            json!({
                "id": null, "version": 0, "kind": "leave", "doctor_id": f.clinic.doctors[1], "location_id": null, "starts_on": "2026-12-01",
                "ends_on": "2026-12-02", "start_minute": null, "end_minute": null, "slot_minutes": null, "visit_mode": null, "reason": "Leave",
            })
        }),
        Step::new(
            "schedules.cancel_exception",
            "schedule_exception",
            Of::Change,
            |f| json!({ "id": f.of("schedules.save_exception")["exception"]["id"], "version": 1 }),
        ),
    ]
}
