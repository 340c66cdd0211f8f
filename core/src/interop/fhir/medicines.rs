//! `MedicationRequest`, `MedicationStatement`, `MedicationAdministration` and `MedicationDispense` → something that is or was taken.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::absent::nothing_known;
use super::concept::CodeableConcept;
use super::dates;
use super::item::{About, Content, Reading, Taken, is_ahead};
use super::prescribed::{Dosage, GivenDose, Medication, MedicationGiven, MedicationRequest, Medicine};
use super::problems::{first, period, start, written};
use super::refusal::{Fault, Wrong};
use super::resource::{Reference, displayed, unnamed};
use super::words::{cut, joined, notes, shown, words};
use crate::clinical::model::{MedicationForm, MedicationStatus};

/// R5: what is said of somebody who does not take it.
const NOT_TAKEN: &[&str] = &["not-taking", "stop-taken", "never-taken"];

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
    if resource.do_not_perform || matches!(resource.intent.as_str(), "proposal" | "plan" | "option") {
        return Ok(Err("not_ordered"));
    }
    let (valid_from, valid_to) = period(&resource.dispense_request.validity_period, now, "MedicationRequest.dispenseRequest")?;
    let authored = dates::day_of(&resource.authored_on).map_err(|w| w.at(DATE))?;
    let written_at = written(&[&resource.authored_on], now, DATE)?;
    ordered(resource, status, (authored.or(valid_from), valid_to))?.read(now, written_at)
}

/// What requests and statements have in common.
fn ordered(
    resource: &MedicationRequest,
    status: MedicationStatus,
    span: (Option<NaiveDate>, Option<NaiveDate>),
) -> Result<Taking<'_>, Fault> {
    const ELEMENT: &str = "MedicationRequest.reason";
    let held = if resource.status == "on-hold" { "on-hold" } else { "" };
    let why = resource.reason_code.iter().map(CodeableConcept::shown);
    let why = joined(why.chain(displayed(&resource.reason_reference)).map(str::to_owned), ", ");
    Ok(Taking {
        medicine: &resource.medicine,
        subject: &resource.subject,
        status,
        span,
        dose: dose(&resource.dosage_instruction)?,
        note: vec![
            held.to_owned(),
            words(&why, 400, ELEMENT)?,
            notes(&resource.note, "MedicationRequest.note")?,
            words(&resource.requester.display, 200, "MedicationRequest.requester")?,
        ],
        about: About {
            why: unnamed(&resource.reason_reference, "Condition"),
            who: unnamed([&resource.requester], "Practitioner"),
            ..About::default()
        },
    })
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
    if resource.taken == "n" || NOT_TAKEN.contains(&resource.adherence.code.code()) {
        return Ok(Err("not_taken"));
    }
    let (from, to) = period(&resource.effective_period, now, DATE)?;
    let since = dates::day_of(&resource.effective_date_time).map_err(|w| w.at(DATE))?;
    let written_at = written(&[&resource.authored_on, start(&resource.effective_period.start)], now, DATE)?;
    ordered(resource, status, (since.or(from), to))?.read(now, written_at)
}

/// Reads what was given. What was ordered stands in the list with its order.
pub(super) fn administered(resource: &MedicationGiven, now: DateTime<Utc>) -> Taken<Reading> {
    const DATE: &str = "MedicationAdministration.effective";
    let status = match resource.status.code() {
        "completed" | "stopped" => MedicationStatus::Stopped,
        "in-progress" | "on-hold" => MedicationStatus::Active,
        "entered-in-error" => MedicationStatus::Refuted,
        "not-done" => return Ok(Err("not_taken")),
        "unknown" | "" => return Ok(Err("status_unknown")),
        _ => return Err(Wrong::Shape.at("MedicationAdministration.status")),
    };
    if !resource.request.to("").is_empty() {
        return Ok(Err("part_of_order"));
    }
    let GivenDose { text, route, dose } = &resource.dosage;
    let parts = joined([dose.shown(), route.shown().to_owned()], " ");
    let dose = words(first(&[text, &parts]), 400, "MedicationAdministration.dosage")?;
    let (from, to) = period(&resource.effective_period, now, DATE)?;
    let at = first(&[&resource.effective_date_time, start(&resource.effective_period.start)]);
    let day = dates::day_of(at).map_err(|w| w.at(DATE))?;
    let over = to.or(day).filter(|_| status == MedicationStatus::Stopped);
    given(resource, status, (from.or(day), over), dose)?.read(now, written(&[at], now, DATE)?)
}

