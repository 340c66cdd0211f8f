//! What screens show of money.

use chrono::{DateTime, NaiveDate, Utc};

use super::briefs::{self, Which};
use super::model::{Invoice, InvoiceBrief, InvoiceStatus};
use super::payments::{self, credit_in};
use super::requests::{ShowAccount, ShowBills, ShowInvoice, ShowWorklists};
use super::views::{PatientAccount, UninvoicedVisit, VisitBill, Worklists};
use super::{ledger, places, promotions, queries};
use crate::api::Ctx;
use crate::db::{Read, Tx};
use crate::feed::Topic;
use crate::ids::InvoiceId;
use crate::money::Money;
use crate::{Result, args};

const VISIT: &str = "SELECT starts_at, local_day FROM appointments WHERE id = ?";

/// Everything about an invoice.
///
/// # Errors
/// `not_found`.
pub(super) async fn invoice(q: &mut impl Read, id: InvoiceId, now: DateTime<Utc>) -> Result<Invoice> {
    let row = queries::find(q, id).await?;
    let lines = queries::lines(q, id).await?;
    let priced = promotions::priced(q, &row, lines, now).await?;
    let brief = briefs::brief_of(q, id, now).await?;
    let place = places::place(q, row.location_id).await?;
    let visit: Option<(DateTime<Utc>, NaiveDate)> = match row.appointment_id {
        Some(visit) => q.optional(VISIT, args![visit]).await?,
        None => None,
    };
    Ok(Invoice {
        time_zone: place.time_zone,
        visit_at: visit.map(|v| v.0),
        code_system: row.code_system.clone(),
        lines: priced.lines,
        sums: priced.sums,
        discount: row.discount(),
        promotion: priced.promotion,
        tax_name: row.tax_name.clone(),
        prices_include_tax: row.prices_include_tax,
        note: row.note.clone(),
        void_reason: row.void_reason.clone(),
        voided_at: row.voided_at,
        payments: payments::views(q, payments::Which::OfInvoice(id)).await?,
        credit: credit_in(q, row.patient_id, brief.currency).await?,
        visit_on: visit.map(|v| v.1).or(brief.issued_on),
        brief,
    })
}

/// `billing.invoice`.
pub(super) async fn open(ctx: &Ctx, request: ShowInvoice) -> Result<Invoice> {
    invoice(&mut ctx.db()?, request.id, ctx.now).await
}

/// `billing.account`.
pub(super) async fn account(ctx: &Ctx, request: ShowAccount) -> Result<PatientAccount> {
    let mut db = ctx.db()?;
    let invoices = briefs::briefs(&mut db, Which::OfPatient(request.patient_id), ctx.now).await?;
    let mut owed: Vec<Money> = Vec::new();
    for invoice in invoices.iter().filter(|i| i.owed > 0) {
        match owed.iter_mut().find(|m| m.currency == invoice.currency) {
            Some(sum) => sum.amount += invoice.owed,
            None => owed.push(Money::of(invoice.owed, invoice.currency)),
        }
    }
    Ok(PatientAccount {
        invoices,
        payments: payments::views(&mut db, payments::Which::OfPatient(request.patient_id)).await?,
        owed,
        credit: ledger::credit(&mut db, request.patient_id).await?,
    })
}

/// How long back visits without an invoice are looked for, in days.
const LOOK_BACK: u64 = 14;

const TO_INVOICE: &str = "SELECT a.id AS appointment_id, a.patient_id, CONCAT(p.first_name, ' ', p.last_name) AS patient_name, p.chart_number, \
 CONCAT(d.first_name, ' ', d.last_name) AS doctor_name, s.name AS service_name, a.starts_at, a.status FROM appointments a JOIN patients p ON p.id = a.patient_id \
 JOIN doctors d ON d.id = a.doctor_id LEFT JOIN services s ON s.id = a.service_id WHERE a.location_id = ? AND a.local_day >= ? AND a.local_day <= ? \
 AND a.status IN ('in_progress', 'completed') AND NOT EXISTS (SELECT 1 FROM invoices i WHERE i.appointment_id = a.id AND i.state IN ('draft', 'issued', 'void')) \
 ORDER BY a.starts_at DESC, a.id LIMIT 200";

/// `billing.worklists`.
pub(super) async fn worklists(ctx: &Ctx, request: ShowWorklists) -> Result<Worklists> {
    let mut db = ctx.db()?;
    let location = request.location_id;
    let today = places::place(&mut db, location).await?.today(ctx.now)?;
    let since = today - chrono::Days::new(LOOK_BACK);
    let to_invoice: Vec<UninvoicedVisit> = db.all(TO_INVOICE, args![location, since, today]).await?;
    let mut open = briefs::briefs(&mut db, Which::Open(location), ctx.now).await?;
    // What was given back is told by the patient's account; nobody waits for it.
    open.retain(|i| i.status != InvoiceStatus::Refunded);
    Ok(Worklists {
        to_invoice,
        open,
        waiting: payments::views(&mut db, payments::Which::Waiting(location)).await?,
        failed: payments::views(&mut db, payments::Which::Failed(location)).await?,
    })
}

/// `billing.bills_of_days`: what visits were invoiced for, for boards and calendars.
pub(super) async fn bills(ctx: &Ctx, request: ShowBills) -> Result<Vec<VisitBill>> {
    let which = Which::OfVisits(request.location_id, request.from, request.to);
    let briefs = briefs::briefs(&mut ctx.db()?, which, ctx.now).await?;
    let bill = |brief: InvoiceBrief| {
        Some(VisitBill {
            appointment_id: brief.appointment_id?,
            invoice_id: brief.id,
            status: brief.status,
            currency: brief.currency,
            total: brief.total,
            owed: brief.owed,
        })
    };
    Ok(briefs.into_iter().filter_map(bill).collect())
}

/// Tells the screens of other places that show what one of their invoices still owes.
pub(super) fn tell_places(tx: &mut Tx, invoices: &[InvoiceBrief]) {
    for invoice in invoices {
        tx.changed(Topic::billing(invoice.location_id));
    }
}
