//! Day close: a drawer is counted against the ledger, emptied into the safe and sealed. Whatever comes afterwards opens it anew.

use chrono::{DateTime, Utc};

use super::close_model::{CloseDrawer, Count, DrawerRow, DrawerSession, DrawerState, SetFloat, ShowDrawer, ShowSession};
use super::ledger::{self, Account, EntryHead, EntryKind, Posting};
use super::places::{self, BillingPlace};
use super::{close_queries as queries, drawer};
use crate::api::{Ctx, Fields};
use crate::audit::Entry;
use crate::db::Tx;
use crate::feed::Topic;
use crate::ids::{DrawerSessionId, LocationId};
use crate::money::{Currency, Money};
use crate::{Error, ErrorCode, Result};

/// `billing.drawer`: what is open, and the last that were closed.
pub(super) async fn show(ctx: &Ctx, request: ShowDrawer) -> Result<DrawerState> {
    let mut db = ctx.db()?;
    let open = match queries::open_session(&mut db, request.location_id, request.drawer.trim()).await? {
        Some(id) => Some(queries::session(&mut db, id, ctx.now).await?),
        None => None,
    };
    let closed = queries::closed(&mut db, request.location_id).await?;
    Ok(DrawerState { open, closed })
}

/// `billing.day_sheet`: one session with all that belongs to it.
pub(super) async fn sheet(ctx: &Ctx, request: ShowSession) -> Result<DrawerSession> {
    queries::session(&mut ctx.db()?, request.id, ctx.now).await
}

/// `billing.set_float`: opens the drawer, or corrects what was said to lie in it.
///
/// # Errors
/// `invalid` below nothing, or below what was given back out of it since; `not_found`.
pub(crate) async fn set_float(ctx: &Ctx, tx: &mut Tx, request: SetFloat) -> Result<DrawerSession> {
    let Money { amount, currency } = request.amount;
    let mut fields = Fields::default();
    drawer::check_name(&mut fields, &request.drawer);
    fields.within("amount", amount, 0, super::amounts::MOST);
    fields.check()?;
    let place = places::place(tx, request.location_id).await?;
    let id = drawer::open(ctx, tx, &place, &request.drawer).await?;
    let before = queries::session(tx, id, ctx.now).await?;
    let lay = row_of(&before, Account::Cash, currency).map_or(0, |row| row.float);
    if amount < lay {
        drawer::holds(tx, id, lay - amount, currency).await?;
    }
    let postings = [Posting::new(Account::Cash, amount - lay), Posting::new(Account::Safe, lay - amount)];
    post(ctx, tx, &place, id, EntryKind::Open, currency, &postings, "").await?;
    finish(ctx, tx, &before, "").await
}

fn row_of(session: &DrawerSession, account: Account, currency: Currency) -> Option<&DrawerRow> {
    session.rows.iter().find(|r| r.account == account && r.currency == currency)
}

/// `billing.close_drawer`: counted, explained, emptied, sealed.
///
/// # Errors
/// `invalid` when something that was taken was not counted, when pieces do not make up the sum, or without an explanation of a difference,
/// naming it; `not_allowed` with `reason` = `day_closed` and `day`; `not_found`.
pub(super) async fn close(ctx: &Ctx, tx: &mut Tx, request: CloseDrawer) -> Result<DrawerSession> {
    let open = queries::lock(tx, request.id).await?;
    let before = queries::session(tx, request.id, ctx.now).await?;
    if !open {
        let day = before.opened_on.to_string();
        return Err(Error::new(ErrorCode::NotAllowed).with("reason", "day_closed").with("day", day));
    }
    let explanation = request.explanation.trim();
    check(&request, &before)?;
    let place = places::place(tx, before.location_id).await?;
    queries::seal(tx, &request, ctx.session()?.user_id, explanation, ctx.now).await?;
    for currency in currencies(&before) {
        let postings = emptied(&request, &before, currency);
        post(ctx, tx, &place, request.id, EntryKind::Close, currency, &postings, explanation).await?;
    }
    finish(ctx, tx, &before, explanation).await
}

