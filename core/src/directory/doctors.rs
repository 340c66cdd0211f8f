//! Doctors: list, open, save, approve.

use serde::Deserialize;
use ts_rs::TS;

use super::doctors_queries as queries;
use super::{Approval, Doctor, DoctorForm, SaveDoctor, saving};
use crate::api::Ctx;
use crate::audit::Entry;
use crate::db::{Read, Tx};
use crate::feed::Topic;
use crate::ids::DoctorId;
use crate::{Error, Result};

/// Which doctor.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct OpenDoctor {
    /// The doctor.
    pub id: DoctorId,
}

/// A decision about a doctor.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct ApproveDoctor {
    /// The doctor.
    pub id: DoctorId,
    /// The version that was read.
    pub version: i32,
    /// The decision.
    pub approval: Approval,
    /// Whether licence and degrees were seen.
    pub documents_verified: bool,
    /// Why, for the record.
    pub reason: String,
}

/// `directory.doctors`.
pub(super) async fn list(ctx: &Ctx, (): ()) -> Result<Vec<Doctor>> {
    queries::all(&mut ctx.db()?).await
}

/// `directory.doctor`.
pub(super) async fn open(ctx: &Ctx, request: OpenDoctor) -> Result<Doctor> {
    queries::get(&mut ctx.db()?, request.id).await
}

/// `directory.save_doctor`.
pub(super) async fn save(ctx: &Ctx, tx: &mut Tx, request: SaveDoctor) -> Result<Doctor> {
    let form = request.form.checked()?;
    let before = match request.id {
        Some(id) => Some(queries::get(tx, id).await?),
        None => None,
    };
    let id = before.as_ref().map_or_else(DoctorId::fresh, |b| b.id);
    let written = match &before {
        Some(_) => queries::update(ctx, tx, id, request.version, &form).await,
        None => queries::insert(ctx, tx, id, &form).await,
    };
    let rows = match written {
        Err(error) if error.is_unique_violation() => return Err(taken(tx, id, &form).await?),
        written => written.map_err(saving::unknown)?,
    };
    saving::fresh(rows, &before)?;
    queries::write_lists(ctx, tx, id, &form).await.map_err(saving::unknown)?;
    let after = queries::get(tx, id).await?;
    saving::saved(
        tx,
        Entry::new(ctx.command, "doctor", id.0),
        before.as_ref(),
        &after,
        Topic::directory(),
    );
    Ok(after)
}

/// Which of the two keys refused the row: the licence number, or the account.
async fn taken(q: &mut impl Read, id: DoctorId, form: &DoctorForm) -> Result<Error> {
    let holder = queries::licensed(q, &form.license_number).await?;
    Ok(if holder.is_some_and(|holder| holder != id) {
        Error::field("license_number", "license_taken")
    } else {
        Error::field("user_id", "account_taken")
    })
}

/// `directory.approve_doctor`.
pub(super) async fn approve(ctx: &Ctx, tx: &mut Tx, request: ApproveDoctor) -> Result<Doctor> {
    let before = queries::get(tx, request.id).await?;
    let decision = (request.approval, request.documents_verified);
    let rows = queries::approve(ctx, tx, before.id, request.version, decision).await?;
    saving::fresh(rows, &before)?;
    let after = queries::get(tx, before.id).await?;
    let entry = Entry::new(ctx.command, "doctor", after.id.0).because(&request.reason);
    saving::saved(tx, entry, Some(&before), &after, Topic::directory());
    Ok(after)
}
