//! Rows of promotions, and of the invoices that use them.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};

use super::model::{PromotionForm, PromotionState, Redemption};
use crate::billing::amounts::DiscountKind;
use crate::db::{Arg, Read, Sql, Tx};
use crate::ids::{LocationId, PatientId, PromotionId, ServiceId, UserId};
use crate::money::Currency;
use crate::{Error, Result, args};

/// A promotion as it is kept.
#[derive(Debug, Clone)]
pub(super) struct Kept {
    pub id: PromotionId,
    pub version: i32,
    pub form: PromotionForm,
    pub state: PromotionState,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: PromotionId,
    version: i32,
    code: String,
    name: String,
    description: String,
    discount_kind: DiscountKind,
    discount_value: i64,
    currency: Option<String>,
    minimum_purchase: Option<i64>,
    maximum_discount: Option<i64>,
    starts_on: NaiveDate,
    ends_on: Option<NaiveDate>,
    usage_limit: Option<i32>,
    patient_limit: Option<i32>,
    state: PromotionState,
}

const SELECT: &str = "SELECT id, version, code, name, description, discount_kind, discount_value, currency, minimum_purchase, maximum_discount, starts_on, ends_on, \
 usage_limit, patient_limit, state FROM promotions";
const SERVICES: &str = "SELECT promotion_id, service_id FROM promotion_services WHERE promotion_id IN (??) ORDER BY service_id";
const LOCATIONS: &str = "SELECT promotion_id, location_id FROM promotion_locations WHERE promotion_id IN (??) ORDER BY location_id";

/// Every promotion by code.
pub(super) async fn all(q: &mut impl Read) -> Result<Vec<Kept>> {
    let rows = q.all(Sql::parts(&[SELECT, " ORDER BY code"]), args![]).await?;
    complete(q, rows).await
}

/// The promotion.
///
/// # Errors
/// `not_found`.
pub(super) async fn find(q: &mut impl Read, id: PromotionId) -> Result<Kept> {
    let rows = q.all(Sql::parts(&[SELECT, " WHERE id = ?"]), args![id]).await?;
    complete(q, rows).await?.pop().ok_or_else(|| Error::not_found("promotion"))
}

/// The promotion of this code, which is normalised already.
pub(super) async fn of_code(q: &mut impl Read, code: &str) -> Result<Option<Kept>> {
    let rows = q.all(Sql::parts(&[SELECT, " WHERE code = ?"]), args![code]).await?;
    Ok(complete(q, rows).await?.pop())
}

const LOCK: &str = "SELECT id FROM promotions WHERE id = ?";

/// The promotion, locked until the transaction ends: its uses are counted and added under this lock alone.
///
/// # Errors
/// `not_found`.
pub(super) async fn lock(tx: &mut Tx, id: PromotionId) -> Result<Kept> {
    let _: Vec<(PromotionId,)> = tx.locked(LOCK, args![id]).await?;
    find(tx, id).await
}

const TAKEN_AT: &str = "SELECT l.id FROM locations l WHERE l.currency = ? AND l.status <> 'inactive'";

/// Whether one of these locations has its prices in this currency; of every location that is in use, when none is named.
pub(super) async fn taken_at(q: &mut impl Read, currency: Currency, locations: &[LocationId]) -> Result<bool> {
    let taken: Vec<(LocationId,)> = q.all(TAKEN_AT, args![currency.code()]).await?;
    Ok(taken.iter().any(|(id,)| locations.is_empty() || locations.contains(id)))
}

async fn complete(q: &mut impl Read, rows: Vec<Row>) -> Result<Vec<Kept>> {
    let ids: Vec<Arg> = rows.iter().map(|row| row.id.into()).collect();
    let services: Vec<(PromotionId, ServiceId)> = q.all(Sql::list(SERVICES, ids.len()), ids.clone()).await?;
    let locations: Vec<(PromotionId, LocationId)> = q.all(Sql::list(LOCATIONS, ids.len()), ids).await?;
    rows.into_iter()
        .map(|row| {
            let (services, locations) = (of(&services, row.id), of(&locations, row.id));
            row.kept(services, locations)
        })
        .collect()
}

fn of<T: Copy>(rows: &[(PromotionId, T)], id: PromotionId) -> Vec<T> {
    rows.iter().filter(|row| row.0 == id).map(|row| row.1).collect()
}

impl Row {
    fn kept(self, services: Vec<ServiceId>, locations: Vec<LocationId>) -> Result<Kept> {
        Ok(Kept {
            id: self.id,
            version: self.version,
            state: self.state,
            form: PromotionForm {
                code: self.code,
                name: self.name,
                description: self.description,
                kind: self.discount_kind,
                value: self.discount_value,
                currency: self.currency.as_deref().map(Currency::parse).transpose()?,
                minimum_purchase: self.minimum_purchase,
                maximum_discount: self.maximum_discount,
                starts_on: self.starts_on,
                ends_on: self.ends_on,
                usage_limit: self.usage_limit,
                patient_limit: self.patient_limit,
                services,
                locations,
            },
        })
    }
}

const INSERT: &str = "INSERT INTO promotions (code, name, description, discount_kind, discount_value, currency, minimum_purchase, maximum_discount, starts_on, ends_on, \
 usage_limit, patient_limit, updated_at, id, state, created_by, created_at, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'active', ?, ?, 1)";
