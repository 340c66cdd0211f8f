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
        let wrong = |code| Err(Error::field(&format!("{field}.{n}"), code));
        if files[..n].iter().any(|earlier| earlier.id == file.id) {
            return wrong("file_twice");
        }
        let Some(row) = queries::read_locked(tx, file.id).await? else {
            return wrong("file_gone");
        };
        let own = row.state == FileState::Complete && row.user_id == ctx.session()?.user_id;
        let filed = row.state == FileState::Filed && Some(queries::guarded(tx, file.id).await?.patient_id) == under.patient_id;
        if !own && !filed {
            return wrong("file_gone");
        }
        if row.file() != *file {
            return wrong("file_changed");
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
        queries::link(tx, under.id, file.id, ctx.now).await?;
    }
    Ok(())
}
