//! `ImagingStudy` → a record of imaging. The pictures stay where they are.

use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::concept::CodeableConcept;
use super::dates;
use super::documents::{Meta, REFUTED, plain};
use super::elements::Annotation;
use super::item::{About, Content, MOST_TEXT, Reading, Reported, Taken, is_ahead};
use super::problems::{first, written};
use super::refusal::{Fault, Wrong};
use super::resource::{Reference, displayed, unnamed};
use super::words::{cut, joined, notes, shown, words};
use crate::records::model::RecordKind;

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct ImagingStudy {
    status: String,
    subject: Reference,
    started: String,
    description: String,
    /// R5 calls it `procedure`.
    #[serde(alias = "procedure")]
    procedure_code: Vec<CodeableConcept>,
    /// R5 calls it `reason`.
    #[serde(alias = "reason")]
    reason_code: Vec<CodeableConcept>,
    referrer: Reference,
    interpreter: Vec<Reference>,
    meta: Meta,
    series: Vec<Series>,
    note: Vec<Annotation>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Series {
    modality: CodeableConcept,
    body_site: CodeableConcept,
    laterality: CodeableConcept,
    description: String,
    number_of_instances: Option<u32>,
}

/// Reads a study.
pub(super) fn study(resource: &ImagingStudy, now: DateTime<Utc>) -> Taken<Reading> {
    const DATE: &str = "ImagingStudy.started";
    let refuted = match resource.status.as_str() {
        "available" | "inactive" | "unknown" | "" => false,
        "cancelled" | "entered-in-error" => true,
        "registered" => return Ok(Err("not_past")),
        _ => return Err(Wrong::Shape.at("ImagingStudy.status")),
    };
    let Some(recorded_on) = dates::day_of(&resource.started).map_err(|w| w.at(DATE))? else {
        return Ok(Err("no_date"));
    };
    if is_ahead(Some(recorded_on), now) {
        return Ok(Err("in_future"));
    }
    let description = if refuted { REFUTED.to_owned() } else { description(resource)? };
    let who = || resource.interpreter.iter().chain([&resource.referrer]);
    Ok(Ok(Reading {
        subject: resource.subject.to("Patient"),
        written_at: written(&[&resource.started], now, DATE)?,
        content: Content::Report(Reported {
            content: plain(
                RecordKind::Imaging,
                title(resource)?,
                recorded_on,
                description,
                resource.meta.privacy(),
            ),
            refuted,
            files: Vec::new(),
            brought: Vec::new(),
            signed: words(&joined(displayed(who()).map(str::to_owned), ", "), 400, "ImagingStudy.interpreter")?,
        }),
        about: About {
            who: unnamed(who(), "Practitioner"),
            ..About::default()
        },
        left_out: Vec::new(),
    }))
}

/// What was done, else with what and where.
fn title(resource: &ImagingStudy) -> Result<String, Fault> {
    const ELEMENT: &str = "ImagingStudy.description";
    let done = resource.procedure_code.first().map_or("", CodeableConcept::shown);
    let seen = resource
        .series
        .first()
        .map(|s| [s.modality.shown().to_owned(), s.body_site.shown().to_owned()]);
    words(
        first(&[&resource.description, done, &joined(seen.unwrap_or_default(), ", ")]),
        200,
        ELEMENT,
    )
}

/// A line for each series, with how many pictures it has; then what it was done for.
fn description(resource: &ImagingStudy) -> Result<String, Fault> {
    const ELEMENT: &str = "ImagingStudy.series";
    let series = resource.series.iter().map(|s| {
        let count = s.number_of_instances.map_or(String::new(), |n| format!("({n})"));
        let seen = [&s.modality, &s.body_site, &s.laterality].map(|c| c.shown().to_owned());
        words(&joined([joined(seen, ", "), s.description.clone(), count], " "), 400, ELEMENT)
    });
    let reasons = resource.reason_code.iter().map(|r| shown(r, 200, "ImagingStudy.reason"));
    let all = series.chain(reasons).chain([notes(&resource.note, "ImagingStudy.note")]);
    Ok(cut(&joined(all.collect::<Result<Vec<_>, _>>()?, "\n"), MOST_TEXT / 2))
}
