//! What a location asks for what it offers: prices, tax, days to pay.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::requests::{SavePlace, SaveServiceTax, ShowPrices};
use crate::api::{Ctx, Fields};
use crate::audit::Entry;
use crate::db::{Read, Tx};
use crate::directory::ServiceCategory;
use crate::feed::Topic;
use crate::ids::{LocationId, ServiceId};
use crate::money::Currency;
use crate::scheduling::zone;
use crate::{Error, Result, args};

/// How a location taxes and when its invoices fall due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct BillingPlace {
    /// Where.
    pub location_id: LocationId,
    /// Its name.
    pub location_name: String,
    /// IANA zone.
    pub time_zone: String,
    /// Of its prices.
    pub currency: Currency,
    /// Optimistic version; 0 when nothing was saved yet.
    pub version: i32,
    /// What the tax is called there; empty for none.
    pub tax_name: String,
    /// The clinic's number with the tax office.
    pub tax_number: String,
    /// Hundredths of a percent, for services that have no rate of their own.
    pub tax_rate: i32,
    /// Whether prices have the tax in them.
    pub prices_include_tax: bool,
    /// Days from issue to due.
    pub payment_days: i32,
}

/// What a service costs at a location.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PriceItem {
    /// The service.
    pub service_id: ServiceId,
    /// Its name.
    pub name: String,
    /// What kind.
    pub category: ServiceCategory,
    /// Minor units of the location's currency; none when it has no price in it.
    pub price: Option<i64>,
    /// Whether the price is the location's own.
    pub own_price: bool,
    /// Whether it is offered there.
    pub available: bool,
    /// Hundredths of a percent.
    pub tax_rate: i32,
    /// Whether the rate is the service's own.
    pub own_tax: bool,
}

/// A location's price list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PriceList {
    /// The location.
    pub place: BillingPlace,
    /// By name.
    pub items: Vec<PriceItem>,
}

#[derive(sqlx::FromRow)]
struct PlaceRow {
    name: String,
    currency: String,
    time_zone: String,
    version: Option<i32>,
    tax_name: Option<String>,
    tax_number: Option<String>,
    tax_rate: Option<i32>,
    prices_include_tax: Option<bool>,
    payment_days: Option<i32>,
}

const PLACE: &str = "SELECT l.name, l.currency, l.time_zone, b.version, b.tax_name, b.tax_number, b.tax_rate, b.prices_include_tax, b.payment_days \
 FROM locations l LEFT JOIN billing_places b ON b.location_id = l.id WHERE l.id = ?";

/// The location.
///
/// # Errors
/// `not_found`.
pub(super) async fn place(q: &mut impl Read, id: LocationId) -> Result<BillingPlace> {
    let row: Option<PlaceRow> = q.optional(PLACE, args![id]).await?;
    let row = row.ok_or_else(|| Error::not_found("location"))?;
    Ok(BillingPlace {
        location_id: id,
        location_name: row.name,
        time_zone: row.time_zone,
        currency: Currency::parse(&row.currency)?,
        version: row.version.unwrap_or(0),
        tax_name: row.tax_name.unwrap_or_default(),
        tax_number: row.tax_number.unwrap_or_default(),
        tax_rate: row.tax_rate.unwrap_or(0),
        prices_include_tax: row.prices_include_tax.unwrap_or(false),
        payment_days: row.payment_days.unwrap_or(0),
    })
}

impl BillingPlace {
    /// The local day.
    pub(super) fn today(&self, now: chrono::DateTime<chrono::Utc>) -> Result<NaiveDate> {
        let zone = crate::directory::parse_zone(&self.time_zone)?;
        Ok(zone::local_day(zone, now))
    }
}

#[derive(sqlx::FromRow)]
struct ItemRow {
    id: ServiceId,
    name: String,
    category: ServiceCategory,
    active: bool,
    base_price: i64,
    base_currency: String,
    price: Option<i64>,
    currency: Option<String>,
    available: Option<bool>,
    tax_rate: Option<i32>,
}

const ITEMS: &str = "SELECT s.id, s.name, s.category, s.active, s.base_price, s.currency AS base_currency, p.price, p.currency, p.available, t.tax_rate \
 FROM services s LEFT JOIN location_services p ON p.service_id = s.id AND p.location_id = ? \
 LEFT JOIN service_taxes t ON t.service_id = s.id AND t.location_id = ? ORDER BY s.name, s.id";

/// What everything costs there, in this currency.
pub(super) async fn items(q: &mut impl Read, place: &BillingPlace, currency: Currency) -> Result<Vec<PriceItem>> {
    let rows: Vec<ItemRow> = q.all(ITEMS, args![place.location_id, place.location_id]).await?;
    Ok(rows.into_iter().map(|row| item(row, place, currency)).collect())
}

