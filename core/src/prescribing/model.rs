//! What the commands answer.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::lists::ListState;
use super::requests::DraftItem;
use super::safety::{Unchecked, Warning};
use super::sig::Sig;
pub use super::written::{AnsweredWarning, DoctorSnapshot, DocumentItem, PatientSnapshot, PrescriptionDocument};
use crate::clinical::Maternity;
use crate::error::FieldError;
use crate::ids::{DocumentId, PrescriptionId, PrescriptionItemId};

crate::text_enum! {
    /// What the chart says of allergies.
    pub enum AllergyKnowledge {
        /// Some are recorded.
        Recorded = "recorded",
        /// Somebody stated that none is known.
        NoneKnown = "none_known",
        /// Nobody asked.
        NotRecorded = "not_recorded",
    }
}

/// How one medicine of a draft was read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ItemReading {
    /// Name with strength and form; blank until a product is chosen.
    pub name: String,
    /// The sig; none while it cannot be read.
    pub sig: Option<Sig>,
    /// Shorthand, tidied.
    pub shorthand: String,
    /// The sentence in full.
    pub sentence: String,
    /// The most in 24 hours; blank when it cannot be told.
    pub per_day: String,
    /// How many for the whole course; blank when it cannot be told.
    pub quantity: String,
    /// Why it cannot be issued yet.
    pub problem: Option<FieldError>,
}

/// What a check says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SafetyAnswer {
    /// The medicines, in the order asked.
    pub items: Vec<ItemReading>,
    /// To be answered, worst first.
    pub warnings: Vec<Warning>,
    /// What was not checked.
    pub unchecked: Vec<Unchecked>,
    /// The lists used, with version and date.
    pub lists: Vec<ListState>,
    /// What the chart says of allergies.
    pub allergies: AllergyKnowledge,
    /// Pregnancy and breastfeeding, as the check took them.
    pub maternity: Maternity,
    /// Every list is there and not too old, allergies are on record, and nothing was left unchecked. Only then may a
    /// screen say that nothing was found.
    pub complete: bool,
}

crate::text_enum! {
    /// Whether a medicine of a prescription is taken.
    pub enum ItemState {
        /// It is.
        Active = "active",
        /// No longer.
        Stopped = "stopped",
    }
}

crate::text_enum! {
    /// How a medicine of a prescription ended.
    pub enum StopKind {
        /// It was stopped.
        Stopped = "stopped",
        /// A new prescription renews it.
        Renewed = "renewed",
        /// Another medicine took its place.
        Substituted = "substituted",
    }
}

/// A medicine of a prescription, as it stands now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, sqlx::FromRow)]
#[ts(export)]
pub struct PrescribedItem {
    /// Its id.
    pub id: PrescriptionItemId,
    /// Of which prescription.
    pub prescription_id: PrescriptionId,
    /// That prescription's number.
    pub prescription_number: String,
    /// When it was issued.
    pub issued_on: NaiveDate,
    /// By whom.
    pub doctor_name: String,
    /// Ingredient.
    pub ingredient: String,
    /// Form; blank for what stands in no formulary.
    pub form: String,
    /// Way.
    pub route: String,
    /// Strength.
    pub strength: String,
    /// Name with strength and form.
    pub name: String,
    /// Shorthand.
    pub sig: String,
    /// The sentence in full.
    pub sentence: String,
    /// Last day of the course; none = goes on.
    pub ends_on: Option<NaiveDate>,
    /// Repeats allowed.
    pub refills_allowed: i16,
    /// Repeats left.
    pub refills_left: i16,
    /// Whether it is taken.
    pub state: ItemState,
    /// Last day it was taken, when stopped.
    pub stopped_on: Option<NaiveDate>,
    /// How it ended.
    pub stop_kind: Option<StopKind>,
    /// Why it was stopped.
    pub stop_reason: String,
    /// To be sent with every change.
    pub version: i32,
}

/// A patient's prescriptions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PatientPrescriptions {
    /// The local day, which tells a course that is over.
    pub today: NaiveDate,
    /// Active ones first, newest first.
    pub items: Vec<PrescribedItem>,
    /// The last prescription as a draft that renews it; blank when there is none.
    pub repeat: Vec<DraftItem>,
}

/// A version that was opened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct OpenedPrescription {
    /// Its number.
    pub number: String,
    /// Printed beside the number.
    pub verification_code: String,
    /// Versions there are.
    pub versions: Vec<PrescriptionVersion>,
    /// The version.
    pub document: PrescriptionDocument,
}

/// One version of a prescription.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, sqlx::FromRow)]
#[ts(export)]
pub struct PrescriptionVersion {
    /// 1 as issued.
    pub version: i32,
    /// When.
    pub created_at: DateTime<Utc>,
    /// By whom.
    pub author_name: String,
}

/// What issuing made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct IssuedPrescription {
    /// Its id.
    pub id: PrescriptionId,
    /// Its number.
    pub number: String,
    /// The version.
    pub document_id: DocumentId,
}

/// Whether a printed prescription is what was issued.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Verification {
    /// Number and code belong together.
    pub genuine: bool,
    /// It is the last version.
    pub current: bool,
    /// When it was issued.
    pub issued_on: Option<NaiveDate>,
}
