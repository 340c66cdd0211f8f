//! Keeping a version: the document first, then one transaction with its registry row, its files, its figures and its follow-up.

use futures::FutureExt;
use serde_json::{Value, json};

use super::model::{RecordContent, RecordHead, RecordSaved, SaveRecord};
use super::queries::{self, NewVersion};
use super::{check, labs, read};
use crate::api::Ctx;
use crate::audit::Entry;
use crate::clinical::{self, observations};
use crate::db::Tx;
use crate::documents::Collection;
use crate::documents::registry::{self, NewDocument};
use crate::feed::Topic;
use crate::ids::{AppointmentId, DocumentId, PatientId, RecordId, UserId};
use crate::notes::canonical;
use crate::tasks::{self, FollowUp};
use crate::{Error, ErrorCode, Result, files, patients};

/// What is about to become a version, in the document store already.
struct Kept {
    request: SaveRecord,
    content: RecordContent,
    id: RecordId,
    before: Option<RecordHead>,
    document: NewDocument,
}

impl Kept {
    fn version(&self) -> i32 {
        self.before.as_ref().map_or(1, |head| head.version + 1)
    }
}

/// `records.save`
///
/// # Errors
/// `invalid`; `stale` when the amended version is no longer the one that is shown; `not_found`; `not_allowed` with `reason` =
/// `document_locked`, `chart_merged`; `documents_unavailable`.
pub(super) async fn save(ctx: &Ctx, request: SaveRecord) -> Result<RecordSaved> {
    let mut db = ctx.db()?;
    let content = check::tidy(&request.content);
    let before = amended(ctx, &request).await?;
    let reason = before.as_ref().map(|_| request.reason.as_str());
    check::check(&content, reason, patients::place(&mut db, ctx, None).await?.today)?;
    if before.as_ref().is_some_and(|head| request.amends != Some(head.document_id)) {
        return Err(Error::new(ErrorCode::Stale));
    }
    if let Some(visit) = request.appointment_id
        && queries::visit(&mut db, visit).await? != request.patient_id
    {
        return Err(Error::field("appointment_id", "not_found"));
    }
    let kept = &put(ctx, request, content, before).await?;
    ctx.transact(|tx, _| async move { write(ctx, tx, kept).await }.boxed()).await
}

/// Puts the document of the version, before rows refer to it.
async fn put(ctx: &Ctx, request: SaveRecord, content: RecordContent, before: Option<RecordHead>) -> Result<Kept> {
    let author = ctx.session()?;
    let id = request.id.unwrap_or_else(RecordId::fresh);
    let appointment_id = before.as_ref().map_or(request.appointment_id, |head| head.appointment_id);
    let body = body(&Written {
        id,
        version: before.as_ref().map_or(1, |head| head.version + 1),
        patient_id: request.patient_id,
        appointment_id,
        author: (author.user_id, &author.name),
        at: ctx.now,
        reason: request.reason.trim(),
        content: &content,
    });
    let document = NewDocument {
        id: DocumentId::fresh(),
        kind: Collection::MedicalRecords,
        patient_id: Some(request.patient_id),
        author_id: author.user_id,
        appointment_id,
        sha256: canonical::hash(&body),
        privacy: content.privacy,
    };
    ctx.documents()?.insert(Collection::MedicalRecords, document.id.0, &body).await?;
    Ok(Kept {
        request,
        content,
        id,
        before,
        document,
    })
}

/// The record that is amended, by whoever may read it.
async fn amended(ctx: &Ctx, request: &SaveRecord) -> Result<Option<RecordHead>> {
    let Some(id) = request.id else { return Ok(None) };
    let mut db = ctx.db()?;
    let (head, patient) = queries::existing(&mut db, id).await?;
    if patient != request.patient_id {
        return Err(Error::not_found("record"));
    }
    read::readable(ctx, &mut db, &head, patient, head.document_id).await?;
    Ok(Some(head))
}

/// Who wrote what, of whom, when.
pub(super) struct Written<'a> {
    pub id: RecordId,
    pub version: i32,
    pub patient_id: PatientId,
    pub appointment_id: Option<AppointmentId>,
    pub author: (UserId, &'a str),
    pub at: chrono::DateTime<chrono::Utc>,
    pub reason: &'a str,
    pub content: &'a RecordContent,
}

/// The document as it is stored and hashed.
pub(super) fn body(w: &Written<'_>) -> Value {
    json!({
        "kind": Collection::MedicalRecords.as_str(), "record_id": w.id, "version": w.version, "patient_id": w.patient_id,
        "appointment_id": w.appointment_id, "uploaded_by": { "id": w.author.0, "name": w.author.1 }, "recorded_at": w.at, "reason": w.reason,
        "content": w.content,
    })
}

async fn write(ctx: &Ctx, tx: &mut Tx, kept: &Kept) -> Result<RecordSaved> {
    let (request, document) = (&kept.request, &kept.document);
    clinical::open_chart(tx, request.patient_id).await?;
    let version = NewVersion {
        record: kept.id,
        document: document.id,
        version: kept.version(),
        reason: kept.before.as_ref().map_or("", |_| request.reason.trim()),
        author: document.author_id,
        appointment: document.appointment_id,
        at: ctx.now,
    };
    register(ctx, tx, kept, version).await?;
    files::file_under(ctx, tx, document, "files", &kept.content.files).await?;
    let figures = labs::figures(&kept.content, request.patient_id, document.id);
    observations::record_all(tx, &figures, document.author_id, ctx.now).await?;
    let follow_up = FollowUp {
        record_id: kept.id,
        patient_id: request.patient_id,
        due_on: kept.content.follow_up_on,
    };
    tasks::follow(ctx, tx, &follow_up).await?;
    told(ctx, tx, kept, version);
    Ok(RecordSaved {
        id: kept.id,
        document_id: document.id,
        version: version.version,
        sha256: hex::encode(document.sha256),
    })
}

/// A first version, or one in the place of the last, whose figures leave the plots.
async fn register(ctx: &Ctx, tx: &mut Tx, kept: &Kept, version: NewVersion<'_>) -> Result<()> {
    let Some(before) = &kept.before else {
        registry::insert(tx, &kept.document, ctx.now).await?;
        return queries::insert(tx, version, &kept.content, false).await;
    };
    registry::supersede(tx, before.document_id, &kept.document, ctx.now).await?;
    queries::supersede(tx, version, &kept.content).await?;
    observations::retire(tx, before.document_id, ctx.now).await.map(|_| ())
}

fn told(ctx: &Ctx, tx: &mut Tx, kept: &Kept, version: NewVersion<'_>) {
    let said = json!({ "document_id": kept.document.id, "version": version.version, "sha256": hex::encode(kept.document.sha256) });
    let entry = Entry::new(ctx.command, "record", kept.id.0).patient(kept.request.patient_id);
    tx.record(entry.because(version.reason).created(&said));
    tx.changed(Topic::patient(kept.request.patient_id));
}
