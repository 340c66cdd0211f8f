//! Chart numbers: gapless, in order of registration.

use chrono::{DateTime, Utc};

use crate::db::{Read, Tx};
use crate::{Result, args};

const COUNTER: &str = "patients.chart_number";
const ADVANCE: &str = "UPDATE counters SET last_number = last_number + ?, updated_at = ? WHERE counter_name = ?";
const FIRST: &str = "INSERT INTO counters (counter_name, last_number, created_at, updated_at) VALUES (?, ?, ?, ?)";
const VALUE: &str = "SELECT last_number FROM counters WHERE counter_name = ?";

/// Takes `count` numbers and gives the first. The counter's row stays locked until the transaction ends, so
/// that a number given back by a rollback is given again.
///
/// # Errors
/// As the store says.
pub(super) async fn take(tx: &mut Tx, count: i64, now: DateTime<Utc>) -> Result<i64> {
    if tx.exec(ADVANCE, args![count, now, COUNTER]).await? == 0 {
        match tx.exec(FIRST, args![COUNTER, count, now, now]).await {
            // Another workstation registered the very first patient at this moment.
            Err(error) if error.is_unique_violation() => tx.exec(ADVANCE, args![count, now, COUNTER]).await?,
            done => done?,
        };
    }
    let (last,): (i64,) = tx.one(VALUE, args![COUNTER]).await?;
    Ok(last - count + 1)
}

/// As people see it, e.g. `C-000042`.
pub(super) fn format(number: i64) -> String {
    format!("C-{number:06}")
}
