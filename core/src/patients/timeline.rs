//! What happened to a patient, newest first.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;
use uuid::Uuid;

use crate::api::Ctx;
use crate::db::{Read, Sql};
use crate::ids::{AppointmentId, DoctorId, MergeId, PatientId};
use crate::{Result, args};

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
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, sqlx::FromRow)]
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
    #[sqlx(json)]
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

const VISITS: &str = "SELECT a.id AS appointment_id, a.starts_at, a.ends_at, l.time_zone, a.status, a.kind AS visit_kind, a.visit_mode, a.reason, a.doctor_id, d.last_name AS doctor_last_name, d.first_name AS doctor_first_name, l.name AS location_name, r.name AS room_name \
 FROM appointments a JOIN doctors d ON d.id = a.doctor_id JOIN locations l ON l.id = a.location_id LEFT JOIN rooms r ON r.id = a.room_id WHERE a.patient_id = ? ";
const COMING: &str =
    "AND a.starts_at > ? AND a.status IN ('scheduled', 'confirmed', 'checked_in', 'in_progress') ORDER BY a.starts_at, a.id LIMIT 50";
const PAST: &str = "AND a.starts_at < ? AND (a.starts_at <= ? OR a.status NOT IN ('scheduled', 'confirmed', 'checked_in', 'in_progress')) ORDER BY a.starts_at DESC, a.id DESC LIMIT ?";
const CHANGES: &str = "SELECT e.id, e.created_at AS at, e.action, CONCAT(COALESCE(u.first_name, ''), ' ', COALESCE(u.last_name, '')) AS actor_name, e.fields, e.reason, e.merge_id \
 FROM patient_events e LEFT JOIN users u ON u.id = e.actor_id WHERE e.patient_id = ? AND e.created_at < ? ORDER BY e.created_at DESC, e.id DESC LIMIT ?";

impl TimelineEntry {
    fn at(&self) -> DateTime<Utc> {
        match self {
            TimelineEntry::Visit(visit) => visit.starts_at,
            TimelineEntry::Change(change) => change.at,
        }
    }
}

/// A page of what happened to a patient. Entries of one instant stay on one page.
///
/// # Errors
/// As the store says.
pub async fn read(ctx: &Ctx, request: ReadTimeline) -> Result<Timeline> {
    let mut db = ctx.db()?;
    let limit = request.limit.unwrap_or(30).clamp(1, 100);
    let coming: Vec<TimelineVisit> = match request.before {
        Some(_) => Vec::new(),
        None => db.all(Sql::parts(&[VISITS, COMING]), args![request.patient_id, ctx.now]).await?,
    };
    // Far enough for what was cancelled ahead of its day.
    let before = request.before.unwrap_or(ctx.now + TimeDelta::days(3650));
    let mut entries: Vec<TimelineEntry> = Vec::new();
    if request.only != Some(TimelineKind::Change) {
        let values = args![request.patient_id, before, ctx.now, limit + 1];
        let visits: Vec<TimelineVisit> = db.all(Sql::parts(&[VISITS, PAST]), values).await?;
        entries.extend(visits.into_iter().map(TimelineEntry::Visit));
    }
    if request.only != Some(TimelineKind::Visit) {
        let changes: Vec<TimelineChange> = db.all(CHANGES, args![request.patient_id, before, limit + 1]).await?;
        entries.extend(changes.into_iter().map(TimelineEntry::Change));
    }
    entries.sort_by_key(|e| std::cmp::Reverse(e.at()));
    let next = cut(&mut entries, limit as usize);
    Ok(Timeline { coming, entries, next })
}

/// Shortens to about `limit` without parting what happened at one instant; gives where the next page starts.
fn cut(entries: &mut Vec<TimelineEntry>, limit: usize) -> Option<DateTime<Utc>> {
    let last = entries.get(limit.checked_sub(1)?)?.at();
    let end = entries.iter().take_while(|e| e.at() >= last).count();
    if end >= entries.len() {
        return None;
    }
    entries.truncate(end);
    Some(last)
}
