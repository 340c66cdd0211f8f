//! `prove payments`: processes that all take money for the same invoices at once, and one that is killed (SIGKILL) at random
//! moments while it takes money. Nothing is paid twice, nothing that was answered is lost, nothing is half posted.

mod kills;

use std::process::Child;
use std::sync::Arc;

use curanda_core::api::App;
use curanda_core::check::{self, Check};
use curanda_core::error::ErrorCode;
use futures::future::join_all;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::processes::{self, CONNECTIONS, program, workstation};
use super::{Options, Outcome};
use crate::{Clinic, Store, World, call};
use kills::{Kills, kill, pay_for_ever};

const SEED: u64 = 20_261_127;
/// Invoices that everybody takes money for, and what each is owed.
const INVOICES: usize = 30;
const OWED: i64 = 10_000;
const PROCESSES: u64 = 6;

/// What one process is to do.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Task {
    database: String,
    store: String,
    token: String,
    location: String,
    patient: String,
    invoices: Vec<String>,
    /// Pays until all are paid; else until it is killed.
    race: bool,
    seed: u64,
}

/// What one process of the race did.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Tally {
    taken: u64,
    refused: u64,
    errors: Vec<String>,
}

/// Lets the processes loose, then kills one again and again, and looks at what they left.
pub async fn run(options: &Options) -> Outcome {
    let w = World::start(options.store).await;
    let clinic = w.clinic().await;
    let task = set_up(&w, &clinic, options.store).await;
    let children: Vec<Child> = (0..PROCESSES)
        .map(|n| {
            let task = Task {
                seed: SEED + n,
                ..task.clone()
            };
            program("payments-process", &task).spawn().expect("a process starts")
        })
        .collect();
    let mut race = Tally::default();
    for child in children {
        let output = child.wait_with_output().expect("a process of the race ends");
        let tally: Tally = serde_json::from_slice(&output.stdout).expect("a tally");
        race.taken += tally.taken;
        race.refused += tally.refused;
        race.errors.extend(tally.errors);
    }
    let paid_wrong = not_paid_once(&w, &clinic, &task).await;
    let kills = kill(&w, &clinic, &task, options.n.unwrap_or(200)).await;
    judge(&w, options, &race, paid_wrong, &kills).await
}

async fn set_up(w: &World, clinic: &Clinic, store: Store) -> Task {
    let patient = w.patient(&clinic.receptionist, "Eileen", "Byrne").await;
    let mut task = Task {
        database: w.place(),
        store: store.name().to_owned(),
        token: clinic.receptionist.token.clone(),
        location: clinic.location_id.clone(),
        patient,
        invoices: Vec::new(),
        race: true,
        seed: SEED,
    };
    for _ in 0..INVOICES {
        task.invoices.push(owed(&w.app, &task, OWED).await);
    }
    task
}

/// A new invoice that so much is owed on.
async fn owed(app: &Arc<App>, task: &Task, amount: i64) -> String {
    let line =
        json!({ "service_id": null, "description": "Anything", "quantity": 1, "unit_price": amount, "tax_rate": 0, "discount": null });
    let draft = json!({
        "id": null, "version": 0, "location_id": task.location, "patient_id": task.patient, "currency": null, "lines": [line], "discount": null, "note": "",
    });
    let draft: Value = call(app, Some(&task.token), "billing.save_invoice", draft).await.expect("a draft");
    let issue = json!({ "id": draft["id"], "version": draft["version"] });
    let issued: Result<Value, _> = call(app, Some(&task.token), "billing.issue", issue).await;
    issued.expect("an invoice")["id"].as_str().expect("an id").to_owned()
}

fn payment(task: &Task, invoice: &str, amount: i64, mark: &str) -> Value {
    json!({
        "location_id": task.location, "patient_id": task.patient, "amount": { "amount": amount, "currency": "EUR" }, "method": "cash", "brand": mark,
        "transaction_id": "", "tendered": null, "policy_id": null, "pending": false, "shares": [{ "invoice_id": invoice, "amount": amount }],
        "drawer": "1",
    })
}

