//! Rows of prescriptions.

use chrono::NaiveDate;

use super::model::{ItemState, PrescribedItem, PrescriptionVersion, StopKind};
use crate::db::{Read, Sql, Tx};
use crate::documents::registry::Privacy;
use crate::ids::{AppointmentId, DoctorId, DocumentId, LocationId, MedicationId, PatientId, PrescriptionId, PrescriptionItemId, UserId};
use crate::{Error, ErrorCode, Result, args};

const ITEM: &str = "SELECT i.id, i.prescription_id, p.prescription_number, p.issued_on, CONCAT(d.title, ' ', d.first_name, ' ', d.last_name) AS doctor_name, \
 i.ingredient, i.form, i.route, i.strength, i.name, i.sig, i.sentence, i.ends_on, i.refills_allowed, i.refills_left, i.state, i.stopped_on, i.stop_kind, \
 i.stop_reason, i.version FROM prescription_items i JOIN prescriptions p ON p.id = i.prescription_id JOIN doctors d ON d.id = p.doctor_id";
const OF_PATIENT: &str = " WHERE i.patient_id = ? ORDER BY i.state, p.created_at DESC, i.item_position";
const BY_ID: &str = " WHERE i.id = ?";
const HEAD: &str = "SELECT id, prescription_number, patient_id, document_id, version FROM prescriptions";
const HEAD_BY_ID: &str = " WHERE id = ?";
const HEAD_BY_NUMBER: &str = " WHERE prescription_number = ?";
const DOCTOR: &str = "SELECT id, title, first_name, last_name, license_number, email, approval FROM doctors WHERE user_id = ?";
const SPECIALTIES: &str =
    "SELECT s.name FROM doctor_specialties ds JOIN specialties s ON s.id = ds.specialty_id WHERE ds.doctor_id = ? ORDER BY s.name";
const VISIT: &str = "SELECT patient_id, location_id FROM appointments WHERE id = ?";
const VERSION: &str = "SELECT v.id, v.sha256, v.privacy, v.author_id FROM documents v WHERE v.thread_id = (SELECT thread_id FROM documents WHERE id = ?) AND v.version = ?";
const VERSIONS: &str = "SELECT v.version, v.created_at, CONCAT(u.first_name, ' ', u.last_name) AS author_name FROM documents v JOIN users u ON u.id = v.author_id \
 WHERE v.thread_id = (SELECT thread_id FROM documents WHERE id = ?) ORDER BY v.version";
const NOTE: &str = "SELECT COUNT(*) FROM documents WHERE id = ? AND patient_id = ? AND kind = 'encounter_notes'";
const PLACE: &str = "SELECT patient_id, medication_id FROM prescription_items WHERE id = ?";

/// A prescription's row.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub(super) struct Head {
    pub id: PrescriptionId,
    pub prescription_number: String,
    pub patient_id: PatientId,
    pub document_id: DocumentId,
    pub version: i32,
}

/// The doctor that an account is.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(super) struct DoctorRow {
    pub id: DoctorId,
    pub title: String,
    pub first_name: String,
    pub last_name: String,
    pub license_number: String,
    pub email: String,
    pub approval: crate::directory::Approval,
}

/// A version in the registry.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(super) struct Registered {
    pub id: DocumentId,
    pub sha256: Vec<u8>,
    pub privacy: Privacy,
    pub author_id: UserId,
}

pub(super) async fn items_of(q: &mut impl Read, patient: PatientId) -> Result<Vec<PrescribedItem>> {
    q.all(Sql::parts(&[ITEM, OF_PATIENT]), args![patient]).await
}

pub(super) async fn item(q: &mut impl Read, id: PrescriptionItemId) -> Result<PrescribedItem> {
    q.optional(Sql::parts(&[ITEM, BY_ID]), args![id])
        .await?
        .ok_or_else(|| Error::not_found("prescription"))
}

