//! `prescribing.issue`: checked again in the transaction that keeps it.

use chrono::TimeDelta;
use futures::FutureExt;

use super::check::{self, Examined};
use super::document;
use super::lists::Lists;
use super::model::{DocumentItem, IssuedPrescription, PrescribedItem, PrescriptionDocument, StopKind};
use super::requests::{DraftItem, IssuePrescription};
use super::safety::Warning;
use super::{number, queries, rows};
use crate::api::{Ctx, Fields};
use crate::audit::Entry;
use crate::clinical::model::{MedicationForm, MedicationStatus};
use crate::clinical::{self, medications};
use crate::db::Tx;
use crate::documents::Collection;
use crate::documents::registry::{self, NewDocument, Privacy};
use crate::feed::Topic;
use crate::ids::{DocumentId, PatientId};
use crate::{Error, ErrorCode, Result, args};

/// Medicines on one prescription.
const MOST_ITEMS: usize = 20;
/// Repeats of one medicine. Twelve monthly ones make a year.
const MOST_REFILLS: i64 = 12;

/// Issues a prescription.
///
/// # Errors
/// `invalid`; `not_allowed` with `reason` = `warnings_new`, `warnings_unanswered` (and `warnings`), `not_a_doctor`,
/// `doctor_not_approved`, `chart_merged`; `stale` when what is renewed was changed; `documents_unavailable`.
pub(crate) async fn issue(ctx: &Ctx, request: IssuePrescription) -> Result<IssuedPrescription> {
    let request = tidy(request);
    let mut db = ctx.db()?;
    let lists = Lists::load(&mut db).await?;
    let examined = check::examine(ctx, &mut db, &lists, &request.draft).await?;
    checked(&request, &examined)?;
    let document = document::first(ctx, &mut db, &request, &examined).await?;
    let id = DocumentId::fresh();
    let hash = clinical::put_document(ctx, Collection::Prescriptions, id, &serde_json::to_value(&document)?).await?;
    let kept = Kept {
        request,
        document,
        id,
        hash,
    };
    let kept = &kept;
    ctx.transact(|tx, _| async move { write(ctx, tx, kept).await }.boxed()).await
}

/// A document that was put, and what it was made of.
struct Kept {
    request: IssuePrescription,
    document: PrescriptionDocument,
    id: DocumentId,
    hash: [u8; 32],
}

fn tidy(mut request: IssuePrescription) -> IssuePrescription {
    for item in &mut request.draft.items {
        for text in [&mut item.ingredient, &mut item.strength, &mut item.sig, &mut item.replace_reason] {
            *text = text.trim().to_owned();
        }
    }
    request.tags = request.tags.iter().map(|t| t.trim().to_owned()).filter(|t| !t.is_empty()).collect();
    for text in [&mut request.diagnosis, &mut request.notes] {
        *text = text.trim().to_owned();
    }
    request
}

/// Every field that is wrong.
fn checked(request: &IssuePrescription, examined: &Examined<'_>) -> Result<()> {
    let mut fields = Fields::default();
    let items = &request.draft.items;
    if items.is_empty() {
        fields.wrong("items", "required");
    }
    if items.len() > MOST_ITEMS {
        fields.wrong_with("items", "too_many", "max", MOST_ITEMS);
    }
    fields.at_most("diagnosis", &request.diagnosis, 400);
    fields.at_most("notes", &request.notes, 2000);
    for (n, answer) in request.answers.iter().enumerate() {
        fields.required(&format!("answers.{n}.reason"), &answer.reason, 400);
    }
    for (n, item) in items.iter().enumerate() {
        fields.required(&format!("items.{n}.ingredient"), &item.ingredient, 100);
        fields.at_most(&format!("items.{n}.strength"), &item.strength, 60);
        fields.at_most(&format!("items.{n}.replace_reason"), &item.replace_reason, 400);
        fields.within(&format!("items.{n}.refills"), item.refills.into(), 0, MOST_REFILLS);
    }
    let texts = crate::printing::Texts::of(request.draft.language);
    let shown = examined
        .readings
        .iter()
        .zip(items)
        .enumerate()
        .map(|(at, (reading, item))| reading.shown(at, item, texts));
    fields.all(shown.filter_map(|reading| reading.problem));
    fields.check()
}

/// Refuses what was not on the screen, what is not answered, and a check that no longer says what the document says.
fn settled(kept: &Kept, now: &Examined<'_>) -> Result<()> {
    let warnings = &now.findings.warnings;
    let answered = |w: &Warning| kept.request.answers.iter().any(|a| a.key == w.key);
    let seen = |w: &Warning| kept.request.seen.as_ref().is_none_or(|keys| keys.contains(&w.key));
    let written = |w: &Warning| kept.document.warnings.iter().any(|a| a.warning.key == w.key);
    refuse_any("warnings_new", warnings, |w| !seen(w) || !written(w))?;
    // Planted fault for `prove rx-safety --plant`: nothing is refused.
    let planted = cfg!(feature = "plant");
    refuse_any("warnings_unanswered", warnings, |w| !planted && w.needs_reason && !answered(w))
}