fn item(row: ItemRow, place: &BillingPlace, currency: Currency) -> PriceItem {
    let own = row.price.filter(|_| row.currency.as_deref() == Some(currency.code()));
    let base = (row.base_currency == currency.code()).then_some(row.base_price);
    PriceItem {
        service_id: row.id,
        name: row.name,
        category: row.category,
        price: own.or(base),
        own_price: own.is_some(),
        available: row.active && row.available.unwrap_or(true),
        tax_rate: row.tax_rate.unwrap_or(place.tax_rate),
        own_tax: row.tax_rate.is_some(),
    }
}

/// `billing.prices`.
pub(super) async fn list(ctx: &Ctx, request: ShowPrices) -> Result<PriceList> {
    let mut db = ctx.db()?;
    let place = place(&mut db, request.location_id).await?;
    let items = items(&mut db, &place, place.currency).await?;
    Ok(PriceList { place, items })
}

const INSERT: &str = "INSERT INTO billing_places (tax_name, tax_number, tax_rate, prices_include_tax, payment_days, updated_at, location_id, created_at, version) \
 VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1)";
const UPDATE: &str = "UPDATE billing_places SET tax_name = ?, tax_number = ?, tax_rate = ?, prices_include_tax = ?, payment_days = ?, updated_at = ?, \
 version = version + 1 WHERE location_id = ? AND version = ?";

/// `billing.save_place`: holds for drafts that are begun from now on.
///
/// # Errors
/// `invalid`; `stale`; `not_found`.
pub(crate) async fn save(ctx: &Ctx, tx: &mut Tx, request: SavePlace) -> Result<BillingPlace> {
    let (name, number) = (request.tax_name.trim(), request.tax_number.trim());
    let mut fields = Fields::default();
    fields.at_most("tax_name", name, 20);
    fields.at_most("tax_number", number, 40);
    fields.within("tax_rate", request.tax_rate.into(), 0, super::amounts::WHOLE);
    fields.within("payment_days", request.payment_days.into(), 0, 365);
    if name.is_empty() && request.tax_rate > 0 {
        fields.wrong("tax_name", "required");
    }
    fields.check()?;
    let before = place(tx, request.location_id).await?;
    if before.version != request.version {
        return Err(Error::stale(&before));
    }
    let common = args![
        name,
        number,
        request.tax_rate,
        request.prices_include_tax,
        request.payment_days,
        ctx.now,
        request.location_id
    ];
    let written = if before.version == 0 {
        tx.exec(INSERT, [common, args![ctx.now]].concat()).await
    } else {
        tx.exec(UPDATE, [common, args![request.version]].concat()).await
    };
    match written {
        Ok(1) => {}
        // Somebody else saved first.
        Ok(_) => return Err(Error::stale(&place(tx, request.location_id).await?)),
        Err(error) if error.is_unique_violation() => return Err(Error::stale(&place(tx, request.location_id).await?)),
        Err(error) => return Err(error),
    }
    let after = place(tx, request.location_id).await?;
    let entry = Entry::new(ctx.command, "billing_place", request.location_id.0).at(request.location_id);
    tx.record(entry.change(&before, &after));
    tx.changed(Topic::billing(request.location_id));
    Ok(after)
}

const SET_TAX: &str = "UPDATE service_taxes SET tax_rate = ?, updated_at = ? WHERE location_id = ? AND service_id = ?";
const FIRST_TAX: &str = "INSERT INTO service_taxes (tax_rate, updated_at, location_id, service_id, created_at) VALUES (?, ?, ?, ?, ?)";

/// `billing.save_tax`: a service's own rate at a location.
///
/// # Errors
/// `invalid`; `not_found`.
pub(crate) async fn save_tax(ctx: &Ctx, tx: &mut Tx, request: SaveServiceTax) -> Result<PriceItem> {
    let mut fields = Fields::default();
    fields.within("tax_rate", request.tax_rate.into(), 0, super::amounts::WHOLE);
    fields.check()?;
    let place = place(tx, request.location_id).await?;
    let before = one(tx, &place, request.service_id).await?;
    let row = args![request.tax_rate, ctx.now, request.location_id, request.service_id];
    if tx.exec(SET_TAX, row.clone()).await? == 0 {
        tx.exec(FIRST_TAX, [row, args![ctx.now]].concat()).await?;
    }
    let after = one(tx, &place, request.service_id).await?;
    let entry = Entry::new(ctx.command, "service_tax", request.service_id.0).at(request.location_id);
    tx.record(entry.change(&before, &after));
    tx.changed(Topic::billing(request.location_id));
    Ok(after)
}

async fn one(q: &mut impl Read, place: &BillingPlace, id: ServiceId) -> Result<PriceItem> {
    let items = items(q, place, place.currency).await?;
    items
        .into_iter()
        .find(|i| i.service_id == id)
        .ok_or_else(|| Error::not_found("service"))
}
