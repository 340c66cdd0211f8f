//! What was done to a record: one row for its timeline beside the audit record.

use serde::Serialize;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::timeline::{ChangeAction, ChangedField};
use crate::api::Ctx;
use crate::audit::Entry;
use crate::db::Tx;
use crate::feed::Topic;
use crate::ids::{MergeId, PatientId};
use crate::{Result, args};

const INSERT: &str = "INSERT INTO patient_events (id, patient_id, action, fields, reason, merge_id, actor_id, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";

/// A change to a chart, for its timeline, the audit log and the other screens.
#[derive(Debug)]
pub(crate) struct Change<'a> {
    /// Whose chart.
    pub patient: PatientId,
    /// What was done.
    pub action: ChangeAction,
    /// Which fields, as shown.
    pub fields: Vec<ChangedField>,
    /// Why.
    pub reason: &'a str,
    /// The merge it belongs to.
    pub merge: Option<MergeId>,
}

impl<'a> Change<'a> {
    /// A change of these fields.
    pub fn new(patient: PatientId, action: ChangeAction, fields: Vec<ChangedField>) -> Self {
        Self {
            patient,
            action,
            fields,
            reason: "",
            merge: None,
        }
    }

    /// Why.
    pub fn because(mut self, reason: &'a str) -> Self {
        self.reason = reason;
        self
    }

    /// The merge it belongs to.
    pub fn of_merge(mut self, merge: MergeId) -> Self {
        self.merge = Some(merge);
        self
    }
}

/// Writes a change everywhere it must be seen.
///
/// # Errors
/// As the store says.
pub(crate) async fn record(tx: &mut Tx, ctx: &Ctx, entity: &str, id: Uuid, change: Change<'_>) -> Result<()> {
    let side = |value: fn(&ChangedField) -> &Value| -> Map<String, Value> {
        change.fields.iter().map(|f| (f.field.clone(), value(f).clone())).collect()
    };
    let mut entry = Entry::new(ctx.command, entity, id).patient(change.patient).because(change.reason);
    entry.before = Some(side(|f| &f.before).into());
    entry.after = Some(side(|f| &f.after).into());
    tx.record(entry);
    note(tx, ctx, change).await
}

/// Writes a change to the timeline only, for callers that make the audit record themselves.
///
/// # Errors
/// As the store says.
pub(crate) async fn note(tx: &mut Tx, ctx: &Ctx, change: Change<'_>) -> Result<()> {
    let fields = serde_json::to_string(&change.fields)?;
    let actor = ctx.session.as_ref().map(|s| s.user_id);
    let merge = change.merge.map(|m| m.0);
    let values = args![
        crate::ids::fresh(),
        change.patient,
        change.action,
        fields,
        change.reason,
        merge,
        actor,
        ctx.now,
        ctx.now
    ];
    tx.exec(INSERT, values).await?;
    tx.changed(Topic::patient(change.patient));
    Ok(())
}

/// Records that a row beside the chart was made (nothing `before`) or edited. Both say what people read of it.
///
/// # Errors
/// As the store says.
#[expect(clippy::too_many_arguments, reason = "what a change is of")]
pub(crate) async fn edited(
    tx: &mut Tx,
    ctx: &Ctx,
    entity: &str,
    id: Uuid,
    patient: PatientId,
    before: Option<Value>,
    after: Value,
) -> Result<()> {
    let made = before.is_none();
    let mut fields = differences(&before.unwrap_or_default(), &after)?;
    fields.retain(|f| !made || !(f.after.is_null() || f.after == ""));
    record(tx, ctx, entity, id, Change::new(patient, ChangeAction::Edited, fields)).await
}

/// The fields in which two versions of a row differ; bookkeeping fields are left out.
pub(crate) fn differences<T: Serialize>(before: &T, after: &T) -> Result<Vec<ChangedField>> {
    const BOOKKEEPING: &[&str] = &["id", "patient_id", "created_at", "updated_at", "version"];
    let (before, after) = (serde_json::to_value(before)?, serde_json::to_value(after)?);
    let keys = after.as_object().map(|o| o.keys().cloned().collect::<Vec<_>>()).unwrap_or_default();
    let changed = keys
        .into_iter()
        .filter(|k| !BOOKKEEPING.contains(&k.as_str()) && before.get(k) != after.get(k));
    let field = |field: String| ChangedField {
        before: before.get(&field).cloned().unwrap_or_default(),
        after: after.get(&field).cloned().unwrap_or_default(),
        field,
    };
    Ok(changed.map(field).collect())
}
