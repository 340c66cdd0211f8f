//! Who waits for an earlier time.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::directory::VisitMode;
use crate::ids::{AppointmentId, DoctorId, LocationId, PatientId, ServiceId, SpecialtyId, WaitlistId};
use crate::scheduling::answers::Opening;

crate::text_enum! {
    /// Where a place on the waitlist stands.
    pub enum WaitlistStatus {
        /// Waits.
        Waiting = "waiting",
        /// A time was offered; it is kept until `offered_until`.
        Offered = "offered",
        /// Took a time.
        Booked = "booked",
        /// No longer waits.
        Withdrawn = "withdrawn",
    }
}

/// A place on the waitlist.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, sqlx::FromRow)]
#[ts(export)]
pub struct WaitlistEntry {
    /// Its id.
    pub id: WaitlistId,
    /// To be sent with every change.
    pub version: i32,
    /// Who waits.
    pub patient_id: PatientId,
    /// First and last name.
    pub patient_name: String,
    /// How to reach them.
    pub patient_phone: String,
    /// For this doctor.
    pub doctor_id: Option<DoctorId>,
    /// The doctor's last name.
    pub doctor_last_name: Option<String>,
    /// For a doctor of this specialty.
    pub specialty_id: Option<SpecialtyId>,
    /// The specialty's name.
    pub specialty_name: Option<String>,
    /// Where.
    pub location_id: LocationId,
    /// For this service.
    pub service_id: Option<ServiceId>,
    /// The service's name.
    pub service_name: Option<String>,
    /// The later appointment that an earlier time would replace; after booking, the one that was booked.
    pub appointment_id: Option<AppointmentId>,
    /// First day that suits.
    pub earliest_on: NaiveDate,
    /// Last day that suits.
    pub latest_on: Option<NaiveDate>,
    /// Days that suit: a bit set, Monday = 1, all = 127.
    pub weekdays: i32,
    /// Not before, in local minutes.
    pub from_minute: i32,
    /// Over by, in local minutes; 1440 = any.
    pub to_minute: i32,
    /// Length of the visit.
    pub minutes: i32,
    /// In person or online.
    pub visit_mode: VisitMode,
    /// Notes of the desk.
    pub note: String,
    /// Where it stands.
    pub status: WaitlistStatus,
    /// Doctor of the time offered.
    pub offered_doctor_id: Option<DoctorId>,
    /// Start of the time offered.
    pub offered_starts_at: Option<DateTime<Utc>>,
    /// Until when it is kept.
    pub offered_until: Option<DateTime<Utc>>,
    /// Waiting since.
    pub created_at: DateTime<Utc>,
}

/// A place on the waitlist, and the first time of the day shown that would suit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Waiter {
    /// The place.
    pub entry: WaitlistEntry,
    /// A time that suits, for those who wait.
    pub fit: Option<Opening>,
}

/// Who waits at a location, first come first.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export, optional_fields = nullable)]
pub struct ListWaitlist {
    /// Where.
    pub location_id: LocationId,
    /// The local day in which a time that suits is looked for; today when missing.
    pub day: Option<NaiveDate>,
}

/// What a patient waits for. What is missing does not matter to them.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export, optional_fields = nullable)]
pub struct WaitlistWish {
    /// For this doctor.
    pub doctor_id: Option<DoctorId>,
    /// For a doctor of this specialty.
    pub specialty_id: Option<SpecialtyId>,
    /// For this service.
    pub service_id: Option<ServiceId>,
    /// First day that suits; today when missing.
    pub earliest_on: Option<NaiveDate>,
    /// Last day that suits.
    pub latest_on: Option<NaiveDate>,
    /// Days that suit: a bit set, Monday = 1; all when missing.
    pub weekdays: Option<i32>,
    /// Not before, in local minutes.
    pub from_minute: Option<i32>,
    /// Over by, in local minutes.
    pub to_minute: Option<i32>,
    /// Length of the visit; the service's, or 15, when missing.
    pub minutes: Option<i32>,
    /// In person when missing.
    pub mode: Option<VisitMode>,
    /// Notes of the desk.
    pub note: Option<String>,
}

/// Puts a patient on the waitlist.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export, optional_fields = nullable)]
pub struct AddToWaitlist {
    /// Who waits.
    pub patient_id: PatientId,
    /// Where.
    pub location_id: LocationId,
    /// The later appointment that an earlier time would replace.
    pub appointment_id: Option<AppointmentId>,
    /// What for.
    pub wish: WaitlistWish,
}

/// Changes what a patient waits for.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct UpdateWaitlist {
    /// Which place.
    pub id: WaitlistId,
    /// The version the caller saw.
    pub version: i32,
    /// What for, in whole.
    pub wish: WaitlistWish,
}

/// One place on the waitlist: to be withdrawn, or its offer accepted.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct WaitlistRef {
    /// Which.
    pub id: WaitlistId,
    /// The version the caller saw.
    pub version: i32,
}

/// Offers a time; it is kept for ten minutes.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct OfferTime {
    /// To whom.
    pub id: WaitlistId,
    /// The version the caller saw.
    pub version: i32,
    /// With whom.
    pub doctor_id: DoctorId,
    /// When.
    pub starts_at: DateTime<Utc>,
}
