//! `prove journal`: a process that types as the screens do is killed (SIGKILL) at random moments, with the store up and down.
//!
//! Every key tells its moment to this process, which does the killing. What was typed more than two seconds before the kill must be
//! on the disk, as a whole beginning of what was typed, once; and the server must end up with the same text, once.

mod process;

pub use process::process;

use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use curanda_core::ids::NoteId;
use curanda_core::journal::Journal;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{Options, Outcome};
use crate::{Clinic, Proxy, Store, World, call};

/// What may be lost at most.
const MOST_LOST: Duration = Duration::from_secs(2);
const SEED: u64 = 20_261_125;
const KEY: [u8; 32] = [7; 32];
const TASK: &str = "CURANDA_JOURNAL_TASK";

/// What the typing process is to do.
#[derive(Debug, Serialize, Deserialize)]
struct Task {
    place: String,
    store: String,
    /// Of the proxy before the relational server.
    port: u16,
    folder: String,
    token: String,
    draft: String,
    patient: String,
    /// Whether it loses its store after the first word.
    down: bool,
    seed: u64,
}

/// What the rounds found.
#[derive(Debug, Default)]
struct Tally {
    rounds: u64,
    typed: usize,
    worst: Duration,
    lost: u64,
    corrupted: u64,
    duplicated: u64,
    /// Rounds in which nothing had to be recovered: killed before the first save was due.
    early: u64,
}

/// Lets a process type and kills it, again and again.
pub async fn run(options: &Options) -> Outcome {
    let w = World::start(options.store).await;
    let (clinic, folder) = (w.clinic().await, TempDir::new().expect("a folder"));
    let bystander = bystander(&folder);
    let proxy = match w.servers() {
        Some(servers) => Some(Proxy::to(servers.mysql.port).await),
        None => None,
    };
    let mut rng = StdRng::seed_from_u64(SEED);
    let mut tally = Tally::default();
    for round in 0..options.n.unwrap_or(200) {
        let patient = super::patient(&w, &clinic, usize::try_from(round).unwrap_or(0)).await;
        let task = Task {
            place: w.place(),
            store: options.store.name().to_owned(),
            port: proxy.as_ref().map_or(0, |p| p.port),
            folder: folder.path().display().to_string(),
            token: clinic.doctor.token.clone(),
            draft: NoteId::fresh().to_string(),
            patient,
            down: round % 2 == 1,
            seed: SEED + round,
        };
        let kill_after = Duration::from_millis(rng.random_range(200..4_500));
        let (keys, killed) = type_and_kill(&task, proxy.as_ref(), kill_after).await;
        judge(&w, &clinic, &task, (keys, killed), &mut tally).await;
    }
    tally.corrupted += u64::from(!still_there(&folder, bystander));
    outcome(options.store, &tally)
}

/// A draft of somebody else that lies in the same journal all the time.
fn bystander(folder: &TempDir) -> (curanda_core::ids::UserId, NoteId) {
    let place = (curanda_core::ids::UserId::fresh(), NoteId::fresh());
    let page = json!({
        "id": place.1, "subject": { "patient_id": place.1, "appointment_id": null, "amends": null }, "base_revision": 0, "synced": false,
        "body": { "text": "untouched" },
    });
    let page = serde_json::from_value(page).expect("a page");
    let journal = Journal::open(folder.path(), KEY).expect("a journal");
    journal.write(place.0, page, World::start_time()).expect("the disk takes it");
    place
}

fn still_there(folder: &TempDir, (user, id): (curanda_core::ids::UserId, NoteId)) -> bool {
    let pages = Journal::open(folder.path(), KEY).expect("a journal").pending(user);
    matches!(pages.as_slice(), [one] if one.page.id == id && one.page.body.text == "untouched")
}

/// The keys with their moments, and when the process was killed.
async fn type_and_kill(task: &Task, proxy: Option<&Proxy>, after: Duration) -> (Vec<(Instant, char)>, Instant) {
    let mut child = spawn(task);
    let mut lines = BufReader::new(child.stdout.take().expect("its output"));
    let mut ready = String::new();
    lines.read_line(&mut ready).expect("its first line");
    let reader = follow(lines);
    if task.down
        && let Some(proxy) = proxy
    {
        tokio::time::sleep(after / 3).await;
        proxy.cut();
        tokio::time::sleep(after * 2 / 3).await;
    } else {
        tokio::time::sleep(after).await;
    }
    child.kill().expect("it is killed");
    let killed = Instant::now();
    child.wait().expect("it is gone");
    let keys = tokio::task::spawn_blocking(|| reader.join())
        .await
        .expect("a thread")
        .expect("the keys");
    if let Some(proxy) = proxy {
        proxy.mend();
    }
    (keys, killed)
}

