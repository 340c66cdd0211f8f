//! The chart: what stands in it, its versions, the doctor's day, locked documents, codes.

mod day;
mod locks;
mod openings;
mod parts;
mod timeline;

use curanda_core::error::ApiError;
use curanda_tests::{Clinic, World};
use serde_json::{Value, json};

/// A clinic, a patient and the doctor's session.
struct Practice {
    w: World,
    clinic: Clinic,
    patient: String,
}

impl Practice {
    async fn open(w: World) -> Self {
        let clinic = w.clinic().await;
        let patient = w.patient(&clinic.receptionist, "Eileen", "Byrne").await;
        Self { w, clinic, patient }
    }

    /// Calls as the doctor.
    async fn call(&self, command: &str, request: Value) -> Result<Value, ApiError> {
        self.w.call(Some(&self.clinic.doctor.token), command, request).await
    }

    /// Calls as the doctor what must succeed.
    async fn done(&self, command: &str, request: Value) -> Value {
        self.call(command, request).await.unwrap_or_else(|e| panic!("{command}: {e:?}"))
    }

    async fn chart(&self) -> Value {
        self.done("chart.read", self.whose()).await
    }

    fn whose(&self) -> Value {
        json!({ "patient_id": self.patient, "location_id": self.clinic.location_id })
    }

    fn allergy(&self, substance: &str, severity: &str) -> Value {
        json!({
            "id": null, "patient_id": self.patient, "version": 0, "kind": "substance", "substance": substance, "code": "",
            "reaction": "anaphylaxis", "severity": severity, "status": "active", "onset_on": "2009-05-01", "note": "",
        })
    }

    fn problem(&self, code: &str, description: &str) -> Value {
        json!({
            "id": null, "patient_id": self.patient, "version": 0, "code": code, "description": description, "status": "active",
            "onset_on": "2018-01-01", "resolved_on": null, "note": "",
        })
    }

    /// Books a patient with the first doctor and lets them arrive.
    async fn arrives(&self, patient: &str, starts_at: &str) -> Value {
        let book = json!({
            "patient_id": patient, "doctor_id": self.clinic.doctors[0], "location_id": self.clinic.location_id, "starts_at": starts_at,
            "minutes": 15,
        });
        let booked = self.done("scheduling.book", book).await;
        self.done(
            "scheduling.check_in",
            json!({ "id": booked["card"]["id"], "version": booked["card"]["version"] }),
        )
        .await
    }
}

/// One field of each of a list.
fn each(list: &Value, field: &str) -> Vec<String> {
    let rows = list.as_array().unwrap().iter();
    rows.map(|row| row[field].as_str().unwrap_or_default().to_owned()).collect()
}
