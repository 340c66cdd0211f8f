//! Insurers and policies, as they are stored and shown.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::ids::{InsurerId, PatientId, PolicyId};

crate::text_enum! {
    /// Which policy is asked first. Text order is the order of asking.
    pub enum PolicyRank {
        /// Asked first.
        Primary = "primary",
        /// Asked for what the first does not pay.
        Secondary = "secondary",
        /// Asked last.
        Tertiary = "tertiary",
    }
}

crate::text_enum! {
    /// Who holds the contract.
    pub enum PolicyHolder {
        /// The patient.
        Patient = "self",
        /// Somebody else, e.g. a parent or an employer.
        Other = "other",
    }
}

crate::text_enum! {
    /// Whether a policy covers on a day.
    pub enum Eligibility {
        /// It does.
        Covered = "covered",
        /// Its first day is still to come.
        NotYet = "not_yet",
        /// Its last day is over.
        Expired = "expired",
        /// It was put aside.
        Inactive = "inactive",
    }
}

crate::text_enum! {
    /// What becomes of a policy when its chart goes into another.
    pub enum Joining {
        /// It is the same contract as one of the staying chart; one row stays in use.
        One = "one",
        /// Its rank is taken on its days: it gets the next that is free.
        NextRank = "next_rank",
        /// No rank is free on its days: it is put aside.
        Aside = "aside",
        /// It stays, with the days and texts of its other row.
        TakesOver = "takes_over",
    }
}

/// A policy of a chart that goes into another, where it does not stay as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct JoinedPolicy {
    /// With whom.
    pub insurer: String,
    /// What becomes of it.
    pub joining: Joining,
    /// Its rank so far.
    pub rank_before: PolicyRank,
    /// Its rank in the staying chart.
    pub policy_rank: PolicyRank,
}

/// Whom claims are sent to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
#[ts(export)]
pub struct Insurer {
    /// The insurer.
    pub id: InsurerId,
    /// Optimistic version.
    pub version: i32,
    /// Its name, once in the clinic.
    pub name: String,
    /// What clearing houses call it; empty when it is not known.
    pub payer_id: String,
    /// False once no new policies are made with it.
    pub active: bool,
}

/// What people enter of a policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
#[ts(export)]
pub struct PolicyForm {
    /// With whom.
    pub insurer_id: InsurerId,
    /// As the insurer writes it.
    pub policy_number: String,
    /// Of a group contract, e.g. an employer's; may be empty.
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
    /// False once it was put aside.
    pub active: bool,
}

/// A patient's policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
#[ts(export)]
pub struct Policy {
    /// The policy.
    pub id: PolicyId,
    /// Optimistic version.
    pub version: i32,
    /// Whose.
    pub patient_id: PatientId,
    /// The insurer's name.
    pub insurer: String,
    /// The insurer's id with clearing houses.
    pub payer_id: String,
    /// What people enter.
    #[serde(flatten)]
    #[ts(flatten)]
    #[sqlx(flatten)]
    pub form: PolicyForm,
    /// Whether it covers on the day that was asked about.
    #[sqlx(skip)]
    pub eligibility: Eligibility,
}

impl Default for Eligibility {
    /// Nothing is covered before it was looked at.
    fn default() -> Self {
        Self::Inactive
    }
}
