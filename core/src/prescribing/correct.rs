//! `prescribing.correct`: a further version that says something else beside the medicines, with the reason.

use futures::FutureExt;

use super::change;
use super::model::{IssuedPrescription, PrescriptionDocument};
use super::queries::{self, Head};
use super::read;
use super::requests::CorrectPrescription;
use crate::api::{Ctx, Fields};
use crate::audit::Entry;
use crate::clinical;
use crate::db::Tx;
use crate::documents::Collection;
use crate::feed::Topic;
use crate::ids::DocumentId;
use crate::{Error, ErrorCode, Result};

/// Corrects diagnosis, notes and tags. What is printed of an earlier version is told as replaced from then on.
///
/// # Errors
/// `invalid` without a reason; `stale`; `not_found`; `not_allowed` with `reason` = `prescription_of_other`, `not_a_doctor`,
/// `chart_merged`; `documents_unavailable`.
pub(super) async fn correct(ctx: &Ctx, request: CorrectPrescription) -> Result<IssuedPrescription> {
    let reason = request.reason.trim();
    let mut fields = Fields::default();
    fields.required("reason", reason, 400);
    fields.at_most("diagnosis", request.diagnosis.trim(), 400);
    fields.at_most("notes", request.notes.trim(), 2000);
    fields.check()?;
    let mut db = ctx.db()?;
    let doctor = queries::doctor(&mut db, ctx.session()?.user_id).await?;
    let head = queries::head(&mut db, request.id).await?;
    if head.version != request.version {
        return Err(Error::new(ErrorCode::Stale));
    }
    let last = read::document(ctx, &head, &queries::version(&mut db, head.document_id, head.version).await?).await?;
    if last.doctor.id != doctor.id {
        return Err(Error::new(ErrorCode::NotAllowed).with("reason", "prescription_of_other"));
    }
    let next = corrected(last.clone(), &request);
    let id = DocumentId::fresh();
    let hash = clinical::put_document(ctx, Collection::Prescriptions, id, &serde_json::to_value(&next)?).await?;
    let (head, last, next) = (&head, &last, &next);
    ctx.transact(|tx, _| async move { write(ctx, tx, head, (last, next), (id, hash), reason).await }.boxed())
        .await
}

fn corrected(mut document: PrescriptionDocument, request: &CorrectPrescription) -> PrescriptionDocument {
    document.version += 1;
    request.diagnosis.trim().clone_into(&mut document.diagnosis);
    request.notes.trim().clone_into(&mut document.notes);
    request.reason.trim().clone_into(&mut document.reason);
    document.tags = request.tags.iter().map(|t| t.trim().to_owned()).filter(|t| !t.is_empty()).collect();
    document
}

async fn write(
    ctx: &Ctx,
    tx: &mut Tx,
    head: &Head,
    (last, next): (&PrescriptionDocument, &PrescriptionDocument),
    (id, hash): (DocumentId, [u8; 32]),
    reason: &str,
) -> Result<IssuedPrescription> {
    clinical::open_chart(tx, head.patient_id).await?;
    change::supersede(ctx, tx, head, next, (id, hash)).await?;
    let entry = Entry::new(ctx.command, "prescription", head.id.0).patient(head.patient_id);
    tx.record(entry.change(last, next).because(reason));
    tx.changed(Topic::patient(head.patient_id));
    Ok(IssuedPrescription {
        id: head.id,
        number: head.prescription_number.clone(),
        document_id: id,
    })
}
