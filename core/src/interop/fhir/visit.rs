//! `Encounter` → a visit elsewhere.

use chrono::{DateTime, TimeDelta, Utc};

use super::concept::CodeableConcept;
use super::dates;
use super::item::{Content, Reading, Taken, Visit};
use super::problems::{period, start, written};
use super::refusal::{Fault, Wrong};
use super::resource::EncounterDiagnosis as Diagnosis;
use super::resource::{Encounter, Reference};
use super::words::{cut, joined, shown, words};
use crate::clinical::past_visits::{PastVisitForm, PastVisitKind};

/// Reads an encounter that took place, or was called off.
pub(super) fn visit(resource: &Encounter, now: DateTime<Utc>) -> Taken<Reading> {
    const ELEMENT: &str = "Encounter.period";
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
    period(&resource.period, now, ELEMENT)?;
    let instant = |text: &str| dates::instant_of(text, now).map_err(|w| w.at(ELEMENT));
    let Some(starts_at) = instant(starts)? else {
        return Ok(Err("no_date"));
    };
    if starts_at > now + TimeDelta::days(1) {
        return Ok(Err("not_past"));
    }
    let ends_at = instant(start(&resource.period.end))?;
    let day_only = starts.len() <= 10;
    if !day_only && resource.period.end.as_ref().is_some_and(|end| end.len() > 10) && ends_at.is_some_and(|end| end < starts_at) {
        return Err(Wrong::Period.at(ELEMENT));
    }
    let reasons = reasons(resource);
    let who = who(resource);
    let form = PastVisitForm {
        starts_at,
        ends_at: ends_at.filter(|end| *end > starts_at),
        day_only,
        kind: kind(resource),
        cancelled,
        name: resource
            .kind
            .first()
            .map_or(Ok(String::new()), |k| shown(k, 400, "Encounter.type"))?,
        reason: all(
            resource.reason_code.iter().map(CodeableConcept::shown).chain(named(&reasons)),
            "Encounter.reason",
        )?,
        seen_by: all(named(&who), "Encounter.participant")?,
    };
    let about = |all: &[&Reference], kind: &str| all.iter().filter(|r| r.display.is_empty()).map(|r| r.to(kind)).collect::<Vec<_>>();
    let mut referred = about(&reasons, "Condition");
    let reasons = referred.len();
    referred.extend(about(&who, "Practitioner"));
    Ok(Ok(Reading {
        subject: resource.subject.to("Patient"),
        written_at: written(&[starts], now, ELEMENT)?,
        content: Content::Visit(Visit { form, refuted, reasons }),
        about: referred,
    }))
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

fn named<'a>(references: &[&'a Reference]) -> impl Iterator<Item = &'a str> {
    references.iter().map(|r| r.display.as_str()).collect::<Vec<_>>().into_iter()
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
