//! Reading a file back: opened once, with its whole content checked and the opening recorded, then read in pieces.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use futures::FutureExt;
use moka::sync::Cache;

use super::content::{self, Digested, bytes};
use super::model::{FilePiece, FileRef, FileState, OneFile, ReadPiece};
use super::queries::{self, FileRow};
use crate::api::Ctx;
use crate::audit::{Entry, Outcome};
use crate::clinical::access;
use crate::db::Read;
use crate::documents::{PIECE, sha256};
use crate::ids::{DocumentId, SessionId};
use crate::{Error, ErrorCode, Result};

/// How long an opened file may be read on without opening it again.
const OPEN_FOR: Duration = Duration::from_secs(1800);
/// Files open at one workstation.
const MOST_OPEN: u64 = 200;

/// A file that a session opened: what its content was then, piece by piece.
#[derive(Debug)]
struct Opening {
    size: i64,
    pieces: Vec<[u8; 32]>,
}

/// The files that this core's sessions opened.
#[derive(Debug)]
pub struct Openings(Cache<(SessionId, DocumentId), Arc<Opening>>);

impl Default for Openings {
    fn default() -> Self {
        Self(Cache::builder().max_capacity(MOST_OPEN).time_to_idle(OPEN_FOR).build())
    }
}

/// `files.open`: checks the content against its SHA-256 and records the opening. `files.read` gives the bytes.
///
/// # Errors
/// `not_found`; `not_allowed` with `reason` = `document_locked`, `file_damaged` (recorded as refused); `documents_unavailable`.
pub(super) async fn open(ctx: &Ctx, request: OneFile) -> Result<FileRef> {
    let row = readable(ctx, &mut ctx.db()?, request.id).await?;
    let digested = content::digest(ctx.documents()?.as_ref(), row.id).await?;
    let intact = row.sha256.as_deref() == Some(digested.sha256.as_slice()) && row.size == digested.size;
    record(ctx, &row, intact).await?;
    if !intact {
        return Err(Error::new(ErrorCode::NotAllowed).with("reason", "file_damaged"));
    }
    let Digested { size, pieces, .. } = digested;
    let key = (ctx.session()?.id, row.id);
    ctx.app.openings().0.insert(key, Arc::new(Opening { size, pieces }));
    Ok(row.file())
}

/// A whole file that the caller may read: filed, as its document says; before that, its owner alone.
async fn readable(ctx: &Ctx, q: &mut impl Read, id: DocumentId) -> Result<FileRow> {
    let row = queries::read(q, id).await?;
    match row.state {
        FileState::Filed => {
            let guarded = queries::guarded(q, id).await?;
            access::require(q, ctx.session()?, guarded, ctx.now).await?;
            Ok(FileRow {
                patient_id: guarded.patient_id,
                ..row
            })
        }
        FileState::Complete if row.user_id == ctx.session()?.user_id => Ok(row),
        _ => Err(Error::not_found("file")),
    }
}

async fn record(ctx: &Ctx, row: &FileRow, intact: bool) -> Result<()> {
    let outcome = if intact { Outcome::Done } else { Outcome::Refused };
    ctx.unrepeated(ctx.session.clone())
        .transact(|tx, _| {
            let entry = Entry::new(ctx.command, "file", row.id.0).patient(row.patient_id).ended(outcome);
            async move {
                tx.record(entry);
                Ok(())
            }
            .boxed()
        })
        .await
}

/// `files.read`: a piece of a file that this session opened.
///
/// # Errors
/// `not_allowed` with `reason` = `file_not_open`, or `file_damaged` when the piece is no longer what was opened; `not_found` past
/// the end; `documents_unavailable`.
pub(super) async fn read(ctx: &Ctx, request: ReadPiece) -> Result<FilePiece> {
    let refused = |reason| Error::new(ErrorCode::NotAllowed).with("reason", reason);
    let opening = ctx.app.openings().0.get(&(ctx.session()?.id, request.id));
    let opening = opening.ok_or_else(|| refused("file_not_open"))?;
    let n = usize::try_from(request.at / bytes(PIECE)).unwrap_or(usize::MAX);
    let known = opening.pieces.get(n).filter(|_| request.at >= 0 && request.at % bytes(PIECE) == 0);
    let known = known.ok_or_else(|| Error::not_found("file"))?;
    let piece = content::piece(ctx.documents()?.as_ref(), request.id, u32::try_from(n).unwrap_or(u32::MAX)).await?;
    if sha256(&piece) != *known {
        return Err(refused("file_damaged"));
    }
    let next = request.at + bytes(piece.len());
    Ok(FilePiece {
        content: STANDARD.encode(piece),
        next: (next < opening.size).then_some(next),
    })
}
