//! Unsigned work on the server, so that it follows its author to another workstation. One open draft a person and subject;
//! what two workstations wrote is merged, never dropped. Only its author reads or changes a draft.

use super::draft_rows::{self, DraftRow, DraftState};
use super::merge::merge;
use super::model::NoteBody;
use super::queries;
use super::requests::{DiscardDraft, DraftSubject, SaveDraft};
use super::views::{Draft, DraftSaved};
use crate::api::{Ctx, Fields};
use crate::audit::Entry;
use crate::db::{Read, Tx};
use crate::feed::Topic;
use crate::ids::{NoteId, UserId, WorkstationId};
use crate::{Error, ErrorCode, Result, args};

/// Longer work is refused; it could not be read in one piece either.
const MOST_BYTES: usize = 1_000_000;

/// What a save does to the draft that is there.
#[derive(Debug, Clone, PartialEq)]
enum Saving {
    /// It says the same already.
    Same,
    /// It takes its place.
    Replace,
    /// Both are kept in one.
    Merge(Box<NoteBody>),
}

/// A save that grew from the stored revision takes its place; so does a later one of the same workstation whose reply was
/// lost. Everything else was written beside it and is merged.
fn saving(stored: &DraftRow, kept: &NoteBody, sent: &SaveDraft, here: WorkstationId) -> Saving {
    if *kept == sent.body {
        return Saving::Same;
    }
    let own_lost_reply = stored.workstation_id == here && stored.base_revision == sent.base_revision && !stored.merged;
    if stored.revision == sent.base_revision || own_lost_reply {
        return Saving::Replace;
    }
    let merged = merge(kept, &sent.body, &stored.workstation_name);
    if merged == *kept {
        Saving::Same
    } else {
        Saving::Merge(Box::new(merged))
    }
}

/// `notes.save_draft`.
///
/// # Errors
/// `not_allowed` with `reason` = `draft_of_other`, `draft_signed`, `draft_discarded`, `chart_merged`.
pub(crate) async fn save(ctx: &Ctx, tx: &mut Tx, request: SaveDraft) -> Result<DraftSaved> {
    within_size(&request.body)?;
    check_subject(tx, &request.subject).await?;
    let stored = target(ctx, tx, request.id, &request.subject).await?;
    let saved = match stored {
        None => insert(ctx, tx, &request).await?,
        Some(stored) => onto(ctx, tx, &request, stored).await?,
    };
    tx.record(Entry::activity(ctx.command, "draft", saved.id.0).patient(request.subject.patient_id));
    Ok(saved)
}

fn within_size(body: &NoteBody) -> Result<()> {
    let mut fields = Fields::default();
    if serde_json::to_string(body)?.len() > MOST_BYTES {
        fields.wrong_with("text", "too_long", "max", MOST_BYTES);
    }
    fields.check()
}

/// The visit is the patient's, the amended note the author's.
pub(super) async fn check_subject(tx: &mut Tx, subject: &DraftSubject) -> Result<()> {
    crate::clinical::open_chart(tx, subject.patient_id).await?;
    if let Some(visit) = subject.appointment_id
        && queries::visit(tx, visit).await?.0 != subject.patient_id
    {
        return Err(Error::not_found("appointment"));
    }
    if let Some(note) = subject.amends
        && queries::existing(tx, note).await?.patient_id != subject.patient_id
    {
        return Err(Error::not_found("note"));
    }
    Ok(())
}

/// The draft that a save or a signature goes to: the one of this id, or another open one of the same person and subject.
async fn target(ctx: &Ctx, tx: &mut Tx, id: NoteId, subject: &DraftSubject) -> Result<Option<DraftRow>> {
    let mut by_id: Option<DraftRow> = draft_rows::by_id(tx, id).await?;
    if let Some(into) = by_id.as_ref().and_then(|row| row.merged_into) {
        by_id = draft_rows::by_id(tx, into).await?;
    }
    match by_id {
        Some(row) => own_open(ctx, row).map(Some),
        None if queries::note(tx, id).await?.is_some() => Err(refused("draft_signed")),
        None => draft_rows::open_of(tx, ctx.session()?.user_id, subject).await,
    }
}

fn own_open(ctx: &Ctx, row: DraftRow) -> Result<DraftRow> {
    if row.user_id != ctx.session()?.user_id {
        return Err(refused("draft_of_other"));
    }
    match row.state {
        DraftState::Open => Ok(row),
        DraftState::Discarded => Err(refused("draft_discarded")),
        DraftState::Signed | DraftState::Merged => Err(refused("draft_signed")),
    }
}

fn refused(reason: &'static str) -> Error {
    Error::new(ErrorCode::NotAllowed).with("reason", reason)
}

