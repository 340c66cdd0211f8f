//! Signing and locking: the document first, then one transaction in which it becomes the note. What is signed never changes;
//! an amendment is a new version with its reason, an addendum a document of its own.

use chrono::Days;
use futures::FutureExt;
use serde_json::{Value, json};

use super::model::NoteBody;
use super::queries::{self, NewVersion, NoteRow};
use super::requests::{AddAddendum, CosignNote, SaveDraft, SignNote};
use super::views::{FollowUp, NoteSigned};
use super::{canonical, check, drafts, fields, vitals};
use crate::api::{Ctx, Fields};
use crate::audit::Entry;
use crate::clinical::access::{self, Guarded};
use crate::clinical::observations::{self, NewObservation};
use crate::db::{Read, Tx};
use crate::documents::Collection;
use crate::documents::registry::{self, NewDocument, Privacy};
use crate::feed::Topic;
use crate::ids::{AppointmentId, DocumentId, NoteId, PatientId};
use crate::patients;
use crate::{Error, ErrorCode, Result, files};

/// What is about to be signed, in the document store already.
struct Signing {
    document: DocumentId,
    sha256: [u8; 32],
    draft: SaveDraft,
    /// The note that it amends, and why.
    amended: Option<(NoteRow, String)>,
}

/// `notes.sign`.
///
/// # Errors
/// `invalid`; `stale` with the merged draft when another workstation wrote meanwhile, or when the amended version is no longer
/// the one that is shown; `not_allowed` with `reason` = `draft_of_other`, `draft_signed`, `note_of_other`; `documents_unavailable`.
pub(crate) async fn sign(ctx: &Ctx, request: SignNote) -> Result<NoteSigned> {
    let body = check::tidy(&request.body);
    check::check(&body)?;
    let amended = amended(ctx, &request).await?;
    let document = DocumentId::fresh();
    let content = content(ctx, &request, &body, amended.as_ref()).await?;
    ctx.documents()?.insert(Collection::EncounterNotes, document.0, &content).await?;
    let signing = Signing {
        document,
        sha256: canonical::hash(&content),
        draft: SaveDraft {
            id: request.id,
            subject: request.subject,
            base_revision: request.base_revision,
            body: request.body,
        },
        amended,
    };
    let (signing, body) = (&signing, &body);
    ctx.transact(|tx, _| async move { seal(ctx, tx, signing, body).await }.boxed())
        .await
}

/// The note that is amended: by its author, with a reason, from the version that is shown.
async fn amended(ctx: &Ctx, request: &SignNote) -> Result<Option<(NoteRow, String)>> {
    let Some(id) = request.subject.amends else { return Ok(None) };
    let note = queries::existing(&mut ctx.db()?, id).await?;
    if note.author_id != ctx.session()?.user_id {
        return Err(Error::new(ErrorCode::NotAllowed).with("reason", "note_of_other"));
    }
    let reason = request.reason.trim().to_owned();
    let mut fields = Fields::default();
    fields.required("reason", &reason, 400);
    fields.check()?;
    if request.amended_version != Some(note.document_id) {
        return Err(Error::new(ErrorCode::Stale));
    }
    Ok(Some((note, reason)))
}

/// The document as it is stored and hashed: what was written, by whom, when, of whom.
async fn content(ctx: &Ctx, request: &SignNote, body: &NoteBody, amended: Option<&(NoteRow, String)>) -> Result<Value> {
    let author = ctx.session()?;
    let doctor = queries::doctor(&mut ctx.db()?, author.user_id).await?;
    let note = amended.map_or(request.id, |(note, _)| note.id);
    Ok(json!({
        "kind": Collection::EncounterNotes.as_str(), "part": "note", "note_id": note, "version": amended.map_or(1, |(note, _)| note.version + 1),
        "patient_id": request.subject.patient_id, "appointment_id": request.subject.appointment_id, "doctor_id": doctor,
        "author": { "id": author.user_id, "name": author.name }, "signed_at": ctx.now,
        "reason": amended.map_or("", |(_, reason)| reason), "content": body,
    }))
}

