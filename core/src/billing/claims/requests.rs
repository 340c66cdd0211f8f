//! What the commands of claims are asked with.

use chrono::NaiveDate;
use serde::Deserialize;
use ts_rs::TS;

use super::model::ClaimState;
use crate::ids::{InsurerId, LocationId, PaymentId};
use crate::money::Money;

/// Which claims.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct ClaimFilter {
    /// Made where.
    pub location_id: LocationId,
    /// Only those that stand there.
    pub state: Option<ClaimState>,
    /// Only of this insurer.
    pub insurer_id: Option<InsurerId>,
    /// Made on this local day or later.
    pub from: Option<NaiveDate>,
    /// Made on this local day or before.
    pub to: Option<NaiveDate>,
}

/// A page of claims.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct ListClaims {
    /// Which.
    pub filter: ClaimFilter,
    /// The first page is 0.
    pub page: u32,
}

/// What an insurer has not decided at a location, for entering a remittance.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct OpenClaims {
    /// Where.
    pub location_id: LocationId,
    /// Of whom.
    pub insurer_id: InsurerId,
}

/// Claims that were sent.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct SubmitClaims {
    /// Which.
    pub payment_ids: Vec<PaymentId>,
    /// The local day they were sent.
    pub submitted_on: NaiveDate,
    /// What they were sent under; may be empty.
    pub reference: String,
}

crate::text_enum! {
    /// In which form claims are handed over.
    pub enum ClaimFormat {
        /// A table (RFC 4180).
        Csv = "csv",
        /// A FHIR R4 bundle of Claim resources.
        Fhir = "fhir",
    }
}

/// Claims to be handed to an insurer.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct ExportClaims {
    /// Which.
    pub filter: ClaimFilter,
    /// In which form.
    pub format: ClaimFormat,
}

/// The last remittances of a location.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct ListRemittances {
    /// Where.
    pub location_id: LocationId,
}

crate::text_enum! {
    /// Who bears what an insurer does not pay.
    pub enum Rest {
        /// The patient owes it.
        Patient = "patient",
        /// It is given up.
        WriteOff = "write_off",
    }
}

/// What a remittance says of one claim.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct RemittanceLineForm {
    /// The claim.
    pub payment_id: PaymentId,
    /// The version that was read.
    pub version: i32,
    /// What the insurer pays of it; 0 = denied.
    pub approved: i64,
    /// Who bears the rest.
    pub rest: Rest,
    /// Why it was denied, or is given up.
    pub reason: String,
}

/// An insurer's payment over several claims.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct EnterRemittance {
    /// Where.
    pub location_id: LocationId,
    /// Who pays.
    pub insurer_id: InsurerId,
    /// What the insurer calls it; once for each insurer.
    pub reference: String,
    /// The local day on which it is booked: not ahead, and not closed.
    pub received_on: NaiveDate,
    /// What was paid; the lines must come to it.
    pub total: Money,
    /// One for each claim.
    pub lines: Vec<RemittanceLineForm>,
    /// At which desk.
    pub drawer: String,
}
