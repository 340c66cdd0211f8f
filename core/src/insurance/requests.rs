//! What the commands of insurance are asked with.

use chrono::NaiveDate;
use serde::Deserialize;
use ts_rs::TS;

use super::model::{PolicyHolder, PolicyRank};
use crate::ids::{InsurerId, PatientId, PolicyId};

/// The insurers.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[ts(export)]
pub struct ListInsurers {}

/// Adds (no `id`) or edits an insurer.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct SaveInsurer {
    /// None = a new one.
    pub id: Option<InsurerId>,
    /// The version that was read; 0 for a new one.
    pub version: i32,
    /// Its name.
    pub name: String,
    /// What clearing houses call it; may be empty.
    pub payer_id: String,
    /// Whether new policies are made with it.
    pub active: bool,
}

/// A patient's policies, and whether each covers on a day.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct ListPolicies {
    /// Whose.
    pub patient_id: PatientId,
    /// The day; none = the caller's today.
    pub on: Option<NaiveDate>,
}

/// Adds (no `id`), edits or puts aside (`active` false) a policy.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct SavePolicy {
    /// None = a new one.
    pub id: Option<PolicyId>,
    /// The version that was read; 0 for a new one.
    pub version: i32,
    /// Whose; not changed by an edit.
    pub patient_id: PatientId,
    /// With whom.
    pub insurer_id: InsurerId,
    /// As the insurer writes it.
    pub policy_number: String,
    /// Of a group contract; may be empty.
    pub group_number: String,
    /// Which is asked first.
    pub policy_rank: PolicyRank,
    /// Who holds the contract.
    pub holder: PolicyHolder,
    /// The other holder's name.
    pub holder_name: String,
    /// What the holder is to the patient.
    pub holder_relation: String,
    /// The first day; none = since ever.
    pub valid_from: Option<NaiveDate>,
    /// The last day, included; none = until further notice.
    pub valid_to: Option<NaiveDate>,
    /// What it pays, in words.
    pub coverage_note: String,
    /// Whether it is in use.
    pub active: bool,
}
