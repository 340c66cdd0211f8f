//! The typing process: what is typed goes to the disk and the server as the screens send it.

use std::io::Write;
use std::sync::Arc;
use std::time::{Duration, Instant};

use curanda_core::api::{App, Stores, Workstation};
use curanda_core::clock::FixedClock;
use curanda_core::db::{self, SqliteKey};
use curanda_core::documents::Embedded;
use curanda_core::ids::WorkstationId;
use curanda_core::journal::Journal;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::{Value, json};

use super::{KEY, Outcome, TASK, Task};
use crate::{Servers, Store, World, call};

/// From a key press to the disk, as in the screens (`ui/src/lib/features/notes/note.svelte.ts`).
const DISK: Duration = Duration::from_millis(800);
/// From a key press to the server, shorter than in the screens so that more kills fall beside a save.
const SERVER: Duration = Duration::from_millis(1_500);

/// The process that types until it is killed.
pub async fn process() -> Outcome {
    let task: Task = serde_json::from_str(&std::env::var(TASK).expect("a task")).expect("a task");
    let app = connect(&task).await;
    // The session is confirmed while the store is there, as at sign-in.
    let _: Value = call(&app, Some(&task.token), "identity.me", json!(null))
        .await
        .expect("the session stands");
    say("ready");
    if task.down && task.port == 0 {
        // The embedded store cannot go away; its connections can.
        app.stores().expect("a store").db.close().await;
    }
    let mut rng = StdRng::seed_from_u64(task.seed);
    let (mut text, mut disk, mut server) = (String::new(), Instant::now(), Instant::now());
    let mut sending: Option<tokio::task::JoinHandle<i64>> = None;
    let mut revision = 0;
    loop {
        tokio::time::sleep(Duration::from_millis(rng.random_range(10..90))).await;
        let key = if rng.random_bool(0.15) {
            'ä'
        } else {
            char::from(b'a' + rng.random_range(0..26_u8))
        };
        text.push(key);
        say(&key.to_string());
        if disk.elapsed() >= DISK {
            write(&app, &task, revision, &text).await;
            disk = Instant::now();
        }
        if let Some(done) = sending.take_if(|sending| sending.is_finished()) {
            revision = done.await.unwrap_or(0).max(revision);
        }
        if server.elapsed() >= SERVER && sending.is_none() {
            sending = Some(tokio::spawn(save(
                app.clone(),
                request(&task, revision, &text),
                task.token.clone(),
                revision,
            )));
            server = Instant::now();
        }
    }
}

/// A line that is out at once; who reads it takes its moment.
fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}")
        .and_then(|()| out.flush())
        .expect("who started this is there");
}

fn request(task: &Task, revision: i64, text: &str) -> Value {
    let subject = json!({ "patient_id": task.patient, "appointment_id": null, "amends": null });
    json!({ "id": task.draft, "subject": subject, "base_revision": revision, "body": { "kind": "free", "text": text } })
}

async fn write(app: &Arc<App>, task: &Task, revision: i64, text: &str) {
    let mut page = request(task, revision, text);
    page["synced"] = json!(false);
    let written: Result<Value, _> = call(app, Some(&task.token), "journal.write", json!({ "page": page })).await;
    written.expect("the disk takes it, whatever the store does");
}

/// The server's revision after a save, or the one before when it does not answer.
async fn save(app: Arc<App>, request: Value, token: String, before: i64) -> i64 {
    let saved: Result<Value, _> = call(&app, Some(&token), "notes.save_draft", request).await;
    saved.ok().and_then(|saved| saved["revision"].as_i64()).unwrap_or(before)
}

async fn connect(task: &Task) -> Arc<App> {
    let workstation = Workstation {
        id: WorkstationId::fresh(),
        name: "DESK-K".to_owned(),
    };
    let app = App::new(Arc::new(FixedClock::new(World::start_time())), workstation);
    let servers: Option<Servers> = Store::named(&task.store).and_then(|store| store.servers(&task.place));
    let stores = match servers {
        Some(mut servers) => {
            servers.mysql.port = task.port;
            servers.connect().await
        }
        None => {
            let db = db::connect_sqlite(task.place.as_ref(), &SqliteKey([7; 32]))
                .await
                .expect("the store opens");
            Stores {
                documents: Arc::new(Embedded::new(db.clone())),
                db,
            }
        }
    };
    app.use_stores(stores);
    app.set_journal(Some(Journal::open(task.folder.as_ref(), KEY).expect("the journal opens")));
    app
}