fn spawn(task: &Task) -> Child {
    Command::new(std::env::current_exe().expect("this program has a path"))
        .args(["journal-process", "--json"])
        .env(TASK, serde_json::to_string(task).expect("a task"))
        .stdout(Stdio::piped())
        .spawn()
        .expect("the typing process starts")
}

fn follow(lines: BufReader<ChildStdout>) -> JoinHandle<Vec<(Instant, char)>> {
    std::thread::spawn(move || {
        let lines = lines.lines().map_while(Result::ok);
        lines.filter_map(|line| Some((Instant::now(), line.chars().next()?))).collect()
    })
}

/// Starts the program anew, signs in, looks at what is there, and lets the server have it.
async fn judge(w: &World, clinic: &Clinic, task: &Task, (keys, killed): (Vec<(Instant, char)>, Instant), tally: &mut Tally) {
    let typed: String = keys.iter().map(|(_, key)| *key).collect();
    w.app
        .set_journal(Some(Journal::open(task.folder.as_ref(), KEY).expect("the journal opens")));
    let doctor = &clinic.doctor.token;
    let pending: Value = call(&w.app, Some(doctor), "journal.pending", json!({}))
        .await
        .expect("the journal answers");
    let pages = pending.as_array().expect("pages");
    let kept = pages
        .first()
        .map_or("", |page| page["page"]["body"]["text"].as_str().unwrap_or_default());
    let lost = keys
        .get(kept.chars().count())
        .map(|(moment, _)| killed.duration_since(*moment))
        .unwrap_or_default();
    tally.rounds += 1;
    tally.typed += typed.chars().count();
    tally.early += u64::from(pages.is_empty());
    tally.worst = tally.worst.max(lost);
    tally.lost += u64::from(lost > MOST_LOST);
    tally.corrupted += u64::from(!typed.starts_with(kept));
    tally.duplicated += u64::from(pages.len() > 1);
    if let Some(page) = pages.first() {
        settle(w, doctor, task, (&page["page"], &typed), tally).await;
    }
    w.app.set_journal(None);
}

/// What the journal kept goes to the server, twice, as after a lost reply: the text must be there once.
async fn settle(w: &World, doctor: &str, task: &Task, (page, typed): (&Value, &str), tally: &mut Tally) {
    let save = json!({ "id": page["id"], "subject": page["subject"], "base_revision": page["base_revision"], "body": page["body"] });
    for _ in 0..2 {
        let saved: Result<Value, _> = call(&w.app, Some(doctor), "notes.save_draft", save.clone()).await;
        saved.expect("the server takes it");
    }
    let start: Value = call(&w.app, Some(doctor), "notes.start", json!({ "subject": page["subject"] }))
        .await
        .expect("it answers");
    let text = start["draft"]["body"]["text"].as_str().unwrap_or_default();
    let kept = page["body"]["text"].as_str().unwrap_or_default();
    tally.corrupted += u64::from(!text.starts_with(kept));
    tally.duplicated += u64::from(!typed.starts_with(text) || start["draft"]["id"] != json!(task.draft));
    let discarded: Result<(), _> = call(&w.app, Some(doctor), "journal.discard", json!({ "id": page["id"] })).await;
    discarded.expect("the disk takes it");
}

fn outcome(store: Store, tally: &Tally) -> Outcome {
    let Tally {
        rounds,
        typed,
        worst,
        lost,
        corrupted,
        duplicated,
        early,
    } = tally;
    let worst = worst.as_millis();
    Outcome {
        holds: *rounds > 0 && *typed > 0 && lost + corrupted + duplicated == 0,
        line: format!(
            "journal on {}: {rounds} kills, every second one with the store down, {typed} keys, at most {worst} ms of typing lost, {lost} times more than 2 s, {corrupted} corrupted, {duplicated} duplicated, {early} killed before the first save",
            store.name()
        ),
        figures: json!({
            "store": store.name(), "kills": rounds, "keys": typed, "worst_lost_ms": worst, "lost": lost, "corrupted": corrupted,
            "duplicated": duplicated, "early": early,
        }),
    }
}
