//! The rows that an issued prescription makes.

use super::issue::last_day;
use super::lists::ListState;
use super::model::{AnsweredWarning, DocumentItem, ItemState, PrescriptionDocument};
use super::sig;
use crate::api::Ctx;
use crate::db::Tx;
use crate::ids::{DocumentId, MedicationId, PrescriptionId};
use crate::{Result, args};

const INSERT: &str = "INSERT INTO prescriptions (id, prescription_number, patient_id, doctor_id, location_id, appointment_id, document_id, issued_on, created_at, updated_at, version) \
 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)";
const INSERT_ITEM: &str = "INSERT INTO prescription_items (id, prescription_id, patient_id, medication_id, item_position, ingredient, form, route, strength, name, sig, sentence, starts_on, ends_on, \
 refills_allowed, refills_left, state, stop_reason, replaces, created_at, updated_at, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', ?, ?, ?, 1)";
const INSERT_ANSWER: &str = "INSERT INTO prescription_answers (id, prescription_id, warning_key, kind, severity, reason, list_name, list_version, list_date, answered_by, created_at, updated_at) \
 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
const MOVE_ON: &str = "UPDATE prescriptions SET document_id = ?, updated_at = ?, version = version + 1 WHERE id = ? AND version = ?";

pub(super) async fn insert(tx: &mut Tx, ctx: &Ctx, document: &PrescriptionDocument, id: DocumentId, number: &str) -> Result<()> {
    let values = args![
        document.prescription_id,
        number,
        document.patient_id,
        document.doctor.id,
        document.clinic.location_id,
        document.appointment_id,
        id,
        document.issued_on,
        ctx.now,
        ctx.now,
    ];
    tx.exec(INSERT, values).await.map(|_| ())
}

pub(super) async fn insert_item(
    tx: &mut Tx,
    ctx: &Ctx,
    document: &PrescriptionDocument,
    at: usize,
    item: &DocumentItem,
    medication: MedicationId,
) -> Result<()> {
    let position = i16::try_from(at).unwrap_or(i16::MAX);
    let values = args![
        item.id,
        document.prescription_id,
        document.patient_id,
        medication,
        position,
        &item.ingredient,
        item.form.map_or("", |f| f.as_str()),
        item.route.map_or("", |r| r.as_str()),
        &item.strength,
        &item.name,
        sig::format(&item.sig),
        &item.sentence,
        document.issued_on,
        last_day(document, item),
        item.refills,
        item.refills,
        ItemState::Active,
        item.replaces,
        ctx.now,
        ctx.now,
    ];
    tx.exec(INSERT_ITEM, values).await.map(|_| ())
}

/// Keeps why a prescription went on in spite of a warning, with the list that warned.
pub(super) async fn insert_answer(
    tx: &mut Tx,
    ctx: &Ctx,
    prescription: PrescriptionId,
    lists: &[ListState],
    answered: &AnsweredWarning,
) -> Result<()> {
    let warning = &answered.warning;
    let head = lists.iter().find(|l| l.name == warning.list).and_then(|l| l.head.as_ref());
    let key: String = warning.key.chars().take(super::queries::KEY).collect();
    let values = args![
        crate::ids::fresh(),
        prescription,
        key,
        warning.kind,
        warning.severity,
        &answered.reason,
        warning.list,
        head.map_or("", |h| h.version.as_str()),
        head.map(|h| h.date),
        ctx.session()?.user_id,
        ctx.now,
        ctx.now,
    ];
    tx.exec(INSERT_ANSWER, values).await.map(|_| ())
}

/// Points at a later version; false when another one came first.
pub(super) async fn move_on(tx: &mut Tx, ctx: &Ctx, head: &super::queries::Head, document: DocumentId) -> Result<bool> {
    Ok(tx.exec(MOVE_ON, args![document, ctx.now, head.id, head.version]).await? == 1)
}
