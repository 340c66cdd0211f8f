//! What is asked of the journal, and what it keeps.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::ids::{NoteId, UserId};
use crate::notes::model::NoteBody;
use crate::notes::requests::DraftSubject;

/// A draft as it stands on the screen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct JournalPage {
    /// The draft.
    pub id: NoteId,
    /// What it is about.
    pub subject: DraftSubject,
    /// The revision of the server that it grew from; 0 for none.
    pub base_revision: i32,
    /// Whether it is that revision, unchanged: then the server has all of it.
    pub synced: bool,
    /// What was typed.
    pub body: NoteBody,
}

/// Keeps a draft on this computer's disk.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct WritePage {
    /// The draft.
    pub page: JournalPage,
}

/// It is on the disk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Written {
    /// Since when.
    pub saved_at: DateTime<Utc>,
}

/// One's own drafts on this computer.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[ts(export)]
pub struct PagesPending {}

/// A draft on this computer's disk.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PendingPage {
    /// The draft.
    pub page: JournalPage,
    /// When it was written.
    pub saved_at: DateTime<Utc>,
}

/// A draft that was signed or thrown away.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct DiscardPage {
    /// The draft.
    pub id: NoteId,
}

/// What one record says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub(super) enum Record {
    /// A draft as it stood.
    Page {
        user_id: UserId,
        saved_at: DateTime<Utc>,
        page: Box<JournalPage>,
    },
    /// A draft that is no more.
    Gone { user_id: UserId, id: NoteId },
}
