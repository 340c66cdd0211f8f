//! What the last days' visits were invoiced for and paid: by the same handlers that the front desk uses.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::claims::{self, Made};
use super::clinic::{MOLE_CHECK, PATCH_TEST, PLACES as CLINIC};
use super::promotions;
use super::visit::DemoVisit;
use super::write::Directory;
use crate::api::Ctx;
use crate::billing::close_model::SetFloat;
use crate::billing::model::{Invoice, Payment, PaymentMethod as M};
use crate::billing::places::BillingPlace;
use crate::billing::requests::{InvoiceRef, InvoiceVisit, SavePlace, SaveServiceTax, SettlePayment, ShareForm, TakePayment};
use crate::billing::{self, desk};
use crate::db::Tx;
use crate::identity::{Role, Session};
use crate::ids::{PolicyId, SessionId};
use crate::money::{Currency, Money};
use crate::printing::Language;
use crate::scheduling::AppointmentStatus;
use crate::{Result, insurance};

/// How many days back money is told, by place: most at the desk that a demo opens with.
const DAYS: [i64; 3] = [14, 3, 3];

/// What the tax is called, the clinic's number, and days to pay, by place.
const PLACES: [(&str, &str, i32); 3] = [("VAT", "IE 0000000X", 7), ("", "", 30), ("GTGT", "0300000000", 0)];

/// What lies in the drawer in the morning, by place.
const FLOATS: [i64; 3] = [15_000, 20_000, 2_000_000];

/// Writes invoices and payments.
///
/// # Errors
/// As the store says.
pub(super) async fn write(ctx: &Ctx, tx: &mut Tx, d: &Directory, visits: &[DemoVisit]) -> Result<()> {
    places(&at(ctx, d, ctx.now), tx, d).await?;
    promotions::write(&at(ctx, d, ctx.now), tx, d, ctx.now.date_naive()).await?;
    let since = |place: usize| ctx.now - TimeDelta::days(DAYS[place]);
    let mut over: Vec<(DateTime<Utc>, &DemoVisit)> = visits
        .iter()
        .filter(|v| v.status == AppointmentStatus::Completed)
        .filter_map(|v| Some((v.completed_at.filter(|at| *at > since(v.place))?, v)))
        .collect();
    over.sort_by_key(|(at, visit)| (*at, visit.place, visit.doctor));
    let mut days: [Option<(NaiveDate, DateTime<Utc>)>; 3] = [None; 3];
    let mut made = Vec::new();
    for (n, (completed, visit)) in over.into_iter().enumerate() {
        let then = (completed + TimeDelta::minutes(3)).min(ctx.now);
        let day = &mut days[visit.place];
        if day.is_none_or(|(on, _)| on != visit.local_day) {
            next_day(ctx, tx, d, visit.place, (day.map(|(_, last)| last), then)).await?;
        }
        *day = Some((visit.local_day, then));
        made.extend(one(&at(ctx, d, then), tx, visit, n).await?);
    }
    claims::settle(ctx, tx, d, &made).await
}

/// Closes the day before after its last payment, and puts the float into the drawer.
async fn next_day(
    ctx: &Ctx,
    tx: &mut Tx,
    d: &Directory,
    place: usize,
    (last, first): (Option<DateTime<Utc>>, DateTime<Utc>),
) -> Result<()> {
    let location = d.locations[place];
    if let Some(last) = last {
        let evening = at(ctx, d, last + TimeDelta::minutes(20));
        desk::close_exactly(&evening, tx, location, "1").await?;
    }
    let amount = Money::of(FLOATS[place], Currency::parse(CLINIC[place].currency)?);
    let float = SetFloat {
        location_id: location,
        drawer: "1".to_owned(),
        amount,
    };
    desk::set_float(&at(ctx, d, first), tx, float).await?;
    Ok(())
}

/// The front desk at that moment.
pub(super) fn at(ctx: &Ctx, d: &Directory, now: DateTime<Utc>) -> Ctx {
    let session = Session {
        id: SessionId::fresh(),
        user_id: d.desk,
        name: String::new(),
        role: Role::Receptionist,
        home_location_id: None,
        must_change_password: false,
        expires_at: now,
        last_seen_at: now,
    };
    Ctx {
        now,
        ..ctx.unrepeated(Some(session))
    }
}

