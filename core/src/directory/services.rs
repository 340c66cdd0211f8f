//! The price list: services with a base price, and what they cost at each location.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{rules, saving};
use crate::api::{Ctx, Fields};
use crate::audit::Entry;
use crate::db::{Read, Sql, Tx};
use crate::feed::Topic;
use crate::ids::{LocationId, ServiceId};
use crate::money::{Currency, Money};
use crate::{Error, Result, args};

crate::text_enum! {
    /// What kind of service.
    pub enum ServiceCategory {
        /// A talk with a doctor.
        Consultation = "consultation",
        /// A test.
        Test = "test",
        /// A procedure.
        Procedure = "procedure",
        /// A vaccination.
        Vaccination = "vaccination",
        /// Anything else.
        Other = "other",
    }
}

/// What a service costs at a location.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct LocationPrice {
    /// Where.
    pub location_id: LocationId,
    /// In the location's currency.
    pub price: Money,
    /// What is different there.
    pub description: String,
    /// Whether it is offered there.
    pub available: bool,
}

/// What people enter about a service.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ServiceForm {
    /// Unique name.
    pub name: String,
    /// What it is called in the clinic's tariff, e.g. `99213`; may be empty.
    pub code: String,
    /// What it is.
    pub description: String,
    /// What kind.
    pub category: ServiceCategory,
    /// Where no other price is set.
    pub base_price: Money,
    /// How long a visit for it takes.
    pub minutes: i32,
    /// Whether it is offered at all.
    pub active: bool,
    /// Prices that differ from the base price.
    pub prices: Vec<LocationPrice>,
}

/// A service of the price list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Service {
    /// The service.
    pub id: ServiceId,
    /// Optimistic version; it counts for the prices too.
    pub version: i32,
    /// What people enter.
    #[serde(flatten)]
    #[ts(flatten)]
    pub form: ServiceForm,
}

/// A new service, or an edit of one.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct SaveService {
    /// None = a new one.
    pub id: Option<ServiceId>,
    /// The version that was read; 0 for a new one.
    pub version: i32,
    /// What people enter.
    #[serde(flatten)]
    #[ts(flatten)]
    pub form: ServiceForm,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: ServiceId,
    version: i32,
    name: String,
    code: String,
    description: String,
    category: ServiceCategory,
    base_price: i64,
    currency: String,
    minutes: i32,
    active: bool,
}

#[derive(sqlx::FromRow)]
struct PriceRow {
    service_id: ServiceId,
    location_id: LocationId,
    price: i64,
    currency: String,
    description: String,
    available: bool,
}

const SELECT: &str = "SELECT id, version, name, code, description, category, base_price, currency, minutes, active FROM services";
const BY_NAME: &str = " ORDER BY name, id";
const BY_ID: &str = " WHERE id = ?";
const PRICES: &str =
    "SELECT service_id, location_id, price, currency, description, available FROM location_services ORDER BY service_id, location_id";
const INSERT: &str = "INSERT INTO services (name, code, description, category, base_price, currency, minutes, active, updated_at, id, created_at, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)";
const UPDATE: &str = "UPDATE services SET name = ?, code = ?, description = ?, category = ?, base_price = ?, currency = ?, minutes = ?, active = ?, updated_at = ?, version = version + 1 WHERE id = ? AND version = ?";
const CLEAR_PRICES: &str = "DELETE FROM location_services WHERE service_id = ?";
const INSERT_PRICE: &str = "INSERT INTO location_services (location_id, service_id, price, currency, description, available, created_at, updated_at, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1)";

/// Every service by name.
pub(super) async fn all(q: &mut impl Read) -> Result<Vec<Service>> {
    let rows = q.all(Sql::parts(&[SELECT, BY_NAME]), args![]).await?;
    complete(q, rows).await
}

async fn get(q: &mut impl Read, id: ServiceId) -> Result<Service> {
    let rows = q.all(Sql::parts(&[SELECT, BY_ID]), args![id]).await?;
    complete(q, rows).await?.pop().ok_or_else(|| Error::not_found("service"))
}