async fn seal(ctx: &Ctx, tx: &mut Tx, signing: &Signing, body: &NoteBody) -> Result<NoteSigned> {
    let subject = &signing.draft.subject;
    drafts::close(ctx, tx, &signing.draft).await?;
    let new = document(
        ctx,
        signing.document,
        subject.patient_id,
        subject.appointment_id,
        signing.sha256,
        body.privacy,
    )?;
    let (id, version, reason) = match &signing.amended {
        None => (signing.draft.id, 1, ""),
        Some((note, reason)) => (note.id, note.version + 1, reason.as_str()),
    };
    let row = NewVersion {
        note: id,
        document: signing.document,
        version,
        reason,
        signed_by: ctx.session()?.user_id,
        sha256: signing.sha256,
    };
    match &signing.amended {
        None => {
            registry::insert(tx, &new, ctx.now).await?;
            queries::insert(tx, row, body, subject.appointment_id, ctx.now).await?;
        }
        Some((note, _)) => {
            registry::supersede(tx, note.document_id, &new, ctx.now).await?;
            queries::supersede(tx, row, body, ctx.now).await?;
            observations::retire(tx, note.document_id, ctx.now).await?;
        }
    }
    files::file_under(ctx, tx, &new, "attachments", &body.attachments).await?;
    let follow_up = follow(ctx, tx, signing, body).await?;
    let entry = Entry::new(ctx.command, "note", id.0).patient(subject.patient_id).because(reason);
    tx.record(entry.created(&json!({ "document_id": signing.document, "version": version, "sha256": hex::encode(signing.sha256) })));
    tx.changed(Topic::patient(subject.patient_id));
    Ok(NoteSigned {
        id,
        document_id: signing.document,
        version,
        signed_at: ctx.now,
        sha256: hex::encode(signing.sha256),
        follow_up,
    })
}

fn document(
    ctx: &Ctx,
    id: DocumentId,
    patient: PatientId,
    appointment_id: Option<AppointmentId>,
    sha256: [u8; 32],
    privacy: Privacy,
) -> Result<NewDocument> {
    Ok(NewDocument {
        id,
        kind: Collection::EncounterNotes,
        patient_id: Some(patient),
        author_id: ctx.session()?.user_id,
        appointment_id,
        sha256,
        privacy,
    })
}

/// What follows from the content: figures for the plots, and the appointment that the plan asks for.
async fn follow(ctx: &Ctx, tx: &mut Tx, signing: &Signing, body: &NoteBody) -> Result<Option<FollowUp>> {
    let subject = &signing.draft.subject;
    let location = match subject.appointment_id {
        Some(visit) => Some(queries::visit(tx, visit).await?.1),
        None => ctx.session()?.home_location_id,
    };
    let place = patients::place(tx, ctx, location).await?;
    // What an amendment says was measured when the note was written first.
    let taken_at = signing.amended.as_ref().map_or(ctx.now, |(note, _)| note.created_at);
    let born = patients::read(tx, subject.patient_id).await?.date_of_birth;
    let months = patients::months_between(born, place.local(taken_at).date());
    for (code, value, unit, reference) in vitals::measured(&body.objective.vital_signs, months) {
        let figure = NewObservation {
            patient_id: subject.patient_id,
            document_id: Some(signing.document),
            imported_id: None,
            code: code.to_owned(),
            name: String::new(),
            value,
            unit: unit.to_owned(),
            taken_at,
            reference,
        };
        observations::record(tx, &figure, ctx.session()?.user_id, ctx.now).await?;
    }
    let due = body
        .plan
        .follow_up_days
        .and_then(|days| place.today.checked_add_days(Days::new(days.into())));
    let Some(due_on) = due else { return Ok(None) };
    Ok(Some(FollowUp {
        patient_id: subject.patient_id,
        doctor_id: queries::doctor(tx, ctx.session()?.user_id).await?,
        location_id: location,
        due_on,
    }))
}