/// One's own open draft of a subject, as its author reads it.
pub(super) async fn open_draft(q: &mut impl Read, user: UserId, subject: &DraftSubject) -> Result<Option<Draft>> {
    let row = draft_rows::open_of(q, user, subject).await?;
    row.map(|row| {
        Ok(Draft {
            id: row.id,
            revision: row.revision,
            body: serde_json::from_str(&row.body)?,
            saved_at: row.updated_at,
            workstation_name: row.workstation_name,
        })
    })
    .transpose()
}

async fn insert(ctx: &Ctx, tx: &mut Tx, sent: &SaveDraft) -> Result<DraftSaved> {
    draft_rows::write(ctx, tx, sent, (DraftState::Open, None)).await?;
    tx.changed(Topic::patient(sent.subject.patient_id));
    Ok(reply(ctx, sent.id, 1, None))
}

/// Saves onto the draft that is there. One that was begun elsewhere takes the text in, and the sent one says where it went.
async fn onto(ctx: &Ctx, tx: &mut Tx, sent: &SaveDraft, stored: DraftRow) -> Result<DraftSaved> {
    let kept: NoteBody = serde_json::from_str(&stored.body)?;
    let begun_elsewhere = stored.id != sent.id;
    let saving = match saving(&stored, &kept, sent, ctx.app.workstation().id) {
        Saving::Replace if begun_elsewhere => Saving::Merge(Box::new(merge(&kept, &sent.body, &stored.workstation_name))),
        other => other,
    };
    if begun_elsewhere && draft_rows::by_id(tx, sent.id).await?.is_none() {
        draft_rows::write(ctx, tx, sent, (DraftState::Merged, Some(stored.id))).await?;
    }
    match saving {
        Saving::Same => Ok(reply(ctx, stored.id, stored.revision, begun_elsewhere.then_some(kept))),
        Saving::Replace => {
            draft_rows::update(ctx, tx, &stored, sent, &sent.body, false).await?;
            Ok(reply(ctx, stored.id, stored.revision + 1, None))
        }
        Saving::Merge(merged) => {
            draft_rows::update(ctx, tx, &stored, sent, &merged, true).await?;
            tx.changed(Topic::patient(sent.subject.patient_id));
            Ok(reply(ctx, stored.id, stored.revision + 1, Some(*merged)))
        }
    }
}

fn reply(ctx: &Ctx, id: NoteId, revision: i32, merged: Option<NoteBody>) -> DraftSaved {
    DraftSaved {
        id,
        revision,
        saved_at: ctx.now,
        merged,
    }
}

/// `notes.discard_draft`: its row stays, nobody is shown it any more.
///
/// # Errors
/// `not_allowed` with `reason` = `draft_of_other`, `draft_signed`; `not_found`.
pub(super) async fn discard(ctx: &Ctx, tx: &mut Tx, request: DiscardDraft) -> Result<()> {
    let row: Option<DraftRow> = draft_rows::by_id(tx, request.id).await?;
    let row = row.ok_or_else(|| Error::not_found("draft"))?;
    if row.state != DraftState::Discarded || row.user_id != ctx.session()?.user_id {
        own_open(ctx, row)?;
    }
    draft_rows::close(tx, request.id, DraftState::Discarded, ctx.now).await?;
    let (patient,): (crate::ids::PatientId,) = tx.one("SELECT patient_id FROM drafts WHERE id = ?", args![request.id]).await?;
    tx.record(Entry::new(ctx.command, "draft", request.id.0).patient(patient));
    tx.changed(Topic::patient(patient));
    Ok(())
}

/// Closes the draft that is being signed, in the transaction of the signature. What another workstation saved meanwhile is not
/// passed over: the signature is refused with both texts merged, for its author to read.
///
/// # Errors
/// `stale` with a [`Draft`] in `params.current`; `not_allowed` as in [`save`].
pub(super) async fn close(ctx: &Ctx, tx: &mut Tx, sent: &SaveDraft) -> Result<()> {
    check_subject(tx, &sent.subject).await?;
    let Some(stored) = target(ctx, tx, sent.id, &sent.subject).await? else {
        return draft_rows::write(ctx, tx, sent, (DraftState::Signed, None)).await;
    };
    let kept: NoteBody = serde_json::from_str(&stored.body)?;
    let here = ctx.app.workstation().id;
    let unread = match saving(&stored, &kept, sent, here) {
        Saving::Same => None,
        Saving::Replace if stored.id == sent.id => None,
        Saving::Replace => Some(merge(&kept, &sent.body, &stored.workstation_name)),
        Saving::Merge(merged) => Some(*merged),
    };
    if let Some(body) = unread {
        let current = Draft {
            id: stored.id,
            revision: stored.revision,
            body,
            saved_at: stored.updated_at,
            workstation_name: stored.workstation_name,
        };
        return Err(Error::stale(&current));
    }
    if stored.id != sent.id && draft_rows::by_id(tx, sent.id).await?.is_none() {
        draft_rows::write(ctx, tx, sent, (DraftState::Signed, None)).await?;
    }
    draft_rows::close(tx, stored.id, DraftState::Signed, ctx.now).await
}
