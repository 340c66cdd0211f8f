//! Departments.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::saving;
use crate::api::{Ctx, Fields};
use crate::audit::Entry;
use crate::db::{Read, Tx};
use crate::feed::Topic;
use crate::ids::DepartmentId;
use crate::{Error, Result, args};

/// A department.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, sqlx::FromRow)]
#[ts(export)]
pub struct Department {
    /// The department.
    pub id: DepartmentId,
    /// Unique name.
    pub name: String,
    /// What it does.
    pub description: String,
    /// Whether it is in use.
    pub active: bool,
    /// Optimistic version.
    pub version: i32,
}

/// A new department, or an edit of one.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct SaveDepartment {
    /// None = a new one.
    pub id: Option<DepartmentId>,
    /// The version that was read; 0 for a new one.
    pub version: i32,
    /// Unique name.
    pub name: String,
    /// What it does.
    pub description: String,
    /// Whether it is in use.
    pub active: bool,
}

const LIST: &str = "SELECT id, name, description, active, version FROM departments ORDER BY name, id";
const GET: &str = "SELECT id, name, description, active, version FROM departments WHERE id = ?";
const INSERT: &str =
    "INSERT INTO departments (id, name, description, active, created_at, updated_at, version) VALUES (?, ?, ?, ?, ?, ?, 1)";
const UPDATE: &str =
    "UPDATE departments SET name = ?, description = ?, active = ?, updated_at = ?, version = version + 1 WHERE id = ? AND version = ?";

/// Every department by name.
pub(super) async fn all(q: &mut impl Read) -> Result<Vec<Department>> {
    q.all(LIST, args![]).await
}

async fn get(q: &mut impl Read, id: DepartmentId) -> Result<Department> {
    q.optional(GET, args![id]).await?.ok_or_else(|| Error::not_found("department"))
}

/// `directory.departments`.
pub(super) async fn list(ctx: &Ctx, (): ()) -> Result<Vec<Department>> {
    all(&mut ctx.db()?).await
}

/// `directory.save_department`.
pub(super) async fn save(ctx: &Ctx, tx: &mut Tx, request: SaveDepartment) -> Result<Department> {
    let (name, description) = (request.name.trim(), request.description.trim());
    let mut fields = Fields::default();
    fields.required("name", name, 120);
    fields.at_most("description", description, 1000);
    fields.check()?;
    let before = match request.id {
        Some(id) => Some(get(tx, id).await?),
        None => None,
    };
    let id = request.id.unwrap_or_else(DepartmentId::fresh);
    let written = if before.is_some() {
        let row = args![name, description, request.active, ctx.now, id, request.version];
        tx.exec(UPDATE, row).await
    } else {
        tx.exec(INSERT, args![id, name, description, request.active, ctx.now, ctx.now])
            .await
    };
    let rows = written.map_err(|e| saving::refused(e, "name", "name_taken"))?;
    saving::fresh(rows, &before)?;
    let after = get(tx, id).await?;
    saving::saved(
        tx,
        Entry::new(ctx.command, "department", id.0),
        before.as_ref(),
        &after,
        Topic::directory(),
    );
    Ok(after)
}
