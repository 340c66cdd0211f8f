//! Rows of invoices, as they are kept and as lists show them.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};

use super::amounts::{self, Discount, DiscountKind, Sums, Terms};
use super::model::{InvoiceBrief, InvoiceLine, InvoiceState, LineForm};
use super::status;
use crate::db::{Arg, Read, Sql, Tx};
use crate::ids::{AppointmentId, InvoiceId, LocationId, PatientId, ServiceId, UserId};
use crate::money::Currency;
use crate::scheduling::zone;
use crate::{Error, Result, args};

/// An invoice as it is kept.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(super) struct InvoiceRow {
    pub id: InvoiceId,
    pub version: i32,
    pub location_id: LocationId,
    pub patient_id: PatientId,
    pub appointment_id: Option<AppointmentId>,
    pub currency: String,
    pub state: InvoiceState,
    pub tax_name: String,
    pub prices_include_tax: bool,
    pub discount_kind: Option<DiscountKind>,
    pub discount_value: Option<i64>,
    pub discount_reason: String,
    pub note: String,
    pub void_reason: String,
    pub line_revision: i32,
}

const FIND: &str = "SELECT id, version, location_id, patient_id, appointment_id, currency, state, tax_name, prices_include_tax, discount_kind, discount_value, \
 discount_reason, note, void_reason, line_revision FROM invoices WHERE id = ?";

impl InvoiceRow {
    pub fn discount(&self) -> Option<Discount> {
        discount(self.discount_kind, self.discount_value, &self.discount_reason)
    }

    pub fn currency(&self) -> Result<Currency> {
        Currency::parse(&self.currency)
    }
}

fn discount(kind: Option<DiscountKind>, value: Option<i64>, reason: &str) -> Option<Discount> {
    let reason = reason.to_owned();
    kind.zip(value).map(|(kind, value)| Discount { kind, value, reason })
}

/// The invoice; a draft that was thrown away is gone.
///
/// # Errors
/// `not_found`.
pub(super) async fn find(q: &mut impl Read, id: InvoiceId) -> Result<InvoiceRow> {
    there(q.optional(FIND, args![id]).await?)
}

/// The invoice, locked until the transaction ends.
///
/// # Errors
/// `not_found`.
pub(super) async fn lock(tx: &mut Tx, id: InvoiceId) -> Result<InvoiceRow> {
    if cfg!(feature = "plant") {
        return find(tx, id).await;
    }
    there(tx.locked(FIND, args![id]).await?.into_iter().next())
}

fn there(row: Option<InvoiceRow>) -> Result<InvoiceRow> {
    row.filter(|r| r.state != InvoiceState::Discarded)
        .ok_or_else(|| Error::not_found("invoice"))
}

const INSERT: &str = "INSERT INTO invoices (id, location_id, patient_id, appointment_id, currency, state, tax_name, prices_include_tax, discount_kind, \
 discount_value, discount_reason, note, line_revision, void_reason, created_by, created_at, updated_at, version) VALUES (?, ?, ?, ?, ?, 'draft', ?, ?, ?, ?, ?, ?, 1, '', ?, ?, ?, 1)";
const UPDATE: &str = "UPDATE invoices SET discount_kind = ?, discount_value = ?, discount_reason = ?, note = ?, line_revision = ?, updated_at = ?, version = version + 1 WHERE id = ?";

/// Writes a new draft.
pub(super) async fn insert(tx: &mut Tx, row: &InvoiceRow, by: UserId, now: DateTime<Utc>) -> Result<()> {
    let values = args![
        row.id,
        row.location_id,
        row.patient_id,
        row.appointment_id,
        &row.currency,
        &row.tax_name,
        row.prices_include_tax,
        row.discount_kind,
        row.discount_value,
        &row.discount_reason,
        &row.note,
        by,
        now,
        now
    ];
    tx.exec(INSERT, values).await.map_err(unknown)?;
    Ok(())
}

fn unknown(error: Error) -> Error {
    if error.is_foreign_key_violation() {
        Error::not_found("reference")
    } else {
        error
    }
}

