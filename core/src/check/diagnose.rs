//! What IT needs to know of a workstation's stores: versions, settings, connectivity, durability. No secrets.

use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::Serialize;
use tokio::time::Instant;

use crate::api::{App, Stores};
use crate::db::{Db, Read, migrate};
use crate::{Result, args};

/// What was found out.
#[derive(Debug, Clone, Serialize)]
pub struct Diagnosis {
    /// The program's version.
    pub program: &'static str,
    /// The schema it knows.
    pub program_schema: i64,
    /// This computer's name in the records.
    pub workstation: String,
    /// Rows.
    pub store: StoreDiagnosis,
    /// Documents.
    pub documents: DocumentsDiagnosis,
    /// What deserves attention.
    pub warnings: Vec<Warning>,
}

/// The relational store.
#[derive(Debug, Clone, Serialize)]
pub struct StoreDiagnosis {
    /// The server's version as it tells it.
    pub version: String,
    /// The store's schema.
    pub schema: i64,
    /// Milliseconds of one question and its answer.
    pub answer_ms: f64,
    /// By how many milliseconds the server's clock is ahead of this computer's; none for an embedded store.
    pub clock_ahead_ms: Option<i64>,
    /// Settings of the server that matter here.
    pub settings: Vec<(String, String)>,
    /// Records that wait for the document store.
    pub outbox_waiting: i64,
}

/// The document store.
#[derive(Debug, Clone, Serialize)]
pub struct DocumentsDiagnosis {
    /// Milliseconds of one question and its answer; none when it does not answer.
    pub answer_ms: Option<f64>,
    /// What it tells of itself, e.g. its version.
    pub settings: Vec<(String, String)>,
}

/// What deserves attention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Warning {
    /// A power cut of the server may lose the last committed changes.
    CommitsNotFlushed,
    /// A power cut of the server may lose changes that replicas or a restore need.
    BinaryLogNotFlushed,
    /// A torn write may damage pages.
    DoublewriteOff,
    /// The clocks differ by more than two seconds: records of workstations will be out of order.
    ClockSkew,
    /// The connection is not encrypted.
    NotEncrypted,
    /// The document server does not answer.
    DocumentsUnreachable,
    /// The document server is no replica set: one disk holds the only copy.
    DocumentsOnOneServer,
    /// Records have waited for the document store.
    OutboxWaiting,
    /// The store needs `migrate`.
    SchemaOld,
}

const MYSQL_SETTINGS: &str = "SHOW VARIABLES WHERE Variable_name IN ('innodb_flush_log_at_trx_commit', 'sync_binlog', 'log_bin', 'innodb_doublewrite', \
 'transaction_isolation', 'tx_isolation', 'sql_mode', 'time_zone', 'max_connections', 'max_allowed_packet', 'innodb_buffer_pool_size')";
const MYSQL_CIPHER: &str = "SHOW SESSION STATUS LIKE 'Ssl_cipher'";
const MYSQL_CLOCK: &str = "SELECT UTC_TIMESTAMP(6)";
const WAITING: &str = "SELECT COUNT(*) FROM outbox WHERE state <> 'done'";

/// Two clocks that are further apart disturb the order of records.
const SKEW_MS: i64 = 2000;

/// Looks at the stores in use.
///
/// # Errors
/// `store_missing`, `store_unavailable`; a document server that is away is a warning.
pub async fn run(app: &App) -> Result<Diagnosis> {
    let stores = app.stores()?;
    let store = store(app, &stores.db).await?;
    let documents = documents(&stores).await;
    let warnings = warnings(&store, &documents, stores.db.is_embedded());
    Ok(Diagnosis {
        program: env!("CARGO_PKG_VERSION"),
        program_schema: migrate::program_version(),
        workstation: app.workstation().name,
        store,
        documents,
        warnings,
    })
}

