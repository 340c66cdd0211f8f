//! Whether the patient sees a record: a row beside the document, not a part of it.

use super::model::{RecordHead, ShareRecord};
use super::{queries, read};
use crate::Result;
use crate::api::Ctx;
use crate::audit::Entry;
use crate::db::Tx;
use crate::feed::Topic;

/// `records.share`
///
/// # Errors
/// `not_found`; `not_allowed` with `reason` = `document_locked`.
pub(super) async fn share(ctx: &Ctx, tx: &mut Tx, request: ShareRecord) -> Result<RecordHead> {
    let (before, patient) = queries::existing(tx, request.id).await?;
    read::readable(ctx, tx, &before, patient, before.document_id).await?;
    if before.shared_at.is_some() == request.shared {
        return Ok(before);
    }
    let by = request.shared.then_some(ctx.session()?.user_id);
    queries::share(tx, request.id, by, ctx.now).await?;
    let (after, _) = queries::existing(tx, request.id).await?;
    let said = |head: &RecordHead| serde_json::json!({ "shared": head.shared_at.is_some() });
    let entry = Entry::new(ctx.command, "record", request.id.0).patient(patient);
    tx.record(entry.change(&said(&before), &said(&after)));
    tx.changed(Topic::patient(patient));
    Ok(after)
}
