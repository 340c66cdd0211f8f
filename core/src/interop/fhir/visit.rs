//! `Encounter` → a past appointment.

use chrono::{DateTime, TimeDelta, Utc};

use super::dates;
use super::person::text;
use super::refusal::{Fault, Wrong};
use super::resource::{CodeableConcept, Encounter};

/// A visit that took place, or was called off.
#[derive(Debug, Clone, PartialEq)]
pub struct Visit {
    /// Whose: [`super::Person::id`].
    pub person: String,
    /// Start.
    pub starts_at: DateTime<Utc>,
    /// End, after the start.
    pub ends_at: DateTime<Utc>,
    /// Whether it was called off.
    pub cancelled: bool,
    /// Kind of visit.
    pub kind: VisitKind,
    /// What it was for.
    pub reason: String,
    /// Who saw the patient, and where; reads `name, organization`.
    pub seen_by: String,
}

/// What kind of visit it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VisitKind {
    /// A visit by itself.
    Single,
    /// It followed another.
    FollowUp,
    /// It could not wait.
    Emergency,
}

/// A visit whose references are not resolved yet.
#[derive(Debug)]
pub(crate) struct OpenVisit {
    pub visit: Visit,
    pub practitioner: String,
    pub organization: String,
}

/// Days and weeks on a ward are not appointments.
const LONGEST: TimeDelta = TimeDelta::hours(12);

/// Reads an encounter; `Err(reason)` inside `Ok` when it is skipped.
pub(super) fn read(encounter: &Encounter, now: DateTime<Utc>) -> Result<Result<OpenVisit, &'static str>, Fault> {
    let cancelled = match encounter.status.as_str() {
        "finished" => false,
        "cancelled" => true,
        "planned" | "arrived" | "triaged" | "in-progress" | "onleave" | "entered-in-error" | "unknown" => return Ok(Err("not_past")),
        _ => return Err(Wrong::Shape.at("Encounter.status")),
    };
    if matches!(encounter.class.code.as_str(), "IMP" | "ACUTE" | "NONAC" | "OBSENC") {
        return Ok(Err("inpatient"));
    }
    let instant = |text: &Option<String>| {
        text.as_ref()
            .map(|t| dates::instant(t, now))
            .transpose()
            .map_err(|w| w.at("Encounter.period"))
    };
    let (Some(starts_at), Some(ends_at)) = (instant(&encounter.period.start)?, instant(&encounter.period.end)?) else {
        return Ok(Err("no_period"));
    };
    if ends_at <= starts_at {
        return Err(Wrong::Period.at("Encounter.period"));
    }
    if starts_at > now {
        return Ok(Err("not_past"));
    }
    if ends_at - starts_at > LONGEST {
        return Ok(Err("longer_than_a_visit"));
    }
    open_visit(encounter, starts_at, ends_at, cancelled).map(Ok)
}

fn open_visit(encounter: &Encounter, starts_at: DateTime<Utc>, ends_at: DateTime<Utc>, cancelled: bool) -> Result<OpenVisit, Fault> {
    let reason = encounter.reason_code.first().or_else(|| encounter.kind.first());
    Ok(OpenVisit {
        visit: Visit {
            person: encounter.subject.reference.clone(),
            starts_at,
            ends_at,
            cancelled,
            kind: kind(encounter),
            reason: text(reason.map_or("", CodeableConcept::shown), 400, "Encounter.reasonCode")?,
            seen_by: String::new(),
        },
        practitioner: encounter
            .participant
            .first()
            .map_or(String::new(), |p| p.individual.reference.clone()),
        organization: encounter.service_provider.reference.clone(),
    })
}

/// SNOMED CT 390906007, follow-up encounter.
const FOLLOW_UP: &str = "390906007";

fn kind(encounter: &Encounter) -> VisitKind {
    if encounter.class.code == "EMER" {
        VisitKind::Emergency
    } else if encounter.kind.iter().any(|k| k.code() == FOLLOW_UP) {
        VisitKind::FollowUp
    } else {
        VisitKind::Single
    }
}
