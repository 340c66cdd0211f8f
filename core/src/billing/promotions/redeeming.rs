//! A code on an invoice: chosen on a draft, redeemed when it is issued, given back when it is voided.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::model::{ApplyPromotion, InvoicePromotion, PreviewPromotion, RedemptionState};
use super::queries::{self, Kept};
use super::rules::{self, Line, Purchase, Refusal};
use super::uses;
use crate::api::Ctx;
use crate::billing::model::{Invoice, InvoiceLine};
use crate::billing::queries::{self as invoices, InvoiceRow, KeptLine, Priced};
use crate::billing::requests::InvoiceRef;
use crate::billing::{drafts, places, read, tell};
use crate::db::{Read, Tx};
use crate::feed::Topic;
use crate::ids::InvoiceId;
use crate::money::Money;
use crate::{Error, ErrorCode, Result};

/// What the promotion gives these lines now, or why nothing.
async fn given(
    q: &mut impl Read,
    row: &InvoiceRow,
    promotion: &Kept,
    priced: &[InvoiceLine],
    now: DateTime<Utc>,
) -> Result<Result<Vec<i64>, Refusal>> {
    let line = |line: &InvoiceLine| Line {
        service: line.form.service_id,
        left: line.sums.gross - line.sums.discount,
    };
    let purchase = Purchase {
        location: row.location_id,
        today: places::place(q, row.location_id).await?.today(now)?,
        currency: row.currency()?,
        lines: &priced.iter().map(line).collect::<Vec<Line>>(),
        used: queries::used(q, promotion.id).await?,
        used_by_patient: queries::used_by(q, promotion.id, row.patient_id).await?,
    };
    Ok(rules::gives(&promotion.form, promotion.state, &purchase))
}

fn refused(refusal: Refusal, field: &str, code: &str) -> Error {
    let mut error = Error::new(ErrorCode::Invalid);
    error.fields.push(refusal.on(field, code));
    error
}

/// The lines with what the invoice's promotion lets off: as it was when it was issued; what it gives now, for a draft.
pub(in crate::billing) async fn priced(q: &mut impl Read, row: &InvoiceRow, lines: Vec<KeptLine>, now: DateTime<Utc>) -> Result<Priced> {
    let mut priced = invoices::priced(row, lines)?;
    let Some(kept) = uses::of(q, row.id).await? else {
        return Ok(priced);
    };
    let (mut amount, mut refusal) = (kept.amount, None);
    if kept.state == RedemptionState::Chosen {
        let promotion = queries::find(q, kept.promotion_id).await?;
        match given(q, row, &promotion, &priced.lines, now).await? {
            Ok(parts) => {
                amount = parts.iter().sum();
                priced = invoices::priced(row, promoted(priced.lines, &parts))?;
            }
            Err(reason) => refusal = Some(reason.on("promotion", &kept.code)),
        }
    }
    priced.promotion = Some(InvoicePromotion {
        promotion_id: kept.promotion_id,
        code: kept.code,
        amount,
        refusal,
    });
    Ok(priced)
}

fn promoted(lines: Vec<InvoiceLine>, parts: &[i64]) -> Vec<KeptLine> {
    let line = |(line, part): (InvoiceLine, &i64)| KeptLine {
        form: line.form,
        code: line.code,
        promotion: *part,
    };
    lines.into_iter().zip(parts).map(line).collect()
}

/// What those of these drafts come to that have a code.
pub(in crate::billing) async fn draft_totals(
    q: &mut impl Read,
    drafts: &[InvoiceId],
    now: DateTime<Utc>,
) -> Result<HashMap<InvoiceId, i64>> {
    let mut totals = HashMap::new();
    for id in uses::chosen(q, drafts).await? {
        let row = invoices::find(q, id).await?;
        let lines = invoices::lines(q, id).await?;
        totals.insert(id, priced(q, &row, lines, now).await?.sums.total);
    }
    Ok(totals)
}

