//! What happened to a patient, newest first.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;
use uuid::Uuid;

use crate::ids::{AppointmentId, DoctorId, MergeId, PatientId};

/// A page of the timeline.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ReadTimeline {
    /// Whose.
    pub patient_id: PatientId,
    /// Only what is older than this instant: `next` of the page before.
    pub before: Option<DateTime<Utc>>,
    /// Entries on the page; 30 when absent, 100 at most.
    pub limit: Option<u32>,
    /// Only visits, only changes, or both when absent.
    pub only: Option<TimelineKind>,
}

crate::text_enum! {
    /// What an entry tells of.
    pub enum TimelineKind {
        /// An appointment.
        Visit = "visit",
        /// A change of the record.
        Change = "change",
    }
}

/// A page of the timeline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Timeline {
    /// Coming appointments, soonest first; on the first page only.
    pub coming: Vec<TimelineVisit>,
    /// Newest first.
    pub entries: Vec<TimelineEntry>,
    /// Where the next page starts; none at the end.
    pub next: Option<DateTime<Utc>>,
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[ts(export)]
pub enum TimelineEntry {
    /// An appointment.
    Visit(TimelineVisit),
    /// A change of the record.
    Change(TimelineChange),
}

/// An appointment in the timeline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, sqlx::FromRow)]
#[ts(export)]
pub struct TimelineVisit {
    /// The appointment.
    pub appointment_id: AppointmentId,
    /// Start.
    pub starts_at: DateTime<Utc>,
    /// End.
    pub ends_at: DateTime<Utc>,
    /// IANA zone of the location.
    pub time_zone: String,
    /// State.
    pub status: String,
    /// `consultation`, `follow_up`, `emergency`.
    pub visit_kind: String,
    /// `in_person`, `online`.
    pub visit_mode: String,
    /// Why the person comes.
    pub reason: String,
    /// The doctor.
    pub doctor_id: DoctorId,
    /// Doctor's family name.
    pub doctor_last_name: String,
    /// Doctor's given name.
    pub doctor_first_name: String,
    /// The location's name.
    pub location_name: String,
    /// The room's name, when one is booked.
    pub room_name: Option<String>,
}

/// A change of the record in the timeline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct TimelineChange {
    /// The entry.
    pub id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// What was done.
    pub action: ChangeAction,
    /// Who, by name; empty for the program itself.
    pub actor_name: String,
    /// The fields with their values before and after.
    pub fields: Vec<ChangedField>,
    /// Why, in the person's words.
    pub reason: String,
    /// The merge, for merges.
    pub merge_id: Option<MergeId>,
}

/// One changed field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ChangedField {
    /// Name of the field.
    pub field: String,
    /// Value before.
    #[ts(type = "unknown")]
    pub before: Value,
    /// Value after.
    #[ts(type = "unknown")]
    pub after: Value,
}

crate::text_enum! {
    /// What was done to the record.
    pub enum ChangeAction {
        /// The chart was made.
        Registered = "registered",
        /// Fields were edited.
        Edited = "edited",
        /// Status was set.
        Status = "status",
        /// A contact was added, edited or removed.
        Contact = "contact",
        /// A family member was added, edited or removed.
        Relative = "relative",
        /// A favourite doctor was set or removed.
        Favourite = "favourite",
        /// The picture was set or removed.
        Avatar = "avatar",
        /// Another chart was merged in, or this one went into another.
        Merged = "merged",
        /// A merge was taken back.
        MergeUndone = "merge_undone",
    }
}
