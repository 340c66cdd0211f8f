//! Which fields of two charts differ, and taking some from the other.

use serde_json::Value;

use super::MergeField;
use crate::patients::model::Patient;
use crate::{Error, Result};

/// Fields that a person may choose from either chart.
const CHOSEN: &[&str] = &[
    "first_name",
    "middle_name",
    "last_name",
    "preferred_name",
    "date_of_birth",
    "sex",
    "gender",
    "phone",
    "email",
    "street",
    "city",
    "state",
    "postal_code",
    "country",
    "languages",
    "blood_type",
    "desk_note",
    "consent_treatment",
    "consent_reminders",
    "consent_sharing",
    "avatar_file_id",
    "home_location_id",
];

/// The fields in which the charts differ.
pub(super) fn compare(survivor: &Patient, merged: &Patient) -> Result<Vec<MergeField>> {
    let (ours, theirs) = (serde_json::to_value(survivor)?, serde_json::to_value(merged)?);
    let value = |of: &Value, field: &str| of.get(field).cloned().unwrap_or_default();
    let fields = CHOSEN.iter().map(|field| MergeField {
        field: (*field).to_owned(),
        suggested: is_blank(&value(&ours, field)) && !is_blank(&value(&theirs, field)),
        survivor: value(&ours, field),
        merged: value(&theirs, field),
    });
    Ok(fields.filter(|f| f.survivor != f.merged).collect())
}

fn is_blank(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty() || text == "unknown",
        Value::Array(rows) => rows.is_empty(),
        Value::Bool(set) => !set,
        _ => false,
    }
}

/// `onto` with these fields of `from`.
///
/// # Errors
/// `invalid` on `take` for a field that cannot be chosen.
pub(super) fn take(onto: &Patient, from: &Patient, fields: &[String]) -> Result<Patient> {
    let mut result = serde_json::to_value(onto)?;
    let source = serde_json::to_value(from)?;
    for field in fields {
        if !CHOSEN.contains(&field.as_str()) {
            return Err(Error::field("take", "field_unknown"));
        }
        result[field.as_str()] = source.get(field).cloned().unwrap_or_default();
    }
    Ok(serde_json::from_value(result)?)
}

/// The chart after an undo: a field is what it was before the merge, unless it was edited since.
///
/// # Errors
/// `internal` when a stored chart cannot be read.
pub(super) fn untake(now: &Patient, merged_state: &Patient, before: &Patient) -> Result<Patient> {
    let mut result = serde_json::to_value(now)?;
    let (set, was) = (serde_json::to_value(merged_state)?, serde_json::to_value(before)?);
    for field in CHOSEN.iter().chain(&["last_seen_at"]) {
        if result.get(field) == set.get(field) {
            result[*field] = was.get(field).cloned().unwrap_or_default();
        }
    }
    Ok(serde_json::from_value(result)?)
}
