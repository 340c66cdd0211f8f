//! Rows of payments and refunds.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::ledger;
use super::model::{Payment, PaymentMethod, PaymentShare, PaymentStatus, Refund};
use crate::db::{Arg, Read, Sql, Tx};
use crate::ids::{InvoiceId, LocationId, PatientId, PaymentId};
use crate::money::{Currency, Money};
use crate::{Error, Result, args};

/// A payment as it is kept.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(super) struct PaymentRow {
    pub id: PaymentId,
    pub version: i32,
    pub location_id: LocationId,
    pub patient_id: PatientId,
    pub amount: i64,
    pub method: PaymentMethod,
    pub status: PaymentStatus,
}

const FIND: &str = "SELECT id, version, location_id, patient_id, amount, method, status FROM payments WHERE id = ?";

/// The payment as it is kept.
///
/// # Errors
/// `not_found`.
pub(super) async fn find(q: &mut impl Read, id: PaymentId) -> Result<PaymentRow> {
    q.optional(FIND, args![id]).await?.ok_or_else(|| Error::not_found("payment"))
}

/// The payment, with its patient's money, locked until the transaction ends. Whoever moves a patient's money locks it in this
/// order: patient, payment, invoices by id, drawer, counters.
///
/// # Errors
/// `not_found`.
pub(super) async fn lock(tx: &mut Tx, id: PaymentId) -> Result<PaymentRow> {
    let patient = find(tx, id).await?.patient_id;
    lock_money(tx, patient).await?;
    let found: Vec<PaymentRow> = tx.locked(FIND, args![id]).await?;
    found.into_iter().next().ok_or_else(|| Error::not_found("payment"))
}

const LOCK: &str = "SELECT id FROM patients WHERE id = ?";

/// Locks what a patient has and owes: one movement of it at a time.
pub(super) async fn lock_money(tx: &mut Tx, patient: PatientId) -> Result<()> {
    // Planted fault for `prove payments --plant`: two desks look at the same balance at once.
    if !cfg!(feature = "plant") {
        let _: Vec<(PatientId,)> = tx.locked(LOCK, args![patient]).await?;
    }
    Ok(())
}

/// A payment as screens show it, before its shares and refunds are added.
#[derive(Debug, sqlx::FromRow)]
struct ViewRow {
    id: PaymentId,
    version: i32,
    receipt_number: Option<String>,
    location_id: LocationId,
    patient_id: PatientId,
    patient_name: String,
    currency: String,
    amount: i64,
    method: PaymentMethod,
    brand: String,
    transaction_id: Option<String>,
    status: PaymentStatus,
    tendered: Option<i64>,
    insurer: String,
    policy_number: String,
    approved: Option<i64>,
    fail_reason: String,
    drawer: String,
    paid_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
    taken_by: String,
    receipt_prints: i32,
    covers: i64,
    credited: i64,
}

macro_rules! posted {
    ($account:literal) => {
        concat!(
            "(SELECT CAST(COALESCE(SUM(s.amount), 0) AS SIGNED) FROM ledger_entries e JOIN ledger_postings s ON s.entry_id = e.id WHERE e.payment_id = y.id AND s.account = '",
            $account,
            "')"
        )
    };
}

const VIEW: &str = concat!(
    "SELECT y.id, y.version, y.receipt_number, y.location_id, y.patient_id, CONCAT(p.first_name, ' ', p.last_name) AS patient_name, y.currency, y.amount, y.method, \
     y.brand, y.transaction_id, y.status, y.tendered, y.insurer, y.policy_number, y.approved, y.fail_reason, y.drawer, y.paid_at, y.created_at, \
     CONCAT(u.first_name, ' ', u.last_name) AS taken_by, y.receipt_prints, ",
    posted!("receivable"),
    " AS covers, ",
    posted!("credit"),
    " AS credited FROM payments y JOIN patients p ON p.id = y.patient_id JOIN users u ON u.id = y.taken_by"
);

/// Which payments.
#[derive(Debug, Clone, Copy)]
pub(super) enum Which {
    One(PaymentId),
    OfPatient(PatientId),
    OfInvoice(InvoiceId),
    Waiting(LocationId),
    Failed(LocationId),
}

impl Which {
    fn filter(self) -> (&'static str, Vec<Arg>) {
        match self {
            Self::One(id) => (" WHERE y.id = ?", args![id]),
            Self::OfPatient(id) => (" WHERE y.patient_id = ? ORDER BY y.created_at DESC, y.id DESC", args![id]),
            Self::OfInvoice(id) => (
                " WHERE y.id IN (SELECT h.payment_id FROM payment_shares h WHERE h.invoice_id = ?) ORDER BY y.created_at, y.id",
                args![id],
            ),
            Self::Waiting(id) => (
                " WHERE y.location_id = ? AND y.status = 'pending' ORDER BY y.created_at, y.id",
                args![id],
            ),
            Self::Failed(id) => (
                " WHERE y.location_id = ? AND y.status = 'failed' ORDER BY y.updated_at DESC, y.id LIMIT 50",
                args![id],
            ),
        }
    }
}

