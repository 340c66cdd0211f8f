//! The clinic's and the workstations' settings: a typed registry with defaults; only what differs is stored.

mod commands;
mod model;
mod queries;
mod registry;
mod rules;

pub use commands::COMMANDS;
pub use model::{SettingItem, SettingKind, SettingScope};
pub use queries::{Writer, flag, put_first, text, whole};
pub use registry::{
    CLINIC_COUNTRY, CLINIC_CURRENCY, CLINIC_NAME, CLINIC_UNITS, FILES_MOST_MEGABYTES, IDLE_LOCK_MINUTES, LANGUAGE,
    PRESCRIBING_LIST_MAX_AGE_DAYS, REGISTRY, SERVICE_CODE_SYSTEM, Setting, THEME, UNDO_SECONDS,
};
