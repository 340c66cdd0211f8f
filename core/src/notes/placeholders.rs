//! Placeholders of templates and phrases: `{name}`, `{age}` and the like. What is not known stays as it stands, so
//! that a note never says a thing nobody knew.

use std::collections::BTreeMap;

use super::fields::{TEXTS, text_mut};
use super::model::NoteBody;

/// What can be filled in.
pub const NAMES: &[&str] = &[
    "name",
    "first_name",
    "last_name",
    "age",
    "sex",
    "date",
    "doctor",
    "vitals",
    "bp",
    "pulse",
    "temp",
    "weight",
    "height",
    "bmi",
];

/// What is known, by name of the placeholder.
pub(super) type Values = BTreeMap<&'static str, String>;

/// Fills in what is known.
#[must_use]
pub(super) fn fill(text: &str, values: &Values) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('{') {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let known = rest.find('}').and_then(|end| Some((end, values.get(&rest[1..end])?)));
        if let Some((end, value)) = known {
            out.push_str(value);
            rest = &rest[end + 1..];
        } else {
            out.push('{');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    out
}

/// Fills in every text of a template.
#[must_use]
pub(super) fn fill_body(body: &NoteBody, values: &Values) -> NoteBody {
    let mut filled = body.clone();
    for path in TEXTS {
        if let Some(text) = text_mut(&mut filled, path) {
            *text = fill(text, values);
        }
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_is_filled_in_and_nothing_else() {
        let values = Values::from([("name", "Hana {age}".to_owned()), ("age", "44".to_owned())]);
        assert_eq!(fill("{name}, {age} y. {bp} {", &values), "Hana {age}, 44 y. {bp} {");
        assert_eq!(fill("{{age}} {unknown {age}", &values), "{44} {unknown 44");
        assert_eq!(fill("Łódź {age}", &values), "Łódź 44");
    }
}