/// Invoices that are not paid exactly once over.
async fn not_paid_once(w: &World, clinic: &Clinic, task: &Task) -> usize {
    let mut wrong = 0;
    for id in &task.invoices {
        let invoice: Value = call(&w.app, Some(&clinic.receptionist.token), "billing.invoice", json!({ "id": id }))
            .await
            .expect("an invoice");
        wrong += usize::from(invoice["owed"] != 0);
    }
    wrong
}

async fn judge(w: &World, options: &Options, race: &Tally, paid_wrong: usize, kills: &Kills) -> Outcome {
    let findings = check::run(&w.app.stores().expect("a store"), w.app.now())
        .await
        .expect("the store answers");
    let count = |wanted: &[Check]| {
        findings
            .iter()
            .filter(|f| wanted.contains(&f.check))
            .map(|f| f.count)
            .sum::<usize>()
    };
    let (unbalanced, other) = (
        count(&[Check::Unbalanced]),
        count(&[Check::Posted, Check::Balances, Check::Counters]),
    );
    let mut line = format!(
        "payments on {}: {PROCESSES} processes × {CONNECTIONS}, {} taken, {} refused, {paid_wrong} of {INVOICES} invoices not paid exactly once; {} kills, {} answered, \
         {} asked again, {unbalanced} unbalanced, {} answered and lost, {} doubled, {other} other findings",
        options.store.name(),
        race.taken,
        race.refused,
        kills.kills,
        kills.answered,
        kills.retried,
        kills.lost,
        kills.doubled
    );
    if let Some(first) = race.errors.first() {
        line = format!("{line} (first error: {first})");
    }
    let bad = paid_wrong + unbalanced + other + race.errors.len();
    Outcome {
        holds: bad == 0 && kills.lost + kills.doubled == 0 && race.taken > 0 && race.refused > 0 && kills.answered > 0,
        figures: json!({
            "store": options.store.name(), "taken": race.taken, "refused": race.refused, "paid_wrong": paid_wrong, "kills": kills.kills, "answered": kills.answered,
            "retried": kills.retried, "unbalanced": unbalanced, "lost": kills.lost, "doubled": kills.doubled, "other": other, "errors": race.errors.len(),
        }),
        line,
    }
}

/// A process of the race, or one that pays until it is killed.
pub async fn process() -> Outcome {
    let task: Task = processes::task();
    let app = workstation("DESK-P", &task.store, &task.database).await;
    if !task.race {
        pay_for_ever(&app, &task).await;
    }
    let mut sum = Tally::default();
    for tally in join_all((0..u64::from(CONNECTIONS)).map(|n| race(&app, &task, n))).await {
        sum.taken += tally.taken;
        sum.refused += tally.refused;
        sum.errors.extend(tally.errors);
    }
    let figures = serde_json::to_value(sum).expect("a tally");
    Outcome {
        holds: true,
        line: figures.to_string(),
        figures,
    }
}

/// Takes random parts, then whatever is left, of every invoice in turn.
async fn race(app: &Arc<App>, task: &Task, runner: u64) -> Tally {
    let mut rng = StdRng::seed_from_u64(task.seed * 100 + runner);
    let mut tally = Tally::default();
    for invoice in &task.invoices {
        loop {
            let read: Result<Value, _> = call(app, Some(&task.token), "billing.invoice", json!({ "id": invoice })).await;
            let left = match read {
                Ok(read) => read["owed"].as_i64().unwrap_or(0),
                Err(error) => {
                    tally.errors.push(format!("{:?}", error.code));
                    break;
                }
            };
            if left <= 0 {
                break;
            }
            let amount = if rng.random_bool(0.4) { left } else { rng.random_range(1..=left) };
            let paid: Result<Value, _> = call(app, Some(&task.token), "billing.pay", payment(task, invoice, amount, "")).await;
            match paid {
                Ok(_) => tally.taken += 1,
                Err(error) if error.code == ErrorCode::Invalid && error.fields.iter().all(|f| f.code == "more_than_owed") => {
                    tally.refused += 1
                }
                Err(error) => tally.errors.push(format!("{:?} {:?}", error.code, error.fields)),
            }
        }
    }
    tally
}
