//! Reading records: lists from rows, bodies from the document store, each checked against what was kept.

use futures::FutureExt;
use serde_json::Value;

use super::model::{ListRecords, ReadRecord, RecordContent, RecordHead, RecordView};
use super::queries;
use crate::api::Ctx;
use crate::audit::Entry;
use crate::clinical::access::{self, Guarded};
use crate::db::Read;
use crate::documents::Collection;
use crate::ids::{DocumentId, PatientId, RecordId};
use crate::notes::canonical;
use crate::{Error, Result};

/// `records.list`: newest first; what the caller may not read says so and shows nothing.
///
/// # Errors
/// As the store says.
pub(super) async fn list(ctx: &Ctx, request: ListRecords) -> Result<Vec<RecordHead>> {
    let mut db = ctx.db()?;
    let limit = request.limit.unwrap_or(200).clamp(1, 500);
    let mut heads = queries::heads(&mut db, request.patient_id, request.kind, limit).await?;
    let relation = access::relation(&mut db, ctx.session()?, request.patient_id, ctx.now).await?;
    for head in &mut heads {
        head.locked = !relation.opens(head.author_id, head.privacy);
        if head.locked {
            head.title = String::new();
            head.abnormal_count = 0;
        }
    }
    Ok(heads)
}

/// `records.read`: the reading is recorded.
///
/// # Errors
/// `not_found`; `not_allowed` with `reason` = `document_locked`; `documents_unavailable`.
pub(super) async fn read(ctx: &Ctx, request: ReadRecord) -> Result<RecordView> {
    let mut db = ctx.db()?;
    let (head, patient_id) = queries::existing(&mut db, request.id).await?;
    let document_id = request.document_id.unwrap_or(head.document_id);
    let sha256 = readable(ctx, &mut db, &head, patient_id, document_id).await?;
    let (content, intact) = body(ctx, document_id, &sha256).await?;
    let view = RecordView {
        patient_id,
        document_id,
        current: document_id == head.document_id,
        content,
        sha256: hex::encode(&sha256),
        intact,
        versions: queries::versions(&mut db, head.id).await?,
        head,
    };
    opened(ctx, view.head.id, patient_id).await?;
    Ok(view)
}

/// Lets the caller read a version; gives its SHA-256.
///
/// # Errors
/// `not_found`; `not_allowed` with `reason` = `document_locked`.
pub(super) async fn readable(ctx: &Ctx, q: &mut impl Read, head: &RecordHead, patient: PatientId, document: DocumentId) -> Result<Vec<u8>> {
    let stored = queries::stored(q, head.id, document).await?;
    // An amendment may open a record, but what was locked when it was kept stays locked, and the other way round.
    let guarded = Guarded {
        patient_id: patient,
        author_id: stored.author_id,
        privacy: stored.privacy.max(head.privacy),
    };
    access::require(q, ctx.session()?, guarded, ctx.now).await?;
    Ok(stored.sha256)
}

async fn body(ctx: &Ctx, document: DocumentId, sha256: &[u8]) -> Result<(RecordContent, bool)> {
    let found = ctx.documents()?.get(Collection::MedicalRecords, &[document.0]).await?;
    let (_, stored): (_, Value) = found.into_iter().next().ok_or_else(|| Error::not_found("document"))?;
    let content = serde_json::from_value(stored["content"].clone())?;
    Ok((content, canonical::hash(&stored) == sha256))
}

async fn opened(ctx: &Ctx, id: RecordId, patient: PatientId) -> Result<()> {
    let ctx = &ctx.unrepeated(ctx.session.clone());
    ctx.transact(|tx, _| {
        async move {
            tx.record(Entry::new(ctx.command, "record", id.0).patient(patient));
            Ok(())
        }
        .boxed()
    })
    .await
}
