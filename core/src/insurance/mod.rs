//! Insurers, and the policies that patients have with them. What an insurer is asked for and pays is [`crate::billing`]'s.
//!
//! [`rules`] says on which day a policy covers and which two stand in each other's way, [`joining`] what becomes of the policies of two
//! charts that are merged; both are pure.

mod insurers;
mod joining;
mod merging;
pub mod model;
mod policies;
mod queries;
pub mod requests;
pub mod rules;

pub(crate) use insurers::known as insurer;
pub(crate) use merging::{PolicyChange, join_charts, joined, part_charts};
pub(crate) use queries::{covering, policy};

use model::{Insurer, Policy};
use requests::{ListInsurers, ListPolicies, SaveInsurer, SavePolicy};

crate::commands! {
    read "insurance.insurers": Needs(PatientsRead) => insurers::list, ListInsurers => Vec<Insurer>;
    write "insurance.save_insurer": Needs(BillingWrite) => insurers::save, SaveInsurer => Insurer;
    read "insurance.policies": Needs(PatientsRead) => policies::list, ListPolicies => Vec<Policy>;
    write "insurance.save_policy": Needs(PatientsWrite) => policies::save, SavePolicy => Policy;
}
