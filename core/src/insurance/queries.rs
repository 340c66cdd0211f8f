//! Rows of policies.

use chrono::{DateTime, NaiveDate, Utc};

use super::model::{Eligibility, Policy};
use super::rules;
use crate::db::{Read, Sql, Tx};
use crate::ids::{PatientId, PolicyId};
use crate::{Error, Result, args};

const POLICY: &str = "SELECT o.id, o.version, o.patient_id, o.insurer_id, n.name AS insurer, n.payer_id, o.policy_number, o.group_number, o.policy_rank, o.holder, \
 o.holder_name, o.holder_relation, o.valid_from, o.valid_to, o.coverage_note, o.active FROM insurance_policies o JOIN insurers n ON n.id = o.insurer_id";

/// A patient's policies as they stand on a day: those in use first, by rank, the latest first.
pub(super) async fn policies(q: &mut impl Read, patient: PatientId, on: NaiveDate) -> Result<Vec<Policy>> {
    let of = " WHERE o.patient_id = ? ORDER BY o.active DESC, o.policy_rank, o.valid_from DESC, o.id";
    let mut policies: Vec<Policy> = q.all(Sql::parts(&[POLICY, of]), args![patient]).await?;
    for policy in &mut policies {
        policy.eligibility = rules::eligibility(policy, on);
    }
    Ok(policies)
}

/// The policy that is asked first on a day, when one covers then.
///
/// # Errors
/// As the store says.
pub(crate) async fn covering(q: &mut impl Read, patient: PatientId, on: NaiveDate) -> Result<Option<Policy>> {
    let policies = policies(q, patient, on).await?;
    Ok(policies.into_iter().find(|p| p.eligibility == Eligibility::Covered))
}

/// One policy, as it stands on a day.
///
/// # Errors
/// `not_found`.
pub(crate) async fn policy(q: &mut impl Read, id: PolicyId, on: NaiveDate) -> Result<Policy> {
    let found: Option<Policy> = q.optional(Sql::parts(&[POLICY, " WHERE o.id = ?"]), args![id]).await?;
    let mut policy = found.ok_or_else(|| Error::not_found("policy"))?;
    policy.eligibility = rules::eligibility(&policy, on);
    Ok(policy)
}

const INSERT: &str = "INSERT INTO insurance_policies (insurer_id, policy_number, group_number, policy_rank, holder, holder_name, holder_relation, valid_from, \
 valid_to, coverage_note, active, updated_at, id, patient_id, created_at, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)";
const UPDATE: &str = "UPDATE insurance_policies SET insurer_id = ?, policy_number = ?, group_number = ?, policy_rank = ?, holder = ?, holder_name = ?, \
 holder_relation = ?, valid_from = ?, valid_to = ?, coverage_note = ?, active = ?, updated_at = ?, version = version + 1 WHERE id = ?";

/// Writes a policy, `new` or edited. The caller holds the lock of its patient.
pub(super) async fn write(tx: &mut Tx, p: &Policy, new: bool, now: DateTime<Utc>) -> Result<()> {
    let form = &p.form;
    let common = args![
        form.insurer_id,
        &form.policy_number,
        &form.group_number,
        form.policy_rank,
        form.holder,
        &form.holder_name,
        &form.holder_relation,
        form.valid_from,
        form.valid_to,
        &form.coverage_note,
        form.active,
        now,
        p.id
    ];
    if new {
        tx.exec(INSERT, [common, args![p.patient_id, now]].concat()).await?;
    } else {
        tx.exec(UPDATE, common).await?;
    }
    Ok(())
}
