//! Reading notes: lists from rows, bodies from the document store, each checked against what was signed.

use futures::FutureExt;
use serde_json::Value;

use super::diff::{FieldDifference, differences};
use super::model::{Diagnosis, NoteBody, Passage, PassageSource, Vitals};
use super::queries;
use super::requests::{CompareVersions, CopyForward, ListNotes, ListTemplates, ReadNote, StartNote};
use super::sign::readable;
use super::views::{Addendum, NoteHead, NoteStart, NoteView, PatientNotes};
use super::{canonical, drafts, fields, growth, templates, vitals};
use crate::api::Ctx;
use crate::audit::Entry;
use crate::clinical::access;
use crate::clinical::growth::{Child, basis};
use crate::documents::Collection;
use crate::ids::{AppointmentId, DocumentId, NoteId, PatientId};
use crate::patients;
use crate::{Error, Result};

/// `notes.list`.
///
/// # Errors
/// As the store says.
pub(super) async fn list(ctx: &Ctx, request: ListNotes) -> Result<PatientNotes> {
    let limit = request.limit.unwrap_or(100).clamp(1, 500);
    Ok(PatientNotes {
        notes: heads(ctx, request.patient_id, limit).await?,
        drafts: queries::draft_heads(&mut ctx.db()?, request.patient_id).await?,
    })
}

/// The signed notes of a patient, newest first; what the caller may not read says so and shows nothing.
///
/// # Errors
/// As the store says.
pub async fn heads(ctx: &Ctx, patient: PatientId, limit: u32) -> Result<Vec<NoteHead>> {
    let mut db = ctx.db()?;
    let mut heads = queries::heads(&mut db, patient, limit).await?;
    let relation = access::relation(&mut db, ctx.session()?, patient, ctx.now).await?;
    for head in &mut heads {
        head.locked = !relation.opens(head.author_id, head.privacy);
        if head.locked {
            head.summary = String::new();
        }
    }
    Ok(heads)
}

/// `notes.start`.
///
/// # Errors
/// `not_found`.
pub(super) async fn start(ctx: &Ctx, request: StartNote) -> Result<NoteStart> {
    let (subject, mut db) = (request.subject, ctx.db()?);
    let patient = patients::read(&mut db, subject.patient_id).await?;
    let today = patients::place(&mut db, ctx, None).await?.today;
    Ok(NoteStart {
        draft: drafts::open_draft(&mut db, ctx.session()?.user_id, &subject).await?,
        ranges: vitals::ranges(patients::months_between(patient.date_of_birth, today)),
        growth: basis(&patient, today),
        templates: templates::list(
            ctx,
            ListTemplates {
                patient_id: Some(subject.patient_id),
            },
        )
        .await?,
        last: heads(ctx, subject.patient_id, 20).await?.into_iter().find(|head| !head.locked),
    })
}

/// `notes.read`: the reading is recorded.
///
/// # Errors
/// `not_found`; `not_allowed` with `reason` = `document_locked`; `documents_unavailable`.
pub(super) async fn read(ctx: &Ctx, request: ReadNote) -> Result<NoteView> {
    let view = fetch(ctx, &request).await?;
    opened(ctx, view.id, view.patient_id).await?;
    Ok(view)
}

/// A version that the caller may read; that it was is to be recorded by [`opened`].
pub(super) async fn fetch(ctx: &Ctx, request: &ReadNote) -> Result<NoteView> {
    let mut db = ctx.db()?;
    let note = queries::existing(&mut db, request.id).await?;
    let document = request.document_id.unwrap_or(note.document_id);
    let stored = queries::stored_version(&mut db, note.id, document).await?;
    readable(ctx, &mut db, &note, document).await?;
    let (body, intact) = body(ctx, document, &stored.sha256).await?;
    let patient = patients::read(&mut db, note.patient_id).await?;
    let place = patients::place(&mut db, ctx, None).await?;
    let day = place.local(note.created_at).date();
    Ok(NoteView {
        id: note.id,
        patient_id: note.patient_id,
        appointment_id: note.appointment_id,
        document_id: document,
        current: document == note.document_id,
        bmi: vitals::bmi(&body.objective.vital_signs),
        growth: growth::of(&body.objective.vital_signs, Child::of(&patient, day), day),
        body,
        sha256: hex::encode(&stored.sha256),
        intact,
        versions: queries::versions(&mut db, note.id).await?,
        addenda: addenda(ctx, note.id).await?,
    })
}

/// Records that a note was read, compared or printed.
pub(super) async fn opened(ctx: &Ctx, note: NoteId, patient: PatientId) -> Result<()> {
    let ctx = &ctx.unrepeated(ctx.session.clone());
    ctx.transact(|tx, _| {
        async move {
            tx.record(Entry::new(ctx.command, "note", note.0).patient(patient));
            Ok(())
        }
        .boxed()
    })
    .await
}

