//! Putting tasks on lists and doing them.

use chrono::NaiveDate;

use super::model::{SetTaskDone, Task, TaskKind, TaskState};
use super::queries::{self, NewTask};
use crate::api::Ctx;
use crate::audit::Entry;
use crate::db::Tx;
use crate::feed::Topic;
use crate::ids::{PatientId, RecordId, TaskId, UserId};
use crate::{Error, Result};

/// What a version of a record asks for.
#[derive(Debug, Clone, Copy)]
pub struct FollowUp {
    /// The record.
    pub record_id: RecordId,
    /// Of whom.
    pub patient_id: PatientId,
    /// By when; none asks for nothing.
    pub due_on: Option<NaiveDate>,
}

/// Brings the task of a record in line with its last version: made, moved, or withdrawn. What was done for the same day stays
/// done. The caller's act is recorded with the record.
///
/// # Errors
/// As the store says.
pub async fn follow(ctx: &Ctx, tx: &mut Tx, asked: &FollowUp) -> Result<()> {
    let known = queries::of_record(tx, asked.record_id).await?;
    let open = known.iter().find(|task| task.state == TaskState::Open);
    let done = known
        .iter()
        .any(|task| task.state == TaskState::Done && Some(task.due_on) == asked.due_on);
    let mut owner = open.map(|task| task.owner_id);
    match (open, asked.due_on) {
        (Some(open), Some(due)) if open.due_on != due => queries::move_to(tx, open.id, due, ctx.now).await?,
        (Some(open), None) => queries::withdraw(tx, open.id, ctx.now).await?,
        (None, Some(due_on)) if !done => {
            let owner_id = ctx.session()?.user_id;
            put(tx, asked.record_id, asked.patient_id, owner_id, due_on, ctx.now).await?;
            owner = Some(owner_id);
        }
        _ => {}
    }
    if let Some(owner) = owner {
        tx.changed(Topic::tasks(owner));
    }
    Ok(())
}

/// Puts the follow-up of a record on a list.
///
/// # Errors
/// As the store says.
pub(crate) async fn put(
    tx: &mut Tx,
    record: RecordId,
    patient_id: PatientId,
    owner_id: UserId,
    due_on: NaiveDate,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<()> {
    let task = NewTask {
        id: TaskId::fresh(),
        kind: TaskKind::FollowUp,
        patient_id,
        record_id: Some(record),
        owner_id,
        due_on,
    };
    queries::insert(tx, &task, now).await
}

/// `tasks.set_done`: whoever may write in charts.
///
/// # Errors
/// `not_found`; `stale` with the task as it is now.
pub(super) async fn set_done(ctx: &Ctx, tx: &mut Tx, request: SetTaskDone) -> Result<Task> {
    let before = queries::read(tx, request.id).await?;
    let by = request.done.then_some(ctx.session()?.user_id);
    if !queries::set_done(tx, request.id, request.version, by, ctx.now).await? {
        return Err(Error::stale(&before));
    }
    let after = queries::read(tx, request.id).await?;
    let entry = Entry::new(ctx.command, "task", request.id.0).patient(after.patient_id);
    tx.record(entry.change(&before, &after));
    tx.changed(Topic::tasks(after.owner_id));
    tx.changed(Topic::patient(after.patient_id));
    Ok(after)
}
