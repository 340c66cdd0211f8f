//! How vaccines, procedures and plans of care are read and written.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::given::{CarePlan, Immunization, Procedure};
use super::keep::Part;
use super::parts::{part, update};
use crate::db::{Arg, Read, Sql, Tx};
use crate::ids::{DocumentId, PatientId};
use crate::{Result, args};

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

impl Part for Immunization {
    part!(Immunization, "immunization", IMMUNIZATION);

    async fn insert(&self, tx: &mut Tx, now: DateTime<Utc>) -> Result<()> {
        const SQL: &str = "INSERT INTO immunizations (name, code, status, given_on, lot, note, document_id, version, updated_at, id, patient_id, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
        tx.exec(SQL, [self.values(now), args![self.patient_id, now]].concat()).await?;
        Ok(())
    }

    async fn update(&self, tx: &mut Tx, now: DateTime<Utc>) -> Result<()> {
        const SQL: &str = "UPDATE immunizations SET name = ?, code = ?, status = ?, given_on = ?, lot = ?, note = ?, document_id = ?, version = ?, updated_at = ? WHERE id = ?";
        update(tx, SQL, self.values(now)).await
    }
}

impl Immunization {
    fn values(&self, now: DateTime<Utc>) -> Vec<Arg> {
        let f = &self.form;
        args![
            &f.name,
            &f.code,
            f.status,
            f.given_on,
            &f.lot,
            &f.note,
            self.document_id,
            self.version,
            now,
            self.id
        ]
    }
}

impl Part for Procedure {
    part!(Procedure, "procedure", PROCEDURE);

    async fn insert(&self, tx: &mut Tx, now: DateTime<Utc>) -> Result<()> {
        const SQL: &str = "INSERT INTO procedures (name, code, status, performed_on, reason, note, document_id, version, updated_at, id, patient_id, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
        tx.exec(SQL, [self.values(now), args![self.patient_id, now]].concat()).await?;
        Ok(())
    }

    async fn update(&self, tx: &mut Tx, now: DateTime<Utc>) -> Result<()> {
        const SQL: &str = "UPDATE procedures SET name = ?, code = ?, status = ?, performed_on = ?, reason = ?, note = ?, document_id = ?, version = ?, updated_at = ? WHERE id = ?";
        update(tx, SQL, self.values(now)).await
    }
}

impl Procedure {
    fn values(&self, now: DateTime<Utc>) -> Vec<Arg> {
        let f = &self.form;
        args![
            &f.name,
            &f.code,
            f.status,
            f.performed_on,
            &f.reason,
            &f.note,
            self.document_id,
            self.version,
            now,
            self.id
        ]
    }
}

impl Part for CarePlan {
    part!(CarePlan, "care_plan", CARE_PLAN);

    async fn insert(&self, tx: &mut Tx, now: DateTime<Utc>) -> Result<()> {
        const SQL: &str = "INSERT INTO care_plans (title, status, started_on, ended_on, reason, activities, note, document_id, version, updated_at, id, patient_id, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
        tx.exec(SQL, [self.values(now), args![self.patient_id, now]].concat()).await?;
        Ok(())
    }

    async fn update(&self, tx: &mut Tx, now: DateTime<Utc>) -> Result<()> {
        const SQL: &str = "UPDATE care_plans SET title = ?, status = ?, started_on = ?, ended_on = ?, reason = ?, activities = ?, note = ?, document_id = ?, version = ?, updated_at = ? WHERE id = ?";
        update(tx, SQL, self.values(now)).await
    }
}

impl CarePlan {
    fn values(&self, now: DateTime<Utc>) -> Vec<Arg> {
        let f = &self.form;
        args![
            &f.title,
            f.status,
            f.started_on,
            f.ended_on,
            &f.reason,
            &f.activities,
            &f.note,
            self.document_id,
            self.version,
            now,
            self.id
        ]
    }
}
