//! What is kept of a prescription: a document of immutable versions, with snapshots of all it names.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::lists::{Form, ListState};
use super::model::AllergyKnowledge;
use super::safety::{Unchecked, Warning};
use super::sig::{Route, Sig};
use crate::clinical::Said;
use crate::ids::{AppointmentId, DoctorId, DocumentId, PatientId, PrescriptionId, PrescriptionItemId};
use crate::patients::model::Sex;
use crate::printing::{ClinicSnapshot, Language};

/// Who it is for, as of the day of issue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PatientSnapshot {
    /// Name.
    pub name: String,
    /// Chart number.
    pub chart_number: String,
    /// Date of birth.
    pub date_of_birth: NaiveDate,
    /// Sex.
    pub sex: Sex,
    /// Lines of the address.
    pub address: Vec<String>,
    /// Allergies on record.
    pub allergies: Vec<String>,
    /// What the chart said of allergies.
    pub allergy_knowledge: AllergyKnowledge,
    /// Whether she was pregnant; prescriptions of earlier programs do not say.
    #[serde(default)]
    pub pregnancy: Said,
    /// Whether she breastfed.
    #[serde(default)]
    pub breastfeeding: Said,
}

/// Who issued it, as of that day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct DoctorSnapshot {
    /// The doctor.
    pub id: DoctorId,
    /// Title and name.
    pub name: String,
    /// Licence.
    pub license_number: String,
    /// Specialties.
    pub specialty: String,
    /// Email.
    pub email: String,
}

/// A medicine in the document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct DocumentItem {
    /// Its id.
    pub id: PrescriptionItemId,
    /// Ingredient.
    pub ingredient: String,
    /// ATC code; blank for what stands in no formulary.
    pub atc: String,
    /// Form.
    pub form: Option<Form>,
    /// Way.
    pub route: Option<Route>,
    /// Strength.
    pub strength: String,
    /// Name with strength and form.
    pub name: String,
    /// How it is taken.
    pub sig: Sig,
    /// The sentence, as the doctor saw it.
    pub sentence: String,
    /// For the whole course.
    pub quantity: String,
    /// Repeats allowed.
    pub refills: u8,
    /// Whose place it takes.
    pub replaces: Option<PrescriptionItemId>,
    /// Why another was given.
    pub replace_reason: String,
    /// The day it was stopped.
    pub stopped_on: Option<NaiveDate>,
    /// Why it was stopped.
    pub stop_reason: String,
}

/// A warning with its answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct AnsweredWarning {
    /// What was warned of.
    pub warning: Warning,
    /// Why it went on; blank when no reason was needed.
    pub reason: String,
}

/// A version of a prescription, as it is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PrescriptionDocument {
    /// `prescriptions`.
    pub kind: String,
    /// 1 as issued.
    pub version: i32,
    /// The prescription.
    pub prescription_id: PrescriptionId,
    /// For whom.
    pub patient_id: PatientId,
    /// When it was issued.
    pub issued_at: DateTime<Utc>,
    /// The local day of that.
    pub issued_on: NaiveDate,
    /// Of its sentences.
    pub language: Language,
    /// For whom.
    pub patient: PatientSnapshot,
    /// By whom.
    pub doctor: DoctorSnapshot,
    /// Where.
    pub clinic: ClinicSnapshot,
    /// The visit.
    pub appointment_id: Option<AppointmentId>,
    /// The note.
    pub note_id: Option<DocumentId>,
    /// What it is for.
    pub diagnosis: String,
    /// For the patient.
    pub notes: String,
    /// For finding it again.
    pub tags: Vec<String>,
    /// Why this version was written; blank for the first, and for one in which a medicine was stopped.
    #[serde(default)]
    pub reason: String,
    /// The medicines.
    pub items: Vec<DocumentItem>,
    /// What was warned of, and why it went on.
    pub warnings: Vec<AnsweredWarning>,
    /// What was not checked.
    pub unchecked: Vec<Unchecked>,
    /// The lists used.
    pub lists: Vec<ListState>,
}
