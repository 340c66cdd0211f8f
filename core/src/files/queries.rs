//! SQL of files.

use chrono::{DateTime, Utc};

use super::model::{FileRef, FileState};
use crate::clinical::access::Guarded;
use crate::db::{Read, Tx};
use crate::documents::registry::Privacy;
use crate::ids::{DocumentId, PatientId, UserId};
use crate::{Error, Result, args};

/// A file's row.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub(super) struct FileRow {
    pub id: DocumentId,
    pub patient_id: PatientId,
    pub user_id: UserId,
    pub name: String,
    pub media_type: String,
    pub size: i64,
    pub sha256: Option<Vec<u8>>,
    pub state: FileState,
}

impl FileRow {
    /// The file as notes and records name it.
    pub fn file(&self) -> FileRef {
        FileRef {
            id: self.id,
            name: self.name.clone(),
            media_type: self.media_type.clone(),
            size: self.size,
            sha256: hex::encode(self.sha256.as_deref().unwrap_or_default()),
        }
    }
}

const ROW: &str = "SELECT id, patient_id, user_id, name, media_type, size, sha256, state FROM files WHERE id = ?";
const INSERT: &str = "INSERT INTO files (id, patient_id, user_id, name, media_type, size, sha256, state, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
const COMPLETE: &str = "UPDATE files SET media_type = ?, sha256 = ?, state = 'complete', updated_at = ? WHERE id = ? AND state = 'open'";
const SET_STATE: &str = "UPDATE files SET state = ?, updated_at = ? WHERE id = ?";
const REGISTERED: &str = "SELECT patient_id, author_id, privacy FROM documents WHERE id = ? AND kind = 'files'";
const LINKED: &str =
    "SELECT d.privacy FROM file_links l JOIN documents d ON d.id = l.document_id WHERE l.file_id = ? AND d.state = 'current'";
const LINK: &str = "INSERT INTO file_links (document_id, file_id, created_at, updated_at) VALUES (?, ?, ?, ?)";

pub(super) async fn read(q: &mut impl Read, id: DocumentId) -> Result<FileRow> {
    q.optional(ROW, args![id]).await?.ok_or_else(|| Error::not_found("file"))
}

pub(super) async fn read_locked(tx: &mut Tx, id: DocumentId) -> Result<Option<FileRow>> {
    Ok(tx.locked(ROW, args![id]).await?.into_iter().next())
}

pub(super) async fn insert(tx: &mut Tx, row: &FileRow, now: DateTime<Utc>) -> Result<()> {
    let values = args![
        row.id,
        row.patient_id,
        row.user_id,
        &row.name,
        &row.media_type,
        row.size,
        row.sha256.clone(),
        row.state,
        now,
        now
    ];
    tx.exec(INSERT, values).await.map(|_| ())
}

/// Whether the upload was still open.
pub(super) async fn complete(tx: &mut Tx, id: DocumentId, media_type: &str, sha256: [u8; 32], now: DateTime<Utc>) -> Result<bool> {
    Ok(tx.exec(COMPLETE, args![media_type, sha256, now, id]).await? == 1)
}

pub(super) async fn set_state(tx: &mut Tx, id: DocumentId, state: FileState, now: DateTime<Utc>) -> Result<()> {
    tx.exec(SET_STATE, args![state, now, id]).await.map(|_| ())
}

pub(super) async fn link(tx: &mut Tx, document: DocumentId, file: DocumentId, now: DateTime<Utc>) -> Result<()> {
    tx.exec(LINK, args![document, file, now, now]).await.map(|_| ())
}

/// Whose a filed file is and how private: as private as the strictest of what shows it now.
pub(super) async fn guarded(q: &mut impl Read, id: DocumentId) -> Result<Guarded> {
    let row: Option<(PatientId, UserId, Privacy)> = q.optional(REGISTERED, args![id]).await?;
    let (patient_id, author_id, own) = row.ok_or_else(|| Error::not_found("file"))?;
    let linked: Vec<(Privacy,)> = q.all(LINKED, args![id]).await?;
    Ok(Guarded {
        patient_id,
        author_id,
        privacy: linked.into_iter().map(|(privacy,)| privacy).fold(own, Privacy::max),
    })
}
