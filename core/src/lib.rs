//! Everything the clinic's rules need: no Tauri, no text for people, no wall clock.
//!
//! Start at [`api`]: the command table and what happens to a call. A feature is a folder with
//! `model.rs` (types), `rules.rs` (pure), `queries.rs` (SQL) and `commands.rs` (rows and handlers).

pub mod api;
pub mod audit;
pub mod billing;
pub mod check;
pub mod clinical;
pub mod clock;
mod counters;
pub mod db;
pub mod demo;
pub mod directory;
pub mod documents;
pub mod error;
pub mod feed;
pub mod files;
pub mod identity;
pub mod ids;
pub mod insurance;
pub mod interop;
pub mod journal;
pub mod money;
pub mod notes;
pub mod notifications;
pub mod patients;
pub mod prescribing;
pub mod printing;
pub mod records;
pub mod scheduling;
pub mod settings;
pub mod setup;
pub mod tasks;

pub use error::{Error, ErrorCode, Result};
