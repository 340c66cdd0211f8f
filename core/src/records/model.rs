//! What a medical record holds, and what the commands are asked and answer.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::documents::registry::Privacy;
use crate::files::model::FileRef;
use crate::ids::{AppointmentId, DocumentId, PatientId, RecordId, UserId};

crate::text_enum! {
    /// What kind of record.
    pub enum RecordKind {
        /// A prescription written elsewhere.
        Prescription = "prescription",
        /// Results of a laboratory.
        LabReport = "lab_report",
        /// X-ray, ultrasound, CT, MRI and the like.
        Imaging = "imaging",
        /// A letter or note from elsewhere.
        ClinicalNote = "clinical_note",
        /// Anything else.
        Other = "other",
    }
}

crate::text_enum! {
    /// Where a result lies.
    pub enum LabFlag {
        /// Nothing is said of it.
        None = "none",
        /// Within the range.
        Normal = "normal",
        /// Below it.
        Low = "low",
        /// Above it.
        High = "high",
        /// Not as it should be, without a direction: a positive culture.
        Abnormal = "abnormal",
    }
}

/// A result of a laboratory, as the report has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct LabTest {
    /// E.g. `Haemoglobin`.
    pub name: String,
    /// LOINC code; empty without one.
    #[serde(default)]
    pub loinc: String,
    /// As written: `13.2`, `< 0.01`, `negative`.
    pub value: String,
    /// As written, UCUM where it can be: `g/dL`.
    #[serde(default)]
    pub unit: String,
    /// As written: `12–16`, `< 5`, `> 60`.
    #[serde(default)]
    pub range: String,
    /// As the laboratory says; when absent it is told from value and range. A stored version always has one.
    #[serde(default)]
    pub flag: Option<LabFlag>,
    /// The day of this test, where it is not that of the record.
    #[serde(default)]
    pub taken_on: Option<NaiveDate>,
}

/// The content of a version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct RecordContent {
    /// What kind.
    pub kind: RecordKind,
    /// What lists show.
    pub title: String,
    /// The day of the report or the examination.
    pub recorded_on: NaiveDate,
    /// What it says.
    #[serde(default)]
    pub description: String,
    /// In words.
    #[serde(default)]
    pub diagnosis: String,
    /// In words.
    #[serde(default)]
    pub treatment: String,
    /// Results.
    #[serde(default)]
    pub tests: Vec<LabTest>,
    /// Scans, pictures, letters; part of what is hashed.
    #[serde(default)]
    pub files: Vec<FileRef>,
    /// The day by which somebody looks at it again; becomes a task.
    #[serde(default)]
    pub follow_up_on: Option<NaiveDate>,
    /// Who may read it.
    pub privacy: Privacy,
}

/// Whose records.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct ListRecords {
    /// Whose.
    pub patient_id: PatientId,
    /// Only these; every kind when absent.
    pub kind: Option<RecordKind>,
    /// At most so many; 200 when absent, 500 at most.
    pub limit: Option<u32>,
}

/// A record in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
#[ts(export)]
pub struct RecordHead {
    /// The record.
    pub id: RecordId,
    /// The version that is shown.
    pub document_id: DocumentId,
    /// Its number.
    pub version: i32,
    /// What kind.
    pub kind: RecordKind,
    /// Empty while it is locked.
    pub title: String,
    /// The day of the report or the examination.
    pub recorded_on: NaiveDate,
    /// How many results it has.
    pub test_count: i32,
    /// How many of them lie outside their range; 0 while it is locked.
    pub abnormal_count: i32,
    /// How many files.
    pub file_count: i32,
    /// The day by which somebody looks at it again.
    pub follow_up_on: Option<NaiveDate>,
    /// Who may read it.
    pub privacy: Privacy,
    /// Whether the caller must state a reason first.
    #[sqlx(default)]
    pub locked: bool,
    /// Who wrote the version.
    pub author_id: UserId,
    /// By name.
    pub author_name: String,
    /// The visit it belongs to.
    pub appointment_id: Option<AppointmentId>,
    /// Since when the patient sees it.
    pub shared_at: Option<DateTime<Utc>>,
    /// When the version was written.
    pub updated_at: DateTime<Utc>,
}

/// Which record, which version.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct ReadRecord {
    /// The record.
    pub id: RecordId,
    /// The version; the one that is shown when absent.
    pub document_id: Option<DocumentId>,
}

/// A version in the list of versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
#[ts(export)]
pub struct RecordVersion {
    /// The version.
    pub document_id: DocumentId,
    /// Its number.
    pub version: i32,
    /// Why it took the place of the one before; empty for the first.
    pub reason: String,
    /// Who wrote it.
    pub author_name: String,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// A version in full.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct RecordView {
    /// As lists have it.
    pub head: RecordHead,
    /// Whose.
    pub patient_id: PatientId,
    /// The version that is read.
    pub document_id: DocumentId,
    /// Whether it is the one that is shown.
    pub current: bool,
    /// What it holds.
    pub content: RecordContent,
    /// SHA-256 of what was kept, hexadecimal.
    pub sha256: String,
    /// Whether it is still what was kept.
    pub intact: bool,
    /// Every version, the last one first.
    pub versions: Vec<RecordVersion>,
}

/// A first version, or a further one with its reason.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct SaveRecord {
    /// None for a new record.
    pub id: Option<RecordId>,
    /// For whom.
    pub patient_id: PatientId,
    /// The visit it belongs to; only said with the first version.
    pub appointment_id: Option<AppointmentId>,
    /// The version that was read and is amended; none for a new record.
    pub amends: Option<DocumentId>,
    /// Why it is amended.
    pub reason: String,
    /// What it holds.
    pub content: RecordContent,
}

/// What was kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct RecordSaved {
    /// The record.
    pub id: RecordId,
    /// The version.
    pub document_id: DocumentId,
    /// Its number.
    pub version: i32,
    /// SHA-256, hexadecimal.
    pub sha256: String,
}

/// Whether the patient sees a record.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct ShareRecord {
    /// The record.
    pub id: RecordId,
    /// Whether the patient sees it from now on.
    pub shared: bool,
}
