//! The clinic's first location, and the short form that every screen knows.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::db::{Read, Tx};
use crate::ids::LocationId;
use crate::money::Currency;
use crate::{Result, args};

/// A location as every screen knows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, sqlx::FromRow)]
#[ts(export)]
pub struct LocationBrief {
    /// The location.
    pub id: LocationId,
    /// Its name.
    pub name: String,
    /// IANA zone: its days and hours are in this zone's wall time.
    pub time_zone: String,
    /// ISO 4217 code of its prices.
    pub currency: String,
    /// ISO 3166 code, two letters.
    pub country: String,
}

/// What the first run asks about a location.
#[derive(Debug, Clone, Serialize)]
pub struct FirstLocation {
    /// Its name.
    pub name: String,
    /// IANA zone.
    pub time_zone: String,
    /// Of its prices.
    pub currency: Currency,
    /// ISO 3166 code.
    pub country: String,
}

const IN_USE: &str = "SELECT id, name, time_zone, currency, country FROM locations WHERE status = 'active' ORDER BY name, id";
const INSERT: &str = "INSERT INTO locations (id, name, kind, street, city, state, postal_code, country, phone, email, website, registration_number, facilities, images, time_zone, currency, verified, status, wait_warn_minutes, wait_late_minutes, rating_sum, rating_count, created_at, updated_at, version) VALUES (?, ?, 'clinic', '', '', '', '', ?, '', '', '', '', '[]', '[]', ?, ?, ?, 'active', 15, 30, 0, 0, ?, ?, 1)";
const HOURS: &str =
    "INSERT INTO location_hours (location_id, weekday, open_minute, close_minute, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?)";

/// Locations in use, by name.
///
/// # Errors
/// As the store says.
pub async fn locations_in_use(q: &mut impl Read) -> Result<Vec<LocationBrief>> {
    q.all(IN_USE, args![]).await
}

/// Inserts the first location, open Monday to Friday from 8 to 18.
///
/// # Errors
/// As the store says.
pub async fn insert_first_location(tx: &mut Tx, location: &FirstLocation, now: DateTime<Utc>) -> Result<LocationId> {
    let id = LocationId::fresh();
    let row = args![
        id,
        &location.name,
        &location.country,
        &location.time_zone,
        location.currency.code(),
        false,
        now,
        now
    ];
    tx.exec(INSERT, row).await?;
    for weekday in 1..=5_i16 {
        tx.exec(HOURS, args![id, weekday, 8 * 60, 18 * 60, now, now]).await?;
    }
    Ok(id)
}
