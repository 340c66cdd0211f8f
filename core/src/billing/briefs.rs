//! Invoices as lists show them: their rows with what the ledger says of them.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};

use super::amounts::{self, DiscountKind, Terms};
use super::model::{InvoiceBrief, InvoiceState};
use super::queries::{KeptLine, discount, lines_of, numbered, priced, terms};
use super::{promotions, status};
use crate::db::{Arg, Read, Sql};
use crate::ids::{AppointmentId, InvoiceId, LocationId, PatientId};
use crate::money::Currency;
use crate::scheduling::zone;
use crate::{Error, Result, args};

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
    let (mut lines, promoted) = if drafts.is_empty() {
        (HashMap::new(), HashMap::new())
    } else {
        (lines_of(q, &drafts).await?, promotions::draft_totals(q, &drafts, now).await?)
    };
    rows.into_iter()
        .map(|row| {
            let total = match (row.state, promoted.get(&row.id)) {
                (InvoiceState::Draft, Some(total)) => *total,
                (InvoiceState::Draft, None) => draft_total(&row, &lines.remove(&row.id).unwrap_or_default())?,
                _ => row.asked,
            };
            brief(row, total, now)
        })
        .collect()
}

fn draft_total(row: &BriefRow, lines: &[KeptLine]) -> Result<i64> {
    let terms: Vec<Terms<'_>> = lines.iter().map(terms).collect();
    let off = discount(row.discount_kind, row.discount_value, "");
    Ok(amounts::price(&terms, off.as_ref(), row.prices_include_tax)?.1.total)
}

fn brief(row: BriefRow, total: i64, now: DateTime<Utc>) -> Result<InvoiceBrief> {
    let zone = crate::directory::parse_zone(&row.time_zone)?;
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

/// Invoices whose lines are read at once.
const TOGETHER: usize = 500;

/// Numbered invoices whose lines come to something else than was posted when they were issued.
///
/// # Errors
/// As the store says.
pub(crate) async fn misposted(q: &mut impl Read) -> Result<Vec<InvoiceId>> {
    let posted: Vec<(InvoiceId, i64)> = q.all(POSTED, args![]).await?;
    let posted: HashMap<InvoiceId, i64> = posted.into_iter().collect();
    let mut wrong = Vec::new();
    for some in numbered(q).await?.chunks(TOGETHER) {
        let ids: Vec<InvoiceId> = some.iter().map(|row| row.id).collect();
        let mut lines = lines_of(q, &ids).await?;
        for row in some {
            let lines = lines.remove(&row.id).unwrap_or_default();
            if posted.get(&row.id).copied().unwrap_or(0) != priced(row, lines)?.sums.total {
                wrong.push(row.id);
            }
        }
    }
    Ok(wrong)
}
