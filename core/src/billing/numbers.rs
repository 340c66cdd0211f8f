//! Numbers of the tax law: gapless per location and local year.

use chrono::{DateTime, Datelike, NaiveDate, Utc};

use crate::db::Tx;
use crate::ids::LocationId;
use crate::{Result, counters};

/// What is numbered.
#[derive(Debug, Clone, Copy)]
pub(super) enum Series {
    Invoice,
    Reversal,
    Receipt,
    Refund,
}

impl Series {
    /// The counter's name and what stands before the year.
    pub const fn names(self) -> (&'static str, &'static str) {
        match self {
            Series::Invoice => ("invoices", "INV"),
            Series::Reversal => ("reversals", "CN"),
            Series::Receipt => ("receipts", "R"),
            Series::Refund => ("refunds", "RF"),
        }
    }

    /// The next number, e.g. `INV-2026-000017`.
    pub async fn next(self, tx: &mut Tx, location: LocationId, day: NaiveDate, now: DateTime<Utc>) -> Result<String> {
        let (counter, prefix) = self.names();
        let number = counters::next(tx, &format!("{counter}:{location}:{}", day.year()), now).await?;
        Ok(format!("{prefix}-{}-{number:06}", day.year()))
    }
}
