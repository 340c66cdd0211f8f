//! SQL of notes, their versions and addenda. Whose chart a note belongs to stands in `documents`, which a merge moves.

use chrono::{DateTime, Utc};

use super::model::{NoteBody, NoteKind};
use super::views::{DraftHead, NoteHead, NoteVersion};
use crate::db::{Read, Sql, Tx};
use crate::documents::registry::Privacy;
use crate::ids::{AppointmentId, DoctorId, DocumentId, LocationId, NoteId, PatientId, UserId};
use crate::{Error, Result, args};

// CONCAT of nothing is nothing on MySQL and a blank on SQLite, hence the CASE.
const HEADS: &str = "SELECT n.id, n.document_id, n.version, n.kind, n.summary, d.privacy, n.author_id, CONCAT(u.first_name, ' ', u.last_name) AS author_name, \
 n.appointment_id, v.signed_at, CASE WHEN c.id IS NULL THEN NULL ELSE CONCAT(c.first_name, ' ', c.last_name) END AS cosigned_by_name, v.cosigned_at, \
 (SELECT COUNT(*) FROM note_addenda a WHERE a.note_id = n.id) AS addenda, n.created_at \
 FROM documents d JOIN notes n ON n.document_id = d.id JOIN note_versions v ON v.document_id = n.document_id JOIN users u ON u.id = n.author_id \
 LEFT JOIN users c ON c.id = v.cosigned_by WHERE d.patient_id = ? AND d.kind = 'encounter_notes' ORDER BY n.created_at DESC, n.id DESC LIMIT ?";
const DRAFT_HEADS: &str = "SELECT f.id, f.user_id, CONCAT(u.first_name, ' ', u.last_name) AS author_name, f.appointment_id, f.amends, f.workstation_name, f.updated_at \
 FROM drafts f JOIN users u ON u.id = f.user_id WHERE f.state = 'open' AND f.subject LIKE 'note:%' \
 AND (f.patient_id = ? OR f.patient_id IN (SELECT id FROM patients WHERE merged_into = ?)) ORDER BY f.updated_at DESC, f.id";
const NOTE: &str = "SELECT n.id, n.document_id, n.version, n.kind, n.author_id, n.appointment_id, d.patient_id, n.created_at FROM notes n JOIN documents d ON d.id = n.document_id WHERE n.id = ?";
const VERSIONS: &str = "SELECT v.document_id, v.version, v.reason, v.signed_by, CONCAT(u.first_name, ' ', u.last_name) AS signed_by_name, v.signed_at, \
 CASE WHEN c.id IS NULL THEN NULL ELSE CONCAT(c.first_name, ' ', c.last_name) END AS cosigned_by_name, v.cosigned_at \
 FROM note_versions v JOIN users u ON u.id = v.signed_by LEFT JOIN users c ON c.id = v.cosigned_by WHERE v.note_id = ? ORDER BY v.version DESC";
const STORED: &str = "SELECT d.privacy, d.author_id, v.sha256 FROM note_versions v JOIN documents d ON d.id = v.document_id WHERE v.note_id = ? AND v.document_id = ?";
const ADDENDA: &str = "SELECT a.document_id, a.sha256, CONCAT(u.first_name, ' ', u.last_name) AS signed_by_name, a.signed_at FROM note_addenda a \
 JOIN users u ON u.id = a.signed_by WHERE a.note_id = ? ORDER BY a.signed_at, a.document_id";
const DOCTOR: &str = "SELECT id FROM doctors WHERE user_id = ?";
const SIGNER: &str = "SELECT CONCAT(title, ' ', first_name, ' ', last_name) AS name, license_number FROM doctors WHERE user_id = ?";
const COMING: &str = "SELECT a.starts_at, l.time_zone, CONCAT(d.title, ' ', d.first_name, ' ', d.last_name) AS doctor_name, l.name AS location_name \
 FROM appointments a JOIN doctors d ON d.id = a.doctor_id JOIN locations l ON l.id = a.location_id \
 WHERE a.patient_id = ? AND a.starts_at > ? AND a.status IN ('scheduled', 'confirmed') ORDER BY a.starts_at, a.id LIMIT 3";
