//! Records as loads and the FHIR import bring them: bodies first, then rows in the transaction of the load.
//!
//! A FHIR `DiagnosticReport` becomes one [`Loaded`]: `kind` [`RecordKind::LabReport`](super::model::RecordKind), `title` from
//! `code.text`, `recorded_on` from `effectiveDateTime`, `description` from `conclusion` or a presented text, and a
//! [`LabTest`](super::model::LabTest) for each `Observation` in `result` (name, LOINC, value and unit as written, `range` as
//! `low–high`, `flag` from `interpretation` or none). Build it with [`Loaded::first`], which derives the figures for the plots at
//! noon of the day; the import may put its own exact [`Loaded::figures`] in their place, or none when it records observations
//! itself. For an import that changes nothing the second time, set `record` and `document` to ids of your own that you keep beside
//! the source's. Then: [`put_bodies`] before the transaction, [`write()`] within it.

use chrono::{DateTime, Utc};
use serde_json::Value;
use uuid::Uuid;

use super::model::RecordContent;
use super::queries::{self, NewVersion};
use super::saving::{Written, body};
use super::{check, labs};
use crate::Result;
use crate::clinical::observations::{self, NewObservation};
use crate::db::{Read, Tx};
use crate::documents::registry::{self, NewDocument};
use crate::documents::{Collection, Documents};
use crate::files;
use crate::ids::{AppointmentId, DocumentId, PatientId, RecordId, UserId};
use crate::notes::canonical;

/// A first version, or a further one of what was loaded before.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The record.
    pub record: RecordId,
    /// Its document.
    pub document: DocumentId,
    /// 1, 2, 3 …
    pub version: i32,
    /// The document of the version before; none for the first.
    pub before: Option<DocumentId>,
    /// Whose chart.
    pub patient_id: PatientId,
    /// The visit.
    pub appointment_id: Option<AppointmentId>,
    /// Who brings it.
    pub by: UserId,
    /// Their name.
    pub by_name: String,
    /// When it is written.
    pub at: DateTime<Utc>,
    /// What it holds; files are put already, see `files::bulk`.
    pub content: RecordContent,
    /// What the plots get.
    pub figures: Vec<NewObservation>,
    /// Whether the patient sees it.
    pub shared: bool,
}

impl Loaded {
    /// A first version, tidied as `records.save` does, with the figures that its results give.
    #[must_use]
    pub fn first(patient_id: PatientId, (by, by_name): (UserId, &str), at: DateTime<Utc>, content: &RecordContent) -> Self {
        let (content, document) = (check::tidy(content), DocumentId::fresh());
        Self {
            record: RecordId::fresh(),
            document,
            version: 1,
            before: None,
            patient_id,
            appointment_id: None,
            by,
            by_name: by_name.to_owned(),
            at,
            figures: labs::figures(&content, patient_id, document),
            content,
            shared: false,
        }
    }

    fn body(&self) -> Value {
        body(&Written {
            id: self.record,
            version: self.version,
            patient_id: self.patient_id,
            appointment_id: self.appointment_id,
            author: (self.by, &self.by_name),
            at: self.at,
            reason: "",
            content: &self.content,
        })
    }
}

/// Documents put together in one call.
const TOGETHER: usize = 500;

/// Puts the bodies into the document store, before rows refer to them.
///
/// # Errors
/// `documents_unavailable`.
pub async fn put_bodies(documents: &dyn Documents, records: &[Loaded]) -> Result<()> {
    for some in records.chunks(TOGETHER) {
        let bodies: Vec<(Uuid, Value)> = some.iter().map(|r| (r.document.0, r.body())).collect();
        documents.insert_all(Collection::MedicalRecords, &bodies).await?;
    }
    Ok(())
}

/// Writes the rows. The caller records the load and tells the screens; a follow-up makes no task here.
///
/// # Errors
/// As the store says.
pub async fn write(tx: &mut Tx, records: &[Loaded]) -> Result<()> {
    for r in records {
        let document = NewDocument {
            id: r.document,
            kind: Collection::MedicalRecords,
            patient_id: Some(r.patient_id),
            author_id: r.by,
            appointment_id: r.appointment_id,
            sha256: canonical::hash(&r.body()),
            privacy: r.content.privacy,
        };
        let version = NewVersion {
            record: r.record,
            document: r.document,
            version: r.version,
            reason: "",
            author: r.by,
            appointment: r.appointment_id,
            at: r.at,
        };
        match r.before {
            None => {
                registry::insert(tx, &document, r.at).await?;
                queries::insert(tx, version, &r.content, r.shared).await?;
            }
            Some(before) => {
                registry::supersede(tx, before, &document, r.at).await?;
                queries::supersede(tx, version, &r.content).await?;
                observations::retire(tx, before, r.at).await?;
            }
        }
        for file in &r.content.files {
            files::bulk::write(tx, &document, file, r.at).await?;
        }
        observations::record_all(tx, &r.figures, r.by, r.at).await?;
    }
    Ok(())
}

/// The version of a record that is shown: its number and its document.
///
/// # Errors
/// `not_found`.
pub async fn standing(q: &mut impl Read, record: RecordId) -> Result<(i32, DocumentId)> {
    let (head, _) = queries::existing(q, record).await?;
    Ok((head.version, head.document_id))
}
