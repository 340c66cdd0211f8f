//! `Condition` → a problem, `AllergyIntolerance` → an allergy, or the word that none is known.

use chrono::{DateTime, NaiveDate, Utc};

use super::absent::{self, Absent, nothing_known};
use super::concept::CodeableConcept;
use super::dates;
use super::elements::{AllergyIntolerance, Condition, Quantity, Reaction};
use super::item::{About, Content, Reading, Taken, is_ahead};
use super::refusal::{Fault, Wrong};
use super::words::{code, cut, joined, notes, shown, words};
use crate::clinical::model::{AllergenKind, AllergyForm, ItemStatus, ProblemForm, Severity};

const SNOMED: &[&str] = &["http://snomed.info/sct", "urn:oid:2.16.840.1.113883.6.96"];
const ICD10: &[&str] = &["http://hl7.org/fhir/sid/icd-10-cm", "urn:oid:2.16.840.1.113883.6.90"];

/// Reads a condition. German systems say with the code whether it is excluded (A), suspected (V), confirmed (G) or over (Z): KBV, key table
/// S_ICD_DIAGNOSESICHERHEIT.
pub(super) fn condition(resource: &Condition, now: DateTime<Utc>) -> Taken<Reading> {
    if nothing_known(&resource.code) {
        return Ok(Err("nothing_known"));
    }
    let onset = first(&[&resource.onset_date_time, start(&resource.onset_period.start)]);
    let over = first(&[&resource.abatement_date_time, start(&resource.abatement_period.start)]);
    let onset_on = dates::day_of(onset).map_err(|w| w.at("Condition.onset"))?;
    let resolved_on = dates::end_of(over, now).map_err(|w| w.at("Condition.abatement"))?;
    if is_ahead(onset_on, now) {
        return Ok(Err("in_future"));
    }
    in_order(onset_on, over, "Condition.abatement")?;
    let certainty = resource.code.extended("diagnosesicherheit");
    let verification = match certainty {
        "A" => "refuted".to_owned(),
        "V" => "provisional".to_owned(),
        _ => resource.verification_status.status(),
    };
    let is_over = certainty == "Z" || resolved_on.is_some() || resource.abatement_boolean || !resource.abatement_string.is_empty();
    let clinical = if certainty == "Z" {
        String::new()
    } else {
        resource.clinical_status.status()
    };
    let status = status(&clinical, &verification, is_over).map_err(|w| w.at("Condition.clinicalStatus"))?;
    let form = ProblemForm {
        code: icd10(&resource.code),
        snomed: code(resource.code.of(SNOMED).unwrap_or(""), 20),
        description: shown(&resource.code, 400, "Condition.code")?,
        status,
        onset_on,
        resolved_on: resolved_on.filter(|day| status == ItemStatus::Resolved && !is_ahead(Some(*day), now)),
        note: cut(&joined(about(resource, &verification)?, " · "), 1000),
    };
    Ok(Ok(Reading {
        subject: resource.subject.to("Patient"),
        written_at: written(&[&resource.recorded_date, onset], now, "Condition.recordedDate")?,
        content: Content::Problem(form),
        about: About::default(),
        left_out: Vec::new(),
    }))
}

/// What the chart has no column for.
fn about(resource: &Condition, verification: &str) -> Result<Vec<String>, Fault> {
    let site = resource.body_site.iter().map(|site| shown(site, 100, "Condition.bodySite"));
    let site = joined(site.collect::<Result<Vec<_>, _>>()?, ", ");
    let age = |age: &Quantity, element| words(&age.shown(), 40, element);
    Ok(vec![
        doubt(verification),
        other_edition(&resource.code),
        site,
        words(&resource.onset_string, 200, "Condition.onset")?,
        age(&resource.onset_age, "Condition.onset")?,
        words(&resource.abatement_string, 200, "Condition.abatement")?,
        notes(&resource.note, "Condition.note")?,
    ])
}

