//! Whether a store is sound, looked at from outside the commands that filled it. A finding names rows by
//! their ids, never by what they say.

use chrono::{DateTime, Utc};
use serde::Serialize;
use uuid::Uuid;

use crate::Result;
use crate::api::Stores;

mod counters;
pub mod diagnose;
mod documents;
mod foreign_keys;
mod ledger;
mod occupancy;
mod overlaps;
mod policies;
mod promotions;

crate::text_enum! {
    /// What a check looks for.
    pub enum Check {
        /// Rows that refer to rows that are not there.
        ForeignKeys = "foreign_keys",
        /// Registered documents that the document store does not have, or whose content is another.
        DocumentsMissing = "documents_missing",
        /// Documents older than a day that no row refers to.
        DocumentsUnregistered = "documents_unregistered",
        /// Registered files of whose content a part is not there.
        FilesDamaged = "files_damaged",
        /// Records that have waited for the document store for over an hour.
        OutboxWaiting = "outbox_waiting",
        /// Ticks that no appointment in force explains.
        TicksStray = "ticks_stray",
        /// Appointments in force that do not hold all their ticks.
        TicksMissing = "ticks_missing",
        /// Appointments of one doctor, room or patient at the same time in the same lane.
        Overlaps = "overlaps",
        /// Human numbers above their counter: the next one would be given twice.
        Counters = "counters",
        /// Entries of the ledger whose postings do not come to nothing.
        Unbalanced = "unbalanced",
        /// Invoices and payments that the ledger tells otherwise than their own rows.
        Posted = "posted",
        /// Balances that cannot be: an invoice paid twice, a credit or a drawer below nothing.
        Balances = "balances",
        /// Promotions used more often than they may be, and uses that their invoices do not tell.
        Promotions = "promotions",
        /// Policies of one patient and rank that cover the same days.
        Policies = "policies",
    }
}

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Which check.
    pub check: Check,
    /// Where: a column, or nothing.
    pub place: String,
    /// How many rows.
    pub count: usize,
    /// The first of them.
    pub ids: Vec<Uuid>,
}

/// As many ids as someone will look up by hand.
const SHOWN: usize = 20;

/// Counts rows and keeps the first ids.
#[derive(Debug, Default)]
struct Tally {
    count: usize,
    ids: Vec<Uuid>,
}

impl Tally {
    fn of(ids: impl Iterator<Item = Uuid>) -> Self {
        let mut tally = Self::default();
        ids.for_each(|id| tally.add(id));
        tally
    }

    fn add(&mut self, id: Uuid) {
        self.count += 1;
        if self.ids.len() < SHOWN && !self.ids.contains(&id) {
            self.ids.push(id);
        }
    }

    fn finding(self, check: Check, place: &str) -> Option<Finding> {
        (self.count > 0).then(|| Finding {
            check,
            place: place.to_owned(),
            count: self.count,
            ids: self.ids,
        })
    }
}

/// Everything that is wrong with the stores; empty when they are sound.
///
/// # Errors
/// As the stores say.
pub async fn run(stores: &Stores, now: DateTime<Utc>) -> Result<Vec<Finding>> {
    let db = &stores.db;
    let mut findings = foreign_keys::run(db).await?;
    findings.extend(documents::run(db, stores.documents.as_ref(), now).await?);
    findings.extend(occupancy::run(db).await?);
    findings.extend(overlaps::run(db).await?);
    findings.extend(counters::run(db).await?);
    findings.extend(ledger::run(db).await?);
    findings.extend(promotions::run(db).await?);
    findings.extend(policies::run(db).await?);
    Ok(findings)
}
