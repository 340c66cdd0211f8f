//! `Encounter` → a visit elsewhere.

use chrono::{DateTime, TimeDelta, Utc};

use super::concept::CodeableConcept;
use super::dates;
use super::item::{About, Content, Reading, Taken, Visit};
use super::problems::{period, start, written};
use super::refusal::{Fault, Wrong};
use super::resource::EncounterDiagnosis as Diagnosis;
use super::resource::{Encounter, Reference, displayed, unnamed};
use super::words::{cut, joined, words};
use crate::clinical::past_visits::{PastVisitForm, PastVisitKind};

const PERIOD: &str = "Encounter.period";

/// Reads an encounter that took place, or was called off.
pub(super) fn visit(resource: &Encounter, now: DateTime<Utc>) -> Taken<Reading> {
    let (cancelled, refuted) = match resource.status.as_str() {
        // R5: the ward let the patient go; the papers may still be open.
        "finished" | "completed" | "discharged" => (false, false),
        "cancelled" | "discontinued" => (true, false),
        "entered-in-error" => (false, true),
        "planned" | "arrived" | "triaged" | "in-progress" | "onleave" | "on-hold" => return Ok(Err("not_past")),
        "unknown" | "" => return Ok(Err("status_unknown")),
        _ => return Err(Wrong::Shape.at("Encounter.status")),
    };
    let starts = start(&resource.period.start);
    let Some(starts_at) = instant(starts, now)? else {
        return Ok(Err("no_date"));
    };
    if starts_at > now + TimeDelta::days(1) {
        return Ok(Err("not_past"));
    }
    let (reasons, who) = (reasons(resource), who(resource));
    let spoken = resource
        .reason_code
        .iter()
        .map(CodeableConcept::shown)
        .chain(displayed(reasons.iter().copied()));
    let form = PastVisitForm {
        starts_at,
        ends_at: end(resource, starts_at, now)?,
        day_only: is_day(starts),
        kind: kind(resource),
        cancelled,
        name: all(resource.kind.iter().map(CodeableConcept::shown).take(1), "Encounter.type")?,
        reason: all(spoken, "Encounter.reason")?,
        seen_by: all(displayed(who.iter().copied()), "Encounter.participant")?,
    };
    Ok(Ok(Reading {
        subject: resource.subject.to("Patient"),
        written_at: written(&[starts], now, PERIOD)?,
        content: Content::Visit(Visit { form, refuted }),
        about: About {
            why: unnamed(reasons, "Condition"),
            who: unnamed(who, "Practitioner"),
            ..About::default()
        },
        left_out: Vec::new(),
    }))
}

fn instant(text: &str, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, Fault> {
    dates::instant_of(text, now).map_err(|w| w.at(PERIOD))
}

fn is_day(text: &str) -> bool {
    text.len() <= 10
}

/// The end, when it is after the start; that of the day of the start says nothing, and the end of time is none.
fn end(resource: &Encounter, starts_at: DateTime<Utc>, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, Fault> {
    let text = start(&resource.period.end);
    let (_, day) = period(&resource.period, now, PERIOD)?;
    let ends_at = if day.is_some() { instant(text, now)? } else { None };
    let exact = !is_day(text) && !is_day(start(&resource.period.start));
    if exact && ends_at.is_some_and(|end| end < starts_at) {
        return Err(Wrong::Period.at(PERIOD));
    }
    Ok(ends_at.filter(|end| *end > starts_at))
}

/// What it was for, beside what is said in codes.
fn reasons(resource: &Encounter) -> Vec<&Reference> {
    use super::resource::Diagnosed::Reference as To;
    let diagnosed = resource.diagnosis.iter().filter_map(|Diagnosis { condition }| match condition {
        To(condition) => Some(condition),
        _ => None,
    });
    resource
        .reason_reference
        .iter()
        .chain(diagnosed)
        .filter(|r| means(r))
        .take(5)
        .collect()
}

/// Those who saw the patient, then the place.
fn who(resource: &Encounter) -> Vec<&Reference> {
    let people = resource.participant.iter().map(|p| &p.individual);
    people.chain([&resource.service_provider]).filter(|r| means(r)).take(5).collect()
}

fn means(reference: &Reference) -> bool {
    !reference.display.is_empty() || !reference.to("").is_empty()
}

fn all<'a>(texts: impl Iterator<Item = &'a str>, element: &'static str) -> Result<String, Fault> {
    let mut all: Vec<String> = Vec::new();
    for text in texts {
        all.extend(Some(words(text, 400, element)?).filter(|text| !all.contains(text)));
    }
    Ok(cut(&joined(all, ", "), 400))
}

/// SNOMED CT: follow-up encounter.
const FOLLOW_UP: &str = "390906007";

fn kind(resource: &Encounter) -> PastVisitKind {
    match resource.class.code().to_ascii_uppercase().as_str() {
        "EMER" | "EMERGENCY" => PastVisitKind::Emergency,
        "IMP" | "ACUTE" | "NONAC" | "OBSENC" | "SS" | "INPATIENT" => PastVisitKind::Inpatient,
        "HH" | "HOME" => PastVisitKind::Home,
        "VR" | "VIRTUAL" => PastVisitKind::Remote,
        _ if resource.kind.iter().any(|k| k.code() == FOLLOW_UP) => PastVisitKind::FollowUp,
        _ => PastVisitKind::Visit,
    }
}
