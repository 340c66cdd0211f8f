//! Two charts of one person are merged, or parted again: their policies stay sound. The callers hold the locks of both charts.

use serde::{Deserialize, Serialize};

use super::joining::{Change, join};
use super::model::{JoinedPolicy, Policy, PolicyForm};
use super::{policies, queries};
use crate::api::Ctx;
use crate::db::{Read, Tx};
use crate::ids::{PatientId, PolicyId};
use crate::{Error, Result, patients};

/// What a merge did to a policy, kept so that it can be put back.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct PolicyChange {
    id: PolicyId,
    before: PolicyForm,
    after: PolicyForm,
}

async fn changes(ctx: &Ctx, q: &mut impl Read, survivor: PatientId, merged: PatientId) -> Result<Vec<Change>> {
    let on = policies::today(ctx, q).await?;
    let kept = queries::policies(q, survivor, on).await?;
    let going = queries::policies(q, merged, on).await?;
    Ok(join(&kept, &going))
}

/// What a merge would do to the policies of the chart that goes.
///
/// # Errors
/// As the store says.
pub(crate) async fn joined(ctx: &Ctx, q: &mut impl Read, survivor: PatientId, merged: PatientId) -> Result<Vec<JoinedPolicy>> {
    let changes = changes(ctx, q, survivor, merged).await?;
    Ok(changes.iter().filter_map(Change::told).collect())
}

/// Changes the policies of two charts so that all of them can stand in the one that stays, before its rows move.
///
/// # Errors
/// As the store says.
pub(crate) async fn join_charts(ctx: &Ctx, tx: &mut Tx, survivor: PatientId, merged: PatientId) -> Result<Vec<PolicyChange>> {
    let changes = changes(ctx, tx, survivor, merged).await?;
    for change in &changes {
        write(ctx, tx, &change.before, &change.after, survivor).await?;
    }
    let kept = |c: Change| PolicyChange {
        id: c.before.id,
        before: c.before.form,
        after: c.after.form,
    };
    Ok(changes.into_iter().map(kept).collect())
}

/// Puts back what a merge did, after the rows are back in their charts: a field that was edited since stays as it is.
///
/// # Errors
/// As the store says.
pub(crate) async fn part_charts(ctx: &Ctx, tx: &mut Tx, done: &[PolicyChange], charts: [PatientId; 2]) -> Result<()> {
    let on = policies::today(ctx, tx).await?;
    for change in done {
        let now = queries::policy(tx, change.id, on).await?;
        let back = Policy {
            form: put_back(&now.form, change)?,
            ..now.clone()
        };
        if back != now {
            write(ctx, tx, &now, &back, now.patient_id).await?;
        }
    }
    // What was edited since may now stand in the way of what came back.
    for chart in charts {
        let all = queries::policies(tx, chart, on).await?;
        for change in join(&[], &all) {
            write(ctx, tx, &change.before, &change.after, chart).await?;
        }
    }
    Ok(())
}

fn put_back(now: &PolicyForm, change: &PolicyChange) -> Result<PolicyForm> {
    let mut form = serde_json::to_value(now)?;
    let (was, set) = (serde_json::to_value(&change.before)?, serde_json::to_value(&change.after)?);
    let fields = form.as_object_mut().ok_or_else(|| Error::fault("a form that is no object"))?;
    for (field, value) in fields {
        if *value == set[field] {
            *value = was[field].clone();
        }
    }
    Ok(serde_json::from_value(form)?)
}

/// Writes a policy and records it in the timeline of the chart that it is read in.
async fn write(ctx: &Ctx, tx: &mut Tx, before: &Policy, after: &Policy, chart: PatientId) -> Result<()> {
    queries::write(tx, after, false, ctx.now).await?;
    let (was, is) = (policies::read(before)?, policies::read(after)?);
    patients::edited(tx, ctx, "policy", after.id.0, chart, Some(was), is).await
}
