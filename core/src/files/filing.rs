//! Making files part of a chart, in the transaction of the note or record that names them.

use super::model::{FileRef, FileState};
use super::queries;
use crate::api::Ctx;
use crate::db::Tx;
use crate::documents::Collection;
use crate::documents::registry::{self, NewDocument};
use crate::{Error, Result};

/// Most files of one document.
const MOST: usize = 50;

/// Files what a document names: each is the caller's own upload, or filed in the same chart already. The file is registered with
/// the privacy of the document.
///
/// # Errors
/// `invalid` on `field.N`: `file_gone`, `file_changed`, `file_twice`; on `field`: `too_many`.
pub async fn file_under(ctx: &Ctx, tx: &mut Tx, under: &NewDocument, field: &str, files: &[FileRef]) -> Result<()> {
    let mut fields = crate::api::Fields::default();
    if files.len() > MOST {
        fields.wrong_with(field, "too_many", "max", MOST);
    }
    fields.check()?;
    for (n, file) in files.iter().enumerate() {
        let twice = files[..n].iter().any(|earlier| earlier.id == file.id);
        let problem = if twice {
            Some("file_twice")
        } else {
            take(ctx, tx, under, file).await?
        };
        if let Some(problem) = problem {
            return Err(Error::field(&format!("{field}.{n}"), problem));
        }
        queries::link(tx, under.id, file.id, ctx.now).await?;
    }
    Ok(())
}

/// Registers a file unless it is filed in this chart already; or says why it cannot be.
async fn take(ctx: &Ctx, tx: &mut Tx, under: &NewDocument, file: &FileRef) -> Result<Option<&'static str>> {
    let Some(row) = queries::read_locked(tx, file.id).await? else {
        return Ok(Some("file_gone"));
    };
    let own = row.state == FileState::Complete && row.user_id == ctx.session()?.user_id;
    let filed = row.state == FileState::Filed && Some(queries::guarded(tx, file.id).await?.patient_id) == under.patient_id;
    if !own && !filed {
        return Ok(Some("file_gone"));
    }
    if row.file() != *file {
        return Ok(Some("file_changed"));
    }
    if own {
        let sha256 = row.sha256.and_then(|hash| hash.try_into().ok());
        let document = NewDocument {
            id: file.id,
            kind: Collection::Files,
            sha256: sha256.ok_or_else(|| Error::fault("a whole file without its hash"))?,
            ..under.clone()
        };
        registry::insert(tx, &document, ctx.now).await?;
        queries::set_state(tx, file.id, FileState::Filed, ctx.now).await?;
    }
    Ok(None)
}
