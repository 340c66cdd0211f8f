//! Patient search at growing sizes: twelve classes of input, beside the one range read that finding someone needs at least.

use curanda_core::db::Read;
use curanda_core::ids::LocationId;
use futures::FutureExt;
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::{Value, json};

use super::{Row, row, time_calls};
use crate::prove::inputs::{CLASSES, input};
use crate::prove::search_quality::load;
use crate::{Store, World};

/// Sizes of the clinic.
const SIZES: [usize; 3] = [1_000, 10_000, 100_000];
/// Inputs of each class, asked in turn.
const INPUTS: usize = 20;
const SEED: u64 = 7;

const BARE: &str = "SELECT p.id, p.first_name, p.last_name, p.date_of_birth, p.phone FROM patient_search s JOIN patients p ON p.id = s.patient_id \
 WHERE s.kind = 'f' AND s.term >= ? AND s.term < ? ORDER BY s.term, s.patient_id LIMIT 10";

type Columns = (uuid::Uuid, String, String, chrono::NaiveDate, String);

pub async fn run(store: Store) -> Vec<Row> {
    let mut rows = Vec::new();
    for size in SIZES {
        rows.push(search(store, size).await);
    }
    rows
}

async fn search(store: Store, size: usize) -> Row {
    let w = World::start(store).await;
    let c = w.clinic().await;
    let location = LocationId(c.location_id.parse().expect("an id"));
    let people = load(&w, &c.admin.token, location, size).await;
    let mut rng = StdRng::seed_from_u64(SEED);
    let texts: Vec<String> = (0..CLASSES.len() * INPUTS)
        .map(|n| input(n % CLASSES.len(), &mut rng, &people).text)
        .collect();
    let starts: Vec<String> = people
        .iter()
        .take(texts.len())
        .map(|p| p.family[0].1.chars().take(3).collect())
        .collect();
    let ours = time_calls(texts.len(), |n| {
        let request = json!({ "text": texts[n % texts.len()], "limit": 10, "location_id": null });
        let (w, token) = (&w, &c.receptionist.token);
        async move {
            w.call::<Value>(Some(token), "patients.search", request)
                .await
                .expect("the search answers");
        }
        .boxed()
    })
    .await;
    let bare = time_calls(texts.len(), |n| {
        let (mut db, start) = (w.db.clone(), starts[n % starts.len()].clone());
        async move {
            let past = format!("{start}\u{10ffff}");
            db.all::<Columns>(BARE, vec![start.into(), past.into()])
                .await
                .expect("the bare query answers");
        }
        .boxed()
    })
    .await;
    row(&format!("patient search, {size} patients"), store, ours, bare)
}
