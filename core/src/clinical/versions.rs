//! Every version of an allergy, a problem, a medication or an entry of the history.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use super::access;
use crate::api::Ctx;
use crate::db::Read;
use crate::documents::Collection;
use crate::documents::registry::Privacy;
use crate::ids::{DocumentId, PatientId, UserId};
use crate::{Error, Result, args};

/// The versions that a document belongs to.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct ReadVersions {
    /// Whose chart.
    pub patient_id: PatientId,
    /// Any of the versions, e.g. the row's `document_id`.
    pub document_id: DocumentId,
}

/// One version.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, sqlx::FromRow)]
#[ts(export)]
pub struct Version {
    /// Its document.
    pub id: DocumentId,
    /// 1, 2, 3 …
    pub version: i32,
    /// Who wrote it.
    pub author_id: UserId,
    /// Their name.
    pub author_name: String,
    /// How private it is.
    pub privacy: Privacy,
    /// When.
    pub at: DateTime<Utc>,
    /// What it says; none when the document store does not have it.
    #[sqlx(skip)]
    #[ts(type = "unknown")]
    pub content: Option<Value>,
}

const VERSIONS: &str = "SELECT d.id, d.version, d.author_id, CONCAT(u.first_name, ' ', u.last_name) AS author_name, d.privacy, d.created_at AS at \
 FROM documents d JOIN users u ON u.id = d.author_id JOIN documents one ON one.thread_id = d.thread_id \
 WHERE one.id = ? AND one.patient_id = ? AND one.kind = 'patient_history' ORDER BY d.version DESC";

/// `chart.versions`: newest first.
///
/// # Errors
/// `not_found`, `documents_unavailable`; `not_allowed` for a locked document.
pub async fn read(ctx: &Ctx, request: ReadVersions) -> Result<Vec<Version>> {
    let mut db = ctx.db()?;
    let mut versions: Vec<Version> = db.all(VERSIONS, args![request.document_id, request.patient_id]).await?;
    if versions.is_empty() {
        return Err(Error::not_found("document"));
    }
    for version in &versions {
        let guarded = access::Guarded {
            patient_id: request.patient_id,
            author_id: version.author_id,
            privacy: version.privacy,
        };
        access::require(&mut db, ctx.session()?, guarded, ctx.now).await?;
    }
    let ids: Vec<_> = versions.iter().map(|v| v.id.0).collect();
    let mut bodies = ctx.documents()?.get(Collection::PatientHistory, &ids).await?;
    for version in &mut versions {
        let found = bodies.iter_mut().find(|(id, _)| *id == version.id.0);
        version.content = found.map(|(_, body)| body["content"].take());
    }
    Ok(versions)
}