async fn store(app: &App, db: &Db) -> Result<StoreDiagnosis> {
    // The first question may open a connection; the second shows the way there and back.
    db.version().await?;
    let asked = Instant::now();
    let version = db.version().await?;
    let answer_ms = milliseconds(asked.elapsed());
    let schema = migrate::store_version(db).await?;
    let outbox_waiting = if schema == 0 {
        0
    } else {
        db.clone().one::<(i64,)>(WAITING, args![]).await?.0
    };
    Ok(StoreDiagnosis {
        version,
        schema,
        answer_ms,
        clock_ahead_ms: clock_ahead(app, db).await?,
        settings: settings(db).await?,
        outbox_waiting,
    })
}

/// Half of the way there and back is taken off; nothing is ever shifted by it.
async fn clock_ahead(app: &App, db: &Db) -> Result<Option<i64>> {
    if db.is_embedded() {
        return Ok(None);
    }
    let asked = Instant::now();
    let before = app.now();
    let (theirs,): (DateTime<Utc>,) = db.clone().one(MYSQL_CLOCK, args![]).await?;
    let half = i64::try_from(asked.elapsed().as_millis() / 2).unwrap_or(0);
    Ok(Some((theirs - before).num_milliseconds() - half))
}

async fn settings(db: &Db) -> Result<Vec<(String, String)>> {
    if !db.is_embedded() {
        let mut all: Vec<(String, String)> = db.clone().all(MYSQL_SETTINGS, args![]).await?;
        all.extend(db.clone().all::<(String, String)>(MYSQL_CIPHER, args![]).await?);
        return Ok(all);
    }
    let mut all = Vec::new();
    for (name, pragma) in [("journal_mode", "PRAGMA journal_mode"), ("cipher_version", "PRAGMA cipher_version")] {
        let row: Option<(String,)> = db.clone().optional(pragma, args![]).await?;
        all.push((name.to_owned(), row.map_or_else(String::new, |(value,)| value)));
    }
    for (name, pragma) in [("synchronous", "PRAGMA synchronous"), ("foreign_keys", "PRAGMA foreign_keys")] {
        let (value,): (i64,) = db.clone().one(pragma, args![]).await?;
        all.push((name.to_owned(), value.to_string()));
    }
    Ok(all)
}

async fn documents(stores: &Stores) -> DocumentsDiagnosis {
    let asked = Instant::now();
    let answers = stores.documents.ping().await.is_ok();
    let answer_ms = answers.then(|| milliseconds(asked.elapsed()));
    let settings = if answers {
        stores.documents.describe().await.unwrap_or_default()
    } else {
        Vec::new()
    };
    DocumentsDiagnosis { answer_ms, settings }
}

fn warnings(store: &StoreDiagnosis, documents: &DocumentsDiagnosis, embedded: bool) -> Vec<Warning> {
    let is = |all: &[(String, String)], name: &str, wrong: &[&str]| {
        all.iter().any(|(n, v)| n.eq_ignore_ascii_case(name) && wrong.contains(&v.as_str()))
    };
    let set = |name: &str, wrong: &[&str]| is(&store.settings, name, wrong);
    let skewed = store.clock_ahead_ms.is_some_and(|ms| ms.abs() > SKEW_MS);
    [
        (
            Warning::CommitsNotFlushed,
            set("innodb_flush_log_at_trx_commit", &["0", "2"]) || set("synchronous", &["0", "1"]),
        ),
        (
            Warning::BinaryLogNotFlushed,
            set("log_bin", &["ON", "1"]) && !set("sync_binlog", &["1"]),
        ),
        (Warning::DoublewriteOff, set("innodb_doublewrite", &["OFF", "0"])),
        (Warning::ClockSkew, skewed),
        (Warning::NotEncrypted, set("Ssl_cipher", &[""]) || set("cipher_version", &[""])),
        (Warning::DocumentsUnreachable, documents.answer_ms.is_none()),
        (
            Warning::DocumentsOnOneServer,
            !embedded && is(&documents.settings, "replica_set", &[""]),
        ),
        (Warning::OutboxWaiting, store.outbox_waiting > 1000),
        (Warning::SchemaOld, store.schema < migrate::program_version()),
    ]
    .into_iter()
    .filter_map(|(warning, holds)| holds.then_some(warning))
    .collect()
}

fn milliseconds(span: Duration) -> f64 {
    (span.as_secs_f64() * 10_000.0).round() / 10.0
}
