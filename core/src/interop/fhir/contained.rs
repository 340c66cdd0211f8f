//! What stands inside a resource (`#id`): its name is put beside each reference to it, so that nobody else needs to look for it.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::named::name_inside;

/// What a reference into the resource gets.
enum Inside {
    /// What people call it.
    Name(String),
    /// The number of a person, who stands in a resource of their own.
    Number(Value),
}

/// Puts names and numbers beside the references; what else stands there stays as it is.
pub(super) fn put_in(resource: &mut Map<String, Value>) {
    let inside = resource.get("contained").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let named: HashMap<String, Inside> = inside.iter().filter_map(|one| known(one.as_object()?)).collect();
    if named.is_empty() {
        return;
    }
    let outside = resource.iter_mut().filter(|(key, _)| *key != "contained");
    outside.for_each(|(_, value)| walk(value, &named));
}

fn known(one: &Map<String, Value>) -> Option<(String, Inside)> {
    let id = one.get("id").and_then(Value::as_str)?;
    let inside = if one.get("resourceType").is_some_and(|kind| kind == "Patient") {
        Inside::Number(one.get("identifier")?.as_array()?.first()?.clone())
    } else {
        Inside::Name(name_inside(one)?)
    };
    Some((format!("#{}", id.trim_start_matches('#')), inside))
}

fn walk(value: &mut Value, named: &HashMap<String, Inside>) {
    match value {
        Value::Object(map) => {
            if let Some(found) = map.get("reference").and_then(Value::as_str).and_then(|r| named.get(r)) {
                tell(map, found);
            }
            map.values_mut().for_each(|inner| walk(inner, named));
        }
        Value::Array(list) => list.iter_mut().for_each(|inner| walk(inner, named)),
        _ => {}
    }
}

fn tell(map: &mut Map<String, Value>, found: &Inside) {
    match found {
        Inside::Name(name) => drop(map.entry("display").or_insert_with(|| Value::from(name.as_str()))),
        Inside::Number(number) => {
            map.remove("reference");
            map.insert("identifier".to_owned(), number.clone());
        }
    }
}
