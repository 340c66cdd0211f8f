//! Finding a patient from one box (docs/ARCHITECTURE.md, patient search).
//!
//! A text becomes a [`query`]; [`lookup`] reads a few dozen candidates from the inverted table, whatever the
//! size of the clinic; [`matching`] judges each against the typed words and says which letters to highlight;
//! [`find`] ranks. [`terms`] says what the table holds of a chart, [`index`] keeps it true, and [`words`]
//! is the dictionary by which mistyped and misheard names are found.

mod alike;
mod dates;
mod find;
pub(crate) mod index;
mod lookup;
pub(crate) mod matching;
mod model;
pub(crate) mod names;
pub(crate) mod people;
mod query;
pub(crate) mod terms;
pub(crate) mod words;

pub(crate) use alike::alike;
pub use find::search;
pub(crate) use find::shown;
pub use model::{HitField, Mark, MatchKind, MatchedPart, PatientHit, PatientHits, SearchPatients, TodayVisit};
