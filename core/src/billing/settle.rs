//! `billing.settle`: a pending payment or a claim ends, one way or the other.

use chrono::NaiveDate;

use super::amounts::spread;
use super::ledger::{self, Account, EntryHead, EntryKind, Posting};
use super::model::{Payment, PaymentMethod, PaymentStatus};
use super::numbers::Series;
use super::pay::known_transaction;
use super::payments::{self, PaymentRow};
use super::places::{self, BillingPlace};
use super::requests::SettlePayment;
use super::{briefs, drawer, queries, read, tell};
use crate::api::{Ctx, Fields};
use crate::audit::Entry;
use crate::db::Tx;
use crate::ids::DrawerSessionId;
use crate::{Error, ErrorCode, Result, args};

/// Settles a payment that was announced or asked for.
///
/// # Errors
/// `invalid` without a reason for a failure, or on `approved` when it is not part of the claim; `not_allowed` with `reason` =
/// `not_pending`; `stale`; `not_found`.
pub(crate) async fn settle(ctx: &Ctx, tx: &mut Tx, request: SettlePayment) -> Result<Payment> {
    let row = payments::lock(tx, request.id).await?;
    let before = payments::view_of(tx, row.id).await?;
    if row.version != request.version {
        return Err(Error::stale(&before));
    }
    if row.status != PaymentStatus::Pending {
        return Err(Error::new(ErrorCode::NotAllowed).with("reason", "not_pending"));
    }
    check(&request, &before)?;
    let place = places::place(tx, row.location_id).await?;
    lock_invoices(tx, &before).await?;
    let session = if request.completed {
        Some(drawer::open(ctx, tx, &place, &request.drawer).await?)
    } else {
        None
    };
    let when = (session, place.today(ctx.now)?);
    end(ctx, tx, &row, &before, &request, &place, when).await
}

/// Locks what the payment is for.
pub(super) async fn lock_invoices(tx: &mut Tx, payment: &Payment) -> Result<()> {
    for share in &payment.shares {
        queries::lock(tx, share.invoice_id).await?;
    }
    Ok(())
}

/// Ends a payment whose row, invoices and drawer are locked: written, posted on that day, recorded.
#[expect(clippy::too_many_arguments, reason = "what a payment is, how it ended, and where that is booked")]
pub(super) async fn end(
    ctx: &Ctx,
    tx: &mut Tx,
    row: &PaymentRow,
    before: &Payment,
    request: &SettlePayment,
    place: &BillingPlace,
    (session, booked_on): (Option<DrawerSessionId>, NaiveDate),
) -> Result<Payment> {
    let postings = if row.method == PaymentMethod::Insurance {
        claim_decided(request, before)?
    } else {
        money_came(tx, request, before).await?
    };
    write(ctx, tx, row, request, place).await?;
    let by = Some(ctx.session()?.user_id);
    let head = EntryHead {
        session,
        payment: Some(row.id),
        reason: request.reason.trim(),
        ..EntryHead::new(EntryKind::Settlement, row.location_id, booked_on, by)
    };
    ledger::post(tx, head, before.amount.currency, &postings, ctx.now).await?;
    finish(ctx, tx, row, before, request.reason.trim()).await
}

fn check(request: &SettlePayment, payment: &Payment) -> Result<()> {
    let mut fields = Fields::default();
    drawer::check_name(&mut fields, &request.drawer);
    fields.at_most("transaction_id", request.transaction_id.trim(), 100);
    if !request.completed {
        fields.required("reason", &request.reason, 400);
    }
    if let Some(approved) = request.approved {
        if payment.method != PaymentMethod::Insurance || !request.completed {
            fields.wrong("approved", "only_claims");
        } else if approved <= 0 {
            fields.wrong("approved", "not_above_zero");
        } else if approved > payment.amount.amount {
            fields.wrong_with("approved", "more_than_claimed", "most", serde_json::json!(payment.amount));
        }
    }
    fields.check()
}

