//! Specialties.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::saving;
use crate::api::{Ctx, Fields};
use crate::audit::Entry;
use crate::db::{Read, Tx};
use crate::feed::Topic;
use crate::ids::SpecialtyId;
use crate::{Error, Result, args};

/// A specialty.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, sqlx::FromRow)]
#[ts(export)]
pub struct Specialty {
    /// The specialty.
    pub id: SpecialtyId,
    /// Unique name.
    pub name: String,
    /// What it treats.
    pub description: String,
    /// Name of its icon.
    pub icon: String,
    /// Optimistic version.
    pub version: i32,
}

/// A new specialty, or an edit of one.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct SaveSpecialty {
    /// None = a new one.
    pub id: Option<SpecialtyId>,
    /// The version that was read; 0 for a new one.
    pub version: i32,
    /// Unique name.
    pub name: String,
    /// What it treats.
    pub description: String,
    /// Name of its icon.
    pub icon: String,
}

const LIST: &str = "SELECT id, name, description, icon, version FROM specialties ORDER BY name, id";
const GET: &str = "SELECT id, name, description, icon, version FROM specialties WHERE id = ?";
const INSERT: &str = "INSERT INTO specialties (id, name, description, icon, created_at, updated_at, version) VALUES (?, ?, ?, ?, ?, ?, 1)";
const UPDATE: &str =
    "UPDATE specialties SET name = ?, description = ?, icon = ?, updated_at = ?, version = version + 1 WHERE id = ? AND version = ?";

/// Every specialty by name.
pub(super) async fn all(q: &mut impl Read) -> Result<Vec<Specialty>> {
    q.all(LIST, args![]).await
}

async fn get(q: &mut impl Read, id: SpecialtyId) -> Result<Specialty> {
    q.optional(GET, args![id]).await?.ok_or_else(|| Error::not_found("specialty"))
}

/// `directory.specialties`.
pub(super) async fn list(ctx: &Ctx, (): ()) -> Result<Vec<Specialty>> {
    all(&mut ctx.db()?).await
}

/// `directory.save_specialty`.
pub(super) async fn save(ctx: &Ctx, tx: &mut Tx, request: SaveSpecialty) -> Result<Specialty> {
    let (name, description, icon) = (request.name.trim(), request.description.trim(), request.icon.trim());
    let mut fields = Fields::default();
    fields.required("name", name, 120);
    fields.at_most("description", description, 1000);
    fields.at_most("icon", icon, 60);
    fields.check()?;
    let before = match request.id {
        Some(id) => Some(get(tx, id).await?),
        None => None,
    };
    let id = request.id.unwrap_or_else(SpecialtyId::fresh);
    let written = if before.is_some() {
        let row = args![name, description, icon, ctx.now, id, request.version];
        tx.exec(UPDATE, row).await
    } else {
        tx.exec(INSERT, args![id, name, description, icon, ctx.now, ctx.now]).await
    };
    let rows = written.map_err(|e| saving::refused(e, "name", "name_taken"))?;
    saving::fresh(rows, &before)?;
    let after = get(tx, id).await?;
    saving::saved(
        tx,
        Entry::new(ctx.command, "specialty", id.0),
        before.as_ref(),
        &after,
        Topic::directory(),
    );
    Ok(after)
}
