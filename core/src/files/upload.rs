//! Bringing a file in. The row is made first, so that content without a row is never left behind; pieces are kept once each, so
//! that one sent again after a lost reply changes nothing.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use futures::FutureExt;

use super::content::{self, bytes};
use super::kinds;
use super::model::{BeginUpload, FileRef, FileState, OneFile, PutPiece, Upload};
use super::queries::{self, FileRow};
use crate::api::{Ctx, Fields};
use crate::audit::Entry;
use crate::clinical;
use crate::db::{Read, Tx};
use crate::documents::{CHUNK, Collection, FileHead, PIECE};
use crate::ids::DocumentId;
use crate::settings::{self, FILES_MOST_MEGABYTES};
use crate::{Error, ErrorCode, Result};

/// `files.begin`
///
/// # Errors
/// `invalid`: `name`, `size` (`file_empty`, `file_too_large`); `not_found`; `not_allowed` on a merged chart.
pub(super) async fn begin(ctx: &Ctx, tx: &mut Tx, request: BeginUpload) -> Result<Upload> {
    let name = plain_name(&request.name);
    let most = settings::whole(tx, &FILES_MOST_MEGABYTES, ctx.app.workstation().id).await?;
    let mut fields = Fields::default();
    fields.required("name", &name, 200);
    if request.size <= 0 {
        fields.wrong("size", "file_empty");
    }
    if request.size > most.saturating_mul(1_000_000) {
        fields.wrong_with("size", "file_too_large", "max", most);
    }
    fields.check()?;
    clinical::open_chart(tx, request.patient_id).await?;
    let row = FileRow {
        id: DocumentId::fresh(),
        patient_id: request.patient_id,
        user_id: ctx.session()?.user_id,
        name,
        media_type: String::new(),
        size: request.size,
        sha256: None,
        state: FileState::Open,
    };
    queries::insert(tx, &row, ctx.now).await?;
    tx.record(Entry::activity(ctx.command, "file", row.id.0).patient(request.patient_id));
    Ok(progress(&row, 0))
}

/// The name without folders and control characters.
pub(super) fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars().filter(|c| !c.is_control()).collect::<String>().trim().to_owned()
}

fn progress(row: &FileRow, received: i64) -> Upload {
    Upload {
        id: row.id,
        size: row.size,
        received: received.min(row.size),
        piece: bytes(PIECE),
        complete: row.state != FileState::Open,
    }
}

/// The caller's own upload.
async fn own(ctx: &Ctx, q: &mut impl Read, id: DocumentId) -> Result<FileRow> {
    let row = queries::read(q, id).await?;
    if row.user_id == ctx.session()?.user_id && row.state != FileState::Cancelled {
        Ok(row)
    } else {
        Err(Error::not_found("file"))
    }
}

/// Bytes that are kept from the start without a gap.
async fn received(ctx: &Ctx, row: &FileRow) -> Result<i64> {
    let numbers = ctx.documents()?.chunk_numbers(row.id.0).await?;
    let whole = numbers.iter().zip(0..).take_while(|(n, expected)| **n == *expected).count();
    Ok(bytes(whole.saturating_mul(CHUNK)).min(row.size))
}

/// `files.upload`: where to go on after the connection was lost.
///
/// # Errors
/// `not_found`: also for another's; `documents_unavailable`.
pub(super) async fn read(ctx: &Ctx, request: OneFile) -> Result<Upload> {
    let row = own(ctx, &mut ctx.db()?, request.id).await?;
    let received = received(ctx, &row).await?;
    Ok(progress(&row, received))
}

/// `files.put`: the first piece decides whether the file is taken at all. Rows do not change, so nothing is recorded.
///
/// # Errors
/// `invalid` on `content`: what [`kinds::of`] refuses, or a piece of another size; `stale` with what is `received`, when the piece
/// does not begin there; `not_found`; `documents_unavailable`.
pub(super) async fn put(ctx: &Ctx, request: PutPiece) -> Result<Upload> {
    let row = own(ctx, &mut ctx.db()?, request.id).await?;
    let (first, content) = checked(&row, &request).ok_or_else(|| Error::field("content", "file_piece_invalid"))?;
    let documents = ctx.documents()?;
    if first == 0 {
        kinds::of(&content)?;
    } else if documents.chunks(row.id.0, first - 1, 1).await?.is_none() {
        return Err(missing(ctx, &row).await?);
    }
    documents.put_chunks(row.id.0, first, &content).await?;
    Ok(progress(&row, request.at + bytes(content.len())))
}