const UPDATE: &str = "UPDATE promotions SET code = ?, name = ?, description = ?, discount_kind = ?, discount_value = ?, currency = ?, minimum_purchase = ?, \
 maximum_discount = ?, starts_on = ?, ends_on = ?, usage_limit = ?, patient_limit = ?, updated_at = ?, version = version + 1 WHERE id = ?";
const LISTS: [(&str, &str); 2] = [
    (
        "DELETE FROM promotion_services WHERE promotion_id = ?",
        "INSERT INTO promotion_services (promotion_id, service_id, created_at, updated_at) VALUES (?, ?, ?, ?)",
    ),
    (
        "DELETE FROM promotion_locations WHERE promotion_id = ?",
        "INSERT INTO promotion_locations (promotion_id, location_id, created_at, updated_at) VALUES (?, ?, ?, ?)",
    ),
];

fn columns(form: &PromotionForm, now: DateTime<Utc>, id: PromotionId) -> Vec<Arg> {
    args![
        &form.code,
        &form.name,
        &form.description,
        form.kind,
        form.value,
        form.currency.map(Currency::code),
        form.minimum_purchase,
        form.maximum_discount,
        form.starts_on,
        form.ends_on,
        form.usage_limit,
        form.patient_limit,
        now,
        id
    ]
}

/// Writes a new promotion.
pub(super) async fn insert(tx: &mut Tx, id: PromotionId, form: &PromotionForm, by: UserId, now: DateTime<Utc>) -> Result<()> {
    tx.exec(INSERT, [columns(form, now, id), args![by, now]].concat()).await?;
    write_lists(tx, id, form, now).await
}

/// Writes an edit of a promotion, which is locked.
pub(super) async fn update(tx: &mut Tx, id: PromotionId, form: &PromotionForm, now: DateTime<Utc>) -> Result<()> {
    tx.exec(UPDATE, columns(form, now, id)).await?;
    write_lists(tx, id, form, now).await
}

async fn write_lists(tx: &mut Tx, id: PromotionId, form: &PromotionForm, now: DateTime<Utc>) -> Result<()> {
    let services: Vec<Arg> = form.services.iter().map(|id| (*id).into()).collect();
    let locations: Vec<Arg> = form.locations.iter().map(|id| (*id).into()).collect();
    for ((clear, insert), of) in LISTS.into_iter().zip([services, locations]) {
        tx.exec(clear, args![id]).await?;
        for one in of {
            tx.exec(insert, args![id, one, now, now]).await?;
        }
    }
    Ok(())
}

const SET_STATE: &str = "UPDATE promotions SET state = ?, updated_at = ?, version = version + 1 WHERE id = ?";

/// Takes a promotion, which is locked, out of use or into use again.
pub(super) async fn set_state(tx: &mut Tx, id: PromotionId, state: PromotionState, now: DateTime<Utc>) -> Result<()> {
    tx.exec(SET_STATE, args![state, now, id]).await?;
    Ok(())
}

const USES: &str = "SELECT promotion_id, COUNT(*) FROM promotion_redemptions WHERE state = 'redeemed' GROUP BY promotion_id";
const USED: &str = "SELECT COUNT(*) FROM promotion_redemptions WHERE promotion_id = ? AND state = 'redeemed'";
const USED_BY: &str = "SELECT COUNT(*) FROM promotion_redemptions r JOIN invoices i ON i.id = r.invoice_id WHERE r.promotion_id = ? AND r.state = 'redeemed' AND i.patient_id = ?";
const MOST_BY_ONE: &str = "SELECT COALESCE(MAX(n.uses), 0) FROM (SELECT COUNT(*) AS uses FROM promotion_redemptions WHERE promotion_id = ? AND state = 'redeemed' GROUP BY patient_id) n";

/// How many invoices use each promotion; those that none uses are left out.
pub(super) async fn uses(q: &mut impl Read) -> Result<HashMap<PromotionId, i64>> {
    let rows: Vec<(PromotionId, i64)> = q.all(USES, args![]).await?;
    Ok(rows.into_iter().collect())
}

/// How many invoices use it.
pub(super) async fn used(q: &mut impl Read, id: PromotionId) -> Result<i64> {
    let (used,): (i64,) = q.one(USED, args![id]).await?;
    Ok(used)
}

/// How many invoices of the patient use it.
pub(super) async fn used_by(q: &mut impl Read, id: PromotionId, patient: PatientId) -> Result<i64> {
    let (used,): (i64,) = q.one(USED_BY, args![id, patient]).await?;
    Ok(used)
}

/// The most uses that one patient has redeemed.
pub(super) async fn most_by_one(q: &mut impl Read, id: PromotionId) -> Result<i64> {
    let (most,): (i64,) = q.one(MOST_BY_ONE, args![id]).await?;
    Ok(most)
}

const REDEMPTIONS: &str = "SELECT r.invoice_id, COALESCE(i.invoice_number, '') AS number, CONCAT(p.first_name, ' ', p.last_name) AS patient_name, r.amount, i.currency, r.state, \
 r.redeemed_at FROM promotion_redemptions r JOIN invoices i ON i.id = r.invoice_id JOIN patients p ON p.id = i.patient_id \
 WHERE r.promotion_id = ? AND r.redeemed_at IS NOT NULL ORDER BY r.redeemed_at DESC, r.invoice_id LIMIT 100";

/// The last invoices that used it.
pub(super) async fn redemptions(q: &mut impl Read, id: PromotionId) -> Result<Vec<Redemption>> {
    q.all(REDEMPTIONS, args![id]).await
}
