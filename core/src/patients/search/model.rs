//! What is asked of the search box and what it answers.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::ids::{AppointmentId, LocationId, PatientId};
use crate::patients::model::{DoctorName, PatientStatus, Sex};

/// One box: names in any order, phone tail, date of birth, chart number, e-mail, or several of them.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SearchPatients {
    /// As typed.
    pub text: String,
    /// At most so many hits; 10 when absent, 50 at most.
    pub limit: Option<u32>,
    /// Where: its patients of today come first. Absent: the caller's home location.
    pub location_id: Option<LocationId>,
}

/// Who was found, best first.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PatientHits {
    /// Best first.
    pub hits: Vec<PatientHit>,
    /// There are more; another letter narrows it.
    pub more: bool,
}

/// One person found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PatientHit {
    /// The chart.
    pub id: PatientId,
    /// Its number.
    pub chart_number: String,
    /// Given name or names.
    pub first_name: String,
    /// Middle names.
    pub middle_name: String,
    /// Family name or names.
    pub last_name: String,
    /// What the person likes to be called.
    pub preferred_name: String,
    /// Date of birth.
    pub date_of_birth: NaiveDate,
    /// Whole years today (or at death).
    pub age_years: i32,
    /// Sex.
    pub sex: Sex,
    /// E.164.
    pub phone: String,
    /// E-mail.
    pub email: String,
    /// State of the chart.
    pub status: PatientStatus,
    /// How it was found.
    pub kind: MatchKind,
    /// What to highlight.
    pub matched: Vec<MatchedPart>,
    /// The doctor seen most often.
    pub usual_doctor: Option<DoctorName>,
    /// Last visit.
    pub last_seen_at: Option<DateTime<Utc>>,
    /// Today's appointment at the location, the next one that is not over.
    pub today: Option<TodayVisit>,
}

/// Today's appointment of someone found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct TodayVisit {
    /// The appointment.
    pub appointment_id: AppointmentId,
    /// When.
    pub starts_at: DateTime<Utc>,
    /// Its state.
    pub status: String,
}

crate::text_enum! {
    /// How someone was found, the surest first.
    pub enum MatchKind {
        /// By chart number.
        ChartNumber = "chart_number",
        /// By e-mail.
        Email = "email",
        /// By phone digits.
        Phone = "phone",
        /// By date of birth.
        DateOfBirth = "date_of_birth",
        /// By name, as typed.
        Name = "name",
        /// By name, one letter off.
        Typo = "typo",
        /// By name, sounds alike.
        SoundAlike = "sound_alike",
    }
}

crate::text_enum! {
    /// A field that can be highlighted.
    pub enum HitField {
        /// Given names.
        FirstName = "first_name",
        /// Middle names.
        MiddleName = "middle_name",
        /// Family names.
        LastName = "last_name",
        /// Preferred name.
        PreferredName = "preferred_name",
        /// Date of birth, always as a whole.
        DateOfBirth = "date_of_birth",
        /// Phone, in the stored form.
        Phone = "phone",
        /// E-mail.
        Email = "email",
        /// Chart number, always as a whole.
        ChartNumber = "chart_number",
    }
}

/// A stretch of a field that the typed text matched.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct MatchedPart {
    /// Where.
    pub field: HitField,
    /// The stretch.
    pub mark: Mark,
}

/// A stretch of text in UTF-16 code units, as `String.slice(start, end)` takes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Mark {
    /// First unit.
    pub start: u32,
    /// One past the last.
    pub end: u32,
}
