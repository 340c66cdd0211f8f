//! The journal: what is typed is on this computer's disk, encrypted, before anything else happens to it. It needs neither
//! server nor a session that still stands (docs/adr/0006).
//!
//! `record` is one record's form, [`Journal`] the file, `known` the people who signed in to this process.

mod commands;
mod file;
mod known;
mod model;
mod record;

pub use file::Journal;
pub(crate) use known::KnownSessions;
pub use model::{DiscardPage, JournalPage, PagesPending, PendingPage, WritePage, Written};

crate::commands! {
    local "journal.write": Needs(ChartWrite) => commands::write, WritePage => Written;
    local "journal.pending": Needs(ChartWrite) => commands::pending, PagesPending => Vec<PendingPage>;
    local "journal.discard": Needs(ChartWrite) => commands::discard, DiscardPage => ();
}
