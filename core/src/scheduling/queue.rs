//! Queue numbers: called out loud, so gapless per location and local day.

use chrono::{DateTime, NaiveDate, Utc};

use crate::counters;
use crate::db::Tx;
use crate::ids::LocationId;
use crate::{Error, Result};

/// The next number.
pub async fn next(tx: &mut Tx, location: LocationId, day: NaiveDate, now: DateTime<Utc>) -> Result<i32> {
    let value = counters::next(tx, &format!("queue:{location}:{day}"), now).await?;
    i32::try_from(value).map_err(|_| Error::fault("a queue number beyond all patients"))
}
