//! What a prescription does to the list of what the patient takes.

use chrono::{DateTime, NaiveDate, Utc};

use super::keep::Part;
use super::model::{Medication, MedicationForm, MedicationStatus};
use super::queries;
use crate::db::{Read, Sql, Tx};
use crate::ids::{DocumentId, MedicationId, PatientId};
use crate::{Result, args};

const BY_ID: &str = " WHERE id = ?";
const OF_PRESCRIPTION: &str = " WHERE status = 'active' AND prescription_id IN (SELECT id FROM documents WHERE thread_id = (SELECT thread_id FROM documents WHERE id = ?))";

/// Puts a prescribed medicine on the list. Its version is the prescription itself, which is registered before in the
/// same transaction. The caller records the act and tells the screens.
///
/// # Errors
/// As the store says.
pub async fn start(
    tx: &mut Tx,
    patient_id: PatientId,
    prescription: DocumentId,
    form: MedicationForm,
    now: DateTime<Utc>,
) -> Result<MedicationId> {
    let row = Medication {
        id: MedicationId::fresh(),
        patient_id,
        document_id: prescription,
        prescription_id: Some(prescription),
        version: 1,
        form,
    };
    row.insert(tx, now).await?;
    Ok(row.id)
}

/// Ends what a prescription started, whichever of its versions that was; `by` is its version that says so, registered
/// before in the same transaction. Gives the rows as they were.
///
/// # Errors
/// As the store says.
pub async fn stop(
    tx: &mut Tx,
    prescription: DocumentId,
    by: DocumentId,
    on: NaiveDate,
    why: &str,
    now: DateTime<Utc>,
) -> Result<Vec<Medication>> {
    let rows: Vec<Medication> = tx
        .all(Sql::parts(&[queries::MEDICATION, OF_PRESCRIPTION]), args![prescription])
        .await?;
    for row in &rows {
        end(tx, row, by, on, why, now).await?;
    }
    Ok(rows)
}

/// Ends one medicine of a prescription; one that is not taken any more stays as it is. `by` is as for [`stop`].
///
/// # Errors
/// As the store says.
pub async fn stop_one(tx: &mut Tx, id: MedicationId, by: DocumentId, on: NaiveDate, why: &str, now: DateTime<Utc>) -> Result<()> {
    let row: Option<Medication> = tx.optional(Sql::parts(&[queries::MEDICATION, BY_ID]), args![id]).await?;
    match row.filter(|row| row.form.status == MedicationStatus::Active) {
        Some(row) => end(tx, &row, by, on, why, now).await,
        None => Ok(()),
    }
}

async fn end(tx: &mut Tx, row: &Medication, by: DocumentId, on: NaiveDate, why: &str, now: DateTime<Utc>) -> Result<()> {
    let mut ended = row.clone();
    ended.document_id = by;
    ended.form.status = MedicationStatus::Stopped;
    ended.form.ended_on = Some(on);
    why.clone_into(&mut ended.form.note);
    ended.update(tx, now).await
}
