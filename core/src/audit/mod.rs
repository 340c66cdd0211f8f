//! Who did what to which record, written in the same transaction as the change.

mod seen;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::api::Ctx;
use crate::db::Tx;
use crate::ids::{LocationId, PatientId};
use crate::{Result, args};

pub use seen::{Seen, opened, read_again};

/// How a recorded act ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It was done.
    Done,
    /// The role may not do it.
    Denied,
    /// It was tried and refused, e.g. a wrong password.
    Refused,
}

crate::text_enum! {
    /// Which stream a record goes to.
    pub enum Stream {
        /// Changes and openings of charts: `audit_logs`.
        Audit = "audit",
        /// Sign-ins and the like: `activity_logs`.
        Activity = "activity",
    }
}

/// What a handler says about a change; who, where and when the dispatcher adds.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Entry {
    /// Which stream it goes to.
    pub stream: Stream,
    /// What was done, e.g. `patients.register`; the command's name as a rule.
    pub action: String,
    /// Kind of row, e.g. `patient`.
    pub entity: String,
    /// Its id.
    pub entity_id: Option<Uuid>,
    /// Whose chart it concerns.
    pub patient_id: Option<PatientId>,
    /// Where it happened, when it has a place.
    pub location_id: Option<LocationId>,
    /// What it was, of the fields that changed.
    pub before: Option<Value>,
    /// What it is now, of the fields that changed.
    pub after: Option<Value>,
    /// Why, in the person's words.
    pub reason: Option<String>,
    /// How it ended.
    pub outcome: Outcome,
    /// Whether somebody should look at it although it was done.
    pub warning: bool,
}

impl Entry {
    /// A change that was done.
    #[must_use]
    pub fn new(action: &str, entity: &str, entity_id: impl Into<Option<Uuid>>) -> Self {
        Self {
            stream: Stream::Audit,
            action: action.to_owned(),
            entity: entity.to_owned(),
            entity_id: entity_id.into(),
            patient_id: None,
            location_id: None,
            before: None,
            after: None,
            reason: None,
            outcome: Outcome::Done,
            warning: false,
        }
    }

    /// A sign-in, a sign-out or the like.
    #[must_use]
    pub fn activity(action: &str, entity: &str, entity_id: impl Into<Option<Uuid>>) -> Self {
        Self {
            stream: Stream::Activity,
            ..Self::new(action, entity, entity_id)
        }
    }

    /// Whose chart it concerns.
    #[must_use]
    pub fn patient(mut self, id: PatientId) -> Self {
        self.patient_id = Some(id);
        self
    }

    /// Where it happened.
    #[must_use]
    pub fn at(mut self, id: LocationId) -> Self {
        self.location_id = Some(id);
        self
    }

    /// Keeps of two versions of a row only what differs.
    #[must_use]
    pub fn change(mut self, before: &impl Serialize, after: &impl Serialize) -> Self {
        let (before, after) = (
            serde_json::to_value(before).unwrap_or_default(),
            serde_json::to_value(after).unwrap_or_default(),
        );
        let (b, a) = difference(before, after);
        self.before = Some(b);
        self.after = Some(a);
        self
    }

    /// What a new row holds.
    #[must_use]
    pub fn created(mut self, after: &impl Serialize) -> Self {
        self.after = serde_json::to_value(after).ok();
        self
    }

    /// Why.
    #[must_use]
    pub fn because(mut self, reason: &str) -> Self {
        self.reason = Some(reason.to_owned()).filter(|r| !r.is_empty());
        self
    }

    /// Somebody should look at it.
    #[must_use]
    pub fn warning(mut self) -> Self {
        self.warning = true;
        self
    }

    /// How it ended.
    #[must_use]
    pub fn ended(mut self, outcome: Outcome) -> Self {
        self.outcome = outcome;
        self
    }
}

/// The fields of two objects that are not equal.
fn difference(before: Value, after: Value) -> (Value, Value) {
    let (Value::Object(mut before), Value::Object(mut after)) = (before.clone(), after.clone()) else {
        return (before, after);
    };
    before.retain(|key, value| after.get(key) != Some(value) || !after.contains_key(key));
    after.retain(|key, _| before.contains_key(key));
    (Value::Object(before), Value::Object(after))
}

const INSERT: &str = "INSERT INTO outbox (id, kind, body, state, attempts, created_at, updated_at) VALUES (?, ?, ?, 'pending', 0, ?, ?)";

/// Writes the transaction's records to the outbox.
pub(crate) async fn write(tx: &mut Tx, ctx: &Ctx, now: DateTime<Utc>) -> Result<()> {
    for entry in std::mem::take(&mut tx.records) {
        let body = document(&entry, ctx, now).to_string();
        tx.exec(INSERT, args![crate::ids::fresh(), entry.stream, body, now, now]).await?;
    }
    Ok(())
}

/// The audit document (data-model.md, `audit_logs`); chaining fields are added where chaining is built.
fn document(entry: &Entry, ctx: &Ctx, now: DateTime<Utc>) -> Value {
    let session = ctx.session.as_ref();
    serde_json::json!({
        "time": now,
        "actor": {
            "id": session.map(|s| s.user_id),
            "role": session.map(|s| s.role),
            "name": session.map(|s| s.name.as_str()),
            "workstation_id": ctx.app.workstation().id,
            "workstation": ctx.app.workstation().name,
        },
        "command": ctx.command,
        "action": entry.action,
        "entity": entry.entity,
        "entity_id": entry.entity_id,
        "patient_id": entry.patient_id,
        "changes": { "before": entry.before, "after": entry.after, "reason": entry.reason },
        "outcome": entry.outcome,
        "severity": if entry.outcome == Outcome::Done && !entry.warning { "info" } else { "warning" },
        "context": { "location_id": entry.location_id, "app_version": env!("CARGO_PKG_VERSION") },
        "compliance": { "hipaa_relevant": entry.patient_id.is_some(), "legal_hold": false },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_what_differs_is_kept() {
        let entry = Entry::new("x", "patient", None).change(&json!({"a": 1, "b": 2}), &json!({"a": 1, "b": 3}));
        assert_eq!(entry.before, Some(json!({"b": 2})));
        assert_eq!(entry.after, Some(json!({"b": 3})));
    }
}