#[derive(Debug, sqlx::FromRow)]
struct ShareRow {
    payment_id: PaymentId,
    invoice_id: InvoiceId,
    invoice_number: Option<String>,
    amount: i64,
}

const SHARES: &str = "SELECT h.payment_id, h.invoice_id, i.invoice_number, h.amount FROM payment_shares h JOIN invoices i ON i.id = h.invoice_id \
 WHERE h.payment_id IN (??) ORDER BY h.payment_id, h.invoice_id";
const REFUNDS: &str = "SELECT id, refund_number, payment_id, amount, destination, transaction_id, reason, created_at FROM refunds WHERE payment_id IN (??) \
 ORDER BY created_at, id";

/// Payments as screens show them.
pub(super) async fn views(q: &mut impl Read, which: Which) -> Result<Vec<Payment>> {
    let (filter, values) = which.filter();
    let rows: Vec<ViewRow> = q.all(Sql::parts(&[VIEW, filter]), values).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<PaymentId> = rows.iter().map(|r| r.id).collect();
    let mut shared = shares(q, &ids).await?;
    let refunds: Vec<Refund> = q
        .all(Sql::list(REFUNDS, ids.len()), ids.into_iter().map(Arg::from).collect())
        .await?;
    let mut back = HashMap::new();
    for refund in refunds {
        back.entry(refund.payment_id).or_insert_with(Vec::new).push(refund);
    }
    let mut views = Vec::with_capacity(rows.len());
    for row in rows {
        let (shares, refunds) = (shared.remove(&row.id).unwrap_or_default(), back.remove(&row.id).unwrap_or_default());
        views.push(view(q, row, shares, refunds).await?);
    }
    Ok(views)
}

/// What some payments are meant for, by payment.
pub(super) async fn shares(q: &mut impl Read, ids: &[PaymentId]) -> Result<HashMap<PaymentId, Vec<PaymentShare>>> {
    let values = ids.iter().map(|id| Arg::from(*id)).collect();
    let rows: Vec<ShareRow> = q.all(Sql::list(SHARES, ids.len()), values).await?;
    let mut shares: HashMap<PaymentId, Vec<PaymentShare>> = HashMap::new();
    for row in rows {
        shares.entry(row.payment_id).or_default().push(PaymentShare {
            invoice_id: row.invoice_id,
            number: row.invoice_number,
            amount: row.amount,
        });
    }
    Ok(shares)
}

async fn view(q: &mut impl Read, row: ViewRow, shares: Vec<PaymentShare>, refunds: Vec<Refund>) -> Result<Payment> {
    let currency = Currency::parse(&row.currency)?;
    let refundable = if row.status == PaymentStatus::Completed {
        -row.covers + unspent(q, row.patient_id, currency, -row.credited).await?
    } else {
        0
    };
    Ok(Payment {
        id: row.id,
        version: row.version,
        receipt_number: row.receipt_number,
        location_id: row.location_id,
        patient_id: row.patient_id,
        patient_name: row.patient_name,
        amount: Money::of(row.amount, currency),
        method: row.method,
        brand: row.brand,
        transaction_id: row.transaction_id,
        status: row.status,
        tendered: row.tendered,
        insurer: row.insurer,
        policy_number: row.policy_number,
        approved: row.approved,
        fail_reason: row.fail_reason,
        drawer: row.drawer,
        paid_at: row.paid_at,
        created_at: row.created_at,
        taken_by: row.taken_by,
        receipt_prints: row.receipt_prints,
        refunded: refunds.iter().map(|r| r.amount).sum(),
        refundable,
        shares,
        refunds,
    })
}

/// What of a payment's credit the patient still has.
pub(super) async fn unspent(q: &mut impl Read, patient: PatientId, currency: Currency, credited: i64) -> Result<i64> {
    if credited <= 0 {
        return Ok(0);
    }
    let has = credit_in(q, patient, currency).await?;
    Ok(credited.min(has).max(0))
}

/// What the patient has with the clinic in this currency.
pub(super) async fn credit_in(q: &mut impl Read, patient: PatientId, currency: Currency) -> Result<i64> {
    let all = ledger::credit(q, patient).await?;
    Ok(all.iter().find(|m| m.currency == currency).map_or(0, |m| m.amount))
}

/// One payment as screens show it.
///
/// # Errors
/// `not_found`.
pub(super) async fn view_of(q: &mut impl Read, id: PaymentId) -> Result<Payment> {
    views(q, Which::One(id)).await?.pop().ok_or_else(|| Error::not_found("payment"))
}