/// The first chunk of a piece and its bytes: whole chunks, but for the end of the file.
fn checked(row: &FileRow, request: &PutPiece) -> Option<(u32, Vec<u8>)> {
    let content = STANDARD.decode(&request.content).ok()?;
    let (length, chunk) = (bytes(content.len()), bytes(CHUNK));
    let end = request.at.checked_add(length)?;
    let first = u32::try_from(request.at / chunk).ok().filter(|_| request.at % chunk == 0)?;
    let fits = (1..=bytes(PIECE)).contains(&length) && (end == row.size || (end < row.size && length % chunk == 0));
    (row.state == FileState::Open && fits).then_some((first, content))
}

/// `stale`, with where the next piece begins.
async fn missing(ctx: &Ctx, row: &FileRow) -> Result<Error> {
    let received = received(ctx, row).await?;
    Ok(Error::stale(&progress(row, received)))
}

/// `files.finish`: reads what was kept through, so that its hash is of what is there and not of what was meant.
///
/// # Errors
/// `stale` with what is `received` while something is missing; `invalid` on `content`; `not_found`; `documents_unavailable`.
pub(super) async fn finish(ctx: &Ctx, request: OneFile) -> Result<FileRef> {
    let row = own(ctx, &mut ctx.db()?, request.id).await?;
    if row.state != FileState::Open {
        return Ok(row.file());
    }
    if received(ctx, &row).await? < row.size {
        return Err(missing(ctx, &row).await?);
    }
    let (whole, sha256) = &read_through(ctx, row).await?;
    let file = whole.file();
    let head = FileHead {
        name: file.name,
        media_type: file.media_type,
        size: file.size,
        sha256: file.sha256,
    };
    let documents = ctx.documents()?;
    documents.close_content(whole.id.0, whole.size.unsigned_abs()).await?;
    documents
        .insert(Collection::Files, whole.id.0, &serde_json::to_value(&head)?)
        .await?;
    ctx.transact(|tx, _| async move { complete(ctx, tx, whole, *sha256).await }.boxed())
        .await
}

/// The file as its content tells it.
async fn read_through(ctx: &Ctx, row: FileRow) -> Result<(FileRow, [u8; 32])> {
    let documents = ctx.documents()?;
    let kind = kinds::of(&content::piece(documents.as_ref(), row.id, 0).await?)?;
    let digested = content::digest(documents.as_ref(), row.id).await?;
    if digested.size != row.size {
        return Err(Error::fault("an upload of another size than its chunks"));
    }
    let whole = FileRow {
        media_type: kind.media_type.to_owned(),
        sha256: Some(digested.sha256.to_vec()),
        state: FileState::Complete,
        ..row
    };
    Ok((whole, digested.sha256))
}

async fn complete(ctx: &Ctx, tx: &mut Tx, whole: &FileRow, sha256: [u8; 32]) -> Result<FileRef> {
    if !queries::complete(tx, whole.id, &whole.media_type, sha256, ctx.now).await? {
        return Err(Error::not_found("file"));
    }
    let said = serde_json::json!({ "media_type": whole.media_type, "size": whole.size, "sha256": hex::encode(sha256) });
    tx.record(Entry::new(ctx.command, "file", whole.id.0).patient(whole.patient_id).created(&said));
    Ok(whole.file())
}

/// `files.cancel`: gives up a file that is not filed; nothing of it stays. What the document store keeps because it was away goes
/// with the next sweep.
///
/// # Errors
/// `not_found`; `not_allowed` with `reason` = `file_filed`.
pub(super) async fn cancel(ctx: &Ctx, request: OneFile) -> Result<()> {
    let row = own(ctx, &mut ctx.db()?, request.id).await?;
    let row = &row;
    ctx.transact(|tx, _| async move { give_up(ctx, tx, row).await }.boxed()).await?;
    let stores = ctx.app.stores()?;
    if let Err(error) = super::sweep::remove(&stores.db, stores.documents.as_ref(), row.id).await {
        tracing::debug!(code = ?error.code, "a cancelled file goes later");
    }
    Ok(())
}

async fn give_up(ctx: &Ctx, tx: &mut Tx, row: &FileRow) -> Result<()> {
    let now = queries::read_locked(tx, row.id).await?.ok_or_else(|| Error::not_found("file"))?;
    if now.state == FileState::Filed {
        return Err(Error::new(ErrorCode::NotAllowed).with("reason", "file_filed"));
    }
    queries::set_state(tx, row.id, FileState::Cancelled, ctx.now).await?;
    tx.record(Entry::activity(ctx.command, "file", row.id.0).patient(row.patient_id));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_no_folders() {
        assert_eq!(plain_name("C:\\Users\\x\\Blood\u{0} count.pdf "), "Blood count.pdf");
        assert_eq!(plain_name("/home/x/ảnh.png"), "ảnh.png");
        assert_eq!(plain_name("../.."), "..");
    }
}
