//! An invoice becomes owed, and may be reversed or given up. Each is one entry of the ledger.

use chrono::Days;

use super::amounts::Sums;
use super::drafts::{at_version, editable, entry};
use super::ledger::{self, Account, EntryHead, EntryKind, Posting};
use super::model::{Invoice, InvoiceState};
use super::numbers::Series;
use super::queries::{self, InvoiceRow};
use super::requests::{InvoiceRef, VoidInvoice, WriteOff};
use super::{places, promotions, read, tell};
use crate::api::{Ctx, Fields};
use crate::db::Tx;
use crate::ids::InvoiceId;
use crate::money::Money;
use crate::settings::{self, SERVICE_CODE_SYSTEM};
use crate::{Error, ErrorCode, Result, args};

const ISSUE: &str = "UPDATE invoices SET state = 'issued', invoice_number = ?, issued_at = ?, issued_on = ?, due_on = ?, code_system = ?, updated_at = ?, \
 version = version + 1 WHERE id = ?";

/// `billing.issue`: numbered, dated, and owed from now on.
///
/// # Errors
/// `invalid` without a line, or on `promotion` when its code does not apply any more; `stale`; `not_allowed` with `reason` = `invoice_issued`;
/// `not_found`.
pub(crate) async fn issue(ctx: &Ctx, tx: &mut Tx, request: InvoiceRef) -> Result<Invoice> {
    let row = editable(ctx, tx, request.id, request.version).await?;
    let before = read::invoice(tx, row.id, ctx.now).await?;
    if before.lines.is_empty() {
        return Err(Error::field("lines", "required"));
    }
    promotions::redeem(ctx, tx, &row).await?;
    let sums = queries::priced(&row, queries::lines(tx, row.id).await?)?.sums;
    let place = places::place(tx, row.location_id).await?;
    let today = place.today(ctx.now)?;
    let days = Days::new(u64::try_from(place.payment_days).unwrap_or(0));
    let number = Series::Invoice.next(tx, row.location_id, today, ctx.now).await?;
    let system = settings::text(tx, &SERVICE_CODE_SYSTEM, ctx.app.workstation().id).await?;
    tx.exec(ISSUE, args![number, ctx.now, today, today + days, system, ctx.now, row.id])
        .await?;
    queries::keep_codes(tx, &row, ctx.now).await?;
    post(ctx, tx, &row, EntryKind::Invoice, &asked(row.id, sums), "").await?;
    finish(ctx, tx, &row, &before, "").await
}

/// What the patient owes from now on, and what it is for.
fn asked(id: InvoiceId, sums: Sums) -> [Posting; 4] {
    [
        Posting::of(Account::Receivable, id, sums.total),
        Posting::of(Account::Discount, id, sums.discount),
        Posting::of(Account::Tax, id, -sums.tax),
        Posting::of(Account::Revenue, id, -(sums.net + sums.discount)),
    ]
}

async fn post(ctx: &Ctx, tx: &mut Tx, row: &InvoiceRow, kind: EntryKind, postings: &[Posting], reason: &str) -> Result<()> {
    let today = places::place(tx, row.location_id).await?.today(ctx.now)?;
    let head = EntryHead {
        invoice: Some(row.id),
        reason,
        ..EntryHead::new(kind, row.location_id, today, Some(ctx.session()?.user_id))
    };
    ledger::post(tx, head, row.currency()?, postings, ctx.now).await
}

async fn finish(ctx: &Ctx, tx: &mut Tx, row: &InvoiceRow, before: &Invoice, reason: &str) -> Result<Invoice> {
    let after = read::invoice(tx, row.id, ctx.now).await?;
    tx.record(entry(ctx, row).change(before, &after).because(reason));
    tell(tx, row.location_id, row.patient_id);
    Ok(after)
}

const VOID: &str = "UPDATE invoices SET state = 'void', reversal_number = ?, void_reason = ?, voided_at = ?, updated_at = ?, version = version + 1 WHERE id = ?";

/// `billing.void`: the reverse of all that was posted, under a number of its own. What was paid is given back first.
///
/// # Errors
/// `invalid` without a reason; `not_allowed` with `reason` = `not_issued`, or `has_payments` with `paid`; `stale`; `not_found`.
pub(super) async fn void(ctx: &Ctx, tx: &mut Tx, request: VoidInvoice) -> Result<Invoice> {
    let reason = why(&request.reason)?;
    let row = at_version(ctx, tx, request.id, request.version).await?;
    let before = issued(ctx, tx, &row).await?;
    let brief = &before.brief;
    let covered = brief.total - brief.owed - brief.written_off;
    if covered != 0 {
        let paid = serde_json::json!(Money::of(covered, brief.currency));
        return Err(not_allowed("has_payments").with("paid", paid));
    }
    let today = places::place(tx, row.location_id).await?.today(ctx.now)?;
    let number = Series::Reversal.next(tx, row.location_id, today, ctx.now).await?;
    tx.exec(VOID, args![number, reason, ctx.now, ctx.now, row.id]).await?;
    promotions::give_back(ctx, tx, row.id).await?;
    let back: Vec<Posting> = ledger::asked(tx, row.id)
        .await?
        .into_iter()
        .map(|(account, amount)| Posting::of(account, row.id, -amount))
        .collect();
    post(ctx, tx, &row, EntryKind::Void, &back, reason).await?;
    finish(ctx, tx, &row, &before, reason).await
}

/// `billing.write_off`: what nobody will pay is no longer owed.
///
/// # Errors
/// `invalid` on `amount` when more than is owed, or in another currency; `not_allowed` with `reason` = `not_issued`; `not_found`.
pub(super) async fn write_off(ctx: &Ctx, tx: &mut Tx, request: WriteOff) -> Result<Invoice> {
    let reason = why(&request.reason)?;
    let row = queries::lock(tx, request.id).await?;
    let before = issued(ctx, tx, &row).await?;
    let owed = Money::of(before.brief.owed, before.brief.currency);
    within(request.amount, owed, "more_than_owed")?;
    let amount = request.amount.amount;
    let postings = [
        Posting::of(Account::WriteOff, row.id, amount),
        Posting::of(Account::Receivable, row.id, -amount),
    ];
    post(ctx, tx, &row, EntryKind::WriteOff, &postings, reason).await?;
    finish(ctx, tx, &row, &before, reason).await
}

fn why(reason: &str) -> Result<&str> {
    let mut fields = Fields::default();
    fields.required("reason", reason, 400);
    fields.check()?;
    Ok(reason.trim())
}

async fn issued(ctx: &Ctx, tx: &mut Tx, row: &InvoiceRow) -> Result<Invoice> {
    if row.state == InvoiceState::Issued {
        read::invoice(tx, row.id, ctx.now).await
    } else {
        Err(not_allowed("not_issued"))
    }
}

fn not_allowed(reason: &'static str) -> Error {
    Error::new(ErrorCode::NotAllowed).with("reason", reason)
}

/// An amount above nothing, of this currency, and not above what is there.
///
/// # Errors
/// `invalid` on `amount`, naming the figure.
pub(super) fn within(amount: Money, most: Money, code: &str) -> Result<()> {
    let mut fields = Fields::default();
    if amount.currency != most.currency {
        fields.wrong_with("amount", "wrong_currency", "currency", most.currency.code());
    } else if amount.amount <= 0 {
        fields.wrong("amount", "not_above_zero");
    } else if amount.amount > most.amount {
        fields.wrong_with("amount", code, "most", serde_json::json!(most));
    }
    fields.check()
}
