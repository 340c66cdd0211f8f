//! What a note holds: every field of the seed's `medical_notes` (SOAP), and the free note.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::documents::registry::Privacy;
use crate::files::model::FileRef;
use crate::ids::DocumentId;

crate::text_enum! {
    /// How a note is laid out.
    pub enum NoteKind {
        /// Subjective, objective, assessment, plan.
        Soap = "soap",
        /// One text.
        Free = "free",
    }
}

/// The content of a note, in a draft as in a signed version.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct NoteBody {
    /// How it is laid out.
    pub kind: NoteKind,
    /// What the patient tells.
    pub subjective: Subjective,
    /// What was found.
    pub objective: Objective,
    /// What it is.
    pub assessment: Assessment,
    /// What is to be done.
    pub plan: Plan,
    /// The text of a free note.
    pub text: String,
    /// Words to find it by.
    pub tags: Vec<String>,
    /// Who may read it.
    pub privacy: Privacy,
    /// Scans, pictures, letters; part of what is signed.
    pub attachments: Vec<FileRef>,
    /// Passages that were not typed here.
    pub passages: Vec<Passage>,
}

impl Default for NoteBody {
    fn default() -> Self {
        Self {
            kind: NoteKind::Soap,
            subjective: Subjective::default(),
            objective: Objective::default(),
            assessment: Assessment::default(),
            plan: Plan::default(),
            text: String::new(),
            tags: Vec::new(),
            privacy: Privacy::Standard,
            attachments: Vec::new(),
            passages: Vec::new(),
        }
    }
}

/// What the patient tells.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct Subjective {
    /// Why the patient came, in a line.
    pub chief_complaint: String,
    /// How it came about.
    pub history_of_present_illness: String,
    /// What was asked beside it.
    pub review_of_systems: String,
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct Objective {
    /// Measured figures.
    pub vital_signs: Vitals,
    /// What was seen, heard and felt.
    pub physical_exam: String,
}

/// Measured figures, always in these units; the BMI is derived and never stored.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct Vitals {
    /// mmHg.
    pub bp_systolic: Option<f64>,
    /// mmHg.
    pub bp_diastolic: Option<f64>,
    /// Beats a minute.
    pub heart_rate: Option<f64>,
    /// Degrees Celsius.
    pub temperature: Option<f64>,
    /// Breaths a minute.
    pub respiratory_rate: Option<f64>,
    /// Per cent.
    pub oxygen_saturation: Option<f64>,
    /// Kilograms.
    pub weight: Option<f64>,
    /// Centimetres; lying below two years.
    pub height: Option<f64>,
    /// Centimetres.
    pub head_circumference: Option<f64>,
}

/// What it is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct Assessment {
    /// Diagnoses, the leading one first.
    pub diagnoses: Vec<Diagnosis>,
    /// What else it could be.
    pub differential: Vec<String>,
    /// The reasoning.
    pub text: String,
}

/// A diagnosis in words, with its code where one was chosen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct Diagnosis {
    /// ICD-10, e.g. `J22`; empty without one.
    pub code: String,
    /// In words.
    pub text: String,
}

/// What is to be done.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct Plan {
    /// Recommendations, one a line.
    pub recommendations: String,
    /// To whom the patient is sent.
    pub referrals: Vec<String>,
    /// Whether the patient shall come again.
    pub follow_up_required: bool,
    /// In how many days.
    pub follow_up_days: Option<u16>,
}

/// A passage that was not typed here; marked as long as its field still holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Passage {
    /// The field, e.g. `subjective.chief_complaint`.
    pub field: String,
    /// The passage as it came.
    pub text: String,
    /// Where it came from.
    pub source: PassageSource,
}

/// Where a passage came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "from", rename_all = "snake_case")]
#[ts(export)]
pub enum PassageSource {
    /// Copied forward from an earlier note.
    Copied {
        /// That version.
        document_id: DocumentId,
    },
    /// From the other draft of this note, written elsewhere at the same time.
    OtherDraft {
        /// The workstation it was written at.
        workstation: String,
    },
}
