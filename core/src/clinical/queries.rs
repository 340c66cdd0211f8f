//! The rows of a chart. Other features read them through the functions that [`super`] gives out.

use chrono::{DateTime, Utc};

use super::model::{Allergy, ChartProblem, HistoryEntry, Medication, NoneKnown};
use super::past_visits;
use crate::db::{Read, Sql};
use crate::ids::{DoctorId, PatientId, UserId};
use crate::{Result, args};

pub(super) const ALLERGY: &str =
    "SELECT id, patient_id, document_id, version, kind, substance, code, reaction, severity, status, onset_on, note FROM allergies";
pub(super) const PROBLEM: &str =
    "SELECT id, patient_id, document_id, version, code, snomed, description, status, onset_on, resolved_on, note FROM problems";
pub(super) const MEDICATION: &str =
    "SELECT id, patient_id, document_id, prescription_id, version, name, code, dose, status, started_on, ended_on, note FROM medications";
pub(super) const HISTORY: &str =
    "SELECT id, patient_id, document_id, version, kind, relationship, code, description, status, onset_on, note FROM histories";
const OF_PATIENT: &str = " WHERE patient_id = ? AND status <> 'refuted' ORDER BY status, created_at, id";
const STATEMENT: &str = "SELECT s.none_known, s.stated_by, CONCAT(u.first_name, ' ', u.last_name) AS stated_by_name, s.created_at AS stated_at \
 FROM allergy_statements s JOIN users u ON u.id = s.stated_by WHERE s.patient_id = ? ORDER BY s.created_at DESC, s.id DESC LIMIT 1";
pub(super) const HAS_ALLERGY: &str = "SELECT COUNT(*) FROM allergies WHERE patient_id = ? AND status = 'active'";

/// Allergies that stand or are over, those that stand first; refuted ones are left out.
///
/// # Errors
/// As the store says.
pub async fn allergies_of(q: &mut impl Read, patient: PatientId) -> Result<Vec<Allergy>> {
    q.all(Sql::parts(&[ALLERGY, OF_PATIENT]), args![patient]).await
}

/// Problems that stand or are over, those that stand first; refuted ones are left out.
///
/// # Errors
/// As the store says.
pub async fn problems_of(q: &mut impl Read, patient: PatientId) -> Result<Vec<ChartProblem>> {
    q.all(Sql::parts(&[PROBLEM, OF_PATIENT]), args![patient]).await
}

/// What is taken and was taken, what is taken first; refuted entries are left out. A course whose last day is over still
/// says `active`; its `ended_on` tells.
///
/// # Errors
/// As the store says.
pub async fn medications_of(q: &mut impl Read, patient: PatientId) -> Result<Vec<Medication>> {
    q.all(Sql::parts(&[MEDICATION, OF_PATIENT]), args![patient]).await
}

/// Family and past history.
///
/// # Errors
/// As the store says.
pub async fn histories_of(q: &mut impl Read, patient: PatientId) -> Result<Vec<HistoryEntry>> {
    q.all(Sql::parts(&[HISTORY, OF_PATIENT]), args![patient]).await
}

#[derive(sqlx::FromRow)]
struct Statement {
    none_known: bool,
    #[sqlx(flatten)]
    said: NoneKnown,
}

/// Who said last that no allergy is known; none when nobody did, or when one is known since.
///
/// # Errors
/// As the store says.
pub async fn none_known(q: &mut impl Read, patient: PatientId) -> Result<Option<NoneKnown>> {
    let (known,): (i64,) = q.one(HAS_ALLERGY, args![patient]).await?;
    let last: Option<Statement> = q.optional(STATEMENT, args![patient]).await?;
    Ok(last.filter(|s| s.none_known && known == 0).map(|s| s.said))
}

const DOCTOR: &str = "SELECT id FROM doctors WHERE user_id = ?";
const LAST_VISIT: &str = "SELECT starts_at FROM appointments WHERE patient_id = ? AND status = 'completed' ORDER BY starts_at DESC LIMIT 1";
const VISITS: &str = "SELECT COUNT(*) FROM appointments WHERE patient_id = ? AND status = 'completed'";

/// The doctor behind an account.
pub(super) async fn doctor_of(q: &mut impl Read, user: UserId) -> Result<Option<DoctorId>> {
    let row: Option<(DoctorId,)> = q.optional(DOCTOR, args![user]).await?;
    Ok(row.map(|r| r.0))
}

/// When the patient was seen last, here or where another system tells of it.
pub(super) async fn last_visit(q: &mut impl Read, patient: PatientId) -> Result<Option<DateTime<Utc>>> {
    let row: Option<(DateTime<Utc>,)> = q.optional(LAST_VISIT, args![patient]).await?;
    Ok(row.map(|r| r.0).max(past_visits::last(q, patient).await?))
}

/// Visits that took place, here and elsewhere.
pub(super) async fn visits(q: &mut impl Read, patient: PatientId) -> Result<i64> {
    let (here,): (i64,) = q.one(VISITS, args![patient]).await?;
    Ok(here + past_visits::count(q, patient).await?)
}
