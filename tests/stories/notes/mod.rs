//! Notes: drafts that follow their author and are never lost, what a signature locks, versions, templates, the journal.

mod drafts;
mod growth;
mod journal;
mod signing;
mod templates;

use std::sync::Arc;

use curanda_core::api::App;
use curanda_core::error::ApiError;
use curanda_core::identity::Role;
use curanda_core::ids::NoteId;
use curanda_tests::{Clinic, Person, World, call};
use serde_json::{Value, json};

/// A clinic with two doctors who are signed in, a patient, and a visit.
struct Practice {
    w: World,
    clinic: Clinic,
    /// A second doctor with an account.
    second: Person,
    patient: String,
    visit: String,
}

/// What a reply that was refused says.
fn reason(error: &ApiError) -> &str {
    error.params["reason"].as_str().unwrap_or_default()
}

fn id() -> String {
    NoteId::fresh().to_string()
}

impl Practice {
    async fn open(w: World) -> Self {
        let clinic = w.clinic().await;
        let second = w.person(&clinic.admin.token, Role::Doctor, "second@clinic.example").await;
        let patient = w.patient(&clinic.receptionist, "Eileen", "Byrne").await;
        let book = json!({
            "patient_id": patient, "doctor_id": clinic.doctors[0], "location_id": clinic.location_id, "starts_at": "2026-11-24T10:15:00Z", "minutes": 15,
        });
        let booked: Value = w.call(Some(&clinic.receptionist.token), "scheduling.book", book).await.unwrap();
        let visit = booked["card"]["id"].as_str().unwrap().to_owned();
        Self {
            w,
            clinic,
            second,
            patient,
            visit,
        }
    }

    async fn by(&self, person: &Person, command: &str, request: Value) -> Result<Value, ApiError> {
        self.w.call(Some(&person.token), command, request).await
    }

    /// What must be refused to the doctor.
    async fn refused(&self, command: &str, request: Value) -> ApiError {
        self.by(&self.clinic.doctor, command, request).await.unwrap_err()
    }

    /// What the doctor does with success.
    async fn done(&self, command: &str, request: Value) -> Value {
        let answer = self.by(&self.clinic.doctor, command, request).await;
        answer.unwrap_or_else(|e| panic!("{command}: {e:?}"))
    }

    /// The same at another workstation.
    async fn done_at(&self, app: &Arc<App>, command: &str, request: Value) -> Value {
        let answer = call(app, Some(&self.clinic.doctor.token), command, request).await;
        answer.unwrap_or_else(|e| panic!("{command}: {e:?}"))
    }

    fn subject(&self) -> Value {
        json!({ "patient_id": self.patient, "appointment_id": self.visit, "amends": null })
    }

    fn draft(&self, id: &str, base: i64, body: Value) -> Value {
        json!({ "id": id, "subject": self.subject(), "base_revision": base, "body": body })
    }

    fn signing(&self, id: &str, base: i64, body: Value) -> Value {
        let mut request = self.draft(id, base, body);
        request["amended_version"] = Value::Null;
        request["reason"] = json!("");
        request
    }

    /// A signed note with this plan; gives the reply.
    async fn signed(&self, plan: &str) -> Value {
        self.done("notes.sign", self.signing(&id(), 0, plan_of(plan))).await
    }

    async fn list(&self) -> Value {
        self.done("notes.list", json!({ "patient_id": self.patient, "limit": null })).await
    }
}

/// A note that says this as its plan.
fn plan_of(text: &str) -> Value {
    json!({ "plan": { "recommendations": text } })
}

/// Every field of the seed's `medical_notes`.
fn whole() -> Value {
    json!({
        "kind": "soap",
        "subjective": {
            "chief_complaint": "Persistent headaches for 2 weeks", "history_of_present_illness": "Dull, throbbing pain in the temples.",
            "review_of_systems": "Denies fever. Łódź, Đặng 😀",
        },
        "objective": {
            "vital_signs": {
                "bp_systolic": 148, "bp_diastolic": 86, "heart_rate": 92, "temperature": 38.1, "respiratory_rate": 16, "oxygen_saturation": 94,
                "weight": 71.4, "height": 164,
            },
            "physical_exam": "Neck supple.",
        },
        "assessment": {
            "diagnoses": [{ "code": "G44.209", "text": "Tension-type headache" }, { "code": "", "text": "Stress" }],
            "differential": ["Migraine", "Sinusitis"], "text": "Likely stress.",
        },
        "plan": { "recommendations": "Regular sleep.", "referrals": ["Neurology"], "follow_up_required": true, "follow_up_days": 28 },
        "tags": ["headache"], "privacy": "standard",
    })
}
