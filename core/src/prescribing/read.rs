//! Lists and versions of prescriptions, and whether a printed one is genuine.

use futures::FutureExt;

use super::model::{ItemState, OpenedPrescription, PatientPrescriptions, PrescribedItem, PrescriptionDocument, Verification};
use super::number;
use super::queries::{self, Head, Registered};
use super::requests::{DraftItem, ListPrescriptions, OpenPrescription, VerifyPrescription};
use crate::api::Ctx;
use crate::audit::Entry;
use crate::clinical::access::{self, Guarded};
use crate::documents::{Collection, sha256};
use crate::{Error, Result, patients};

/// A patient's prescriptions: rows only.
///
/// # Errors
/// As the store says.
pub(super) async fn list(ctx: &Ctx, request: ListPrescriptions) -> Result<PatientPrescriptions> {
    let mut db = ctx.db()?;
    let items = queries::items_of(&mut db, request.patient_id).await?;
    let today = patients::place(&mut db, ctx, None).await?.today;
    Ok(PatientPrescriptions {
        repeat: repeat(&items),
        today,
        items,
    })
}

/// The last prescription again: what of it was stopped for a reason is left out, what is active is renewed.
fn repeat(items: &[PrescribedItem]) -> Vec<DraftItem> {
    let stopped = |i: &PrescribedItem| i.state == ItemState::Stopped;
    let Some(last) = items
        .iter()
        .filter(|i| !stopped(i))
        .max_by_key(|i| (i.issued_on, i.prescription_number.clone()))
    else {
        return Vec::new();
    };
    let of_last = items.iter().filter(|i| i.prescription_id == last.prescription_id && !stopped(i));
    of_last.map(again).collect()
}

/// A draft that renews a medicine as it was written.
pub(super) fn again(item: &PrescribedItem) -> DraftItem {
    DraftItem {
        ingredient: item.ingredient.clone(),
        form: item.form.parse().ok(),
        route: item.route.parse().ok(),
        strength: item.strength.clone(),
        sig: item.sig.clone(),
        refills: u8::try_from(item.refills_allowed).unwrap_or(0),
        replaces: Some(item.id),
        replace_reason: String::new(),
    }
}

/// A version of a prescription; that it was opened is recorded.
///
/// # Errors
/// `not_found`; `not_allowed` with `reason` = `document_locked`; `documents_unavailable`.
pub(super) async fn open(ctx: &Ctx, request: OpenPrescription) -> Result<OpenedPrescription> {
    let opened = &fetch(ctx, &request).await?;
    ctx.transact(|tx, _| {
        async move {
            let document = &opened.document;
            tx.record(Entry::new(ctx.command, "prescription", document.prescription_id.0).patient(document.patient_id));
            Ok(opened.clone())
        }
        .boxed()
    })
    .await
}

/// A version that the caller may read.
///
/// # Errors
/// As [`open`].
pub(super) async fn fetch(ctx: &Ctx, request: &OpenPrescription) -> Result<OpenedPrescription> {
    let mut db = ctx.db()?;
    let head = queries::head(&mut db, request.id).await?;
    let registered = queries::version(&mut db, head.document_id, request.version.unwrap_or(head.version)).await?;
    let guarded = Guarded {
        patient_id: head.patient_id,
        author_id: registered.author_id,
        privacy: registered.privacy,
    };
    access::require(&mut db, ctx.session()?, guarded, ctx.now).await?;
    Ok(OpenedPrescription {
        number: head.prescription_number.clone(),
        verification_code: number::code(&registered.sha256),
        versions: queries::versions(&mut db, head.document_id).await?,
        document: document(ctx, &head, &registered).await?,
    })
}

/// The body of a registered version; its content must be what was registered.
pub(super) async fn document(ctx: &Ctx, head: &Head, registered: &Registered) -> Result<PrescriptionDocument> {
    let found = ctx.documents()?.get(Collection::Prescriptions, &[registered.id.0]).await?;
    let (_, body) = found
        .into_iter()
        .next()
        .ok_or_else(|| Error::fault("a registered prescription without a body"))?;
    if sha256(&serde_json::to_vec(&body)?).as_slice() != registered.sha256.as_slice() {
        return Err(Error::fault("a prescription that does not match its SHA-256"));
    }
    let document: PrescriptionDocument = serde_json::from_value(body)?;
    if document.prescription_id == head.id {
        Ok(document)
    } else {
        Err(Error::fault("a prescription under another's number"))
    }
}

/// Whether number and code belong together.
///
/// # Errors
/// As the store says.
pub(super) async fn verify(ctx: &Ctx, request: VerifyPrescription) -> Result<Verification> {
    let unknown = Verification {
        genuine: false,
        current: false,
        issued_on: None,
    };
    let mut db = ctx.db()?;
    let Some(head) = queries::head_by_number(&mut db, &request.number.trim().to_uppercase()).await? else {
        return Ok(unknown);
    };
    for version in (1..=head.version).rev() {
        let registered = queries::version(&mut db, head.document_id, version).await?;
        if number::same_code(&request.code, &number::code(&registered.sha256)) {
            let items = queries::items_of(&mut db, head.patient_id).await?;
            let issued_on = items.iter().find(|i| i.prescription_id == head.id).map(|i| i.issued_on);
            return Ok(Verification {
                genuine: true,
                current: version == head.version,
                issued_on,
            });
        }
    }
    Ok(unknown)
}
