//! Locations: list, open, save.

use serde::Deserialize;
use ts_rs::TS;

use super::{Hours, Location, LocationForm, Room, SaveLocation, saving};
use crate::api::Ctx;
use crate::audit::Entry;
use crate::db::{Read, Sql, Tx};
use crate::feed::Topic;
use crate::ids::LocationId;
use crate::{Error, Result, args};

/// Which location.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct OpenLocation {
    /// The location.
    pub id: LocationId,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: LocationId,
    version: i32,
    rating_sum: i64,
    rating_count: i64,
    #[sqlx(flatten)]
    form: LocationForm,
}

const SELECT: &str = "SELECT id, version, rating_sum, rating_count, name, kind, street, city, state, postal_code, country, latitude, longitude, phone, email, website, registration_number, facilities, images, time_zone, currency, verified, status, wait_warn_minutes, wait_late_minutes FROM locations";
const BY_NAME: &str = " ORDER BY name, id";
const BY_ID: &str = " WHERE id = ?";
const ALL_HOURS: &str = "SELECT location_id, weekday, open_minute, close_minute FROM location_hours ORDER BY weekday, open_minute";
const ALL_ROOMS: &str = "SELECT id, location_id, name, kind, active, version FROM rooms ORDER BY name, id";
const INSERT: &str = "INSERT INTO locations (id, name, kind, street, city, state, postal_code, country, latitude, longitude, phone, email, website, registration_number, facilities, images, time_zone, currency, verified, status, wait_warn_minutes, wait_late_minutes, rating_sum, rating_count, created_at, updated_at, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?, ?, 1)";
const UPDATE: &str = "UPDATE locations SET name = ?, kind = ?, street = ?, city = ?, state = ?, postal_code = ?, country = ?, latitude = ?, longitude = ?, phone = ?, email = ?, website = ?, registration_number = ?, facilities = ?, images = ?, time_zone = ?, currency = ?, verified = ?, status = ?, wait_warn_minutes = ?, wait_late_minutes = ?, updated_at = ?, version = version + 1 WHERE id = ? AND version = ?";
const CLEAR_HOURS: &str = "DELETE FROM location_hours WHERE location_id = ?";
const INSERT_HOURS: &str =
    "INSERT INTO location_hours (location_id, weekday, open_minute, close_minute, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?)";

/// Every location by name, with hours and rooms.
pub(super) async fn all(q: &mut impl Read) -> Result<Vec<Location>> {
    let rows: Vec<Row> = q.all(Sql::parts(&[SELECT, BY_NAME]), args![]).await?;
    complete(q, rows).await
}

async fn get(q: &mut impl Read, id: LocationId) -> Result<Location> {
    let rows: Vec<Row> = q.all(Sql::parts(&[SELECT, BY_ID]), args![id]).await?;
    complete(q, rows).await?.pop().ok_or_else(|| Error::not_found("location"))
}

/// Adds hours and rooms; both tables are a page long.
async fn complete(q: &mut impl Read, rows: Vec<Row>) -> Result<Vec<Location>> {
    let hours: Vec<super::OpeningHours> = q.all(ALL_HOURS, args![]).await?;
    let rooms: Vec<Room> = q.all(ALL_ROOMS, args![]).await?;
    let of = |row: Row| Location {
        hours: hours.iter().filter(|h| h.location_id == row.id).map(Hours::from).collect(),
        rooms: rooms.iter().filter(|r| r.location_id == row.id).cloned().collect(),
        rating: super::rules::rating(row.rating_sum, row.rating_count),
        rating_count: row.rating_count,
        id: row.id,
        version: row.version,
        form: row.form,
    };
    Ok(rows.into_iter().map(of).collect())
}

impl From<&super::OpeningHours> for Hours {
    fn from(hours: &super::OpeningHours) -> Self {
        Self {
            weekday: hours.weekday,
            open_minute: hours.open_minute,
            close_minute: hours.close_minute,
        }
    }
}

/// `directory.locations`.
pub(super) async fn list(ctx: &Ctx, (): ()) -> Result<Vec<Location>> {
    all(&mut ctx.db()?).await
}

/// `directory.location`.
pub(super) async fn open(ctx: &Ctx, request: OpenLocation) -> Result<Location> {
    get(&mut ctx.db()?, request.id).await
}

/// `directory.save_location`.
pub(super) async fn save(ctx: &Ctx, tx: &mut Tx, request: SaveLocation) -> Result<Location> {
    let request = request.checked()?;
    let before = match request.id {
        Some(id) => Some(get(tx, id).await?),
        None => None,
    };
    let id = before.as_ref().map_or_else(LocationId::fresh, |b| b.id);
    let written = match &before {
        Some(_) => update(ctx, tx, id, &request).await,
        None => insert(ctx, tx, id, &request.form).await,
    };
    let rows = written.map_err(|e| saving::refused(e, "name", "name_taken"))?;
    saving::fresh(rows, &before)?;
    write_hours(ctx, tx, id, &request.hours).await?;
    let after = get(tx, id).await?;
    let entry = Entry::new(ctx.command, "location", id.0).at(id);
    saving::saved(tx, entry, before.as_ref(), &after, Topic::directory());
    Ok(after)
}

async fn insert(ctx: &Ctx, tx: &mut Tx, id: LocationId, form: &LocationForm) -> Result<u64> {
    let mut row = args![id];
    row.extend(form.args());
    row.extend(args![ctx.now, ctx.now]);
    tx.exec(INSERT, row).await
}

async fn update(ctx: &Ctx, tx: &mut Tx, id: LocationId, request: &SaveLocation) -> Result<u64> {
    let mut row = request.form.args();
    row.extend(args![ctx.now, id, request.version]);
    tx.exec(UPDATE, row).await
}

async fn write_hours(ctx: &Ctx, tx: &mut Tx, id: LocationId, hours: &[Hours]) -> Result<()> {
    tx.exec(CLEAR_HOURS, args![id]).await?;
    for span in hours {
        let row = args![id, span.weekday, span.open_minute, span.close_minute, ctx.now, ctx.now];
        tx.exec(INSERT_HOURS, row).await?;
    }
    Ok(())
}

impl LocationForm {
    /// The columns in the order of INSERT and UPDATE.
    fn args(&self) -> Vec<crate::db::Arg> {
        args![
            &self.name,
            self.kind,
            &self.street,
            &self.city,
            &self.state,
            &self.postal_code,
            &self.country,
            self.latitude,
            self.longitude,
            &self.phone,
            &self.email,
            &self.website,
            &self.registration_number,
            &self.facilities,
            &self.images,
            &self.time_zone,
            &self.currency,
            self.verified,
            self.status,
            self.wait_warn_minutes,
            self.wait_late_minutes
        ]
    }
}
