//! Each feature told end to end in the core, on every store.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a story stops where it goes wrong")]

mod audit;
mod checks;
mod clinical;
mod connection;
mod demo;
mod directory;
mod documents;
mod identity;
mod notes;
mod outage;
mod outbox;
mod patient_merges;
mod patients;
mod permissions;
mod prescribing;
mod records;
mod schedules;
mod scheduling;
mod setup;
mod stores;
