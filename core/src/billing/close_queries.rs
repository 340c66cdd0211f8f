//! Rows of drawers and what the ledger says of them.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};

use super::close::until;
use super::close_model::{CloseDrawer, ClosedSession, DrawerRow, DrawerSession, Exception, Pieces};
use super::ledger::Account;
use crate::db::{Read, Tx};
use crate::ids::{DrawerSessionId, LocationId, UserId};
use crate::money::{Currency, Money};
use crate::{Error, Result, args};

const OPEN: &str = "SELECT id FROM drawer_sessions WHERE location_id = ? AND drawer = ? AND state = 'open'";
const LOCK: &str = "SELECT state FROM drawer_sessions WHERE id = ?";

/// The open session of a drawer.
pub(super) async fn open_session(q: &mut impl Read, location: LocationId, drawer: &str) -> Result<Option<DrawerSessionId>> {
    let row: Option<(DrawerSessionId,)> = q.optional(OPEN, args![location, drawer]).await?;
    Ok(row.map(|r| r.0))
}

/// Locks a session until the transaction ends; whether it is open.
///
/// # Errors
/// `not_found`.
pub(super) async fn lock(tx: &mut Tx, id: DrawerSessionId) -> Result<bool> {
    let rows: Vec<(String,)> = tx.locked(LOCK, args![id]).await?;
    let (state,) = rows.first().ok_or_else(|| Error::not_found("drawer_session"))?;
    Ok(state == "open")
}

const CLOSED: &str = "SELECT s.id, s.drawer, s.session_number, s.opened_on, s.closed_at, CONCAT(u.first_name, ' ', u.last_name) AS closed_by, s.explanation \
 FROM drawer_sessions s JOIN users u ON u.id = s.closed_by WHERE s.location_id = ? AND s.state = 'closed' ORDER BY s.closed_at DESC, s.id LIMIT 60";

/// The last that were closed.
pub(super) async fn closed(q: &mut impl Read, location: LocationId) -> Result<Vec<ClosedSession>> {
    q.all(CLOSED, args![location]).await
}

const CLOSE: &str = "UPDATE drawer_sessions SET state = 'closed', closed_at = ?, closed_by = ?, explanation = ?, updated_at = ?, version = version + 1 WHERE id = ?";
const COUNT: &str = "INSERT INTO drawer_counts (session_id, account, currency, counted, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?)";
const PIECES: &str =
    "INSERT INTO drawer_pieces (session_id, currency, denomination, pieces, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?)";

/// Keeps what was counted, and closes for ever.
pub(super) async fn seal(tx: &mut Tx, request: &CloseDrawer, by: UserId, explanation: &str, now: DateTime<Utc>) -> Result<()> {
    tx.exec(CLOSE, args![now, by, explanation, now, request.id]).await?;
    for count in &request.counts {
        let (amount, currency) = (count.counted.amount, count.counted.currency.code());
        let row = args![request.id, count.account, currency, amount, now, now];
        tx.exec(COUNT, row).await.map_err(|e| twice(e, "counts"))?;
        for of in &count.pieces {
            let row = args![request.id, currency, of.denomination, of.pieces, now, now];
            tx.exec(PIECES, row).await.map_err(|e| twice(e, "counts"))?;
        }
    }
    Ok(())
}

fn twice(error: Error, field: &str) -> Error {
    if error.is_unique_violation() {
        Error::field(field, "named_twice")
    } else {
        error
    }
}

#[derive(sqlx::FromRow)]
struct SessionRow {
    location_id: LocationId,
    location_name: String,
    time_zone: String,
    drawer: String,
    session_number: i32,
    opened_on: NaiveDate,
    created_at: DateTime<Utc>,
    opened_by: String,
    closed_at: Option<DateTime<Utc>>,
    closed_by: Option<String>,
    explanation: String,
}

