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

/// A `?` for a column.
macro_rules! mark {
    ($column:ident) => {
        "?, "
    };
}

/// Everything of a part but what only it has: its columns with their values, and what follows from a version of it.
macro_rules! part {
    ($type:ty, $name:literal, $select:expr, $table:literal, |$self:ident, $f:ident| { $($column:ident: $value:expr),* $(,)? } $($follow:tt)*) => {
        impl Part for $type {
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

            async fn insert(&self, tx: &mut Tx, now: DateTime<Utc>) -> Result<()> {
                const SQL: &str = concat!(
                    "INSERT INTO ", $table, " (", $(stringify!($column), ", ",)* "document_id, version, updated_at, id, patient_id, created_at) VALUES (",
                    $(mark!($column),)* "?, ?, ?, ?, ?, ?)"
                );
                tx.exec(SQL, [self.values(now), args![self.patient_id, now]].concat()).await.map(|_| ())
            }

            /// The row must be there; the chart is locked, so that nobody changed it meanwhile.
            async fn update(&self, tx: &mut Tx, now: DateTime<Utc>) -> Result<()> {
                const SQL: &str = concat!(
                    "UPDATE ", $table, " SET ", $(stringify!($column), " = ?, ",)* "document_id = ?, version = ?, updated_at = ? WHERE id = ?"
                );
                match tx.exec(SQL, self.values(now)).await? {
                    1 => Ok(()),
                    _ => Err(Error::fault("a part of a chart that is gone")),
                }
            }

            $($follow)*
        }

        impl $type {
            fn values(&$self, now: DateTime<Utc>) -> Vec<Arg> {
                let $f = &$self.form;
                args![$($value,)* $self.document_id, $self.version, now, $self.id]
            }
        }
    };
}

pub(super) use {mark, part};

part!(Allergy, "allergy", queries::ALLERGY, "allergies", |self, f| {
    kind: f.kind, substance: &f.substance, code: &f.code, reaction: &f.reaction, severity: f.severity, status: f.status, onset_on: f.onset_on,
    note: &f.note,
}
/// Whoever finds an allergy takes back the word that none is known.
async fn follow(&self, ctx: &Ctx, tx: &mut Tx) -> Result<()> {
    if self.form.status == ItemStatus::Active {
        statements::withdraw(ctx, tx, self.patient_id).await?;
    }
    Ok(())
});

part!(ChartProblem, "problem", queries::PROBLEM, "problems", |self, f| {
    code: &f.code, snomed: &f.snomed, description: &f.description, status: f.status, onset_on: f.onset_on, resolved_on: f.resolved_on,
    note: &f.note,
});

part!(Medication, "medication", queries::MEDICATION, "medications", |self, f| {
    prescription_id: self.prescription_id, name: &f.name, code: &f.code, dose: &f.dose, status: f.status, started_on: f.started_on,
    ended_on: f.ended_on, note: &f.note,
});

part!(HistoryEntry, "history", queries::HISTORY, "histories", |self, f| {
    kind: f.kind, relationship: &f.relationship, code: &f.code, description: &f.description, status: f.status, onset_on: f.onset_on,
    note: &f.note,
});
