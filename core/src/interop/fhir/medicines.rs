//! `MedicationRequest` and `MedicationStatement` → something that is or was taken.

use chrono::{DateTime, NaiveDate, Utc};

use super::absent::nothing_known;
use super::dates;
use super::item::{Content, Reading, Taken, is_ahead};
use super::prescribed::{Contained, Dosage, MedicationRequest};
use super::problems::{first, period, start, written};
use super::refusal::{Fault, Wrong};
use super::words::{cut, joined, notes, shown, words};
use crate::clinical::model::{MedicationForm, MedicationStatus};

/// Reads a request.
pub(super) fn request(resource: &MedicationRequest, now: DateTime<Utc>) -> Taken<Reading> {
    const DATE: &str = "MedicationRequest.authoredOn";
    let status = match resource.status.as_str() {
        "active" | "on-hold" => MedicationStatus::Active,
        "completed" | "stopped" | "cancelled" | "ended" => MedicationStatus::Stopped,
        "entered-in-error" => MedicationStatus::Refuted,
        "draft" => return Ok(Err("draft")),
        "unknown" | "" => return Ok(Err("status_unknown")),
        _ => return Err(Wrong::Shape.at("MedicationRequest.status")),
    };
    if matches!(resource.intent.as_str(), "proposal" | "plan" | "option") {
        return Ok(Err("not_ordered"));
    }
    let (valid_from, valid_to) = period(&resource.dispense_request.validity_period, now, "MedicationRequest.dispenseRequest")?;
    let authored = dates::day_of(&resource.authored_on).map_err(|w| w.at(DATE))?;
    let written_at = written(&[&resource.authored_on], now, DATE)?;
    taken(resource, now, status, (authored.or(valid_from), valid_to), written_at)
}

/// Reads a statement of what somebody takes or took.
pub(super) fn statement(resource: &MedicationRequest, now: DateTime<Utc>) -> Taken<Reading> {
    const DATE: &str = "MedicationStatement.effective";
    let status = match resource.status.as_str() {
        // R5 says `recorded` and leaves it to the period whether it is over.
        "active" | "on-hold" | "recorded" => MedicationStatus::Active,
        "completed" | "stopped" => MedicationStatus::Stopped,
        "entered-in-error" => MedicationStatus::Refuted,
        "intended" | "not-taken" => return Ok(Err("not_taken")),
        "draft" => return Ok(Err("draft")),
        "unknown" | "" => return Ok(Err("status_unknown")),
        _ => return Err(Wrong::Shape.at("MedicationStatement.status")),
    };
    let (from, to) = period(&resource.effective_period, now, DATE)?;
    let since = dates::day_of(&resource.effective_date_time).map_err(|w| w.at(DATE))?;
    let written_at = written(&[&resource.authored_on, start(&resource.effective_period.start)], now, DATE)?;
    taken(resource, now, status, (since.or(from), to), written_at)
}

fn taken(
    resource: &MedicationRequest,
    now: DateTime<Utc>,
    status: MedicationStatus,
    (started_on, ended_on): (Option<NaiveDate>, Option<NaiveDate>),
    written_at: Option<DateTime<Utc>>,
) -> Taken<Reading> {
    if is_ahead(started_on, now) {
        return Ok(Err("in_future"));
    }
    if nothing_known(&resource.medication_codeable_concept) {
        return Ok(Err("nothing_known"));
    }
    let held = if resource.status == "on-hold" { "on-hold" } else { "" };
    let form = MedicationForm {
        name: name(resource)?,
        code: String::new(),
        dose: dose(&resource.dosage_instruction)?,
        status,
        started_on,
        ended_on: ended_on.filter(|to| started_on.is_none_or(|from| *to >= from)),
        note: cut(
            &joined([held.to_owned(), notes(&resource.note, "MedicationRequest.note")?], " · "),
            1000,
        ),
    };
    Ok(Ok(Reading {
        subject: resource.subject.to("Patient"),
        written_at,
        content: Content::Medication(form),
        about: [&resource.medication_reference, &resource.medication.reference]
            .map(|r| r.to("Medication"))
            .into_iter()
            .filter(|r| !r.is_empty())
            .collect(),
    }))
}

