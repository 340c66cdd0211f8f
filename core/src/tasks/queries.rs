//! SQL of tasks.

use chrono::{DateTime, NaiveDate, Utc};

use super::model::{Task, TaskKind, TaskState};
use crate::db::{Read, Sql, Tx};
use crate::ids::{PatientId, RecordId, TaskId, UserId};
use crate::{Error, Result, args};

// CONCAT of nothing is nothing on MySQL and a blank on SQLite, hence the CASE.
const TASK: &str = "SELECT t.id, t.kind, t.patient_id, CONCAT(p.first_name, ' ', p.last_name) AS patient_name, p.chart_number, t.record_id, \
 CASE WHEN d.privacy = 'standard' THEN r.title ELSE '' END AS title, t.owner_id, CONCAT(u.first_name, ' ', u.last_name) AS owner_name, t.due_on, t.state, t.done_at, \
 CASE WHEN b.id IS NULL THEN NULL ELSE CONCAT(b.first_name, ' ', b.last_name) END AS done_by_name, t.version \
 FROM tasks t JOIN patients p ON p.id = t.patient_id JOIN users u ON u.id = t.owner_id LEFT JOIN users b ON b.id = t.done_by \
 LEFT JOIN records r ON r.id = t.record_id LEFT JOIN documents d ON d.id = r.document_id WHERE ";
const BY_ID: &str = "t.id = ?";
const OF_PATIENT: &str = "t.patient_id = ? AND t.state <> 'withdrawn' AND t.due_on <= ? ORDER BY t.due_on, t.id";
const OF_OWNER: &str =
    "t.owner_id = ? AND ((t.state = 'open' AND t.due_on <= ?) OR (t.state = 'done' AND t.done_at > ?)) ORDER BY t.due_on, t.id";
const OF_RECORD: &str =
    "SELECT id, owner_id, due_on, state FROM tasks WHERE record_id = ? AND state <> 'withdrawn' ORDER BY created_at, id";
const INSERT: &str = "INSERT INTO tasks (id, kind, patient_id, record_id, owner_id, due_on, state, done_at, done_by, created_at, updated_at, version) \
 VALUES (?, ?, ?, ?, ?, ?, ?, NULL, NULL, ?, ?, 1)";
const MOVE: &str = "UPDATE tasks SET due_on = ?, updated_at = ?, version = version + 1 WHERE id = ?";
const WITHDRAW: &str = "UPDATE tasks SET state = 'withdrawn', updated_at = ?, version = version + 1 WHERE id = ?";
const SET_DONE: &str = "UPDATE tasks SET state = ?, done_at = ?, done_by = ?, updated_at = ?, version = version + 1 WHERE id = ? AND version = ? AND state <> 'withdrawn'";

/// A task as its record sees it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub(super) struct OfRecord {
    pub id: TaskId,
    pub owner_id: UserId,
    pub due_on: NaiveDate,
    pub state: TaskState,
}

/// A task to be put on a list.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NewTask {
    pub id: TaskId,
    pub kind: TaskKind,
    pub patient_id: PatientId,
    pub record_id: Option<RecordId>,
    pub owner_id: UserId,
    pub due_on: NaiveDate,
}

pub(super) async fn read(q: &mut impl Read, id: TaskId) -> Result<Task> {
    let task = q.optional(Sql::parts(&[TASK, BY_ID]), args![id]).await?;
    task.ok_or_else(|| Error::not_found("task"))
}

pub(super) async fn of_patient(q: &mut impl Read, patient: PatientId, until: NaiveDate) -> Result<Vec<Task>> {
    q.all(Sql::parts(&[TASK, OF_PATIENT]), args![patient, until]).await
}

pub(super) async fn of_owner(q: &mut impl Read, owner: UserId, until: NaiveDate, done_after: DateTime<Utc>) -> Result<Vec<Task>> {
    q.all(Sql::parts(&[TASK, OF_OWNER]), args![owner, until, done_after]).await
}

pub(super) async fn of_record(tx: &mut Tx, record: RecordId) -> Result<Vec<OfRecord>> {
    tx.locked(OF_RECORD, args![record]).await
}

pub(crate) async fn insert(tx: &mut Tx, task: &NewTask, now: DateTime<Utc>) -> Result<()> {
    let row = args![
        task.id,
        task.kind,
        task.patient_id,
        task.record_id,
        task.owner_id,
        task.due_on,
        TaskState::Open,
        now,
        now
    ];
    tx.exec(INSERT, row).await.map(|_| ())
}

pub(super) async fn move_to(tx: &mut Tx, id: TaskId, due_on: NaiveDate, now: DateTime<Utc>) -> Result<()> {
    tx.exec(MOVE, args![due_on, now, id]).await.map(|_| ())
}

pub(super) async fn withdraw(tx: &mut Tx, id: TaskId, now: DateTime<Utc>) -> Result<()> {
    tx.exec(WITHDRAW, args![now, id]).await.map(|_| ())
}

/// Done by somebody, or by nobody: open again. False when it changed meanwhile.
pub(super) async fn set_done(tx: &mut Tx, id: TaskId, version: i32, by: Option<UserId>, now: DateTime<Utc>) -> Result<bool> {
    let state = if by.is_some() { TaskState::Done } else { TaskState::Open };
    Ok(tx.exec(SET_DONE, args![state, by.map(|_| now), by, now, id, version]).await? == 1)
}
