//! Appointments and the waitlist. The clock stands at Tuesday 24 November 2026, 8:00.

use serde_json::{Value, json};

use super::{Facts, Of, Step};

pub fn steps() -> Vec<Step> {
    let steps = [visit(), changes(), series(), waitlist()].into_iter().flatten();
    steps.map(Step::of_patient).collect()
}

fn book(f: &Facts, starts_at: &str) -> Value {
    json!({
        "patient_id": f.of("patients.register")["id"], "doctor_id": f.clinic.doctors[0], "location_id": f.clinic.location_id,
        "starts_at": starts_at, "minutes": 15,
    })
}

/// The appointment that the last call of `command` answered with, and its version.
fn card(f: &Facts, command: &str) -> Value {
    let card = &f.of(command)["card"];
    json!({ "id": card["id"], "version": card["version"] })
}

fn with(mut request: Value, field: &str, value: Value) -> Value {
    request[field] = value;
    request
}

fn appointment(command: &'static str, of: Of, request: fn(&Facts) -> Value) -> Step {
    Step::new(command, "appointment", of, request)
}

/// From booking to the archive.
fn visit() -> Vec<Step> {
    vec![
        appointment("scheduling.book", Of::New, |f| book(f, "2026-11-24T10:00:00Z")),
        appointment("scheduling.confirm", Of::Change, |f| card(f, "scheduling.book")),
        appointment("scheduling.set_details", Of::Change, |f| {
            with(card(f, "scheduling.confirm"), "notes", json!("Bring papers"))
        }),
        appointment("scheduling.check_in", Of::Change, |f| card(f, "scheduling.set_details")),
        appointment("scheduling.start", Of::Change, |f| card(f, "scheduling.check_in")),
        appointment("scheduling.complete", Of::Change, |f| card(f, "scheduling.start")),
        appointment("scheduling.archive", Of::Change, |f| card(f, "scheduling.complete")),
    ]
}

/// Another time, another length, called off and taken back, not come.
fn changes() -> Vec<Step> {
    vec![
        appointment("scheduling.book", Of::New, |f| book(f, "2026-11-25T10:00:00Z")),
        appointment("scheduling.resize", Of::Change, |f| {
            with(card(f, "scheduling.book"), "minutes", json!(30))
        }),
        appointment("scheduling.move", Of::Act, |f| {
            with(card(f, "scheduling.resize"), "starts_at", json!("2026-11-25T11:00:00Z"))
        }),
        appointment("scheduling.cancel", Of::Change, |f| {
            let request = with(card(f, "scheduling.move"), "party", json!("patient"));
            with(request, "reason", json!("Feels better"))
        }),
        appointment(
            "scheduling.undo",
            Of::Act,
            |f| json!({ "event_id": f.of("scheduling.cancel")["event_id"] }),
        ),
        appointment("scheduling.book", Of::New, |f| {
            with(book(f, "2026-11-24T07:30:00Z"), "overbook_reason", json!("Came early"))
        }),
        appointment("scheduling.no_show", Of::Change, |f| card(f, "scheduling.book")),
    ]
}

fn series() -> Vec<Step> {
    fn first(f: &Facts, command: &str) -> Value {
        let card = &f.of(command)["appointments"][0];
        json!({ "id": card["id"], "version": card["version"], "scope": "all" })
    }
    vec![
        appointment(
            "scheduling.book_series",
            Of::New,
            |f| json!({ "booking": book(f, "2026-12-01T10:00:00Z"), "every_weeks": 1, "count": 3 }),
        ),
        appointment("scheduling.edit_series", Of::Act, |f| {
            with(first(f, "scheduling.book_series"), "notes", json!("Dressing"))
        }),
        appointment("scheduling.cancel_series", Of::Change, |f| {
            let request = with(first(f, "scheduling.edit_series"), "party", json!("patient"));
            with(request, "reason", json!("Healed"))
        }),
        appointment(
            "scheduling.undo_series",
            Of::Change,
            |f| json!({ "event_ids": f.of("scheduling.cancel_series")["event_ids"] }),
        ),
    ]
}

fn waitlist() -> Vec<Step> {
    fn entry(f: &Facts, command: &str) -> Value {
        let entry = f.of(command);
        json!({ "id": entry["id"], "version": entry["version"] })
    }
    fn add(f: &Facts) -> Value {
        json!({
            "patient_id": f.of("patients.register")["id"], "location_id": f.clinic.location_id,
            "wish": { "doctor_id": f.clinic.doctors[0] },
        })
    }
    vec![
        Step::new("waitlist.add", "waitlist", Of::New, add),
        Step::new("waitlist.update", "waitlist", Of::Change, |f| {
            with(
                entry(f, "waitlist.add"),
                "wish",
                json!({ "doctor_id": f.clinic.doctors[0], "note": "Mornings" }),
            )
        }),
        Step::new("waitlist.offer", "waitlist", Of::Change, |f| {
            let request = with(entry(f, "waitlist.update"), "doctor_id", json!(f.clinic.doctors[0]));
            with(request, "starts_at", json!("2026-11-26T09:00:00Z"))
        }),
        Step::new("waitlist.accept", "waitlist", Of::Change, |f| entry(f, "waitlist.offer")),
        Step::new("waitlist.add", "waitlist", Of::New, add),
        Step::new("waitlist.withdraw", "waitlist", Of::Change, |f| entry(f, "waitlist.add")),
    ]
}
