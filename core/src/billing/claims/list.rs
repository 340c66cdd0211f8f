//! `billing.claims`, `billing.open_claims`: claims by where they stand, whom they ask, and when they were made.

use chrono::{DateTime, NaiveDate, Utc};

use super::model::{Claim, ClaimState, ClaimSum, Claims};
use super::requests::{ClaimFilter, ListClaims, OpenClaims};
use crate::api::{Ctx, Fields};
use crate::billing::{payments, places};
use crate::db::{Arg, Read, Sql};
use crate::ids::{InsurerId, LocationId, PatientId, PaymentId, PolicyId};
use crate::money::{Currency, Money};
use crate::scheduling::zone;
use crate::{Error, Result, args, directory};

/// Claims of a page.
const PAGE: i64 = 50;

macro_rules! state {
    () => {
        "CASE WHEN y.status = 'failed' THEN 'denied' WHEN y.status = 'completed' AND y.approved < y.amount THEN 'partly_paid' WHEN y.status = 'completed' THEN 'paid' \
         WHEN c.submitted_on IS NOT NULL THEN 'submitted' ELSE 'pending' END"
    };
}

macro_rules! from {
    () => {
        " FROM claims c JOIN payments y ON y.id = c.payment_id"
    };
}

macro_rules! claim {
    ($rest:literal) => {
        concat!(
    "SELECT y.id, y.version, y.location_id, y.patient_id, CONCAT(p.first_name, ' ', p.last_name) AS patient_name, p.chart_number, c.insurer_id, y.insurer, \
     c.policy_id, y.policy_number, ",
    state!(),
    " AS claim_state, y.currency, y.amount, y.approved, COALESCE(l.written_off, 0) AS written_off, COALESCE(l.reason, y.fail_reason) AS reason, c.submitted_on, \
     c.reference, r.reference AS remittance, y.created_at",
    from!(),
    " JOIN patients p ON p.id = y.patient_id LEFT JOIN remittance_lines l ON l.payment_id = y.id LEFT JOIN remittances r ON r.id = l.remittance_id WHERE ",
            $rest
        )
    };
}

const CLAIM: &str = claim!("");
const SOME: &str = claim!("y.id IN (??) ORDER BY y.id");
const OPEN: &str = claim!("y.location_id = ? AND c.insurer_id = ? AND y.status = 'pending' ORDER BY y.created_at, y.id LIMIT 500");
const SUMS: &str = concat!(
    "SELECT ",
    state!(),
    " AS claim_state, y.currency, COUNT(*) AS claims, CAST(SUM(y.amount) AS SIGNED) AS amount, CAST(SUM(COALESCE(y.approved, 0)) AS SIGNED) AS approved",
    from!(),
    " WHERE "
);

#[derive(Debug, sqlx::FromRow)]
struct ClaimRow {
    id: PaymentId,
    version: i32,
    location_id: LocationId,
    patient_id: PatientId,
    patient_name: String,
    chart_number: String,
    insurer_id: InsurerId,
    insurer: String,
    policy_id: Option<PolicyId>,
    policy_number: String,
    claim_state: ClaimState,
    currency: String,
    amount: i64,
    approved: Option<i64>,
    written_off: i64,
    reason: String,
    submitted_on: Option<NaiveDate>,
    reference: String,
    remittance: Option<String>,
    created_at: DateTime<Utc>,
}

#[derive(Debug, sqlx::FromRow)]
struct SumRow {
    claim_state: ClaimState,
    currency: String,
    claims: i64,
    amount: i64,
    approved: i64,
}

