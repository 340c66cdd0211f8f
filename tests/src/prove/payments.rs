//! `prove payments`: processes that all take money for the same invoices at once, and one that is killed (SIGKILL) at random
//! moments while it takes money. Nothing is paid twice, nothing that was answered is lost, nothing is half posted.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use curanda_core::api::App;
use curanda_core::check::{self, Check};
use curanda_core::db::Read;
use curanda_core::error::ErrorCode;
use curanda_core::ids::CommandId;
use futures::future::join_all;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::race::workstation;
use super::{Options, Outcome};
use crate::{Clinic, Store, World, call, call_as};

const SEED: u64 = 20_261_127;
const TASK: &str = "CURANDA_PAYMENTS_TASK";
/// Invoices that everybody takes money for, and what each is owed.
const INVOICES: usize = 30;
const OWED: i64 = 10_000;
const PROCESSES: u64 = 6;
const CONNECTIONS: u64 = 4;

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

/// What the kills did.
#[derive(Debug, Default)]
struct Kills {
    kills: u64,
    answered: u64,
    /// Under way when the process died, and asked for again with the same command id.
    retried: u64,
    lost: u64,
    doubled: u64,
}

/// Lets the processes loose, then kills one again and again, and looks at what they left.
pub async fn run(options: &Options) -> Outcome {
    let w = World::start(options.store).await;
    let clinic = w.clinic().await;
    let task = set_up(&w, &clinic, options.store).await;
    let children: Vec<Child> = (0..PROCESSES)
        .map(|n| {
            spawn(&Task {
                seed: SEED + n,
                ..task.clone()
            })
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

fn spawn(task: &Task) -> Child {
    Command::new(std::env::current_exe().expect("this program has a path"))
        .args(["payments-process", "--json"])
        .env(TASK, serde_json::to_string(task).expect("a task"))
        .stdout(Stdio::piped())
        .spawn()
        .expect("a process starts")
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

const MARKED: &str = "SELECT brand, COUNT(*) FROM payments WHERE brand <> '' GROUP BY brand";

/// Kills a process that takes money, so many times. What it was doing then is asked for again with the same command id.
async fn kill(w: &World, clinic: &Clinic, task: &Task, times: u64) -> Kills {
    let mut rng = StdRng::seed_from_u64(SEED);
    let mut kills = Kills::default();
    let (mut answered, mut retried) = (Vec::new(), Vec::new());
    for round in 0..times {
        let invoice = owed(&w.app, task, 1_000_000).await;
        let round = Task {
            race: false,
            invoices: vec![invoice],
            seed: SEED + 1_000 + round,
            ..task.clone()
        };
        let (done, open) = pay_until_killed(&round, Duration::from_millis(rng.random_range(20..600))).await;
        kills.kills += 1;
        answered.extend(done);
        if let Some((id, amount)) = open {
            let command: CommandId = serde_json::from_value(json!(id)).expect("a command id");
            let again = payment(&round, &round.invoices[0], amount, &id);
            let settled: Result<Value, _> = call_as(&w.app, Some(&clinic.receptionist.token), "billing.pay", again, command).await;
            settled.expect("what was under way is settled by asking again");
            retried.push(id);
        }
    }
    let counts: Vec<(String, i64)> = w.db.clone().all(MARKED, vec![]).await.expect("the store answers");
    let counts: HashMap<String, i64> = counts.into_iter().collect();
    let of = |id: &String| counts.get(id).copied().unwrap_or(0);
    kills.lost = answered.iter().chain(&retried).filter(|id| of(id) == 0).count() as u64;
    kills.doubled = counts.values().filter(|count| **count > 1).count() as u64;
    kills.answered = answered.len() as u64;
    kills.retried = retried.len() as u64;
    kills
}

/// Ids of what was answered, and what was under way.
async fn pay_until_killed(task: &Task, after: Duration) -> (Vec<String>, Option<(String, i64)>) {
    let mut child = spawn(task);
    let mut lines = BufReader::new(child.stdout.take().expect("its output"));
    let mut ready = String::new();
    lines.read_line(&mut ready).expect("its first line");
    let reader = std::thread::spawn(move || lines.lines().map_while(Result::ok).collect::<Vec<String>>());
    tokio::time::sleep(after).await;
    child.kill().expect("it is killed");
    child.wait().expect("it is gone");
    let lines = tokio::task::spawn_blocking(|| reader.join())
        .await
        .expect("a thread")
        .expect("its lines");
    let (mut answered, mut open) = (Vec::new(), None);
    for line in lines {
        let mut words = line.split(' ');
        match (words.next(), words.next(), words.next()) {
            (Some("ask"), Some(id), Some(amount)) => open = amount.parse().ok().map(|amount| (id.to_owned(), amount)),
            (Some("ok"), Some(id), _) => {
                answered.push(id.to_owned());
                open = None;
            }
            _ => {}
        }
    }
    (answered, open)
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
    let task: Task = serde_json::from_str(&std::env::var(TASK).expect("a task")).expect("a task");
    let app = workstation("DESK-P", &task.store, &task.database).await;
    if !task.race {
        pay_for_ever(&app, &task).await;
    }
    let mut sum = Tally::default();
    for tally in join_all((0..CONNECTIONS).map(|n| race(&app, &task, n))).await {
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

/// Says what it asks for before it does, and that it was answered.
async fn pay_for_ever(app: &Arc<App>, task: &Task) -> ! {
    let mut rng = StdRng::seed_from_u64(task.seed);
    say("ready");
    loop {
        let (id, amount) = (CommandId::fresh(), rng.random_range(1..100_i64));
        let mark = id.to_string();
        say(&format!("ask {mark} {amount}"));
        let paid: Result<Value, _> = call_as(
            app,
            Some(&task.token),
            "billing.pay",
            payment(task, &task.invoices[0], amount, &mark),
            id,
        )
        .await;
        paid.expect("the store takes it");
        say(&format!("ok {mark}"));
    }
}

/// A line that is out at once.
pub(super) fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}")
        .and_then(|()| out.flush())
        .expect("who started this is there");
}