/// Closes a drawer in which everything is there, for the demo clinic; nothing where nothing was taken.
pub(crate) async fn close_exactly(ctx: &Ctx, tx: &mut Tx, location: LocationId, drawer: &str) -> Result<()> {
    let Some(id) = queries::open_session(tx, location, drawer).await? else {
        return Ok(());
    };
    let session = queries::session(tx, id, ctx.now).await?;
    let count = |row: &DrawerRow| Count {
        account: row.account,
        counted: Money::of(row.expected, row.currency),
        pieces: Vec::new(),
    };
    let request = CloseDrawer {
        id,
        counts: session.rows.iter().map(count).collect(),
        explanation: String::new(),
    };
    close(ctx, tx, request).await?;
    Ok(())
}

fn currencies(session: &DrawerSession) -> Vec<Currency> {
    let mut currencies: Vec<Currency> = session.rows.iter().map(|r| r.currency).collect();
    currencies.dedup();
    currencies
}

fn counted(request: &CloseDrawer, row: &DrawerRow) -> Option<i64> {
    let of = |c: &&Count| c.account == row.account && c.counted.currency == row.currency;
    request.counts.iter().find(of).map(|c| c.counted.amount)
}

fn check(request: &CloseDrawer, session: &DrawerSession) -> Result<()> {
    let mut fields = Fields::default();
    fields.at_most("explanation", request.explanation.trim(), 400);
    for (n, count) in request.counts.iter().enumerate() {
        fields.within(&format!("counts.{n}.counted"), count.counted.amount, 0, super::amounts::MOST);
        let made_up: i128 = count.pieces.iter().map(|p| i128::from(p.denomination) * i128::from(p.pieces)).sum();
        if count.pieces.iter().any(|p| p.denomination <= 0 || p.pieces <= 0) {
            fields.wrong(&format!("counts.{n}.pieces"), "not_above_zero");
        } else if !count.pieces.is_empty() && made_up != i128::from(count.counted.amount) {
            fields.wrong_with(
                &format!("counts.{n}.pieces"),
                "pieces_differ",
                "amount",
                serde_json::json!(count.counted),
            );
        }
        if row_of(session, count.account, count.counted.currency).is_none() && count.counted.amount != 0 {
            fields.wrong(&format!("counts.{n}.counted"), "nothing_taken");
        }
    }
    for row in &session.rows {
        let Some(counted) = counted(request, row) else {
            let expected = serde_json::json!(Money::of(row.expected, row.currency));
            fields.wrong_with("counts", "not_counted", "expected", expected);
            continue;
        };
        if counted != row.expected && request.explanation.trim().is_empty() {
            let difference = serde_json::json!(Money::of(counted - row.expected, row.currency));
            fields.wrong_with("explanation", "explain_difference", "difference", difference);
        }
    }
    fields.check()
}

/// What was missing or too much, and the cash on its way to the safe.
fn emptied(request: &CloseDrawer, session: &DrawerSession, currency: Currency) -> Vec<Posting> {
    let mut postings = Vec::new();
    for row in session.rows.iter().filter(|r| r.currency == currency) {
        let counted = counted(request, row).unwrap_or(row.expected);
        postings.push(Posting::new(row.account, counted - row.expected));
        postings.push(Posting::new(Account::OverShort, row.expected - counted));
        if row.account == Account::Cash {
            postings.push(Posting::new(Account::Cash, -counted));
            postings.push(Posting::new(Account::Safe, counted));
        }
    }
    postings
}

#[expect(clippy::too_many_arguments, reason = "what an entry is about")]
async fn post(
    ctx: &Ctx,
    tx: &mut Tx,
    place: &BillingPlace,
    session: DrawerSessionId,
    kind: EntryKind,
    currency: Currency,
    postings: &[Posting],
    reason: &str,
) -> Result<()> {
    let by = Some(ctx.session()?.user_id);
    let head = EntryHead {
        session: Some(session),
        reason,
        ..EntryHead::new(kind, place.location_id, place.today(ctx.now)?, by)
    };
    ledger::post(tx, head, currency, postings, ctx.now).await
}

async fn finish(ctx: &Ctx, tx: &mut Tx, before: &DrawerSession, reason: &str) -> Result<DrawerSession> {
    let after = queries::session(tx, before.id, ctx.now).await?;
    let entry = Entry::new(ctx.command, "drawer_session", before.id.0).at(before.location_id);
    tx.record(entry.change(before, &after).because(reason));
    tx.changed(Topic::billing(before.location_id));
    Ok(after)
}

/// The instant up to which a session's days reach.
pub(super) fn until(session: &DrawerSession, now: DateTime<Utc>) -> DateTime<Utc> {
    session.closed_at.unwrap_or(now)
}
