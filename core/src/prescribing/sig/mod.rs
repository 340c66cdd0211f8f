//! The sig: how a medicine is taken, its shorthand and its sentence.
//!
//! `parse(format(sig)) == sig` holds for every sig (its property test). The sentence is built here, not in the screens, because the
//! printed prescription and the stored document must say word for word what the doctor saw; its words stand in the catalogues.

mod dose;
mod format;
mod found;
mod model;
mod moments;
mod parse;
mod phrases;
mod range;
mod read;
mod sentence;
#[cfg(test)]
mod tests;
mod when;
mod words;

pub use format::{format, route_word};
pub use found::Assumed;
pub use model::{AtMost, Dose, DoseUnit, Meal, Moment, Moments, Route, Sig, Timing};
pub use parse::{SigProblem, parse};
pub use sentence::sentence;