/// A code of an edition of ICD-10 that is not the one in use here, e.g. `ICD-10 J06.9`.
fn other_edition(concept: &CodeableConcept) -> String {
    let is_other = |c: &&super::concept::Coding| c.system.contains("icd-10") && !ICD10.contains(&c.system.as_str());
    let found = concept.coding.iter().find(is_other).map(|c| code(&c.code, 20));
    found
        .filter(|code| !code.is_empty())
        .map_or(String::new(), |code| format!("ICD-10 {code}"))
}

/// Reads an allergy: the worst of its reactions, and what all of them show. A severity that was not stated is taken from the
/// criticality, and is moderate without one.
pub(super) fn allergy(resource: &AllergyIntolerance, now: DateTime<Utc>) -> Taken<Reading> {
    let named = |concept: &&CodeableConcept| !concept.shown().is_empty();
    let of_reaction = || resource.reaction.iter().map(|r| &r.substance).find(named);
    let substance = Some(&resource.code).filter(named).or_else(of_reaction).unwrap_or(&resource.code);
    let verification = resource.verification_status.status();
    let status = status(&resource.clinical_status.status(), &verification, false).map_err(|w| w.at("AllergyIntolerance.clinicalStatus"))?;
    let onset = first(&[&resource.onset_date_time, start(&resource.onset_period.start)]);
    let onset_on = dates::day_of(onset).map_err(|w| w.at("AllergyIntolerance.onset"))?;
    if is_ahead(onset_on, now) {
        return Ok(Err("in_future"));
    }
    let content = match absent::allergy(substance) {
        Absent::OfOneKind => return Ok(Err("no_allergy_of_one_kind")),
        Absent::NotAsked => return Ok(Err("nothing_known")),
        Absent::All if status != ItemStatus::Active => return Ok(Err("nothing_known")),
        Absent::All => Content::NoAllergies,
        Absent::No => Content::Allergy(AllergyForm {
            kind: AllergenKind::Substance,
            substance: shown(substance, 200, "AllergyIntolerance.code")?,
            code: String::new(),
            reaction: shows(&resource.reaction)?,
            severity: worst(&resource.reaction, &resource.criticality)?,
            status,
            onset_on,
            note: cut(
                &joined([doubt(&verification), notes(&resource.note, "AllergyIntolerance.note")?], " · "),
                1000,
            ),
        }),
    };
    Ok(Ok(Reading {
        subject: resource.patient.to("Patient"),
        written_at: written(&[&resource.recorded_date, onset], now, "AllergyIntolerance.recordedDate")?,
        content,
        about: About::default(),
        left_out: Vec::new(),
    }))
}

/// What the reactions show, each thing once.
fn shows(reactions: &[Reaction]) -> Result<String, Fault> {
    const ELEMENT: &str = "AllergyIntolerance.reaction";
    let mut all: Vec<String> = Vec::new();
    for reaction in reactions {
        let manifestations = reaction.manifestation.iter().map(|m| shown(m, 100, ELEMENT));
        for text in manifestations.chain([words(&reaction.description, 200, ELEMENT)]) {
            all.extend(Some(text?).filter(|text| !all.contains(text)));
        }
    }
    Ok(cut(&joined(all, ", "), 400))
}

fn worst(reactions: &[Reaction], criticality: &str) -> Result<Severity, Fault> {
    let stated = reactions.iter().map(|r| r.severity.as_str()).filter(|s| !s.is_empty());
    let each = stated.map(|stated| severity(stated, criticality)).collect::<Result<Vec<_>, _>>();
    let worst = each.map(|all| all.into_iter().max_by_key(|s| *s as u8));
    let severity = worst.and_then(|worst| worst.map_or_else(|| severity("", criticality), Ok));
    severity.map_err(|w| w.at("AllergyIntolerance.reaction.severity"))
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
    in_order(from, start(&period.end), element)?;
    Ok((from, to))
}

/// What began is not over before.
fn in_order(from: Option<NaiveDate>, over: &str, element: &'static str) -> Result<(), Fault> {
    match from.map(|from| dates::is_before(over, from)) {
        Some(Ok(true)) => Err(Wrong::Period.at(element)),
        Some(Err(wrong)) => Err(wrong.at(element)),
        _ => Ok(()),
    }
}
