//! Two charts of one person becoming one.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use crate::ids::{AppointmentId, MergeId, PatientId};
use crate::insurance::model::JoinedPolicy;
use crate::patients::model::Patient;

/// Which two charts.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PreviewMerge {
    /// The chart that stays.
    pub survivor_id: PatientId,
    /// The chart that goes into it.
    pub merged_id: PatientId,
}

/// What a merge would do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct MergePreview {
    /// The chart that stays.
    pub survivor: Patient,
    /// The chart that goes into it.
    pub merged: Patient,
    /// Fields in which they differ.
    pub fields: Vec<MergeField>,
    /// How much moves.
    pub moves: MergeMoves,
    /// Policies of the chart that goes that do not stay as they are: no two of one rank may cover the same day.
    pub policies: Vec<JoinedPolicy>,
    /// Appointments of the two that overlap: nobody can be in two rooms, so one must be moved first.
    pub overlaps: Vec<MergeOverlap>,
}

/// A field in which two charts differ.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct MergeField {
    /// Name of the field.
    pub field: String,
    /// On the chart that stays.
    #[ts(type = "unknown")]
    pub survivor: Value,
    /// On the chart that goes.
    #[ts(type = "unknown")]
    pub merged: Value,
    /// The surviving chart has nothing here, so the other's value is suggested.
    pub suggested: bool,
}

/// How much moves to the surviving chart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct MergeMoves {
    /// Appointments, past and coming.
    pub appointments: u32,
    /// Emergency contacts.
    pub contacts: u32,
    /// Family members, and links to this person from others' families.
    pub relatives: u32,
    /// Favourite doctors.
    pub favourites: u32,
    /// Places on the waitlist.
    pub waitlist: u32,
    /// Documents: notes, files.
    pub documents: u32,
}

/// Two appointments that hold the same time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, sqlx::FromRow)]
#[ts(export)]
pub struct MergeOverlap {
    /// On the chart that stays.
    pub survivor_appointment_id: AppointmentId,
    /// On the chart that goes.
    pub merged_appointment_id: AppointmentId,
    /// When the first of them starts.
    pub starts_at: DateTime<Utc>,
}

/// Merges two charts. Refused as `taken` with the overlaps when the two are booked at the same time.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct MergePatients {
    /// The chart that stays.
    pub survivor_id: PatientId,
    /// The chart that goes into it.
    pub merged_id: PatientId,
    /// Version of the staying chart that the person saw.
    pub survivor_version: i32,
    /// Version of the going chart that the person saw.
    pub merged_version: i32,
    /// Fields to take from the going chart.
    pub take: Vec<String>,
    /// Why.
    pub reason: String,
}

/// Takes a merge back.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct UndoMerge {
    /// The merge.
    pub merge_id: MergeId,
}
