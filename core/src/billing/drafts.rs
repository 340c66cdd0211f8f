//! Drafts: proposed from a visit, edited, thrown away. Nothing is owed before an invoice is issued.

use super::amounts::{Discount, DiscountKind, MOST, WHOLE};
use super::model::{Invoice, InvoiceState, LineForm};
use super::places::{self, BillingPlace};
use super::queries::{self, InvoiceRow, KeptLine};
use super::requests::{InvoiceRef, InvoiceVisit, SaveInvoice};
use super::{read, tell};
use crate::api::{Ctx, Fields};
use crate::audit::Entry;
use crate::db::{Read, Tx};
use crate::ids::{AppointmentId, InvoiceId, LocationId, PatientId, ServiceId};
use crate::money::Currency;
use crate::printing::{Language, Texts};
use crate::{Error, ErrorCode, Result, args, clinical};

/// Lines of one invoice.
const MOST_LINES: usize = 100;
const MOST_QUANTITY: i64 = 10_000;

#[derive(Debug, sqlx::FromRow)]
struct Visit {
    id: AppointmentId,
    patient_id: PatientId,
    location_id: LocationId,
    service_id: Option<ServiceId>,
    kind: String,
    status: String,
    consultation_fee: i64,
    fee_currency: String,
}

const LOCK_VISIT: &str = "SELECT id FROM appointments WHERE id = ?";
const VISIT: &str = "SELECT a.id, a.patient_id, a.location_id, a.service_id, a.kind, a.status, d.consultation_fee, d.fee_currency FROM appointments a \
 JOIN doctors d ON d.id = a.doctor_id WHERE a.id = ?";
const OF_VISIT: &str = "SELECT id FROM invoices WHERE appointment_id = ? AND state IN ('draft', 'issued') ORDER BY created_at LIMIT 1";

/// `billing.invoice_visit`: the visit's invoice; a draft with proposed lines when it has none.
///
/// # Errors
/// `not_found`; `not_allowed` with `reason` = `visit_off` for a visit that does not take place.
pub(crate) async fn of_visit(ctx: &Ctx, tx: &mut Tx, request: InvoiceVisit) -> Result<Invoice> {
    // The visit's lock keeps a second desk from beginning a second invoice.
    let _: Vec<(AppointmentId,)> = tx.locked(LOCK_VISIT, args![request.appointment_id]).await?;
    let visit: Option<Visit> = tx.optional(VISIT, args![request.appointment_id]).await?;
    let visit = visit.ok_or_else(|| Error::not_found("appointment"))?;
    let there: Option<(InvoiceId,)> = tx.optional(OF_VISIT, args![visit.id]).await?;
    if let Some((id,)) = there {
        return read::invoice(tx, id, ctx.now).await;
    }
    if matches!(visit.status.as_str(), "cancelled" | "rescheduled") {
        return Err(Error::new(ErrorCode::NotAllowed).with("reason", "visit_off"));
    }
    let place = places::place(tx, visit.location_id).await?;
    let lines = proposed(tx, &place, &visit, request.language).await?;
    let row = InvoiceRow {
        appointment_id: Some(visit.id),
        ..blank(&place, visit.patient_id, place.currency)
    };
    begin(ctx, tx, &row, &lines).await
}

/// The visit's service at its price there; without one, or without a price, the doctor's fee.
async fn proposed(q: &mut impl Read, place: &BillingPlace, visit: &Visit, language: Language) -> Result<Vec<LineForm>> {
    let items = places::items(q, place, place.currency).await?;
    let item = visit.service_id.and_then(|id| items.into_iter().find(|i| i.service_id == id));
    let fee = (visit.fee_currency == place.currency.code()).then_some(visit.consultation_fee);
    let Some(unit_price) = item.as_ref().and_then(|i| i.price).or(fee) else {
        return Ok(Vec::new());
    };
    let named = || Texts::of(language).get(&format!("visit_{}", visit.kind));
    Ok(vec![LineForm {
        service_id: item.as_ref().map(|i| i.service_id),
        tax_rate: item.as_ref().map_or(place.tax_rate, |i| i.tax_rate),
        description: item.map_or_else(named, |i| i.name),
        quantity: 1,
        unit_price,
        discount: None,
    }])
}

fn blank(place: &BillingPlace, patient: PatientId, currency: Currency) -> InvoiceRow {
    InvoiceRow {
        id: InvoiceId::fresh(),
        version: 1,
        location_id: place.location_id,
        patient_id: patient,
        appointment_id: None,
        currency: currency.code().to_owned(),
        state: InvoiceState::Draft,
        tax_name: place.tax_name.clone(),
        prices_include_tax: place.prices_include_tax,
        discount_kind: None,
        discount_value: None,
        discount_reason: String::new(),
        note: String::new(),
        void_reason: String::new(),
        voided_at: None,
        line_revision: 1,
        code_system: String::new(),
    }
}

async fn begin(ctx: &Ctx, tx: &mut Tx, row: &InvoiceRow, lines: &[LineForm]) -> Result<Invoice> {
    clinical::open_chart(tx, row.patient_id).await?;
    queries::insert(tx, row, ctx.session()?.user_id, ctx.now).await?;
    queries::write_lines(tx, row, lines, ctx.now).await?;
    let after = read::invoice(tx, row.id, ctx.now).await?;
    tx.record(entry(ctx, row).created(&after));
    tell(tx, row.location_id, row.patient_id);
    Ok(after)
}

