//! `DiagnosticReport` → a medical record; its results come as observations and are put in by name.

use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::attachments;
use super::concept::CodeableConcept;
use super::dates;
use super::documents;
use super::elements::{DiagnosticReport, Observation};
use super::item::{About, Content, MOST_TEXT, Measures, Reading, Reported, Taken, is_ahead};
use super::observations::measures;
use super::problems::{first, start, written};
use super::refusal::{Fault, Wrong};
use super::resource::{displayed, unnamed};
use super::words::{cut, joined, lines, shown, words};
use crate::records::labs;
use crate::records::model::{LabTest, RecordContent, RecordKind};

/// Of HL7 table 0074 and the observation categories.
const LABORATORY: &[&str] = &["LAB", "laboratory", "CH", "HM", "MB", "SP", "SR", "IMM", "TX", "BLB", "CP", "VR"];
const IMAGING: &[&str] = &["RAD", "imaging", "RX", "CT", "NMR", "US", "RUS", "CUS", "VUS", "OUS", "NMS", "XRC"];

/// Reads a report. What it refers to are its results.
pub(super) fn report(resource: &DiagnosticReport, now: DateTime<Utc>) -> Taken<Reading> {
    let refuted = match resource.status.as_str() {
        "partial" | "preliminary" | "modified" | "final" | "amended" | "corrected" | "appended" | "unknown" => false,
        "cancelled" | "entered-in-error" => true,
        "registered" => return Ok(Err("no_value")),
        _ => return Err(Wrong::Shape.at("DiagnosticReport.status")),
    };
    let at = first(&[
        &resource.effective_date_time,
        start(&resource.effective_period.start),
        &resource.issued,
    ]);
    let Some(recorded_on) = dates::day_of(at).map_err(|w| w.at("DiagnosticReport.effective"))? else {
        return Ok(Err("no_date"));
    };
    if is_ahead(Some(recorded_on), now) {
        return Ok(Err("in_future"));
    }
    let title = shown(&resource.code, 200, "DiagnosticReport.code")?;
    let brought = attachments::read(&resource.presented_form, &title)?;
    let description = description(resource, &brought.text)?;
    let content = RecordContent {
        diagnosis: diagnosis(&resource.conclusion_code)?,
        tests: inside(resource, now)?,
        ..documents::plain(kind(resource), title, recorded_on, description, resource.meta.privacy())
    };
    let who = || resource.performer.iter().chain(&resource.results_interpreter);
    let reported = Reported {
        content,
        refuted,
        files: brought.files,
        brought: brought.hashes,
        signed: words(
            &joined(displayed(who()).map(str::to_owned), ", "),
            400,
            "DiagnosticReport.performer",
        )?,
    };
    Ok(Ok(Reading {
        subject: resource.subject.to("Patient"),
        written_at: written(&[at], now, "DiagnosticReport.effective")?,
        content: Content::Report(reported),
        about: About {
            what: resource.result.iter().map(|r| r.reference.clone()).collect(),
            who: unnamed(who(), "Practitioner"),
            ..About::default()
        },
        left_out: brought.left_out,
    }))
}

/// What is concluded, unless what is presented says the same.
fn description(resource: &DiagnosticReport, presented: &str) -> Result<String, Fault> {
    let conclusion = lines(&resource.conclusion, MOST_TEXT / 4, "DiagnosticReport.conclusion")?;
    let text = if presented.contains(&conclusion) {
        String::new()
    } else {
        conclusion
    };
    Ok(cut(&joined([text, presented.to_owned()], "\n\n"), MOST_TEXT))
}

fn diagnosis(codes: &[CodeableConcept]) -> Result<String, Fault> {
    let all = codes.iter().map(|c| shown(c, 400, "DiagnosticReport.conclusionCode"));
    Ok(cut(&joined(all.collect::<Result<Vec<_>, _>>()?, ", "), 2_000))
}

/// The results that stand inside the report; they have no patient and no time of their own.
fn inside(resource: &DiagnosticReport, now: DateTime<Utc>) -> Result<Vec<LabTest>, Fault> {
    let referred = resource.result.iter().filter_map(|r| r.reference.strip_prefix('#'));
    let found = referred.filter_map(|id| resource.contained.iter().find(|c| c["id"].as_str() == Some(id)));
    let mut all = Vec::new();
    for value in found.filter(|c| c["resourceType"] == "Observation") {
        let observation = Observation::deserialize(value).map_err(|_| Wrong::Shape.at("DiagnosticReport.contained"))?;
        if !matches!(observation.status.as_str(), "cancelled" | "entered-in-error") {
            all.extend(tests(&measures(&observation, now, false)?.0));
        }
    }
    Ok(all)
}

fn kind(resource: &DiagnosticReport) -> RecordKind {
    let of = |codes: &[&str]| {
        resource
            .category
            .each()
            .iter()
            .any(|c| c.coding.iter().any(|c| codes.contains(&c.code.as_str())))
    };
    match () {
        () if of(LABORATORY) => RecordKind::LabReport,
        () if of(IMAGING) => RecordKind::Imaging,
        () if !resource.result.is_empty() => RecordKind::LabReport,
        () if !resource.presented_form.is_empty() => documents::kind(resource.category.each().iter().chain([&resource.code])),
        () => RecordKind::Other,
    }
}

/// The results of one observation, as a report shows them.
pub(crate) fn tests(measures: &Measures) -> Vec<LabTest> {
    let loinc = |code: &str| if labs::is_loinc(code) { code.to_owned() } else { String::new() };
    let figures = measures.figures.iter().map(|f| LabTest {
        name: if f.name.is_empty() { f.code.clone() } else { f.name.clone() },
        loinc: loinc(&f.code),
        value: number(f.value),
        unit: f.unit.clone(),
        range: range(f.low, f.high),
        flag: None,
        taken_on: None,
    });
    let findings = measures.findings.iter().map(|f| LabTest {
        name: f.name.clone(),
        loinc: loinc(&f.code),
        value: f.finding.clone(),
        unit: String::new(),
        range: String::new(),
        flag: None,
        taken_on: None,
    });
    figures.chain(findings).collect()
}

fn range(low: Option<f64>, high: Option<f64>) -> String {
    match (low, high) {
        (Some(low), Some(high)) => format!("{}–{}", number(low), number(high)),
        (Some(low), None) => format!("> {}", number(low)),
        (None, Some(high)) => format!("< {}", number(high)),
        (None, None) => String::new(),
    }
}

/// Three decimals at most: no laboratory writes more, generated ones write sixteen.
fn number(value: f64) -> String {
    format!("{}", (value * 1_000.0).round() / 1_000.0)
}
