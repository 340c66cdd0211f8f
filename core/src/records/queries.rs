//! SQL of records. Whose chart a record belongs to stands in `documents`, which a merge moves.

use chrono::{DateTime, Utc};

use super::model::{LabFlag, RecordContent, RecordHead, RecordVersion};
use crate::db::{Read, Sql, Tx};
use crate::documents::registry::Privacy;
use crate::ids::{AppointmentId, DocumentId, PatientId, RecordId, UserId};
use crate::{Error, ErrorCode, Result, args};

const HEAD: &str = "SELECT r.id, r.document_id, r.version, r.kind, r.title, r.recorded_on, r.test_count, r.abnormal_count, r.file_count, r.follow_up_on, d.privacy, r.author_id, \
 CONCAT(u.first_name, ' ', u.last_name) AS author_name, r.appointment_id, r.shared_at, r.updated_at \
 FROM documents d JOIN records r ON r.document_id = d.id JOIN users u ON u.id = r.author_id WHERE ";
const OF_PATIENT: &str = "d.patient_id = ? AND d.kind = 'medical_records' ORDER BY r.recorded_on DESC, r.id DESC LIMIT ?";
const OF_KIND: &str = "d.patient_id = ? AND d.kind = 'medical_records' AND r.kind = ? ORDER BY r.recorded_on DESC, r.id DESC LIMIT ?";
const BY_ID: &str = "r.id = ?";
const PATIENT: &str = "SELECT patient_id FROM documents WHERE id = ?";
const VERSIONS: &str = "SELECT v.document_id, v.version, v.reason, CONCAT(u.first_name, ' ', u.last_name) AS author_name, v.created_at \
 FROM record_versions v JOIN users u ON u.id = v.author_id WHERE v.record_id = ? ORDER BY v.version DESC";
const STORED: &str = "SELECT d.privacy, d.author_id, d.sha256 FROM record_versions v JOIN documents d ON d.id = v.document_id WHERE v.record_id = ? AND v.document_id = ?";
const VISIT: &str = "SELECT patient_id FROM appointments WHERE id = ?";

const INSERT: &str = "INSERT INTO records (id, document_id, kind, title, recorded_on, test_count, abnormal_count, file_count, follow_up_on, author_id, appointment_id, shared_at, shared_by, created_at, updated_at, version) \
 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)";
const SUPERSEDE: &str = "UPDATE records SET document_id = ?, kind = ?, title = ?, recorded_on = ?, test_count = ?, abnormal_count = ?, file_count = ?, follow_up_on = ?, author_id = ?, updated_at = ?, version = ? \
 WHERE id = ? AND version = ?";
const INSERT_VERSION: &str =
    "INSERT INTO record_versions (document_id, record_id, version, reason, author_id, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?)";
const SHARE: &str = "UPDATE records SET shared_at = ?, shared_by = ?, updated_at = ? WHERE id = ?";

/// What is known of a version's document.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub(super) struct StoredVersion {
    pub privacy: Privacy,
    pub author_id: UserId,
    pub sha256: Vec<u8>,
}

/// A version about to be written.
#[derive(Debug, Clone, Copy)]
pub(super) struct NewVersion<'a> {
    pub record: RecordId,
    pub document: DocumentId,
    pub version: i32,
    pub reason: &'a str,
    pub author: UserId,
    pub appointment: Option<AppointmentId>,
    pub at: DateTime<Utc>,
}

pub(super) async fn heads(
    q: &mut impl Read,
    patient: PatientId,
    kind: Option<super::model::RecordKind>,
    limit: u32,
) -> Result<Vec<RecordHead>> {
    match kind {
        None => q.all(Sql::parts(&[HEAD, OF_PATIENT]), args![patient, limit]).await,
        Some(kind) => q.all(Sql::parts(&[HEAD, OF_KIND]), args![patient, kind, limit]).await,
    }
}

/// A record and whose it is.
pub(super) async fn existing(q: &mut impl Read, id: RecordId) -> Result<(RecordHead, PatientId)> {
    let head: Option<RecordHead> = q.optional(Sql::parts(&[HEAD, BY_ID]), args![id]).await?;
    let head = head.ok_or_else(|| Error::not_found("record"))?;
    let (patient,): (PatientId,) = q.one(PATIENT, args![head.document_id]).await?;
    Ok((head, patient))
}

pub(super) async fn versions(q: &mut impl Read, id: RecordId) -> Result<Vec<RecordVersion>> {
    q.all(VERSIONS, args![id]).await
}

pub(super) async fn stored(q: &mut impl Read, id: RecordId, document: DocumentId) -> Result<StoredVersion> {
    q.optional(STORED, args![id, document])
        .await?
        .ok_or_else(|| Error::not_found("record"))
}

/// Whose visit.
pub(super) async fn visit(q: &mut impl Read, id: AppointmentId) -> Result<PatientId> {
    let row: Option<(PatientId,)> = q.optional(VISIT, args![id]).await?;
    row.map(|(patient,)| patient)
        .ok_or_else(|| Error::field("appointment_id", "not_found"))
}

fn count(n: usize) -> i32 {
    i32::try_from(n).unwrap_or(i32::MAX)
}

fn counts(content: &RecordContent) -> [i32; 3] {
    let abnormal = |flag: Option<LabFlag>| matches!(flag, Some(LabFlag::Low | LabFlag::High | LabFlag::Abnormal));
    let abnormal = content.tests.iter().filter(|test| abnormal(test.flag)).count();
    [count(content.tests.len()), count(abnormal), count(content.files.len())]
}

/// A first version; `shared` since its own time.
pub(super) async fn insert(tx: &mut Tx, v: NewVersion<'_>, content: &RecordContent, shared: bool) -> Result<()> {
    let [tests, abnormal, files] = counts(content);
    let row = args![
        v.record,
        v.document,
        content.kind,
        &content.title,
        content.recorded_on,
        tests,
        abnormal,
        files,
        content.follow_up_on,
        v.author,
        v.appointment,
        shared.then_some(v.at),
        shared.then_some(v.author),
        v.at,
        v.at
    ];
    tx.exec(INSERT, row).await?;
    insert_version(tx, v).await
}

/// Puts a new version in the place of the one before.
///
/// # Errors
/// `stale` when another took its place meanwhile.
pub(super) async fn supersede(tx: &mut Tx, v: NewVersion<'_>, content: &RecordContent) -> Result<()> {
    let [tests, abnormal, files] = counts(content);
    let row = args![
        v.document,
        content.kind,
        &content.title,
        content.recorded_on,
        tests,
        abnormal,
        files,
        content.follow_up_on,
        v.author,
        v.at,
        v.version,
        v.record,
        v.version - 1
    ];
    if tx.exec(SUPERSEDE, row).await? == 0 {
        return Err(Error::new(ErrorCode::Stale));
    }
    insert_version(tx, v).await
}

async fn insert_version(tx: &mut Tx, v: NewVersion<'_>) -> Result<()> {
    let row = args![v.document, v.record, v.version, v.reason, v.author, v.at, v.at];
    tx.exec(INSERT_VERSION, row).await.map(|_| ())
}

pub(super) async fn share(tx: &mut Tx, id: RecordId, by: Option<UserId>, now: DateTime<Utc>) -> Result<()> {
    tx.exec(SHARE, args![by.map(|_| now), by, now, id]).await.map(|_| ())
}
