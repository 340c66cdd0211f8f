//! `billing.submit_claims`: claims were sent. The day and reference may be corrected until the insurer has decided.

use super::list;
use super::model::{Claim, ClaimState};
use super::requests::SubmitClaims;
use crate::api::{Ctx, Fields};
use crate::audit::Entry;
use crate::billing::{places, tell};
use crate::db::Tx;
use crate::ids::PaymentId;
use crate::{Result, args};

/// Claims sent at once.
const MOST: i64 = 200;

const SUBMIT: &str = "UPDATE claims SET submitted_on = ?, reference = ?, updated_at = ? WHERE payment_id = ?";
const LOCK: &str = "SELECT id FROM payments WHERE id = ?";

/// Notes that claims were sent.
///
/// # Errors
/// `invalid` on `submitted_on` ahead of today or before a claim was made, on `payment_ids` when a claim was decided already, naming it;
/// `not_found`.
pub(crate) async fn submit(ctx: &Ctx, tx: &mut Tx, request: SubmitClaims) -> Result<Vec<Claim>> {
    let mut ids = request.payment_ids.clone();
    ids.sort_unstable();
    ids.dedup();
    let reference = request.reference.trim();
    let mut fields = Fields::default();
    fields.at_most("reference", reference, 80);
    fields.within("payment_ids", i64::try_from(ids.len()).unwrap_or(i64::MAX), 1, MOST);
    fields.check()?;
    for id in &ids {
        let _: Vec<(PaymentId,)> = tx.locked(LOCK, args![*id]).await?;
    }
    let before = list::some(tx, &ids).await?;
    check(ctx, tx, &request, &before).await?;
    for claim in &before {
        tx.exec(SUBMIT, args![request.submitted_on, reference, ctx.now, claim.payment_id])
            .await?;
    }
    let after = list::some(tx, &ids).await?;
    for (was, is) in before.iter().zip(&after) {
        let entry = Entry::new(ctx.command, "claim", is.payment_id.0);
        tx.record(entry.patient(is.patient_id).at(is.location_id).change(was, is));
        tell(tx, is.location_id, is.patient_id);
    }
    Ok(after)
}

async fn check(ctx: &Ctx, tx: &mut Tx, request: &SubmitClaims, claims: &[Claim]) -> Result<()> {
    let mut fields = Fields::default();
    for claim in claims {
        let place = places::place(tx, claim.location_id).await?;
        if place.today(ctx.now)? < request.submitted_on {
            fields.wrong("submitted_on", "date_in_future");
            break;
        }
        if request.submitted_on < place.today(claim.created_at)? {
            fields.wrong_with("submitted_on", "before_claim", "claim", claim.number());
            break;
        }
    }
    if let Some(decided) = claims
        .iter()
        .find(|c| !matches!(c.state, ClaimState::Pending | ClaimState::Submitted))
    {
        fields.wrong_with("payment_ids", "claim_settled", "claim", decided.number());
    }
    fields.check()
}
