//! The running core, and what one call is given.

use std::sync::{Arc, RwLock};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use tokio::sync::{broadcast, watch};
use ts_rs::TS;

use crate::audit::Seen;
use crate::clock::Clock;
use crate::db::Db;
use crate::demo::DemoWork;
use crate::documents::Documents;
use crate::feed::Topic;
use crate::files::Openings;
use crate::identity::{PasswordCost, Session};
use crate::ids::{CommandId, WorkstationId};
use crate::journal::{Journal, KnownSessions};
use crate::scheduling::SlotCache;
use crate::setup::{Connection, Home, StoreTrouble};
use crate::{Error, ErrorCode, Result};

/// This computer, as it signs its records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Workstation {
    /// Kept in the workstation's settings file.
    pub id: WorkstationId,
    /// Shown in records and sessions, e.g. `DESK-2`.
    pub name: String,
}

/// The two stores of a clinic, open.
#[derive(Debug, Clone)]
pub struct Stores {
    /// Rows.
    pub db: Db,
    /// Documents.
    pub documents: Arc<dyn Documents>,
}

/// The running core. Shell, command line and tests hold one each.
#[derive(Debug)]
pub struct App {
    clock: Arc<dyn Clock>,
    workstation: RwLock<Workstation>,
    password_cost: PasswordCost,
    home: Option<Home>,
    stores: RwLock<Option<Stores>>,
    trouble: RwLock<Option<StoreTrouble>>,
    stale: broadcast::Sender<Vec<Topic>>,
    connection: watch::Sender<Connection>,
    slots: SlotCache,
    openings: Openings,
    seen: Seen,
    demo_work: DemoWork,
    journal: RwLock<Option<Arc<Journal>>>,
    known_sessions: KnownSessions,
}

