//! Measured figures: vitals and labs, one row each, plotted as series.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::growth::GrowthPlace;
use super::vitals;
use crate::db::{Arg, Read, Sql, Tx};
use crate::ids::{DocumentId, ImportedId, ObservationId, PatientId, UserId};
use crate::{Result, args};

crate::text_enum! {
    /// Where a figure lies against its reference range.
    pub enum Flag {
        /// No range is given.
        None = "none",
        /// Within the range.
        Normal = "normal",
        /// Below it.
        Low = "low",
        /// Above it.
        High = "high",
    }
}

/// The range that a figure is compared with; one end may be open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Reference {
    /// The lowest usual figure.
    pub low: Option<f64>,
    /// The highest usual figure.
    pub high: Option<f64>,
}

impl Reference {
    /// Where a figure lies.
    #[must_use]
    pub fn flag(self, value: f64) -> Flag {
        match (self.low, self.high) {
            (None, None) => Flag::None,
            (Some(low), _) if value < low => Flag::Low,
            (_, Some(high)) if value > high => Flag::High,
            _ => Flag::Normal,
        }
    }
}

/// A figure to be recorded.
#[derive(Debug, Clone, PartialEq)]
pub struct NewObservation {
    /// Whose.
    pub patient_id: PatientId,
    /// The note or report it came with; registered in the same transaction or before.
    pub document_id: Option<DocumentId>,
    /// The resource of another system that it came from.
    pub imported_id: Option<ImportedId>,
    /// A code of [`vitals::KINDS`], or the LOINC code of a lab test.
    pub code: String,
    /// As people read it; empty for vitals, which the screens name.
    pub name: String,
    /// In `unit`.
    pub value: f64,
    /// UCUM, e.g. `mm[Hg]`.
    pub unit: String,
    /// When it was measured.
    pub taken_at: DateTime<Utc>,
    /// What it is compared with.
    pub reference: Reference,
}

/// A recorded figure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, sqlx::FromRow)]
#[ts(export)]
pub struct Observation {
    /// Its id.
    pub id: ObservationId,
    /// The note or report it came with.
    pub document_id: Option<DocumentId>,
    /// What was measured.
    pub code: String,
    /// As people read it; empty for vitals.
    pub name: String,
    /// In `unit`.
    pub value: f64,
    /// UCUM.
    pub unit: String,
    /// When it was measured.
    pub taken_at: DateTime<Utc>,
    /// The lowest usual figure.
    pub reference_low: Option<f64>,
    /// The highest usual figure.
    pub reference_high: Option<f64>,
    /// Where it lies.
    pub flag: Flag,
    /// Where it lies among children of this sex and age: of a child's growth, in its chart.
    #[sqlx(skip)]
    pub growth: Option<GrowthPlace>,
}

const INSERT: &str = "INSERT INTO observations (id, patient_id, document_id, imported_id, code, name, value, unit, taken_at, reference_low, reference_high, flag, retired, recorded_by, created_at, updated_at) VALUES ";
const ROW: &str = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
const RETIRE: &str = "UPDATE observations SET retired = ?, updated_at = ? WHERE document_id = ?";
const RETIRE_IMPORTED: &str = "UPDATE observations SET retired = ?, updated_at = ? WHERE imported_id = ?";
const RETIRE_FINDINGS: &str = "UPDATE findings SET retired = ?, updated_at = ? WHERE imported_id = ?";
const SELECT: &str = "SELECT id, document_id, code, name, value, unit, taken_at, reference_low, reference_high, flag FROM observations WHERE patient_id = ? AND ";
const SERIES: &str = "code = ? AND retired = ? ORDER BY taken_at DESC, id DESC LIMIT ?";
const OF_DOCUMENT: &str = "document_id = ? AND retired = ? ORDER BY taken_at, id";
const MEASURED: &str = "SELECT code, MAX(name) AS name, COUNT(*) AS figures FROM observations WHERE patient_id = ? AND retired = ? GROUP BY code ORDER BY code";

/// Records a figure. The caller records the act and tells the screens.
///
/// # Errors
/// As the store says.
pub async fn record(tx: &mut Tx, new: &NewObservation, by: UserId, now: DateTime<Utc>) -> Result<ObservationId> {
    let id = ObservationId::fresh();
    tx.exec(Sql::parts(&[INSERT, ROW]), values(id, new, by, now)).await?;
    Ok(id)
}

