//! The document store's port: immutable versions, addressed by id. It never decides whether something
//! exists; the [`registry`] does (docs/ARCHITECTURE.md, two stores). [`relay`] carries the outbox to it.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use uuid::Uuid;

mod embedded;
mod mongo;
mod mongo_settings;
pub mod registry;
pub mod relay;

pub use embedded::Embedded;
pub use mongo::Mongo;
pub use mongo_settings::MongoSettings;

use crate::{Error, Result};

crate::text_enum! {
    /// The collections in use.
    pub enum Collection {
        /// Who did what (append only).
        AuditLogs = "audit_logs",
        /// Sign-ins, views, exports (append only).
        ActivityLogs = "activity_logs",
        /// Heads of file versions: name, type, size, SHA-256.
        Files = "files",
        /// Versions of allergies, problems, medications and histories.
        PatientHistory = "patient_history",
        /// Notes of visits.
        EncounterNotes = "encounter_notes",
        /// Prescriptions.
        Prescriptions = "prescriptions",
        /// Reports and other records of a chart.
        MedicalRecords = "medical_records",
    }
}

/// Bytes of a chunk of a file's content, as GridFS has them.
pub const CHUNK: usize = 255 * 1024;

/// Chunks that are moved together.
pub const CHUNKS_OF_PIECE: u32 = 4;

/// Bytes that are moved together: no more of a file is in memory at a time.
pub const PIECE: usize = CHUNKS_OF_PIECE as usize * CHUNK;

/// What is said of a file beside its content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileHead {
    /// As the person named it.
    pub name: String,
    /// E.g. `image/png`.
    pub media_type: String,
    /// Bytes.
    pub size: i64,
    /// Hexadecimal.
    pub sha256: String,
}

impl FileHead {
    /// The head of this content.
    #[must_use]
    pub fn of(name: &str, media_type: &str, content: &[u8]) -> Self {
        Self {
            name: name.to_owned(),
            media_type: media_type.to_owned(),
            size: i64::try_from(content.len()).unwrap_or(i64::MAX),
            sha256: hex::encode(sha256(content)),
        }
    }
}

/// The chunks of a part of a file with their numbers; nothing is one empty chunk.
fn numbered(first: u32, content: &[u8]) -> impl Iterator<Item = (u32, &[u8])> {
    let empty = content.is_empty().then_some(content);
    (first..).zip(content.chunks(CHUNK).chain(empty))
}

/// SHA-256, as the registry keeps it.
#[must_use]
pub fn sha256(content: &[u8]) -> [u8; 32] {
    Sha256::digest(content).into()
}

/// A document store. Every call may fail with `documents_unavailable`; nothing else depends on it then.
#[async_trait]
pub trait Documents: Send + Sync + std::fmt::Debug {
    /// Inserts documents once; an id that is there already is not an error and changes nothing.
    async fn insert_all(&self, collection: Collection, documents: &[(Uuid, Value)]) -> Result<()>;

    /// The bodies of these ids, in any order; ids that are not there are left out.
    async fn get(&self, collection: Collection, ids: &[Uuid]) -> Result<Vec<(Uuid, Value)>>;

    /// Up to `limit` ids above `after` and below `before`, in order.
    async fn ids_between(&self, collection: Collection, after: Uuid, before: Uuid, limit: u16) -> Result<Vec<Uuid>>;

    /// Removes documents that nothing refers to, with their content where they are files.
    async fn remove(&self, collection: Collection, ids: &[Uuid]) -> Result<()>;

    /// Keeps a part of a file's content from chunk `first` on; a chunk that is there already stays as it is. The part is of
    /// whole [`CHUNK`]s, but for the end of the file; of an empty file it is one empty chunk.
    async fn put_chunks(&self, id: Uuid, first: u32, content: &[u8]) -> Result<()>;

    /// Says that the content is whole: `size` bytes.
    async fn close_content(&self, id: Uuid, size: u64) -> Result<()>;

    /// Up to `count` chunks of the content from `first` on, joined; none when not one of them is there.
    async fn chunks(&self, id: Uuid, first: u32, count: u32) -> Result<Option<Vec<u8>>>;

    /// The numbers of the chunks that are there, in order.
    async fn chunk_numbers(&self, id: Uuid) -> Result<Vec<u32>>;

    /// Up to `limit` ids above `after` and below `before` of which there is content, whole or not, in order.
    async fn contents_between(&self, after: Uuid, before: Uuid, limit: u16) -> Result<Vec<Uuid>>;

    /// Creates what the collections need (indexes); may be called again.
    async fn prepare(&self) -> Result<()>;

    /// Whether the store answers.
    async fn ping(&self) -> Result<()>;

    /// What the store tells of itself, for IT.
    async fn describe(&self) -> Result<Vec<(String, String)>> {
        Ok(Vec::new())
    }

    /// Inserts one document once.
    async fn insert(&self, collection: Collection, id: Uuid, body: &Value) -> Result<()> {
        self.insert_all(collection, &[(id, body.clone())]).await
    }

    /// Keeps a small file's content once.
    async fn put_content(&self, id: Uuid, content: &[u8]) -> Result<()> {
        self.put_chunks(id, 0, &content[..content.len().min(PIECE)]).await?;
        for (piece, first) in content.chunks(PIECE).zip((0..).step_by(PIECE / CHUNK)).skip(1) {
            self.put_chunks(id, first, piece).await?;
        }
        self.close_content(id, content.len() as u64).await
    }

    /// A small file's content.
    async fn content(&self, id: Uuid) -> Result<Option<Vec<u8>>> {
        let Some(mut content) = self.chunks(id, 0, CHUNKS_OF_PIECE).await? else {
            return Ok(None);
        };
        let mut first = CHUNKS_OF_PIECE;
        while let Some(piece) = self.chunks(id, first, CHUNKS_OF_PIECE).await? {
            content.extend(piece);
            first += CHUNKS_OF_PIECE;
        }
        Ok(Some(content))
    }

    /// Keeps a file: content first, head last, so that a head always has its content.
    async fn put_file(&self, id: Uuid, head: &FileHead, content: &[u8]) -> Result<()> {
        self.put_content(id, content).await?;
        self.insert(Collection::Files, id, &serde_json::to_value(head)?).await
    }

    /// A file whose content is what was put.
    ///
    /// # Errors
    /// `not_found`; `internal` when the content does not match its SHA-256.
    async fn get_file(&self, id: Uuid) -> Result<(FileHead, Vec<u8>)> {
        let heads = self.get(Collection::Files, &[id]).await?;
        let (_, head) = heads.into_iter().next().ok_or_else(|| Error::not_found("file"))?;
        let head: FileHead = serde_json::from_value(head)?;
        let content = self.content(id).await?.ok_or_else(|| Error::fault("a file without content"))?;
        if hex::encode(sha256(&content)) == head.sha256 {
            Ok((head, content))
        } else {
            Err(Error::fault("a file that does not match its SHA-256"))
        }
    }
}
