//! The one ledger: entries of postings that come to nothing, added and never changed. `docs/adr/0008` says what each account is.

use chrono::{DateTime, NaiveDate, Utc};

use super::amounts::MOST;
use crate::db::{Read, Tx};
use crate::ids::{DrawerSessionId, EntryId, InvoiceId, LocationId, PatientId, PaymentId, RefundId, UserId};
use crate::money::{Currency, Money};
use crate::{Error, Result, args};

crate::text_enum! {
    /// What a posting is about. Debits are above zero, credits below.
    pub enum Account {
        /// What patients owe on invoices.
        Receivable = "receivable",
        /// What insurers were asked for and have not decided.
        Insurer = "insurer",
        /// What patients have with the clinic (a debt of the clinic, so below zero).
        Credit = "credit",
        /// What was earned, before discounts.
        Revenue = "revenue",
        /// What was let off.
        Discount = "discount",
        /// What the tax office gets.
        Tax = "tax",
        /// What nobody will pay.
        WriteOff = "write_off",
        /// What lies in the drawers.
        Cash = "cash",
        /// What came by card.
        Card = "card",
        /// What came by transfer.
        Transfer = "transfer",
        /// What came by a wallet.
        Wallet = "wallet",
        /// What came by an online payment.
        Online = "online",
        /// What insurers paid.
        Insurance = "insurance",
        /// Cash that lies in no drawer: floats come from here, counted cash goes here.
        Safe = "safe",
        /// What a count found missing or too much.
        OverShort = "over_short",
    }
}

crate::text_enum! {
    /// Why an entry was made.
    pub enum EntryKind {
        /// An invoice was issued.
        Invoice = "invoice",
        /// An invoice was reversed.
        Void = "void",
        /// What is owed was given up.
        WriteOff = "write_off",
        /// Money came.
        Payment = "payment",
        /// An insurer was asked.
        Claim = "claim",
        /// An insurer, or a pending payment, was decided.
        Settlement = "settlement",
        /// Money was given back.
        Refund = "refund",
        /// A drawer was opened with its float.
        Open = "open",
        /// A drawer was counted and emptied.
        Close = "close",
    }
}

/// One line of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Posting {
    pub account: Account,
    /// Which invoice it is about; always for what is owed.
    pub invoice: Option<InvoiceId>,
    pub amount: i64,
}

impl Posting {
    pub fn new(account: Account, amount: i64) -> Self {
        Self {
            account,
            invoice: None,
            amount,
        }
    }

    pub fn of(account: Account, invoice: InvoiceId, amount: i64) -> Self {
        Self {
            invoice: Some(invoice),
            ..Self::new(account, amount)
        }
    }
}

/// What an entry is about.
#[derive(Debug, Clone, Copy)]
pub(super) struct EntryHead<'a> {
    pub kind: EntryKind,
    pub location: LocationId,
    pub booked_on: NaiveDate,
    pub session: Option<DrawerSessionId>,
    pub invoice: Option<InvoiceId>,
    pub payment: Option<PaymentId>,
    pub refund: Option<RefundId>,
    pub actor: Option<UserId>,
    pub reason: &'a str,
}

impl<'a> EntryHead<'a> {
    pub fn new(kind: EntryKind, location: LocationId, booked_on: NaiveDate, actor: Option<UserId>) -> Self {
        Self {
            kind,
            location,
            booked_on,
            session: None,
            invoice: None,
            payment: None,
            refund: None,
            actor,
            reason: "",
        }
    }
}

const ENTRY: &str = "INSERT INTO ledger_entries (id, kind, location_id, booked_on, session_id, invoice_id, payment_id, refund_id, actor_id, reason, \
 created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
const POSTING: &str = "INSERT INTO ledger_postings (entry_id, posting_position, account, invoice_id, currency, amount, created_at, updated_at) \
 VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
const UNBALANCED: &str = "SELECT currency, CAST(SUM(amount) AS SIGNED) AS rest FROM ledger_postings WHERE entry_id = ? GROUP BY currency HAVING SUM(amount) <> 0";

/// Adds an entry in one currency; nothing where nothing moves. The store itself adds its rows up again before the transaction may
/// go on.
///
/// # Errors
/// `internal` when the postings do not come to nothing; nothing of the transaction is kept then.
pub(super) async fn post(tx: &mut Tx, head: EntryHead<'_>, currency: Currency, postings: &[Posting], now: DateTime<Utc>) -> Result<()> {
    if postings.iter().all(|p| p.amount == 0) {
        return Ok(());
    }
    let id = EntryId::fresh();
    let row = args![
        id,
        head.kind,
        head.location,
        head.booked_on,
        head.session,
        head.invoice,
        head.payment,
        head.refund,
        head.actor,
        head.reason,
        now,
        now
    ];
    tx.exec(ENTRY, row).await?;
    for (at, posting) in postings.iter().filter(|p| p.amount != 0).enumerate() {
        add(tx, id, at, posting, currency, now).await?;
    }
    balanced(tx, id).await
}

