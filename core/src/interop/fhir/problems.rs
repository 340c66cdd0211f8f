//! `Condition` → a problem, `AllergyIntolerance` → an allergy, or the word that none is known.

use chrono::{DateTime, NaiveDate, Utc};

use super::dates;
use super::elements::{AllergyIntolerance, Condition};
use super::item::{Content, Reading, Taken, is_ahead};
use super::refusal::{Fault, Wrong};
use super::resource::CodeableConcept;
use super::words::{code, joined, notes, shown};
use crate::clinical::model::{AllergenKind, AllergyForm, ItemStatus, ProblemForm, Severity};

const SNOMED: &[&str] = &["http://snomed.info/sct", "urn:oid:2.16.840.1.113883.6.96"];
const ICD10: &[&str] = &["http://hl7.org/fhir/sid/icd-10-cm", "urn:oid:2.16.840.1.113883.6.90"];

/// SNOMED CT: "No known allergy". Those that speak of medicines, foods or the environment alone say too little.
const NO_ALLERGY: &str = "716186003";
const NONE_IN_PART: &[&str] = &["409137002", "429625007", "428607008", "428197003", "1003774007"];

/// Reads a condition.
pub(super) fn condition(resource: &Condition, now: DateTime<Utc>) -> Taken<Reading> {
    let onset = first(&[&resource.onset_date_time, start(&resource.onset_period.start)]);
    let over = first(&[&resource.abatement_date_time, start(&resource.abatement_period.start)]);
    let onset_on = dates::day_of(onset).map_err(|w| w.at("Condition.onset"))?;
    let resolved_on = dates::end_of(over, now).map_err(|w| w.at("Condition.abatement"))?;
    if is_ahead(onset_on, now) {
        return Ok(Err("in_future"));
    }
    if onset_on.zip(resolved_on).is_some_and(|(from, to)| to < from) {
        return Err(Wrong::Period.at("Condition.abatement"));
    }
    let status = status(
        resource.clinical_status.code(),
        resource.verification_status.code(),
        resolved_on.is_some(),
    )
    .map_err(|w| w.at("Condition.clinicalStatus"))?;
    let form = ProblemForm {
        code: icd10(&resource.code),
        snomed: code(resource.code.of(SNOMED).unwrap_or(""), 20),
        description: shown(&resource.code, 400, "Condition.code")?,
        status,
        onset_on,
        resolved_on: resolved_on.filter(|day| status == ItemStatus::Resolved && !is_ahead(Some(*day), now)),
        note: joined(
            [doubt(resource.verification_status.code()), notes(&resource.note, "Condition.note")?],
            " · ",
        ),
    };
    Ok(Ok(Reading {
        subject: resource.subject.reference.clone(),
        written_at: written(&[&resource.recorded_date, onset], now, "Condition.recordedDate")?,
        content: Content::Problem(form),
        about: Vec::new(),
    }))
}

/// Reads an allergy. A severity that was not stated is taken from the criticality, and is moderate without one.
pub(super) fn allergy(resource: &AllergyIntolerance, now: DateTime<Utc>) -> Taken<Reading> {
    let reaction = resource.reaction.first();
    let named = |concept: &CodeableConcept| !concept.shown().is_empty();
    let substance = match reaction {
        Some(reaction) if !named(&resource.code) => &reaction.substance,
        _ => &resource.code,
    };
    let coded = substance.of(SNOMED).unwrap_or("");
    if NONE_IN_PART.contains(&coded) {
        return Ok(Err("no_allergy_of_one_kind"));
    }
    let onset_on = dates::day_of(&resource.onset_date_time).map_err(|w| w.at("AllergyIntolerance.onset"))?;
    if is_ahead(onset_on, now) {
        return Ok(Err("in_future"));
    }
    let verification = resource.verification_status.code();
    let status = status(resource.clinical_status.code(), verification, false).map_err(|w| w.at("AllergyIntolerance.clinicalStatus"))?;
    let stated = reaction.map_or("", |r| r.severity.as_str());
    let manifestations = reaction.map_or(&[][..], |r| &r.manifestation);
    let manifestations = manifestations.iter().map(|m| shown(m, 100, "AllergyIntolerance.reaction"));
    let form = AllergyForm {
        kind: AllergenKind::Substance,
        substance: shown(substance, 200, "AllergyIntolerance.code")?,
        code: String::new(),
        reaction: super::words::cut(&joined(manifestations.collect::<Result<Vec<_>, _>>()?, ", "), 400),
        severity: severity(stated, &resource.criticality).map_err(|w| w.at("AllergyIntolerance.reaction.severity"))?,
        status,
        onset_on,
        note: joined([doubt(verification), notes(&resource.note, "AllergyIntolerance.note")?], " · "),
    };
    let none = coded == NO_ALLERGY && status == ItemStatus::Active;
    Ok(Ok(Reading {
        subject: resource.patient.reference.clone(),
        written_at: written(
            &[&resource.recorded_date, &resource.onset_date_time],
            now,
            "AllergyIntolerance.recordedDate",
        )?,
        content: if none { Content::NoAllergies } else { Content::Allergy(form) },
        about: Vec::new(),
    }))
}

