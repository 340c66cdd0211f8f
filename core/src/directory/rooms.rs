//! Rooms and devices.

use serde::Deserialize;
use ts_rs::TS;

use super::{Room, RoomKind, saving};
use crate::api::{Ctx, Fields};
use crate::audit::Entry;
use crate::db::{Read, Tx};
use crate::feed::Topic;
use crate::ids::{LocationId, RoomId};
use crate::{Error, Result, args};

/// A new room, or an edit of one. A room stays at its location.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct SaveRoom {
    /// None = a new one.
    pub id: Option<RoomId>,
    /// The version that was read; 0 for a new one.
    pub version: i32,
    /// Where.
    pub location_id: LocationId,
    /// Unique at its location.
    pub name: String,
    /// Room or device.
    pub kind: RoomKind,
    /// Whether it may be booked.
    pub active: bool,
}

const GET: &str = "SELECT id, location_id, name, kind, active, version FROM rooms WHERE id = ?";
const INSERT: &str =
    "INSERT INTO rooms (id, location_id, name, kind, active, created_at, updated_at, version) VALUES (?, ?, ?, ?, ?, ?, ?, 1)";
const UPDATE: &str = "UPDATE rooms SET name = ?, kind = ?, active = ?, updated_at = ?, version = version + 1 WHERE id = ? AND version = ?";

async fn get(q: &mut impl Read, id: RoomId) -> Result<Room> {
    q.optional(GET, args![id]).await?.ok_or_else(|| Error::not_found("room"))
}

/// `directory.save_room`.
pub(super) async fn save(ctx: &Ctx, tx: &mut Tx, request: SaveRoom) -> Result<Room> {
    let name = request.name.trim();
    let mut fields = Fields::default();
    fields.required("name", name, 80);
    fields.check()?;
    let before = match request.id {
        Some(id) => Some(get(tx, id).await?),
        None => None,
    };
    let id = request.id.unwrap_or_else(RoomId::fresh);
    let written = if before.is_some() {
        let row = args![name, request.kind, request.active, ctx.now, id, request.version];
        tx.exec(UPDATE, row).await
    } else {
        let row = args![id, request.location_id, name, request.kind, request.active, ctx.now, ctx.now];
        tx.exec(INSERT, row).await
    };
    let rows = written.map_err(|e| saving::refused(e, "name", "name_taken"))?;
    saving::fresh(rows, &before)?;
    let after = get(tx, id).await?;
    let entry = Entry::new(ctx.command, "room", id.0).at(after.location_id);
    saving::saved(tx, entry, before.as_ref(), &after, Topic::directory());
    Ok(after)
}
