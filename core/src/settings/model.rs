//! What a settings screen shows.

use serde::Serialize;
use serde_json::Value;
use ts_rs::TS;

crate::text_enum! {
    /// For whom a setting holds.
    pub enum SettingScope {
        /// The whole clinic.
        Clinic = "clinic",
        /// One workstation.
        Workstation = "workstation",
    }
}

/// What values a setting takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
#[ts(export)]
pub enum SettingKind {
    /// Text that is not blank.
    Text {
        /// Most characters.
        max: usize,
    },
    /// A whole number.
    Whole {
        /// Least value.
        least: i64,
        /// Greatest value.
        most: i64,
    },
    /// Yes or no.
    Flag,
    /// One of these.
    Choice {
        /// The values.
        of: &'static [&'static str],
    },
    /// ISO 4217 code.
    Currency,
    /// ISO 3166 code, two letters.
    Country,
    /// An absolute address (RFC 3986), or nothing.
    Uri {
        /// Most characters.
        max: usize,
    },
}

/// A setting with its value.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct SettingItem {
    /// Its name, e.g. `workstation.idle_lock_minutes`.
    pub key: String,
    /// For whom it holds.
    pub scope: SettingScope,
    /// What it takes.
    pub kind: SettingKind,
    /// What it is now.
    #[ts(type = "unknown")]
    pub value: Value,
    /// What it is when nobody set it.
    #[ts(type = "unknown")]
    pub default: Value,
    /// Stored version, 0 while the default holds.
    pub version: i64,
}
