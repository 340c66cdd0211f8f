//! The ledger against itself and against the rows that it tells of.

use uuid::Uuid;

use super::{Check, Finding, Tally};
use crate::Result;
use crate::args;
use crate::billing;
use crate::db::{Db, Read};

const UNBALANCED: &str = "SELECT entry_id FROM ledger_postings GROUP BY entry_id, currency HAVING SUM(amount) <> 0";
const FOREIGN: &str = "SELECT s.entry_id FROM ledger_postings s JOIN invoices i ON i.id = s.invoice_id WHERE i.currency <> s.currency";
const OVERPAID: &str =
    "SELECT invoice_id FROM ledger_postings WHERE account IN ('receivable', 'insurer') GROUP BY invoice_id, account HAVING SUM(amount) < 0";
const OVERDRAWN: &str = "SELECT p.patient_id FROM payments p JOIN ledger_entries e ON e.payment_id = p.id JOIN ledger_postings s ON s.entry_id = e.id \
 WHERE s.account = 'credit' GROUP BY p.patient_id, s.currency HAVING SUM(s.amount) > 0";
const DRAWERS: &str = "SELECT e.session_id FROM ledger_entries e JOIN ledger_postings s ON s.entry_id = e.id WHERE s.account = 'cash' AND e.session_id IS NOT NULL \
 GROUP BY e.session_id, s.currency HAVING SUM(s.amount) < 0";
// What came of a completed payment stands on the account of its method, once; of the others nothing does.
const PAYMENTS: &str = "SELECT p.id FROM payments p WHERE (CASE WHEN p.status = 'completed' THEN COALESCE(p.approved, p.amount) ELSE 0 END) <> \
 (SELECT COALESCE(SUM(s.amount), 0) FROM ledger_entries e JOIN ledger_postings s ON s.entry_id = e.id WHERE e.payment_id = p.id AND e.kind IN ('payment', 'settlement') \
 AND s.amount > 0 AND s.account IN ('cash', 'card', 'transfer', 'wallet', 'online', 'insurance', 'credit'))";
const REFUNDS: &str = "SELECT r.id FROM refunds r WHERE -r.amount <> (SELECT COALESCE(SUM(s.amount), 0) FROM ledger_entries e JOIN ledger_postings s ON s.entry_id = e.id \
 WHERE e.refund_id = r.id AND s.amount < 0)";
// A claim is a payment by an insurer, and what an insurer paid for several is what its lines say of each.
const CLAIMS: &str =
    "SELECT p.id FROM payments p WHERE p.method = 'insurance' AND NOT EXISTS (SELECT 1 FROM claims c WHERE c.payment_id = p.id)";
const REMITTANCES: &str = "SELECT r.id FROM remittances r WHERE r.total <> (SELECT COALESCE(SUM(l.approved), 0) FROM remittance_lines l WHERE l.remittance_id = r.id)";
const REMITTED: &str =
    "SELECT l.payment_id FROM remittance_lines l JOIN payments p ON p.id = l.payment_id WHERE l.approved <> COALESCE(p.approved, 0)";

pub(super) async fn run(db: &Db) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for (check, place, sql) in [
        (Check::Unbalanced, "ledger_entries", UNBALANCED),
        (Check::Unbalanced, "currency", FOREIGN),
        (Check::Balances, "invoices", OVERPAID),
        (Check::Balances, "credit", OVERDRAWN),
        (Check::Balances, "drawer_sessions", DRAWERS),
        (Check::Posted, "payments", PAYMENTS),
        (Check::Posted, "refunds", REFUNDS),
        (Check::Posted, "claims", CLAIMS),
        (Check::Posted, "remittances", REMITTANCES),
        (Check::Posted, "remittance_lines", REMITTED),
    ] {
        let rows: Vec<(Uuid,)> = db.clone().all(sql, args![]).await?;
        findings.extend(Tally::of(rows.into_iter().map(|r| r.0)).finding(check, place));
    }
    let invoices = billing::misposted(&mut db.clone()).await?;
    findings.extend(Tally::of(invoices.into_iter().map(|id| id.0)).finding(Check::Posted, "invoices"));
    Ok(findings)
}
