//! Reading and storing settings. A workstation's value stands under `key@workstation`.

use serde_json::Value;

use super::{Setting, SettingScope};
use crate::db::{Read, Tx};
use crate::ids::{UserId, WorkstationId};
use crate::{Result, args};

const GET: &str = "SELECT setting_value, version FROM settings WHERE setting_key = ?";
const INSERT: &str = "INSERT INTO settings (setting_key, setting_value, description, updated_by, created_at, updated_at, version) VALUES (?, ?, ?, ?, ?, ?, 1)";
const UPDATE: &str =
    "UPDATE settings SET setting_value = ?, updated_by = ?, updated_at = ?, version = version + 1 WHERE setting_key = ? AND version = ?";

fn stored_key(setting: &Setting, workstation: WorkstationId) -> String {
    match setting.scope {
        SettingScope::Clinic => setting.key.to_owned(),
        SettingScope::Workstation => format!("{}@{workstation}", setting.key),
    }
}

/// The value and its version (0 = the default holds).
pub(super) async fn read(q: &mut impl Read, setting: &Setting, workstation: WorkstationId) -> Result<(Value, i64)> {
    let row: Option<(String, i64)> = q.optional(GET, args![stored_key(setting, workstation)]).await?;
    let (text, version) = row.unwrap_or_else(|| (setting.default.to_owned(), 0));
    Ok((serde_json::from_str(&text)?, version))
}

/// A setting that is text, a choice or a code.
///
/// # Errors
/// As the store says.
pub async fn text(q: &mut impl Read, setting: &Setting, workstation: WorkstationId) -> Result<String> {
    Ok(read(q, setting, workstation).await?.0.as_str().unwrap_or_default().to_owned())
}

/// A setting that is a whole number.
///
/// # Errors
/// As the store says.
pub async fn whole(q: &mut impl Read, setting: &Setting, workstation: WorkstationId) -> Result<i64> {
    Ok(read(q, setting, workstation).await?.0.as_i64().unwrap_or_default())
}

/// A setting that is yes or no.
///
/// # Errors
/// As the store says.
pub async fn flag(q: &mut impl Read, setting: &Setting, workstation: WorkstationId) -> Result<bool> {
    Ok(read(q, setting, workstation).await?.0.as_bool().unwrap_or_default())
}

/// Who stores a value, where and when.
#[derive(Debug, Clone, Copy)]
pub struct Writer {
    /// Which workstation's value.
    pub workstation: WorkstationId,
    /// Who; nobody at the first run.
    pub user: Option<UserId>,
    /// When.
    pub at: chrono::DateTime<chrono::Utc>,
}

/// Stores a value that was never stored; a second one at the same time is refused by the key.
///
/// # Errors
/// A unique violation when it was stored before.
pub async fn put_first(tx: &mut Tx, setting: &Setting, value: &Value, by: Writer) -> Result<()> {
    let key = stored_key(setting, by.workstation);
    let row = args![key, value.to_string(), setting.description, by.user, by.at, by.at];
    tx.exec(INSERT, row).await?;
    Ok(())
}

/// Stores a value over this version; false when it was changed meanwhile.
pub(super) async fn put(tx: &mut Tx, setting: &Setting, value: &Value, version: i64, by: Writer) -> Result<bool> {
    if version == 0 {
        return match put_first(tx, setting, value, by).await {
            Err(error) if error.is_unique_violation() => Ok(false),
            result => result.map(|()| true),
        };
    }
    let key = stored_key(setting, by.workstation);
    let row = args![value.to_string(), by.user, by.at, key, version];
    Ok(tx.exec(UPDATE, row).await? == 1)
}
