//! What is shown of notes.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::growth::FigureGrowth;
use super::model::{NoteBody, NoteKind};
use super::templates::Template;
use super::vitals::VitalRange;
use crate::clinical::growth::GrowthBasis;
use crate::documents::registry::Privacy;
use crate::ids::{AppointmentId, DoctorId, DocumentId, LocationId, NoteId, PatientId, UserId};

/// A signed note in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, sqlx::FromRow)]
#[ts(export)]
pub struct NoteHead {
    /// The note.
    pub id: NoteId,
    /// The version that is shown.
    pub document_id: DocumentId,
    /// Its number.
    pub version: i32,
    /// How it is laid out.
    pub kind: NoteKind,
    /// Its first line; empty while it is locked.
    pub summary: String,
    /// Who may read it.
    pub privacy: Privacy,
    /// Whether the caller must state a reason first.
    #[sqlx(default)]
    pub locked: bool,
    /// Who wrote and signed it.
    pub author_id: UserId,
    /// By name.
    pub author_name: String,
    /// The visit it was written for.
    pub appointment_id: Option<AppointmentId>,
    /// When the version was signed.
    pub signed_at: DateTime<Utc>,
    /// Who signed beside the author.
    pub cosigned_by_name: Option<String>,
    /// When.
    pub cosigned_at: Option<DateTime<Utc>>,
    /// How many addenda it has.
    pub addenda: i64,
    /// When the first version was signed.
    pub created_at: DateTime<Utc>,
}

/// An open draft, without its text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, sqlx::FromRow)]
#[ts(export)]
pub struct DraftHead {
    /// The draft.
    pub id: NoteId,
    /// Whose.
    pub user_id: UserId,
    /// By name.
    pub author_name: String,
    /// The visit it is written for.
    pub appointment_id: Option<AppointmentId>,
    /// The signed note that it amends.
    pub amends: Option<NoteId>,
    /// Where it was last saved.
    pub workstation_name: String,
    /// When.
    pub updated_at: DateTime<Utc>,
}

/// A patient's notes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PatientNotes {
    /// Signed ones, newest first.
    pub notes: Vec<NoteHead>,
    /// Open drafts of everyone.
    pub drafts: Vec<DraftHead>,
}

/// One's own open draft.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Draft {
    /// The draft.
    pub id: NoteId,
    /// Counts the server's saves.
    pub revision: i32,
    /// What was written.
    pub body: NoteBody,
    /// When it was last saved.
    pub saved_at: DateTime<Utc>,
    /// Where.
    pub workstation_name: String,
}

/// What became of a save.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct DraftSaved {
    /// The draft from now on: another of the same subject may have been there first.
    pub id: NoteId,
    /// The server's revision.
    pub revision: i32,
    /// When.
    pub saved_at: DateTime<Utc>,
    /// What is kept, when another workstation's text was merged in.
    pub merged: Option<NoteBody>,
}

/// Everything that a note's screen starts with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct NoteStart {
    /// One's own open draft of this subject.
    pub draft: Option<Draft>,
    /// What can be and what is usual at the patient's age.
    pub ranges: Vec<VitalRange>,
    /// Whether percentiles of growth can be told.
    pub growth: GrowthBasis,
    /// Templates and phrases, filled in.
    pub templates: Vec<Template>,
    /// The last signed note, to copy from.
    pub last: Option<NoteHead>,
}

/// A signed version in a note's history.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, sqlx::FromRow)]
#[ts(export)]
pub struct NoteVersion {
    /// Its document.
    pub document_id: DocumentId,
    /// Its number.
    pub version: i32,
    /// Why it took the place of the one before; empty for the first.
    pub reason: String,
    /// Who signed.
    pub signed_by: UserId,
    /// By name.
    pub signed_by_name: String,
    /// When.
    pub signed_at: DateTime<Utc>,
    /// Who signed beside.
    pub cosigned_by_name: Option<String>,
    /// When.
    pub cosigned_at: Option<DateTime<Utc>>,
}

/// What was added to a note.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Addendum {
    /// Its document.
    pub document_id: DocumentId,
    /// What was added; empty when it is not what was signed.
    pub text: String,
    /// Who signed it.
    pub signed_by_name: String,
    /// When.
    pub signed_at: DateTime<Utc>,
    /// Whether it is still what was signed.
    pub intact: bool,
}

/// A version of a note as it is read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct NoteView {
    /// The note.
    pub id: NoteId,
    /// Whose chart.
    pub patient_id: PatientId,
    /// The visit it was written for.
    pub appointment_id: Option<AppointmentId>,
    /// The version read.
    pub document_id: DocumentId,
    /// Whether it is the one that is shown.
    pub current: bool,
    /// What it says.
    pub body: NoteBody,
    /// Kilograms by square metres, derived.
    pub bmi: Option<f64>,
    /// Where a child's figures lay on the day of the note.
    pub growth: Vec<FigureGrowth>,
    /// SHA-256 of what was signed, hexadecimal.
    pub sha256: String,
    /// Whether it is still what was signed.
    pub intact: bool,
    /// Every version, newest first.
    pub versions: Vec<NoteVersion>,
    /// What was added, oldest first.
    pub addenda: Vec<Addendum>,
}

/// What a signature made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct NoteSigned {
    /// The note.
    pub id: NoteId,
    /// The signed version.
    pub document_id: DocumentId,
    /// Its number.
    pub version: i32,
    /// When.
    pub signed_at: DateTime<Utc>,
    /// SHA-256 of what was signed, hexadecimal.
    pub sha256: String,
    /// The appointment that the plan asks for; nothing is booked by it.
    pub follow_up: Option<FollowUp>,
}

/// An appointment that a plan asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct FollowUp {
    /// Whose.
    pub patient_id: PatientId,
    /// With whom.
    pub doctor_id: Option<DoctorId>,
    /// Where.
    pub location_id: Option<LocationId>,
    /// The local day it falls on.
    pub due_on: NaiveDate,
}
