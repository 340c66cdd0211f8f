//! Scheduling: a front desk's day. The stories are on Tuesday 24 November 2026 in Dublin, from 08:00.

mod booking;
mod calendar;
mod moves;
mod series;
mod visit;
mod waitlist;

use chrono::{DateTime, Utc};
use curanda_core::error::ApiError;
use curanda_tests::{Clinic, World};
use serde_json::{Value, json};

/// A clinic and the desk's session.
struct Desk {
    w: World,
    clinic: Clinic,
}

impl Desk {
    async fn open(w: World) -> Self {
        let clinic = w.clinic().await;
        Self { w, clinic }
    }

    /// Calls as the receptionist.
    async fn call(&self, command: &str, request: Value) -> Result<Value, ApiError> {
        self.w.call(Some(&self.clinic.receptionist.token), command, request).await
    }

    /// Calls as the receptionist what must succeed.
    async fn done(&self, command: &str, request: Value) -> Value {
        self.call(command, request).await.unwrap()
    }

    /// A new patient.
    async fn patient(&self, n: usize) -> String {
        let request = json!({
            "first_name": format!("Given{}", word(n)), "last_name": format!("Family{}", word(n)), "date_of_birth": format!("19{:02}-03-0{}", 30 + n % 60, 1 + n % 9),
            "sex": "female", "phone": format!("01 555 {:04}", 1000 + n), "location_id": self.clinic.location_id,
        });
        let made = self.done("patients.register", request).await;
        id_of(&made)
    }

    /// A booking with a doctor at a time, as a request.
    fn wish(&self, patient: &str, doctor: usize, starts_at: &str, minutes: u32) -> Value {
        json!({
            "patient_id": patient, "doctor_id": self.clinic.doctors[doctor], "location_id": self.clinic.location_id,
            "starts_at": starts_at, "minutes": minutes,
        })
    }

    /// Books 15 minutes with the first doctor.
    async fn book(&self, patient: &str, starts_at: &str) -> Value {
        self.done("scheduling.book", self.wish(patient, 0, starts_at, 15)).await
    }

    /// A step of the visit of an appointment's card.
    async fn step(&self, command: &str, card: &Value) -> Result<Value, ApiError> {
        self.call(command, json!({ "id": card["id"], "version": card["version"] })).await
    }

    async fn cancel(&self, card: &Value) -> Result<Value, ApiError> {
        let request = json!({ "id": card["id"], "version": card["version"], "party": "patient", "reason": "ill" });
        self.call("scheduling.cancel", request).await
    }

    async fn undo(&self, change: &Value) -> Result<Value, ApiError> {
        self.call("scheduling.undo", json!({ "event_id": change["event_id"] })).await
    }

    async fn board(&self) -> Value {
        self.done("scheduling.board", json!({ "location_id": self.clinic.location_id }))
            .await
    }

    /// Next openings with the first doctor, as instants.
    async fn openings(&self, limit: u32) -> Vec<String> {
        let request = json!({ "doctor_id": self.clinic.doctors[0], "location_id": self.clinic.location_id, "limit": limit });
        let found = self.done("scheduling.openings", request).await;
        found.as_array().unwrap().iter().map(|o| text(&o["starts_at"])).collect()
    }

    fn set_clock(&self, at: &str) {
        self.w.clock.set(at.parse::<DateTime<Utc>>().unwrap());
    }
}

/// Letters for a number, so that every name is another one.
fn word(n: usize) -> String {
    ["ba", "ko", "li", "mu", "ne", "ri", "so", "ta", "vu", "we"]
        .iter()
        .cycle()
        .skip(n % 10)
        .step_by(1 + n / 10 % 9)
        .take(3)
        .copied()
        .collect()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

/// The id of an answer, wherever it stands.
fn id_of(made: &Value) -> String {
    ["/id", "/card/id", "/patient/id", "/patient/brief/id"]
        .iter()
        .find_map(|path| made.pointer(path).and_then(Value::as_str))
        .unwrap()
        .to_owned()
}
