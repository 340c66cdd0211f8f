//! What is asked of the record: registering, opening, editing. Dates are ISO text, so that a wrong one is
//! a wrong field and not a broken call.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use super::model::{BloodType, Patient, PatientStatus, Sex};
use crate::ids::{ContactId, DoctorId, LocationId, PatientId, RelativeId};

/// Five fields are enough; everything else may follow.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct RegisterPatient {
    /// Given name or names.
    pub first_name: String,
    /// Family name or names.
    pub last_name: String,
    /// ISO date.
    pub date_of_birth: String,
    /// Sex as registered; none while it is not chosen, which is a wrong field like any other.
    pub sex: Option<Sex>,
    /// As typed; read with the location's country as default.
    pub phone: String,
    /// Where it is registered: default country and usual location. Absent: the caller's home location.
    pub location_id: Option<LocationId>,
    /// Candidates that were shown and declared to be someone else; kept in the audit record.
    #[serde(default)]
    #[ts(as = "Option<Vec<PatientId>>", optional)]
    pub not_same_as: Vec<PatientId>,
    /// Everything that is optional.
    #[serde(default)]
    #[ts(as = "Option<PatientChanges>", optional)]
    pub more: PatientChanges,
}

/// Which chart.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct OpenPatient {
    /// The chart.
    pub id: PatientId,
}

/// The fields that a person changed; what is absent stays.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[ts(export, optional_fields)]
#[serde(default, deny_unknown_fields)]
pub struct PatientChanges {
    /// Given name or names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// Middle names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub middle_name: Option<String>,
    /// Family name or names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// What the person likes to be called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preferred_name: Option<String>,
    /// ISO date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_of_birth: Option<String>,
    /// Sex as registered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sex: Option<Sex>,
    /// Gender in the person's own words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gender: Option<String>,
    /// As typed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// As typed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Street and number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub street: Option<String>,
    /// Town.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// State, county or province.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// Postal code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<String>,
    /// ISO 3166-1 alpha-2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Languages the person speaks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub languages: Option<Vec<String>>,
    /// Blood type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blood_type: Option<BloodType>,
    /// What the front desk should know.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub desk_note: Option<String>,
    /// Agreed to be treated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consent_treatment: Option<bool>,
    /// Agreed to reminders.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consent_reminders: Option<bool>,
    /// Agreed that records are shared with other carers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consent_sharing: Option<bool>,
    /// Where the person usually comes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub home_location_id: Option<LocationId>,
}

/// An edit of a chart. A stale one is refused with [`StaleSave`] in the error's `params.current`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SavePatient {
    /// The chart.
    pub id: PatientId,
    /// The version that the person saw.
    pub base_version: i32,
    /// The changed fields only.
    pub changes: PatientChanges,
}

/// What a stale save is answered with: save again on `stored.version` with the fields the person chose.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct StaleSave {
    /// The chart as it is now.
    pub stored: Patient,
    /// The fields sent whose stored value is another.
    pub differing: Vec<DifferingField>,
}

/// One field of a stale save.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct DifferingField {
    /// Name of the field.
    pub field: String,
    /// What the person typed, normalised.
    #[ts(type = "unknown")]
    pub yours: Value,
    /// What is stored now.
    #[ts(type = "unknown")]
    pub stored: Value,
}

/// Deactivates, reactivates, or records a death.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SetPatientStatus {
    /// The chart.
    pub id: PatientId,
    /// The version that the person saw.
    pub base_version: i32,
    /// `active`, `inactive` or `deceased`; merging has its own command.
    pub status: PatientStatus,
    /// ISO date, for `deceased`, when known.
    pub deceased_on: Option<String>,
    /// Why.
    pub reason: String,
}

/// Adds (no `id`), edits, removes (`active` false) or brings back an emergency contact.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SaveContact {
    /// The contact, when it exists.
    pub id: Option<ContactId>,
    /// Whose.
    pub patient_id: PatientId,
    /// Full name.
    pub name: String,
    /// E.g. `wife`.
    pub relationship: String,
    /// As typed.
    pub phone: String,
    /// False removes it.
    pub active: bool,
}

/// Adds (no `id`), edits, removes (`active` false) or brings back a family member.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SaveRelative {
    /// The relative, when it exists.
    pub id: Option<RelativeId>,
    /// Whose.
    pub patient_id: PatientId,
    /// The relative's own chart here.
    pub relative_patient_id: Option<PatientId>,
    /// E.g. `mother`.
    pub relationship: String,
    /// Full name.
    pub name: String,
    /// ISO date, when known.
    pub date_of_birth: Option<String>,
    /// Sex.
    pub sex: Sex,
    /// As typed; may be empty.
    pub phone: String,
    /// What runs in the family.
    pub history: String,
    /// False removes it.
    pub active: bool,
}

/// Makes a doctor a favourite, or no longer.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SetFavourite {
    /// Whose.
    pub patient_id: PatientId,
    /// The doctor.
    pub doctor_id: DoctorId,
    /// Whether it is one now.
    pub favourite: bool,
}

/// Sets or removes the picture.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SetAvatar {
    /// The chart.
    pub id: PatientId,
    /// PNG, JPEG or WebP of at most 10 MB, base64; none removes the picture.
    pub content: Option<String>,
}

/// A patient's picture.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Avatar {
    /// E.g. `image/jpeg`.
    pub media_type: String,
    /// Base64.
    pub content: String,
}
