//! Duplicates shown while someone is being registered.

mod model;

pub use model::{Candidate, CandidateField, ComparedField, FindCandidates, Likelihood, Verdict};
