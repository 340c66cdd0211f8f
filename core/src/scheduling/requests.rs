//! What callers ask for.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::model::{AppointmentKind, CancelParty};
use crate::directory::VisitMode;
use crate::ids::{AppointmentId, DoctorId, EventId, LocationId, PatientId, RoomId, ServiceId, SpecialtyId};

/// The board of a local day; today when no day is given.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export, optional_fields = nullable)]
pub struct ShowBoard {
    /// Where.
    pub location_id: LocationId,
    /// Local day.
    pub day: Option<NaiveDate>,
}

/// A span of days at a location, at most 62.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export, optional_fields = nullable)]
pub struct ShowCalendar {
    /// Where.
    pub location_id: LocationId,
    /// First local day.
    pub from: NaiveDate,
    /// Last local day, included.
    pub to: NaiveDate,
    /// These doctors; every doctor of the location when empty.
    #[serde(default)]
    #[ts(optional, as = "Option<Vec<DoctorId>>")]
    pub doctor_ids: Vec<DoctorId>,
    /// Only appointments in this room.
    pub room_id: Option<RoomId>,
    /// Leave the appointments out and give the figures per day alone (month view).
    #[serde(default)]
    #[ts(optional, as = "Option<bool>")]
    pub counts_only: bool,
}

/// One appointment.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct AppointmentRef {
    /// Which.
    pub id: AppointmentId,
}

/// The next times that can be booked. Without a doctor and a specialty any doctor will do; without a location any place.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export, optional_fields = nullable)]
pub struct FindOpenings {
    /// This doctor.
    pub doctor_id: Option<DoctorId>,
    /// A doctor of this specialty.
    pub specialty_id: Option<SpecialtyId>,
    /// At this location.
    pub location_id: Option<LocationId>,
    /// For this patient: their own appointments are avoided, and their usual doctor comes first.
    pub patient_id: Option<PatientId>,
    /// Not before this instant; now when it is missing or past.
    pub from: Option<DateTime<Utc>>,
    /// Length; that of the service, or the doctor's slot, when missing.
    pub minutes: Option<i32>,
    /// For this service.
    pub service_id: Option<ServiceId>,
    /// In person when missing.
    pub mode: Option<VisitMode>,
    /// How many, 1 to 50; 5 when missing.
    pub limit: Option<i32>,
}

/// What a booking at this time would meet.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export, optional_fields = nullable)]
pub struct CheckSlot {
    /// The appointment that would be moved there: it is not in its own way.
    pub appointment_id: Option<AppointmentId>,
    /// Who would come.
    pub patient_id: Option<PatientId>,
    /// With whom.
    pub doctor_id: DoctorId,
    /// Where.
    pub location_id: LocationId,
    /// In which room; the doctor's own when missing.
    pub room_id: Option<RoomId>,
    /// Start.
    pub starts_at: DateTime<Utc>,
    /// Length, a multiple of 5.
    pub minutes: i32,
    /// In person when missing.
    pub mode: Option<VisitMode>,
}

/// A booking. Starts and lengths are multiples of 5 minutes; others are refused rather than silently rounded.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export, optional_fields = nullable)]
pub struct BookAppointment {
    /// Who comes.
    pub patient_id: PatientId,
    /// To whom.
    pub doctor_id: DoctorId,
    /// Where.
    pub location_id: LocationId,
    /// In which room; the doctor's own when missing.
    pub room_id: Option<RoomId>,
    /// For what.
    pub service_id: Option<ServiceId>,
    /// Start.
    pub starts_at: DateTime<Utc>,
    /// Length; that of the service (rounded up to 5), or the doctor's slot, when missing.
    pub minutes: Option<i32>,
    /// Kind of visit; a consultation when missing.
    pub kind: Option<AppointmentKind>,
    /// In person when missing.
    pub mode: Option<VisitMode>,
    /// Why the patient comes; required for an emergency outside the doctor's hours.
    pub reason: Option<String>,
    /// Symptoms named.
    pub symptoms: Option<Vec<String>>,
    /// What the visit is meant to settle.
    pub purpose: Option<String>,
    /// Notes of the desk.
    pub notes: Option<String>,
    /// Why it may stand beside another, outside the doctor's hours or on a past day; needs the permission to overbook.
    pub overbook_reason: Option<String>,
}

