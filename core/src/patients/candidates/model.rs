//! Who may be the same person as the one being registered, explained field by field.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::ids::LocationId;
use crate::patients::search::{Mark, PatientHit};

/// What was typed so far; anything may be empty.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct FindCandidates {
    /// Given name or names.
    pub first_name: String,
    /// Family name or names.
    pub last_name: String,
    /// ISO date, or empty.
    pub date_of_birth: String,
    /// `female` …, or empty.
    pub sex: String,
    /// As typed.
    pub phone: String,
    /// As typed.
    pub email: String,
    /// Default country of the phone. Absent: the caller's home location.
    pub location_id: Option<LocationId>,
}

/// A person on file who may be the one being registered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Candidate {
    /// Who.
    pub patient: PatientHit,
    /// 0 to 100.
    pub score: u8,
    /// The score in a word.
    pub likelihood: Likelihood,
    /// Each field, in the order of the form.
    pub fields: Vec<ComparedField>,
}

crate::text_enum! {
    /// How likely a candidate is the same person.
    pub enum Likelihood {
        /// Score from 80.
        VeryLikely = "very_likely",
        /// Score from 60.
        Likely = "likely",
        /// Score from 40.
        Possible = "possible",
    }
}

crate::text_enum! {
    /// How a typed field compares with the one on file.
    pub enum Verdict {
        /// The same once normalised.
        Same = "same",
        /// Accents, one or two letters, sound, swapped day and month, or the phone's tail.
        Similar = "similar",
        /// Another.
        Differs = "differs",
        /// Nothing stored.
        NotOnFile = "not_on_file",
        /// Nothing typed yet.
        NotTyped = "not_typed",
    }
}

crate::text_enum! {
    /// A field that is compared.
    pub enum CandidateField {
        /// Given names.
        FirstName = "first_name",
        /// Family names.
        LastName = "last_name",
        /// Date of birth.
        DateOfBirth = "date_of_birth",
        /// Sex.
        Sex = "sex",
        /// Phone.
        Phone = "phone",
        /// E-mail; only compared when typed.
        Email = "email",
    }
}

/// One line of the explanation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ComparedField {
    /// Which field.
    pub field: CandidateField,
    /// How it compares.
    pub verdict: Verdict,
    /// What was typed (phones in E.164 when they can be read).
    pub typed: String,
    /// What is stored.
    pub on_file: String,
    /// Differing letters of `typed`.
    pub typed_marks: Vec<Mark>,
    /// Differing letters of `on_file`.
    pub on_file_marks: Vec<Mark>,
}
