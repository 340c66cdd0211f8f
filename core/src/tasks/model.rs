//! What a task is.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::ids::{PatientId, RecordId, TaskId, UserId};

crate::text_enum! {
    /// What there is to do.
    pub enum TaskKind {
        /// A record is to be looked at again.
        FollowUp = "follow_up",
    }
}

crate::text_enum! {
    /// Where a task stands.
    pub enum TaskState {
        /// It is to be done.
        Open = "open",
        /// It was done.
        Done = "done",
        /// What asked for it asks no longer.
        Withdrawn = "withdrawn",
    }
}

/// Something that somebody has to see to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
#[ts(export)]
pub struct Task {
    /// The task.
    pub id: TaskId,
    /// What there is to do.
    pub kind: TaskKind,
    /// Of whom.
    pub patient_id: PatientId,
    /// By name.
    pub patient_name: String,
    /// E.g. `C-000042`.
    pub chart_number: String,
    /// The record that asks for it.
    pub record_id: Option<RecordId>,
    /// The record's title; empty for one that is not open to everyone.
    pub title: String,
    /// Who sees to it.
    pub owner_id: UserId,
    /// By name.
    pub owner_name: String,
    /// By when.
    pub due_on: NaiveDate,
    /// Where it stands.
    pub state: TaskState,
    /// When it was done.
    pub done_at: Option<DateTime<Utc>>,
    /// By whom.
    pub done_by_name: Option<String>,
    /// For `tasks.set_done`.
    pub version: i32,
}

/// Which tasks.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct ListTasks {
    /// All of this chart's; when absent the caller's own that are due, and those done since yesterday.
    pub patient_id: Option<PatientId>,
    /// Due on this day or before; every one when absent.
    pub until: Option<NaiveDate>,
}

/// Done, or not done after all.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct SetTaskDone {
    /// The task.
    pub id: TaskId,
    /// The version that was read.
    pub version: i32,
    /// Whether it is done.
    pub done: bool,
}
