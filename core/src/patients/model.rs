//! A patient's record as it is stored, shown and sent.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::ids::{ContactId, DoctorId, DocumentId, LocationId, MergeId, PatientId, RelativeId, UserId};

crate::text_enum! {
    /// Sex as registered.
    pub enum Sex {
        /// Female.
        Female = "female",
        /// Male.
        Male = "male",
        /// Neither.
        Other = "other",
        /// Asked, not said.
        PreferNotToSay = "prefer_not_to_say",
        /// Not asked.
        Unknown = "unknown",
    }
}

crate::text_enum! {
    /// State of a chart.
    pub enum PatientStatus {
        /// In care.
        Active = "active",
        /// No longer comes.
        Inactive = "inactive",
        /// Has died.
        Deceased = "deceased",
        /// Went into another chart; `merged_into` says which.
        Merged = "merged",
    }
}

crate::text_enum! {
    /// ABO group with the Rh factor.
    pub enum BloodType {
        /// A positive.
        APositive = "A+",
        /// A negative.
        ANegative = "A-",
        /// B positive.
        BPositive = "B+",
        /// B negative.
        BNegative = "B-",
        /// AB positive.
        AbPositive = "AB+",
        /// AB negative.
        AbNegative = "AB-",
        /// O positive.
        OPositive = "O+",
        /// O negative.
        ONegative = "O-",
        /// Not known.
        Unknown = "unknown",
    }
}

/// A person's chart: the row of `patients`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, sqlx::FromRow)]
#[ts(export)]
pub struct Patient {
    /// The chart.
    pub id: PatientId,
    /// The person's own account at the kiosk.
    pub user_id: Option<UserId>,
    /// What people call it, e.g. `C-000042`.
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
    /// Sex as registered.
    pub sex: Sex,
    /// Gender in the person's own words.
    pub gender: String,
    /// E.164, e.g. `+353209163304`; empty when there is none.
    pub phone: String,
    /// Case-folded; empty when there is none.
    pub email: String,
    /// Street and number.
    pub street: String,
    /// Town.
    pub city: String,
    /// State, county or province.
    pub state: String,
    /// Postal code.
    pub postal_code: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// Languages the person speaks.
    #[sqlx(json)]
    pub languages: Vec<String>,
    /// Blood type.
    pub blood_type: BloodType,
    /// What the front desk should know.
    pub desk_note: String,
    /// Agreed to be treated.
    pub consent_treatment: bool,
    /// Agreed to reminders.
    pub consent_reminders: bool,
    /// Agreed that records are shared with other carers.
    pub consent_sharing: bool,
    /// State of the chart.
    pub status: PatientStatus,
    /// Where a merged chart went.
    pub merged_into: Option<PatientId>,
    /// Day of death.
    pub deceased_on: Option<NaiveDate>,
    /// The picture.
    pub avatar_file_id: Option<DocumentId>,
    /// Where the person usually comes.
    pub home_location_id: Option<LocationId>,
    /// Last visit.
    pub last_seen_at: Option<DateTime<Utc>>,
    /// When it was registered.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Grows with every change.
    pub version: i32,
}

/// Someone to call in an emergency.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, sqlx::FromRow)]
#[ts(export)]
pub struct PatientContact {
    /// The contact.
    pub id: ContactId,
    /// Whose.
    pub patient_id: PatientId,
    /// Full name.
    pub name: String,
    /// E.g. `wife`.
    pub relationship: String,
    /// E.164.
    pub phone: String,
    /// False once removed; kept so that it can be brought back.
    pub active: bool,
}

/// A family member.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, sqlx::FromRow)]
#[ts(export)]
pub struct PatientRelative {
    /// The relative.
    pub id: RelativeId,
    /// Whose.
    pub patient_id: PatientId,
    /// The relative's own chart here.
    pub relative_patient_id: Option<PatientId>,
    /// E.g. `mother`.
    pub relationship: String,
    /// Full name.
    pub name: String,
    /// Date of birth.
    pub date_of_birth: Option<NaiveDate>,
    /// Sex.
    pub sex: Sex,
    /// E.164; empty when there is none.
    pub phone: String,
    /// What runs in the family.
    pub history: String,
    /// False once removed; kept so that it can be brought back.
    pub active: bool,
}

/// A doctor by name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, sqlx::FromRow)]
#[ts(export)]
pub struct DoctorName {
    /// The doctor.
    pub id: DoctorId,
    /// E.g. `Dr`.
    pub title: String,
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
}

/// Another chart by name and number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, sqlx::FromRow)]
#[ts(export)]
pub struct PatientName {
    /// The chart.
    pub id: PatientId,
    /// Its number.
    pub chart_number: String,
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
}

/// A chart that went into this one, and may be taken out again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, sqlx::FromRow)]
#[ts(export)]
pub struct MergedChart {
    /// The merge, for `patients.undo_merge`.
    pub merge_id: MergeId,
    /// The chart that went in.
    pub patient_id: PatientId,
    /// Its number.
    pub chart_number: String,
    /// Given name on it.
    pub first_name: String,
    /// Family name on it.
    pub last_name: String,
    /// When.
    pub merged_at: DateTime<Utc>,
}

/// Everything the patient's page shows beside the timeline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PatientRecord {
    /// The chart.
    pub patient: Patient,
    /// Whole years today (or at death).
    pub age_years: i32,
    /// The doctor seen most often.
    pub usual_doctor: Option<DoctorName>,
    /// Emergency contacts, oldest first.
    pub contacts: Vec<PatientContact>,
    /// Family, oldest entry first.
    pub relatives: Vec<PatientRelative>,
    /// Favourite doctors.
    pub favourites: Vec<DoctorName>,
    /// Charts merged into this one, newest first.
    pub merged_charts: Vec<MergedChart>,
    /// The chart that this one went into.
    pub merged_into: Option<PatientName>,
}