const SESSION: &str = "SELECT s.location_id, l.name AS location_name, l.time_zone, s.drawer, s.session_number, s.opened_on, s.created_at, \
 CONCAT(o.first_name, ' ', o.last_name) AS opened_by, s.closed_at, CONCAT(c.first_name, ' ', c.last_name) AS closed_by, s.explanation \
 FROM drawer_sessions s JOIN locations l ON l.id = s.location_id JOIN users o ON o.id = s.opened_by LEFT JOIN users c ON c.id = s.closed_by WHERE s.id = ?";

/// A session with all that belongs to it.
///
/// # Errors
/// `not_found`.
pub(super) async fn session(q: &mut impl Read, id: DrawerSessionId, now: DateTime<Utc>) -> Result<DrawerSession> {
    let row: Option<SessionRow> = q.optional(SESSION, args![id]).await?;
    let row = row.ok_or_else(|| Error::not_found("drawer_session"))?;
    let mut session = DrawerSession {
        id,
        location_id: row.location_id,
        location_name: row.location_name,
        time_zone: row.time_zone,
        drawer: row.drawer,
        session_number: row.session_number,
        opened_on: row.opened_on,
        opened_at: row.created_at,
        opened_by: row.opened_by,
        closed_at: row.closed_at,
        closed_by: row.closed_by,
        explanation: row.explanation,
        rows: rows(q, id).await?,
        exceptions: Vec::new(),
    };
    session.exceptions = exceptions(q, &session, now).await?;
    Ok(session)
}

#[derive(sqlx::FromRow)]
struct SumRow {
    account: Account,
    currency: String,
    payments: i64,
    float_sum: i64,
    taken: i64,
    refunded: i64,
}

// `close` is left out: it empties the drawer, and what was expected must still be told afterwards.
const SUMS: &str = "SELECT s.account, s.currency, CAST(SUM(CASE WHEN e.kind IN ('payment', 'settlement') THEN 1 ELSE 0 END) AS SIGNED) AS payments, \
 CAST(SUM(CASE WHEN e.kind = 'open' THEN s.amount ELSE 0 END) AS SIGNED) AS float_sum, \
 CAST(SUM(CASE WHEN e.kind IN ('payment', 'settlement') THEN s.amount ELSE 0 END) AS SIGNED) AS taken, \
 CAST(SUM(CASE WHEN e.kind = 'refund' THEN -s.amount ELSE 0 END) AS SIGNED) AS refunded FROM ledger_entries e JOIN ledger_postings s ON s.entry_id = e.id \
 WHERE e.session_id = ? AND e.kind <> 'close' AND s.account IN ('cash', 'card', 'transfer', 'wallet', 'online', 'insurance') \
 GROUP BY s.account, s.currency";
const COUNTED: &str = "SELECT account, currency, counted FROM drawer_counts WHERE session_id = ?";
const PIECES_OF: &str = "SELECT currency, denomination, pieces FROM drawer_pieces WHERE session_id = ? ORDER BY denomination DESC";

async fn rows(q: &mut impl Read, id: DrawerSessionId) -> Result<Vec<DrawerRow>> {
    let sums: Vec<SumRow> = q.all(SUMS, args![id]).await?;
    let counted: Vec<(Account, String, i64)> = q.all(COUNTED, args![id]).await?;
    let counted: HashMap<(Account, String), i64> = counted.into_iter().map(|(a, c, n)| ((a, c), n)).collect();
    let pieces: Vec<(String, i64, i32)> = q.all(PIECES_OF, args![id]).await?;
    let pieces_of = |row: &SumRow| {
        let of = pieces.iter().filter(|p| row.account == Account::Cash && p.0 == row.currency);
        of.map(|(_, denomination, pieces)| Pieces {
            denomination: *denomination,
            pieces: *pieces,
        })
        .collect()
    };
    let rows: Result<Vec<DrawerRow>> = sums
        .into_iter()
        .map(|row| {
            Ok(DrawerRow {
                account: row.account,
                currency: Currency::parse(&row.currency)?,
                payments: row.payments,
                float: row.float_sum,
                taken: row.taken,
                refunded: row.refunded,
                expected: row.float_sum + row.taken - row.refunded,
                counted: counted.get(&(row.account, row.currency.clone())).copied(),
                pieces: pieces_of(&row),
            })
        })
        .collect();
    let mut rows = rows?;
    // Currency by currency, cash first.
    rows.sort_by_key(|row| (row.currency.code(), row.account));
    Ok(rows)
}

