//! What is read of one resource, of files, and of what other systems write.

mod bundles;
mod foreign;
mod given;
mod hostile;
mod medicines;
mod observations;
mod people;
mod problems;
mod senders;
mod visits;

use chrono::{DateTime, NaiveDate, TimeZone, Utc};
use serde_json::{Value, json};

use super::*;

fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 24, 8, 0, 0).unwrap()
}

fn day(text: &str) -> Option<NaiveDate> {
    Some(text.parse().unwrap())
}

/// What becomes of one resource: its content, or why it is left out.
fn read(resource: Value) -> Result<Result<Content, &'static str>, Wrong> {
    Ok(piece(resource)?.map(|clinical| clinical.content))
}

fn piece(mut resource: Value) -> Result<Result<Clinical, &'static str>, Wrong> {
    resource["id"] = json!("r1");
    let mut got = None;
    let line = resource.to_string();
    pieces("a.ndjson", line.as_bytes(), true, now(), &mut |piece| {
        got = Some(match piece.what {
            What::Clinical(clinical) => Ok(*clinical),
            What::Skipped(reason) => Err(reason),
            other => panic!("{other:?}"),
        });
        true
    })
    .map_err(|refusal| refusal.wrong)?;
    Ok(got.unwrap())
}

fn concept(system: &str, code: &str, text: &str) -> Value {
    json!({ "coding": [{ "system": system, "code": code, "display": text }], "text": text })
}

fn status(code: &str) -> Value {
    json!({ "coding": [{ "code": code }] })
}

fn quantity(value: f64, code: &str) -> Value {
    json!({ "value": value, "unit": code, "system": "http://unitsofmeasure.org", "code": code })
}

/// Everything that a file hands over.
fn all_of(text: &str, lines: bool) -> Result<Vec<Piece>, Refusal> {
    let mut got = Vec::new();
    pieces("a.json", text.as_bytes(), lines, now(), &mut |piece| {
        got.push(piece);
        true
    })?;
    Ok(got)
}
