//! Weekly schedules, exceptions and opening hours. Minutes are wall time of the location, counted from midnight.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::ids::{DoctorId, ExceptionId, LocationId, ScheduleId};

crate::text_enum! {
    /// How patient and doctor meet.
    pub enum VisitMode {
        /// At the location.
        InPerson = "in_person",
        /// By video or telephone.
        Online = "online",
    }
}

crate::text_enum! {
    /// What an exception does to the week.
    pub enum ExceptionKind {
        /// The doctor is away.
        Leave = "leave",
        /// The location is closed.
        Holiday = "holiday",
        /// A session beside the weekly ones.
        Extra = "extra",
    }
}

/// A row of weekly availability.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, sqlx::FromRow)]
#[ts(export)]
pub struct Schedule {
    /// The row.
    pub id: ScheduleId,
    /// Whose.
    pub doctor_id: DoctorId,
    /// Where.
    pub location_id: LocationId,
    /// 1 = Monday … 7 = Sunday.
    pub weekday: i32,
    /// From.
    pub start_minute: i32,
    /// Until.
    pub end_minute: i32,
    /// Length of a slot.
    pub slot_minutes: i32,
    /// In person or online.
    pub visit_mode: VisitMode,
    /// First day.
    pub valid_from: NaiveDate,
    /// Last day; none = until retired.
    pub valid_to: Option<NaiveDate>,
    /// False once retired.
    pub active: bool,
    /// Optimistic version.
    pub version: i32,
}

/// Leave, a holiday or an extra session; without minutes the whole day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, sqlx::FromRow)]
#[ts(export)]
pub struct ScheduleException {
    /// The row.
    pub id: ExceptionId,
    /// What it does.
    pub kind: ExceptionKind,
    /// Whose; every doctor's when none.
    pub doctor_id: Option<DoctorId>,
    /// Where; everywhere when none.
    pub location_id: Option<LocationId>,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: NaiveDate,
    /// From, on each of the days.
    pub start_minute: Option<i32>,
    /// Until, on each of the days.
    pub end_minute: Option<i32>,
    /// Length of a slot in an extra session.
    pub slot_minutes: Option<i32>,
    /// In person or online, for an extra session.
    pub visit_mode: Option<VisitMode>,
    /// What it is called.
    pub reason: String,
    /// False once cancelled.
    pub active: bool,
    /// Optimistic version.
    pub version: i32,
}

/// Opening hours of a location on a weekday; a day may have several.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, sqlx::FromRow)]
#[ts(export)]
pub struct OpeningHours {
    /// Where.
    pub location_id: LocationId,
    /// 1 = Monday … 7 = Sunday.
    pub weekday: i32,
    /// From.
    pub open_minute: i32,
    /// Until.
    pub close_minute: i32,
}
