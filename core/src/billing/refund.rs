//! `billing.refund`: money goes back the way it came, or to the patient's credit. What it had paid is owed again.

use super::ledger::{self, Account, EntryHead, EntryKind, Posting};
use super::model::{Payment, PaymentMethod, PaymentStatus, RefundDestination};
use super::numbers::Series;
use super::pay::known_transaction;
use super::payments::{self, PaymentRow};
use super::requests::RefundPayment;
use super::{drawer, issue, places, queries, settle};
use crate::api::{Ctx, Fields};
use crate::db::Tx;
use crate::ids::{DrawerSessionId, InvoiceId, RefundId};
use crate::money::Money;
use crate::{Error, ErrorCode, Result, args};

/// Gives money back.
///
/// # Errors
/// `invalid` without a reason, on `amount` when more than can be given back or than lies in the drawer, in another currency, on a
/// transaction id that is known; `not_allowed` with `reason` = `not_completed`; `not_found`.
pub(super) async fn refund(ctx: &Ctx, tx: &mut Tx, request: RefundPayment) -> Result<Payment> {
    check(&request)?;
    let row = payments::lock(tx, request.payment_id).await?;
    if row.status != PaymentStatus::Completed {
        return Err(Error::new(ErrorCode::NotAllowed).with("reason", "not_completed"));
    }
    let before = payments::view_of(tx, row.id).await?;
    let destination = destination(&request, &row);
    let back = parts(tx, &request, &before, destination).await?;
    let place = places::place(tx, row.location_id).await?;
    let session = drawer::open(ctx, tx, &place, &request.drawer).await?;
    if destination == RefundDestination::Method && row.method == PaymentMethod::Cash {
        drawer::holds(tx, session, request.amount.amount, request.amount.currency).await?;
    }
    let today = place.today(ctx.now)?;
    let id = RefundId::fresh();
    write(ctx, tx, id, &row, &request, (destination, today)).await?;
    let head = head(ctx, &row, id, session, today, request.reason.trim())?;
    ledger::post(tx, head, request.amount.currency, &back, ctx.now).await?;
    settle::finish(ctx, tx, &row, &before, request.reason.trim()).await
}

fn check(request: &RefundPayment) -> Result<()> {
    let mut fields = Fields::default();
    fields.required("reason", &request.reason, 400);
    fields.at_most("transaction_id", request.transaction_id.trim(), 100);
    drawer::check_name(&mut fields, &request.drawer);
    fields.check()
}

/// What was paid out of credit goes back to it.
fn destination(request: &RefundPayment, row: &PaymentRow) -> RefundDestination {
    if row.method == PaymentMethod::Credit {
        RefundDestination::Credit
    } else {
        request.destination
    }
}

/// Out of what the payment is taken back: first what lies as credit, then its invoices, the last one first.
async fn parts(tx: &mut Tx, request: &RefundPayment, payment: &Payment, destination: RefundDestination) -> Result<Vec<Posting>> {
    let currency = payment.amount.currency;
    let mut covered = ledger::covered(tx, payment.id).await?;
    covered.sort_by_key(|c| std::cmp::Reverse(c.invoice_id));
    let of = |account| covered.iter().filter(move |c| c.account == account);
    let lying = of(Account::Credit).map(|c| -c.posted).sum();
    // Credit that becomes credit is no refund.
    let (from, unspent) = match destination {
        RefundDestination::Credit => (Account::Credit, 0),
        RefundDestination::Method => (
            payment.method.account(),
            payments::unspent(tx, payment.patient_id, currency, lying).await?,
        ),
    };
    let paid: Vec<(InvoiceId, i64)> = of(Account::Receivable)
        .filter_map(|c| Some((c.invoice_id?, (-c.posted).max(0))))
        .collect();
    let most = unspent + paid.iter().map(|(_, paid)| paid).sum::<i64>();
    issue::within(request.amount, Money::of(most, currency), "more_than_refundable")?;
    let mut rest = request.amount.amount;
    let mut part = |most: i64| {
        let part = rest.min(most);
        rest -= part;
        part
    };
    let mut postings = vec![
        Posting::new(from, -request.amount.amount),
        Posting::new(Account::Credit, part(unspent)),
    ];
    for (invoice, paid) in paid {
        queries::lock(tx, invoice).await?;
        postings.push(Posting::of(Account::Receivable, invoice, part(paid)));
    }
    Ok(postings)
}

fn head<'a>(
    ctx: &Ctx,
    row: &PaymentRow,
    id: RefundId,
    session: DrawerSessionId,
    today: chrono::NaiveDate,
    reason: &'a str,
) -> Result<EntryHead<'a>> {
    let by = Some(ctx.session()?.user_id);
    Ok(EntryHead {
        session: Some(session),
        payment: Some(row.id),
        refund: Some(id),
        reason,
        ..EntryHead::new(EntryKind::Refund, row.location_id, today, by)
    })
}

const INSERT: &str = "INSERT INTO refunds (id, refund_number, location_id, payment_id, amount, destination, transaction_id, reason, made_by, created_at, updated_at) \
 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

async fn write(
    ctx: &Ctx,
    tx: &mut Tx,
    id: RefundId,
    row: &PaymentRow,
    request: &RefundPayment,
    (destination, today): (RefundDestination, chrono::NaiveDate),
) -> Result<()> {
    let number = Series::Refund.next(tx, row.location_id, today, ctx.now).await?;
    let transaction = request.transaction_id.trim();
    let values = args![
        id,
        number,
        row.location_id,
        row.id,
        request.amount.amount,
        destination,
        Some(transaction).filter(|t| !t.is_empty()),
        request.reason.trim(),
        ctx.session()?.user_id,
        ctx.now,
        ctx.now
    ];
    tx.exec(INSERT, values).await.map_err(|e| known_transaction(e, transaction))?;
    Ok(())
}