/// What the signed notes of a visit found, of those that every reader of charts may open. To record whom it is told is the caller's.
///
/// # Errors
/// `documents_unavailable`.
pub(crate) async fn diagnoses(ctx: &Ctx, visit: AppointmentId) -> Result<Vec<Diagnosis>> {
    let ids: Vec<_> = queries::open_documents(&mut ctx.db()?, visit)
        .await?
        .iter()
        .map(|id| id.0)
        .collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut diagnoses: Vec<Diagnosis> = Vec::new();
    for (_, stored) in ctx.documents()?.get(Collection::EncounterNotes, &ids).await? {
        let body: NoteBody = serde_json::from_value(stored["content"].clone())?;
        diagnoses.extend(body.assessment.diagnoses.into_iter().filter(|d| !d.code.is_empty()));
    }
    diagnoses.dedup_by(|a, b| a.code == b.code);
    Ok(diagnoses)
}

/// A version's content, and whether it is still what was signed.
async fn body(ctx: &Ctx, document: DocumentId, sha256: &[u8]) -> Result<(NoteBody, bool)> {
    let found = ctx.documents()?.get(Collection::EncounterNotes, &[document.0]).await?;
    let (_, stored) = found.into_iter().next().ok_or_else(|| Error::not_found("document"))?;
    let body = serde_json::from_value(stored["content"].clone())?;
    Ok((body, canonical::hash(&stored) == sha256))
}

async fn addenda(ctx: &Ctx, note: NoteId) -> Result<Vec<Addendum>> {
    let rows = queries::addenda(&mut ctx.db()?, note).await?;
    let ids: Vec<_> = rows.iter().map(|row| row.document_id.0).collect();
    let bodies = ctx.documents()?.get(Collection::EncounterNotes, &ids).await?;
    let of = |id: DocumentId| bodies.iter().find(|(found, _)| *found == id.0).map(|(_, body)| body);
    Ok(rows
        .into_iter()
        .map(|row| {
            let body = of(row.document_id);
            Addendum {
                document_id: row.document_id,
                text: body.and_then(|b| b["text"].as_str()).unwrap_or_default().to_owned(),
                intact: body.is_some_and(|b: &Value| canonical::hash(b).as_slice() == row.sha256),
                signed_by_name: row.signed_by_name,
                signed_at: row.signed_at,
            }
        })
        .collect())
}

/// `notes.compare`.
///
/// # Errors
/// As [`read`].
pub(super) async fn compare(ctx: &Ctx, request: CompareVersions) -> Result<Vec<FieldDifference>> {
    let mut db = ctx.db()?;
    let note = queries::existing(&mut db, request.id).await?;
    let mut bodies = Vec::new();
    for document in [request.left, request.right] {
        let stored = queries::stored_version(&mut db, note.id, document).await?;
        readable(ctx, &mut db, &note, document).await?;
        bodies.push(body(ctx, document, &stored.sha256).await?.0);
    }
    opened(ctx, note.id, note.patient_id).await?;
    Ok(differences(&bodies[0], &bodies[1]))
}

/// `notes.copy_forward`: the texts of the last note that the caller may read, each marked as copied. Figures, attachments, follow-up and
/// the chief complaint belong to that visit and stay there.
///
/// # Errors
/// `not_found` without an earlier note; `documents_unavailable`.
pub(super) async fn copy_forward(ctx: &Ctx, request: CopyForward) -> Result<NoteBody> {
    let heads = heads(ctx, request.patient_id, 20).await?;
    let last = heads
        .into_iter()
        .find(|head| !head.locked)
        .ok_or_else(|| Error::not_found("note"))?;
    let read = ReadNote {
        id: last.id,
        document_id: None,
    };
    let earlier = read_body(ctx, read).await?;
    Ok(copied(&earlier, last.document_id))
}

async fn read_body(ctx: &Ctx, request: ReadNote) -> Result<NoteBody> {
    Ok(read(ctx, request).await?.body)
}

/// A body with every text marked as copied from `document`.
fn copied(earlier: &NoteBody, document: DocumentId) -> NoteBody {
    let mut body = earlier.clone();
    body.subjective.chief_complaint = String::new();
    body.objective.vital_signs = Vitals::default();
    body.attachments = Vec::new();
    body.plan.follow_up_required = false;
    body.plan.follow_up_days = None;
    body.passages = fields::TEXTS
        .iter()
        .filter_map(|path| Some((path, fields::text(&body, path)?)))
        .filter(|(_, text)| !text.trim().is_empty())
        .map(|(path, text)| Passage {
            field: (*path).to_owned(),
            text: text.to_owned(),
            source: PassageSource::Copied { document_id: document },
        })
        .collect();
    body
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_copied_is_marked_and_the_visits_own_figures_stay_behind() {
        let mut earlier = NoteBody::default();
        earlier.subjective.chief_complaint = "Cough".into();
        earlier.plan.recommendations = "Rest.".into();
        earlier.plan.follow_up_days = Some(3);
        earlier.objective.vital_signs.heart_rate = Some(92.0);
        let body = copied(&earlier, DocumentId::fresh());
        assert_eq!(body.passages.len(), 1);
        assert_eq!(
            (body.passages[0].field.as_str(), body.plan.recommendations.as_str()),
            ("plan.recommendations", "Rest.")
        );
        assert_eq!((body.objective.vital_signs, body.plan.follow_up_days), (Vitals::default(), None));
    }
}
