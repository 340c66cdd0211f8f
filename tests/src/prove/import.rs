//! `prove import`: a process that imports the sample bundles, each with a scan, a note and a device, is killed (SIGKILL) at random
//! moments and started again, then they are imported once more.
//!
//! After each kill every person is there as a whole or not at all, and the store is sound. At the end every resource is in the chart
//! once, as an independent count of the JSON says; the second import changes nothing.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use curanda_core::check;
use curanda_core::db::Read;
use curanda_core::demo::sample_bundles;
use curanda_core::interop::import::{self, ImportOptions, ImportReport};
use curanda_core::{Result, args};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{Options, Outcome};
use crate::{Store, World};

const SEED: u64 = 20_261_126;
const PLACE: &str = "CURANDA_IMPORT_PLACE";
const STORE: &str = "CURANDA_IMPORT_STORE";
const FOLDER: &str = "CURANDA_IMPORT_FOLDER";
/// The kinds that have a place in the chart, each with what counts its rows.
const TABLES: &[(&str, &str)] = &[
    ("Patient", "SELECT COUNT(*) FROM patients"),
    ("Condition", "SELECT COUNT(*) FROM problems"),
    ("AllergyIntolerance", "SELECT COUNT(*) FROM allergies"),
    ("MedicationRequest", "SELECT COUNT(*) FROM medications"),
    ("Immunization", "SELECT COUNT(*) FROM immunizations"),
    ("Procedure", "SELECT COUNT(*) FROM procedures"),
    ("CarePlan", "SELECT COUNT(*) FROM care_plans"),
    ("records", "SELECT COUNT(*) FROM records"),
    ("files", "SELECT COUNT(*) FROM files WHERE state = 'filed'"),
    ("Device", "SELECT COUNT(*) FROM histories"),
    ("Encounter", "SELECT COUNT(*) FROM past_visits WHERE retired = FALSE"),
    ("figures", "SELECT COUNT(*) FROM observations WHERE retired = FALSE"),
    ("findings", "SELECT COUNT(*) FROM findings WHERE retired = FALSE"),
];
const WHOLE: &str = "SELECT p.resource_id, COUNT(*) FROM imported_resources p JOIN imported_resources r ON r.patient_id = p.patient_id WHERE p.kind = 'Patient' GROUP BY p.resource_id";

/// What an independent reading of the JSON counts.
#[derive(Debug, Default)]
struct Counted {
    /// Resources in all, by type.
    types: BTreeMap<String, u32>,
    /// Rows that they must become.
    rows: BTreeMap<&'static str, i64>,
    /// Resources of each person that have a place in the chart, with the person.
    people: BTreeMap<String, i64>,
}

/// What went wrong, and figures.
#[derive(Debug, Default)]
struct Tally {
    kills: u64,
    /// Kills between the first resource and the last.
    midway: u64,
    halved: u64,
    unsound: usize,
    failed: u64,
    differing: u64,
    repeated: u32,
}

/// Kills and resumes, then looks.
pub async fn run(options: &Options) -> Outcome {
    let w = World::start(options.store).await;
    w.clinic().await;
    let folder = TempDir::new().expect("a folder");
    let counted = unpack(folder.path());
    let mut rng = StdRng::seed_from_u64(SEED);
    let mut tally = Tally::default();
    let started = Instant::now();
    let mut latest = 2_500;
    for _ in 0..options.n.unwrap_or(16) {
        kill_one(&w, folder.path(), Duration::from_millis(rng.random_range(150..latest))).await;
        tally.kills += 1;
        inspect(&w, &counted, &mut tally).await;
        // On a busy machine nothing was begun yet: the next ones get more time.
        if tally.midway == 0 {
            latest = (latest * 3 / 2).min(20_000);
        }
    }
    // The last start is not killed.
    tally.failed += u64::from(!start(&w, folder.path()).wait().is_ok_and(|status| status.success()));
    inspect(&w, &counted, &mut tally).await;
    let took = started.elapsed();
    match import_here(&w, folder.path()).await {
        Ok(report) => {
            tally.repeated = report.changes();
            let read = |kind: &String| report.resources.get(kind).map_or(0, |c| c.read);
            tally.differing += counted.types.iter().filter(|(kind, count)| read(kind) != **count).count() as u64;
        }
        Err(_) => tally.failed += 1,
    }
    for (what, sql) in TABLES {
        let (stored,): (i64,) = w.db.clone().one(*sql, args![]).await.expect("the store answers");
        tally.differing += u64::from(stored != counted.rows.get(what).copied().unwrap_or(0));
    }
    outcome(options.store, &counted, &tally, took)
}

/// Each bundle in a file of its own; counts what is in them without the program's reader.
fn unpack(folder: &Path) -> Counted {
    let mut counted = Counted::default();
    for (n, line) in sample_bundles().expect("the sample").lines().enumerate() {
        let bundle = with_more(serde_json::from_str(line).expect("JSON"));
        std::fs::write(folder.join(format!("{n:03}.json")), bundle.to_string()).expect("the disk takes it");
        let resources: Vec<&Value> = bundle["entry"]
            .as_array()
            .expect("entries")
            .iter()
            .map(|e| &e["resource"])
            .collect();
        let mut of_person = 0;
        for resource in &resources {
            of_person += i64::from(count(&mut counted, resource));
        }
        let person = resources.iter().find(|r| r["resourceType"] == "Patient").expect("a person");
        counted.people.insert(person["id"].as_str().expect("an id").to_owned(), of_person);
    }
    counted
}

