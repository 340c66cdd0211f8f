//! Patients who wait for an earlier time, and the offers made to them.

mod commands;
mod fits;
pub mod model;
mod queries;

pub use commands::{accept, add, list, offer, reopen, update, withdraw};
pub use fits::proposal;
