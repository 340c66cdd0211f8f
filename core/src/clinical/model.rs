//! What stands in a chart now: allergies, problems, medications, family and past history.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::ids::{AllergyId, DocumentId, HistoryId, MedicationId, PatientId, ProblemId, UserId};

crate::text_enum! {
    /// What somebody is allergic to.
    pub enum AllergenKind {
        /// One substance or ingredient.
        Substance = "substance",
        /// A whole class, such as penicillins.
        Class = "class",
    }
}

crate::text_enum! {
    /// How bad a reaction was; FHIR R4 `reaction.severity`.
    pub enum Severity {
        /// Mild.
        Mild = "mild",
        /// Moderate.
        Moderate = "moderate",
        /// Severe.
        Severe = "severe",
    }
}

crate::text_enum! {
    /// Whether an allergy or a problem stands; FHIR R4 clinical and verification status in one.
    pub enum ItemStatus {
        /// It stands.
        Active = "active",
        /// It is over.
        Resolved = "resolved",
        /// It was found not to be so, or was entered in error.
        Refuted = "refuted",
    }
}

crate::text_enum! {
    /// Whether something is taken.
    pub enum MedicationStatus {
        /// It is taken.
        Active = "active",
        /// It is no longer taken.
        Stopped = "stopped",
        /// It never was: entered in error.
        Refuted = "refuted",
    }
}

crate::text_enum! {
    /// What an entry of the history is about.
    pub enum HistoryKind {
        /// An illness of the past.
        Past = "past",
        /// An operation.
        Surgery = "surgery",
        /// An illness of a relative.
        Family = "family",
        /// Smoking, work, how somebody lives.
        Social = "social",
    }
}

crate::text_enum! {
    /// Whether an entry of the history stands.
    pub enum HistoryStatus {
        /// It stands.
        Active = "active",
        /// It was entered in error.
        Refuted = "refuted",
    }
}

/// What a doctor enters about an allergy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, sqlx::FromRow)]
#[ts(export)]
pub struct AllergyForm {
    /// One substance, or a class.
    pub kind: AllergenKind,
    /// As people read it.
    pub substance: String,
    /// Code of the ingredient or class in the safety lists; empty when it stands in none.
    pub code: String,
    /// What happened.
    pub reaction: String,
    /// How bad it was.
    pub severity: Severity,
    /// Whether it stands.
    pub status: ItemStatus,
    /// Since when.
    pub onset_on: Option<NaiveDate>,
    /// Anything else.
    pub note: String,
}

/// An allergy of a chart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, sqlx::FromRow)]
#[ts(export)]
pub struct Allergy {
    /// Its id.
    pub id: AllergyId,
    /// Whose.
    pub patient_id: PatientId,
    /// The document of this version.
    pub document_id: DocumentId,
    /// To be sent with every change.
    pub version: i32,
    /// What a doctor enters.
    #[serde(flatten)]
    #[ts(flatten)]
    #[sqlx(flatten)]
    pub form: AllergyForm,
}

/// What a doctor enters about a problem.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, sqlx::FromRow)]
#[ts(export)]
pub struct ProblemForm {
    /// ICD-10-CM code with its dot; empty when none fits.
    pub code: String,
    /// SNOMED CT code that it came with from elsewhere; empty when there is none.
    #[serde(default)]
    #[ts(optional, as = "Option<String>")]
    pub snomed: String,
    /// As people read it.
    pub description: String,
    /// Whether it stands.
    pub status: ItemStatus,
    /// Since when.
    pub onset_on: Option<NaiveDate>,
    /// Until when.
    pub resolved_on: Option<NaiveDate>,
    /// Anything else.
    pub note: String,
}

/// A problem of a chart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, sqlx::FromRow)]
#[ts(export)]
pub struct ChartProblem {
    /// Its id.
    pub id: ProblemId,
    /// Whose.
    pub patient_id: PatientId,
    /// The document of this version.
    pub document_id: DocumentId,
    /// To be sent with every change.
    pub version: i32,
    /// What a doctor enters.
    #[serde(flatten)]
    #[ts(flatten)]
    #[sqlx(flatten)]
    pub form: ProblemForm,
}

/// What a doctor enters about something the patient takes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, sqlx::FromRow)]
#[ts(export)]
pub struct MedicationForm {
    /// Name with strength and form, as people read it.
    pub name: String,
    /// Code in the formulary; empty when it stands in none.
    pub code: String,
    /// How it is taken, as a sentence.
    pub dose: String,
    /// Whether it is taken.
    pub status: MedicationStatus,
    /// Since when.
    pub started_on: Option<NaiveDate>,
    /// Until when; may lie ahead.
    pub ended_on: Option<NaiveDate>,
    /// Why it was stopped, or anything else.
    pub note: String,
}

/// Something the patient takes or took.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, sqlx::FromRow)]
#[ts(export)]
pub struct Medication {
    /// Its id.
    pub id: MedicationId,
    /// Whose.
    pub patient_id: PatientId,
    /// The document of this version.
    pub document_id: DocumentId,
    /// The prescription that started it; none when it came from elsewhere.
    pub prescription_id: Option<DocumentId>,
    /// To be sent with every change.
    pub version: i32,
    /// What a doctor enters.
    #[serde(flatten)]
    #[ts(flatten)]
    #[sqlx(flatten)]
    pub form: MedicationForm,
}

/// What a doctor enters about the family's or the patient's past.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, sqlx::FromRow)]
#[ts(export)]
pub struct HistoryForm {
    /// What it is about.
    pub kind: HistoryKind,
    /// Whose, for the family's: `mother`, `brother` …
    pub relationship: String,
    /// ICD-10-CM code with its dot; empty when none fits.
    pub code: String,
    /// As people read it.
    pub description: String,
    /// Whether it stands.
    pub status: HistoryStatus,
    /// When it was, or began.
    pub onset_on: Option<NaiveDate>,
    /// Anything else.
    pub note: String,
}

/// An entry of the family or past history.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, sqlx::FromRow)]
#[ts(export)]
pub struct HistoryEntry {
    /// Its id.
    pub id: HistoryId,
    /// Whose chart.
    pub patient_id: PatientId,
    /// The document of this version.
    pub document_id: DocumentId,
    /// To be sent with every change.
    pub version: i32,
    /// What a doctor enters.
    #[serde(flatten)]
    #[ts(flatten)]
    #[sqlx(flatten)]
    pub form: HistoryForm,
}

/// Somebody's word that the patient knows of no allergy. It is stated, never assumed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, sqlx::FromRow)]
#[ts(export)]
pub struct NoneKnown {
    /// Who wrote it down.
    pub stated_by: UserId,
    /// Their name.
    pub stated_by_name: String,
    /// When.
    pub stated_at: DateTime<Utc>,
}