#[derive(sqlx::FromRow)]
struct ExceptionRow {
    kind: String,
    number: String,
    amount: i64,
    currency: String,
    reason: String,
    actor: String,
    at: DateTime<Utc>,
}

const REFUNDS: &str = "SELECT 'refund' AS kind, r.refund_number AS number, r.amount, p.currency, r.reason, CONCAT(u.first_name, ' ', u.last_name) AS actor, \
 r.created_at AS at FROM ledger_entries e JOIN refunds r ON r.id = e.refund_id JOIN payments p ON p.id = r.payment_id JOIN users u ON u.id = r.made_by \
 WHERE e.session_id = ? ORDER BY r.created_at, r.id";
// Voids and write-offs touch no drawer: they stand on the sheet of the location's day that they fell in.
const ENDED: &str = "SELECT e.kind, COALESCE(CASE WHEN e.kind = 'void' THEN i.reversal_number ELSE i.invoice_number END, '') AS number, -s.amount AS amount, s.currency, \
 e.reason, CONCAT(u.first_name, ' ', u.last_name) AS actor, e.created_at AS at FROM ledger_entries e JOIN invoices i ON i.id = e.invoice_id \
 JOIN ledger_postings s ON s.entry_id = e.id AND s.account = 'receivable' JOIN users u ON u.id = e.actor_id \
 WHERE e.location_id = ? AND e.kind IN ('void', 'write_off') AND e.created_at >= ? AND e.created_at <= ? ORDER BY e.created_at, e.id";
// What a code let off is told by a row of its own, under the code.
const DISCOUNTED: &str = "SELECT 'discount' AS kind, COALESCE(i.invoice_number, '') AS number, s.amount - COALESCE(r.amount, 0) AS amount, s.currency, \
 i.discount_reason AS reason, CONCAT(u.first_name, ' ', u.last_name) AS actor, e.created_at AS at FROM ledger_entries e JOIN invoices i ON i.id = e.invoice_id \
 JOIN ledger_postings s ON s.entry_id = e.id AND s.account = 'discount' JOIN users u ON u.id = e.actor_id \
 LEFT JOIN promotion_redemptions r ON r.invoice_id = i.id WHERE e.location_id = ? AND e.kind = 'invoice' AND e.created_at >= ? AND e.created_at <= ? \
 AND s.amount > COALESCE(r.amount, 0) ORDER BY e.created_at, e.id";
const PROMOTED: &str = "SELECT 'promotion' AS kind, COALESCE(i.invoice_number, '') AS number, r.amount, i.currency, r.code AS reason, \
 CONCAT(u.first_name, ' ', u.last_name) AS actor, e.created_at AS at FROM ledger_entries e JOIN invoices i ON i.id = e.invoice_id \
 JOIN promotion_redemptions r ON r.invoice_id = i.id AND r.amount > 0 JOIN users u ON u.id = e.actor_id \
 WHERE e.location_id = ? AND e.kind = 'invoice' AND e.created_at >= ? AND e.created_at <= ? ORDER BY e.created_at, e.id";

async fn exceptions(q: &mut impl Read, session: &DrawerSession, now: DateTime<Utc>) -> Result<Vec<Exception>> {
    let span = || args![session.location_id, session.opened_at, until(session, now)];
    let mut rows: Vec<ExceptionRow> = q.all(REFUNDS, args![session.id]).await?;
    rows.extend(q.all::<ExceptionRow>(ENDED, span()).await?);
    rows.extend(q.all::<ExceptionRow>(DISCOUNTED, span()).await?);
    rows.extend(q.all::<ExceptionRow>(PROMOTED, span()).await?);
    rows.into_iter()
        .map(|row| {
            Ok(Exception {
                kind: row.kind,
                number: row.number,
                amount: Money::of(row.amount, Currency::parse(&row.currency)?),
                reason: row.reason,
                actor: row.actor,
                at: row.at,
            })
        })
        .collect()
}
