//! What the commands are asked.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::lists::Form;
use super::sig::Route;
use crate::documents::registry::Privacy;
use crate::ids::{AppointmentId, DocumentId, PatientId, PrescriptionId, PrescriptionItemId};
use crate::printing::{Language, Paper};

/// Which medicines.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct SearchMedicines {
    /// Beginning of any word of a name, or an ATC code.
    pub text: String,
    /// At most so many; 20 at most.
    pub limit: u8,
}

/// A medicine as it is being written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct DraftItem {
    /// Ingredient as the formulary names it; another name is prescribed as written and told as not checked.
    pub ingredient: String,
    /// What it comes as.
    pub form: Option<Form>,
    /// The product's way; the sig may name another.
    pub route: Option<Route>,
    /// As on the package.
    pub strength: String,
    /// Shorthand.
    pub sig: String,
    /// How often it may be dispensed again.
    pub refills: u8,
    /// The medicine of an earlier prescription whose place it takes: the same one is a renewal, another a substitution.
    pub replaces: Option<PrescriptionItemId>,
    /// Why another one is given in its place; needed for a substitution.
    pub replace_reason: String,
}

/// A prescription as it is being written.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct CheckPrescription {
    /// For whom.
    pub patient_id: PatientId,
    /// What; several are checked against each other too.
    pub items: Vec<DraftItem>,
    /// Of the sentences.
    pub language: Language,
}

/// Why a prescription goes on in spite of a warning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Answer {
    /// The warning's key.
    pub key: String,
    /// In the doctor's words.
    pub reason: String,
}

/// A prescription to be issued.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct IssuePrescription {
    /// For whom, what, how checked.
    #[serde(flatten)]
    #[ts(flatten)]
    pub draft: CheckPrescription,
    /// The visit.
    pub appointment_id: Option<AppointmentId>,
    /// The note it belongs to.
    pub note_id: Option<DocumentId>,
    /// Reasons for the warnings that need one.
    pub answers: Vec<Answer>,
    /// Keys of the warnings that stood on the screen, so that one that came since is shown before it is issued. None = the caller
    /// has no screen; then only what needs a reason is asked for.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub seen: Option<Vec<String>>,
    /// What it is for.
    pub diagnosis: String,
    /// For the patient, printed.
    pub notes: String,
    /// For finding it again.
    pub tags: Vec<String>,
    /// Who may open it; its medicines stand in the chart's list whatever it is, because every check needs them.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub privacy: Option<Privacy>,
}

/// What was written wrongly beside the medicines. A wrong medicine is replaced by another, with a reason.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct CorrectPrescription {
    /// Which.
    pub id: PrescriptionId,
    /// The version that was read.
    pub version: i32,
    /// What it is for.
    pub diagnosis: String,
    /// For the patient, printed.
    pub notes: String,
    /// For finding it again.
    pub tags: Vec<String>,
    /// Why it is corrected.
    pub reason: String,
}

/// A medicine to be stopped.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct StopItem {
    /// Which.
    pub id: PrescriptionItemId,
    /// The version that was read.
    pub version: i32,
    /// Why.
    pub reason: String,
}

/// A repeat that was dispensed.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct UseRefill {
    /// Of which medicine.
    pub id: PrescriptionItemId,
    /// The version that was read.
    pub version: i32,
    /// Reasons for warnings that came since it was prescribed.
    #[serde(default)]
    #[ts(optional, as = "Option<Vec<Answer>>")]
    pub answers: Vec<Answer>,
}

/// Whose prescriptions.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct ListPrescriptions {
    /// Whose.
    pub patient_id: PatientId,
}

/// Which version of a prescription.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct OpenPrescription {
    /// Which.
    pub id: PrescriptionId,
    /// None = the last.
    pub version: Option<i32>,
}

/// Which pages.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct PrintPrescription {
    /// Which.
    pub id: PrescriptionId,
    /// None = the last.
    pub version: Option<i32>,
    /// On what.
    pub paper: Paper,
    /// In which language the printed words around the medicines are; sentences stay as they were issued.
    pub language: Language,
}

/// A printed prescription, in somebody's hand.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct VerifyPrescription {
    /// As printed.
    pub number: String,
    /// As printed.
    pub code: String,
}