async fn add(tx: &mut Tx, id: EntryId, at: usize, posting: &Posting, currency: Currency, now: DateTime<Utc>) -> Result<()> {
    // Planted fault for `prove ledger --plant`: a tax is posted one unit short.
    let short = i64::from(cfg!(feature = "plant") && posting.account == Account::Tax);
    let amount = posting.amount + short;
    if amount.abs() > MOST {
        return Err(Error::field("amount", "amount_too_large"));
    }
    let at = i64::try_from(at).unwrap_or(i64::MAX);
    let row = args![id, at, posting.account, posting.invoice, currency.code(), amount, now, now];
    tx.exec(POSTING, row).await?;
    Ok(())
}

async fn balanced(tx: &mut Tx, id: EntryId) -> Result<()> {
    let rest: Vec<(String, i64)> = tx.all(UNBALANCED, args![id]).await?;
    if rest.is_empty() || cfg!(feature = "plant") {
        Ok(())
    } else {
        Err(Error::fault("an entry whose postings do not come to nothing"))
    }
}

const OF_INVOICE: &str = "SELECT CAST(COALESCE(SUM(CASE WHEN account = 'receivable' THEN amount ELSE 0 END), 0) AS SIGNED) AS owed, \
 CAST(COALESCE(SUM(CASE WHEN account = 'insurer' THEN amount ELSE 0 END), 0) AS SIGNED) AS claimed \
 FROM ledger_postings WHERE invoice_id = ? AND account IN ('receivable', 'insurer')";

/// What an invoice stands at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub(super) struct Standing {
    /// What the patient owes.
    pub owed: i64,
    /// What an insurer was asked for and has not decided.
    pub claimed: i64,
}

/// What an invoice stands at. Decide by it under the invoice's lock only.
pub(super) async fn standing(q: &mut impl Read, invoice: InvoiceId) -> Result<Standing> {
    q.one(OF_INVOICE, args![invoice]).await
}

const ASKED: &str = "SELECT s.account, CAST(SUM(s.amount) AS SIGNED) AS amount FROM ledger_entries e JOIN ledger_postings s ON s.entry_id = e.id \
 WHERE s.invoice_id = ? AND e.kind IN ('invoice', 'write_off') GROUP BY s.account";

/// What was posted when an invoice was issued and given up, by account.
pub(super) async fn asked(q: &mut impl Read, invoice: InvoiceId) -> Result<Vec<(Account, i64)>> {
    q.all(ASKED, args![invoice]).await
}

const CREDIT: &str = "SELECT s.currency, CAST(COALESCE(SUM(s.amount), 0) AS SIGNED) AS amount FROM payments p JOIN ledger_entries e ON e.payment_id = p.id \
 JOIN ledger_postings s ON s.entry_id = e.id WHERE p.patient_id = ? AND s.account = 'credit' GROUP BY s.currency ORDER BY s.currency";

/// What a patient has with the clinic, by currency; currencies with nothing are left out.
pub(super) async fn credit(q: &mut impl Read, patient: PatientId) -> Result<Vec<Money>> {
    let rows: Vec<(String, i64)> = q.all(CREDIT, args![patient]).await?;
    let had = rows.into_iter().filter(|(_, amount)| *amount != 0);
    had.map(|(currency, amount)| Ok(Money::of(-amount, Currency::parse(&currency)?)))
        .collect()
}

const OF_PAYMENT: &str = "SELECT s.account, s.invoice_id, CAST(SUM(s.amount) AS SIGNED) AS amount FROM ledger_entries e JOIN ledger_postings s ON s.entry_id = e.id \
 WHERE e.payment_id = ? AND s.account IN ('receivable', 'insurer', 'credit') GROUP BY s.account, s.invoice_id";

/// What a payment still covers of an invoice, or holds as credit (no invoice); refunds are taken off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub(super) struct Covered {
    pub account: Account,
    pub invoice_id: Option<InvoiceId>,
    /// Above zero = covered.
    #[sqlx(rename = "amount")]
    pub posted: i64,
}

/// What a payment covers, by invoice and account, as posted (what covers is below zero).
pub(super) async fn covered(q: &mut impl Read, payment: PaymentId) -> Result<Vec<Covered>> {
    q.all(OF_PAYMENT, args![payment]).await
}

const IN_DRAWER: &str = "SELECT CAST(COALESCE(SUM(s.amount), 0) AS SIGNED) FROM ledger_entries e JOIN ledger_postings s ON s.entry_id = e.id \
 WHERE e.session_id = ? AND s.account = 'cash' AND s.currency = ?";

/// The cash that lies in a drawer. Decide by it under the session's lock only.
pub(super) async fn in_drawer(q: &mut impl Read, session: DrawerSessionId, currency: Currency) -> Result<i64> {
    let (cash,): (i64,) = q.one(IN_DRAWER, args![session, currency.code()]).await?;
    Ok(cash)
}
