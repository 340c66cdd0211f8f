//! Processes of a proof: each is this program again, with its task in the environment, what it did on its output, and a
//! workstation of its own on the store that is there.

use std::io::Write;
use std::process::{Command, Stdio};
use std::sync::Arc;

use curanda_core::api::{App, Stores, Workstation};
use curanda_core::clock::FixedClock;
use curanda_core::db::{self, Db, Read, SqliteKey};
use curanda_core::documents::Embedded;
use curanda_core::ids::WorkstationId;
use futures::future::join_all;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{Store, World};

/// What a process reads its task from.
const TASK: &str = "CURANDA_PROOF_TASK";
/// Connections of every process.
pub(crate) const CONNECTIONS: u32 = 4;

/// This program again, as this process of a proof.
pub(super) fn program<T: Serialize>(name: &str, task: &T) -> Command {
    let mut program = Command::new(std::env::current_exe().expect("this program has a path"));
    program
        .args([name, "--json"])
        .env(TASK, serde_json::to_string(task).expect("a task"))
        .stdout(Stdio::piped());
    program
}

/// What this process is to do.
pub(super) fn task<T: DeserializeOwned>() -> T {
    serde_json::from_str(&std::env::var(TASK).expect("a task")).expect("a task")
}

/// A workstation of a process of its own, on a store that is there.
pub(crate) async fn workstation(name: &str, store: &str, database: &str) -> Arc<App> {
    let workstation = Workstation {
        id: WorkstationId::fresh(),
        name: name.to_owned(),
    };
    let app = App::new(Arc::new(FixedClock::new(World::start_time())), workstation);
    let db = match Store::named(store).and_then(|store| store.servers(database)) {
        Some(servers) => db::connect_mysql(&servers.mysql, CONNECTIONS).await,
        None => db::connect_sqlite(database.as_ref(), &SqliteKey([7; 32])).await,
    };
    let db = db.expect("the store of the race opens");
    warm_up(&db).await;
    app.use_stores(Stores {
        documents: Arc::new(Embedded::new(db.clone())),
        db,
    });
    app
}

/// Opens every connection before the start: thirty-two TLS handshakes at once are not what is raced here.
async fn warm_up(db: &Db) {
    let one = || async { while db.clone().one::<(i64,)>("SELECT COUNT(*) FROM locations", vec![]).await.is_err() {} };
    join_all((0..CONNECTIONS).map(|_| one())).await;
}

/// A line that is out at once.
pub(super) fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}")
        .and_then(|()| out.flush())
        .expect("who started this is there");
}
