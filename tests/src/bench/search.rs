//! Patient search at growing sizes: twelve classes of input, beside the one range read that finding someone needs at least.

use curanda_core::db::Read;
use curanda_core::ids::LocationId;
use futures::FutureExt;
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::{Value, json};

use super::{Row, Times, row, samples};
use crate::prove::inputs::{CLASSES, input};
use crate::prove::search_quality::load;
use crate::{Store, World};

/// Inputs of each class, asked in turn.
const INPUTS: usize = 40;
const SEED: u64 = 7;

const BARE: &str = "SELECT p.id, p.first_name, p.last_name, p.date_of_birth, p.phone FROM patient_search s JOIN patients p ON p.id = s.patient_id \
 WHERE s.kind = 'f' AND s.term >= ? AND s.term < ? ORDER BY s.term, s.patient_id LIMIT 10";

type Columns = (uuid::Uuid, String, String, chrono::NaiveDate, String);

pub async fn run(store: Store, people: &[usize]) -> Vec<Row> {
    let mut rows = Vec::new();
    for size in people {
        rows.push(search(store, *size).await);
    }
    rows
}

async fn search(store: Store, size: usize) -> Row {
    let w = World::start(store).await;
    let c = w.clinic().await;
    let location = LocationId(c.location_id.parse().expect("an id"));
    let people = load(&w, &c.admin.token, location, size).await;
    let mut rng = StdRng::seed_from_u64(SEED);
    let mut all = Vec::new();
    let mut slowest = (0.0, "");
    for (class, name) in CLASSES.iter().enumerate() {
        let texts: Vec<String> = (0..INPUTS).map(|_| input(class, &mut rng, &people).text).collect();
        let took = ask(&w, &c.receptionist.token, &texts).await;
        let p95 = Times::of(took.clone()).p95;
        if p95 > slowest.0 {
            slowest = (p95, name);
        }
        all.extend(took);
    }
    let starts: Vec<String> = people
        .iter()
        .take(INPUTS)
        .map(|p| p.family[0].1.chars().take(3).collect())
        .collect();
    let bare = Times::of(range_reads(&w, &starts).await);
    let mut row = row(&format!("patient search, {size} patients"), store, Times::of(all), bare);
    row.figure = format!("{}; slowest class: {}, p95 {:.1} ms", row.figure, slowest.1, slowest.0);
    row
}

/// Each text as someone types it.
async fn ask(w: &World, token: &str, texts: &[String]) -> Vec<f64> {
    samples(texts.len(), |n| {
        let request = json!({ "text": texts[n], "limit": 10, "location_id": null });
        async move {
            w.call::<Value>(Some(token), "patients.search", request)
                .await
                .expect("the search answers");
        }
        .boxed()
    })
    .await
}

/// One range of the index for each beginning.
async fn range_reads(w: &World, starts: &[String]) -> Vec<f64> {
    samples(starts.len(), |n| {
        let (mut db, start) = (w.db.clone(), starts[n].clone());
        async move {
            let past = format!("{start}\u{10ffff}");
            db.all::<Columns>(BARE, vec![start.into(), past.into()])
                .await
                .expect("the bare query answers");
        }
        .boxed()
    })
    .await
}
