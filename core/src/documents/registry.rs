//! The registry of document versions: what no row here names does not exist. A document is inserted into the
//! document store first; then one relational transaction calls [`insert`] or [`supersede`].

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::{Collection, Documents};
use crate::db::{Arg, Db, Read, Sql, Tx};
use crate::ids::{AppointmentId, DocumentId, PatientId, UserId, lowest_at};
use crate::{Error, ErrorCode, Result, args, files};

crate::text_enum! {
    /// Who may read a document beside its author.
    pub enum Privacy {
        /// Whoever may open the chart.
        Standard = "standard",
        /// Those who treat the patient.
        Sensitive = "sensitive",
        /// Named people only.
        HighlySensitive = "highly_sensitive",
    }
}

crate::text_enum! {
    /// Where a version stands in its thread.
    pub enum State {
        /// The one that is shown.
        Current = "current",
        /// A later version took its place.
        Superseded = "superseded",
    }
}

/// A version of a document, as the registry keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDocument {
    /// Its id in the document store.
    pub id: DocumentId,
    /// Its collection there.
    pub kind: Collection,
    /// Whose chart it belongs to.
    pub patient_id: Option<PatientId>,
    /// Who wrote it.
    pub author_id: UserId,
    /// The visit it was written for.
    pub appointment_id: Option<AppointmentId>,
    /// SHA-256 of what was stored.
    pub sha256: [u8; 32],
    /// Who may read it.
    pub privacy: Privacy,
}

const INSERT: &str = "INSERT INTO documents (id, kind, patient_id, author_id, appointment_id, thread_id, version, supersedes, sha256, privacy, state, created_at, updated_at) \
 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
const LAST: &str = "SELECT thread_id, version, state FROM documents WHERE id = ?";
const RETIRE: &str = "UPDATE documents SET state = 'superseded', updated_at = ? WHERE id = ?";
const KNOWN: &str = "SELECT id FROM documents WHERE id IN (??)";

/// Registers the first version of a document.
///
/// # Errors
/// As the store says.
pub async fn insert(tx: &mut Tx, document: &NewDocument, now: DateTime<Utc>) -> Result<()> {
    put(
        tx,
        document,
        Place {
            thread: document.id.0,
            version: 1,
            supersedes: None,
        },
        now,
    )
    .await
}

/// Registers a new version in the place of `previous`.
///
/// # Errors
/// `not_found`; `stale` when another version took its place already.
pub async fn supersede(tx: &mut Tx, previous: DocumentId, document: &NewDocument, now: DateTime<Utc>) -> Result<()> {
    let rows: Vec<(Uuid, i64, State)> = tx.locked(LAST, args![previous]).await?;
    let (thread, version, state) = rows.into_iter().next().ok_or_else(|| Error::not_found("document"))?;
    if state == State::Superseded {
        return Err(Error::new(ErrorCode::Stale));
    }
    tx.exec(RETIRE, args![now, previous]).await?;
    let place = Place {
        thread,
        version: version + 1,
        supersedes: Some(previous),
    };
    put(tx, document, place, now).await
}

/// Where a version stands in its thread.
struct Place {
    thread: Uuid,
    version: i64,
    supersedes: Option<DocumentId>,
}

async fn put(tx: &mut Tx, document: &NewDocument, place: Place, now: DateTime<Utc>) -> Result<()> {
    let values = args![
        document.id,
        document.kind,
        document.patient_id,
        document.author_id,
        document.appointment_id,
        place.thread,
        place.version,
        place.supersedes,
        document.sha256,
        document.privacy,
        State::Current,
        now,
        now
    ];
    tx.exec(INSERT, values).await.map(|_| ())
}

/// Collections whose documents the registry decides about. Logs are append-only and have no rows there.
pub const REGISTERED: &[Collection] = &[
    Collection::Files,
    Collection::PatientHistory,
    Collection::EncounterNotes,
    Collection::Prescriptions,
    Collection::MedicalRecords,
];

/// A transaction that will still register a document is never older than this.
const GRACE: TimeDelta = TimeDelta::hours(24);

const PAGE: u16 = 500;

/// Removes documents that no row refers to and that are older than 24 hours; gives their number.
///
/// # Errors
/// As the stores say.
pub async fn sweep(db: &Db, documents: &dyn Documents, now: DateTime<Utc>) -> Result<usize> {
    let mut removed = 0;
    for collection in REGISTERED {
        let mut after = Uuid::nil();
        loop {
            let page = documents.ids_between(*collection, after, lowest_at(now - GRACE), PAGE).await?;
            let Some(last) = page.last() else { break };
            after = *last;
            let orphans = unregistered(db, &page).await?;
            if !orphans.is_empty() {
                documents.remove(*collection, &orphans).await?;
            }
            removed += orphans.len();
        }
    }
    Ok(removed + sweep_contents(db, documents, now).await?)
}

/// Content without a head: a file that was cut off before it had one, and that has no row either.
async fn sweep_contents(db: &Db, documents: &dyn Documents, now: DateTime<Utc>) -> Result<usize> {
    let (mut removed, mut after) = (0, Uuid::nil());
    loop {
        let page = documents.contents_between(after, lowest_at(now - GRACE), PAGE).await?;
        let Some(last) = page.last() else { return Ok(removed) };
        after = *last;
        let orphans = unregistered(db, &page).await?;
        if !orphans.is_empty() {
            documents.remove(Collection::Files, &orphans).await?;
        }
        removed += orphans.len();
    }
}

/// Which of these ids no row names: neither the registry, nor the files that are still to be filed.
pub(crate) async fn unregistered(db: &Db, ids: &[Uuid]) -> Result<Vec<Uuid>> {
    let values = ids.iter().map(|id| Arg::Uuid(*id)).collect();
    let known: Vec<(Uuid,)> = db.clone().all(Sql::list(KNOWN, ids.len()), values).await?;
    let unknown: Vec<Uuid> = ids.iter().filter(|id| !known.iter().any(|(k,)| k == *id)).copied().collect();
    if unknown.is_empty() {
        return Ok(unknown);
    }
    let unfiled = files::unfiled(db, &unknown).await?;
    Ok(unknown.into_iter().filter(|id| !unfiled.contains(id)).collect())
}
