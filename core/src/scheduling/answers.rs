//! What commands answer: openings, conflicts, changes.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::model::AppointmentCard;
use crate::directory::VisitMode;
use crate::ids::{AppointmentId, DoctorId, EventId, LocationId, RoomId, WaitlistId};

/// What keeps a time from being given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum ConflictKind {
    /// The doctor is with someone else.
    Doctor,
    /// The room is in use.
    Room,
    /// The patient is somewhere else then.
    Patient,
    /// The time is held for someone of the waitlist.
    Offer,
}

/// Who or what is in the way; the parameters of the error `taken`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Conflict {
    /// What is taken.
    pub kind: ConflictKind,
    /// Name of the doctor or room that is taken; for a patient, the doctor they are with.
    pub name: String,
    /// The appointment in the way; none for an offer.
    pub appointment_id: Option<AppointmentId>,
    /// Whose it is; none when the caller may not read patients.
    pub patient_name: Option<String>,
    /// Its start.
    pub starts_at: DateTime<Utc>,
    /// Its end.
    pub ends_at: DateTime<Utc>,
    /// What is free nearest to the time asked for.
    pub openings: Vec<Opening>,
}

/// A time that can be booked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Opening {
    /// With whom.
    pub doctor_id: DoctorId,
    /// Title, e.g. `Dr`.
    pub doctor_title: String,
    /// First name.
    pub doctor_first_name: String,
    /// Last name.
    pub doctor_last_name: String,
    /// Whether this is the doctor the patient usually sees.
    pub is_usual_doctor: bool,
    /// Where.
    pub location_id: LocationId,
    /// Its name.
    pub location_name: String,
    /// The location's IANA zone.
    pub time_zone: String,
    /// The doctor's room there.
    pub room_id: Option<RoomId>,
    /// Its name.
    pub room_name: Option<String>,
    /// In person or online.
    pub visit_mode: VisitMode,
    /// Start.
    pub starts_at: DateTime<Utc>,
    /// End.
    pub ends_at: DateTime<Utc>,
    /// Local day of the start.
    pub local_day: NaiveDate,
    /// Start in local minutes.
    pub start_minute: i32,
}

/// A change that was made, and how to take it back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Change {
    /// The appointment as it is now; after a move, the new one.
    pub card: AppointmentCard,
    /// Names the change for `scheduling.undo`.
    pub event_id: EventId,
    /// Until when it can be taken back; none when it cannot.
    pub undo_until: Option<DateTime<Utc>>,
    /// The appointment that was given up for this one.
    pub moved_from: Option<AppointmentId>,
    /// Who of the waitlist could have the time that became free.
    pub proposal: Option<Proposal>,
}

/// A freed time and the first of the waitlist whom it fits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Proposal {
    /// The entry of the waitlist.
    pub waitlist_id: WaitlistId,
    /// Its version, to be sent with the offer.
    pub version: i32,
    /// Who waits.
    pub patient_name: String,
    /// How to reach them.
    pub patient_phone: String,
    /// What could be offered.
    pub opening: Opening,
}

/// What a drop at a doctor, time and length would meet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SlotCheck {
    /// Whether it may simply be placed there.
    pub fits: bool,
    /// Whether the time lies in the doctor's hours.
    pub is_open: bool,
    /// Why not, when it does not.
    pub closed: Option<ClosedSpan>,
    /// Who or what is in the way.
    pub conflicts: Vec<Conflict>,
    /// The next time with this doctor that fits.
    pub next: Option<Opening>,
    /// Whether the caller may overbook.
    pub may_overbook: bool,
}

/// Why a doctor's column is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum ClosedKind {
    /// Outside opening hours or the doctor's schedule.
    Closed,
    /// The doctor is away.
    Leave,
    /// The location is closed that day.
    Holiday,
}

/// A stretch in which nothing may be booked, in local minutes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ClosedSpan {
    /// First minute.
    pub start_minute: i32,
    /// Minute after the last.
    pub end_minute: i32,
    /// Why.
    pub kind: ClosedKind,
    /// What the exception says, e.g. the holiday's name.
    pub reason: String,
}

/// A stretch in which the doctor may be booked, in local minutes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct OpenSpan {
    /// First minute.
    pub start_minute: i32,
    /// Minute after the last.
    pub end_minute: i32,
    /// Length of a slot as the doctor plans it.
    pub slot_minutes: i32,
    /// In person or online.
    pub visit_mode: VisitMode,
}