/// What a record of an invoice says before its change.
pub(super) fn entry(ctx: &Ctx, row: &InvoiceRow) -> Entry {
    Entry::new(ctx.command, "invoice", row.id.0)
        .patient(row.patient_id)
        .at(row.location_id)
}

/// `billing.save_invoice`: a new draft, or an edit of one.
///
/// # Errors
/// `invalid`; `stale`; `not_allowed` with `reason` = `invoice_issued`; `not_found`.
pub(super) async fn save(ctx: &Ctx, tx: &mut Tx, request: SaveInvoice) -> Result<Invoice> {
    let request = checked(request)?;
    let Some(id) = request.id else {
        let place = places::place(tx, request.location_id).await?;
        let row = with(
            blank(&place, request.patient_id, request.currency.unwrap_or(place.currency)),
            &request,
        );
        fits(&row, &request.lines)?;
        return begin(ctx, tx, &row, &request.lines).await;
    };
    let row = editable(ctx, tx, id, request.version).await?;
    let before = read::invoice(tx, id, ctx.now).await?;
    let mut row = with(row, &request);
    row.line_revision += 1;
    fits(&row, &request.lines)?;
    queries::write_lines(tx, &row, &request.lines, ctx.now).await?;
    queries::update(tx, &row, ctx.now).await?;
    let after = read::invoice(tx, id, ctx.now).await?;
    tx.record(entry(ctx, &row).change(&before, &after));
    tell(tx, row.location_id, row.patient_id);
    Ok(after)
}

/// Whether what the lines come to can be posted.
fn fits(row: &InvoiceRow, lines: &[LineForm]) -> Result<()> {
    queries::priced(row, lines.iter().cloned().map(KeptLine::of).collect())?;
    Ok(())
}

fn with(mut row: InvoiceRow, request: &SaveInvoice) -> InvoiceRow {
    row.discount_kind = request.discount.as_ref().map(|d| d.kind);
    row.discount_value = request.discount.as_ref().map(|d| d.value);
    row.discount_reason = request.discount.as_ref().map_or_else(String::new, |d| d.reason.clone());
    row.note.clone_from(&request.note);
    row
}

/// The draft, locked, at the version that was read.
///
/// # Errors
/// `stale`; `not_allowed` with `reason` = `invoice_issued`; `not_found`.
pub(super) async fn editable(ctx: &Ctx, tx: &mut Tx, id: InvoiceId, version: i32) -> Result<InvoiceRow> {
    let row = at_version(ctx, tx, id, version).await?;
    if row.state == InvoiceState::Draft {
        Ok(row)
    } else {
        Err(Error::new(ErrorCode::NotAllowed).with("reason", "invoice_issued"))
    }
}

/// The invoice, locked, at the version that was read.
///
/// # Errors
/// `stale` with what is stored now; `not_found`.
pub(super) async fn at_version(ctx: &Ctx, tx: &mut Tx, id: InvoiceId, version: i32) -> Result<InvoiceRow> {
    let row = queries::lock(tx, id).await?;
    if row.version == version {
        return Ok(row);
    }
    Err(Error::stale(&read::invoice(tx, id, ctx.now).await?))
}

/// Trimmed, or every field that is wrong.
fn checked(mut request: SaveInvoice) -> Result<SaveInvoice> {
    let mut fields = Fields::default();
    request.note = request.note.trim().to_owned();
    fields.at_most("note", &request.note, 400);
    if request.lines.len() > MOST_LINES {
        fields.wrong_with("lines", "too_many", "max", MOST_LINES);
    }
    for (n, line) in request.lines.iter_mut().enumerate() {
        line.description = line.description.trim().to_owned();
        fields.required(&format!("lines.{n}.description"), &line.description, 200);
        fields.within(&format!("lines.{n}.quantity"), line.quantity.into(), 1, MOST_QUANTITY);
        fields.within(&format!("lines.{n}.unit_price"), line.unit_price, 0, MOST);
        fields.within(&format!("lines.{n}.tax_rate"), line.tax_rate.into(), 0, WHOLE);
        check_discount(&mut fields, &format!("lines.{n}.discount"), line.discount.as_mut());
    }
    check_discount(&mut fields, "discount", request.discount.as_mut());
    fields.check()?;
    Ok(request)
}

/// A discount that is there lets something off and says why.
fn check_discount(fields: &mut Fields, name: &str, discount: Option<&mut Discount>) {
    let Some(discount) = discount else { return };
    discount.reason = discount.reason.trim().to_owned();
    let most = if discount.kind == DiscountKind::Percent { WHOLE } else { MOST };
    fields.within(&format!("{name}.value"), discount.value, 1, most);
    fields.required(&format!("{name}.reason"), &discount.reason, 200);
}

const DISCARD: &str = "UPDATE invoices SET state = 'discarded', updated_at = ?, version = version + 1 WHERE id = ?";

/// `billing.discard`: throws a draft away.
///
/// # Errors
/// As of [`editable`].
pub(super) async fn discard(ctx: &Ctx, tx: &mut Tx, request: InvoiceRef) -> Result<()> {
    let row = editable(ctx, tx, request.id, request.version).await?;
    tx.exec(DISCARD, args![ctx.now, row.id]).await?;
    tx.record(entry(ctx, &row));
    tell(tx, row.location_id, row.patient_id);
    Ok(())
}