/// Writes what an edit of a draft may change.
pub(super) async fn update(tx: &mut Tx, row: &InvoiceRow, now: DateTime<Utc>) -> Result<()> {
    let values = args![
        row.discount_kind,
        row.discount_value,
        &row.discount_reason,
        &row.note,
        row.line_revision,
        now,
        row.id
    ];
    tx.exec(UPDATE, values).await?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct LineRow {
    invoice_id: InvoiceId,
    service_id: Option<ServiceId>,
    description: String,
    quantity: i32,
    unit_price: i64,
    tax_rate: i32,
    discount_kind: Option<DiscountKind>,
    discount_value: Option<i64>,
    discount_reason: String,
}

const LINES: &str = "SELECT n.invoice_id, n.service_id, n.description, n.quantity, n.unit_price, n.tax_rate, n.discount_kind, n.discount_value, n.discount_reason \
 FROM invoice_lines n JOIN invoices i ON i.id = n.invoice_id AND i.line_revision = n.line_revision WHERE n.invoice_id IN (??) ORDER BY n.invoice_id, n.line_position";
const INSERT_LINE: &str = "INSERT INTO invoice_lines (invoice_id, line_revision, line_position, service_id, description, quantity, unit_price, tax_rate, discount_kind, \
 discount_value, discount_reason, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

/// The lines of some invoices, in order.
pub(super) async fn lines_of(q: &mut impl Read, ids: &[InvoiceId]) -> Result<HashMap<InvoiceId, Vec<LineForm>>> {
    let values = ids.iter().map(|id| Arg::from(*id)).collect();
    let rows: Vec<LineRow> = q.all(Sql::list(LINES, ids.len()), values).await?;
    let mut lines: HashMap<InvoiceId, Vec<LineForm>> = HashMap::new();
    for row in rows {
        lines.entry(row.invoice_id).or_default().push(LineForm {
            service_id: row.service_id,
            description: row.description,
            quantity: row.quantity,
            unit_price: row.unit_price,
            tax_rate: row.tax_rate,
            discount: discount(row.discount_kind, row.discount_value, &row.discount_reason),
        });
    }
    Ok(lines)
}

/// The lines of an invoice.
pub(super) async fn lines(q: &mut impl Read, id: InvoiceId) -> Result<Vec<LineForm>> {
    Ok(lines_of(q, &[id]).await?.remove(&id).unwrap_or_default())
}

/// Writes a draft's lines as they are from this revision on.
pub(super) async fn write_lines(tx: &mut Tx, row: &InvoiceRow, lines: &[LineForm], now: DateTime<Utc>) -> Result<()> {
    for (at, line) in lines.iter().enumerate() {
        let values = args![
            row.id,
            row.line_revision,
            i64::try_from(at).unwrap_or(i64::MAX),
            line.service_id,
            &line.description,
            line.quantity,
            line.unit_price,
            line.tax_rate,
            line.discount.as_ref().map(|d| d.kind),
            line.discount.as_ref().map(|d| d.value),
            line.discount.as_ref().map_or("", |d| d.reason.as_str()),
            now,
            now
        ];
        tx.exec(INSERT_LINE, values).await.map_err(unknown)?;
    }
    Ok(())
}

/// What lines come to on this invoice.
pub(super) fn priced(row: &InvoiceRow, lines: Vec<LineForm>) -> Result<(Vec<InvoiceLine>, Sums)> {
    let (each, sums) = {
        let terms: Vec<Terms<'_>> = lines.iter().map(terms).collect();
        amounts::price(&terms, row.discount().as_ref(), row.prices_include_tax)?
    };
    let lines = lines.into_iter().zip(each).map(|(form, sums)| InvoiceLine { form, sums }).collect();
    Ok((lines, sums))
}

fn terms(line: &LineForm) -> Terms<'_> {
    Terms {
        quantity: line.quantity.into(),
        unit_price: line.unit_price,
        tax_rate: line.tax_rate.into(),
        discount: line.discount.as_ref(),
    }
}

/// An invoice with what the ledger says of it.
#[derive(Debug, Clone, sqlx::FromRow)]
struct BriefRow {
    id: InvoiceId,
    version: i32,
    invoice_number: Option<String>,
    reversal_number: Option<String>,
    location_id: LocationId,
    location_name: String,
    time_zone: String,
    patient_id: PatientId,
    patient_name: String,
    chart_number: String,
    appointment_id: Option<AppointmentId>,
    currency: String,
    state: InvoiceState,
    prices_include_tax: bool,
    discount_kind: Option<DiscountKind>,
    discount_value: Option<i64>,
    issued_on: Option<NaiveDate>,
    due_on: Option<NaiveDate>,
    created_at: DateTime<Utc>,
    owed: i64,
    claimed: i64,
    asked: i64,
    refunded: i64,
    written_off: i64,
}

macro_rules! sum {
    ($of:literal) => {
        concat!("(SELECT CAST(COALESCE(SUM(s.amount), 0) AS SIGNED) FROM ledger_postings s JOIN ledger_entries e ON e.id = s.entry_id WHERE s.invoice_id = i.id AND ", $of, ")")
    };
}

const BRIEF: &str = concat!(
    "SELECT i.id, i.version, i.invoice_number, i.reversal_number, i.location_id, l.name AS location_name, l.time_zone, i.patient_id, \
     CONCAT(p.first_name, ' ', p.last_name) AS patient_name, p.chart_number, i.appointment_id, i.currency, i.state, i.prices_include_tax, i.discount_kind, \
     i.discount_value, i.issued_on, i.due_on, i.created_at, ",
    sum!("s.account = 'receivable'"),
    " AS owed, ",
    sum!("s.account = 'insurer'"),
    " AS claimed, ",
    sum!("s.account = 'receivable' AND e.kind = 'invoice'"),
    " AS asked, ",
    sum!("s.account = 'receivable' AND e.kind = 'refund'"),
    " AS refunded, ",
    sum!("s.account = 'write_off'"),
    " AS written_off FROM invoices i JOIN locations l ON l.id = i.location_id JOIN patients p ON p.id = i.patient_id WHERE i.state <> 'discarded'"
);