/// What the sample does not have: a scan of half a megabyte, a note, a device.
fn with_more(mut bundle: Value) -> Value {
    let entries = bundle["entry"].as_array_mut().expect("entries");
    let person = entries
        .iter()
        .find(|e| e["resource"]["resourceType"] == "Patient")
        .expect("a person");
    let (id, whose) = (person["resource"]["id"].clone(), json!({ "reference": person["fullUrl"] }));
    let id = id.as_str().expect("an id");
    let scan = [b"%PDF-1.7\n".as_slice(), id.as_bytes(), &[b'.'; 500_000]].concat();
    let document = |what: &str, content: &[u8]| {
        json!({ "resourceType": "DocumentReference", "id": format!("{what}-{id}").get(..40), "status": "current", "type": { "text": what }, "subject": whose,
            "date": "2020-01-02", "content": [{ "attachment": { "data": STANDARD.encode(content) } }] })
    };
    let device = json!({ "resourceType": "Device", "id": format!("device-{id}").get(..40), "status": "active", "type": { "text": "Pacemaker" }, "patient": whose });
    let more = [document("scan", &scan), document("note", b"Seen and well."), device];
    entries.extend(more.map(|resource| json!({ "resource": resource })));
    bundle
}

/// The rows that a resource becomes.
fn row_of(kind: &str) -> &str {
    match kind {
        "DiagnosticReport" | "DocumentReference" | "ImagingStudy" => "records",
        kind => kind,
    }
}

/// Whether it has a place in the chart.
fn count(counted: &mut Counted, resource: &Value) -> bool {
    let kind = resource["resourceType"].as_str().unwrap_or_default();
    *counted.types.entry(kind.to_owned()).or_default() += 1;
    if kind == "Observation" {
        let parts = resource["component"].as_array().map_or(&[][..], Vec::as_slice);
        for measured in std::iter::once(resource).chain(parts) {
            let figure = i64::from(measured.get("valueQuantity").is_some());
            let finding = i64::from(measured.get("valueCodeableConcept").is_some() || measured.get("valueString").is_some());
            *counted.rows.entry("figures").or_default() += figure;
            *counted.rows.entry("findings").or_default() += finding;
        }
        return true;
    }
    let table = TABLES.iter().find(|(what, _)| *what == row_of(kind));
    *counted.rows.entry("files").or_default() += i64::from(resource["type"]["text"] == "scan");
    if let Some((what, _)) = table {
        *counted.rows.entry(what).or_default() += 1;
    }
    table.is_some()
}

fn start(w: &World, folder: &Path) -> std::process::Child {
    Command::new(std::env::current_exe().expect("this program has a path"))
        .args(["import-process", "--json"])
        .env(PLACE, w.place())
        .env(STORE, w.store.name())
        .env(FOLDER, folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the importing process starts")
}

async fn kill_one(w: &World, folder: &Path, after: Duration) {
    let mut child = start(w, folder);
    tokio::time::sleep(after).await;
    // It may have come to its end by itself.
    let _ = child.kill();
    child.wait().expect("it is gone");
}

/// Every person as a whole or not at all, and nothing unsound.
async fn inspect(w: &World, counted: &Counted, tally: &mut Tally) {
    let whole: Vec<(String, i64)> = w.db.clone().all(WHOLE, args![]).await.expect("the store answers");
    tally.halved += whole.iter().filter(|(id, rows)| counted.people.get(id) != Some(rows)).count() as u64;
    tally.midway += u64::from(!whole.is_empty() && whole.len() < counted.people.len());
    let stores = w.app.stores().expect("a store");
    tally.unsound += check::run(&stores, w.app.now()).await.expect("the check runs").len();
}

async fn import_here(w: &World, folder: &Path) -> Result<ImportReport> {
    let options = ImportOptions {
        paths: vec![folder.to_owned()],
        ..ImportOptions::default()
    };
    import::run(&w.app, &options, &|_| Ok(())).await
}

fn outcome(store: Store, counted: &Counted, tally: &Tally, took: Duration) -> Outcome {
    let Tally {
        kills,
        midway,
        halved,
        unsound,
        failed,
        differing,
        repeated,
    } = tally;
    let resources: u32 = counted.types.values().sum();
    let rows: i64 = counted.rows.values().sum();
    Outcome {
        holds: *midway > 0 && halved + failed + differing == 0 && *unsound == 0 && *repeated == 0 && rows > 0,
        line: format!(
            "import on {}: {} bundles, {resources} resources, {rows} rows, {kills} kills ({midway} midway) in {} s, {halved} people halved, {unsound} unsound, {failed} imports failed, {differing} counts differ, {repeated} changes by importing again",
            store.name(),
            counted.people.len(),
            took.as_secs()
        ),
        figures: json!({
            "store": store.name(), "bundles": counted.people.len(), "resources": resources, "rows": rows, "kills": kills, "midway": midway,
            "halved": halved, "unsound": unsound, "failed": failed, "differing": differing, "repeated": repeated,
        }),
    }
}

/// The process that imports until it is done or killed.
pub async fn process() -> Outcome {
    let variable = |name: &str| std::env::var(name).expect("who started this says so");
    let store = Store::named(&variable(STORE)).expect("a store");
    let app = store.app_at(&variable(PLACE)).await;
    let options = ImportOptions {
        paths: vec![variable(FOLDER).into()],
        ..ImportOptions::default()
    };
    let report = import::run(&app, &options, &|_| Ok(())).await;
    Outcome {
        holds: report.is_ok_and(|report| report.is_clean()),
        line: "imported".to_owned(),
        figures: json!({}),
    }
}
