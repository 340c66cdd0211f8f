//! What is asked of notes.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::model::NoteBody;
use super::templates::TemplateKind;
use crate::ids::{AppointmentId, DocumentId, NoteId, PatientId, TemplateId};
use crate::printing::{Language, Paper};

/// What a draft is about: a visit, a patient without one, or a signed note that is amended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct DraftSubject {
    /// Whose chart.
    pub patient_id: PatientId,
    /// The visit it is written for.
    pub appointment_id: Option<AppointmentId>,
    /// The signed note that it amends.
    pub amends: Option<NoteId>,
}

impl DraftSubject {
    /// One open draft a person for each of these.
    #[must_use]
    pub fn key(&self) -> String {
        match (self.amends, self.appointment_id) {
            (Some(note), _) => format!("note:amend:{note}"),
            (None, Some(visit)) => format!("note:appointment:{visit}"),
            (None, None) => format!("note:patient:{}", self.patient_id),
        }
    }
}

/// Everything that a note's screen starts with.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct StartNote {
    /// What it is about.
    pub subject: DraftSubject,
}

/// A patient's notes.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct ListNotes {
    /// Whose.
    pub patient_id: PatientId,
    /// At most so many, newest first; 100 when absent, 500 at most.
    pub limit: Option<u32>,
}

/// One version of a note.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct ReadNote {
    /// The note.
    pub id: NoteId,
    /// The version; the one that is shown when absent.
    pub document_id: Option<DocumentId>,
}

/// Keeps unsigned work on the server.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct SaveDraft {
    /// The draft; the note it becomes has the same id.
    pub id: NoteId,
    /// What it is about.
    pub subject: DraftSubject,
    /// The revision of the server that this grew from; 0 for none.
    pub base_revision: i32,
    /// What was written.
    pub body: NoteBody,
}

/// Which draft.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct DiscardDraft {
    /// The draft.
    pub id: NoteId,
}

/// Signs and locks.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct SignNote {
    /// The draft.
    pub id: NoteId,
    /// What it is about.
    pub subject: DraftSubject,
    /// The revision of the server that this grew from; 0 for none.
    pub base_revision: i32,
    /// For an amendment, the version that was read.
    pub amended_version: Option<DocumentId>,
    /// For an amendment, why.
    pub reason: String,
    /// What is signed.
    pub body: NoteBody,
}

/// Adds to a signed note.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct AddAddendum {
    /// The note.
    pub id: NoteId,
    /// What is added.
    pub text: String,
}

/// Signs beside the first signer.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct CosignNote {
    /// The note.
    pub id: NoteId,
    /// The version that was read.
    pub document_id: DocumentId,
}

/// Two versions side by side.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct CompareVersions {
    /// The note.
    pub id: NoteId,
    /// One version.
    pub left: DocumentId,
    /// The other.
    pub right: DocumentId,
}

/// What the last signed note says, as a new draft.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct CopyForward {
    /// Whose.
    pub patient_id: PatientId,
}

/// Templates and phrases, filled in for a patient.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct ListTemplates {
    /// For whom; without, placeholders stay.
    pub patient_id: Option<PatientId>,
}

/// A new or changed template or phrase.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct SaveTemplate {
    /// Absent for a new one.
    pub id: Option<TemplateId>,
    /// The version that was read; 0 for a new one.
    pub version: i32,
    /// A whole note, or a phrase.
    pub kind: TemplateKind,
    /// As the menu shows it.
    pub name: String,
    /// For a phrase, what is typed after the slash.
    pub shortcut: String,
    /// Whether everyone has it.
    pub shared: bool,
    /// A phrase stands in its `text`.
    pub body: NoteBody,
    /// Whether it is offered.
    pub active: bool,
}

/// A version of a note on paper.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct PrintNote {
    /// The note.
    pub id: NoteId,
    /// The version; the one that is shown when absent.
    pub document_id: Option<DocumentId>,
    /// On what.
    pub paper: Paper,
    /// In which language the printed words around the doctor's are.
    pub language: Language,
}

/// What the patient takes home from a visit.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct PrintVisitSummary {
    /// The visit's note.
    pub id: NoteId,
    /// On what.
    pub paper: Paper,
    /// In which language the printed words around the doctor's are.
    pub language: Language,
}
