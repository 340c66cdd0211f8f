//! Gapless numbers that people see: queue, prescriptions, invoices, receipts.

use chrono::{DateTime, Utc};

use crate::db::{Read, Tx};
use crate::{Result, args};

const ADVANCE: &str = "UPDATE counters SET last_number = last_number + 1, updated_at = ? WHERE counter_name = ?";
const FIRST: &str = "INSERT INTO counters (counter_name, last_number, created_at, updated_at) VALUES (?, 1, ?, ?)";
const VALUE: &str = "SELECT last_number FROM counters WHERE counter_name = ?";

/// The next number of this counter. Its row stays locked until the transaction ends, so a rollback leaves no gap.
///
/// # Errors
/// As the store says.
pub(crate) async fn next(tx: &mut Tx, name: &str, now: DateTime<Utc>) -> Result<i64> {
    if tx.exec(ADVANCE, args![now, name]).await? == 0 {
        match tx.exec(FIRST, args![name, now, now]).await {
            // Another desk made the row between the two statements.
            Err(error) if error.is_unique_violation() => tx.exec(ADVANCE, args![now, name]).await?,
            done => done?,
        };
    }
    let (value,): (i64,) = tx.one(VALUE, args![name]).await?;
    Ok(value)
}
