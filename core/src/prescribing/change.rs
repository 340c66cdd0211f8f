//! What happens to a prescription afterwards: a medicine is stopped, a repeat is dispensed.

use futures::FutureExt;

use super::issue::refuse_any;
use super::lists::Lists;
use super::model::{AnsweredWarning, PrescribedItem, PrescriptionDocument, StopKind};
use super::queries::{self, Head};
use super::requests::{CheckPrescription, StopItem, UseRefill};
use super::safety::Warning;
use super::{check, read, rows};
use crate::api::{Ctx, Fields};
use crate::audit::Entry;
use crate::clinical::{self, medications};
use crate::db::Tx;
use crate::documents::Collection;
use crate::documents::registry::{self, NewDocument};
use crate::feed::Topic;
use crate::ids::{DocumentId, PatientId};
use crate::printing::Language;
use crate::{Error, ErrorCode, Result, args, patients};

/// Stops one medicine: the prescription gets a further version that says so, and the chart's list ends it.
///
/// # Errors
/// `invalid` without a reason; `stale`; `not_found`; `not_a_doctor`; `documents_unavailable`.
pub(super) async fn stop(ctx: &Ctx, request: StopItem) -> Result<PrescribedItem> {
    let mut fields = Fields::default();
    let reason = request.reason.trim();
    fields.required("reason", reason, 400);
    fields.check()?;
    let mut db = ctx.db()?;
    queries::doctor(&mut db, ctx.session()?.user_id).await?;
    let item = queries::item(&mut db, request.id).await?;
    let head = queries::head(&mut db, item.prescription_id).await?;
    let today = patients::place(&mut db, ctx, None).await?.today;
    // A course that is over was not taken until today.
    let last_taken = item.ends_on.map_or(today, |end| end.min(today));
    let last = read::document(ctx, &head, &queries::version(&mut db, head.document_id, head.version).await?).await?;
    let next = stopped(last, &item, last_taken, reason);
    let id = DocumentId::fresh();
    let hash = clinical::put_document(ctx, Collection::Prescriptions, id, &serde_json::to_value(&next)?).await?;
    let change = Change {
        request: &request,
        head,
        item,
        next,
        id,
        hash,
        last_taken,
        reason,
    };
    let change = &change;
    ctx.transact(|tx, _| async move { write(ctx, tx, change).await }.boxed()).await
}

struct Change<'a> {
    request: &'a StopItem,
    head: Head,
    item: PrescribedItem,
    next: PrescriptionDocument,
    id: DocumentId,
    hash: [u8; 32],
    last_taken: chrono::NaiveDate,
    reason: &'a str,
}

fn stopped(mut document: PrescriptionDocument, item: &PrescribedItem, on: chrono::NaiveDate, reason: &str) -> PrescriptionDocument {
    document.version += 1;
    document.reason.clear();
    for written in document.items.iter_mut().filter(|i| i.id == item.id) {
        written.stopped_on = Some(on);
        reason.clone_into(&mut written.stop_reason);
    }
    document
}

const LOCK: &str = "SELECT id FROM prescriptions WHERE id = ?";

async fn write(ctx: &Ctx, tx: &mut Tx, change: &Change<'_>) -> Result<PrescribedItem> {
    let before = queries::item(tx, change.item.id).await?;
    if before.version != change.request.version {
        return Err(Error::stale(&before));
    }
    let (patient, medication) = queries::place_of(tx, before.id).await?;
    clinical::open_chart(tx, patient).await?;
    supersede(ctx, tx, &change.head, &change.next, (change.id, change.hash)).await?;
    if !queries::stop(tx, &before, StopKind::Stopped, change.last_taken, change.reason, ctx.now).await? {
        return Err(Error::new(ErrorCode::Stale));
    }
    medications::stop_one(tx, medication, change.id, change.last_taken, change.reason, ctx.now).await?;
    record(ctx, tx, patient, &before, change.reason).await
}

