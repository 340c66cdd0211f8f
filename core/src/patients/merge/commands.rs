//! Merging two charts and taking it back.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::moved::{Moved, collect, give, give_back, overlaps, tell_screens};
use super::{MergePatients, MergePreview, PreviewMerge, UndoMerge, fields};
use crate::api::{Ctx, Fields};
use crate::db::{Read, Tx};
use crate::ids::{MergeId, PatientId, UserId};
use crate::insurance::{self, PolicyChange};
use crate::patients::commands::{not_merged, whole_record};
use crate::patients::events::{Change, differences, record};
use crate::patients::model::{Patient, PatientRecord, PatientStatus};
use crate::patients::queries;
use crate::patients::search::index;
use crate::patients::timeline::{ChangeAction, ChangedField};
use crate::{Error, ErrorCode, Result, args};

const INSERT: &str = "INSERT INTO patient_merges (id, survivor_id, merged_id, moved, reason, merged_by, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
const READ: &str = "SELECT survivor_id, merged_id, moved, undone_at FROM patient_merges WHERE id = ?";
const UNDONE: &str = "UPDATE patient_merges SET undone_at = ?, undone_by = ?, updated_at = ? WHERE id = ? AND undone_at IS NULL";

/// What `patient_merges.moved` holds.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    survivor_before: Patient,
    survivor_after: Patient,
    merged_before: Patient,
    rows: Moved,
    /// Absent in merges made before policies were joined.
    #[serde(default)]
    policies: Vec<PolicyChange>,
}

/// What a merge would do.
///
/// # Errors
/// `not_found`, `not_allowed`.
pub async fn preview(ctx: &Ctx, request: PreviewMerge) -> Result<MergePreview> {
    let mut db = ctx.db()?;
    let survivor = queries::read(&mut db, request.survivor_id).await?;
    let merged = queries::read(&mut db, request.merged_id).await?;
    two_charts(&survivor, &merged)?;
    Ok(MergePreview {
        fields: fields::compare(&survivor, &merged)?,
        moves: collect(&mut db, survivor.id, merged.id).await?.count(),
        policies: insurance::joined(ctx, &mut db, survivor.id, merged.id).await?,
        overlaps: overlaps(&mut db, survivor.id, merged.id).await?,
        survivor,
        merged,
    })
}

fn two_charts(survivor: &Patient, merged: &Patient) -> Result<()> {
    if survivor.id == merged.id {
        return Err(Error::new(ErrorCode::NotAllowed).with("reason", "same_chart"));
    }
    not_merged(survivor)?;
    not_merged(merged)
}

/// Both charts, their rows locked in the order of their ids.
async fn both_locked(tx: &mut Tx, survivor: PatientId, merged: PatientId) -> Result<(Patient, Patient)> {
    let first = queries::read_locked(tx, survivor.min(merged)).await?;
    let second = queries::read_locked(tx, survivor.max(merged)).await?;
    Ok(if first.id == survivor { (first, second) } else { (second, first) })
}

/// Merges two charts: rows move, chosen fields are taken, the merged chart's number leads to the survivor.
///
/// # Errors
/// `taken` with `params.overlaps` when both are booked at one time; `stale`, `not_allowed`, `invalid`.
pub async fn merge(ctx: &Ctx, tx: &mut Tx, request: MergePatients) -> Result<PatientRecord> {
    let (survivor, merged) = both_locked(tx, request.survivor_id, request.merged_id).await?;
    two_charts(&survivor, &merged)?;
    let mut wrong = Fields::default();
    wrong.at_most("reason", &request.reason, 400);
    wrong.check()?;
    for (chart, seen) in [(&survivor, request.survivor_version), (&merged, request.merged_version)] {
        if chart.version != seen {
            return Err(Error::new(ErrorCode::Stale).with("current", serde_json::to_value(chart)?));
        }
    }
    let clashes = overlaps(tx, survivor.id, merged.id).await?;
    if !clashes.is_empty() {
        return Err(Error::new(ErrorCode::Taken).with("overlaps", serde_json::to_value(clashes)?));
    }
    let policies = insurance::join_charts(ctx, tx, survivor.id, merged.id).await?;
    let rows = collect(tx, survivor.id, merged.id).await?;
    give(tx, &rows, survivor.id, merged.id).await?;
    let gone = Patient {
        status: PatientStatus::Merged,
        merged_into: Some(survivor.id),
        ..merged.clone()
    };
    queries::update(tx, ctx, &gone).await?;
    let mut after = fields::take(&survivor, &merged, &request.take)?;
    after.last_seen_at = survivor.last_seen_at.max(merged.last_seen_at);
    let stored = queries::update(tx, ctx, &after).await?;
    point_search(tx, &merged, None, &survivor, &stored).await?;
    let kept = Kept {
        survivor_before: survivor,
        survivor_after: stored,
        merged_before: merged,
        rows,
        policies,
    };
    finish_merge(ctx, tx, &kept, request.reason.trim()).await
}

