//! What a file is, and what the commands are asked and answer.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::ids::{DocumentId, PatientId};

crate::text_enum! {
    /// Where a file stands.
    pub enum FileState {
        /// It is being brought in.
        Open = "open",
        /// It is whole, and not filed yet.
        Complete = "complete",
        /// It is part of a chart.
        Filed = "filed",
        /// It was given up; its content goes.
        Cancelled = "cancelled",
    }
}

/// A whole file, as notes and records name it. Its hash makes the content part of what is signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct FileRef {
    /// The file.
    pub id: DocumentId,
    /// As the person named it; never the name of a file on this disk.
    pub name: String,
    /// By its content, one of [`super::kinds::KINDS`].
    pub media_type: String,
    /// Bytes.
    pub size: i64,
    /// Of the content, hexadecimal.
    pub sha256: String,
}

/// A file about to be brought in.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct BeginUpload {
    /// For whose chart.
    pub patient_id: PatientId,
    /// As the person named it; folders before it are left out.
    pub name: String,
    /// Bytes.
    pub size: i64,
}

/// How far an upload is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Upload {
    /// The file.
    pub id: DocumentId,
    /// Bytes in all.
    pub size: i64,
    /// Bytes that are kept, from the start without a gap: the next piece begins here.
    pub received: i64,
    /// Bytes of a piece; the last one is shorter.
    pub piece: i64,
    /// Whether it was finished already.
    pub complete: bool,
}

/// A piece of a file.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct PutPiece {
    /// The file.
    pub id: DocumentId,
    /// Where it begins: [`Upload::received`].
    pub at: i64,
    /// Base64.
    pub content: String,
}

/// Which file.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct OneFile {
    /// The file.
    pub id: DocumentId,
}

/// Which piece of an opened file.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ReadPiece {
    /// The file.
    pub id: DocumentId,
    /// Where it begins: 0, then [`FilePiece::next`].
    pub at: i64,
}

/// A piece of an opened file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct FilePiece {
    /// Base64.
    pub content: String,
    /// Where the next piece begins; none at the end.
    pub next: Option<i64>,
}