/// Puts a document that is in the store already in the place of the last version.
///
/// # Errors
/// `stale` when another version came first.
pub(super) async fn supersede(
    ctx: &Ctx,
    tx: &mut Tx,
    head: &Head,
    next: &PrescriptionDocument,
    (id, sha256): (DocumentId, [u8; 32]),
) -> Result<()> {
    let _: Vec<(crate::ids::PrescriptionId,)> = tx.locked(LOCK, args![head.id]).await?;
    let document = NewDocument {
        id,
        kind: Collection::Prescriptions,
        patient_id: Some(head.patient_id),
        author_id: ctx.session()?.user_id,
        appointment_id: next.appointment_id,
        sha256,
        privacy: queries::version(tx, head.document_id, head.version).await?.privacy,
    };
    registry::supersede(tx, head.document_id, &document, ctx.now).await?;
    if rows::move_on(tx, ctx, head, id).await? {
        Ok(())
    } else {
        Err(Error::new(ErrorCode::Stale))
    }
}

async fn record(ctx: &Ctx, tx: &mut Tx, patient: PatientId, before: &PrescribedItem, reason: &str) -> Result<PrescribedItem> {
    let after = queries::item(tx, before.id).await?;
    let entry = Entry::new(ctx.command, "prescription_item", before.id.0).patient(patient);
    tx.record(entry.change(before, &after).because(reason));
    tx.changed(Topic::patient(patient));
    Ok(after)
}

const USE_REFILL: &str = "UPDATE prescription_items SET refills_left = refills_left - 1, updated_at = ?, version = version + 1 \
 WHERE id = ? AND version = ? AND state = 'active' AND refills_left > 0";

/// Takes one of the repeats that are left, unless something speaks against the medicine that nobody knew or answered: an allergy,
/// a pregnancy, another medicine since.
///
/// # Errors
/// `not_allowed` with `reason` = `no_refills_left`, `prescription_stopped`, `warnings_new` (and `warnings`); `stale`; `not_found`.
pub(super) async fn use_refill(ctx: &Ctx, tx: &mut Tx, request: UseRefill) -> Result<PrescribedItem> {
    let before = queries::item(tx, request.id).await?;
    let (patient, _) = queries::place_of(tx, before.id).await?;
    clinical::open_chart(tx, patient).await?;
    if before.version != request.version {
        return Err(Error::stale(&before));
    }
    if before.state == super::model::ItemState::Stopped {
        return Err(Error::new(ErrorCode::NotAllowed).with("reason", "prescription_stopped"));
    }
    if before.refills_left == 0 {
        return Err(Error::new(ErrorCode::NotAllowed).with("reason", "no_refills_left"));
    }
    answered(ctx, tx, patient, &before, &request).await?;
    if tx.exec(USE_REFILL, args![ctx.now, before.id, before.version]).await? == 0 {
        return Err(Error::new(ErrorCode::Stale));
    }
    let reasons: Vec<&str> = request.answers.iter().map(|a| a.reason.trim()).collect();
    record(ctx, tx, patient, &before, &reasons.join("; ")).await
}

/// Refuses when a check of today warns of something that needs a reason and has none; keeps the reasons that are given now.
async fn answered(ctx: &Ctx, tx: &mut Tx, patient_id: PatientId, item: &PrescribedItem, request: &UseRefill) -> Result<()> {
    let mut fields = Fields::default();
    for (n, answer) in request.answers.iter().enumerate() {
        fields.required(&format!("answers.{n}.reason"), answer.reason.trim(), 400);
    }
    fields.check()?;
    let lists = Lists::load(tx).await?;
    let draft = CheckPrescription {
        patient_id,
        items: vec![read::again(item)],
        language: Language::En,
    };
    let now = check::examine(ctx, tx, &lists, &draft).await?;
    let before = queries::answered(tx, patient_id).await?;
    let known = |warning: &Warning| before.contains(&warning.key.chars().take(queries::KEY).collect());
    let reason = |warning: &Warning| {
        request
            .answers
            .iter()
            .find(|a| a.key == warning.key)
            .map(|a| a.reason.trim().to_owned())
    };
    refuse_any("warnings_new", &now.findings.warnings, |w| {
        w.needs_reason && !known(w) && reason(w).is_none()
    })?;
    for warning in now.findings.warnings {
        if let Some(reason) = reason(&warning) {
            let answered = AnsweredWarning { reason, warning };
            rows::insert_answer(tx, ctx, item.prescription_id, &now.lists, &answered).await?;
        }
    }
    Ok(())
}
