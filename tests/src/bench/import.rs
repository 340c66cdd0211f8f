//! Bringing FHIR files in: resources a second and the memory that it takes, beside reading the JSON alone.

use std::io::Write;
use std::path::Path;
use std::time::Instant;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use curanda_core::demo::sample_bundles;
use curanda_core::interop::import::{self, ImportOptions};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::Row;
use super::memory::Peak;
use crate::{Store, World};

/// Figures of the one large file.
const MANY: usize = 100_000;
/// Documents of another.
const SCANS: usize = 100;

pub async fn run(store: Store) -> Vec<Row> {
    let small = TempDir::new().expect("a folder");
    for (n, line) in sample_bundles().expect("the sample").lines().enumerate() {
        std::fs::write(small.path().join(format!("{n:03}.json")), line).expect("the disk takes it");
    }
    let large = TempDir::new().expect("a folder");
    write_bundle(&large.path().join("large.json"), (0..MANY).map(figure)).expect("the disk takes it");
    let scans = TempDir::new().expect("a folder");
    write_bundle(&scans.path().join("scans.json"), (0..SCANS).map(scan)).expect("the disk takes it");
    vec![
        measure("import 32 bundles", store, small.path()).await,
        measure("import one file of 100,000 figures", store, large.path()).await,
        measure("import one file of 100 scans, 1 MB each", store, scans.path()).await,
    ]
}

/// One person and many resources of theirs, written without holding them in memory.
fn write_bundle(path: &Path, resources: impl Iterator<Item = Value>) -> std::io::Result<()> {
    let mut file = std::io::BufWriter::new(std::fs::File::create(path)?);
    let person = json!({ "resourceType": "Patient", "id": "p1", "gender": "female", "birthDate": "1981-04-05", "name": [{ "family": "Large", "given": ["File"] }] });
    write!(
        file,
        r#"{{"resourceType":"Bundle","type":"collection","entry":[{{"resource":{person}}}"#
    )?;
    for mut resource in resources {
        resource["subject"] = json!({ "reference": "Patient/p1" });
        write!(file, r#",{{"resource":{resource}}}"#)?;
    }
    write!(file, "]}}")
}

fn figure(n: usize) -> Value {
    json!({ "resourceType": "Observation", "id": format!("o{n}"), "status": "final",
        "code": { "coding": [{ "system": "http://loinc.org", "code": "8867-4", "display": "Heart rate" }] },
        "effectiveDateTime": "2020-01-02T10:00:00Z", "valueQuantity": { "value": 70, "unit": "/min", "code": "/min" } })
}

fn scan(n: usize) -> Value {
    let content = [format!("%PDF-1.7\n{n}").as_bytes(), &[b'.'; 1_000_000]].concat();
    json!({ "resourceType": "DocumentReference", "id": format!("d{n}"), "status": "current", "type": { "text": "Scan" }, "date": "2020-01-02",
        "content": [{ "attachment": { "data": STANDARD.encode(content) } }] })
}

async fn measure(what: &str, store: Store, folder: &Path) -> Row {
    let w = World::start(store).await;
    w.clinic().await;
    let options = ImportOptions {
        paths: vec![folder.to_owned()],
        ..ImportOptions::default()
    };
    let peak = Peak::begin();
    let started = Instant::now();
    let report = import::run(&w.app, &options, &|_| Ok(())).await.expect("the import runs");
    let took = started.elapsed().as_secs_f64();
    let peak = peak.megabytes();
    let bare = read_alone(folder);
    let resources = f64::from(report.read());
    Row {
        what: what.to_owned(),
        store,
        figure: format!("{:.0} resources/s, {took:.1} s, at most {peak} MB more", resources / took),
        bare: format!("{:.0} resources/s read", resources / bare),
        ratio: took / bare,
    }
}

/// Seconds that it takes to read the JSON and do nothing with it.
fn read_alone(folder: &Path) -> f64 {
    let started = Instant::now();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let text = std::fs::read(entry.expect("a file").path()).expect("its text");
        let bundle: Value = serde_json::from_slice(&text).expect("JSON");
        assert!(bundle["entry"].is_array());
    }
    started.elapsed().as_secs_f64()
}