/// Whose item it is, and what it started.
pub(super) async fn place_of(q: &mut impl Read, id: PrescriptionItemId) -> Result<(PatientId, MedicationId)> {
    q.optional(PLACE, args![id]).await?.ok_or_else(|| Error::not_found("prescription"))
}

pub(super) async fn head(q: &mut impl Read, id: PrescriptionId) -> Result<Head> {
    q.optional(Sql::parts(&[HEAD, HEAD_BY_ID]), args![id])
        .await?
        .ok_or_else(|| Error::not_found("prescription"))
}

pub(super) async fn head_by_number(q: &mut impl Read, number: &str) -> Result<Option<Head>> {
    q.optional(Sql::parts(&[HEAD, HEAD_BY_NUMBER]), args![number]).await
}

/// The caller's doctor.
///
/// # Errors
/// `not_allowed` with `reason` = `not_a_doctor`, `doctor_not_approved`.
pub(super) async fn doctor(q: &mut impl Read, user: UserId) -> Result<DoctorRow> {
    let row: Option<DoctorRow> = q.optional(DOCTOR, args![user]).await?;
    let row = row.ok_or_else(|| Error::new(ErrorCode::NotAllowed).with("reason", "not_a_doctor"))?;
    if row.approval == crate::directory::Approval::Approved {
        Ok(row)
    } else {
        Err(Error::new(ErrorCode::NotAllowed).with("reason", "doctor_not_approved"))
    }
}

pub(super) async fn specialties(q: &mut impl Read, doctor: DoctorId) -> Result<String> {
    let names: Vec<(String,)> = q.all(SPECIALTIES, args![doctor]).await?;
    Ok(names.into_iter().map(|n| n.0).collect::<Vec<_>>().join(", "))
}

/// Whose visit, and where.
pub(super) async fn visit(q: &mut impl Read, id: AppointmentId) -> Result<(PatientId, LocationId)> {
    q.optional(VISIT, args![id]).await?.ok_or_else(|| Error::not_found("appointment"))
}

pub(super) async fn is_note_of(q: &mut impl Read, note: DocumentId, patient: PatientId) -> Result<bool> {
    let (notes,): (i64,) = q.one(NOTE, args![note, patient]).await?;
    Ok(notes > 0)
}

/// A version of the prescription whose last document this is.
pub(super) async fn version(q: &mut impl Read, last: DocumentId, version: i32) -> Result<Registered> {
    q.optional(VERSION, args![last, version])
        .await?
        .ok_or_else(|| Error::not_found("prescription"))
}

pub(super) async fn versions(q: &mut impl Read, last: DocumentId) -> Result<Vec<PrescriptionVersion>> {
    q.all(VERSIONS, args![last]).await
}

const ANSWERED: &str =
    "SELECT a.warning_key FROM prescription_answers a JOIN prescriptions p ON p.id = a.prescription_id WHERE p.patient_id = ?";

/// Keys of the warnings that a doctor gave a reason for, on any prescription of the patient.
pub(super) async fn answered(q: &mut impl Read, patient: PatientId) -> Result<Vec<String>> {
    let keys: Vec<(String,)> = q.all(ANSWERED, args![patient]).await?;
    Ok(keys.into_iter().map(|k| k.0).collect())
}

/// The most of a warning's key that a row keeps, in characters.
pub(super) const KEY: usize = 400;

const STOP: &str = "UPDATE prescription_items SET state = ?, stopped_on = ?, stop_kind = ?, stop_reason = ?, updated_at = ?, version = version + 1 \
 WHERE id = ? AND version = ? AND state = 'active'";

/// Ends a medicine; false when it changed meanwhile.
pub(super) async fn stop(
    tx: &mut Tx,
    item: &PrescribedItem,
    kind: StopKind,
    on: NaiveDate,
    reason: &str,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<bool> {
    let values = args![ItemState::Stopped, on, kind, reason, now, item.id, item.version];
    Ok(tx.exec(STOP, values).await? == 1)
}
