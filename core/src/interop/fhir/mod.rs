//! Reads FHIR R4 bundles: people and their past visits now, the clinical parts when they have a place.
//!
//! A [`Reader`] streams its files entry by entry and keeps nothing of what it does not use. It answers with
//! everything ([`Records`]) or with a [`Refusal`] that names file and position; so nothing is half imported.
//! A refusal holds codes and places, never what stood there: that may be patient data.

mod bundle;
mod dates;
mod person;
mod records;
mod refusal;
mod resource;
mod visit;

pub use person::{Contact, Person};
pub use records::{Reader, Records, Report, Skipped};
pub use refusal::{Refusal, Wrong};
pub use visit::{Visit, VisitKind};

#[cfg(test)]
mod tests;
