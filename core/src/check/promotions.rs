//! Promotions against their limits, and their uses against the invoices.

use uuid::Uuid;

use super::{Check, Finding, Tally};
use crate::Result;
use crate::args;
use crate::db::{Db, Read};

const OVERUSED: &str = "SELECT p.id FROM promotions p WHERE p.usage_limit < (SELECT COUNT(*) FROM promotion_redemptions r WHERE r.promotion_id = p.id AND r.state = 'redeemed')";
const BY_ONE: &str = "SELECT p.id FROM promotions p JOIN promotion_redemptions r ON r.promotion_id = p.id AND r.state = 'redeemed' \
 GROUP BY p.id, r.patient_id, p.patient_limit HAVING COUNT(*) > p.patient_limit";
// A code is chosen on a draft, redeemed on what was issued, given back on what was voided.
const UNTRUE: &str = "SELECT r.invoice_id FROM promotion_redemptions r JOIN invoices i ON i.id = r.invoice_id WHERE r.state <> 'removed' \
 AND r.state <> (CASE i.state WHEN 'issued' THEN 'redeemed' WHEN 'void' THEN 'given_back' ELSE 'chosen' END)";
const SHARED: &str = "SELECT r.invoice_id FROM promotion_redemptions r WHERE r.amount <> (SELECT COALESCE(SUM(h.amount), 0) FROM promotion_shares h WHERE h.invoice_id = r.invoice_id)";
const STRAY: &str = "SELECT h.invoice_id FROM promotion_shares h WHERE NOT EXISTS (SELECT 1 FROM promotion_redemptions r WHERE r.invoice_id = h.invoice_id)";

pub(super) async fn run(db: &Db) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for (place, sql) in [
        ("usage_limit", OVERUSED),
        ("patient_limit", BY_ONE),
        ("promotion_redemptions", UNTRUE),
        ("amount", SHARED),
        ("promotion_shares", STRAY),
    ] {
        let rows: Vec<(Uuid,)> = db.clone().all(sql, args![]).await?;
        findings.extend(Tally::of(rows.into_iter().map(|r| r.0)).finding(Check::Promotions, place));
    }
    Ok(findings)
}
