//! Bringing FHIR files in: resources a second and the memory that it takes, beside reading the JSON alone.

use std::io::Write;
use std::path::Path;
use std::time::Instant;

use curanda_core::demo::sample_bundles;
use curanda_core::interop::import::{self, ImportOptions};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::Row;
use super::memory::Peak;
use crate::{Store, World};

/// Figures of the one large file.
const MANY: usize = 100_000;

pub async fn run(store: Store) -> Vec<Row> {
    let small = TempDir::new().expect("a folder");
    for (n, line) in sample_bundles().expect("the sample").lines().enumerate() {
        std::fs::write(small.path().join(format!("{n:03}.json")), line).expect("the disk takes it");
    }
    let large = TempDir::new().expect("a folder");
    write_large(&large.path().join("large.json")).expect("the disk takes it");
    vec![
        measure("import 32 bundles", store, small.path()).await,
        measure("import one file of 100,000 figures", store, large.path()).await,
    ]
}

/// One person and many figures, written without holding them in memory.
fn write_large(path: &Path) -> std::io::Result<()> {
    let mut file = std::io::BufWriter::new(std::fs::File::create(path)?);
    let person = json!({ "resourceType": "Patient", "id": "p1", "gender": "female", "birthDate": "1981-04-05", "name": [{ "family": "Large", "given": ["File"] }] });
    write!(
        file,
        r#"{{"resourceType":"Bundle","type":"collection","entry":[{{"resource":{person}}}"#
    )?;
    for n in 0..MANY {
        let figure = json!({ "resourceType": "Observation", "id": format!("o{n}"), "status": "final", "subject": { "reference": "Patient/p1" },
            "code": { "coding": [{ "system": "http://loinc.org", "code": "8867-4", "display": "Heart rate" }] },
            "effectiveDateTime": "2020-01-02T10:00:00Z", "valueQuantity": { "value": 70, "unit": "/min", "code": "/min" } });
        write!(file, r#",{{"resource":{figure}}}"#)?;
    }
    write!(file, "]}}")
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