const VISIT: &str = "SELECT patient_id, location_id FROM appointments WHERE id = ?";

const INSERT: &str = "INSERT INTO notes (id, document_id, kind, summary, author_id, appointment_id, created_at, updated_at, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
const SUPERSEDE: &str = "UPDATE notes SET document_id = ?, kind = ?, summary = ?, updated_at = ?, version = ? WHERE id = ? AND version = ?";
const INSERT_VERSION: &str = "INSERT INTO note_versions (document_id, note_id, version, reason, signed_by, signed_at, sha256, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
const INSERT_ADDENDUM: &str = "INSERT INTO note_addenda (document_id, note_id, summary, signed_by, signed_at, sha256, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
const COSIGN: &str = "UPDATE note_versions SET cosigned_by = ?, cosigned_at = ?, updated_at = ? WHERE document_id = ? AND cosigned_by IS NULL AND signed_by <> ?";

const OPEN_DOCUMENTS: &str = "SELECT n.document_id FROM notes n JOIN documents d ON d.id = n.document_id WHERE n.appointment_id = ? AND d.privacy = 'standard' \
 ORDER BY n.created_at, n.id";

/// The signed notes of a visit that are not locked.
pub(super) async fn open_documents(q: &mut impl Read, visit: AppointmentId) -> Result<Vec<DocumentId>> {
    let rows: Vec<(DocumentId,)> = q.all(OPEN_DOCUMENTS, args![visit]).await?;
    Ok(rows.into_iter().map(|r| r.0).collect())
}

/// A signed note, as its row has it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub(super) struct NoteRow {
    pub id: NoteId,
    pub document_id: DocumentId,
    pub version: i32,
    pub kind: NoteKind,
    pub author_id: UserId,
    pub appointment_id: Option<AppointmentId>,
    pub patient_id: PatientId,
    /// When the first version was signed.
    pub created_at: DateTime<Utc>,
}

/// What is known of a version's document.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub(super) struct StoredVersion {
    pub privacy: Privacy,
    pub author_id: UserId,
    pub sha256: Vec<u8>,
}

/// An addendum's row.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub(super) struct AddendumRow {
    pub document_id: DocumentId,
    pub sha256: Vec<u8>,
    pub signed_by_name: String,
    pub signed_at: DateTime<Utc>,
}

/// A version about to be written.
#[derive(Debug, Clone, Copy)]
pub(super) struct NewVersion<'a> {
    pub note: NoteId,
    pub document: DocumentId,
    pub version: i32,
    pub reason: &'a str,
    pub signed_by: UserId,
    pub sha256: [u8; 32],
}

pub(super) async fn heads(q: &mut impl Read, patient: PatientId, limit: u32) -> Result<Vec<NoteHead>> {
    q.all(HEADS, args![patient, limit]).await
}

pub(super) async fn draft_heads(q: &mut impl Read, patient: PatientId) -> Result<Vec<DraftHead>> {
    q.all(DRAFT_HEADS, args![patient, patient]).await
}

pub(super) async fn note(q: &mut impl Read, id: NoteId) -> Result<Option<NoteRow>> {
    q.optional(NOTE, args![id]).await
}

/// The note that must be there.
pub(super) async fn existing(q: &mut impl Read, id: NoteId) -> Result<NoteRow> {
    note(q, id).await?.ok_or_else(|| Error::not_found("note"))
}

pub(super) async fn versions(q: &mut impl Read, id: NoteId) -> Result<Vec<NoteVersion>> {
    q.all(VERSIONS, args![id]).await
}

pub(super) async fn stored_version(q: &mut impl Read, id: NoteId, document: DocumentId) -> Result<StoredVersion> {
    let row = q.optional(STORED, args![id, document]).await?;
    row.ok_or_else(|| Error::not_found("note"))
}

pub(super) async fn addenda(q: &mut impl Read, id: NoteId) -> Result<Vec<AddendumRow>> {
    q.all(ADDENDA, args![id]).await
}

