//! What was done for the patient: vaccines, procedures, plans of care, and what was found in words.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::ids::{CarePlanId, DocumentId, FindingId, ImmunizationId, PatientId, ProcedureId};

crate::text_enum! {
    /// Whether a vaccine was given; FHIR R4 `Immunization.status`.
    pub enum ImmunizationStatus {
        /// It was given.
        Given = "given",
        /// It was offered or due, and not given.
        NotGiven = "not_given",
        /// It was entered in error.
        Refuted = "refuted",
    }
}

crate::text_enum! {
    /// How far a procedure came; FHIR R4 `Procedure.status`.
    pub enum ProcedureStatus {
        /// It was done.
        Done = "done",
        /// It goes on.
        UnderWay = "under_way",
        /// It was broken off, or waits.
        Stopped = "stopped",
        /// It was not done.
        NotDone = "not_done",
        /// It was entered in error.
        Refuted = "refuted",
    }
}

crate::text_enum! {
    /// Whether a plan of care is followed; FHIR R4 `CarePlan.status`.
    pub enum CarePlanStatus {
        /// It is followed.
        Active = "active",
        /// It was followed to its end.
        Completed = "completed",
        /// It was given up.
        Stopped = "stopped",
        /// It was entered in error.
        Refuted = "refuted",
    }
}

/// What a doctor enters about a vaccine.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, sqlx::FromRow)]
#[ts(export)]
pub struct ImmunizationForm {
    /// The vaccine, as people read it.
    pub name: String,
    /// CVX code (CDC); empty when there is none.
    pub code: String,
    /// Whether it was given.
    pub status: ImmunizationStatus,
    /// When.
    pub given_on: Option<NaiveDate>,
    /// Lot of the vaccine.
    pub lot: String,
    /// Anything else.
    pub note: String,
}

/// A vaccine of a chart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, sqlx::FromRow)]
#[ts(export)]
pub struct Immunization {
    /// Its id.
    pub id: ImmunizationId,
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
    pub form: ImmunizationForm,
}

/// What a doctor enters about a procedure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, sqlx::FromRow)]
#[ts(export)]
pub struct ProcedureForm {
    /// As people read it.
    pub name: String,
    /// Code of the system it came from, SNOMED CT as a rule; empty when there is none.
    pub code: String,
    /// How far it came.
    pub status: ProcedureStatus,
    /// When it began.
    pub performed_on: Option<NaiveDate>,
    /// What it was done for.
    pub reason: String,
    /// Outcome, or anything else.
    pub note: String,
}

/// A procedure of a chart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, sqlx::FromRow)]
#[ts(export)]
pub struct Procedure {
    /// Its id.
    pub id: ProcedureId,
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
    pub form: ProcedureForm,
}

/// What a doctor enters about a plan of care.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, sqlx::FromRow)]
#[ts(export)]
pub struct CarePlanForm {
    /// As people read it.
    pub title: String,
    /// Whether it is followed.
    pub status: CarePlanStatus,
    /// Since when.
    pub started_on: Option<NaiveDate>,
    /// Until when; may lie ahead.
    pub ended_on: Option<NaiveDate>,
    /// What it is for.
    pub reason: String,
    /// What is to be done, one thing a line.
    pub activities: String,
    /// Anything else.
    pub note: String,
}

/// A plan of care of a chart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, sqlx::FromRow)]
#[ts(export)]
pub struct CarePlan {
    /// Its id.
    pub id: CarePlanId,
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
    pub form: CarePlanForm,
}

/// Something observed in words, e.g. whether somebody smokes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, sqlx::FromRow)]
#[ts(export)]
pub struct Finding {
    /// Its id.
    pub id: FindingId,
    /// What was asked or looked at: LOINC as a rule.
    pub code: String,
    /// The same, as people read it.
    pub name: String,
    /// What was found.
    pub finding: String,
    /// When.
    pub taken_at: DateTime<Utc>,
}
