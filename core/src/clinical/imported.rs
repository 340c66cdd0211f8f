//! Parts of a chart that come from other systems: first versions, and further ones while nobody changed them here.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use uuid::Uuid;

use super::given::{CarePlan, Immunization, Procedure};
use super::keep::{self, Part};
use super::model::{Allergy, ChartProblem, HistoryEntry, ItemStatus, Medication};
use super::{queries, statements};
use crate::db::{Read, Sql, Tx};
use crate::documents::registry::{self, NewDocument, Privacy};
use crate::documents::{Collection, Documents, sha256};
use crate::ids::{DocumentId, PatientId, UserId};
use crate::{Result, args};

/// A part that another system knows too.
#[derive(Debug, Clone)]
pub(crate) enum ChartPart {
    Allergy(Allergy),
    Problem(ChartProblem),
    Medication(Medication),
    Immunization(Immunization),
    Procedure(Procedure),
    CarePlan(CarePlan),
    History(HistoryEntry),
}

/// The same expression for each kind of part.
macro_rules! each {
    ($part:expr, $row:ident => $do:expr) => {
        match $part {
            ChartPart::Allergy($row) => $do,
            ChartPart::Problem($row) => $do,
            ChartPart::Medication($row) => $do,
            ChartPart::Immunization($row) => $do,
            ChartPart::Procedure($row) => $do,
            ChartPart::CarePlan($row) => $do,
            ChartPart::History($row) => $do,
        }
    };
}

/// Where a row stands now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Standing {
    /// Whose chart it is in.
    pub patient_id: PatientId,
    /// Its version.
    pub version: i32,
    /// The document of that version.
    pub document_id: DocumentId,
}

/// A version to be written.
#[derive(Debug, Clone)]
pub(crate) struct Write {
    /// The version.
    pub part: ChartPart,
    /// The document of the version before; none for a new part.
    pub before: Option<DocumentId>,
    /// When it was written down.
    pub at: DateTime<Utc>,
}

/// In whose name parts are written.
#[derive(Debug, Clone)]
pub(crate) struct Author {
    /// The account.
    pub id: UserId,
    /// Their name.
    pub name: String,
    /// The system that it came from.
    pub source: String,
}

impl ChartPart {
    /// The row's id.
    pub fn id(&self) -> Uuid {
        each!(self, row => Part::id(row))
    }

    /// The document of this version.
    pub fn document(&self) -> DocumentId {
        each!(self, row => row.document_id)
    }

    /// Whose it is.
    pub fn patient(&self) -> PatientId {
        each!(self, row => row.patient_id)
    }

    /// The same as a further version of the row of this id.
    pub fn further(self, id: Uuid, version: i32) -> Self {
        macro_rules! with {
            ($($kind:ident),*) => {
                match self {
                    $(ChartPart::$kind(mut row) => { row.id.0 = id; row.version = version; ChartPart::$kind(row) })*
                }
            };
        }
        with!(Allergy, Problem, Medication, Immunization, Procedure, CarePlan, History)
    }

    /// Where the row of this id stands now; its kind is this part's.
    ///
    /// # Errors
    /// As the store says.
    pub async fn standing(&self, q: &mut impl Read, id: Uuid) -> Result<Option<Standing>> {
        each!(self, row => standing(q, row, id).await)
    }
}

async fn standing<T: Part>(q: &mut impl Read, _: &T, id: Uuid) -> Result<Option<Standing>> {
    const BY_ID: &str = " WHERE id = ?";
    let row: Option<T> = q.optional(Sql::parts(&[T::SELECT, BY_ID]), args![id]).await?;
    Ok(row.map(|row| Standing {
        patient_id: row.patient(),
        version: row.version(),
        document_id: row.document(),
    }))
}

fn body(write: &Write, author: &Author) -> Result<Value> {
    let who = json!({ "id": author.id, "name": author.name, "source": author.source });
    each!(&write.part, row => keep::body(who, write.at, row))
}

/// Puts the bodies of the versions into the document store, before rows refer to them.
///
/// # Errors
/// `documents_unavailable`.
pub(crate) async fn put_bodies(documents: &dyn Documents, writes: &[Write], author: &Author) -> Result<()> {
    for some in writes.chunks(500) {
        let bodies = some.iter().map(|w| Ok((w.part.document().0, body(w, author)?)));
        documents
            .insert_all(Collection::PatientHistory, &bodies.collect::<Result<Vec<_>>>()?)
            .await?;
    }
    Ok(())
}

/// Writes a version. The caller records the act and tells the screens.
///
/// # Errors
/// `stale` when another version took the place of the one before.
pub(crate) async fn write(tx: &mut Tx, write: &Write, author: &Author, now: DateTime<Utc>) -> Result<()> {
    let part = &write.part;
    let document = NewDocument {
        id: part.document(),
        kind: Collection::PatientHistory,
        patient_id: Some(part.patient()),
        author_id: author.id,
        appointment_id: None,
        sha256: sha256(&serde_json::to_vec(&body(write, author)?)?),
        privacy: Privacy::Standard,
    };
    match write.before {
        None => {
            registry::insert(tx, &document, write.at).await?;
            each!(part, row => row.insert(tx, write.at).await)?;
        }
        Some(before) => {
            keep::lock_chart(tx, part.patient()).await?;
            keep::register(tx, before, &document, now).await?;
            each!(part, row => row.update(tx, now).await)?;
        }
    }
    match part {
        ChartPart::Allergy(allergy) if allergy.form.status == ItemStatus::Active => {
            statements::take_back(tx, allergy.patient_id, author.id, now).await
        }
        _ => Ok(()),
    }
}

/// Writes down that no allergy is known, unless one is.
///
/// # Errors
/// As the store says.
pub(crate) async fn state_no_allergies(tx: &mut Tx, patient: PatientId, author: &Author, now: DateTime<Utc>) -> Result<()> {
    let (known,): (i64,) = tx.one(queries::HAS_ALLERGY, args![patient]).await?;
    if known == 0 {
        statements::insert(tx, patient, true, author.id, now).await?;
    }
    Ok(())
}
