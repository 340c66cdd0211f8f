//! `billing.pay`: money comes, or an insurer is asked.

use super::amounts::MOST;
use super::ledger::{self, Account, EntryHead, EntryKind, Posting};
use super::model::{InvoiceState, PaymentMethod as M};
use super::numbers::Series;
use super::payments::{self, credit_in, lock_money};
use super::places::{self, BillingPlace};
use super::requests::TakePayment;
use super::views::PaymentTaken;
use super::{briefs, claims, drawer, queries, read, tell};
use crate::api::{Ctx, Fields};
use crate::audit::Entry;
use crate::db::Tx;
use crate::ids::PaymentId;
use crate::insurance::model::Policy;
use crate::money::Money;
use crate::{Error, ErrorCode, Result, args, clinical};

impl M {
    /// Where such money is posted.
    pub(super) fn account(self) -> Account {
        match self {
            M::Cash => Account::Cash,
            M::CreditCard | M::DebitCard => Account::Card,
            M::Insurance => Account::Insurance,
            M::Online => Account::Online,
            M::Transfer => Account::Transfer,
            M::Wallet => Account::Wallet,
            M::Credit => Account::Credit,
        }
    }
}

/// Takes a payment.
///
/// # Errors
/// `invalid`, naming the field and the figure: more than is owed, less cash than the amount, another currency, a transaction id that
/// is known, more than the patient's credit, a policy that is missing or does not cover on the visit's day; `not_allowed` with `reason` = `not_issued`, `chart_merged`; `not_found`.
pub(crate) async fn take(ctx: &Ctx, tx: &mut Tx, request: TakePayment) -> Result<PaymentTaken> {
    let request = checked(request)?;
    clinical::open_chart(tx, request.patient_id).await?;
    lock_money(tx, request.patient_id).await?;
    check_owed(tx, &request).await?;
    check_credit(tx, &request).await?;
    let place = places::place(tx, request.location_id).await?;
    let policy = claims::policy(tx, &request, place.today(ctx.now)?).await?;
    let session = if request.pending {
        None
    } else {
        Some(drawer::open(ctx, tx, &place, &request.drawer).await?)
    };
    let id = PaymentId::fresh();
    write(ctx, tx, id, &request, &place, policy.as_ref()).await?;
    let by = Some(ctx.session()?.user_id);
    let head = EntryHead {
        session,
        payment: Some(id),
        ..EntryHead::new(kind(&request), place.location_id, place.today(ctx.now)?, by)
    };
    ledger::post(tx, head, request.amount.currency, &postings(&request), ctx.now).await?;
    finish(ctx, tx, id, &request).await
}

/// What the patient has must be enough.
async fn check_credit(tx: &mut Tx, request: &TakePayment) -> Result<()> {
    if request.method != M::Credit {
        return Ok(());
    }
    let currency = request.amount.currency;
    let has = credit_in(tx, request.patient_id, currency).await?;
    super::issue::within(request.amount, Money::of(has, currency), "more_than_credit")
}

async fn finish(ctx: &Ctx, tx: &mut Tx, id: PaymentId, request: &TakePayment) -> Result<PaymentTaken> {
    let payment = payments::view_of(tx, id).await?;
    let entry = Entry::new(ctx.command, "payment", id.0);
    tx.record(entry.patient(request.patient_id).at(request.location_id).created(&payment));
    tell(tx, request.location_id, request.patient_id);
    let mut invoices = Vec::new();
    for share in &request.shares {
        invoices.push(briefs::brief_of(tx, share.invoice_id, ctx.now).await?);
    }
    read::tell_places(tx, &invoices);
    let change = request.tendered.map_or(0, |given| given - request.amount.amount);
    Ok(PaymentTaken { payment, change, invoices })
}

fn kind(request: &TakePayment) -> EntryKind {
    if request.method == M::Insurance {
        EntryKind::Claim
    } else {
        EntryKind::Payment
    }
}

/// What is posted now: of money that is only announced nothing, of a claim who is asked.
fn postings(request: &TakePayment) -> Vec<Posting> {
    let claim = request.method == M::Insurance;
    if request.pending && !claim {
        return Vec::new();
    }
    let covered: i64 = request.shares.iter().map(|s| s.amount).sum();
    let mut postings: Vec<Posting> = request
        .shares
        .iter()
        .map(|s| Posting::of(Account::Receivable, s.invoice_id, -s.amount))
        .collect();
    if claim {
        let asked = request.shares.iter().map(|s| Posting::of(Account::Insurer, s.invoice_id, s.amount));
        postings.extend(asked);
    } else {
        postings.push(Posting::new(request.method.account(), request.amount.amount));
        postings.push(Posting::new(Account::Credit, covered - request.amount.amount));
    }
    postings
}

/// Trimmed, or every field that is wrong.
fn checked(mut r: TakePayment) -> Result<TakePayment> {
    for text in [&mut r.brand, &mut r.transaction_id, &mut r.drawer] {
        *text = text.trim().to_owned();
    }
    r.pending |= r.method == M::Insurance;
    r.shares.sort_by_key(|s| s.invoice_id);
    let mut fields = Fields::default();
    check_amounts(&mut fields, &r);
    fields.at_most("brand", &r.brand, 40);
    fields.at_most("transaction_id", &r.transaction_id, 100);
    drawer::check_name(&mut fields, &r.drawer);
    if r.method == M::Insurance && r.policy_id.is_none() {
        fields.wrong("policy_id", "policy_required");
    }
    if r.method == M::Online && !r.pending {
        fields.required("brand", &r.brand, 40);
        fields.required("transaction_id", &r.transaction_id, 100);
    }
    if r.pending && matches!(r.method, M::Cash | M::Credit) {
        fields.wrong("pending", "never_pending");
    }
    fields.check()?;
    Ok(r)
}

