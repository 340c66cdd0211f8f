//! Files that loads bring along, small and made whole at once.

use chrono::{DateTime, Utc};

use super::kinds;
use super::model::{FileRef, FileState};
use super::queries::{self, FileRow};
use crate::Result;
use crate::db::Tx;
use crate::documents::registry::{self, NewDocument};
use crate::documents::{Collection, Documents, FileHead, sha256};
use crate::ids::DocumentId;

/// Puts a small file's content, before rows refer to it.
///
/// # Errors
/// `invalid` on `content` for what [`kinds::of`] refuses; `documents_unavailable`.
pub(crate) async fn put(documents: &dyn Documents, name: &str, content: &[u8]) -> Result<FileRef> {
    let id = DocumentId::fresh();
    let head = FileHead::of(name, kinds::of(content)?.media_type, content);
    documents.put_file(id.0, &head, content).await?;
    Ok(FileRef {
        id,
        name: head.name,
        media_type: head.media_type,
        size: head.size,
        sha256: hex::encode(sha256(content)),
    })
}

/// Files what was put under a document.
///
/// # Errors
/// As the store says.
pub(crate) async fn write(tx: &mut Tx, under: &NewDocument, file: &FileRef, now: DateTime<Utc>) -> Result<()> {
    let Some(patient_id) = under.patient_id else { return Ok(()) };
    let hash: [u8; 32] = hex::decode(&file.sha256).ok().and_then(|h| h.try_into().ok()).unwrap_or_default();
    let row = FileRow {
        id: file.id,
        patient_id,
        user_id: under.author_id,
        name: file.name.clone(),
        media_type: file.media_type.clone(),
        size: file.size,
        sha256: Some(hash.to_vec()),
        state: FileState::Filed,
    };
    queries::insert(tx, &row, now).await?;
    let document = NewDocument {
        id: file.id,
        kind: Collection::Files,
        sha256: hash,
        ..under.clone()
    };
    registry::insert(tx, &document, now).await?;
    queries::link(tx, under.id, file.id, now).await
}
