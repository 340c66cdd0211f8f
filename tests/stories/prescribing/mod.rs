//! Prescriptions from the first letter to the stopped medicine.

mod afterwards;
mod checking;
mod issuing;
mod lists;
mod since;

use curanda_core::args;
use curanda_core::db::Read;
use curanda_core::error::ApiError;
use curanda_tests::{Clinic, World};
use serde_json::{Value, json};

/// A medicine of a draft.
fn item(ingredient: &str, form: &str, strength: &str, sig: &str) -> Value {
    json!({
        "ingredient": ingredient, "form": form, "route": null, "strength": strength, "sig": sig, "refills": 2, "replaces": null, "replace_reason": "",
    })
}

fn amoxicillin() -> Value {
    item("amoxicillin", "capsule", "500 mg", "1 tid 7d")
}

fn warfarin() -> Value {
    item("warfarin", "tablet", "3 mg", "1 daily")
}

fn draft(patient: &str, items: &[Value]) -> Value {
    json!({ "patient_id": patient, "items": items, "language": "en" })
}

fn order(patient: &str, items: &[Value], answers: Value) -> Value {
    let mut order = draft(patient, items);
    let rest = json!({ "appointment_id": null, "note_id": null, "answers": answers, "diagnosis": "", "notes": "", "tags": [] });
    order.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
    order
}

/// A clinic with a patient who is not pregnant, seen by its doctor.
struct Practice<'a> {
    w: &'a World,
    c: Clinic,
    patient: String,
}

impl<'a> Practice<'a> {
    async fn open(w: &'a World) -> Self {
        let c = w.clinic().await;
        let patient = w.patient(&c.receptionist, "Eileen", "Byrne").await;
        let practice = Self { w, c, patient };
        practice.say("no", "unknown").await;
        practice
    }

    /// Whether she is pregnant, and breastfeeds.
    async fn say(&self, pregnancy: &str, breastfeeding: &str) -> Value {
        let said = json!({ "patient_id": self.patient, "pregnancy": pregnancy, "breastfeeding": breastfeeding });
        self.done("chart.state_maternity", said).await
    }

    /// The same practice some days after the start, with the doctor signed in anew and the patient asked again.
    async fn later(mut self, days: i64) -> Self {
        self.w.clock.set(World::start_time() + chrono::TimeDelta::days(days));
        self.c.doctor = self.w.sign_in(&self.c.doctor.email, curanda_tests::PASSWORD).await;
        self.say("no", "unknown").await;
        self
    }

    async fn ask(&self, command: &str, request: Value) -> Result<Value, ApiError> {
        self.w.call(Some(&self.c.doctor.token), command, request).await
    }

    async fn done(&self, command: &str, request: Value) -> Value {
        self.ask(command, request).await.unwrap_or_else(|e| panic!("{command}: {e:?}"))
    }

    async fn check(&self, items: &[Value]) -> Value {
        self.done("prescribing.check", draft(&self.patient, items)).await
    }

    async fn issue(&self, items: &[Value]) -> Value {
        self.done("prescribing.issue", order(&self.patient, items, json!([]))).await
    }

    async fn items(&self) -> Vec<Value> {
        let list = self.done("prescribing.list", json!({ "patient_id": self.patient })).await;
        list["items"].as_array().unwrap().clone()
    }

    async fn allergy(&self, substance: &str) {
        let allergy = json!({
            "id": null, "patient_id": self.patient, "version": 0, "kind": "substance", "substance": substance, "code": "",
            "reaction": "rash", "severity": "severe", "status": "active", "onset_on": null, "note": "",
        });
        self.done("chart.save_allergy", allergy).await;
    }

    async fn medications(&self) -> Vec<(String, String)> {
        let patient: curanda_core::ids::PatientId = serde_json::from_value(json!(self.patient)).unwrap();
        self.w
            .db
            .clone()
            .all(
                "SELECT name, status FROM medications WHERE patient_id = ? ORDER BY created_at, id",
                args![patient],
            )
            .await
            .unwrap()
    }
}

fn warnings(answer: &Value) -> Vec<(String, String)> {
    let text = |v: &Value| v.as_str().unwrap().to_owned();
    answer["warnings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|w| (text(&w["kind"]), text(&w["severity"])))
        .collect()
}

fn reason(error: &ApiError) -> Option<&str> {
    error.params.get("reason").and_then(Value::as_str)
}
