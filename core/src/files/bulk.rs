//! Files that loads bring along, small and made whole at once.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::kinds;
use super::model::{FileRef, FileState};
use super::queries::{self, FileRow};
use super::upload;
use crate::Result;
use crate::db::Tx;
use crate::documents::registry::{self, NewDocument};
use crate::documents::{Collection, Documents, FileHead};
use crate::ids::DocumentId;

/// A small file, whole in memory.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    /// As notes and records name it.
    pub file: FileRef,
    content: Arc<[u8]>,
}

impl Kept {
    /// A new file of this content; folders before its name are left out.
    ///
    /// # Errors
    /// `invalid` on `content` for what [`kinds::of`] refuses.
    pub fn of(name: &str, content: Arc<[u8]>) -> Result<Self> {
        let head = FileHead::of(&upload::plain_name(name), kinds::of(&content)?.media_type, &content);
        let file = FileRef {
            id: DocumentId::fresh(),
            name: head.name,
            media_type: head.media_type,
            size: head.size,
            sha256: head.sha256,
        };
        Ok(Self { file, content })
    }
}

/// Puts the content of small files, before rows refer to them.
///
/// # Errors
/// `documents_unavailable`.
pub(crate) async fn keep(documents: &dyn Documents, files: &[Kept]) -> Result<()> {
    for Kept { file, content } in files {
        let head = FileHead {
            name: file.name.clone(),
            media_type: file.media_type.clone(),
            size: file.size,
            sha256: file.sha256.clone(),
        };
        documents.put_file(file.id.0, &head, content).await?;
    }
    Ok(())
}

/// Puts a small file's content, before rows refer to it.
///
/// # Errors
/// `invalid` on `content` for what [`kinds::of`] refuses; `documents_unavailable`.
pub(crate) async fn put(documents: &dyn Documents, name: &str, content: &[u8]) -> Result<FileRef> {
    let kept = Kept::of(name, Arc::from(content))?;
    keep(documents, std::slice::from_ref(&kept)).await?;
    Ok(kept.file)
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
