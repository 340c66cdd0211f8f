//! Keeping a version: the document first, then its row, its record and its topic in one transaction.

use chrono::{DateTime, Utc};
use futures::FutureExt;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::api::Ctx;
use crate::audit::Entry;
use crate::db::{Read, Row, Sql, Tx};
use crate::documents::registry::{self, NewDocument, Privacy};
use crate::documents::{Collection, sha256};
use crate::feed::Topic;
use crate::ids::{DocumentId, PatientId};
use crate::{Error, ErrorCode, Result, args, patients};

/// A part of the chart of which every version is kept.
pub(super) trait Part: Row + Clone + PartialEq + Serialize + DeserializeOwned + Send + Sync {
    /// What it is called in documents and records.
    const NAME: &'static str;
    /// Selects rows.
    const SELECT: &'static str;

    /// Its id.
    fn id(&self) -> Uuid;
    /// Whose chart.
    fn patient(&self) -> PatientId;
    /// The version that was read.
    fn version(&self) -> i32;
    /// The document of that version.
    fn document(&self) -> DocumentId;
    /// The same with another document and version.
    fn with(&self, document: DocumentId, version: i32) -> Self;
    /// Writes a new row.
    fn insert(&self, tx: &mut Tx, now: DateTime<Utc>) -> impl Future<Output = Result<()>> + Send;
    /// Writes the row anew, with the version after its own.
    fn update(&self, tx: &mut Tx, now: DateTime<Utc>) -> impl Future<Output = Result<()>> + Send;
    /// What else follows from a version, in the same transaction.
    fn follow(&self, _ctx: &Ctx, _tx: &mut Tx) -> impl Future<Output = Result<()>> + Send {
        async { Ok(()) }
    }
}

/// Keeps the first version of a part (`version` 0), or a further one of the version that was read.
///
/// # Errors
/// `stale` with what is stored now and what was sent; `not_found`; `not_allowed` on a merged chart;
/// `documents_unavailable`.
pub(super) async fn keep<T: Part>(ctx: &Ctx, sent: T) -> Result<T> {
    let next = sent.with(DocumentId::fresh(), sent.version() + 1);
    let session = ctx.session()?;
    let author = json!({ "id": session.user_id, "name": session.name });
    let hash = put(ctx, Collection::PatientHistory, next.document(), &body(author, ctx.now, &next)?).await?;
    let (sent, next) = (&sent, &next);
    ctx.transact(|tx, _| async move { write(ctx, tx, sent, next, hash).await }.boxed())
        .await
}

/// Puts a body into the document store, before a row refers to it; gives its SHA-256.
///
/// # Errors
/// `documents_unavailable`.
pub async fn put(ctx: &Ctx, kind: Collection, id: DocumentId, body: &Value) -> Result<[u8; 32]> {
    ctx.documents()?.insert(kind, id.0, body).await?;
    Ok(sha256(&serde_json::to_vec(body)?))
}

/// A version as the document store keeps it.
pub(super) fn body<T: Part>(author: Value, at: DateTime<Utc>, part: &T) -> Result<Value> {
    Ok(json!({
        "kind": Collection::PatientHistory.as_str(), "part": T::NAME, "version": part.version(), "patient_id": part.patient(), "time": at,
        "author": author, "content": serde_json::to_value(part)?,
    }))
}

async fn write<T: Part>(ctx: &Ctx, tx: &mut Tx, sent: &T, next: &T, hash: [u8; 32]) -> Result<T> {
    open_chart(tx, next.patient()).await?;
    let document = NewDocument {
        id: next.document(),
        kind: Collection::PatientHistory,
        patient_id: Some(next.patient()),
        author_id: ctx.session()?.user_id,
        appointment_id: None,
        sha256: hash,
        privacy: Privacy::Standard,
    };
    let entry = Entry::new(ctx.command, T::NAME, next.id()).patient(next.patient());
    if sent.version() == 0 {
        registry::insert(tx, &document, ctx.now).await?;
        next.insert(tx, ctx.now).await?;
        tx.record(entry.created(next));
    } else {
        let before = stored(tx, sent).await?;
        register(tx, before.document(), &document, ctx.now).await?;
        next.update(tx, ctx.now).await?;
        tx.record(entry.change(&before, next));
    }
    next.follow(ctx, tx).await?;
    tx.changed(Topic::patient(next.patient()));
    Ok(next.clone())
}

/// The row as it stands, locked; it must be the version that was sent.
async fn stored<T: Part>(tx: &mut Tx, sent: &T) -> Result<T> {
    const OF: &str = " WHERE id = ? AND patient_id = ?";
    lock_chart(tx, sent.patient()).await?;
    let row: Option<T> = tx.optional(Sql::parts(&[T::SELECT, OF]), args![sent.id(), sent.patient()]).await?;
    let row = row.ok_or_else(|| Error::not_found(T::NAME))?;
    if row.version() == sent.version() {
        return Ok(row);
    }
    Err(Error::stale(&row).with("yours", serde_json::to_value(sent)?))
}

const LOCK: &str = "SELECT id FROM patients WHERE id = ?";

/// Two saves of one chart wait for each other.
pub(super) async fn lock_chart(tx: &mut Tx, patient: PatientId) -> Result<()> {
    let _: Vec<(PatientId,)> = tx.locked(LOCK, args![patient]).await?;
    Ok(())
}

/// Takes the place of the last version; one that a prescription made begins a thread of its own.
pub(super) async fn register(tx: &mut Tx, before: DocumentId, document: &NewDocument, now: DateTime<Utc>) -> Result<()> {
    const KIND: &str = "SELECT kind FROM documents WHERE id = ?";
    let (kind,): (Collection,) = tx.one(KIND, args![before]).await?;
    if kind == Collection::PatientHistory {
        registry::supersede(tx, before, document, now).await
    } else {
        registry::insert(tx, document, now).await
    }
}

/// Refuses a chart that does not exist or went into another.
///
/// # Errors
/// `not_found`; `not_allowed` with `reason` = `chart_merged`.
pub async fn open_chart(q: &mut impl Read, patient: PatientId) -> Result<()> {
    if patients::read(q, patient).await?.status == patients::model::PatientStatus::Merged {
        return Err(Error::new(ErrorCode::NotAllowed).with("reason", "chart_merged"));
    }
    Ok(())
}