impl App {
    /// A core without a store yet.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>, workstation: Workstation) -> Arc<Self> {
        Self::with_password_cost(clock, workstation, PasswordCost::default())
    }

    /// A core that hashes passwords at another cost than the strong default; for tests and demo stores only.
    #[must_use]
    pub fn with_password_cost(clock: Arc<dyn Clock>, workstation: Workstation, password_cost: PasswordCost) -> Arc<Self> {
        Arc::new(Self::without_store(clock, workstation, password_cost, None))
    }

    /// The core of a workstation: who it is and which store it uses is kept in `home`.
    /// [`crate::setup::open`] opens that store.
    ///
    /// # Errors
    /// When the settings file is damaged or cannot be made.
    pub fn at_home(clock: Arc<dyn Clock>, home: Home) -> Result<Arc<Self>> {
        let workstation = home.load()?.workstation;
        Ok(Arc::new(Self::without_store(
            clock,
            workstation,
            PasswordCost::default(),
            Some(home),
        )))
    }

    fn without_store(clock: Arc<dyn Clock>, workstation: Workstation, password_cost: PasswordCost, home: Option<Home>) -> Self {
        Self {
            clock,
            workstation: RwLock::new(workstation),
            password_cost,
            home,
            stores: RwLock::default(),
            trouble: RwLock::default(),
            stale: broadcast::channel(256).0,
            connection: watch::Sender::default(),
            demo_work: DemoWork::default(),
            slots: SlotCache::default(),
            openings: Openings::default(),
            seen: Seen::default(),
            journal: RwLock::default(),
            known_sessions: KnownSessions::default(),
        }
    }

    /// Takes stores into use, instead of those in use before.
    pub fn use_stores(&self, stores: Stores) {
        self.set_stores(Ok(Some(stores)));
    }

    /// The stores in use, none, or why they could not be opened.
    pub(crate) fn set_stores(&self, outcome: Result<Option<Stores>, StoreTrouble>) {
        let (stores, trouble) = match outcome {
            Ok(stores) => (stores, None),
            Err(trouble) => (None, Some(trouble)),
        };
        *self.stores.write().unwrap_or_else(std::sync::PoisonError::into_inner) = stores;
        *self.trouble.write().unwrap_or_else(std::sync::PoisonError::into_inner) = trouble;
        self.slots.clear();
    }

    /// Why the chosen store is not open.
    #[must_use]
    pub fn trouble(&self) -> Option<StoreTrouble> {
        self.trouble.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    /// Where the workstation keeps its settings.
    ///
    /// # Errors
    /// `internal` in a core that was made without, as some tests do.
    pub fn home(&self) -> Result<&Home> {
        self.home.as_ref().ok_or_else(|| Error::fault("a core without a home"))
    }

    /// Notes whether a store answers; listeners hear of a change only.
    pub(crate) fn note_connection(&self, note: impl Fn(&mut Connection)) {
        let changed = self.connection.send_if_modified(|connection| {
            let before = *connection;
            note(connection);
            *connection != before
        });
        if changed {
            self.announce(vec![Topic::connection()]);
        }
    }

    /// Whether both stores answer, as the background tasks see it.
    #[must_use]
    pub fn connection(&self) -> watch::Receiver<Connection> {
        self.connection.subscribe()
    }

    /// Takes a journal into use, or none.
    pub fn set_journal(&self, journal: Option<Journal>) {
        *self.journal.write().unwrap_or_else(std::sync::PoisonError::into_inner) = journal.map(Arc::new);
    }

    /// What is typed at this workstation.
    ///
    /// # Errors
    /// `store_locked` when it could not be opened.
    pub fn journal(&self) -> Result<Arc<Journal>> {
        let journal = self.journal.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone();
        journal.ok_or_else(|| Error::new(ErrorCode::StoreLocked).with("problem", serde_json::json!(crate::db::Problem::File)))
    }

    /// Who signed in to this process.
    pub(crate) fn known_sessions(&self) -> &KnownSessions {
        &self.known_sessions
    }

    /// The demo clinic being built, if one is.
    pub(crate) fn demo_work(&self) -> &DemoWork {
        &self.demo_work
    }

    /// The stores in use.
    ///
    /// # Errors
    /// `store_missing` before one was chosen.
    pub fn stores(&self) -> Result<Stores> {
        self.stores
            .read()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .clone()
            .ok_or_else(|| Error::new(ErrorCode::StoreMissing))
    }

    /// The clock's instant.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// This computer.
    #[must_use]
    pub fn workstation(&self) -> Workstation {
        self.workstation.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    /// Records and sessions bear this name from now on.
    pub(crate) fn call_workstation(&self, name: String) {
        self.workstation.write().unwrap_or_else(std::sync::PoisonError::into_inner).name = name;
    }

    /// What a password hash costs here.
    #[must_use]
    pub fn password_cost(&self) -> PasswordCost {
        self.password_cost
    }

    /// Topics that became stale, by this workstation's changes and by the others'.
    #[must_use]
    pub fn subscribe(&self) -> broadcast::Receiver<Vec<Topic>> {
        self.stale.subscribe()
    }

    /// What openings are computed from.
    pub(crate) fn slots(&self) -> &SlotCache {
        &self.slots
    }

    /// The files that sessions opened here.
    pub(crate) fn openings(&self) -> &Openings {
        &self.openings
    }

    /// The charts that people look at here.
    pub(crate) fn seen(&self) -> &Seen {
        &self.seen
    }

    /// Drops what became stale here, and tells the listeners.
    pub fn announce(&self, topics: Vec<Topic>) {
        self.slots.forget(&topics);
        if !topics.is_empty() {
            // No listener is no fault: the command line has no screens.
            let _ = self.stale.send(topics);
        }
    }
}

/// What a handler is given.
#[derive(Debug)]
pub struct Ctx {
    /// The running core.
    pub app: Arc<App>,
    /// Who calls; present for every command that is not public.
    pub session: Option<Session>,
    /// The command's name.
    pub command: &'static str,
    /// The caller's id for this call.
    pub command_id: Option<CommandId>,
    /// The instant of the call; handlers use no other.
    pub now: DateTime<Utc>,
}

impl Ctx {
    /// The relational store, for reading.
    ///
    /// # Errors
    /// `store_missing`.
    pub fn db(&self) -> Result<Db> {
        Ok(self.app.stores()?.db)
    }

    /// The document store.
    ///
    /// # Errors
    /// `store_missing`.
    pub fn documents(&self) -> Result<Arc<dyn Documents>> {
        Ok(self.app.stores()?.documents)
    }

    /// The same call without its command id, in the name of `session`: for commands whose reply holds a
    /// secret, which must not be kept in `commands_done`. A repeated call acts again.
    #[must_use]
    pub fn unrepeated(&self, session: Option<Session>) -> Self {
        Self {
            app: self.app.clone(),
            session,
            command: self.command,
            command_id: None,
            now: self.now,
        }
    }

    /// Who calls.
    ///
    /// # Errors
    /// `not_signed_in` in a public command without a session.
    pub fn session(&self) -> Result<&Session> {
        self.session.as_ref().ok_or_else(|| Error::new(ErrorCode::NotSignedIn))
    }
}
