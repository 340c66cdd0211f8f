//! Who looks at whose chart. Opening one is recorded each time; a page that is open reads it again at every change, and that is
//! recorded once an hour, so that the log shows how long somebody looked and is not flooded.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use futures::FutureExt;
use moka::sync::Cache;

use super::Entry;
use crate::Result;
use crate::api::Ctx;
use crate::ids::{PatientId, UserId};

/// How long a record stands for what is read after it.
const STANDS_FOR: TimeDelta = TimeDelta::hours(1);
/// Charts remembered at one workstation; one that was forgotten is recorded again.
const MOST: u64 = 10_000;

/// The last record of each person at each chart, by kind of page, at this workstation.
#[derive(Debug)]
pub struct Seen(Cache<(UserId, PatientId, &'static str), DateTime<Utc>>);

impl Default for Seen {
    fn default() -> Self {
        Self(Cache::builder().max_capacity(MOST).time_to_live(Duration::from_secs(3600)).build())
    }
}

/// Records that the caller opened a chart's page; `entity` is the page, e.g. `patient`.
///
/// # Errors
/// As the store says: what could not be recorded must not be shown.
pub async fn opened(ctx: &Ctx, entity: &'static str, patient: PatientId) -> Result<()> {
    ctx.unrepeated(ctx.session.clone())
        .transact(|tx, _| {
            let entry = Entry::new(ctx.command, entity, patient.0).patient(patient);
            async move {
                tx.record(entry);
                Ok(())
            }
            .boxed()
        })
        .await?;
    ctx.app.seen().0.insert((ctx.session()?.user_id, patient, entity), ctx.now);
    Ok(())
}

/// Records that the caller reads a chart's page, unless a record of the last hour stands for it.
///
/// # Errors
/// As [`opened`].
pub async fn read_again(ctx: &Ctx, entity: &'static str, patient: PatientId) -> Result<()> {
    let last = ctx.app.seen().0.get(&(ctx.session()?.user_id, patient, entity));
    if last.is_some_and(|at| ctx.now - at < STANDS_FOR) {
        return Ok(());
    }
    opened(ctx, entity, patient).await
}
