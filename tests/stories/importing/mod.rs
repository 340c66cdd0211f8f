//! Other systems' files: into the chart, again without a change, changed, damaged, and whom they mean.

mod charts;
mod documents;
mod files;
mod packed;
mod people;
mod senders;
mod visits;

use std::path::Path;

use curanda_core::check;
use curanda_core::db::Read;
use curanda_core::interop::fhir::Wrong;
use curanda_core::interop::import::{self, ImportOptions, ImportReport};
use curanda_core::{args, db::Arg};
use curanda_tests::{Clinic, World, stories};
use serde_json::{Value, json};
use tempfile::TempDir;

fn concept(system: &str, code: &str, text: &str) -> Value {
    json!({ "coding": [{ "system": system, "code": code, "display": text }], "text": text })
}

fn status(code: &str) -> Value {
    json!({ "coding": [{ "code": code }] })
}

const SNOMED: &str = "http://snomed.info/sct";
const PATIENT: &str = "urn:uuid:p1";

/// One of each kind that has a place in the chart.
fn resources() -> Vec<Value> {
    let subject = json!({ "reference": PATIENT });
    let measure = |id: &str, code: &str, text: &str, day: &str, value: f64, unit: &str| {
        json!({ "resourceType": "Observation", "id": id, "status": "final", "code": concept("http://loinc.org", code, text), "subject": subject,
            "effectiveDateTime": format!("{day}T10:00:00Z"), "valueQuantity": { "value": value, "unit": unit, "code": unit } })
    };
    vec![
        json!({ "resourceType": "Condition", "id": "c1", "clinicalStatus": status("active"), "code": concept(SNOMED, "195967001", "Asthma"), "subject": subject, "onsetDateTime": "2004-05-01" }),
        json!({ "resourceType": "AllergyIntolerance", "id": "a1", "clinicalStatus": status("active"), "criticality": "high", "code": concept(SNOMED, "91936005", "Allergy to penicillin"), "patient": subject }),
        json!({ "resourceType": "MedicationRequest", "id": "m1", "status": "active", "intent": "order", "medicationReference": { "reference": "Medication/d1" }, "subject": subject, "authoredOn": "2020-01-02" }),
        json!({ "resourceType": "Medication", "id": "d1", "code": { "text": "Salbutamol 100 mcg inhaler" } }),
        measure("o1", "8310-5", "Body temperature", "2020-01-02", 98.6, "[degF]"),
        measure("o2", "2339-0", "Glucose", "2020-01-02", 91.0, "mg/dL"),
        json!({ "resourceType": "Observation", "id": "o3", "status": "final", "code": concept("http://loinc.org", "72166-2", "Tobacco smoking status"), "subject": subject,
            "effectiveDateTime": "2020-01-02", "valueCodeableConcept": { "text": "Never smoker" } }),
        json!({ "resourceType": "DiagnosticReport", "id": "r1", "status": "final", "category": [status("LAB")], "code": { "text": "Blood sugar" }, "subject": subject,
            "effectiveDateTime": "2020-01-02T10:00:00Z", "result": [{ "reference": "urn:uuid:o2" }, { "reference": "Observation/o3" }], "conclusion": "As it should be." }),
        json!({ "resourceType": "Immunization", "id": "i1", "status": "completed", "vaccineCode": concept("http://hl7.org/fhir/sid/cvx", "140", "Influenza"), "patient": subject, "occurrenceDateTime": "2019-10-01" }),
        json!({ "resourceType": "Procedure", "id": "s1", "status": "completed", "code": concept(SNOMED, "127783003", "Spirometry"), "subject": subject, "performedDateTime": "2019-11-05",
            "reasonReference": [{ "reference": "Condition/c1" }] }),
        json!({ "resourceType": "CarePlan", "id": "k1", "status": "active", "intent": "plan", "title": "Asthma self management", "subject": subject, "period": { "start": "2019-11-05" },
            "addresses": [{ "reference": "urn:uuid:c1" }], "activity": [{ "detail": { "description": "Inhaler technique" } }] }),
    ]
}

fn person(id: &str, family: &str, born: &str) -> Value {
    json!({ "resourceType": "Patient", "id": id, "gender": "female", "birthDate": born, "name": [{ "family": family, "given": ["Aoife"] }] })
}

fn bundle(resources: &[Value]) -> Value {
    let entry: Vec<Value> = resources
        .iter()
        .map(|r| json!({ "fullUrl": format!("urn:uuid:{}", r["id"].as_str().unwrap()), "resource": r }))
        .collect();
    json!({ "resourceType": "Bundle", "type": "collection", "entry": entry })
}

/// The sample with its person last, as some systems write it.
fn sample() -> Vec<Value> {
    let mut all = resources();
    all.push(person("p1", "Brannigan", "1981-04-05"));
    all
}

/// A clinic and a folder of files for it.
struct Incoming {
    w: World,
    clinic: Clinic,
    folder: TempDir,
}

impl Incoming {
    async fn open(w: World) -> Self {
        let clinic = w.clinic().await;
        Self {
            w,
            clinic,
            folder: TempDir::new().unwrap(),
        }
    }

    fn put(&self, name: &str, text: impl ToString) {
        std::fs::write(self.folder.path().join(name), text.to_string()).unwrap();
    }

    async fn import(&self) -> ImportReport {
        self.import_with(ImportOptions::default()).await
    }

    async fn import_with(&self, options: ImportOptions) -> ImportReport {
        let options = ImportOptions {
            paths: vec![Path::to_owned(self.folder.path())],
            ..options
        };
        let report = import::run(&self.w.app, &options, &|_| Ok(())).await.unwrap();
        for (kind, counts) in &report.resources {
            let settled = counts.added + counts.unchanged + counts.updated + counts.skipped.values().sum::<u32>();
            assert_eq!(counts.read, settled, "every {kind} has a fate");
        }
        let findings = check::run(&self.w.app.stores().unwrap(), self.w.app.now()).await.unwrap();
        assert!(findings.is_empty(), "{findings:?}");
        report
    }

    async fn done(&self, command: &str, request: Value) -> Value {
        self.w
            .call(Some(&self.clinic.doctor.token), command, request)
            .await
            .unwrap_or_else(|e| panic!("{command}: {e:?}"))
    }

    /// The charts whose family name begins so.
    async fn found(&self, name: &str) -> Vec<String> {
        let found = self.done("patients.search", json!({ "text": name })).await;
        found["hits"]
            .as_array()
            .unwrap()
            .iter()
            .map(|hit| hit["id"].as_str().unwrap().to_owned())
            .collect()
    }

    async fn chart(&self, patient: &str) -> Value {
        self.done("chart.read", json!({ "patient_id": patient, "location_id": null })).await
    }

    async fn count(&self, sql: &'static str, values: Vec<Arg>) -> i64 {
        self.w.db.clone().one::<(i64,)>(sql, values).await.unwrap().0
    }
}

fn changed(mut all: Vec<Value>, id: &str, pointer: &str, value: Value) -> Vec<Value> {
    let one = all.iter_mut().find(|r| r["id"] == json!(id)).unwrap();
    *one.pointer_mut(pointer).unwrap() = value;
    all
}
