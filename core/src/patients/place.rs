//! Where the caller works: its country, its zone, its day.

use chrono::{DateTime, Datelike, NaiveDate, Utc};

use crate::api::Ctx;
use crate::db::Read;
use crate::ids::LocationId;
use crate::{Result, args};

const READ: &str = "SELECT country, time_zone FROM locations WHERE id = ?";

/// A location as patient data is read there.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    /// The location, when the caller has one.
    pub location: Option<LocationId>,
    /// ISO 3166-1 alpha-2; empty when unknown.
    pub country: String,
    /// Its zone; UTC when the caller has no location.
    pub zone: chrono_tz::Tz,
    /// The local day.
    pub today: NaiveDate,
}

impl Place {
    /// The local day and time of an instant.
    pub fn local(&self, at: DateTime<Utc>) -> chrono::NaiveDateTime {
        at.with_timezone(&self.zone).naive_local()
    }
}

/// The location asked for, else the caller's home location.
///
/// # Errors
/// As the store says.
pub(crate) async fn place(q: &mut impl Read, ctx: &Ctx, asked: Option<LocationId>) -> Result<Place> {
    let location = asked.or_else(|| ctx.session.as_ref().and_then(|s| s.home_location_id));
    let row: Option<(String, String)> = match location {
        Some(id) => q.optional(READ, args![id]).await?,
        None => None,
    };
    let (country, zone) = row.unwrap_or_default();
    let zone: chrono_tz::Tz = zone.parse().unwrap_or(chrono_tz::UTC);
    Ok(Place {
        location,
        country,
        zone,
        today: ctx.now.with_timezone(&zone).date_naive(),
    })
}

/// Whole years from birth to a day.
#[must_use]
pub fn age_years(born: NaiveDate, on: NaiveDate) -> i32 {
    on.years_since(born).and_then(|y| i32::try_from(y).ok()).unwrap_or(0)
}

/// Whole years now, or at death.
pub(crate) fn age(born: NaiveDate, died: Option<NaiveDate>, today: NaiveDate) -> i32 {
    age_years(born, died.unwrap_or(today))
}

/// Whole months from birth to a day; none before birth.
#[must_use]
pub fn months_between(born: NaiveDate, on: NaiveDate) -> i32 {
    let months = |d: NaiveDate| d.year() * 12 + i32::try_from(d.month()).unwrap_or(0);
    let whole = months(on) - months(born);
    (if on.day() < born.day() { whole - 1 } else { whole }).max(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_whole_months() {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        assert_eq!(months_between(day(2020, 1, 31), day(2020, 2, 29)), 0);
        assert_eq!(months_between(day(2020, 1, 15), day(2032, 1, 14)), 143);
        assert_eq!(months_between(day(2020, 1, 15), day(2032, 1, 15)), 144);
        assert_eq!(months_between(day(2027, 1, 1), day(2026, 1, 1)), 0);
    }
}
