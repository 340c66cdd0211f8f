//! Rows of the code that an invoice has, and of what it let off each line.

use chrono::{DateTime, Utc};

use super::model::RedemptionState;
use super::queries::Kept;
use crate::billing::queries::InvoiceRow;
use crate::db::{Arg, Read, Sql, Tx};
use crate::ids::{InvoiceId, PromotionId};
use crate::{Result, args};

/// The code of an invoice.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub(super) struct Use {
    pub promotion_id: PromotionId,
    pub code: String,
    /// Nothing until it is redeemed.
    pub amount: i64,
    pub state: RedemptionState,
}

const OF: &str = "SELECT promotion_id, code, amount, state FROM promotion_redemptions WHERE invoice_id = ? AND state <> 'removed'";
const CHOSEN: &str = "SELECT invoice_id FROM promotion_redemptions WHERE state = 'chosen' AND invoice_id IN (??)";

/// The invoice's code, if it has one.
pub(super) async fn of(q: &mut impl Read, invoice: InvoiceId) -> Result<Option<Use>> {
    q.optional(OF, args![invoice]).await
}

/// Which of these drafts have a code.
pub(super) async fn chosen(q: &mut impl Read, drafts: &[InvoiceId]) -> Result<Vec<InvoiceId>> {
    let ids: Vec<Arg> = drafts.iter().map(|id| (*id).into()).collect();
    let rows: Vec<(InvoiceId,)> = q.all(Sql::list(CHOSEN, ids.len()), ids).await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

const CHOOSE: &str =
    "UPDATE promotion_redemptions SET promotion_id = ?, patient_id = ?, code = ?, state = 'chosen', updated_at = ? WHERE invoice_id = ?";
const FIRST: &str = "INSERT INTO promotion_redemptions (promotion_id, patient_id, code, updated_at, invoice_id, created_at, amount, state) VALUES (?, ?, ?, ?, ?, ?, 0, 'chosen')";

/// The draft, which is locked, names this promotion from now on.
pub(super) async fn choose(tx: &mut Tx, row: &InvoiceRow, promotion: &Kept, now: DateTime<Utc>) -> Result<()> {
    let values = args![promotion.id, row.patient_id, &promotion.form.code, now, row.id];
    if tx.exec(CHOOSE, values.clone()).await? == 0 {
        tx.exec(FIRST, [values, args![now]].concat()).await?;
    }
    Ok(())
}

const REMOVE: &str = "UPDATE promotion_redemptions SET state = 'removed', updated_at = ? WHERE invoice_id = ? AND state = 'chosen'";

/// The draft names none any more; whether it had one.
pub(super) async fn remove(tx: &mut Tx, invoice: InvoiceId, now: DateTime<Utc>) -> Result<bool> {
    Ok(tx.exec(REMOVE, args![now, invoice]).await? > 0)
}

const REDEEM: &str = "UPDATE promotion_redemptions SET code = ?, patient_id = ?, amount = ?, state = 'redeemed', redeemed_at = ?, updated_at = ? WHERE invoice_id = ?";
const SHARE: &str = "INSERT INTO promotion_shares (invoice_id, line_position, amount, created_at, updated_at) VALUES (?, ?, ?, ?, ?)";

/// The invoice uses the promotion, which is locked: so much off each line, for good.
pub(super) async fn redeem(tx: &mut Tx, row: &InvoiceRow, promotion: &Kept, parts: &[i64], now: DateTime<Utc>) -> Result<()> {
    let whole: i64 = parts.iter().sum();
    tx.exec(REDEEM, args![&promotion.form.code, row.patient_id, whole, now, now, row.id])
        .await?;
    for (at, part) in parts.iter().enumerate().filter(|(_, part)| **part > 0) {
        let at = i64::try_from(at).unwrap_or(i64::MAX);
        tx.exec(SHARE, args![row.id, at, *part, now, now]).await?;
    }
    Ok(())
}

const GIVE_BACK: &str =
    "UPDATE promotion_redemptions SET state = 'given_back', given_back_at = ?, updated_at = ? WHERE invoice_id = ? AND state = 'redeemed'";

/// The invoice uses it no more; whether it had.
pub(super) async fn give_back(tx: &mut Tx, invoice: InvoiceId, now: DateTime<Utc>) -> Result<bool> {
    Ok(tx.exec(GIVE_BACK, args![now, now, invoice]).await? > 0)
}
