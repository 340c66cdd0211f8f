//! How each part of the chart is written.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::keep::Part;
use super::model::{Allergy, ChartProblem, HistoryEntry, ItemStatus, Medication};
use super::{queries, statements};
use crate::api::Ctx;
use crate::db::{Arg, Tx};
use crate::ids::{DocumentId, PatientId};
use crate::{Error, Result, args};

/// What every row has in common, given once per type.
macro_rules! part {
    ($type:ty, $name:literal, $select:expr) => {
        const NAME: &'static str = $name;
        const SELECT: &'static str = $select;

        fn id(&self) -> Uuid {
            self.id.0
        }
        fn patient(&self) -> PatientId {
            self.patient_id
        }
        fn version(&self) -> i32 {
            self.version
        }
        fn document(&self) -> DocumentId {
            self.document_id
        }
        fn with(&self, document_id: DocumentId, version: i32) -> Self {
            Self {
                document_id,
                version,
                ..self.clone()
            }
        }
    };
}

pub(super) use part;

/// An update must find its row; the chart is locked, so that nobody changed it meanwhile.
pub(super) async fn update(tx: &mut Tx, sql: &'static str, values: Vec<Arg>) -> Result<()> {
    match tx.exec(sql, values).await? {
        1 => Ok(()),
        _ => Err(Error::fault("a part of a chart that is gone")),
    }
}

impl Part for Allergy {
    part!(Allergy, "allergy", queries::ALLERGY);

    async fn insert(&self, tx: &mut Tx, now: DateTime<Utc>) -> Result<()> {
        const SQL: &str = "INSERT INTO allergies (kind, substance, code, reaction, severity, status, onset_on, note, document_id, version, updated_at, id, patient_id, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
        tx.exec(SQL, [self.values(now), args![self.patient_id, now]].concat()).await?;
        Ok(())
    }

    async fn update(&self, tx: &mut Tx, now: DateTime<Utc>) -> Result<()> {
        const SQL: &str = "UPDATE allergies SET kind = ?, substance = ?, code = ?, reaction = ?, severity = ?, status = ?, onset_on = ?, note = ?, document_id = ?, version = ?, updated_at = ? WHERE id = ?";
        update(tx, SQL, self.values(now)).await
    }

    /// Whoever finds an allergy takes back the word that none is known.
    async fn follow(&self, ctx: &Ctx, tx: &mut Tx) -> Result<()> {
        if self.form.status == ItemStatus::Active {
            statements::withdraw(ctx, tx, self.patient_id).await?;
        }
        Ok(())
    }
}

impl Allergy {
    fn values(&self, now: DateTime<Utc>) -> Vec<Arg> {
        let f = &self.form;
        args![
            f.kind,
            &f.substance,
            &f.code,
            &f.reaction,
            f.severity,
            f.status,
            f.onset_on,
            &f.note,
            self.document_id,
            self.version,
            now,
            self.id
        ]
    }
}

impl Part for ChartProblem {
    part!(ChartProblem, "problem", queries::PROBLEM);

    async fn insert(&self, tx: &mut Tx, now: DateTime<Utc>) -> Result<()> {
        const SQL: &str = "INSERT INTO problems (code, snomed, description, status, onset_on, resolved_on, note, document_id, version, updated_at, id, patient_id, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
        tx.exec(SQL, [self.values(now), args![self.patient_id, now]].concat()).await?;
        Ok(())
    }

    async fn update(&self, tx: &mut Tx, now: DateTime<Utc>) -> Result<()> {
        const SQL: &str = "UPDATE problems SET code = ?, snomed = ?, description = ?, status = ?, onset_on = ?, resolved_on = ?, note = ?, document_id = ?, version = ?, updated_at = ? WHERE id = ?";
        update(tx, SQL, self.values(now)).await
    }
}

impl ChartProblem {
    fn values(&self, now: DateTime<Utc>) -> Vec<Arg> {
        let f = &self.form;
        args![
            &f.code,
            &f.snomed,
            &f.description,
            f.status,
            f.onset_on,
            f.resolved_on,
            &f.note,
            self.document_id,
            self.version,
            now,
            self.id
        ]
    }
}

impl Part for Medication {
    part!(Medication, "medication", queries::MEDICATION);

    async fn insert(&self, tx: &mut Tx, now: DateTime<Utc>) -> Result<()> {
        const SQL: &str = "INSERT INTO medications (prescription_id, name, code, dose, status, started_on, ended_on, note, document_id, version, updated_at, id, patient_id, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
        tx.exec(
            SQL,
            [args![self.prescription_id], self.values(now), args![self.patient_id, now]].concat(),
        )
        .await?;
        Ok(())
    }

    async fn update(&self, tx: &mut Tx, now: DateTime<Utc>) -> Result<()> {
        const SQL: &str = "UPDATE medications SET name = ?, code = ?, dose = ?, status = ?, started_on = ?, ended_on = ?, note = ?, document_id = ?, version = ?, updated_at = ? WHERE id = ?";
        update(tx, SQL, self.values(now)).await
    }
}

impl Medication {
    fn values(&self, now: DateTime<Utc>) -> Vec<Arg> {
        let f = &self.form;
        args![
            &f.name,
            &f.code,
            &f.dose,
            f.status,
            f.started_on,
            f.ended_on,
            &f.note,
            self.document_id,
            self.version,
            now,
            self.id
        ]
    }
}

impl Part for HistoryEntry {
    part!(HistoryEntry, "history", queries::HISTORY);

    async fn insert(&self, tx: &mut Tx, now: DateTime<Utc>) -> Result<()> {
        const SQL: &str = "INSERT INTO histories (kind, relationship, code, description, status, onset_on, note, document_id, version, updated_at, id, patient_id, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
        tx.exec(SQL, [self.values(now), args![self.patient_id, now]].concat()).await?;
        Ok(())
    }

    async fn update(&self, tx: &mut Tx, now: DateTime<Utc>) -> Result<()> {
        const SQL: &str = "UPDATE histories SET kind = ?, relationship = ?, code = ?, description = ?, status = ?, onset_on = ?, note = ?, document_id = ?, version = ?, updated_at = ? WHERE id = ?";
        update(tx, SQL, self.values(now)).await
    }
}

impl HistoryEntry {
    fn values(&self, now: DateTime<Utc>) -> Vec<Arg> {
        let f = &self.form;
        args![
            f.kind,
            &f.relationship,
            &f.code,
            &f.description,
            f.status,
            f.onset_on,
            &f.note,
            self.document_id,
            self.version,
            now,
            self.id
        ]
    }
}
