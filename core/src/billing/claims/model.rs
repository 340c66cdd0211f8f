//! Claims and remittances as screens show them. Amounts are minor units of the row's currency.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::billing::model::PaymentShare;
use crate::ids::{InsurerId, LocationId, PatientId, PaymentId, PolicyId, RemittanceId};
use crate::money::{Currency, Money};

crate::text_enum! {
    /// Where a claim stands.
    pub enum ClaimState {
        /// Noted; not sent yet.
        Pending = "pending",
        /// Sent; the insurer has not decided.
        Submitted = "submitted",
        /// Paid in full.
        Paid = "paid",
        /// Paid in part.
        PartlyPaid = "partly_paid",
        /// Nothing was paid.
        Denied = "denied",
    }
}

/// What an insurer was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Claim {
    /// The payment that it is.
    pub payment_id: PaymentId,
    /// The payment's optimistic version.
    pub version: i32,
    /// Where it was made.
    pub location_id: LocationId,
    /// Whose.
    pub patient_id: PatientId,
    /// The patient's name.
    pub patient_name: String,
    /// The patient's chart number.
    pub chart_number: String,
    /// Who is asked.
    pub insurer_id: InsurerId,
    /// By name, as it was when the claim was made.
    pub insurer: String,
    /// Under which policy; none for a claim from before policies were kept.
    pub policy_id: Option<PolicyId>,
    /// Its number, as it was when the claim was made.
    pub policy_number: String,
    /// Where it stands.
    pub state: ClaimState,
    /// What was asked for.
    pub amount: Money,
    /// What the insurer approved.
    pub approved: Option<i64>,
    /// What of the rest was given up.
    pub written_off: i64,
    /// Why it was denied.
    pub reason: String,
    /// The day it was sent.
    pub submitted_on: Option<NaiveDate>,
    /// What it was sent under.
    pub reference: String,
    /// The remittance that decided it.
    pub remittance: Option<String>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// For which invoices.
    pub shares: Vec<PaymentShare>,
}

impl Claim {
    /// How people call it: by its invoices, `INV-2026-000017, INV-2026-000018`.
    #[must_use]
    pub fn number(&self) -> String {
        let numbers: Vec<&str> = self.shares.iter().filter_map(|s| s.number.as_deref()).collect();
        numbers.join(", ")
    }
}

/// How many claims stand where, and what they come to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ClaimSum {
    /// Where they stand.
    pub state: ClaimState,
    /// Of the amounts.
    pub currency: Currency,
    /// How many.
    pub claims: i64,
    /// What was asked for.
    pub amount: i64,
    /// What was approved.
    pub approved: i64,
}

/// A page of claims, newest first, and the sums of all that the filter holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Claims {
    /// The page.
    pub claims: Vec<Claim>,
    /// By state and currency, whatever the page.
    pub sums: Vec<ClaimSum>,
    /// How many in all.
    pub total: i64,
    /// How many a page holds at most.
    pub page_size: i64,
}

/// One claim of a remittance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct RemittanceLine {
    /// The claim.
    pub payment_id: PaymentId,
    /// Its invoices.
    pub number: String,
    /// What the insurer pays of it; 0 = denied.
    pub approved: i64,
    /// What of the rest was given up; the patient owes what is left of it.
    pub written_off: i64,
    /// Why it was denied, or given up.
    pub reason: String,
}

/// What an insurer paid for several claims at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Remittance {
    /// The remittance.
    pub id: RemittanceId,
    /// Who paid.
    pub insurer_id: InsurerId,
    /// By name.
    pub insurer: String,
    /// Where.
    pub location_id: LocationId,
    /// What the insurer calls it.
    pub reference: String,
    /// The local day on which it is booked.
    pub received_on: NaiveDate,
    /// What was paid.
    pub total: Money,
    /// By whom it was entered.
    pub entered_by: String,
    /// When.
    pub created_at: DateTime<Utc>,
    /// What it comes from.
    pub lines: Vec<RemittanceLine>,
}

/// A file that is handed to an insurer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ClaimFile {
    /// Names the day and nobody.
    pub file_name: String,
    /// E.g. `text/csv`.
    pub media_type: String,
    /// UTF-8.
    pub content: String,
    /// How many claims are in it.
    pub claims: usize,
}
