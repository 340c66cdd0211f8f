//! Brings other systems' FHIR R4 files into the clinic: people, and what stands in their charts.
//!
//! Each file is read twice: once for what is wrong with it, so that nothing of a malformed one is imported, and once to write it, a
//! batch in a transaction, while memory holds three batches at most. `imported_resources` remembers what each resource became. So a
//! second import changes nothing, one that was cut off goes on where it stopped, a resource that changed there becomes a further
//! version here, and what was changed here since is left alone.

mod archive;
mod batches;
mod identity;
mod opened;
pub(crate) mod parts;
mod people;
mod plan;
mod report;
mod results;
mod run;
mod sources;
mod survey;
mod versions;

pub use report::{Counts, ImportReport, Unsettled};
pub use run::{ImportOptions, Told, run};
