//! `MedicationRequest` → something that is or was taken.

use chrono::{DateTime, Utc};

use super::dates;
use super::elements::{Dosage, MedicationRequest};
use super::item::{Content, Reading, Taken, is_ahead};
use super::problems::{first, period, written};
use super::refusal::{Fault, Wrong};
use super::words::{cut, joined, notes, shown, words};
use crate::clinical::model::{MedicationForm, MedicationStatus};

/// Reads a request.
pub(super) fn request(resource: &MedicationRequest, now: DateTime<Utc>) -> Taken<Reading> {
    let status = match resource.status.as_str() {
        "active" | "on-hold" => MedicationStatus::Active,
        "completed" | "stopped" | "cancelled" => MedicationStatus::Stopped,
        "entered-in-error" => MedicationStatus::Refuted,
        "draft" => return Ok(Err("draft")),
        "unknown" | "" => return Ok(Err("status_unknown")),
        _ => return Err(Wrong::Shape.at("MedicationRequest.status")),
    };
    if matches!(resource.intent.as_str(), "proposal" | "plan" | "option") {
        return Ok(Err("not_ordered"));
    }
    let (valid_from, valid_to) = period(&resource.dispense_request.validity_period, now, "MedicationRequest.dispenseRequest")?;
    let authored = dates::day_of(&resource.authored_on).map_err(|w| w.at("MedicationRequest.authoredOn"))?;
    let started_on = authored.or(valid_from);
    if is_ahead(started_on, now) {
        return Ok(Err("in_future"));
    }
    let held = if resource.status == "on-hold" { "on-hold" } else { "" };
    let form = MedicationForm {
        name: name(resource)?,
        code: String::new(),
        dose: dose(&resource.dosage_instruction)?,
        status,
        started_on,
        ended_on: valid_to.filter(|to| started_on.is_none_or(|from| *to >= from)),
        note: joined([held.to_owned(), notes(&resource.note, "MedicationRequest.note")?], " · "),
    };
    Ok(Ok(Reading {
        subject: resource.subject.reference.clone(),
        written_at: written(&[&resource.authored_on], now, "MedicationRequest.authoredOn")?,
        content: Content::Medication(form),
        about: vec![resource.medication_reference.reference.clone()],
    }))
}

/// Of the medicine itself, or of the one inside the resource; else what the reference says, which another resource may answer.
fn name(resource: &MedicationRequest) -> Result<String, Fault> {
    const ELEMENT: &str = "MedicationRequest.medication";
    let own = shown(&resource.medication_codeable_concept, 200, ELEMENT)?;
    let id = resource.medication_reference.reference.strip_prefix('#');
    let inside = resource.contained.iter().find(|c| Some(c.id.as_str()) == id);
    let inside = inside.map_or(Ok(String::new()), |c| shown(&c.code, 200, ELEMENT))?;
    let displayed = words(&resource.medication_reference.display, 200, ELEMENT)?;
    Ok(first(&[&own, &inside, &displayed]).to_owned())
}

/// What was written, else a shorthand of its parts that the sig builder reads too: `1 bid`, `2 q6h prn`.
fn dose(instructions: &[Dosage]) -> Result<String, Fault> {
    let each = instructions.iter().map(|dosage| {
        let text = first(&[&dosage.text, &dosage.patient_instruction]);
        let text = words(text, 400, "MedicationRequest.dosageInstruction")?;
        Ok(if text.is_empty() { shorthand(dosage) } else { text })
    });
    Ok(cut(&joined(each.collect::<Result<Vec<_>, Fault>>()?, "; "), 400))
}

fn shorthand(dosage: &Dosage) -> String {
    let quantity = dosage.dose_and_rate.first().map(|d| &d.dose_quantity);
    let amount = quantity.and_then(|q| q.value).map_or(String::new(), |v| format!("{v}"));
    let unit = quantity.map_or("", |q| first(&[&q.unit, &q.code]));
    let unit = words(unit, 20, "MedicationRequest.dosageInstruction").unwrap_or_default();
    let prn = if dosage.as_needed_boolean { "prn" } else { "" };
    joined([amount, unit, how_often(dosage), prn.to_owned()], " ")
}

/// HL7 timing abbreviations, lower case; empty when the timing is none of the usual ones.
fn how_often(dosage: &Dosage) -> String {
    let repeat = &dosage.timing.repeat;
    let (Some(frequency), Some(period)) = (repeat.frequency, repeat.period) else {
        let code = dosage.timing.code.code().to_ascii_lowercase();
        return super::words::code(&code, 10);
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
