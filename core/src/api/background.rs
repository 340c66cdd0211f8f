//! What runs beside the calls: the feed of other workstations' changes, the outbox relay, the beginning of a day, tidying up, and
//! opening the store again after its server was down. None of it needs a restart.

use std::future::Future;
use std::sync::{Arc, Weak};
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::task::JoinHandle;

use super::{App, Stores};
use crate::billing;
use crate::db::{Db, Problem};
use crate::documents::{registry, relay};
use crate::feed::{self, Reader, Topic};
use crate::files;
use crate::identity;
use crate::setup::{self, UnlockStore};
use crate::{Error, ErrorCode, Result};

/// How often the feed is read: other screens are to follow within 1.5 s.
const FEED_EVERY: Duration = Duration::from_millis(800);
/// How often the outbox is looked at.
const RELAY_EVERY: Duration = Duration::from_secs(1);
/// How often a store that could not be reached is tried again.
const OPEN_EVERY: Duration = Duration::from_secs(3);
/// How often it is looked whether a location's day has changed.
const DAY_EVERY: Duration = Duration::from_secs(60);
/// How often old rows are removed.
const TIDY_EVERY: Duration = Duration::from_secs(3600);
/// A store that takes longer than this to say anything is told as away.
const NOTICE: Duration = Duration::from_secs(3);

/// The running tasks; they end when this is dropped, and when the core is.
#[derive(Debug)]
#[must_use = "dropping it ends the tasks"]
pub struct Background(Vec<JoinHandle<()>>);

impl Drop for Background {
    fn drop(&mut self) {
        self.0.iter().for_each(JoinHandle::abort);
    }
}

impl App {
    /// Starts what runs beside the calls. Needs a running tokio runtime.
    pub fn start_background(self: &Arc<Self>) -> Background {
        let app = || Arc::downgrade(self);
        Background(vec![
            tokio::spawn(follow_feed(app())),
            tokio::spawn(relay_outbox(app())),
            tokio::spawn(open_again(app())),
            tokio::spawn(begin_days(app())),
            tokio::spawn(tidy(app())),
        ])
    }
}

/// Which store a task worked on, so that it begins anew after another was chosen.
fn is_same(one: &Stores, other: Option<&Stores>) -> bool {
    other.is_some_and(|other| Arc::ptr_eq(&one.documents, &other.documents))
}

async fn follow_feed(app: Weak<App>) {
    let (mut reader, mut store) = (Reader::default(), None);
    loop {
        let Some(app) = app.upgrade() else { return };
        if let Ok(stores) = app.stores() {
            if !is_same(&stores, store.as_ref()) {
                reader = Reader::default();
                store = Some(stores.clone());
            }
            let now = app.now();
            let read = in_time(reader.read(&stores.db, app.workstation().id, now)).await;
            app.note_connection(|c| c.store_down_since = since(read.is_ok(), c.store_down_since, now));
            match read {
                Ok(topics) => app.announce(topics),
                Err(error) => tracing::debug!(code = ?error.code, "the feed could not be read"),
            }
        }
        drop(app);
        tokio::time::sleep(FEED_EVERY).await;
    }
}

async fn relay_outbox(app: Weak<App>) {
    loop {
        let Some(app) = app.upgrade() else { return };
        if let Ok(stores) = app.stores() {
            let now = app.now();
            let carried = carry(&stores, now).await;
            note_documents(&app, &carried, now);
        }
        drop(app);
        tokio::time::sleep(RELAY_EVERY).await;
    }
}

/// With the relational store away nothing was learnt about the documents.
fn note_documents(app: &App, carried: &Result<()>, now: DateTime<Utc>) {
    let answers = match carried {
        Ok(()) => true,
        Err(error) => {
            tracing::debug!(code = ?error.code, "the outbox could not be carried");
            if error.code != ErrorCode::DocumentsUnavailable {
                return;
            }
            false
        }
    };
    app.note_connection(|c| c.documents_down_since = since(answers, c.documents_down_since, now));
}

/// Carries until nothing is open; asks the document store whether it answers when there was nothing to carry.
async fn carry(stores: &Stores, now: DateTime<Utc>) -> Result<()> {
    if relay::run(&stores.db, stores.documents.as_ref(), now).await? == 0 {
        return stores.documents.ping().await;
    }
    while relay::run(&stores.db, stores.documents.as_ref(), now).await? > 0 {}
    Ok(())
}

async fn open_again(app: Weak<App>) {
    loop {
        tokio::time::sleep(OPEN_EVERY).await;
        let Some(app) = app.upgrade() else { return };
        let unreachable = app.trouble().is_some_and(|trouble| trouble.problem == Problem::Host);
        if unreachable && setup::open(&app, &UnlockStore::Retry).await.is_ok() {
            app.announce(Topic::everything());
        }
    }
}

/// Does what is done once a day, by whoever notices first.
async fn begin_days(app: Weak<App>) {
    loop {
        let Some(app) = app.upgrade() else { return };
        if app.stores().is_ok()
            && let Err(error) = billing::look_for_overdue(&app).await
        {
            tracing::debug!(code = ?error.code, "overdue invoices could not be looked for");
        }
        drop(app);
        tokio::time::sleep(DAY_EVERY).await;
    }
}

async fn tidy(app: Weak<App>) {
    loop {
        tokio::time::sleep(TIDY_EVERY).await;
        let Some(app) = app.upgrade() else { return };
        let Ok(stores) = app.stores() else { continue };
        if let Err(error) = tidy_once(&stores, app.now()).await {
            tracing::debug!(code = ?error.code, "old rows could not be removed");
        }
    }
}

async fn tidy_once(stores: &Stores, now: DateTime<Utc>) -> Result<()> {
    let db: &Db = &stores.db;
    feed::prune(db, now).await?;
    relay::prune(db, now).await?;
    super::transact::prune(db, now).await?;
    identity::prune(db, now).await?;
    files::sweep(db, stores.documents.as_ref(), now).await?;
    let removed = registry::sweep(db, stores.documents.as_ref(), now).await?;
    tracing::debug!(removed, "documents that nothing refers to were removed");
    Ok(())
}

/// Fails when the store falls silent.
async fn in_time<T>(work: impl Future<Output = Result<T>>) -> Result<T> {
    tokio::time::timeout(NOTICE, work)
        .await
        .unwrap_or_else(|_| Err(Error::new(ErrorCode::StoreUnavailable)))
}

/// Since when something is down.
fn since(answers: bool, before: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    if answers { None } else { before.or(Some(now)) }
}