/// Another time, doctor, room or length for an appointment that lies ahead. What is missing stays as it is.
///
/// The appointment becomes `rescheduled` and a new one, `scheduled`, points back to it: history shows every time that was given.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export, optional_fields = nullable)]
pub struct MoveAppointment {
    /// Which.
    pub id: AppointmentId,
    /// The version the caller saw.
    pub version: i32,
    /// New start.
    pub starts_at: DateTime<Utc>,
    /// New doctor.
    pub doctor_id: Option<DoctorId>,
    /// New location.
    pub location_id: Option<LocationId>,
    /// New room; the new doctor's own when the doctor or location changes.
    pub room_id: Option<RoomId>,
    /// New length.
    pub minutes: Option<i32>,
    /// Why it was moved.
    pub reason: Option<String>,
    /// As for a booking.
    pub overbook_reason: Option<String>,
}

/// A longer or shorter appointment; the start stays, and so does the appointment.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export, optional_fields = nullable)]
pub struct ResizeAppointment {
    /// Which.
    pub id: AppointmentId,
    /// The version the caller saw.
    pub version: i32,
    /// New length, a multiple of 5.
    pub minutes: i32,
    /// As for a booking.
    pub overbook_reason: Option<String>,
}

/// A step to the next status: confirm, check in, start, complete, no-show, archive.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export, optional_fields = nullable)]
pub struct ChangeStatus {
    /// Which.
    pub id: AppointmentId,
    /// The version the caller saw.
    pub version: i32,
    /// Why, when there is something to say.
    pub reason: Option<String>,
}

/// Calling an appointment off.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct CancelAppointment {
    /// Which.
    pub id: AppointmentId,
    /// The version the caller saw.
    pub version: i32,
    /// Who calls it off.
    pub party: CancelParty,
    /// Why.
    pub reason: String,
}

/// Reason, notes, service, kind and mode; what is missing stays as it is.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export, optional_fields = nullable)]
pub struct SetDetails {
    /// Which.
    pub id: AppointmentId,
    /// The version the caller saw.
    pub version: i32,
    /// For what; null = for nothing in particular.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "given")]
    #[ts(as = "Option<ServiceId>")]
    pub service_id: Option<Option<ServiceId>>,
    /// Kind of visit.
    pub kind: Option<AppointmentKind>,
    /// In person or online, while it lies ahead: its time is asked for anew, in the doctor's own room or in none.
    pub mode: Option<VisitMode>,
    /// Why the patient comes.
    pub reason: Option<String>,
    /// Symptoms named.
    pub symptoms: Option<Vec<String>>,
    /// What the visit is meant to settle.
    pub purpose: Option<String>,
    /// Notes of the desk.
    pub notes: Option<String>,
}

/// Taking back a change of a series within `appointments.undo_seconds`: all of it or nothing.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct UndoSeries {
    /// The changes, as the answer named them.
    pub event_ids: Vec<EventId>,
}

/// Taking back a change within `appointments.undo_seconds`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export, optional_fields = nullable)]
pub struct UndoChange {
    /// The change, as its answer named it.
    pub event_id: EventId,
    /// Another that the same act made, e.g. the visit that ended as the next began: both go back, or neither.
    pub also: Option<EventId>,
}

/// Tells what is absent, and stays, from what is null, and is taken away.
pub(super) fn given<'de, D: serde::Deserializer<'de>, T: Deserialize<'de>>(from: D) -> Result<Option<T>, D::Error> {
    T::deserialize(from).map(Some)
}
