//! A process that takes money and is killed while it does.

use std::collections::HashMap;
use std::io::{BufRead, BufReader};
use std::sync::Arc;
use std::time::Duration;

use curanda_core::api::App;
use curanda_core::db::Read;
use curanda_core::ids::CommandId;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::{Value, json};

use super::{SEED, Task, owed, payment};
use crate::prove::processes::{program, say};
use crate::{Clinic, World, call_as};

/// What the kills did.
#[derive(Debug, Default)]
pub(super) struct Kills {
    pub kills: u64,
    pub answered: u64,
    /// Under way when the process died, and asked for again with the same command id.
    pub retried: u64,
    pub lost: u64,
    pub doubled: u64,
}

const MARKED: &str = "SELECT brand, COUNT(*) FROM payments WHERE brand <> '' GROUP BY brand";

/// Kills a process that takes money, so many times. What it was doing then is asked for again with the same command id.
pub(super) async fn kill(w: &World, clinic: &Clinic, task: &Task, times: u64) -> Kills {
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
    let mut child = program("payments-process", task).spawn().expect("a process starts");
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

/// Says what it asks for before it does, and that it was answered.
pub(super) async fn pay_for_ever(app: &Arc<App>, task: &Task) -> ! {
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