fn check_amounts(fields: &mut Fields, r: &TakePayment) {
    let (amount, currency) = (r.amount.amount, r.amount.currency);
    let figure = |amount| serde_json::json!(Money::of(amount, currency));
    if amount <= 0 {
        fields.wrong("amount", "not_above_zero");
    } else if amount > MOST {
        fields.wrong("amount", "amount_too_large");
    }
    match r.tendered {
        Some(_) if r.method != M::Cash => fields.wrong("tendered", "only_cash"),
        Some(given) if given < amount => fields.wrong_with("tendered", "less_than_amount", "least", figure(amount)),
        Some(given) if given > MOST => fields.wrong("tendered", "amount_too_large"),
        _ => {}
    }
    let mut sum: i128 = 0;
    for (n, share) in r.shares.iter().enumerate() {
        sum += i128::from(share.amount);
        if share.amount <= 0 {
            fields.wrong(&format!("shares.{n}.amount"), "not_above_zero");
        }
        if n > 0 && r.shares[n - 1].invoice_id == share.invoice_id {
            fields.wrong(&format!("shares.{n}.invoice_id"), "named_twice");
        }
    }
    // A claim and a credit are for invoices; other money may stay with the clinic.
    let all = matches!(r.method, M::Insurance | M::Credit);
    if sum > i128::from(amount) || (all && sum < i128::from(amount)) {
        fields.wrong_with("shares", "shares_differ", "amount", figure(amount));
    }
}

/// Locks the invoices and refuses what they do not owe: here a second desk that was quicker is noticed.
async fn check_owed(tx: &mut Tx, r: &TakePayment) -> Result<()> {
    let mut fields = Fields::default();
    for (n, share) in r.shares.iter().enumerate() {
        let row = queries::lock(tx, share.invoice_id).await?;
        if row.patient_id != r.patient_id {
            return Err(Error::not_found("invoice"));
        }
        if row.state != InvoiceState::Issued {
            return Err(Error::new(ErrorCode::NotAllowed).with("reason", "not_issued"));
        }
        if row.currency()? != r.amount.currency {
            fields.wrong_with("amount", "wrong_currency", "currency", row.currency);
            continue;
        }
        let owed = ledger::standing(tx, row.id).await?.owed;
        if share.amount > owed {
            let most = serde_json::json!(Money::of(owed, r.amount.currency));
            fields.wrong_with("amount", "more_than_owed", "most", most.clone());
            fields.wrong_with(&format!("shares.{n}.amount"), "more_than_owed", "most", most);
        }
    }
    fields.check()
}

const INSERT: &str = "INSERT INTO payments (id, receipt_number, location_id, patient_id, currency, amount, method, brand, transaction_id, status, tendered, insurer, \
 policy_number, fail_reason, drawer, paid_at, receipt_prints, taken_by, created_at, updated_at, version) \
 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', ?, ?, 0, ?, ?, ?, 1)";
const SHARE: &str = "INSERT INTO payment_shares (payment_id, invoice_id, amount, created_at, updated_at) VALUES (?, ?, ?, ?, ?)";

async fn write(ctx: &Ctx, tx: &mut Tx, id: PaymentId, r: &TakePayment, place: &BillingPlace, policy: Option<&Policy>) -> Result<()> {
    let receipt = if r.pending {
        None
    } else {
        Some(Series::Receipt.next(tx, place.location_id, place.today(ctx.now)?, ctx.now).await?)
    };
    let row = args![
        id,
        receipt,
        place.location_id,
        r.patient_id,
        r.amount.currency.code(),
        r.amount.amount,
        r.method,
        &r.brand,
        Some(&r.transaction_id).filter(|t| !t.is_empty()),
        if r.pending { "pending" } else { "completed" },
        r.tendered,
        policy.map_or("", |p| p.insurer.as_str()),
        policy.map_or("", |p| p.form.policy_number.as_str()),
        &r.drawer,
        (!r.pending).then_some(ctx.now),
        ctx.session()?.user_id,
        ctx.now,
        ctx.now
    ];
    tx.exec(INSERT, row).await.map_err(|e| known_transaction(e, &r.transaction_id))?;
    for share in &r.shares {
        tx.exec(SHARE, args![id, share.invoice_id, share.amount, ctx.now, ctx.now]).await?;
    }
    match policy {
        Some(policy) => claims::begin(tx, id, policy, ctx.now).await,
        None => Ok(()),
    }
}

/// Reads a refused key as a transaction id that another payment has.
pub(super) fn known_transaction(error: Error, transaction: &str) -> Error {
    if !error.is_unique_violation() || transaction.is_empty() {
        return error;
    }
    let mut fields = Fields::default();
    fields.wrong_with("transaction_id", "transaction_known", "id", transaction);
    fields.check().err().unwrap_or(error)
}
