//! Rows of invoices, as they are kept and as lists show them.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::amounts::{self, Discount, DiscountKind, Sums, Terms};
use super::model::{InvoiceLine, InvoiceState, LineForm};
use super::promotions::model::InvoicePromotion;
use crate::db::{Arg, Read, Sql, Tx};
use crate::ids::{AppointmentId, InvoiceId, LocationId, PatientId, ServiceId, UserId};
use crate::money::Currency;
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
    pub voided_at: Option<DateTime<Utc>>,
    pub line_revision: i32,
    pub code_system: String,
}

macro_rules! columns {
    () => {
        "SELECT id, version, location_id, patient_id, appointment_id, currency, state, tax_name, prices_include_tax, discount_kind, discount_value, \
         discount_reason, note, void_reason, voided_at, line_revision, code_system FROM invoices WHERE "
    };
}

const FIND: &str = concat!(columns!(), "id = ?");
const NUMBERED: &str = concat!(columns!(), "state IN ('issued', 'void') ORDER BY id");

/// Every invoice that has a number.
pub(super) async fn numbered(q: &mut impl Read) -> Result<Vec<InvoiceRow>> {
    q.all(NUMBERED, args![]).await
}

impl InvoiceRow {
    pub fn discount(&self) -> Option<Discount> {
        discount(self.discount_kind, self.discount_value, &self.discount_reason)
    }

    pub fn currency(&self) -> Result<Currency> {
        Currency::parse(&self.currency)
    }
}

pub(super) fn discount(kind: Option<DiscountKind>, value: Option<i64>, reason: &str) -> Option<Discount> {
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

/// A line as it is kept.
#[derive(Debug, Clone)]
pub(super) struct KeptLine {
    pub form: LineForm,
    /// Its service's, which nobody enters here.
    pub code: String,
    /// What a promotion let off it when the invoice was issued; nothing for a draft.
    pub promotion: i64,
}

impl KeptLine {
    /// A line that no promotion is kept of.
    pub fn of(form: LineForm) -> Self {
        Self {
            form,
            code: String::new(),
            promotion: 0,
        }
    }
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
    code: String,
    promotion: i64,
}

const LINES: &str = "SELECT n.invoice_id, n.service_id, n.description, n.quantity, n.unit_price, n.tax_rate, n.discount_kind, n.discount_value, n.discount_reason, \
 CASE WHEN i.state = 'draft' THEN COALESCE(v.code, '') ELSE n.service_code END AS code, COALESCE(h.amount, 0) AS promotion \
 FROM invoice_lines n JOIN invoices i ON i.id = n.invoice_id AND i.line_revision = n.line_revision LEFT JOIN services v ON v.id = n.service_id \
 LEFT JOIN promotion_shares h ON h.invoice_id = n.invoice_id AND h.line_position = n.line_position WHERE n.invoice_id IN (??) ORDER BY n.invoice_id, n.line_position";
const INSERT_LINE: &str = "INSERT INTO invoice_lines (invoice_id, line_revision, line_position, service_id, description, quantity, unit_price, tax_rate, discount_kind, \
 discount_value, discount_reason, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

/// The lines of some invoices, in order.
pub(super) async fn lines_of(q: &mut impl Read, ids: &[InvoiceId]) -> Result<HashMap<InvoiceId, Vec<KeptLine>>> {
    let values = ids.iter().map(|id| Arg::from(*id)).collect();
    let rows: Vec<LineRow> = q.all(Sql::list(LINES, ids.len()), values).await?;
    let mut lines: HashMap<InvoiceId, Vec<KeptLine>> = HashMap::new();
    for row in rows {
        lines.entry(row.invoice_id).or_default().push(row.kept());
    }
    Ok(lines)
}

impl LineRow {
    fn kept(self) -> KeptLine {
        KeptLine {
            form: LineForm {
                service_id: self.service_id,
                description: self.description,
                quantity: self.quantity,
                unit_price: self.unit_price,
                tax_rate: self.tax_rate,
                discount: discount(self.discount_kind, self.discount_value, &self.discount_reason),
            },
            code: self.code,
            promotion: self.promotion,
        }
    }
}

/// The lines of an invoice.
pub(super) async fn lines(q: &mut impl Read, id: InvoiceId) -> Result<Vec<KeptLine>> {
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

const KEEP_CODES: &str = "UPDATE invoice_lines SET service_code = COALESCE((SELECT v.code FROM services v WHERE v.id = invoice_lines.service_id), ''), updated_at = ? \
 WHERE invoice_id = ? AND line_revision = ?";

/// Keeps what the services of the lines are called in the tariff now, whatever they are called later.
pub(super) async fn keep_codes(tx: &mut Tx, row: &InvoiceRow, now: DateTime<Utc>) -> Result<()> {
    tx.exec(KEEP_CODES, args![now, row.id, row.line_revision]).await?;
    Ok(())
}

/// What an invoice comes to.
#[derive(Debug)]
pub(super) struct Priced {
    pub lines: Vec<InvoiceLine>,
    pub sums: Sums,
    /// Its code, when one was asked about.
    pub promotion: Option<InvoicePromotion>,
}

/// What lines come to on this invoice.
pub(super) fn priced(row: &InvoiceRow, lines: Vec<KeptLine>) -> Result<Priced> {
    let (each, sums) = {
        let terms: Vec<Terms<'_>> = lines.iter().map(terms).collect();
        amounts::price(&terms, row.discount().as_ref(), row.prices_include_tax)?
    };
    let line = |(KeptLine { form, code, promotion }, sums)| InvoiceLine {
        form,
        code,
        promotion,
        sums,
    };
    Ok(Priced {
        lines: lines.into_iter().zip(each).map(line).collect(),
        sums,
        promotion: None,
    })
}

pub(super) fn terms(line: &KeptLine) -> Terms<'_> {
    Terms {
        quantity: line.form.quantity.into(),
        unit_price: line.form.unit_price,
        tax_rate: line.form.tax_rate.into(),
        discount: line.form.discount.as_ref(),
        promotion: line.promotion,
    }
}
