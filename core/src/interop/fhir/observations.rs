//! `Observation` → figures and findings.

use chrono::{DateTime, Utc};

use super::concept::CodeableConcept;
use super::dates;
use super::elements::{Measured, Observation, Quantity};
use super::item::{About, Content, Figure, Measures, Reading, Said, Taken};
use super::problems::{first, start};
use super::refusal::{Fault, Wrong};
use super::ucum;
use super::words::{code, joined, shown, words};
use crate::clinical::vitals;

const LOINC: &[&str] = &["http://loinc.org", "urn:oid:2.16.840.1.113883.6.1"];

/// What a finding has room for.
const MOST_WORDS: usize = 4_000;

/// What one value becomes.
enum Value {
    Figure(Figure),
    Said(Said),
    None(&'static str),
}

/// Reads an observation: its own value and those of its components.
pub(super) fn observation(resource: &Observation, now: DateTime<Utc>) -> Taken<Reading> {
    let refuted = match resource.status.as_str() {
        "final" | "amended" | "corrected" | "preliminary" | "unknown" | "" => false,
        "cancelled" | "entered-in-error" => true,
        "registered" => return Ok(Err("no_value")),
        _ => return Err(Wrong::Shape.at("Observation.status")),
    };
    let at = first(&[
        &resource.effective_date_time,
        &resource.effective_instant,
        start(&resource.effective_period.start),
        &resource.issued,
    ]);
    let Some(taken_at) = dates::instant_of(at, now).map_err(|w| w.at("Observation.effective"))? else {
        return Ok(Err("no_date"));
    };
    if taken_at > now + chrono::TimeDelta::days(1) {
        return Ok(Err("in_future"));
    }
    let (measures, without) = measures(resource, taken_at, refuted)?;
    if measures.figures.is_empty() && measures.findings.is_empty() && !refuted {
        return Ok(Err(without));
    }
    Ok(Ok(Reading {
        subject: resource.subject.to("Patient"),
        written_at: Some(taken_at),
        content: Content::Measured(measures),
        about: About::default(),
        left_out: Vec::new(),
    }))
}

/// What has a value, and why the rest has none.
pub(super) fn measures(resource: &Observation, taken_at: DateTime<Utc>, refuted: bool) -> Result<(Measures, &'static str), Fault> {
    let mut measures = Measures {
        taken_at,
        figures: Vec::new(),
        findings: Vec::new(),
        refuted,
    };
    let mut without = "no_value";
    for measured in std::iter::once(&resource.own).chain(&resource.component) {
        match value(measured)? {
            Value::Figure(figure) => measures.figures.push(figure),
            Value::Said(said) => measures.findings.push(said),
            Value::None(why) => without = if without == "no_value" { why } else { without },
        }
    }
    Ok((measures, without))
}

fn value(measured: &Measured) -> Result<Value, Fault> {
    let name = shown(&measured.code, 160, "Observation.code")?;
    if let Some(quantity) = &measured.value_quantity {
        return quantity_of(measured, quantity, name);
    }
    if let Some(whole) = measured.value_integer {
        #[expect(clippy::cast_precision_loss, reason = "FHIR's integers have 32 bits")]
        return Ok(Value::Figure(figure(measured, name, whole as f64, "1")?));
    }
    let text = |text: &str| words(text, MOST_WORDS, "Observation.value");
    let finding = match measured {
        Measured {
            value_codeable_concept: Some(concept),
            ..
        } => shown(concept, MOST_WORDS, "Observation.value")?,
        Measured {
            value_string: Some(said), ..
        } => text(said)?,
        // A tick and a cross are read in every language.
        Measured {
            value_boolean: Some(is), ..
        } => if *is { "✓" } else { "✗" }.to_owned(),
        Measured {
            value_date_time: Some(when),
            ..
        }
        | Measured {
            value_time: Some(when), ..
        } => text(when)?,
        Measured {
            value_range: Some(range), ..
        } => text(&joined([range.low.shown(), range.high.shown()], " – "))?,
        Measured {
            value_ratio: Some(ratio), ..
        } => text(&joined([ratio.numerator.shown(), ratio.denominator.shown()], " : "))?,
        Measured {
            value_period: Some(period),
            ..
        } => text(&joined([start(&period.start).to_owned(), start(&period.end).to_owned()], " – "))?,
        _ => return Ok(Value::None("no_value")),
    };
    // Half a finding may say the contrary.
    let is_cut = finding.chars().count() == MOST_WORDS && finding.ends_with('…');
    Ok(if is_cut {
        Value::None("too_long")
    } else {
        said(&measured.code, name, finding)
    })
}

fn said(concept: &CodeableConcept, name: String, finding: String) -> Value {
    if name.is_empty() || finding.is_empty() {
        return Value::None("no_value");
    }
    let code = code_of(concept);
    Value::Said(Said { code, name, finding })
}

fn quantity_of(measured: &Measured, quantity: &Quantity, name: String) -> Result<Value, Fault> {
    let Some(value) = quantity.value else {
        return Ok(Value::None("no_value"));
    };
    let unit = words(first(&[&quantity.code, &quantity.unit]), 30, "Observation.valueQuantity.unit")?;
    if !quantity.comparator.is_empty() {
        // Less than 5 is not 5: it is kept as it was said.
        let compared = words(&quantity.shown(), 400, "Observation.valueQuantity")?;
        return Ok(said(&measured.code, name, compared));
    }
    let Some(kind) = measured.code.of(LOINC).and_then(vitals::of_loinc) else {
        return Ok(if name.is_empty() {
            Value::None("no_name")
        } else {
            Value::Figure(figure(measured, name, value, &unit)?)
        });
    };
    let plain = ucum::convert(value, &unit, kind.unit).or_else(|| ucum::convert(value, &quantity.unit, kind.unit));
    match plain {
        None => Ok(Value::None("unit_unknown")),
        Some(value) if !(0.0..1_000.0).contains(&value) => Ok(Value::None("implausible")),
        Some(value) => Ok(Value::Figure(Figure {
            code: kind.code.to_owned(),
            name: String::new(),
            value,
            unit: kind.unit.to_owned(),
            low: None,
            high: None,
        })),
    }
}

/// A figure in the unit it came in, with the range it came with.
fn figure(measured: &Measured, name: String, value: f64, unit: &str) -> Result<Figure, Fault> {
    let range = measured.reference_range.first();
    let same = |q: &Quantity| q.code.is_empty() && q.unit.is_empty() || first(&[&q.code, &q.unit]) == unit;
    let bound = |of: fn(&super::elements::ReferenceRange) -> &Quantity| range.map(of).filter(|q| same(q)).and_then(|q| q.value);
    let code = code_of(&measured.code);
    Ok(Figure {
        code: if code.is_empty() {
            words(&name, 40, "Observation.code")?
        } else {
            code
        },
        name,
        value,
        unit: unit.to_owned(),
        low: bound(|r| &r.low),
        high: bound(|r| &r.high),
    })
}

fn code_of(concept: &CodeableConcept) -> String {
    code(concept.of(LOINC).unwrap_or_else(|| concept.code()), 40)
}
