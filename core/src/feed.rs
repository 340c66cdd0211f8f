//! What is stale on the other workstations' screens.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::db::Tx;
use crate::ids::{LocationId, PatientId, WorkstationId};
use crate::{Result, args};

/// A name that screens subscribe to; parts are separated by `:`. Carries ids and days, never names of people.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(transparent)]
#[ts(export)]
pub struct Topic(pub String);

impl Topic {
    /// The appointments of a location on a local day: `appointments:LOCATION:YYYY-MM-DD`.
    #[must_use]
    pub fn appointments(location: LocationId, day: NaiveDate) -> Self {
        Self(format!("appointments:{location}:{day}"))
    }

    /// A patient's record: `patient:ID`.
    #[must_use]
    pub fn patient(id: PatientId) -> Self {
        Self(format!("patient:{id}"))
    }

    /// The waitlist of a location: `waitlist:LOCATION`.
    #[must_use]
    pub fn waitlist(location: LocationId) -> Self {
        Self(format!("waitlist:{location}"))
    }

    /// Schedules and exceptions: `schedules`.
    #[must_use]
    pub fn schedules() -> Self {
        Self("schedules".to_owned())
    }

    /// Locations, doctors, services, departments: `directory`.
    #[must_use]
    pub fn directory() -> Self {
        Self("directory".to_owned())
    }

    /// Settings: `settings`.
    #[must_use]
    pub fn settings() -> Self {
        Self("settings".to_owned())
    }

    /// Accounts and sessions: `users`.
    #[must_use]
    pub fn users() -> Self {
        Self("users".to_owned())
    }
}

const INSERT: &str = "INSERT INTO change_feed (topic, workstation_id, created_at, updated_at) VALUES (?, ?, ?, ?)";

/// Writes the transaction's topics to the feed.
pub(crate) async fn write(tx: &mut Tx, workstation: WorkstationId, now: DateTime<Utc>) -> Result<()> {
    for topic in tx.topics.clone() {
        tx.exec(INSERT, args![topic.0, workstation, now, now]).await?;
    }
    Ok(())
}
