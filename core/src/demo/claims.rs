//! What became of the demo clinic's claims: the youngest wait, the next were sent, the oldest were decided.

use chrono::{DateTime, TimeDelta, Utc};

use super::billing::at;
use super::write::Directory;
use crate::Result;
use crate::api::Ctx;
use crate::billing::claims::requests::{EnterRemittance, RemittanceLineForm, Rest, SubmitClaims};
use crate::billing::desk;
use crate::billing::model::Payment;
use crate::db::Tx;
use crate::ids::InsurerId;
use crate::money::Money;

/// A claim that was made at a place.
pub(super) struct Made {
    pub place: usize,
    pub insurer: InsurerId,
    pub at: DateTime<Utc>,
    pub payment: Payment,
}

/// Sends what is older than three days, and enters a remittance for most of what is older than a week.
///
/// # Errors
/// As the store says.
pub(super) async fn settle(ctx: &Ctx, tx: &mut Tx, d: &Directory, made: &[Made]) -> Result<()> {
    let ctx = &at(ctx, d, ctx.now);
    let older = |claim: &&Made, days| claim.at < ctx.now - TimeDelta::days(days);
    for (n, claim) in made.iter().filter(|c| older(c, 3)).enumerate() {
        let sent = SubmitClaims {
            payment_ids: vec![claim.payment.id],
            submitted_on: (claim.at + TimeDelta::days(1)).date_naive(),
            reference: format!("B-{}", 310 + n),
        };
        desk::submit_claims(ctx, tx, sent).await?;
    }
    let old: Vec<&Made> = made.iter().filter(|c| older(c, 7)).collect();
    let mut insurers: Vec<(usize, InsurerId)> = old.iter().map(|c| (c.place, c.insurer)).collect();
    insurers.sort_unstable();
    insurers.dedup();
    // Of the last of them nothing has come yet.
    insurers.pop();
    for (n, (place, insurer)) in insurers.into_iter().enumerate() {
        let of: Vec<&Made> = old.iter().copied().filter(|c| (c.place, c.insurer) == (place, insurer)).collect();
        remit(ctx, tx, d, &of, n).await?;
    }
    Ok(())
}

/// One after the other in full, in part, and not at all.
fn line(n: usize, payment: &Payment) -> RemittanceLineForm {
    let (approved, reason) = match n % 3 {
        0 => (payment.amount.amount, ""),
        1 => (payment.amount.amount * 9 / 10, "Above the agreed fee"),
        _ => (0, "Not covered by the plan"),
    };
    RemittanceLineForm {
        payment_id: payment.id,
        version: payment.version,
        approved,
        rest: Rest::Patient,
        reason: reason.to_owned(),
    }
}

async fn remit(ctx: &Ctx, tx: &mut Tx, d: &Directory, of: &[&Made], n: usize) -> Result<()> {
    let Some(first) = of.first() else { return Ok(()) };
    let lines: Vec<RemittanceLineForm> = of.iter().enumerate().map(|(at, c)| line(at, &c.payment)).collect();
    let location = d.locations[first.place];
    let remittance = EnterRemittance {
        location_id: location,
        insurer_id: first.insurer,
        reference: format!("RA-{}", 88_204 + n),
        received_on: desk::today(ctx, tx, location).await?,
        total: Money::of(lines.iter().map(|l| l.approved).sum(), first.payment.amount.currency),
        lines,
        drawer: "1".to_owned(),
    };
    desk::enter_remittance(ctx, tx, remittance).await?;
    Ok(())
}
