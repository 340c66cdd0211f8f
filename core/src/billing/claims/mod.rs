//! Claims: payments by insurers with what is told of them beside the money; what insurers pay for several at once; what is handed to them.
//!
//! A claim's money is its payment's and stands in the ledger alone; [`model::ClaimState`] is told by the payment and the day it was sent.

mod as_csv;
mod as_fhir;
mod begin;
mod export;
mod gather;
mod list;
pub mod model;
mod remit;
mod remit_check;
mod remit_rows;
pub mod requests;
mod required;
mod submit;

pub(super) use begin::{begin, policy};

use model::{ClaimFile, Claims, Remittance};
use requests::{EnterRemittance, ExportClaims, ListClaims, ListRemittances, OpenClaims, SubmitClaims};

crate::commands! {
    read "billing.claims": Needs(BillingRead) => list::list, ListClaims => Claims;
    read "billing.open_claims": Needs(BillingRead) => list::open, OpenClaims => Vec<model::Claim>;
    write "billing.submit_claims": Needs(BillingWrite) => submit::submit, SubmitClaims => Vec<model::Claim>;
    direct "billing.export_claims": Needs(BillingWrite) => export::export, ExportClaims => ClaimFile;
    read "billing.remittances": Needs(BillingRead) => remit_rows::list, ListRemittances => Vec<Remittance>;
    write "billing.enter_remittance": Needs(BillingWrite) => remit::enter, EnterRemittance => Remittance;
}

/// What the front desk does with claims, for the demo clinic.
pub(crate) mod desk {
    pub(crate) use super::remit::{enter as enter_remittance, today};
    pub(crate) use super::submit::submit as submit_claims;
}