/// The promotion of a typed code with what it would let off the draft.
async fn judged(q: &mut impl Read, row: &InvoiceRow, typed: &str, now: DateTime<Utc>) -> Result<(Kept, i64)> {
    let code = rules::normalised(typed);
    if code.is_empty() {
        return Err(Error::field("code", "required"));
    }
    let found = queries::of_code(q, &code).await?;
    let promotion = found.ok_or_else(|| refused(Refusal::Unknown, "code", &code))?;
    let priced = invoices::priced(row, invoices::lines(q, row.id).await?)?;
    match given(q, row, &promotion, &priced.lines, now).await? {
        Ok(parts) => Ok((promotion, parts.iter().sum())),
        Err(refusal) => Err(refused(refusal, "code", &code)),
    }
}

/// `billing.preview_promotion`: what a code would let off a draft.
///
/// # Errors
/// `invalid` on `code` with the one reason why it does not apply; `not_found`.
pub(in crate::billing) async fn preview(ctx: &Ctx, request: PreviewPromotion) -> Result<Money> {
    let mut db = ctx.db()?;
    let row = invoices::find(&mut db, request.id).await?;
    let (_, amount) = judged(&mut db, &row, &request.code, ctx.now).await?;
    Ok(Money::of(amount, row.currency()?))
}

/// `billing.apply_promotion`: the draft's code, instead of another that it had.
///
/// # Errors
/// `invalid` on `code` with the one reason why it does not apply; `stale`; `not_allowed` with `reason` = `invoice_issued`; `not_found`.
pub(crate) async fn apply(ctx: &Ctx, tx: &mut Tx, request: ApplyPromotion) -> Result<Invoice> {
    let row = drafts::editable(ctx, tx, request.id, request.version).await?;
    let before = read::invoice(tx, row.id, ctx.now).await?;
    let (promotion, _) = judged(tx, &row, &request.code, ctx.now).await?;
    uses::choose(tx, &row, &promotion, ctx.now).await?;
    finish(ctx, tx, &row, &before).await
}

/// `billing.remove_promotion`: the draft has no code any more.
///
/// # Errors
/// `stale`; `not_allowed` with `reason` = `invoice_issued`; `not_found`, also when it had none.
pub(in crate::billing) async fn remove(ctx: &Ctx, tx: &mut Tx, request: InvoiceRef) -> Result<Invoice> {
    let row = drafts::editable(ctx, tx, request.id, request.version).await?;
    let before = read::invoice(tx, row.id, ctx.now).await?;
    if !uses::remove(tx, row.id, ctx.now).await? {
        return Err(Error::not_found("promotion"));
    }
    finish(ctx, tx, &row, &before).await
}

async fn finish(ctx: &Ctx, tx: &mut Tx, row: &InvoiceRow, before: &Invoice) -> Result<Invoice> {
    invoices::update(tx, row, ctx.now).await?;
    let after = read::invoice(tx, row.id, ctx.now).await?;
    tx.record(drafts::entry(ctx, row).change(before, &after));
    tell(tx, row.location_id, row.patient_id);
    Ok(after)
}

/// Uses the draft's code for good, when it has one: all is judged again under the promotion's lock.
///
/// # Errors
/// `invalid` on `promotion` with the one reason why it does not apply any more.
pub(in crate::billing) async fn redeem(ctx: &Ctx, tx: &mut Tx, row: &InvoiceRow) -> Result<()> {
    let Some(chosen) = uses::of(tx, row.id).await? else {
        return Ok(());
    };
    let promotion = queries::lock(tx, chosen.promotion_id).await?;
    let priced = invoices::priced(row, invoices::lines(tx, row.id).await?)?;
    let parts = given(tx, row, &promotion, &priced.lines, ctx.now).await?;
    let parts = parts.map_err(|refusal| refused(refusal, "promotion", &chosen.code))?;
    uses::redeem(tx, row, &promotion, &parts, ctx.now).await?;
    tx.changed(Topic::promotions());
    Ok(())
}

/// Gives back the use of an invoice that is voided.
pub(in crate::billing) async fn give_back(ctx: &Ctx, tx: &mut Tx, invoice: InvoiceId) -> Result<()> {
    if uses::give_back(tx, invoice, ctx.now).await? {
        tx.changed(Topic::promotions());
    }
    Ok(())
}
