//! A patient's picture: read by content, kept small.

use std::io::Cursor;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use futures::FutureExt;
use image::{DynamicImage, ImageFormat, ImageReader, Limits};

use super::events::{Change, differences, record};
use super::model::Patient;
use super::requests::{Avatar, OpenPatient, SetAvatar};
use super::timeline::ChangeAction;
use super::{commands, queries};
use crate::api::Ctx;
use crate::documents::{Collection, FileHead, registry, sha256};
use crate::ids::DocumentId;
use crate::{Error, Result};

/// Bytes of a picture that is read at all.
const MOST_BYTES: usize = 10 * 1024 * 1024;
/// Longest side of a picture that is read at all, in pixels.
const MOST_PIXELS: u32 = 12_000;
/// Longest side of what is kept, in pixels.
const KEPT_PIXELS: u32 = 256;

/// Sets or removes the picture.
///
/// # Errors
/// `invalid` on `content` (`image_too_large`, `image_invalid`), `not_found`, `documents_unavailable`.
pub async fn set(ctx: &Ctx, request: SetAvatar) -> Result<Patient> {
    let file = match &request.content {
        Some(content) => Some(keep(ctx, content.clone()).await?),
        None => None,
    };
    ctx.transact(|tx, _| {
        async move {
            let before = queries::read_locked(tx, request.id).await?;
            commands::not_merged(&before)?;
            if let Some((id, hash)) = file {
                let document = registry::NewDocument {
                    id,
                    kind: Collection::Files,
                    patient_id: Some(request.id),
                    author_id: ctx.session()?.user_id,
                    appointment_id: None,
                    sha256: hash,
                    privacy: registry::Privacy::Standard,
                };
                registry::insert(tx, &document, ctx.now).await?;
            }
            let after = Patient {
                avatar_file_id: file.map(|f| f.0),
                ..before.clone()
            };
            let stored = queries::update(tx, ctx, &after).await?;
            let change = Change::new(request.id, ChangeAction::Avatar, differences(&before, &after)?);
            record(tx, ctx, "patient", request.id.0, change).await?;
            Ok(stored)
        }
        .boxed()
    })
    .await
}

/// Stores the picture before anything refers to it; gives its id and SHA-256.
async fn keep(ctx: &Ctx, content: String) -> Result<(DocumentId, [u8; 32])> {
    let small = tokio::task::spawn_blocking(move || shrink(&content))
        .await
        .map_err(|_| Error::fault("an image task that stopped"))??;
    let id = DocumentId::fresh();
    let head = FileHead::of("avatar.jpg", "image/jpeg", &small);
    ctx.documents()?.put_file(id.0, &head, &small).await?;
    Ok((id, sha256(&small)))
}

/// The picture as a JPEG of at most 256 pixels a side. What it is decides the content, not a name.
fn shrink(base64: &str) -> Result<Vec<u8>> {
    let wrong = |code: &'static str| Error::field("content", code);
    if base64.len() > MOST_BYTES / 3 * 4 + 4 {
        return Err(wrong("image_too_large"));
    }
    let bytes = STANDARD.decode(base64).map_err(|_| wrong("image_invalid"))?;
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format()?;
    if !matches!(reader.format(), Some(ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::WebP)) {
        return Err(wrong("image_invalid"));
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(MOST_PIXELS);
    limits.max_image_height = Some(MOST_PIXELS);
    reader.limits(limits);
    let picture = reader.decode().map_err(|error| match error {
        image::ImageError::Limits(_) => wrong("image_too_large"),
        _ => wrong("image_invalid"),
    })?;
    let small = picture.resize(KEPT_PIXELS, KEPT_PIXELS, image::imageops::FilterType::Triangle);
    let mut out = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(small.to_rgb8())
        .write_to(&mut out, ImageFormat::Jpeg)
        .map_err(|_| Error::fault("a picture that cannot be written"))?;
    Ok(out.into_inner())
}

/// The picture, when there is one.
///
/// # Errors
/// `not_found`, `documents_unavailable`.
pub async fn read(ctx: &Ctx, request: OpenPatient) -> Result<Option<Avatar>> {
    let patient = queries::read(&mut ctx.db()?, request.id).await?;
    let Some(id) = patient.avatar_file_id else { return Ok(None) };
    let (head, content) = ctx.documents()?.get_file(id.0).await?;
    Ok(Some(Avatar {
        media_type: head.media_type,
        content: STANDARD.encode(content),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> String {
        let mut out = Cursor::new(Vec::new());
        DynamicImage::new_rgba8(width, height).write_to(&mut out, ImageFormat::Png).unwrap();
        STANDARD.encode(out.into_inner())
    }

    #[test]
    fn a_picture_is_kept_small_and_in_proportion() {
        let kept = image::load_from_memory(&shrink(&png(1024, 512)).unwrap()).unwrap();
        assert_eq!((kept.width(), kept.height()), (256, 128));
    }

    #[test]
    fn what_is_no_picture_is_refused() {
        let code = |text: &str| shrink(text).unwrap_err().fields[0].code.clone();
        assert_eq!(code("not base64!"), "image_invalid");
        assert_eq!(code(&STANDARD.encode(b"<svg onload=alert(1)>")), "image_invalid");
        assert_eq!(code(&png(12_001, 1)), "image_too_large");
        assert_eq!(code(&"A".repeat(14 * 1024 * 1024)), "image_too_large");
    }
}