/// Of the medicine itself, or of the one inside the resource; else what the reference says, which another resource may answer.
fn name(resource: &MedicationRequest) -> Result<String, Fault> {
    const ELEMENT: &str = "MedicationRequest.medication";
    let reference = [&resource.medication_reference, &resource.medication.reference];
    let id = reference.iter().find_map(|r| r.reference.strip_prefix('#'));
    let inside = resource.contained.iter().find(|c| Some(c.id.as_str()) == id);
    let displayed = first(&reference.map(|r| r.display.as_str()));
    let all = [
        shown(&resource.medication_codeable_concept, 200, ELEMENT)?,
        shown(&resource.medication.concept, 200, ELEMENT)?,
        inside.map_or(Ok(String::new()), medicine)?,
        words(displayed, 200, ELEMENT)?,
    ];
    Ok(first(&all.each_ref().map(String::as_str)).to_owned())
}

/// What a medicine is called: by its code, else by what is in it.
pub(super) fn medicine(medicine: &Contained) -> Result<String, Fault> {
    const ELEMENT: &str = "Medication.code";
    let own = shown(&medicine.code, 200, ELEMENT)?;
    if !own.is_empty() {
        return Ok(own);
    }
    let parts = medicine.ingredient.iter().map(|part| shown(&part.item, 200, ELEMENT));
    Ok(cut(&joined(parts.collect::<Result<Vec<_>, _>>()?, " + "), 200))
}

/// What was written, else a shorthand of its parts that the sig builder reads too: `1 bid`, `2 q6h prn`.
fn dose(instructions: &[Dosage]) -> Result<String, Fault> {
    const ELEMENT: &str = "MedicationRequest.dosageInstruction";
    let each = instructions.iter().map(|dosage| {
        let text = words(first(&[&dosage.text, &dosage.patient_instruction]), 400, ELEMENT)?;
        if text.is_empty() {
            words(&shorthand(dosage), 400, ELEMENT)
        } else {
            Ok(text)
        }
    });
    Ok(cut(&joined(each.collect::<Result<Vec<_>, Fault>>()?, "; "), 400))
}

fn shorthand(dosage: &Dosage) -> String {
    let given = dosage.dose_and_rate.first();
    let amount = given.map_or(String::new(), |d| {
        let span = joined([d.dose_range.low.shown(), d.dose_range.high.shown()], "–");
        joined([d.dose_quantity.shown(), span], " ")
    });
    let repeat = &dosage.timing.repeat;
    let why = dosage.as_needed_codeable_concept.shown();
    let prn = if dosage.as_needed_boolean || !why.is_empty() { "prn" } else { "" };
    let lasts = repeat.bounds_duration.shown();
    let lasts = if lasts.is_empty() { lasts } else { format!("({lasts})") };
    let parts = [
        amount,
        dosage.route.shown().to_owned(),
        how_often(dosage),
        repeat.when.join(" "),
        prn.to_owned(),
        why.to_owned(),
        lasts,
    ];
    joined(parts, " ")
}

/// HL7 timing abbreviations, lower case; empty when the timing is none of the usual ones.
fn how_often(dosage: &Dosage) -> String {
    let repeat = &dosage.timing.repeat;
    let (Some(frequency), Some(period)) = (repeat.frequency, repeat.period) else {
        let code = super::words::code(&dosage.timing.code.code().to_ascii_lowercase(), 10);
        return first(&[&code, &dosage.timing.code.text]).to_owned();
    };
    let whole = |n: f64| n.fract() == 0.0 && (1.0..=48.0).contains(&n);
    match (repeat.period_unit.as_str(), frequency, period) {
        ("d", 1.0, 1.0) => "qd".to_owned(),
        ("d", 2.0, 1.0) => "bid".to_owned(),
        ("d", 3.0, 1.0) => "tid".to_owned(),
        ("d", 4.0, 1.0) => "qid".to_owned(),
        ("d", 1.0, 2.0) => "qod".to_owned(),
        ("wk", 1.0, 1.0) => "weekly".to_owned(),
        ("h", 1.0, hours) if whole(hours) => format!("q{hours}h"),
        (unit @ ("h" | "d" | "wk" | "mo"), times, of) if whole(times) && whole(of) => format!("{times}×/{of} {unit}"),
        _ => String::new(),
    }
}