async fn places(ctx: &Ctx, tx: &mut Tx, d: &Directory) -> Result<()> {
    for (location, (tax_name, tax_number, payment_days)) in d.locations.iter().zip(PLACES) {
        let place = SavePlace {
            location_id: *location,
            version: 0,
            tax_name: tax_name.to_owned(),
            tax_number: tax_number.to_owned(),
            tax_rate: 0,
            prices_include_tax: tax_name == "GTGT",
            payment_days,
        };
        let _: BillingPlace = desk::save_place(ctx, tx, place).await?;
    }
    // What is not treatment is taxed in Dublin.
    for service in [MOLE_CHECK, PATCH_TEST] {
        let tax = SaveServiceTax {
            location_id: d.locations[0],
            service_id: d.services[service],
            tax_rate: 2300,
        };
        desk::save_tax(ctx, tx, tax).await?;
    }
    Ok(())
}

/// Most are paid at once; some later, in part, by an insurer, or not at all. The claim, when one was made.
async fn one(ctx: &Ctx, tx: &mut Tx, visit: &DemoVisit, n: usize) -> Result<Option<Made>> {
    if n % 11 == 8 {
        return Ok(None);
    }
    let begin = InvoiceVisit {
        appointment_id: visit.id,
        language: if visit.place == 2 { Language::Vi } else { Language::En },
    };
    let draft = desk::invoice_visit(ctx, tx, begin).await?;
    if draft.brief.total == 0 {
        return Ok(None);
    }
    let draft = promotions::now_and_then(ctx, tx, draft, visit, n).await?;
    let issue = InvoiceRef {
        id: draft.brief.id,
        version: draft.brief.version,
    };
    let invoice = desk::issue(ctx, tx, issue).await?;
    let total = invoice.brief.total;
    let (method, amount) = match n % 11 {
        0 | 3 | 6 => (M::Cash, total),
        1 | 7 => (M::DebitCard, total),
        2 => (M::Wallet, total),
        4 => (M::Cash, total / 2),
        5 => return claim(ctx, tx, visit, &invoice).await,
        9 => (M::Transfer, total),
        _ => return Ok(None),
    };
    pay(ctx, tx, &invoice, method, amount, None).await?;
    Ok(None)
}

/// Asks who insures the patient for most of it; who is not insured pays in cash.
async fn claim(ctx: &Ctx, tx: &mut Tx, visit: &DemoVisit, invoice: &Invoice) -> Result<Option<Made>> {
    let total = invoice.brief.total;
    let Some(policy) = insurance::covering(tx, invoice.brief.patient_id, visit.local_day).await? else {
        pay(ctx, tx, invoice, M::Cash, total, None).await?;
        return Ok(None);
    };
    Ok(Some(Made {
        place: visit.place,
        insurer: policy.form.insurer_id,
        at: ctx.now,
        payment: pay(ctx, tx, invoice, M::Insurance, total * 4 / 5, Some(policy.id)).await?,
    }))
}

async fn pay(ctx: &Ctx, tx: &mut Tx, invoice: &Invoice, method: M, amount: i64, policy_id: Option<PolicyId>) -> Result<Payment> {
    let brief = &invoice.brief;
    let brand = match method {
        M::DebitCard => "Visa",
        M::Wallet => "Momo",
        _ => "",
    };
    let taken = TakePayment {
        location_id: brief.location_id,
        patient_id: brief.patient_id,
        amount: Money::of(amount, brief.currency),
        method,
        brand: brand.to_owned(),
        transaction_id: String::new(),
        tendered: None,
        policy_id,
        pending: method == M::Transfer,
        shares: vec![ShareForm {
            invoice_id: brief.id,
            amount,
        }],
        drawer: "1".to_owned(),
    };
    let payment = desk::pay(ctx, tx, taken).await?.payment;
    // Of the transfers that were announced every other one failed.
    if method == M::Transfer && amount % 2 == 0 && brief.number.as_deref().is_some_and(|n| n.ends_with(['1', '4', '7'])) {
        let failed = SettlePayment {
            id: payment.id,
            version: payment.version,
            completed: false,
            approved: None,
            transaction_id: String::new(),
            reason: "The bank sent it back".to_owned(),
            drawer: "1".to_owned(),
        };
        return billing::desk::settle(ctx, tx, failed).await;
    }
    Ok(payment)
}
