//! The clinic's and the workstations' settings: a typed registry with defaults; only what differs is stored.

mod commands;
mod model;
mod queries;
mod registry;
mod rules;

pub use commands::COMMANDS;
pub use model::{SettingItem, SettingKind, SettingScope};
pub use queries::{Writer, flag, put_first, text, whole};
pub use registry::{CLINIC_COUNTRY, CLINIC_CURRENCY, CLINIC_NAME, IDLE_LOCK_MINUTES, LANGUAGE, REGISTRY, Setting, THEME, UNDO_SECONDS};