/// Which invoices.
#[derive(Debug, Clone, Copy)]
pub(super) enum Which {
    One(InvoiceId),
    OfPatient(PatientId),
    /// Drafts and issued ones that somebody still owes on.
    Open(LocationId),
    OfVisits(LocationId, NaiveDate, NaiveDate),
}

impl Which {
    fn filter(self) -> (&'static str, Vec<Arg>) {
        match self {
            Self::One(id) => (" AND i.id = ?", args![id]),
            Self::OfPatient(id) => (" AND i.patient_id = ? ORDER BY i.created_at DESC, i.id DESC", args![id]),
            Self::Open(id) => (
                " AND i.location_id = ? AND (i.state = 'draft' OR (i.state = 'issued' AND EXISTS (SELECT 1 FROM ledger_postings s WHERE s.invoice_id = i.id \
                 AND s.account = 'receivable' GROUP BY s.invoice_id HAVING SUM(s.amount) <> 0))) ORDER BY i.due_on, i.created_at, i.id",
                args![id],
            ),
            Self::OfVisits(location, from, to) => (
                " AND i.state <> 'void' AND i.appointment_id IN (SELECT a.id FROM appointments a WHERE a.location_id = ? AND a.local_day >= ? AND a.local_day <= ?)",
                args![location, from, to],
            ),
        }
    }
}

/// Invoices as lists show them.
pub(super) async fn briefs(q: &mut impl Read, which: Which, now: DateTime<Utc>) -> Result<Vec<InvoiceBrief>> {
    let (filter, values) = which.filter();
    let rows: Vec<BriefRow> = q.all(Sql::parts(&[BRIEF, filter]), values).await?;
    let drafts: Vec<InvoiceId> = rows.iter().filter(|r| r.state == InvoiceState::Draft).map(|r| r.id).collect();
    let mut lines = if drafts.is_empty() {
        HashMap::new()
    } else {
        lines_of(q, &drafts).await?
    };
    rows.into_iter()
        .map(|row| {
            let lines = lines.remove(&row.id).unwrap_or_default();
            brief(row, &lines, now)
        })
        .collect()
}

fn brief(row: BriefRow, lines: &[LineForm], now: DateTime<Utc>) -> Result<InvoiceBrief> {
    let zone = crate::directory::parse_zone(&row.time_zone)?;
    let total = if row.state == InvoiceState::Draft {
        let terms: Vec<Terms<'_>> = lines.iter().map(terms).collect();
        let off = discount(row.discount_kind, row.discount_value, "");
        amounts::price(&terms, off.as_ref(), row.prices_include_tax)?.1.total
    } else {
        row.asked
    };
    let figures = status::Figures {
        total,
        owed: row.owed,
        claimed: row.claimed,
        refunded: row.refunded,
        written_off: row.written_off,
    };
    Ok(InvoiceBrief {
        id: row.id,
        version: row.version,
        number: row.invoice_number,
        reversal_number: row.reversal_number,
        location_id: row.location_id,
        location_name: row.location_name,
        patient_id: row.patient_id,
        patient_name: row.patient_name,
        chart_number: row.chart_number,
        appointment_id: row.appointment_id,
        currency: Currency::parse(&row.currency)?,
        status: status::of(row.state, figures, row.due_on, zone::local_day(zone, now)),
        issued_on: row.issued_on,
        due_on: row.due_on,
        total,
        owed: row.owed,
        claimed: row.claimed,
        refunded: row.refunded,
        written_off: row.written_off,
        created_at: row.created_at,
    })
}

/// One invoice as lists show it.
///
/// # Errors
/// `not_found`.
pub(super) async fn brief_of(q: &mut impl Read, id: InvoiceId, now: DateTime<Utc>) -> Result<InvoiceBrief> {
    let found = briefs(q, Which::One(id), now).await?.pop();
    found.ok_or_else(|| Error::not_found("invoice"))
}

const POSTED: &str = "SELECT e.invoice_id, CAST(SUM(s.amount) AS SIGNED) AS total FROM ledger_entries e JOIN ledger_postings s ON s.entry_id = e.id \
 WHERE e.kind = 'invoice' AND s.account = 'receivable' GROUP BY e.invoice_id";
const NUMBERED: &str = "SELECT id FROM invoices WHERE state IN ('issued', 'void') ORDER BY id";

/// Numbered invoices whose lines come to something else than was posted when they were issued.
///
/// # Errors
/// As the store says.
pub(crate) async fn misposted(q: &mut impl Read) -> Result<Vec<InvoiceId>> {
    let posted: Vec<(InvoiceId, i64)> = q.all(POSTED, args![]).await?;
    let posted: HashMap<InvoiceId, i64> = posted.into_iter().collect();
    let ids: Vec<(InvoiceId,)> = q.all(NUMBERED, args![]).await?;
    let mut wrong = Vec::new();
    for (id,) in ids {
        let row = find(q, id).await?;
        let (_, sums) = priced(&row, lines(q, id).await?)?;
        if posted.get(&id).copied().unwrap_or(0) != sums.total {
            wrong.push(id);
        }
    }
    Ok(wrong)
}
