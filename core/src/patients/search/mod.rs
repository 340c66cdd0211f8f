//! Finding a patient from one box.

mod model;

pub use model::{HitField, Mark, MatchKind, MatchedPart, PatientHit, PatientHits, SearchPatients, TodayVisit};
