//! Each feature told end to end in the core, on every store.

#![expect(clippy::unwrap_used, reason = "a story stops where it goes wrong")]

mod demo;
mod documents;
mod directory;
mod identity;
mod outage;
mod outbox;
mod permissions;
mod schedules;
mod scheduling;
mod setup;
mod stores;
