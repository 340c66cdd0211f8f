//! Exchange with other systems.

pub mod fhir;
