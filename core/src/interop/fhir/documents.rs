//! `DocumentReference` and `Media` → a record with what they bring along.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;

use super::attachments::{self, Attachment, Brought};
use super::concept::CodeableConcept;
use super::dates;
use super::elements::Annotation;
use super::item::{About, Content, MOST_TEXT, Reading, Reported, Taken, is_ahead};
use super::problems::{first, start, written};
use super::refusal::{Fault, Wrong};
use super::resource::{Period, Reference, displayed, unnamed};
use super::words::{cut, joined, notes, shown, words};
use crate::documents::registry::Privacy;
use crate::records::model::{RecordContent, RecordKind};

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct DocumentReference {
    status: String,
    doc_status: CodeableConcept,
    #[serde(rename = "type")]
    kind: CodeableConcept,
    category: CodeableConcept,
    subject: Reference,
    /// STU3 calls it `indexed`, or `created`.
    #[serde(alias = "indexed")]
    date: String,
    created: String,
    /// R5.
    period: Period,
    author: Vec<Reference>,
    custodian: Reference,
    description: String,
    security_label: Vec<CodeableConcept>,
    meta: Meta,
    content: Vec<DocumentContent>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct DocumentContent {
    attachment: Attachment,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Meta {
    security: Vec<CodeableConcept>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Media {
    status: String,
    modality: CodeableConcept,
    body_site: CodeableConcept,
    view: CodeableConcept,
    subject: Reference,
    created_date_time: String,
    created_period: Period,
    issued: String,
    operator: Reference,
    meta: Meta,
    note: Vec<Annotation>,
    content: Attachment,
}

/// LOINC: documents that are something else than a note.
const IMAGING: &[&str] = &["18748-4", "LP29684-5", "18726-0"];
const LABORATORY: &[&str] = &["11502-2", "LP7839-6", "26436-6", "11526-1"];
const PRESCRIPTION: &[&str] = &["57833-6"];

/// Reads a letter, a note, a scan.
pub(super) fn document(resource: &DocumentReference, now: DateTime<Utc>) -> Taken<Reading> {
    const DATE: &str = "DocumentReference.date";
    let refuted = match (resource.status.as_str(), resource.doc_status.status().as_str()) {
        ("entered-in-error", _) | (_, "entered-in-error") => true,
        ("superseded", _) => return Ok(Err("older_version")),
        ("current" | "", _) => false,
        _ => return Err(Wrong::Shape.at("DocumentReference.status")),
    };
    let creation = resource.content.first().map_or("", |c| c.attachment.creation.as_str());
    let at = first(&[&resource.date, &resource.created, start(&resource.period.start), creation]);
    let title = title(&[&resource.kind, &resource.category], &resource.description)?;
    let about = || resource.author.iter().chain([&resource.custodian]);
    let told = Told {
        kind: kind([&resource.kind, &resource.category].into_iter()),
        title,
        description: String::new(),
        privacy: privacy(resource.security_label.iter().chain(&resource.meta.security)),
        who: joined(displayed(about()).map(str::to_owned), ", "),
    };
    let attachments = resource.content.iter().map(|c| &c.attachment);
    record(told, attachments, (at, DATE, now), refuted).map(|read| {
        read.map(|reading| Reading {
            subject: resource.subject.to("Patient"),
            about: About {
                who: unnamed(about(), "Practitioner"),
                ..About::default()
            },
            ..reading
        })
    })
}

/// Reads a photograph or a recording.
pub(super) fn media(resource: &Media, now: DateTime<Utc>) -> Taken<Reading> {
    const DATE: &str = "Media.created";
    let refuted = match resource.status.as_str() {
        "completed" | "unknown" | "" => false,
        "entered-in-error" => true,
        "preparation" | "in-progress" | "on-hold" | "not-done" | "aborted" | "stopped" => return Ok(Err("not_past")),
        _ => return Err(Wrong::Shape.at("Media.status")),
    };
    let seen = [&resource.modality, &resource.view, &resource.body_site].map(|c| c.shown().to_owned());
    let told = Told {
        kind: RecordKind::Other,
        title: title(&[], first(&[&resource.content.title, &joined(seen, ", ")]))?,
        description: notes(&resource.note, "Media.note")?,
        privacy: resource.meta.privacy(),
        who: resource.operator.display.clone(),
    };
    let at = first(&[&resource.created_date_time, start(&resource.created_period.start), &resource.issued]);
    record(told, [&resource.content], (at, DATE, now), refuted).map(|read| {
        read.map(|reading| Reading {
            subject: resource.subject.to("Patient"),
            ..reading
        })
    })
}

/// What is said of what is brought along.
struct Told {
    kind: RecordKind,
    title: String,
    description: String,
    privacy: Privacy,
    who: String,
}

/// A record of it, without its patient; none when nothing comes along that a chart takes.
fn record<'a>(
    told: Told,
    attachments: impl IntoIterator<Item = &'a Attachment>,
    (at, element, now): (&str, &'static str, DateTime<Utc>),
    refuted: bool,
) -> Taken<Reading> {
    let Some(recorded_on) = dates::day_of(at).map_err(|w| w.at(element))? else {
        return Ok(Err(if refuted { "entered_in_error" } else { "no_date" }));
    };
    if is_ahead(Some(recorded_on), now) {
        return Ok(Err("in_future"));
    }
    let brought = if refuted {
        Brought::default()
    } else {
        attachments::read(attachments, &told.title)?
    };
    let description = if refuted {
        REFUTED.to_owned()
    } else {
        cut(&joined([brought.text, told.description], "\n\n"), MOST_TEXT)
    };
    let reported = Reported {
        content: plain(told.kind, told.title, recorded_on, description, told.privacy),
        refuted,
        files: brought.files,
        brought: brought.hashes,
        signed: words(&told.who, 400, element)?,
    };
    if reported.is_empty() {
        return Ok(Err(brought.left_out.first().copied().unwrap_or("no_value")));
    }
    Ok(Ok(Reading {
        subject: String::new(),
        written_at: written(&[at], now, element)?,
        content: Content::Report(reported),
        about: About::default(),
        left_out: brought.left_out,
    }))
}

/// What a record says that was entered in error.
pub(crate) const REFUTED: &str = "entered-in-error";

/// A record with its text alone.
pub(super) fn plain(kind: RecordKind, title: String, recorded_on: NaiveDate, description: String, privacy: Privacy) -> RecordContent {
    RecordContent {
        kind,
        title,
        recorded_on,
        description,
        diagnosis: String::new(),
        treatment: String::new(),
        tests: Vec::new(),
        files: Vec::new(),
        follow_up_on: None,
        privacy,
    }
}

fn title(concepts: &[&CodeableConcept], otherwise: &str) -> Result<String, Fault> {
    const ELEMENT: &str = "DocumentReference.type";
    match concepts.iter().find(|c| !c.shown().is_empty()) {
        Some(concept) => shown(concept, 200, ELEMENT),
        None => words(otherwise, 200, ELEMENT),
    }
}

/// A letter or note unless a code says otherwise.
pub(super) fn kind<'a>(concepts: impl Iterator<Item = &'a CodeableConcept>) -> RecordKind {
    let all: Vec<&str> = concepts.flat_map(|concept| &concept.coding).map(|c| c.code.as_str()).collect();
    let of = |codes: &[&str]| all.iter().any(|code| codes.contains(code));
    match () {
        () if of(IMAGING) => RecordKind::Imaging,
        () if of(LABORATORY) => RecordKind::LabReport,
        () if of(PRESCRIPTION) => RecordKind::Prescription,
        () => RecordKind::ClinicalNote,
    }
}

/// HL7 v3 Confidentiality: what is restricted there is not open to everybody here.
pub(super) fn privacy<'a>(labels: impl IntoIterator<Item = &'a CodeableConcept>) -> Privacy {
    let codes = labels
        .into_iter()
        .flat_map(|label| &label.coding)
        .filter(|c| c.system.ends_with("Confidentiality"));
    let each = codes.map(|c| match c.code.as_str() {
        "V" => Privacy::HighlySensitive,
        "R" => Privacy::Sensitive,
        _ => Privacy::Standard,
    });
    each.fold(Privacy::Standard, Privacy::max)
}

impl Meta {
    /// How private the system keeps it.
    pub fn privacy(&self) -> Privacy {
        privacy(&self.security)
    }
}
