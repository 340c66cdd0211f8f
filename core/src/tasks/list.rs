//! Lists of tasks.

use chrono::{NaiveDate, TimeDelta};

use super::model::{ListTasks, Task};
use super::queries;
use crate::Result;
use crate::api::Ctx;

/// How long one's own done tasks stay on the list, so that a slip can be taken back.
const SHOWN_DONE: TimeDelta = TimeDelta::hours(18);

/// Every day there will be.
const FAR: Option<NaiveDate> = NaiveDate::from_ymd_opt(9999, 12, 31);

/// `tasks.list`
///
/// # Errors
/// As the store says.
pub(super) async fn list(ctx: &Ctx, request: ListTasks) -> Result<Vec<Task>> {
    let until = request.until.or(FAR).unwrap_or_default();
    let mut db = ctx.db()?;
    match request.patient_id {
        Some(patient) => queries::of_patient(&mut db, patient, until).await,
        None => queries::of_owner(&mut db, ctx.session()?.user_id, until, ctx.now - SHOWN_DONE).await,
    }
}
