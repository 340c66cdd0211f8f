//! Queue numbers: called out loud, so gapless per location and local day.

use chrono::{DateTime, NaiveDate, Utc};

use crate::db::{Read, Tx};
use crate::ids::LocationId;
use crate::{Result, args};

const COUNT: &str = "UPDATE counters SET last_number = last_number + 1, updated_at = ? WHERE counter_name = ?";
const FIRST: &str = "INSERT INTO counters (counter_name, last_number, created_at, updated_at) VALUES (?, 1, ?, ?)";
const VALUE: &str = "SELECT last_number FROM counters WHERE counter_name = ?";

/// The next number. The counter's row stays locked until the transaction ends, so a rollback leaves no gap.
pub async fn next(tx: &mut Tx, location: LocationId, day: NaiveDate, now: DateTime<Utc>) -> Result<i32> {
    let name = format!("queue:{location}:{day}");
    if tx.exec(COUNT, args![now, &name]).await? == 0 {
        match tx.exec(FIRST, args![&name, now, now]).await {
            // Another desk made the row between the two statements.
            Err(error) if error.is_unique_violation() => tx.exec(COUNT, args![now, &name]).await?,
            result => result?,
        };
    }
    let (value,): (i64,) = tx.one(VALUE, args![&name]).await?;
    i32::try_from(value).map_err(|_| crate::Error::fault("a queue number beyond all patients"))
}
