//! Files, medical records and the tasks that follow from them.

mod files;
mod keeping;
mod tasks;

use curanda_core::error::ApiError;
use curanda_core::identity::Role;
use curanda_tests::{Clinic, Person, World};
use serde_json::{Value, json};

/// Bytes of a piece, as the core says.
const PIECE: usize = curanda_core::documents::PIECE;

/// A clinic with two doctors who are signed in, and a patient.
struct Practice {
    w: World,
    clinic: Clinic,
    /// A second doctor with an account.
    second: Person,
    patient: String,
}

/// What a reply that was refused says.
fn reason(error: &ApiError) -> &str {
    error.params["reason"].as_str().unwrap_or_default()
}

/// The first wrong field and its code.
fn wrong(error: &ApiError) -> (&str, &str) {
    (&error.fields[0].field, &error.fields[0].code)
}

/// A PDF as far as its content tells, of so many bytes.
fn pdf(size: usize) -> Vec<u8> {
    let rest = (0..size).map(|n| u8::try_from(n % 251).unwrap());
    b"%PDF-1.7\n".iter().copied().chain(rest).take(size).collect()
}

impl Practice {
    async fn open(w: World) -> Self {
        let clinic = w.clinic().await;
        let second = w.person(&clinic.admin.token, Role::Doctor, "second@clinic.example").await;
        let patient = w.patient(&clinic.receptionist, "Eileen", "Byrne").await;
        Self {
            w,
            clinic,
            second,
            patient,
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

    async fn begin(&self, name: &str, size: usize) -> Value {
        self.done("files.begin", json!({ "patient_id": self.patient, "name": name, "size": size }))
            .await
    }

    fn piece(id: &Value, at: usize, content: &[u8]) -> Value {
        json!({ "id": id, "at": at, "content": base64(content) })
    }

    /// Brings a file in whole.
    async fn uploaded(&self, name: &str, content: &[u8]) -> Value {
        let id = &self.begin(name, content.len()).await["id"];
        for (n, piece) in content.chunks(PIECE).enumerate() {
            self.done("files.put", Self::piece(id, n * PIECE, piece)).await;
        }
        self.done("files.finish", json!({ "id": id })).await
    }

    /// A file read back piece by piece.
    async fn read_back(&self, id: &Value) -> Vec<u8> {
        let (mut content, mut at) = (Vec::new(), json!(0));
        while !at.is_null() {
            let piece = self.done("files.read", json!({ "id": id, "at": at })).await;
            content.extend(unbase64(piece["content"].as_str().unwrap()));
            at = piece["next"].clone();
        }
        content
    }

    fn saving(&self, content: Value) -> Value {
        json!({ "id": null, "patient_id": self.patient, "appointment_id": null, "amends": null, "reason": "", "content": content })
    }

    /// A lab report that is kept.
    async fn kept(&self, content: Value) -> Value {
        self.done("records.save", self.saving(content)).await
    }

    async fn read(&self, record: &Value) -> Value {
        self.done("records.read", json!({ "id": record["id"], "document_id": null })).await
    }

    async fn list(&self) -> Value {
        self.done("records.list", json!({ "patient_id": self.patient, "kind": null, "limit": null }))
            .await
    }
}

/// A result as a report has it.
fn result(name: &str, loinc: &str, value: &str, unit: &str, range: &str) -> Value {
    json!({ "name": name, "loinc": loinc, "value": value, "unit": unit, "range": range, "flag": null, "taken_on": null })
}

/// A blood count of 20 November 2026.
fn report() -> Value {
    json!({
        "kind": "lab_report", "title": "Blood count", "recorded_on": "2026-11-20", "description": " Fasting. Łódź, Đặng 😀 ", "diagnosis": "Anaemia", "treatment": "",
        "tests": [
            result("Haemoglobin", "718-7", "10,2", "g/dL", "12–16"), result("Platelets", "777-3", "250", "10*9/L", "150-400"),
            result("CRP", "", "< 5", "mg/L", "< 5"), result("", "", "", "", ""),
        ],
        "files": [], "follow_up_on": null, "privacy": "standard",
    })
}

fn base64(content: &[u8]) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(content)
}

fn unbase64(text: &str) -> Vec<u8> {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.decode(text).unwrap()
}
