//! `billing.enter_remittance`: one payment of an insurer decides several claims, all of them or none.

use chrono::NaiveDate;

use super::model::{Claim, Remittance};
use super::requests::{EnterRemittance, RemittanceLineForm, Rest};
use super::{list, remit_check, remit_rows};
use crate::api::Ctx;
use crate::audit::Entry;
use crate::billing::ledger::{self, Account, EntryHead, EntryKind, Posting};
use crate::billing::model::Payment;
use crate::billing::payments::{self, PaymentRow};
use crate::billing::places::{self, BillingPlace};
use crate::billing::requests::SettlePayment;
use crate::billing::{drawer, settle};
use crate::db::Tx;
use crate::identity::Permission;
use crate::ids::{DrawerSessionId, LocationId, PatientId, RemittanceId};
use crate::{Error, ErrorCode, Result, insurance};

/// A claim of a remittance, locked.
struct Decided<'a> {
    line: &'a RemittanceLineForm,
    row: PaymentRow,
    before: Payment,
    /// What is given up of each of its invoices, in their order.
    given_up: Vec<i64>,
}

/// Where and when a remittance is booked.
struct Booking<'a> {
    request: &'a EnterRemittance,
    place: &'a BillingPlace,
    session: DrawerSessionId,
    on: NaiveDate,
}

/// Enters a remittance.
///
/// # Errors
/// `invalid`: the lines do not come to the total, a claim that was decided already (by name), a reference that is known, a day that is
/// ahead or closed; `denied` when something is given up without the permission to; `not_found`.
pub(crate) async fn enter(ctx: &Ctx, tx: &mut Tx, request: EnterRemittance) -> Result<Remittance> {
    remit_check::form(&request)?;
    may_give_up(ctx, &request)?;
    let insurer = insurance::insurer(tx, request.insurer_id).await?;
    let claims = lock(tx, &request).await?;
    remit_check::lines(&request, &claims)?;
    let place = places::place(tx, request.location_id).await?;
    let closed = remit_rows::last_closed(tx, &place, request.drawer.trim()).await?;
    remit_check::day(request.received_on, place.today(ctx.now)?, closed)?;
    let decided = decide(tx, &request).await?;
    let booking = Booking {
        session: drawer::open(ctx, tx, &place, &request.drawer).await?,
        request: &request,
        place: &place,
        on: request.received_on,
    };
    let id = RemittanceId::fresh();
    remit_rows::insert(ctx, tx, id, &request).await?;
    for claim in &decided {
        book(ctx, tx, &booking, claim).await?;
        remit_rows::insert_line(tx, id, claim.line, claim.given_up.iter().sum(), ctx.now).await?;
    }
    let remittance = remit_rows::one(tx, id).await?;
    let entry = Entry::new(ctx.command, "remittance", id.0).at(request.location_id);
    tx.record(entry.created(&remittance).because(&insurer.name));
    Ok(remittance)
}

/// The local day at a place.
///
/// # Errors
/// `not_found`.
pub(crate) async fn today(ctx: &Ctx, tx: &mut Tx, location: LocationId) -> Result<NaiveDate> {
    places::place(tx, location).await?.today(ctx.now)
}

/// To give up what an insurer does not pay is to write it off.
fn may_give_up(ctx: &Ctx, request: &EnterRemittance) -> Result<()> {
    let gives_up = request.lines.iter().any(|line| line.rest == Rest::WriteOff);
    if gives_up && !ctx.session()?.role.may(Permission::BillingRefund) {
        return Err(Error::new(ErrorCode::Denied));
    }
    Ok(())
}

/// The claims in the order of the lines, their patients, payments and invoices locked in the order in which everybody locks them.
async fn lock(tx: &mut Tx, request: &EnterRemittance) -> Result<Vec<Claim>> {
    let mut ids: Vec<_> = request.lines.iter().map(|line| line.payment_id).collect();
    ids.sort_unstable();
    let mut patients: Vec<PatientId> = list::some(tx, &ids).await?.iter().map(|c| c.patient_id).collect();
    patients.sort_unstable();
    patients.dedup();
    for patient in patients {
        payments::lock_money(tx, patient).await?;
    }
    for id in &ids {
        payments::lock(tx, *id).await?;
    }
    let claims = list::some(tx, &ids).await?;
    let mut invoices: Vec<_> = claims.iter().flat_map(|c| c.shares.iter().map(|s| s.invoice_id)).collect();
    invoices.sort_unstable();
    invoices.dedup();
    for invoice in invoices {
        crate::billing::queries::lock(tx, invoice).await?;
    }
    let of = |line: &RemittanceLineForm| claims.iter().find(|c| c.payment_id == line.payment_id).cloned();
    Ok(request.lines.iter().filter_map(of).collect())
}

/// What each claim is paid, and what of its rest is given up.
async fn decide<'a>(tx: &mut Tx, request: &'a EnterRemittance) -> Result<Vec<Decided<'a>>> {
    let mut decided = Vec::with_capacity(request.lines.len());
    for line in &request.lines {
        let before = payments::view_of(tx, line.payment_id).await?;
        let rests = settle::rests(&before, line.approved)?;
        decided.push(Decided {
            line,
            row: payments::find(tx, line.payment_id).await?,
            given_up: if line.rest == Rest::WriteOff { rests } else { Vec::new() },
            before,
        });
    }
    Ok(decided)
}

/// Ends a claim as a decision of its own would, and gives up what the patient is not to pay.
async fn book(ctx: &Ctx, tx: &mut Tx, booking: &Booking<'_>, claim: &Decided<'_>) -> Result<()> {
    let line = claim.line;
    let paid = line.approved > 0;
    let settle = SettlePayment {
        id: line.payment_id,
        version: line.version,
        completed: paid,
        approved: paid.then_some(line.approved),
        transaction_id: String::new(),
        reason: line.reason.trim().to_owned(),
        drawer: booking.request.drawer.clone(),
    };
    let when = (paid.then_some(booking.session), booking.on);
    settle::end(ctx, tx, &claim.row, &claim.before, &settle, booking.place, when).await?;
    for (share, amount) in claim.before.shares.iter().zip(&claim.given_up) {
        let head = EntryHead {
            invoice: Some(share.invoice_id),
            reason: line.reason.trim(),
            ..EntryHead::new(EntryKind::WriteOff, claim.row.location_id, booking.on, Some(ctx.session()?.user_id))
        };
        let postings = [
            Posting::of(Account::WriteOff, share.invoice_id, *amount),
            Posting::of(Account::Receivable, share.invoice_id, -amount),
        ];
        ledger::post(tx, head, claim.before.amount.currency, &postings, ctx.now).await?;
    }
    Ok(())
}