/// What the insurer pays; what it does not, the patient owes again.
fn claim_decided(request: &SettlePayment, claim: &Payment) -> Result<Vec<Posting>> {
    let approved = if request.completed {
        request.approved.unwrap_or(claim.amount.amount)
    } else {
        0
    };
    let mut postings = vec![Posting::new(Account::Insurance, approved)];
    for (share, rest) in claim.shares.iter().zip(rests(claim, approved)?) {
        postings.push(Posting::of(Account::Insurer, share.invoice_id, -share.amount));
        postings.push(Posting::of(Account::Receivable, share.invoice_id, rest));
    }
    Ok(postings)
}

/// What the insurer does not pay of each invoice of a claim, in their order.
pub(super) fn rests(claim: &Payment, approved: i64) -> Result<Vec<i64>> {
    let sizes: Vec<i128> = claim.shares.iter().map(|s| s.amount.into()).collect();
    let parts = spread(approved.into(), &sizes);
    let rest = |(size, part): (i128, i128)| i64::try_from(size - part).map_err(|_| Error::fault("a part above its whole"));
    sizes.iter().copied().zip(parts).map(rest).collect()
}

/// Money that was announced: what its invoices no longer owe becomes credit.
async fn money_came(tx: &mut Tx, request: &SettlePayment, payment: &Payment) -> Result<Vec<Posting>> {
    if !request.completed {
        return Ok(Vec::new());
    }
    let mut rest = payment.amount.amount;
    let mut postings = vec![Posting::new(payment.method.account(), rest)];
    for share in &payment.shares {
        let owed = ledger::standing(tx, share.invoice_id).await?.owed;
        let part = share.amount.min(owed);
        rest -= part;
        postings.push(Posting::of(Account::Receivable, share.invoice_id, -part));
    }
    postings.push(Posting::new(Account::Credit, -rest));
    Ok(postings)
}

const COMPLETE: &str = "UPDATE payments SET status = 'completed', receipt_number = ?, paid_at = ?, approved = ?, transaction_id = COALESCE(?, transaction_id), \
 drawer = ?, updated_at = ?, version = version + 1 WHERE id = ?";
const FAIL: &str = "UPDATE payments SET status = 'failed', fail_reason = ?, updated_at = ?, version = version + 1 WHERE id = ?";

async fn write(ctx: &Ctx, tx: &mut Tx, row: &PaymentRow, request: &SettlePayment, place: &BillingPlace) -> Result<()> {
    if !request.completed {
        tx.exec(FAIL, args![request.reason.trim(), ctx.now, row.id]).await?;
        return Ok(());
    }
    let number = Series::Receipt.next(tx, row.location_id, place.today(ctx.now)?, ctx.now).await?;
    let approved = (row.method == PaymentMethod::Insurance).then(|| request.approved.unwrap_or(row.amount));
    let transaction = request.transaction_id.trim();
    let values = args![
        number,
        ctx.now,
        approved,
        Some(transaction).filter(|t| !t.is_empty()),
        request.drawer.trim(),
        ctx.now,
        row.id
    ];
    tx.exec(COMPLETE, values).await.map_err(|e| known_transaction(e, transaction))?;
    Ok(())
}

/// Records what became of a payment, and tells the screens.
pub(super) async fn finish(ctx: &Ctx, tx: &mut Tx, row: &PaymentRow, before: &Payment, reason: &str) -> Result<Payment> {
    let after = payments::view_of(tx, row.id).await?;
    let entry = Entry::new(ctx.command, "payment", row.id.0)
        .patient(row.patient_id)
        .at(row.location_id);
    tx.record(entry.change(before, &after).because(reason));
    tell(tx, row.location_id, row.patient_id);
    let mut invoices = Vec::new();
    for share in &after.shares {
        invoices.push(briefs::brief_of(tx, share.invoice_id, ctx.now).await?);
    }
    read::tell_places(tx, &invoices);
    Ok(after)
}
