//! Rows of drafts: the one of an id, the open one of a person and subject, and how they are written.

use chrono::{DateTime, Utc};

use super::model::NoteBody;
use super::requests::{DraftSubject, SaveDraft};
use crate::api::Ctx;
use crate::db::{Read, Sql, Tx};
use crate::ids::{NoteId, UserId, WorkstationId};
use crate::{Result, args};

crate::text_enum! {
    /// What became of a draft.
    pub enum DraftState {
        /// It is being written.
        Open = "open",
        /// It became a note, or a version of one.
        Signed = "signed",
        /// Its author threw it away.
        Discarded = "discarded",
        /// Its text went into another draft of the same subject.
        Merged = "merged",
    }
}

/// A draft's row.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub(super) struct DraftRow {
    pub id: NoteId,
    pub user_id: UserId,
    pub body: String,
    pub revision: i32,
    pub base_revision: i32,
    pub merged: bool,
    pub workstation_id: WorkstationId,
    pub workstation_name: String,
    pub state: DraftState,
    pub merged_into: Option<NoteId>,
    pub updated_at: DateTime<Utc>,
}

const COLUMNS: &str = "SELECT id, user_id, body, revision, base_revision, merged, workstation_id, workstation_name, state, merged_into, updated_at FROM drafts WHERE ";
const BY_ID: &str = "SELECT id, user_id, body, revision, base_revision, merged, workstation_id, workstation_name, state, merged_into, updated_at FROM drafts WHERE id = ?";
const OPEN_OF: &str = "user_id = ? AND subject = ? AND open_mark = 1";
const INSERT: &str = "INSERT INTO drafts (id, user_id, subject, open_mark, patient_id, appointment_id, amends, body, revision, base_revision, merged, workstation_id, workstation_name, state, merged_into, created_at, updated_at) \
 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
const UPDATE: &str = "UPDATE drafts SET body = ?, revision = ?, base_revision = ?, merged = ?, workstation_id = ?, workstation_name = ?, updated_at = ? WHERE id = ? AND state = 'open'";
const CLOSE: &str = "UPDATE drafts SET state = ?, open_mark = NULL, updated_at = ? WHERE id = ? AND state = 'open'";

/// The draft of this id, locked.
pub(super) async fn by_id(tx: &mut Tx, id: NoteId) -> Result<Option<DraftRow>> {
    Ok(tx.locked(BY_ID, args![id]).await?.into_iter().next())
}

/// One's own open draft of a subject.
pub(super) async fn open_of(q: &mut impl Read, user: UserId, subject: &DraftSubject) -> Result<Option<DraftRow>> {
    q.optional(Sql::parts(&[COLUMNS, OPEN_OF]), args![user, subject.key()]).await
}

/// Ends an open draft.
pub(super) async fn close(tx: &mut Tx, id: NoteId, state: DraftState, now: DateTime<Utc>) -> Result<()> {
    tx.exec(CLOSE, args![state, now, id]).await.map(|_| ())
}

/// Writes a draft that is not there yet.
pub(super) async fn write(ctx: &Ctx, tx: &mut Tx, sent: &SaveDraft, (state, into): (DraftState, Option<NoteId>)) -> Result<()> {
    let (subject, at) = (&sent.subject, ctx.app.workstation());
    let open = (state == DraftState::Open).then_some(1);
    let row = args![
        sent.id,
        ctx.session()?.user_id,
        subject.key(),
        open,
        subject.patient_id,
        subject.appointment_id,
        subject.amends,
        serde_json::to_string(&sent.body)?,
        1,
        sent.base_revision,
        false,
        at.id,
        short(&at.name),
        state,
        into,
        ctx.now,
        ctx.now,
    ];
    tx.exec(INSERT, row).await.map(|_| ())
}

/// As wide as its column.
fn short(name: &str) -> String {
    name.chars().take(60).collect()
}

/// Saves another text onto an open draft.
pub(super) async fn update(ctx: &Ctx, tx: &mut Tx, stored: &DraftRow, sent: &SaveDraft, body: &NoteBody, merged: bool) -> Result<()> {
    let at = ctx.app.workstation();
    let row = args![
        serde_json::to_string(body)?,
        stored.revision + 1,
        sent.base_revision,
        merged,
        at.id,
        short(&at.name),
        ctx.now,
        stored.id,
    ];
    tx.exec(UPDATE, row).await.map(|_| ())
}
