//! Every setting of the program.

use super::{SettingKind, SettingScope};

/// A setting: what it takes, and what it is when nobody set it.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// Its name; the UI's catalogue explains it.
    pub key: &'static str,
    /// For whom it holds.
    pub scope: SettingScope,
    /// What it takes.
    pub kind: SettingKind,
    /// The default, as JSON.
    pub default: &'static str,
    /// For those who read the table itself.
    pub description: &'static str,
}

/// The clinic's name, on every screen and print.
pub const CLINIC_NAME: Setting = Setting {
    key: "clinic.name",
    scope: SettingScope::Clinic,
    kind: SettingKind::Text { max: 160 },
    default: "\"\"",
    description: "Name of the clinic; its row is there from the first run on",
};

/// Currency that new prices are in.
pub const CLINIC_CURRENCY: Setting = Setting {
    key: "clinic.currency",
    scope: SettingScope::Clinic,
    kind: SettingKind::Currency,
    default: "\"EUR\"",
    description: "ISO 4217 currency of new prices",
};

/// Country that phone numbers and addresses are read in.
pub const CLINIC_COUNTRY: Setting = Setting {
    key: "clinic.country",
    scope: SettingScope::Clinic,
    kind: SettingKind::Country,
    default: "\"IE\"",
    description: "ISO 3166 country of new locations",
};

/// Units that weights, heights and temperatures are shown and printed in; they are stored metric.
pub const CLINIC_UNITS: Setting = Setting {
    key: "clinic.units",
    scope: SettingScope::Clinic,
    kind: SettingKind::Choice {
        of: &["metric", "imperial"],
    },
    default: "\"metric\"",
    description: "Units that measured figures are shown in",
};

/// Whose the codes of services are, as claims name it (FHIR `Coding.system`).
pub const SERVICE_CODE_SYSTEM: Setting = Setting {
    key: "billing.code_system",
    scope: SettingScope::Clinic,
    kind: SettingKind::Uri { max: 200 },
    default: "\"\"",
    description: "Address of the tariff that the codes of services are from; empty = the clinic's own",
};

/// How long a move, a cancellation or a check-in can be taken back.
pub const UNDO_SECONDS: Setting = Setting {
    key: "appointments.undo_seconds",
    scope: SettingScope::Clinic,
    kind: SettingKind::Whole { least: 30, most: 600 },
    default: "180",
    description: "Seconds in which a change of an appointment can be taken back",
};

/// How old a safety list may be before a check says that it is.
pub const PRESCRIBING_LIST_MAX_AGE_DAYS: Setting = Setting {
    key: "prescribing.list_max_age_days",
    scope: SettingScope::Clinic,
    kind: SettingKind::Whole { least: 30, most: 1095 },
    default: "365",
    description: "Days after which a list of medicines or interactions counts as old",
};

/// The largest file that a chart takes.
pub const FILES_MOST_MEGABYTES: Setting = Setting {
    key: "files.most_megabytes",
    scope: SettingScope::Clinic,
    kind: SettingKind::Whole { least: 1, most: 2000 },
    default: "200",
    description: "Megabytes (1,000,000 bytes) of the largest file that a chart takes",
};

/// Minutes without a key or a click until the screen is hidden.
pub const IDLE_LOCK_MINUTES: Setting = Setting {
    key: "workstation.idle_lock_minutes",
    scope: SettingScope::Workstation,
    kind: SettingKind::Whole { least: 1, most: 120 },
    default: "5",
    description: "Minutes of idleness until the screen is locked",
};

/// Light, dark, or as the desktop says.
pub const THEME: Setting = Setting {
    key: "workstation.theme",
    scope: SettingScope::Workstation,
    kind: SettingKind::Choice {
        of: &["system", "light", "dark"],
    },
    default: "\"system\"",
    description: "Colours of the screens",
};

/// Language of the screens.
pub const LANGUAGE: Setting = Setting {
    key: "workstation.language",
    scope: SettingScope::Workstation,
    kind: SettingKind::Choice {
        of: &["system", "en", "vi"],
    },
    default: "\"system\"",
    description: "Language of the screens",
};

/// All settings, in the order a screen shows them.
pub const REGISTRY: &[Setting] = &[
    CLINIC_NAME,
    CLINIC_CURRENCY,
    CLINIC_COUNTRY,
    CLINIC_UNITS,
    SERVICE_CODE_SYSTEM,
    UNDO_SECONDS,
    PRESCRIBING_LIST_MAX_AGE_DAYS,
    FILES_MOST_MEGABYTES,
    IDLE_LOCK_MINUTES,
    THEME,
    LANGUAGE,
];
