//! A file's content, read through piece by piece.

use sha2::{Digest, Sha256};

use crate::documents::{CHUNKS_OF_PIECE, Documents, PIECE, sha256};
use crate::ids::DocumentId;
use crate::{Error, Result};

/// What reading a whole content through tells of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Digested {
    /// Of the whole.
    pub sha256: [u8; 32],
    /// Of each piece.
    pub pieces: Vec<[u8; 32]>,
    /// Bytes.
    pub size: i64,
}

/// The piece of this number.
///
/// # Errors
/// `internal` when it is not there; `documents_unavailable`.
pub(super) async fn piece(documents: &dyn Documents, id: DocumentId, n: u32) -> Result<Vec<u8>> {
    let found = documents.chunks(id.0, n.saturating_mul(CHUNKS_OF_PIECE), CHUNKS_OF_PIECE).await?;
    found.ok_or_else(|| Error::fault("a file without its content"))
}

/// Reads all of a content, one piece in memory at a time.
///
/// # Errors
/// `documents_unavailable`.
pub(super) async fn digest(documents: &dyn Documents, id: DocumentId) -> Result<Digested> {
    let (mut whole, mut pieces, mut size) = (Sha256::new(), Vec::new(), 0);
    for n in 0.. {
        let Some(piece) = documents.chunks(id.0, n * CHUNKS_OF_PIECE, CHUNKS_OF_PIECE).await? else {
            break;
        };
        whole.update(&piece);
        pieces.push(sha256(&piece));
        size += bytes(piece.len());
        if piece.len() < PIECE {
            break;
        }
    }
    Ok(Digested {
        sha256: whole.finalize().into(),
        pieces,
        size,
    })
}

/// A length as rows keep it.
pub(super) fn bytes(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}