async fn complete(q: &mut impl Read, rows: Vec<Row>) -> Result<Vec<Service>> {
    let mut prices: HashMap<ServiceId, Vec<LocationPrice>> = HashMap::new();
    for row in q.all::<PriceRow>(PRICES, args![]).await? {
        let price = LocationPrice {
            location_id: row.location_id,
            price: money(row.price, &row.currency)?,
            description: row.description,
            available: row.available,
        };
        prices.entry(row.service_id).or_default().push(price);
    }
    let service = |row: Row| {
        Ok(Service {
            id: row.id,
            version: row.version,
            form: ServiceForm {
                name: row.name,
                code: row.code,
                description: row.description,
                category: row.category,
                base_price: money(row.base_price, &row.currency)?,
                minutes: row.minutes,
                active: row.active,
                prices: prices.remove(&row.id).unwrap_or_default(),
            },
        })
    };
    rows.into_iter().map(service).collect()
}

fn money(amount: i64, currency: &str) -> Result<Money> {
    let currency = Currency::parse(currency)?;
    Ok(Money { amount, currency })
}

/// `directory.services`.
pub(super) async fn list(ctx: &Ctx, (): ()) -> Result<Vec<Service>> {
    all(&mut ctx.db()?).await
}

impl ServiceForm {
    /// Trimmed, or every field that is wrong.
    fn checked(mut self) -> Result<Self> {
        self.name = self.name.trim().to_owned();
        self.code = self.code.split_whitespace().collect::<Vec<_>>().join(" ");
        self.description = self.description.trim().to_owned();
        self.prices.sort_by_key(|p| p.location_id);
        self.prices.dedup_by_key(|p| p.location_id);
        let mut fields = Fields::default();
        fields.required("name", &self.name, 160);
        fields.at_most("code", &self.code, 40);
        fields.at_most("description", &self.description, 1000);
        fields.within("base_price", self.base_price.amount, 0, rules::MOST_MONEY);
        fields.within("minutes", self.minutes.into(), 5, 1440);
        for (n, price) in self.prices.iter().enumerate() {
            fields.within(&format!("prices.{n}.price"), price.price.amount, 0, rules::MOST_MONEY);
            fields.at_most(&format!("prices.{n}.description"), &price.description, 1000);
        }
        fields.check()?;
        Ok(self)
    }
}

/// `directory.save_service`.
pub(super) async fn save(ctx: &Ctx, tx: &mut Tx, request: SaveService) -> Result<Service> {
    let f = &request.form.checked()?;
    let before = match request.id {
        Some(id) => Some(get(tx, id).await?),
        None => None,
    };
    let id = before.as_ref().map_or_else(ServiceId::fresh, |b| b.id);
    let common = args![
        &f.name,
        &f.code,
        &f.description,
        f.category,
        f.base_price.amount,
        f.base_price.currency.code(),
        f.minutes,
        f.active,
        ctx.now,
        id
    ];
    let written = if before.is_some() {
        tx.exec(UPDATE, [common, args![request.version]].concat()).await
    } else {
        tx.exec(INSERT, [common, args![ctx.now]].concat()).await
    };
    let rows = written.map_err(|e| saving::refused(e, "name", "name_taken"))?;
    saving::fresh(rows, &before)?;
    write_prices(ctx, tx, id, &f.prices).await.map_err(saving::unknown)?;
    let after = get(tx, id).await?;
    saving::saved(
        tx,
        Entry::new(ctx.command, "service", id.0),
        before.as_ref(),
        &after,
        Topic::directory(),
    );
    Ok(after)
}

async fn write_prices(ctx: &Ctx, tx: &mut Tx, id: ServiceId, prices: &[LocationPrice]) -> Result<()> {
    tx.exec(CLEAR_PRICES, args![id]).await?;
    for p in prices {
        let row = args![
            p.location_id,
            id,
            p.price.amount,
            p.price.currency.code(),
            &p.description,
            p.available,
            ctx.now,
            ctx.now
        ];
        tx.exec(INSERT_PRICE, row).await?;
    }
    Ok(())
}