/// Refuses with those warnings of which it is true, whole, so that the screen can name them.
///
/// # Errors
/// `not_allowed` with this `reason` and `warnings`.
pub(super) fn refuse_any(reason: &str, warnings: &[Warning], of: impl Fn(&Warning) -> bool) -> Result<()> {
    let refused: Vec<&Warning> = warnings.iter().filter(|w| of(w)).collect();
    if refused.is_empty() {
        return Ok(());
    }
    let warnings = serde_json::to_value(refused)?;
    Err(Error::new(ErrorCode::NotAllowed).with("reason", reason).with("warnings", warnings))
}

const LOCK: &str = "SELECT id FROM patients WHERE id = ?";

async fn write(ctx: &Ctx, tx: &mut Tx, kept: &Kept) -> Result<IssuedPrescription> {
    let patient = kept.document.patient_id;
    let _: Vec<(PatientId,)> = tx.locked(LOCK, args![patient]).await?;
    clinical::open_chart(tx, patient).await?;
    let lists = Lists::load(tx).await?;
    let now = check::examine(ctx, tx, &lists, &kept.request.draft).await?;
    settled(kept, &now)?;
    register(ctx, tx, kept).await?;
    let number = number::take(tx, kept.document.issued_on, ctx.now).await?;
    rows::insert(tx, ctx, &kept.document, kept.id, &number).await?;
    for (at, (item, draft)) in kept.document.items.iter().zip(&kept.request.draft.items).enumerate() {
        take_over(ctx, tx, kept, draft, item).await?;
        let started = start(ctx, tx, kept, item).await?;
        rows::insert_item(tx, ctx, &kept.document, at, item, started).await?;
    }
    for answered in kept.document.warnings.iter().filter(|a| !a.reason.is_empty()) {
        rows::insert_answer(tx, ctx, kept.document.prescription_id, &kept.document.lists, answered).await?;
    }
    let reasons: Vec<&str> = kept.request.answers.iter().map(|a| a.reason.as_str()).collect();
    let entry = Entry::new(ctx.command, "prescription", kept.document.prescription_id.0).patient(patient);
    tx.record(entry.created(&kept.document).because(&reasons.join("; ")));
    tx.changed(Topic::patient(patient));
    Ok(IssuedPrescription {
        id: kept.document.prescription_id,
        number,
        document_id: kept.id,
    })
}

async fn register(ctx: &Ctx, tx: &mut Tx, kept: &Kept) -> Result<()> {
    let document = NewDocument {
        id: kept.id,
        kind: Collection::Prescriptions,
        patient_id: Some(kept.document.patient_id),
        author_id: ctx.session()?.user_id,
        appointment_id: kept.document.appointment_id,
        sha256: kept.hash,
        privacy: kept.request.privacy.unwrap_or(Privacy::Standard),
    };
    registry::insert(tx, &document, ctx.now).await
}

/// Ends the medicine whose place this one takes.
async fn take_over(ctx: &Ctx, tx: &mut Tx, kept: &Kept, draft: &DraftItem, item: &DocumentItem) -> Result<()> {
    let Some(replaced) = draft.replaces else { return Ok(()) };
    let before: PrescribedItem = queries::item(tx, replaced).await?;
    let (patient, medication) = queries::place_of(tx, replaced).await?;
    if patient != kept.document.patient_id {
        return Err(Error::not_found("prescription"));
    }
    let kind = if before.ingredient == item.ingredient {
        StopKind::Renewed
    } else {
        StopKind::Substituted
    };
    if kind == StopKind::Substituted && draft.replace_reason.is_empty() {
        return Err(Error::field("replace_reason", "required"));
    }
    let on = before
        .ends_on
        .map_or(kept.document.issued_on, |end| end.min(kept.document.issued_on));
    if !queries::stop(tx, &before, kind, on, &draft.replace_reason, ctx.now).await? {
        return Err(Error::new(ErrorCode::Stale));
    }
    medications::stop_one(tx, medication, kept.id, on, &draft.replace_reason, ctx.now).await
}

/// Puts it on the list of what the patient takes.
async fn start(ctx: &Ctx, tx: &mut Tx, kept: &Kept, item: &DocumentItem) -> Result<crate::ids::MedicationId> {
    let form = MedicationForm {
        name: item.name.clone(),
        code: if item.atc.is_empty() {
            String::new()
        } else {
            item.ingredient.clone()
        },
        dose: item.sentence.clone(),
        status: MedicationStatus::Active,
        started_on: Some(kept.document.issued_on),
        ended_on: last_day(&kept.document, item),
        note: String::new(),
    };
    medications::start(tx, kept.document.patient_id, kept.id, form, ctx.now).await
}

/// The last day of a course that begins on the day of issue.
pub(super) fn last_day(document: &PrescriptionDocument, item: &DocumentItem) -> Option<chrono::NaiveDate> {
    item.sig.days.map(|days| document.issued_on + TimeDelta::days(i64::from(days) - 1))
}