/// A condition with its values.
struct Where(Vec<&'static str>, Vec<Arg>);

impl Where {
    fn and(&mut self, condition: &'static str, value: impl Into<Arg>) {
        self.0.push(condition);
        self.1.push(value.into());
    }

    fn query(&self, select: &'static str, rest: &'static str, more: Vec<Arg>) -> (Sql, Vec<Arg>) {
        let parts = [&[select], self.0.as_slice(), &[rest]].concat();
        (Sql::parts(&parts), [self.1.clone(), more].concat())
    }
}

/// The condition of a filter. Its days are the location's.
async fn condition(q: &mut impl Read, filter: &ClaimFilter) -> Result<Where> {
    let place = places::place(q, filter.location_id).await?;
    let zone = directory::parse_zone(&place.time_zone)?;
    let begins = |day| zone::segments(zone, day).first().map(|s| zone::instant(s.span.start));
    let mut condition = Where(vec!["y.location_id = ?"], args![filter.location_id]);
    if let Some(state) = filter.state {
        condition.and(concat!(" AND ", state!(), " = ?"), state);
    }
    if let Some(insurer) = filter.insurer_id {
        condition.and(" AND c.insurer_id = ?", insurer);
    }
    if let Some(from) = filter.from.and_then(begins) {
        condition.and(" AND y.created_at >= ?", from);
    }
    if let Some(end) = filter.to.map(|day| zone::plus_days(day, 1)).and_then(begins) {
        condition.and(" AND y.created_at < ?", end);
    }
    Ok(condition)
}

/// `billing.claims`.
pub(super) async fn list(ctx: &Ctx, request: ListClaims) -> Result<Claims> {
    let mut db = ctx.db()?;
    check(&request.filter)?;
    let condition = condition(&mut db, &request.filter).await?;
    let (sql, values) = condition.query(SUMS, " GROUP BY 1, y.currency ORDER BY y.currency, 1", vec![]);
    let sums: Vec<SumRow> = db.all(sql, values).await?;
    let page = " ORDER BY y.created_at DESC, y.id DESC LIMIT ? OFFSET ?";
    let (sql, values) = condition.query(CLAIM, page, args![PAGE, i64::from(request.page) * PAGE]);
    let claims = read(&mut db, sql, values).await?;
    Ok(Claims {
        claims,
        total: sums.iter().map(|s| s.claims).sum(),
        sums: sums.into_iter().map(sum).collect::<Result<_>>()?,
        page_size: PAGE,
    })
}

fn sum(row: SumRow) -> Result<ClaimSum> {
    Ok(ClaimSum {
        state: row.claim_state,
        currency: Currency::parse(&row.currency)?,
        claims: row.claims,
        amount: row.amount,
        approved: row.approved,
    })
}

fn check(filter: &ClaimFilter) -> Result<()> {
    let mut fields = Fields::default();
    if filter.from.zip(filter.to).is_some_and(|(from, to)| to < from) {
        fields.wrong("to", "ends_before_start");
    }
    fields.check()
}

/// Every claim of a filter, oldest first.
///
/// # Errors
/// `invalid` on `filter` when there are more than `most`.
pub(super) async fn all(q: &mut impl Read, filter: &ClaimFilter, most: usize) -> Result<Vec<Claim>> {
    check(filter)?;
    let condition = condition(q, filter).await?;
    let limit = i64::try_from(most).unwrap_or(i64::MAX - 1) + 1;
    let (sql, values) = condition.query(CLAIM, " ORDER BY y.created_at, y.id LIMIT ?", args![limit]);
    let claims = read(q, sql, values).await?;
    let mut fields = Fields::default();
    if claims.len() > most {
        fields.wrong_with("filter", "too_many_claims", "max", most);
    }
    fields.check()?;
    Ok(claims)
}

/// `billing.open_claims`: the oldest first, as insurers list them.
pub(super) async fn open(ctx: &Ctx, request: OpenClaims) -> Result<Vec<Claim>> {
    read(&mut ctx.db()?, OPEN.into(), args![request.location_id, request.insurer_id]).await
}

/// Some claims, in the order of their ids.
///
/// # Errors
/// `not_found` when one is none.
pub(super) async fn some(q: &mut impl Read, ids: &[PaymentId]) -> Result<Vec<Claim>> {
    let values = ids.iter().map(|id| Arg::from(*id)).collect();
    let claims = read(q, Sql::list(SOME, ids.len()), values).await?;
    if claims.len() == ids.len() {
        Ok(claims)
    } else {
        Err(Error::not_found("claim"))
    }
}

async fn read(q: &mut impl Read, sql: Sql, values: Vec<Arg>) -> Result<Vec<Claim>> {
    let rows: Vec<ClaimRow> = q.all(sql, values).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<PaymentId> = rows.iter().map(|row| row.id).collect();
    let mut shares = payments::shares(q, &ids).await?;
    rows.into_iter()
        .map(|row| {
            Ok(Claim {
                shares: shares.remove(&row.id).unwrap_or_default(),
                payment_id: row.id,
                version: row.version,
                location_id: row.location_id,
                patient_id: row.patient_id,
                patient_name: row.patient_name,
                chart_number: row.chart_number,
                insurer_id: row.insurer_id,
                insurer: row.insurer,
                policy_id: row.policy_id,
                policy_number: row.policy_number,
                state: row.claim_state,
                amount: Money::of(row.amount, Currency::parse(&row.currency)?),
                approved: row.approved,
                written_off: row.written_off,
                reason: row.reason,
                submitted_on: row.submitted_on,
                reference: row.reference,
                remittance: row.remittance,
                created_at: row.created_at,
            })
        })
        .collect()
}
