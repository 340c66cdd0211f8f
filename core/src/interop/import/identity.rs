//! Which resource of another system became which row here.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::db::{Arg, Read, Sql, Tx};
use crate::documents::sha256;
use crate::ids::{DocumentId, ImportedId, PatientId};
use crate::{Error, ErrorCode, Result, args};

/// A resource that was imported before.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(super) struct Imported {
    pub id: ImportedId,
    pub resource_id: String,
    /// Whose chart it went into; a merge of charts takes it along.
    pub patient_id: PatientId,
    /// The row that it became; none for people, figures and statements.
    pub item_id: Option<Uuid>,
    /// The version that the import wrote.
    pub document_id: Option<DocumentId>,
    sha256: Vec<u8>,
    pub version: i32,
}

/// A resource as it is noted with what it became.
#[derive(Debug, Clone)]
pub(super) struct Note {
    pub id: ImportedId,
    pub kind: &'static str,
    pub resource_id: String,
    pub patient_id: PatientId,
    pub item_id: Option<Uuid>,
    pub document_id: Option<DocumentId>,
    pub sha256: [u8; 32],
    /// The version that was read; 0 for one that was not imported before.
    pub version: i32,
}

const KNOWN: &str = "SELECT id, resource_id, patient_id, item_id, document_id, sha256, version FROM imported_resources WHERE source = ? AND kind = ? AND resource_id IN (??)";
const INSERT: &str = "INSERT INTO imported_resources (id, source, kind, resource_id, patient_id, item_id, document_id, sha256, created_at, updated_at, version) VALUES ";
const ROW: &str = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)";
const UPDATE: &str = "UPDATE imported_resources SET item_id = ?, document_id = ?, sha256 = ?, updated_at = ?, version = version + 1 WHERE id = ? AND version = ?";

impl Imported {
    /// Whether it says what it said then.
    pub fn says(&self, sha256: [u8; 32]) -> bool {
        self.sha256 == sha256
    }
}

/// What tells whether a resource changed: what the chart would hold of it.
pub(super) fn fingerprint(content: &impl serde::Serialize) -> Result<[u8; 32]> {
    Ok(sha256(&serde_json::to_vec(content)?))
}

/// Those of these resources that were imported before, by id.
///
/// # Errors
/// As the store says.
pub(super) async fn known(q: &mut impl Read, source: &str, kind: &str, ids: &[&str]) -> Result<HashMap<String, Imported>> {
    // The fault that `prove import --plant` must notice: nothing is remembered.
    if cfg!(feature = "plant") && kind == "Observation" {
        return Ok(HashMap::new());
    }
    let mut found = HashMap::new();
    for some in ids.chunks(500) {
        let values = args![source, kind].into_iter().chain(some.iter().map(|id| Arg::from(*id)));
        let rows: Vec<Imported> = q.all(Sql::list(KNOWN, some.len()), values.collect()).await?;
        found.extend(rows.into_iter().map(|row| (row.resource_id.clone(), row)));
    }
    Ok(found)
}

/// Notes what resources became. Two imports of one resource at a time: one of them is refused by the key, and looks again.
///
/// # Errors
/// A unique violation; `stale`.
pub(super) async fn note(tx: &mut Tx, source: &str, notes: &[Note], now: DateTime<Utc>) -> Result<()> {
    let (new, again): (Vec<&Note>, Vec<&Note>) = notes.iter().partition(|note| note.version == 0);
    for some in new.chunks(500) {
        let mut text = vec![INSERT, ROW];
        for _ in 1..some.len() {
            text.extend([", ", ROW]);
        }
        let rows = some.iter().flat_map(|n| {
            args![
                n.id,
                source,
                n.kind,
                &n.resource_id,
                n.patient_id,
                n.item_id,
                n.document_id,
                n.sha256,
                now,
                now
            ]
        });
        tx.exec(Sql::parts(&text), rows.collect()).await?;
    }
    for n in again {
        let values = args![n.item_id, n.document_id, n.sha256, now, n.id, n.version];
        if tx.exec(UPDATE, values).await? == 0 {
            return Err(Error::new(ErrorCode::Stale));
        }
    }
    Ok(())
}
