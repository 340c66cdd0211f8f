//! Exchange with other systems.

pub mod fhir;
pub mod import;
