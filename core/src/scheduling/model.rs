//! What an appointment is, as stored and as screens show it.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::states::{AppointmentAction, AppointmentStatus};
use crate::directory::VisitMode;
use crate::ids::{AppointmentId, DoctorId, EventId, LocationId, PatientId, RoomId, SeriesId, ServiceId, UserId};

crate::text_enum! {
    /// What kind of visit.
    pub enum AppointmentKind {
        /// A first or single visit.
        Consultation = "consultation",
        /// A visit that follows an earlier one.
        FollowUp = "follow_up",
        /// Cannot wait: may be booked outside the doctor's hours, with its reason.
        Emergency = "emergency",
    }
}

crate::text_enum! {
    /// Who called an appointment off.
    pub enum CancelParty {
        /// The patient.
        Patient = "patient",
        /// The doctor.
        Doctor = "doctor",
        /// The location.
        Location = "location",
        /// The administration.
        Admin = "admin",
        /// The program, e.g. when a booking is undone.
        System = "system",
    }
}

/// A row of `appointments`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, sqlx::FromRow)]
pub struct Appointment {
    /// Its id.
    pub id: AppointmentId,
    /// Who comes.
    pub patient_id: PatientId,
    /// To whom.
    pub doctor_id: DoctorId,
    /// Where.
    pub location_id: LocationId,
    /// In which room; online visits have none.
    pub room_id: Option<RoomId>,
    /// For what.
    pub service_id: Option<ServiceId>,
    /// The recurring series it belongs to.
    pub series_id: Option<SeriesId>,
    /// Start.
    pub starts_at: DateTime<Utc>,
    /// End.
    pub ends_at: DateTime<Utc>,
    /// The day of its start on the location's wall.
    pub local_day: NaiveDate,
    /// 0, or the lane beside others that a deliberate overbook took.
    pub lane: i32,
    /// Kind of visit.
    pub kind: AppointmentKind,
    /// In person or online.
    pub visit_mode: VisitMode,
    /// Where it stands.
    pub status: AppointmentStatus,
    /// Why the patient comes, in their words.
    pub reason: String,
    /// Symptoms named.
    #[sqlx(json)]
    pub symptoms: Vec<String>,
    /// What the visit is meant to settle.
    pub purpose: String,
    /// Notes of the desk.
    pub notes: String,
    /// Number called out, given at check-in; gapless per location and local day.
    pub queue_number: Option<i32>,
    /// The appointment that was given up for this one.
    pub rescheduled_from: Option<AppointmentId>,
    /// Who called it off.
    pub cancelled_by: Option<CancelParty>,
    /// Why it was called off.
    pub cancel_reason: Option<String>,
    /// Why it stands beside another, or outside the doctor's hours.
    pub overbook_reason: Option<String>,
    /// Whether the reminder went out.
    pub reminder_sent: bool,
    /// Whether the confirmation went out.
    pub confirmation_sent: bool,
    /// When the patient arrived.
    pub checked_in_at: Option<DateTime<Utc>>,
    /// When the patient went in.
    pub in_progress_at: Option<DateTime<Utc>>,
    /// When the visit ended.
    pub completed_at: Option<DateTime<Utc>>,
    /// Put away: not in lists any more.
    pub archived: bool,
    /// Who booked it.
    pub created_by: UserId,
    /// Optimistic lock.
    pub version: i32,
}

/// An appointment with the names and figures that screens show. Minutes count from local midnight of `local_day`;
/// `end_minute` passes 1440 when the visit ends after midnight.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, sqlx::FromRow)]
#[ts(export)]
pub struct AppointmentCard {
    /// Its id.
    pub id: AppointmentId,
    /// To be sent with every change.
    pub version: i32,
    /// Who comes.
    pub patient_id: PatientId,
    /// First and last name.
    pub patient_name: String,
    /// Chart number.
    pub chart_number: String,
    /// Born on.
    pub date_of_birth: NaiveDate,
    /// Whole years on the day of the visit.
    #[sqlx(default)]
    pub patient_age: i32,
    /// Sex as recorded.
    pub patient_sex: String,
    /// Phone in international form.
    pub patient_phone: String,
    /// What the desk should know or ask.
    pub desk_note: String,
    /// Insurer's name.
    pub insurance_provider: String,
    /// Policy number.
    pub policy_number: String,
    /// To whom.
    pub doctor_id: DoctorId,
    /// Title, e.g. `Dr`.
    pub doctor_title: String,
    /// First name.
    pub doctor_first_name: String,
    /// Last name, enough in dense rows.
    pub doctor_last_name: String,
    /// Where.
    pub location_id: LocationId,
    /// The location's IANA zone.
    pub time_zone: String,
    /// In which room.
    pub room_id: Option<RoomId>,
    /// The room's name.
    pub room_name: Option<String>,
    /// For what.
    pub service_id: Option<ServiceId>,
    /// The service's name.
    pub service_name: Option<String>,
    /// The recurring series it belongs to.
    pub series_id: Option<SeriesId>,
    /// Start.
    pub starts_at: DateTime<Utc>,
    /// End.
    pub ends_at: DateTime<Utc>,
    /// Local day of the start.
    pub local_day: NaiveDate,
    /// Start in local minutes.
    #[sqlx(default)]
    pub start_minute: i32,
    /// End in local minutes.
    #[sqlx(default)]
    pub end_minute: i32,
    /// Lane beside others; 0 as a rule.
    pub lane: i32,
    /// Kind of visit.
    pub kind: AppointmentKind,
    /// In person or online.
    pub visit_mode: VisitMode,
    /// Where it stands.
    pub status: AppointmentStatus,
    /// Why the patient comes.
    pub reason: String,
    /// Symptoms named.
    #[sqlx(json)]
    pub symptoms: Vec<String>,
    /// What the visit is meant to settle.
    pub purpose: String,
    /// Notes of the desk.
    pub notes: String,
    /// Number called out.
    pub queue_number: Option<i32>,
    /// The appointment given up for this one.
    pub rescheduled_from: Option<AppointmentId>,
    /// Who called it off.
    pub cancelled_by: Option<CancelParty>,
    /// Why it was called off.
    pub cancel_reason: Option<String>,
    /// Why it stands beside another, or outside the doctor's hours.
    pub overbook_reason: Option<String>,
    /// When the patient arrived; waiting counts from here.
    pub checked_in_at: Option<DateTime<Utc>>,
    /// When the patient went in.
    pub in_progress_at: Option<DateTime<Utc>>,
    /// When the visit ended.
    pub completed_at: Option<DateTime<Utc>>,
    /// Whether the reminder went out.
    pub reminder_sent: bool,
    /// Put away.
    pub archived: bool,
}

/// A step in an appointment's history.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, sqlx::FromRow)]
#[ts(export)]
pub struct AppointmentEvent {
    /// Its id; [`super::requests::UndoChange`] names it.
    pub id: EventId,
    /// What was done.
    pub action: AppointmentAction,
    /// Status before; none for a booking.
    pub from_status: Option<AppointmentStatus>,
    /// Status after.
    pub to_status: AppointmentStatus,
    /// Who did it.
    pub actor_name: String,
    /// Why.
    pub reason: String,
    /// The event that took this one back.
    pub undone_by: Option<EventId>,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// Everything about one appointment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct AppointmentDetail {
    /// The appointment.
    pub card: AppointmentCard,
    /// Its history, oldest first.
    pub events: Vec<AppointmentEvent>,
    /// The appointment that took its place, when it was moved.
    pub moved_to: Option<AppointmentId>,
}