/// Reads what was handed out without an order that is known: taken as long as it lasts.
pub(super) fn dispensed(resource: &MedicationGiven, now: DateTime<Utc>) -> Taken<Reading> {
    const DATE: &str = "MedicationDispense.whenHandedOver";
    let refuted = match resource.status.code() {
        "completed" | "in-progress" | "on-hold" => false,
        "entered-in-error" => true,
        "preparation" | "cancelled" | "stopped" | "declined" => return Ok(Err("not_taken")),
        "unknown" | "" => return Ok(Err("status_unknown")),
        _ => return Err(Wrong::Shape.at("MedicationDispense.status")),
    };
    if !resource.authorizing_prescription.is_empty() {
        return Ok(Err("part_of_order"));
    }
    let at = first(&[&resource.when_handed_over, &resource.when_prepared]);
    let day = dates::day_of(at).map_err(|w| w.at(DATE))?;
    let days = resource.days_supply.value.filter(|days| (0.0..=3_650.0).contains(days));
    #[expect(clippy::cast_possible_truncation, reason = "ten years at most")]
    let to = day
        .zip(days)
        .and_then(|(day, days)| day.checked_add_signed(TimeDelta::days(days as i64)));
    let lasts = to.is_some_and(|to| to >= now.date_naive());
    let status = match (refuted, lasts) {
        (true, _) => MedicationStatus::Refuted,
        (_, true) => MedicationStatus::Active,
        _ => MedicationStatus::Stopped,
    };
    let dose = dose(&resource.dosage_instruction)?;
    given(resource, status, (day, to), dose)?.read(now, written(&[at], now, DATE)?)
}

fn given(
    resource: &MedicationGiven,
    status: MedicationStatus,
    span: (Option<NaiveDate>, Option<NaiveDate>),
    dose: String,
) -> Result<Taking<'_>, Fault> {
    Ok(Taking {
        medicine: &resource.medicine,
        subject: &resource.subject,
        status,
        span,
        dose,
        note: vec![notes(&resource.note, "MedicationAdministration.note")?],
        about: About::default(),
    })
}

/// What a resource says of a medicine that is or was taken.
struct Taking<'a> {
    medicine: &'a Medicine,
    subject: &'a Reference,
    status: MedicationStatus,
    span: (Option<NaiveDate>, Option<NaiveDate>),
    dose: String,
    /// What the chart has no column for.
    note: Vec<String>,
    about: About,
}

impl Taking<'_> {
    fn read(self, now: DateTime<Utc>, written_at: Option<DateTime<Utc>>) -> Taken<Reading> {
        let (started_on, ended_on) = self.span;
        if is_ahead(started_on, now) {
            return Ok(Err("in_future"));
        }
        if nothing_known(&self.medicine.concept) {
            return Ok(Err("nothing_known"));
        }
        let form = MedicationForm {
            name: name(self.medicine)?,
            code: String::new(),
            dose: self.dose,
            status: self.status,
            started_on,
            ended_on: ended_on.filter(|to| started_on.is_none_or(|from| *to >= from)),
            note: cut(&joined(self.note, " · "), 1000),
        };
        let references = [&self.medicine.reference, &self.medicine.either.reference];
        Ok(Ok(Reading {
            subject: self.subject.to("Patient"),
            written_at,
            content: Content::Medication(form),
            about: About {
                what: unnamed(references, "Medication"),
                ..self.about
            },
            left_out: Vec::new(),
        }))
    }
}

/// Of the medicine itself, else what the reference says, which another resource may answer.
fn name(medicine: &Medicine) -> Result<String, Fault> {
    let Medicine {
        concept,
        reference,
        either,
    } = medicine;
    let all = [
        concept.shown(),
        either.concept.shown(),
        &reference.display,
        &either.reference.display,
    ];
    words(first(&all), 200, "MedicationRequest.medication")
}

/// What a medicine is called: by its code, else by what is in it.
pub(super) fn medicine(medicine: &Medication) -> Result<String, Fault> {
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
    let given = dosage.dose_and_rate.first().unwrap_or(&dosage.own);
    let span = joined([given.dose_range.low.shown(), given.dose_range.high.shown()], "–");
    let amount = joined([given.dose_quantity.shown(), span], " ");
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
