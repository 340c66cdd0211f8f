//! `Immunization`, `Procedure` and `CarePlan`.

use chrono::{DateTime, Utc};

use super::absent::nothing_known;
use super::concept::CodeableConcept;
use super::dates;
use super::elements::{CarePlan, Immunization, Procedure};
use super::item::{About, Content, Reading, Taken, is_ahead};
use super::problems::{first, period, start, written};
use super::refusal::Wrong;
use super::resource::{Reference, displayed, unnamed};
use super::words::{code, cut, joined, notes, shown, words};
use crate::clinical::given::{CarePlanForm, CarePlanStatus, ImmunizationForm, ImmunizationStatus, ProcedureForm, ProcedureStatus};

const CVX: &[&str] = &["http://hl7.org/fhir/sid/cvx", "urn:oid:2.16.840.1.113883.12.292"];
const SNOMED: &[&str] = &["http://snomed.info/sct"];

/// Reads a vaccine.
pub(super) fn immunization(resource: &Immunization, now: DateTime<Utc>) -> Taken<Reading> {
    const ELEMENT: &str = "Immunization.occurrence";
    let status = match resource.status.as_str() {
        "completed" if resource.not_given => ImmunizationStatus::NotGiven,
        "completed" => ImmunizationStatus::Given,
        "not-done" => ImmunizationStatus::NotGiven,
        "entered-in-error" => ImmunizationStatus::Refuted,
        _ => return Err(Wrong::Shape.at("Immunization.status")),
    };
    if nothing_known(&resource.vaccine_code) {
        return Ok(Err("nothing_known"));
    }
    let given_on = dates::day_of(&resource.occurrence_date_time).map_err(|w| w.at(ELEMENT))?;
    if is_ahead(given_on, now) {
        return Ok(Err("in_future"));
    }
    let why = shown(&resource.status_reason, 200, "Immunization.statusReason")?;
    let when = words(&resource.occurrence_string, 200, ELEMENT)?;
    let form = ImmunizationForm {
        name: shown(&resource.vaccine_code, 200, "Immunization.vaccineCode")?,
        code: code(resource.vaccine_code.of(CVX).unwrap_or(""), 20),
        status,
        given_on,
        lot: words(&resource.lot_number, 60, "Immunization.lotNumber")?,
        note: cut(&joined([when, why, notes(&resource.note, "Immunization.note")?], " · "), 1000),
    };
    Ok(Ok(Reading {
        subject: resource.patient.to("Patient"),
        written_at: written(&[&resource.occurrence_date_time], now, ELEMENT)?,
        content: Content::Immunization(form),
        about: About::default(),
        left_out: Vec::new(),
    }))
}

/// Reads a procedure.
pub(super) fn procedure(resource: &Procedure, now: DateTime<Utc>) -> Taken<Reading> {
    const ELEMENT: &str = "Procedure.performed";
    let status = match resource.status.as_str() {
        _ if resource.not_done => ProcedureStatus::NotDone,
        "completed" | "unknown" => ProcedureStatus::Done,
        "in-progress" => ProcedureStatus::UnderWay,
        "stopped" | "on-hold" | "aborted" | "suspended" => ProcedureStatus::Stopped,
        "not-done" => ProcedureStatus::NotDone,
        "entered-in-error" => ProcedureStatus::Refuted,
        "preparation" => return Ok(Err("not_past")),
        _ => return Err(Wrong::Shape.at("Procedure.status")),
    };
    if nothing_known(&resource.code) {
        return Ok(Err("nothing_known"));
    }
    period(&resource.performed_period, now, ELEMENT)?;
    let began = first(&[&resource.performed_date_time, start(&resource.performed_period.start)]);
    let performed_on = dates::day_of(began).map_err(|w| w.at(ELEMENT))?;
    if is_ahead(performed_on, now) {
        return Ok(Err("in_future"));
    }
    let when = words(&resource.performed_string, 200, ELEMENT)?;
    let outcome = shown(&resource.outcome, 200, "Procedure.outcome")?;
    let who = words(
        &joined(displayed(&resource.performer).map(str::to_owned), ", "),
        400,
        "Procedure.performer",
    )?;
    let form = ProcedureForm {
        name: shown(&resource.code, 400, "Procedure.code")?,
        code: code(resource.code.of(SNOMED).unwrap_or_else(|| resource.code.code()), 20),
        status,
        performed_on,
        reason: reason(&resource.reason_code, &resource.reason_reference)?,
        note: cut(&joined([when, outcome, notes(&resource.note, "Procedure.note")?, who], " · "), 1000),
    };
    Ok(Ok(Reading {
        subject: resource.subject.to("Patient"),
        written_at: written(&[began], now, ELEMENT)?,
        content: Content::Procedure(form),
        about: About {
            why: unnamed(&resource.reason_reference, "Condition"),
            who: unnamed(&resource.performer, "Practitioner"),
            ..About::default()
        },
        left_out: Vec::new(),
    }))
}

/// Reads a plan of care.
pub(super) fn care_plan(resource: &CarePlan, now: DateTime<Utc>) -> Taken<Reading> {
    let status = match resource.status.as_str() {
        "active" | "on-hold" | "suspended" => CarePlanStatus::Active,
        "completed" => CarePlanStatus::Completed,
        "revoked" | "cancelled" => CarePlanStatus::Stopped,
        "entered-in-error" => CarePlanStatus::Refuted,
        "draft" => return Ok(Err("draft")),
        "unknown" => return Ok(Err("status_unknown")),
        _ => return Err(Wrong::Shape.at("CarePlan.status")),
    };
    let (started_on, ended_on) = period(&resource.period, now, "CarePlan.period")?;
    if is_ahead(started_on, now) {
        return Ok(Err("in_future"));
    }
    let category = resource.category.first().map_or("", CodeableConcept::shown);
    let activities = resource.activity.iter().map(|a| {
        let text = first(&[a.detail.code.shown(), &a.detail.description]);
        words(text, 400, "CarePlan.activity")
    });
    let goals = words(&joined(displayed(&resource.goal).map(str::to_owned), ", "), 800, "CarePlan.goal")?;
    let form = CarePlanForm {
        title: words(first(&[&resource.title, category, &resource.description]), 400, "CarePlan.title")?,
        status,
        started_on,
        ended_on,
        reason: reason(&[], &resource.addresses)?,
        activities: cut(&joined(activities.collect::<Result<Vec<_>, _>>()?, "\n"), 2000),
        note: cut(&joined([notes(&resource.note, "CarePlan.note")?, goals], " · "), 1000),
    };
    Ok(Ok(Reading {
        subject: resource.subject.to("Patient"),
        written_at: written(&[start(&resource.period.start)], now, "CarePlan.period")?,
        content: Content::CarePlan(form),
        about: About {
            what: unnamed(&resource.goal, "Goal"),
            why: unnamed(&resource.addresses, "Condition"),
            ..About::default()
        },
        left_out: Vec::new(),
    }))
}

/// What is said of the reason, as far as it needs no other resource.
fn reason(codes: &[CodeableConcept], references: &[Reference]) -> Result<String, super::refusal::Fault> {
    let coded = codes.iter().map(CodeableConcept::shown);
    let texts = coded.chain(displayed(references)).map(|text| words(text, 200, "reason"));
    Ok(cut(&joined(texts.collect::<Result<Vec<_>, _>>()?, ", "), 400))
}
