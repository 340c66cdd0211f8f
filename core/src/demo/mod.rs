//! The demo clinic: believable, made of nobody real, the same for the same seed, its dates relative to today.
//!
//! [`clinic`] says what the clinic is, [`people`] who comes, [`calendar`] what happened and will happen; that is
//! pure. [`write`] puts it into a store in one transaction, so that a demo that is stopped leaves nothing behind.
//! The rows are written in bulk, past the commands that would take an hour; `curanda check` shows that they keep
//! every promise that the commands keep.

mod accounts;
mod billing;
mod build;
mod calendar;
mod charts;
mod claims;
mod clinic;
mod conditions;
mod doctors;
mod growth;
mod history;
mod load;
mod names;
mod notes;
mod papers;
mod people;
mod promotions;
mod records;
mod samples;
mod sessions;
mod stories;
mod today;
mod visit;
mod waitlist;
mod write;

pub use accounts::{DemoAccount, accounts};
pub use build::{DemoOptions, DemoSummary, build};
pub use load::{COMMANDS, DemoProgress, DemoWork};
pub use people::sample_bundles;
