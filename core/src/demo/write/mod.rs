//! Puts the planned clinic into a store: rows in bulk, in one transaction.

mod directory;
mod insurance;
mod people;
mod rows;
mod schedules;
mod templates;
mod visits;
mod waitlist;

pub(super) use directory::{Directory, directory};
pub(super) use insurance::insurance;
pub(super) use people::{chart, contacts};
pub(super) use schedules::schedules;
pub(super) use templates::templates;
pub(super) use visits::{queues, visits};
pub(super) use waitlist::waitlist;
