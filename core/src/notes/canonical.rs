//! The one form in which a signed document is hashed: JSON without blanks, keys in order. It does not depend on
//! which store the document came back from, nor on fields that later programs add.

use serde_json::Value;

use crate::documents::sha256;

/// The canonical text of a document.
#[must_use]
pub fn canonical(value: &Value) -> String {
    let mut out = String::new();
    write(value, &mut out);
    out
}

/// SHA-256 of the canonical text.
#[must_use]
pub fn hash(value: &Value) -> [u8; 32] {
    sha256(canonical(value).as_bytes())
}

fn write(value: &Value, out: &mut String) {
    match value {
        Value::Object(fields) => {
            let mut keys: Vec<&String> = fields.keys().collect();
            keys.sort();
            list(out, ['{', '}'], keys, |key, out| {
                out.push_str(&Value::String(key.clone()).to_string());
                out.push(':');
                write(&fields[key.as_str()], out);
            });
        }
        Value::Array(entries) => list(out, ['[', ']'], entries.iter().collect(), write),
        Value::Number(number) => out.push_str(&figure(number)),
        other => out.push_str(&other.to_string()),
    }
}

/// A whole figure is written without a fraction: a document store may give 72.0 back as 72.
fn figure(number: &serde_json::Number) -> String {
    let text = number.to_string();
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

fn list<T>(out: &mut String, [open, close]: [char; 2], entries: Vec<T>, each: impl Fn(T, &mut String)) {
    out.push(open);
    for (n, entry) in entries.into_iter().enumerate() {
        if n > 0 {
            out.push(',');
        }
        each(entry, out);
    }
    out.push(close);
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn keys_are_in_order_and_figures_have_one_form() {
        let one: Value = serde_json::from_str(r#"{ "b": 72.0, "a": [1, {"z": null, "y": "Łódź \"x\""}] }"#).unwrap();
        assert_eq!(canonical(&one), r#"{"a":[1,{"y":"Łódź \"x\"","z":null}],"b":72}"#);
        assert_eq!(hash(&one), hash(&json!({ "a": [1.0, { "y": "Łódź \"x\"", "z": null }], "b": 72 })));
    }

    #[test]
    fn one_changed_letter_changes_the_hash() {
        assert_ne!(hash(&json!({ "a": "No fever" })), hash(&json!({ "a": "no fever" })));
        assert_ne!(hash(&json!({ "a": 38.1 })), hash(&json!({ "a": 38.2 })));
    }
}
