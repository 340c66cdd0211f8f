//! `insurance.policies`, `insurance.save_policy`.

use chrono::NaiveDate;
use serde_json::Value;

use super::model::{Policy, PolicyForm, PolicyHolder};
use super::requests::{ListPolicies, SavePolicy};
use super::{insurers, queries, rules};
use crate::api::{Ctx, Fields};
use crate::db::{Read, Tx};
use crate::error::FieldError;
use crate::ids::PolicyId;
use crate::patients;
use crate::{Error, Result};

/// A patient's policies.
pub(super) async fn list(ctx: &Ctx, request: ListPolicies) -> Result<Vec<Policy>> {
    let mut db = ctx.db()?;
    let on = match request.on {
        Some(day) => day,
        None => today(ctx, &mut db).await?,
    };
    queries::policies(&mut db, request.patient_id, on).await
}

pub(super) async fn today(ctx: &Ctx, q: &mut impl Read) -> Result<NaiveDate> {
    Ok(patients::place(q, ctx, None).await?.today)
}

/// Adds, edits or puts aside a policy.
///
/// # Errors
/// `invalid` with every wrong field; on `policy_rank` when another policy of that rank covers some of the same days, naming it; `stale`;
/// `not_allowed` with `reason` = `chart_merged`; `not_found`.
pub(crate) async fn save(ctx: &Ctx, tx: &mut Tx, request: SavePolicy) -> Result<Policy> {
    patients::lock_open(tx, request.patient_id).await?;
    let on = today(ctx, tx).await?;
    let others = queries::policies(tx, request.patient_id, on).await?;
    let before = match request.id {
        Some(id) => Some(others.iter().find(|o| o.id == id).ok_or_else(|| Error::not_found("policy"))?),
        None => None,
    };
    if let Some(stored) = before.filter(|b| b.version != request.version) {
        return Err(Error::stale(stored));
    }
    let after = checked(tx, request, before).await?;
    if let Some(other) = rules::in_the_way(&after, &others) {
        return Err(meets(other));
    }
    queries::write(tx, &after, before.is_none(), ctx.now).await?;
    let after = queries::policy(tx, after.id, on).await?;
    let was = before.map(read).transpose()?;
    patients::edited(tx, ctx, "policy", after.id.0, after.patient_id, was, read(&after)?).await?;
    Ok(after)
}

/// What people read of a policy.
pub(super) fn read(policy: &Policy) -> Result<Value> {
    let mut said = serde_json::to_value(policy)?;
    if let Some(fields) = said.as_object_mut() {
        fields.retain(|field, _| !matches!(field.as_str(), "insurer_id" | "payer_id" | "eligibility"));
    }
    Ok(said)
}

/// Trimmed, or every field that is wrong. An insurer that is no longer offered stays where it stands.
async fn checked(tx: &mut Tx, request: SavePolicy, before: Option<&Policy>) -> Result<Policy> {
    let insurer = insurers::known(tx, request.form.insurer_id).await?;
    let form = trimmed(request.form);
    let mut fields = Fields::default();
    if !insurer.active && before.is_none_or(|b| b.form.insurer_id != insurer.id) {
        fields.wrong("insurer_id", "not_active");
    }
    fields.required("policy_number", &form.policy_number, 80);
    fields.at_most("group_number", &form.group_number, 80);
    fields.at_most("coverage_note", &form.coverage_note, 400);
    fields.at_most("holder_relation", &form.holder_relation, 60);
    if form.holder == PolicyHolder::Other {
        fields.required("holder_name", &form.holder_name, 200);
    }
    if form.valid_from.zip(form.valid_to).is_some_and(|(first, last)| last < first) {
        fields.wrong("valid_to", "ends_before_start");
    }
    fields.check()?;
    Ok(Policy {
        id: request.id.unwrap_or_else(PolicyId::fresh),
        version: request.version,
        patient_id: request.patient_id,
        insurer: insurer.name,
        payer_id: insurer.payer_id,
        form,
        eligibility: Default::default(),
    })
}

/// Without spaces around it; a patient who holds the contract is no other holder.
fn trimmed(mut form: PolicyForm) -> PolicyForm {
    if form.holder == PolicyHolder::Patient {
        form.holder_name.clear();
        form.holder_relation.clear();
    }
    for text in [
        &mut form.policy_number,
        &mut form.group_number,
        &mut form.holder_name,
        &mut form.holder_relation,
        &mut form.coverage_note,
    ] {
        *text = text.trim().to_owned();
    }
    form
}

/// Names the other policy by its insurer and its days; a number would be a patient's.
fn meets(other: &Policy) -> Error {
    let mut fields = Fields::default();
    let days = |day: Option<NaiveDate>| day.map_or(Value::from("…"), |day| serde_json::json!(day));
    fields.all([FieldError {
        field: "policy_rank".to_owned(),
        code: "policy_meets".to_owned(),
        params: [
            ("insurer".to_owned(), other.insurer.as_str().into()),
            ("from".to_owned(), days(other.form.valid_from)),
            ("to".to_owned(), days(other.form.valid_to)),
        ]
        .into(),
    }]);
    fields.check().err().unwrap_or_else(|| Error::fault("a wrong field that is none"))
}