/// `notes.add_addendum`: by whoever may read the note.
///
/// # Errors
/// `invalid`; `not_found`; `not_allowed` with `reason` = `document_locked`; `documents_unavailable`.
pub(super) async fn add_addendum(ctx: &Ctx, request: AddAddendum) -> Result<NoteSigned> {
    let text = request.text.trim().to_owned();
    let mut fields = Fields::default();
    fields.required("text", &text, 50_000);
    fields.check()?;
    let note = queries::existing(&mut ctx.db()?, request.id).await?;
    let privacy = readable(ctx, &mut ctx.db()?, &note, note.document_id).await?;
    let (author, id) = (ctx.session()?, DocumentId::fresh());
    let content = json!({
        "kind": Collection::EncounterNotes.as_str(), "part": "addendum", "note_id": note.id, "patient_id": note.patient_id,
        "author": { "id": author.user_id, "name": author.name }, "signed_at": ctx.now, "text": text,
    });
    ctx.documents()?.insert(Collection::EncounterNotes, id.0, &content).await?;
    let (note, sha256) = (&note, canonical::hash(&content));
    // As of notes, lists show nothing of one that is locked.
    let line = if privacy == Privacy::Standard {
        fields::first_line(&text)
    } else {
        String::new()
    };
    let line = line.as_str();
    ctx.transact(|tx, _| async move { add(ctx, tx, note, line, (id, sha256, privacy)).await }.boxed())
        .await
}

async fn add(
    ctx: &Ctx,
    tx: &mut Tx,
    note: &NoteRow,
    line: &str,
    (id, sha256, privacy): (DocumentId, [u8; 32], Privacy),
) -> Result<NoteSigned> {
    let new = document(ctx, id, note.patient_id, note.appointment_id, sha256, privacy)?;
    registry::insert(tx, &new, ctx.now).await?;
    let row = NewVersion {
        note: note.id,
        document: id,
        version: note.version,
        reason: "",
        signed_by: ctx.session()?.user_id,
        sha256,
    };
    queries::insert_addendum(tx, row, line, ctx.now).await?;
    let entry = Entry::new(ctx.command, "note", note.id.0).patient(note.patient_id);
    tx.record(entry.created(&json!({ "document_id": id, "sha256": hex::encode(sha256) })));
    tx.changed(Topic::patient(note.patient_id));
    Ok(NoteSigned {
        id: note.id,
        document_id: id,
        version: note.version,
        signed_at: ctx.now,
        sha256: hex::encode(sha256),
        follow_up: None,
    })
}

/// Lets the caller read a version of a note; gives its privacy.
///
/// # Errors
/// `not_found`; `not_allowed` with `reason` = `document_locked`.
pub(super) async fn readable(ctx: &Ctx, q: &mut impl Read, note: &NoteRow, document: DocumentId) -> Result<Privacy> {
    let stored = queries::stored_version(q, note.id, document).await?;
    // An amendment may open a note, but what was locked when it was signed stays locked, and the other way round.
    let shown = queries::stored_version(q, note.id, note.document_id).await?;
    let guarded = Guarded {
        patient_id: note.patient_id,
        author_id: stored.author_id,
        privacy: stored.privacy.max(shown.privacy),
    };
    access::require(q, ctx.session()?, guarded, ctx.now).await?;
    Ok(guarded.privacy)
}

/// `notes.cosign`: a second doctor signs the version that is shown.
///
/// # Errors
/// `not_allowed` with `reason` = `cosign_own`, `cosigned`, `document_locked`; `stale`; `not_found`.
pub(super) async fn cosign(ctx: &Ctx, tx: &mut Tx, request: CosignNote) -> Result<()> {
    let note = queries::existing(tx, request.id).await?;
    readable(ctx, tx, &note, note.document_id).await?;
    if request.document_id != note.document_id {
        return Err(Error::new(ErrorCode::Stale));
    }
    let by = ctx.session()?.user_id;
    let refused = |reason: &'static str| Err(Error::new(ErrorCode::NotAllowed).with("reason", reason));
    if note.author_id == by {
        return refused("cosign_own");
    }
    if !queries::cosign(tx, note.document_id, by, ctx.now).await? {
        return refused("cosigned");
    }
    let signed: NoteId = note.id;
    let entry = Entry::new(ctx.command, "note", signed.0).patient(note.patient_id);
    tx.record(entry.created(&json!({ "document_id": note.document_id, "version": note.version })));
    tx.changed(Topic::patient(note.patient_id));
    Ok(())
}
