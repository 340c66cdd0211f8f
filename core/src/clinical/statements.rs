//! "No allergy is known": said by somebody on a day, withdrawn when one is found.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use ts_rs::TS;

use super::keep::open_chart;
use super::model::NoneKnown;
use super::queries;
use crate::api::Ctx;
use crate::audit::Entry;
use crate::db::{Read, Tx};
use crate::feed::Topic;
use crate::ids::{PatientId, StatementId, UserId};
use crate::{Error, ErrorCode, Result, args};

/// States that no allergy is known.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct StateNoAllergies {
    /// Of whom.
    pub patient_id: PatientId,
}

const INSERT: &str =
    "INSERT INTO allergy_statements (id, patient_id, none_known, stated_by, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?)";
const LAST: &str = "SELECT none_known FROM allergy_statements WHERE patient_id = ? ORDER BY created_at DESC, id DESC LIMIT 1";

/// `chart.state_no_allergies`
///
/// # Errors
/// `not_allowed` with `reason` = `has_allergies` while one stands; on a merged chart; `not_found`.
pub async fn state(ctx: &Ctx, tx: &mut Tx, request: StateNoAllergies) -> Result<NoneKnown> {
    let patient = request.patient_id;
    open_chart(tx, patient).await?;
    let id = add(ctx, tx, patient, true).await?;
    tx.record(
        Entry::new(ctx.command, "allergy_statement", id.0)
            .patient(patient)
            .created(&serde_json::json!({ "none_known": true })),
    );
    tx.changed(Topic::patient(patient));
    let stated = queries::none_known(tx, patient).await?;
    stated.ok_or_else(|| Error::new(ErrorCode::NotAllowed).with("reason", "has_allergies"))
}

/// Takes the word back, when it was given; recorded with the allergy that was found.
pub(super) async fn withdraw(ctx: &Ctx, tx: &mut Tx, patient: PatientId) -> Result<()> {
    take_back(tx, patient, ctx.session()?.user_id, ctx.now).await
}

/// The same in somebody's name.
pub(super) async fn take_back(tx: &mut Tx, patient: PatientId, by: UserId, at: DateTime<Utc>) -> Result<()> {
    let last: Option<(bool,)> = tx.optional(LAST, args![patient]).await?;
    if last == Some((true,)) {
        insert(tx, patient, false, by, at).await?;
    }
    Ok(())
}

async fn add(ctx: &Ctx, tx: &mut Tx, patient: PatientId, none_known: bool) -> Result<StatementId> {
    insert(tx, patient, none_known, ctx.session()?.user_id, ctx.now).await
}

/// Writes a statement.
pub(super) async fn insert(tx: &mut Tx, patient: PatientId, none_known: bool, by: UserId, at: DateTime<Utc>) -> Result<StatementId> {
    let id = StatementId::fresh();
    tx.exec(INSERT, args![id, patient, none_known, by, at, at]).await?;
    Ok(id)
}