/// FHIR R4 condition-clinical, condition-ver-status and those of allergies. Without a clinical status an end says that it is over.
fn status(clinical: &str, verification: &str, ended: bool) -> Result<ItemStatus, Wrong> {
    match (verification, clinical) {
        ("refuted" | "entered-in-error", _) => Ok(ItemStatus::Refuted),
        (_, "active" | "recurrence" | "relapse") => Ok(ItemStatus::Active),
        (_, "inactive" | "remission" | "resolved") => Ok(ItemStatus::Resolved),
        (_, "") => Ok(if ended { ItemStatus::Resolved } else { ItemStatus::Active }),
        _ => Err(Wrong::Shape),
    }
}

/// What is not confirmed says so, in FHIR's word.
fn doubt(verification: &str) -> String {
    match verification {
        "unconfirmed" | "provisional" | "differential" => verification.to_owned(),
        _ => String::new(),
    }
}

fn severity(stated: &str, criticality: &str) -> Result<Severity, Wrong> {
    match (stated, criticality) {
        ("mild", _) | ("", "low") => Ok(Severity::Mild),
        ("moderate", _) | ("", "" | "unable-to-assess") => Ok(Severity::Moderate),
        ("severe", _) | ("", "high") => Ok(Severity::Severe),
        _ => Err(Wrong::Shape),
    }
}

/// A code of ICD-10-CM with its dot; whether the list has it is looked up later.
fn icd10(concept: &CodeableConcept) -> String {
    let text = concept.of(ICD10).unwrap_or("");
    let plain: String = text.chars().filter(|c| *c != '.').collect();
    let fits = plain.len() <= 7 && plain.len() >= 3 && plain.chars().all(|c| c.is_ascii_alphanumeric());
    match (fits, plain.len()) {
        (false, _) => String::new(),
        (true, 3) => plain.to_ascii_uppercase(),
        (true, _) => format!("{}.{}", &plain[..3], &plain[3..]).to_ascii_uppercase(),
    }
}

pub(super) fn start(text: &Option<String>) -> &str {
    text.as_deref().unwrap_or("")
}

/// The first that says something.
pub(super) fn first<'a>(texts: &[&'a str]) -> &'a str {
    texts.iter().find(|text| !text.is_empty()).copied().unwrap_or("")
}

/// When a resource was written down; what lies ahead is not known.
pub(super) fn written(texts: &[&str], now: DateTime<Utc>, element: &'static str) -> Result<Option<DateTime<Utc>>, Fault> {
    let at = dates::instant_of(first(texts), now).map_err(|w| w.at(element))?;
    Ok(at.filter(|at| *at <= now))
}

/// The first day of a period and the last.
pub(super) fn period(
    period: &super::resource::Period,
    now: DateTime<Utc>,
    element: &'static str,
) -> Result<(Option<NaiveDate>, Option<NaiveDate>), Fault> {
    let from = dates::day_of(start(&period.start)).map_err(|w| w.at(element))?;
    let to = dates::end_of(start(&period.end), now).map_err(|w| w.at(element))?;
    if from.zip(to).is_some_and(|(from, to)| to < from) {
        return Err(Wrong::Period.at(element));
    }
    Ok((from, to))
}
