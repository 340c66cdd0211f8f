//! The board of a day and the calendar of a span of days, as one answer each.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::answers::{ClosedSpan, OpenSpan};
use super::model::{AppointmentCard, AppointmentKind};
use super::states::AppointmentStatus;
use crate::directory::VisitMode;
use crate::ids::{AppointmentId, DoctorId, LocationId, PatientId, RoomId, SeriesId};

/// How many appointments stand where.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct BoardCounts {
    /// Every one that was not cancelled or moved.
    pub booked: i32,
    /// Scheduled or confirmed.
    pub expected: i32,
    /// Checked in.
    pub arrived: i32,
    /// With the doctor.
    pub in_progress: i32,
    /// Completed.
    pub done: i32,
    /// Did not come.
    pub no_show: i32,
    /// Called off.
    pub cancelled: i32,
}

/// A location's day for the front desk.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Board {
    /// Where.
    pub location_id: LocationId,
    /// Its name.
    pub location_name: String,
    /// Its IANA zone.
    pub time_zone: String,
    /// The local day shown.
    pub day: NaiveDate,
    /// The core's instant, from which waiting times count on.
    pub now: DateTime<Utc>,
    /// The location's today.
    pub today: NaiveDate,
    /// Minutes of waiting from which a row is amber.
    pub wait_warn_minutes: i32,
    /// Minutes of waiting from which a row is red.
    pub wait_late_minutes: i32,
    /// How many stand where.
    pub counts: BoardCounts,
    /// Start of the next visit that is expected.
    pub next_at: Option<DateTime<Utc>>,
    /// The longest that anyone waits now, in minutes.
    pub longest_wait_minutes: Option<i32>,
    /// Every appointment of the day that is neither moved nor archived, by start.
    pub appointments: Vec<AppointmentCard>,
}

/// An appointment as the calendar's grid shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, sqlx::FromRow)]
#[ts(export)]
pub struct CalendarEntry {
    /// Its id.
    pub id: AppointmentId,
    /// To be sent with every change.
    pub version: i32,
    /// Who comes.
    pub patient_id: PatientId,
    /// First and last name.
    pub patient_name: String,
    /// To whom.
    pub doctor_id: DoctorId,
    /// In which room.
    pub room_id: Option<RoomId>,
    /// For what.
    pub service_name: Option<String>,
    /// The recurring series it belongs to.
    pub series_id: Option<SeriesId>,
    /// Kind of visit.
    pub kind: AppointmentKind,
    /// In person or online.
    pub visit_mode: VisitMode,
    /// Where it stands.
    pub status: AppointmentStatus,
    /// Lane beside others.
    pub lane: i32,
    /// Start.
    pub starts_at: DateTime<Utc>,
    /// End.
    pub ends_at: DateTime<Utc>,
    /// Local day of the start.
    pub local_day: NaiveDate,
    /// Start in local minutes.
    #[sqlx(default)]
    pub start_minute: i32,
    /// End in local minutes; past 1440 when it ends after midnight.
    #[sqlx(default)]
    pub end_minute: i32,
    /// Number called out.
    pub queue_number: Option<i32>,
    /// When the patient arrived.
    pub checked_in_at: Option<DateTime<Utc>>,
    /// Why the patient comes.
    pub reason: String,
}

/// One day of one doctor's column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ColumnDay {
    /// The local day.
    pub day: NaiveDate,
    /// When the doctor may be booked.
    pub open: Vec<OpenSpan>,
    /// The rest of the day, with why.
    pub closed: Vec<ClosedSpan>,
}

/// A doctor's column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct CalendarColumn {
    /// The doctor.
    pub doctor_id: DoctorId,
    /// Title.
    pub title: String,
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// Specialties by name.
    pub specialties: Vec<String>,
    /// The doctor's own room at the location.
    pub room_id: Option<RoomId>,
    /// Its name.
    pub room_name: Option<String>,
    /// Day by day.
    pub days: Vec<ColumnDay>,
}

/// A room's column; its appointments are those with its id.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, sqlx::FromRow)]
#[ts(export)]
pub struct CalendarRoom {
    /// The room.
    pub id: RoomId,
    /// Its name.
    pub name: String,
}

/// A day in the month's overview.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct DayCount {
    /// The local day.
    pub day: NaiveDate,
    /// Appointments that hold time or did not come.
    pub booked: i32,
    /// Called off.
    pub cancelled: i32,
    /// Did not come.
    pub no_show: i32,
    /// Minutes that are booked.
    pub booked_minutes: i32,
    /// Minutes in which the doctors shown may be booked.
    pub open_minutes: i32,
}

/// A span of days at a location.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Calendar {
    /// Where.
    pub location_id: LocationId,
    /// Its IANA zone.
    pub time_zone: String,
    /// First day.
    pub from: NaiveDate,
    /// Last day, included.
    pub to: NaiveDate,
    /// The core's instant, for the current-time line.
    pub now: DateTime<Utc>,
    /// The location's today.
    pub today: NaiveDate,
    /// The doctors who work there, or those asked for, by last name.
    pub columns: Vec<CalendarColumn>,
    /// The location's active rooms, by name.
    pub rooms: Vec<CalendarRoom>,
    /// Every appointment that is neither moved nor archived, by start; empty when only counts were asked for.
    pub appointments: Vec<CalendarEntry>,
    /// A figure per day.
    pub days: Vec<DayCount>,
}
