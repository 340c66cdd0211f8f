//! `insurance.insurers`, `insurance.save_insurer`: the clinic's own short list.

use super::model::Insurer;
use super::requests::{ListInsurers, SaveInsurer};
use crate::api::{Ctx, Fields};
use crate::audit::Entry;
use crate::db::{Read, Tx};
use crate::feed::Topic;
use crate::ids::InsurerId;
use crate::{Error, Result, args};

const LIST: &str = "SELECT id, version, name, payer_id, active FROM insurers ORDER BY name, id";
const FIND: &str = "SELECT id, version, name, payer_id, active FROM insurers WHERE id = ?";
const INSERT: &str = "INSERT INTO insurers (name, payer_id, active, updated_at, id, created_at, version) VALUES (?, ?, ?, ?, ?, ?, 1)";
const UPDATE: &str = "UPDATE insurers SET name = ?, payer_id = ?, active = ?, updated_at = ?, version = version + 1 WHERE id = ?";

/// By name.
pub(super) async fn list(ctx: &Ctx, _: ListInsurers) -> Result<Vec<Insurer>> {
    ctx.db()?.all(LIST, args![]).await
}

/// The insurer.
///
/// # Errors
/// `not_found`.
pub(crate) async fn known(q: &mut impl Read, id: InsurerId) -> Result<Insurer> {
    q.optional(FIND, args![id]).await?.ok_or_else(|| Error::not_found("insurer"))
}

/// Adds or edits an insurer.
///
/// # Errors
/// `invalid`, also on `name` when it is taken; `stale`; `not_found`.
pub(crate) async fn save(ctx: &Ctx, tx: &mut Tx, request: SaveInsurer) -> Result<Insurer> {
    let (name, payer) = (request.name.trim(), request.payer_id.trim());
    let mut fields = Fields::default();
    fields.required("name", name, 160);
    fields.at_most("payer_id", payer, 40);
    fields.check()?;
    let before: Option<Insurer> = match request.id {
        Some(id) => Some(tx.locked(FIND, args![id]).await?.pop().ok_or_else(|| Error::not_found("insurer"))?),
        None => None,
    };
    if let Some(stored) = before.as_ref().filter(|b| b.version != request.version) {
        return Err(Error::stale(stored));
    }
    let id = request.id.unwrap_or_else(InsurerId::fresh);
    let values = args![name, payer, request.active, ctx.now, id];
    let written = match &before {
        Some(_) => tx.exec(UPDATE, values).await,
        None => tx.exec(INSERT, [values, args![ctx.now]].concat()).await,
    };
    written.map_err(|e| {
        if e.is_unique_violation() {
            Error::field("name", "name_taken")
        } else {
            e
        }
    })?;
    let after = known(tx, id).await?;
    let entry = Entry::new(ctx.command, "insurer", id.0);
    tx.record(match &before {
        Some(before) => entry.change(before, &after),
        None => entry.created(&after),
    });
    tx.changed(Topic::insurers());
    Ok(after)
}
