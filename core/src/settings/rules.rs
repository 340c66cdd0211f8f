//! Which values a setting takes.

use serde_json::Value;

use super::{Setting, SettingKind};
use crate::money::Currency;
use crate::{Error, Result};

/// Checks a value against its setting.
///
/// # Errors
/// `invalid` on the field `value`.
pub fn check(setting: &Setting, value: &Value) -> Result<()> {
    let wrong = |code| Err(Error::field("value", code));
    match (setting.kind, value) {
        (SettingKind::Flag, Value::Bool(_)) => Ok(()),
        (SettingKind::Text { .. }, Value::String(text)) if text.trim().is_empty() => wrong("required"),
        (SettingKind::Text { max }, Value::String(text)) if text.chars().count() > max => wrong("too_long"),
        (SettingKind::Text { .. }, Value::String(_)) => Ok(()),
        (SettingKind::Whole { least, most }, Value::Number(number)) => match number.as_i64() {
            Some(n) if (least..=most).contains(&n) => Ok(()),
            _ => wrong("out_of_range"),
        },
        (SettingKind::Choice { of }, Value::String(text)) if of.contains(&text.as_str()) => Ok(()),
        (SettingKind::Choice { .. }, Value::String(_)) => wrong("unknown_choice"),
        (SettingKind::Currency, Value::String(code)) => Currency::parse(code).map(|_| ()).or_else(|_| wrong("unknown_currency")),
        (SettingKind::Country, Value::String(code)) if crate::directory::is_country(code) => Ok(()),
        (SettingKind::Country, Value::String(_)) => wrong("unknown_country"),
        (SettingKind::Uri { max }, Value::String(text)) if text.chars().count() > max => wrong("too_long"),
        (SettingKind::Uri { .. }, Value::String(text)) if text.is_empty() || is_uri(text) => Ok(()),
        (SettingKind::Uri { .. }, Value::String(_)) => wrong("uri_invalid"),
        _ => wrong("wrong_type"),
    }
}

/// A scheme, and something after it (RFC 3986, section 3).
fn is_uri(text: &str) -> bool {
    text.split_once(':').is_some_and(|(scheme, rest)| {
        let mut letters = scheme.chars();
        letters.next().is_some_and(|c| c.is_ascii_alphabetic())
            && letters.all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
            && !rest.is_empty()
            && rest.chars().all(|c| c.is_ascii_graphic() && !"<>\"{}|\\^`".contains(c))
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::{CLINIC_COUNTRY, CLINIC_CURRENCY, CLINIC_NAME, IDLE_LOCK_MINUTES, REGISTRY, SERVICE_CODE_SYSTEM, THEME};
    use super::*;

    fn code(setting: &Setting, value: Value) -> Option<String> {
        check(setting, &value).err().map(|e| e.fields[0].code.clone())
    }

    #[test]
    fn every_default_is_valid_except_the_name_that_first_run_asks_for() {
        for setting in REGISTRY.iter().filter(|s| s.key != CLINIC_NAME.key) {
            let default = serde_json::from_str(setting.default).unwrap();
            assert_eq!(code(setting, default), None, "{}", setting.key);
        }
    }

    #[test]
    fn wrong_values_are_named() {
        assert_eq!(code(&CLINIC_NAME, json!("  ")).as_deref(), Some("required"));
        assert_eq!(code(&CLINIC_NAME, json!("x".repeat(161))).as_deref(), Some("too_long"));
        assert_eq!(code(&IDLE_LOCK_MINUTES, json!(0)).as_deref(), Some("out_of_range"));
        assert_eq!(code(&IDLE_LOCK_MINUTES, json!("5")).as_deref(), Some("wrong_type"));
        assert_eq!(code(&THEME, json!("pink")).as_deref(), Some("unknown_choice"));
        assert_eq!(code(&CLINIC_CURRENCY, json!("EURO")).as_deref(), Some("unknown_currency"));
        assert_eq!(code(&CLINIC_COUNTRY, json!("Ireland")).as_deref(), Some("unknown_country"));
    }

    #[test]
    fn an_address_is_absolute_or_nothing() {
        for good in ["", "http://www.ama-assn.org/go/cpt", "urn:oid:2.16.840.1.113883.6.12"] {
            assert_eq!(code(&SERVICE_CODE_SYSTEM, json!(good)), None, "{good}");
        }
        for bad in [
            "CPT",
            "www.ama-assn.org/go/cpt",
            "http://two words",
            "urn:",
            ":x",
            "1a:b",
            " http://x",
        ] {
            assert_eq!(code(&SERVICE_CODE_SYSTEM, json!(bad)).as_deref(), Some("uri_invalid"), "{bad}");
        }
        assert_eq!(
            code(&SERVICE_CODE_SYSTEM, json!(format!("urn:{}", "x".repeat(197)))).as_deref(),
            Some("too_long")
        );
    }

    #[test]
    fn keys_are_unique() {
        let keys: std::collections::HashSet<_> = REGISTRY.iter().map(|s| s.key).collect();
        assert_eq!(keys.len(), REGISTRY.len());
    }
}
