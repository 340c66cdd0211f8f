//! What one workstation changes, another process's screens hear of within 1.5 s: two processes on one MySQL and
//! document server, each with connections and background tasks of its own.

use std::process::Stdio;
use std::time::{Duration, Instant};

use chrono::{Days, NaiveDate};
use curanda_core::api::{App, Workstation};
use curanda_core::clock::SystemClock;
use curanda_core::feed::Topic;
use curanda_core::identity::PasswordCost;
use curanda_core::ids::WorkstationId;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

use super::{Options, Outcome};
use crate::{Clinic, Store, World};

/// Names the database to the second process.
const DATABASE: &str = "CURANDA_PROVE_DATABASE";

/// A change must be on the other's screens within this time.
const PROMISE: Duration = Duration::from_millis(1500);

/// After this a change is lost, not late.
const LOST: Duration = Duration::from_secs(10);

/// Runs the proof; in the second process, the second workstation.
pub(super) async fn run(options: &Options) -> Outcome {
    // It is about servers; without a word about which, it takes MySQL.
    let store = if options.store == Store::Sqlite {
        Store::MySql
    } else {
        options.store
    };
    if let Ok(database) = std::env::var(DATABASE) {
        watch(store, &database).await;
    }
    let w = World::start(store).await;
    let clinic = w.clinic().await;
    let patient = super::patient(&w, &clinic, 1).await;
    let mut second = Second::start(store, &w.servers().expect("servers").mysql.database).await;
    let rounds = options.n.unwrap_or(50);
    let mut delays = Vec::new();
    for round in 0..rounds {
        delays.push(second.hears(&w, (&clinic, &patient), round).await);
        if delays.last() == Some(&None) {
            break;
        }
    }
    outcome(store, &delays)
}

/// The second process: prints every topic as it is told, until its standard input is closed.
async fn watch(store: Store, database: &str) -> ! {
    let workstation = Workstation {
        id: WorkstationId::fresh(),
        name: "DESK-2".to_owned(),
    };
    let app = App::with_password_cost(std::sync::Arc::new(SystemClock), workstation, PasswordCost::LEAST);
    app.use_stores(store.servers(database).expect("servers").connect().await);
    let mut stale = app.subscribe();
    let _background = app.start_background();
    // The first reading of the feed tells that everything is stale; from then on changes are told one by one.
    stale.recv().await.expect("the feed is read");
    say("ready");
    while let Ok(topics) = stale.recv().await {
        topics.iter().for_each(|Topic(topic)| say(topic));
    }
    std::process::exit(0)
}

fn say(line: &str) {
    use std::io::Write;
    let mut out = std::io::stdout();
    // The first process is gone when nobody reads.
    if writeln!(out, "{line}").and_then(|()| out.flush()).is_err() {
        std::process::exit(0);
    }
}

/// The second process, as the first sees it.
struct Second {
    _process: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Second {
    async fn start(store: Store, database: &str) -> Self {
        let mut process = Command::new(std::env::current_exe().expect("this program's file"))
            .args(["two-workstations", "--store", store.name()])
            .env(DATABASE, database)
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("a second process");
        let mut lines = BufReader::new(process.stdout.take().expect("a pipe")).lines();
        while lines.next_line().await.expect("its output").as_deref() != Some("ready") {}
        Self { _process: process, lines }
    }

    /// Books and waits until the other process tells of that day; none when it never does.
    async fn hears(&mut self, w: &World, (clinic, patient): (&Clinic, &str), round: u64) -> Option<Duration> {
        let day = day_of(round);
        let expected = format!("appointments:{}:{day}", clinic.location_id);
        let request = json!({
            "patient_id": patient, "doctor_id": clinic.doctors[0], "location_id": clinic.location_id,
            "starts_at": format!("{day}T{:02}:{:02}:00Z", 9 + round % 60 / 8, round % 60 / 2 % 4 * 15), "minutes": 15,
        });
        w.call::<Value>(Some(&clinic.receptionist.token), "scheduling.book", request)
            .await
            .expect("the time is free");
        let booked = Instant::now();
        let heard = async {
            while let Ok(Some(line)) = self.lines.next_line().await {
                if line == expected {
                    return true;
                }
            }
            false
        };
        let heard = tokio::time::timeout(LOST, heard).await.unwrap_or(false);
        heard.then(|| booked.elapsed())
    }
}

/// Two Wednesdays or Thursdays in turn for sixty rounds, then those of the next week: the topic of one round is
/// never that of the round before.
fn day_of(round: u64) -> NaiveDate {
    let first = NaiveDate::from_ymd_opt(2026, 11, 25).expect("a day");
    first + Days::new(round % 2 + 7 * (round / 60))
}

fn outcome(store: Store, delays: &[Option<Duration>]) -> Outcome {
    let mut heard: Vec<u64> = delays
        .iter()
        .flatten()
        .map(|d| u64::try_from(d.as_millis()).unwrap_or(u64::MAX))
        .collect();
    heard.sort_unstable();
    let lost = delays.len() - heard.len();
    let at = |percent: usize| {
        heard
            .get((heard.len() * percent / 100).min(heard.len().saturating_sub(1)))
            .copied()
            .unwrap_or(0)
    };
    let (p50, p95, max) = (at(50), at(95), heard.last().copied().unwrap_or(0));
    let promise = u64::try_from(PROMISE.as_millis()).unwrap_or(0);
    Outcome {
        holds: lost == 0 && !heard.is_empty() && p95 <= promise,
        line: format!(
            "two-workstations on {}: {} bookings, {lost} lost, delay p50 {p50} ms, p95 {p95} ms, max {max} ms (promise {promise} ms)",
            store.name(),
            delays.len()
        ),
        figures: json!({ "store": store.name(), "bookings": delays.len(), "lost": lost, "p50_ms": p50, "p95_ms": p95, "max_ms": max }),
    }
}
