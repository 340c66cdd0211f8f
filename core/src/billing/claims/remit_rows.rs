//! Rows of remittances.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};

use super::model::{Remittance, RemittanceLine};
use super::requests::{EnterRemittance, ListRemittances, RemittanceLineForm};
use crate::api::{Ctx, Fields};
use crate::billing::payments;
use crate::billing::places::BillingPlace;
use crate::db::{Arg, Read, Sql, Tx};
use crate::ids::{InsurerId, LocationId, PaymentId, RemittanceId};
use crate::money::{Currency, Money};
use crate::scheduling::zone;
use crate::{Error, Result, args, directory};

#[derive(Debug, sqlx::FromRow)]
struct Row {
    id: RemittanceId,
    insurer_id: InsurerId,
    insurer: String,
    location_id: LocationId,
    reference: String,
    received_on: NaiveDate,
    currency: String,
    total: i64,
    entered_by: String,
    created_at: DateTime<Utc>,
}

#[derive(Debug, sqlx::FromRow)]
struct LineRow {
    remittance_id: RemittanceId,
    payment_id: PaymentId,
    approved: i64,
    written_off: i64,
    reason: String,
}

const REMITTANCE: &str = "SELECT r.id, r.insurer_id, n.name AS insurer, r.location_id, r.reference, r.received_on, r.currency, r.total, \
 CONCAT(u.first_name, ' ', u.last_name) AS entered_by, r.created_at FROM remittances r JOIN insurers n ON n.id = r.insurer_id JOIN users u ON u.id = r.entered_by";
const LINES: &str = "SELECT l.remittance_id, l.payment_id, l.approved, l.written_off, l.reason FROM remittance_lines l WHERE l.remittance_id IN (??) \
 ORDER BY l.remittance_id, l.payment_id";

/// `billing.remittances`: the last of a location, newest first.
pub(super) async fn list(ctx: &Ctx, request: ListRemittances) -> Result<Vec<Remittance>> {
    let last = " WHERE r.location_id = ? ORDER BY r.created_at DESC, r.id DESC LIMIT 50";
    read(&mut ctx.db()?, Sql::parts(&[REMITTANCE, last]), args![request.location_id]).await
}

/// One remittance.
///
/// # Errors
/// `not_found`.
pub(super) async fn one(q: &mut impl Read, id: RemittanceId) -> Result<Remittance> {
    let found = read(q, Sql::parts(&[REMITTANCE, " WHERE r.id = ?"]), args![id]).await?;
    found.into_iter().next().ok_or_else(|| Error::not_found("remittance"))
}

async fn read(q: &mut impl Read, sql: Sql, values: Vec<Arg>) -> Result<Vec<Remittance>> {
    let rows: Vec<Row> = q.all(sql, values).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids = rows.iter().map(|row| Arg::from(row.id)).collect();
    let lines: Vec<LineRow> = q.all(Sql::list(LINES, rows.len()), ids).await?;
    let claims: Vec<PaymentId> = lines.iter().map(|line| line.payment_id).collect();
    let shares = payments::shares(q, &claims).await?;
    let number = |id: &PaymentId| {
        let numbers = shares.get(id).into_iter().flatten().filter_map(|s| s.number.as_deref());
        numbers.collect::<Vec<_>>().join(", ")
    };
    let mut of: HashMap<RemittanceId, Vec<RemittanceLine>> = HashMap::new();
    for line in lines {
        of.entry(line.remittance_id).or_default().push(RemittanceLine {
            number: number(&line.payment_id),
            payment_id: line.payment_id,
            approved: line.approved,
            written_off: line.written_off,
            reason: line.reason,
        });
    }
    rows.into_iter()
        .map(|row| {
            Ok(Remittance {
                lines: of.remove(&row.id).unwrap_or_default(),
                id: row.id,
                insurer_id: row.insurer_id,
                insurer: row.insurer,
                location_id: row.location_id,
                reference: row.reference,
                received_on: row.received_on,
                total: Money::of(row.total, Currency::parse(&row.currency)?),
                entered_by: row.entered_by,
                created_at: row.created_at,
            })
        })
        .collect()
}

const INSERT: &str = "INSERT INTO remittances (id, insurer_id, location_id, reference, received_on, currency, total, drawer, entered_by, created_at, updated_at) \
 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
const INSERT_LINE: &str = "INSERT INTO remittance_lines (payment_id, remittance_id, approved, written_off, reason, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?)";

/// Writes a remittance without its lines.
///
/// # Errors
/// `invalid` on `reference` when the insurer used it before.
pub(super) async fn insert(ctx: &Ctx, tx: &mut Tx, id: RemittanceId, r: &EnterRemittance) -> Result<()> {
    let reference = r.reference.trim();
    let row = args![
        id,
        r.insurer_id,
        r.location_id,
        reference,
        r.received_on,
        r.total.currency.code(),
        r.total.amount,
        r.drawer.trim(),
        ctx.session()?.user_id,
        ctx.now,
        ctx.now
    ];
    let mut known = Fields::default();
    known.wrong_with("reference", "reference_known", "reference", reference);
    match tx.exec(INSERT, row).await {
        Err(error) if error.is_unique_violation() => known.check(),
        written => written.map(|_| ()),
    }
}

/// Writes what it says of a claim.
pub(super) async fn insert_line(tx: &mut Tx, id: RemittanceId, line: &RemittanceLineForm, given_up: i64, now: DateTime<Utc>) -> Result<()> {
    let row = args![line.payment_id, id, line.approved, given_up, line.reason.trim(), now, now];
    tx.exec(INSERT_LINE, row).await?;
    Ok(())
}

const LAST_CLOSED: &str =
    "SELECT closed_at FROM drawer_sessions WHERE location_id = ? AND drawer = ? AND state = 'closed' ORDER BY closed_at DESC LIMIT 1";

/// The local day on which a drawer was closed last.
pub(super) async fn last_closed(q: &mut impl Read, place: &BillingPlace, drawer: &str) -> Result<Option<NaiveDate>> {
    let last: Option<(DateTime<Utc>,)> = q.optional(LAST_CLOSED, args![place.location_id, drawer]).await?;
    let zone = directory::parse_zone(&place.time_zone)?;
    Ok(last.map(|(at,)| zone::local_day(zone, at)))
}
