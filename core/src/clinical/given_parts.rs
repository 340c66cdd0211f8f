//! How vaccines, procedures and plans of care are read and written.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::given::{CarePlan, Immunization, Procedure};
use super::keep::Part;
use super::parts::{mark, part};
use crate::db::{Arg, Read, Sql, Tx};
use crate::ids::{DocumentId, PatientId};
use crate::{Error, Result, args};

const IMMUNIZATION: &str = "SELECT id, patient_id, document_id, version, name, code, status, given_on, lot, note FROM immunizations";
const PROCEDURE: &str = "SELECT id, patient_id, document_id, version, name, code, status, performed_on, reason, note FROM procedures";
const CARE_PLAN: &str =
    "SELECT id, patient_id, document_id, version, title, status, started_on, ended_on, reason, activities, note FROM care_plans";
const LAST_GIVEN: &str = " WHERE patient_id = ? AND status <> 'refuted' ORDER BY given_on DESC, name, id";
const LAST_PERFORMED: &str = " WHERE patient_id = ? AND status <> 'refuted' ORDER BY performed_on DESC, name, id";
const LAST_STARTED: &str = " WHERE patient_id = ? AND status <> 'refuted' ORDER BY status, started_on DESC, id";

/// Vaccines, the last one first; refuted ones are left out.
///
/// # Errors
/// As the store says.
pub async fn immunizations_of(q: &mut impl Read, patient: PatientId) -> Result<Vec<Immunization>> {
    q.all(Sql::parts(&[IMMUNIZATION, LAST_GIVEN]), args![patient]).await
}

/// Procedures, the last one first; refuted ones are left out.
///
/// # Errors
/// As the store says.
pub async fn procedures_of(q: &mut impl Read, patient: PatientId) -> Result<Vec<Procedure>> {
    q.all(Sql::parts(&[PROCEDURE, LAST_PERFORMED]), args![patient]).await
}

/// Plans of care, those that are followed first; refuted ones are left out.
///
/// # Errors
/// As the store says.
pub async fn care_plans_of(q: &mut impl Read, patient: PatientId) -> Result<Vec<CarePlan>> {
    q.all(Sql::parts(&[CARE_PLAN, LAST_STARTED]), args![patient]).await
}

part!(Immunization, "immunization", IMMUNIZATION, "immunizations", |self, f| {
    name: &f.name, code: &f.code, status: f.status, given_on: f.given_on, lot: &f.lot, note: &f.note,
});

part!(Procedure, "procedure", PROCEDURE, "procedures", |self, f| {
    name: &f.name, code: &f.code, status: f.status, performed_on: f.performed_on, reason: &f.reason, note: &f.note,
});

part!(CarePlan, "care_plan", CARE_PLAN, "care_plans", |self, f| {
    title: &f.title, status: f.status, started_on: f.started_on, ended_on: f.ended_on, reason: &f.reason, activities: &f.activities,
    note: &f.note,
});
