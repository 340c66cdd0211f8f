//! What the commands of insurance are asked with.

use chrono::NaiveDate;
use serde::Deserialize;
use ts_rs::TS;

use super::model::PolicyForm;
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
    /// What people enter.
    #[serde(flatten)]
    #[ts(flatten)]
    pub form: PolicyForm,
}
