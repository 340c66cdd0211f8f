//! Duplicates shown while someone is being registered.

mod compare;
mod find;
mod model;

pub(crate) use compare::Typed;
pub use find::find;
pub use model::{Candidate, CandidateField, ComparedField, FindCandidates, Likelihood, Verdict};
