//! Receipts and invoices on paper.

use chrono_tz::Tz;
use futures::FutureExt;

use super::model::{Invoice, InvoiceStatus, Payment};
use super::requests::{PrintInvoice, PrintReceipt};
use super::sheet::{InvoiceSheet, ReceiptSheet, SMALL, TEXT};
use super::{payments, places, read};
use crate::api::Ctx;
use crate::audit::Entry;
use crate::db::{Read, Tx};
use crate::ids::{LocationId, PaymentId};
use crate::printing::pdf::About;
use crate::printing::{Flow, Language, PrintedPages, Style, Texts, printed};
use crate::settings::{self, CLINIC_NAME};
use crate::{Error, ErrorCode, Result, args, directory};

/// Who stands at the head of the page.
#[derive(Debug, Clone)]
pub(super) struct Letterhead {
    pub clinic: String,
    pub location: String,
    pub address: Vec<String>,
    pub phone: String,
    pub tax_number: String,
}

impl Letterhead {
    pub fn lay(&self, flow: &mut Flow, texts: &Texts) {
        flow.paragraph(&self.clinic, Style::bold(13.0));
        flow.paragraph(&self.location, TEXT);
        flow.paragraph(&self.address.join(", "), SMALL);
        if !self.phone.is_empty() {
            flow.paragraph(&texts.fill("telephone", &[("number", &self.phone)]), SMALL);
        }
        if !self.tax_number.is_empty() {
            flow.paragraph(&texts.fill("tax_number", &[("number", &self.tax_number)]), SMALL);
        }
        flow.rule(0.7);
    }
}

const PLACE: &str = "SELECT name, street, postal_code, city, phone FROM locations WHERE id = ?";

/// Who stands at the head of the page.
pub(super) async fn letterhead(ctx: &Ctx, q: &mut impl Read, location: LocationId) -> Result<(Letterhead, Tz)> {
    let place = places::place(q, location).await?;
    let (name, street, postal_code, city, phone): (String, String, String, String, String) = q.one(PLACE, args![location]).await?;
    let town = format!("{postal_code} {city}");
    let address = [street.as_str(), town.trim()].map(str::to_owned);
    let zone = directory::parse_zone(&place.time_zone)?;
    let head = Letterhead {
        clinic: settings::text(q, &CLINIC_NAME, ctx.app.workstation().id).await?,
        location: name,
        address: address.into_iter().filter(|line| !line.is_empty()).collect(),
        phone,
        tax_number: place.tax_number,
    };
    Ok((head, zone))
}

/// `billing.receipt_pdf`: every print after the first is marked as a copy.
///
/// # Errors
/// `not_allowed` with `reason` = `no_receipt` for money that is not there; `not_found`.
pub(super) async fn receipt(ctx: &Ctx, request: PrintReceipt) -> Result<PrintedPages> {
    let id = request.payment_id;
    let (payment, invoices) = paid(ctx, id).await?;
    let Some(number) = payment.receipt_number.clone() else {
        return Err(Error::new(ErrorCode::NotAllowed).with("reason", "no_receipt"));
    };
    let (head, zone) = letterhead(ctx, &mut ctx.db()?, payment.location_id).await?;
    let payment_ref = &payment;
    let copy = ctx
        .transact(|tx, _| async move { count(ctx, tx, payment_ref).await }.boxed())
        .await?;
    let texts = Texts::of(request.language);
    let sheet = ReceiptSheet {
        head,
        zone,
        number: number.clone(),
        copy,
        payment,
        invoices,
        texts,
    };
    let about = about(texts, "receipt", &number, request.language);
    printed(sheet.pages(request.paper), request.paper, about, format!("{number}.pdf")).await
}

async fn paid(ctx: &Ctx, id: PaymentId) -> Result<(Payment, Vec<Invoice>)> {
    let mut db = ctx.db()?;
    let payment = payments::view_of(&mut db, id).await?;
    let mut invoices = Vec::new();
    for share in &payment.shares {
        invoices.push(read::invoice(&mut db, share.invoice_id, ctx.now).await?);
    }
    Ok((payment, invoices))
}

const COUNT: &str = "UPDATE payments SET receipt_prints = receipt_prints + 1 WHERE id = ?";
const PRINTS: &str = "SELECT receipt_prints FROM payments WHERE id = ?";

/// Counts the print; how many there were before. The row's lock keeps two desks from both having the first.
async fn count(ctx: &Ctx, tx: &mut Tx, payment: &Payment) -> Result<i32> {
    tx.exec(COUNT, args![payment.id]).await?;
    let (prints,): (i32,) = tx.one(PRINTS, args![payment.id]).await?;
    let entry = Entry::new(ctx.command, "payment", payment.id.0);
    tx.record(entry.patient(payment.patient_id).at(payment.location_id));
    Ok(prints - 1)
}

/// `billing.invoice_pdf`: the invoice as it stands, or the credit note that reversed it.
///
/// # Errors
/// `not_found`.
pub(super) async fn invoice(ctx: &Ctx, request: PrintInvoice) -> Result<PrintedPages> {
    let mut db = ctx.db()?;
    let invoice = read::invoice(&mut db, request.id, ctx.now).await?;
    let (head, zone) = letterhead(ctx, &mut db, invoice.brief.location_id).await?;
    let entry = Entry::new(ctx.command, "invoice", request.id.0);
    let entry = &entry.patient(invoice.brief.patient_id).at(invoice.brief.location_id);
    ctx.transact(|tx, _| {
        tx.record(entry.clone());
        async { Ok(()) }.boxed()
    })
    .await?;
    let texts = Texts::of(request.language);
    let (key, number) = if invoice.brief.status == InvoiceStatus::Void {
        ("credit_note", invoice.brief.reversal_number.clone())
    } else {
        ("invoice", invoice.brief.number.clone())
    };
    let number = number.unwrap_or_else(|| "draft".to_owned());
    let sheet = InvoiceSheet {
        head,
        zone,
        invoice,
        texts,
    };
    let about = about(texts, key, &number, request.language);
    printed(sheet.pages(request.paper), request.paper, about, format!("{number}.pdf")).await
}

fn about(texts: &Texts, key: &str, number: &str, language: Language) -> About {
    About {
        title: format!("{} {number}", texts.get(key)),
        language,
    }
}