/// The doctor behind an account.
pub(super) async fn doctor(q: &mut impl Read, user: UserId) -> Result<Option<DoctorId>> {
    let row: Option<(DoctorId,)> = q.optional(DOCTOR, args![user]).await?;
    Ok(row.map(|(id,)| id))
}

/// Who signed, as a doctor.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub(super) struct Signer {
    pub name: String,
    pub license_number: String,
}

pub(super) async fn signer(q: &mut impl Read, user: UserId) -> Result<Option<Signer>> {
    q.optional(SIGNER, args![user]).await
}

/// A visit that is booked.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub(super) struct ComingVisit {
    pub starts_at: DateTime<Utc>,
    pub time_zone: String,
    pub doctor_name: String,
    pub location_name: String,
}

/// The next three visits that are booked.
pub(super) async fn coming(q: &mut impl Read, patient: PatientId, now: DateTime<Utc>) -> Result<Vec<ComingVisit>> {
    q.all(COMING, args![patient, now]).await
}

/// Whose visit an appointment is, and where.
pub(super) async fn visit(q: &mut impl Read, id: AppointmentId) -> Result<(PatientId, LocationId)> {
    q.optional(VISIT, args![id]).await?.ok_or_else(|| Error::not_found("appointment"))
}

/// The line that lists show: locked notes show none.
fn summary(body: &NoteBody) -> String {
    if body.privacy == Privacy::Standard {
        super::fields::summary(body)
    } else {
        String::new()
    }
}

pub(super) async fn insert(
    tx: &mut Tx,
    v: NewVersion<'_>,
    body: &NoteBody,
    visit: Option<AppointmentId>,
    now: DateTime<Utc>,
) -> Result<()> {
    let row = args![
        v.note,
        v.document,
        body.kind,
        summary(body),
        v.signed_by,
        visit,
        now,
        now,
        v.version
    ];
    tx.exec(INSERT, row).await?;
    insert_version(tx, v, now).await
}

/// Puts a new version in the place of the one before.
///
/// # Errors
/// `stale` when another took its place meanwhile.
pub(super) async fn supersede(tx: &mut Tx, v: NewVersion<'_>, body: &NoteBody, now: DateTime<Utc>) -> Result<()> {
    let row = args![v.document, body.kind, summary(body), now, v.version, v.note, v.version - 1];
    if tx.exec(SUPERSEDE, row).await? == 0 {
        return Err(Error::new(crate::ErrorCode::Stale));
    }
    insert_version(tx, v, now).await
}

async fn insert_version(tx: &mut Tx, v: NewVersion<'_>, now: DateTime<Utc>) -> Result<()> {
    let row = args![v.document, v.note, v.version, v.reason, v.signed_by, now, v.sha256, now, now];
    tx.exec(INSERT_VERSION, row).await.map(|_| ())
}

/// `line` is what lists show of it.
pub(super) async fn insert_addendum(tx: &mut Tx, v: NewVersion<'_>, line: &str, now: DateTime<Utc>) -> Result<()> {
    let row = args![v.document, v.note, line, v.signed_by, now, v.sha256, now, now];
    tx.exec(INSERT_ADDENDUM, row).await.map(|_| ())
}

/// Whether the second signature was taken.
pub(super) async fn cosign(tx: &mut Tx, document: DocumentId, by: UserId, now: DateTime<Utc>) -> Result<bool> {
    Ok(tx.exec(COSIGN, args![by, now, now, document, by]).await? > 0)
}

const TEMPLATE: &str = "SELECT t.id, t.owner_id, CONCAT(u.first_name, ' ', u.last_name) AS owner_name, t.shared, t.kind, t.name, t.shortcut, t.body, t.active, t.version \
 FROM note_templates t JOIN users u ON u.id = t.owner_id WHERE ";

/// The statement for templates, with its filter.
pub(super) fn templates(filter: &'static str) -> Sql {
    Sql::parts(&[TEMPLATE, filter])
}