/// Records many figures in few statements.
///
/// # Errors
/// As the store says.
pub(crate) async fn record_all(tx: &mut Tx, figures: &[NewObservation], by: UserId, now: DateTime<Utc>) -> Result<()> {
    /// SQLite takes 32,766 values in a statement.
    const TOGETHER: usize = 500;
    for some in figures.chunks(TOGETHER) {
        let mut text = vec![INSERT, ROW];
        for _ in 1..some.len() {
            text.extend([", ", ROW]);
        }
        let rows = some.iter().map(|new| values(ObservationId::fresh(), new, by, now));
        tx.exec(Sql::parts(&text), rows.collect::<Vec<_>>().concat()).await?;
    }
    Ok(())
}

fn values(id: ObservationId, new: &NewObservation, by: UserId, now: DateTime<Utc>) -> Vec<Arg> {
    args![
        id,
        new.patient_id,
        new.document_id,
        new.imported_id,
        &new.code,
        &new.name,
        new.value,
        &new.unit,
        new.taken_at,
        new.reference.low,
        new.reference.high,
        new.reference.flag(new.value),
        false,
        by,
        now,
        now,
    ]
}

/// Takes the figures of a document that was superseded out of every series; they stay in the store.
///
/// # Errors
/// As the store says.
pub async fn retire(tx: &mut Tx, document: DocumentId, now: DateTime<Utc>) -> Result<u64> {
    tx.exec(RETIRE, args![true, now, document]).await
}

/// Takes the figures and findings of a resource that changed out of the chart; they stay in the store.
///
/// # Errors
/// As the store says.
pub(crate) async fn retire_imported(tx: &mut Tx, imported: ImportedId, now: DateTime<Utc>) -> Result<()> {
    tx.exec(RETIRE_IMPORTED, args![true, now, imported]).await?;
    tx.exec(RETIRE_FINDINGS, args![true, now, imported]).await?;
    Ok(())
}

/// The last figures of one kind, newest first.
///
/// # Errors
/// As the store says.
pub async fn series(q: &mut impl Read, patient: PatientId, code: &str, limit: u32) -> Result<Vec<Observation>> {
    q.all(Sql::parts(&[SELECT, SERIES]), args![patient, code, false, limit]).await
}

/// The figures that came with a document.
///
/// # Errors
/// As the store says.
pub async fn of_document(q: &mut impl Read, patient: PatientId, document: DocumentId) -> Result<Vec<Observation>> {
    q.all(Sql::parts(&[SELECT, OF_DOCUMENT]), args![patient, document, false]).await
}

/// The last figure of each of the vitals, in their usual order; what was never measured is left out.
///
/// # Errors
/// As the store says.
pub async fn latest(q: &mut impl Read, patient: PatientId) -> Result<Vec<Observation>> {
    let mut latest = Vec::new();
    for kind in vitals::KINDS {
        latest.extend(series(q, patient, kind.code, 1).await?);
    }
    Ok(latest)
}

/// Something that was measured, for a choice of plots.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
#[ts(export)]
pub struct Measured {
    /// What was measured.
    pub code: String,
    /// As people read it; empty for vitals.
    pub name: String,
    /// How often.
    pub figures: i64,
}

/// Everything measured so far, vitals and labs, by code.
///
/// # Errors
/// As the store says.
pub async fn measured(q: &mut impl Read, patient: PatientId) -> Result<Vec<Measured>> {
    q.all(MEASURED, args![patient, false]).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_is_flagged_only_outside_a_range_that_is_given() {
        let both = Reference {
            low: Some(60.0),
            high: Some(100.0),
        };
        assert_eq!(
            [59.9, 60.0, 100.0, 100.1].map(|v| both.flag(v)),
            [Flag::Low, Flag::Normal, Flag::Normal, Flag::High]
        );
        let open = Reference {
            low: None,
            high: Some(5.0),
        };
        assert_eq!([0.0, 5.1].map(|v| open.flag(v)), [Flag::Normal, Flag::High]);
        assert_eq!(Reference::default().flag(1e9), Flag::None);
    }
}
