//! `prove search-quality`: the first ten hits hold the right people, in every class of input.

use std::time::Instant;

use curanda_core::api::Ctx;
use curanda_core::identity;
use curanda_core::ids::LocationId;
use curanda_core::patients::bulk;
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::{Value, json};

use super::inputs::{CLASSES, Input, input};
use super::people::{Someone, generate};
use super::{Options, Outcome};
use crate::World;

/// Hits looked at.
const SHOWN: usize = 10;
/// Inputs of each class.
const INPUTS: usize = 40;
/// Least recall over all inputs, and of each class.
const LEAST: (f64, f64) = (0.97, 0.90);
const SEED: u64 = 20_261_121;

/// Loads generated people, asks for them as people type, and compares with what is known of them.
pub async fn run(options: &Options) -> Outcome {
    let w = World::start(options.store).await;
    let c = w.clinic().await;
    let n = usize::try_from(options.n.unwrap_or(100_000)).expect("a number of people");
    let started = Instant::now();
    let location = LocationId(c.location_id.parse().expect("an id"));
    let people = load(&w, &c.admin.token, location, n).await;
    let loaded = started.elapsed();
    let mut rng = StdRng::seed_from_u64(SEED + 1);
    let mut rows = Vec::new();
    for (class, name) in CLASSES.iter().enumerate() {
        let mut recalls = Vec::new();
        let mut times = Vec::new();
        for _ in 0..INPUTS {
            let input = input(class, &mut rng, &people);
            let asked = Instant::now();
            let hits: Value = ask(&w, &c.receptionist.token, &input.text).await;
            times.push(asked.elapsed().as_secs_f64() * 1000.0);
            recalls.push(recall(&hits, &input));
        }
        rows.push(json!({ "class": name, "recall": mean(&recalls), "p95_ms": percentile(&mut times, 0.95) }));
    }
    judge(n, loaded.as_secs_f64(), rows)
}

/// Generated people, stored.
pub(crate) async fn load(w: &World, token: &str, location: LocationId, n: usize) -> Vec<Someone> {
    let mut people = generate(SEED, n, location, World::start_time());
    let session = identity::authenticate(&w.db, token, World::start_time()).await.expect("a session");
    let ctx = Ctx {
        app: w.app.clone(),
        session: Some(session),
        command: "patients.load",
        command_id: None,
        now: World::start_time(),
    };
    let charts: Vec<_> = people.iter().map(|p| p.chart.clone()).collect();
    bulk::load(&ctx, &charts).await.expect("the people are loaded");
    for (number, person) in (1..).zip(&mut people) {
        person.chart.chart_number = format!("C-{number:06}");
    }
    people
}

async fn ask(w: &World, token: &str, text: &str) -> Value {
    w.call(
        Some(token),
        "patients.search",
        json!({ "text": text, "limit": SHOWN, "location_id": null }),
    )
    .await
    .expect("the search answers")
}

/// Right people among the first ten, of as many as there could be.
fn recall(hits: &Value, input: &Input) -> f64 {
    let hits = hits["hits"].as_array().expect("hits");
    let right = hits.iter().filter(|h| {
        let id = h["id"].as_str().and_then(|id| id.parse().ok());
        id.is_some_and(|id| input.relevant.contains(&curanda_core::ids::PatientId(id)))
    });
    #[expect(clippy::cast_precision_loss, reason = "at most ten")]
    let recall = right.count() as f64 / input.relevant.len().min(SHOWN) as f64;
    recall
}

fn mean(figures: &[f64]) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a few dozen")]
    let n = figures.len() as f64;
    figures.iter().sum::<f64>() / n
}

/// The figure that this share of all does not exceed.
pub(super) fn percentile(figures: &mut [f64], share: f64) -> f64 {
    figures.sort_by(f64::total_cmp);
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "an index"
    )]
    let at = ((figures.len() - 1) as f64 * share).round() as usize;
    figures[at]
}

fn judge(n: usize, loaded: f64, rows: Vec<Value>) -> Outcome {
    let recalls: Vec<f64> = rows.iter().filter_map(|r| r["recall"].as_f64()).collect();
    let overall = mean(&recalls);
    let worst = recalls.iter().copied().fold(1.0, f64::min);
    Outcome {
        holds: overall >= LEAST.0 && worst >= LEAST.1,
        line: format!(
            "search-quality: {n} people loaded in {loaded:.1} s, recall@10 {overall:.3} overall, {worst:.3} in the weakest class"
        ),
        figures: json!({ "people": n, "load_seconds": loaded, "recall": overall, "weakest": worst, "classes": rows }),
    }
}