async fn finish_merge(ctx: &Ctx, tx: &mut Tx, kept: &Kept, reason: &str) -> Result<PatientRecord> {
    let (survivor, merged) = (kept.survivor_before.id, kept.merged_before.id);
    let id = MergeId::fresh();
    let by = ctx.session()?.user_id;
    let values = args![id, survivor, merged, serde_json::to_string(kept)?, reason, by, ctx.now, ctx.now];
    tx.exec(INSERT, values).await?;
    let changes = differences(&kept.survivor_before, &kept.survivor_after)?;
    tell(ctx, tx, id, kept, (ChangeAction::Merged, reason), changes).await?;
    whole_record(tx, ctx, survivor).await
}

/// Writes both timelines and the audit log, and tells the screens.
async fn tell(ctx: &Ctx, tx: &mut Tx, id: MergeId, kept: &Kept, what: (ChangeAction, &str), mut changes: Vec<ChangedField>) -> Result<()> {
    let (survivor, merged) = (&kept.survivor_before, &kept.merged_before);
    let chart = |number: &str| ChangedField {
        field: "chart_number".to_owned(),
        before: serde_json::Value::Null,
        after: number.into(),
    };
    changes.insert(0, chart(&merged.chart_number));
    let here = Change::new(survivor.id, what.0, changes).because(what.1).of_merge(id);
    record(tx, ctx, "patient_merge", id.0, here).await?;
    let there = Change::new(merged.id, what.0, vec![chart(&survivor.chart_number)])
        .because(what.1)
        .of_merge(id);
    record(tx, ctx, "patient_merge", id.0, there).await?;
    tell_screens(tx, survivor.id, merged.id, ctx.now).await
}

/// The merged chart leaves the search (`merged_now` none) or comes back; its number, and those of charts merged into it
/// earlier, lead to whoever answers for it.
async fn point_search(tx: &mut Tx, merged: &Patient, merged_now: Option<&Patient>, before: &Patient, survivor: &Patient) -> Result<()> {
    let undoing = merged_now.is_some();
    let mut numbers = vec![];
    for chart in queries::merged_charts(tx, merged.id).await? {
        numbers.push(chart.chart_number);
    }
    if undoing {
        index::remove_alias(tx, &merged.chart_number, survivor.id).await?;
        index::reindex(tx, None, merged_now).await?;
    } else {
        index::reindex(tx, Some(merged), None).await?;
        index::add_alias(tx, &merged.chart_number, survivor.id).await?;
    }
    index::reindex(tx, Some(before), Some(survivor)).await?;
    let (from, to) = if undoing {
        (survivor.id, merged.id)
    } else {
        (merged.id, survivor.id)
    };
    for number in numbers {
        index::remove_alias(tx, &number, from).await?;
        index::add_alias(tx, &number, to).await?;
    }
    Ok(())
}

type MergeRow = (PatientId, PatientId, String, Option<DateTime<Utc>>);

/// Takes a merge back: both charts are as before, with what was edited since kept where it was edited.
///
/// # Errors
/// `not_found`; `not_allowed` when it was taken back already, or the surviving chart was itself merged since.
pub async fn undo(ctx: &Ctx, tx: &mut Tx, request: UndoMerge) -> Result<PatientRecord> {
    let row: Option<MergeRow> = tx.optional(READ, args![request.merge_id]).await?;
    let (survivor_id, merged_id, kept, undone) = row.ok_or_else(|| Error::not_found("merge"))?;
    let (survivor, merged) = both_locked(tx, survivor_id, merged_id).await?;
    not_merged(&survivor)?;
    let by: UserId = ctx.session()?.user_id;
    let claimed = tx.exec(UNDONE, args![ctx.now, by, ctx.now, request.merge_id]).await?;
    if undone.is_some() || claimed == 0 {
        return Err(Error::new(ErrorCode::NotAllowed).with("reason", "merge_undone"));
    }
    let kept: Kept = serde_json::from_str(&kept)?;
    give_back(tx, &kept.rows, survivor_id, merged_id).await?;
    insurance::part_charts(ctx, tx, &kept.policies, [survivor_id, merged_id]).await?;
    let was = &kept.merged_before;
    let back = Patient {
        status: was.status,
        merged_into: None,
        ..merged.clone()
    };
    let back = queries::update(tx, ctx, &back).await?;
    let after = fields::untake(&survivor, &kept.survivor_after, &kept.survivor_before)?;
    let stored = queries::update(tx, ctx, &after).await?;
    point_search(tx, &merged, Some(&back), &survivor, &stored).await?;
    let changes = differences(&survivor, &stored)?;
    tell(ctx, tx, request.merge_id, &kept, (ChangeAction::MergeUndone, ""), changes).await?;
    whole_record(tx, ctx, survivor_id).await
}
