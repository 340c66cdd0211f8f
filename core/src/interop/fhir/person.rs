//! `Patient` → a person to be registered.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use super::dates;
use super::refusal::{Fault, Wrong};
use super::resource::{Address, CodeableConcept, ContactPoint, HumanName, Identifier, Patient, PatientContact};
use crate::patients::model::Sex;

/// A person out of a bundle. Phones and addresses are as they stood there.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Person {
    /// The resource's id; what [`super::Visit::person`] refers to.
    pub id: String,
    /// Issuer and number, e.g. of a hospital's record; former ones are left out.
    pub identifiers: Vec<(String, String)>,
    /// Given name.
    pub first_name: String,
    /// Further given names.
    pub middle_name: String,
    /// Family name.
    pub last_name: String,
    /// Date of birth.
    pub date_of_birth: NaiveDate,
    /// Administrative gender.
    pub sex: Sex,
    /// First phone; empty when there is none.
    pub phone: String,
    /// First email; empty when there is none.
    pub email: String,
    /// Street and number.
    pub street: String,
    /// Town.
    pub city: String,
    /// State or province.
    pub state: String,
    /// Postal code.
    pub postal_code: String,
    /// ISO 3166-1 alpha-2; empty when it is not one.
    pub country: String,
    /// Languages by name, e.g. `Spanish`.
    pub languages: Vec<String>,
    /// Whether the person has died, and when, if it is known.
    pub deceased: Option<Option<NaiveDate>>,
    /// Marital status code of HL7, e.g. `M`; empty when there is none.
    pub marital_status: String,
    /// People to call.
    pub contacts: Vec<Contact>,
}

/// Someone to call.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Contact {
    /// Full name.
    pub name: String,
    /// What they are to the person.
    pub relationship: String,
    /// As it stood there.
    pub phone: String,
}

/// Reads a patient; `Err(reason)` inside `Ok` when the person is skipped.
pub(super) fn read(id: &str, patient: &Patient, now: DateTime<Utc>) -> Result<Result<Person, &'static str>, Fault> {
    let Some(name) = official(&patient.name) else {
        return Ok(Err("no_name"));
    };
    let today = now.date_naive();
    let Some(birth) = &patient.birth_date else {
        return Ok(Err("no_birth_date"));
    };
    let Some(date_of_birth) = dates::birth(birth, today).map_err(|w| w.at("Patient.birthDate"))? else {
        return Ok(Err("birth_date_incomplete"));
    };
    let (first, middle) = name
        .given
        .split_first()
        .map_or((String::new(), String::new()), |(f, m)| (f.clone(), m.join(" ")));
    let address = patient.address.first();
    let part = |of: fn(&Address) -> &String| address.map_or("", |a| of(a).as_str());
    Ok(Ok(Person {
        id: id.to_owned(),
        identifiers: identifiers(&patient.identifier),
        first_name: text(&first, 100, "Patient.name.given")?,
        middle_name: text(&middle, 100, "Patient.name.given")?,
        last_name: text(&name.family, 100, "Patient.name.family")?,
        date_of_birth,
        sex: sex(&patient.gender)?,
        phone: text(telecom(&patient.telecom, "phone"), 40, "Patient.telecom.value")?,
        email: text(telecom(&patient.telecom, "email"), 254, "Patient.telecom.value")?,
        street: text(&address.map_or(String::new(), |a| a.line.join(", ")), 200, "Patient.address.line")?,
        city: text(part(|a| &a.city), 120, "Patient.address.city")?,
        state: text(part(|a| &a.state), 120, "Patient.address.state")?,
        postal_code: text(part(|a| &a.postal_code), 20, "Patient.address.postalCode")?,
        country: country(part(|a| &a.country)),
        languages: languages(patient)?,
        deceased: deceased(patient, today, now)?,
        marital_status: text(
            patient.marital_status.as_ref().map_or("", CodeableConcept::code),
            20,
            "Patient.maritalStatus",
        )?,
        contacts: patient
            .contact
            .iter()
            .filter_map(|c| contact(c).transpose())
            .collect::<Result<_, _>>()?,
    }))
}

/// Numbers that mean something beside their issuer; longer ones are none.
fn identifiers(identifiers: &[Identifier]) -> Vec<(String, String)> {
    let fits = |text: &str, most: usize| !text.is_empty() && text.chars().count() <= most && !text.chars().any(char::is_control);
    let usable = |i: &&Identifier| i.usage != "old" && fits(&i.system, 200) && fits(&i.value, 100);
    identifiers
        .iter()
        .filter(usable)
        .take(20)
        .map(|i| (i.system.clone(), i.value.clone()))
        .collect()
}

/// The official name, or the first that is not a former one.
fn official(names: &[HumanName]) -> Option<&HumanName> {
    let named = |n: &&HumanName| !n.family.trim().is_empty() || !n.given.is_empty();
    let usable = || names.iter().filter(named);
    usable()
        .find(|n| n.usage == "official")
        .or_else(|| usable().find(|n| !matches!(n.usage.as_str(), "maiden" | "old" | "temp")))
}

/// A text that fits its column and has no control characters.
pub(super) fn text(text: &str, most: usize, element: &'static str) -> Result<String, Fault> {
    let text = text.trim();
    if text.chars().count() > most || text.chars().any(char::is_control) {
        return Err(Wrong::Text.at(element));
    }
    Ok(text.to_owned())
}

fn sex(gender: &str) -> Result<Sex, Fault> {
    match gender {
        "female" => Ok(Sex::Female),
        "male" => Ok(Sex::Male),
        "other" => Ok(Sex::Other),
        "unknown" | "" => Ok(Sex::Unknown),
        _ => Err(Wrong::Shape.at("Patient.gender")),
    }
}

fn telecom<'a>(points: &'a [ContactPoint], system: &str) -> &'a str {
    points.iter().find(|p| p.system == system).map_or("", |p| &p.value)
}

fn country(code: &str) -> String {
    if crate::directory::is_country(code) {
        code.to_owned()
    } else {
        String::new()
    }
}

fn languages(patient: &Patient) -> Result<Vec<String>, Fault> {
    let shown = patient
        .communication
        .iter()
        .map(|c| text(c.language.shown(), 60, "Patient.communication.language"));
    shown
        .filter(|name| name.as_ref().map_or(true, |n| !n.is_empty()))
        .take(10)
        .collect()
}

fn deceased(patient: &Patient, today: NaiveDate, now: DateTime<Utc>) -> Result<Option<Option<NaiveDate>>, Fault> {
    let Some(when) = &patient.deceased_date_time else {
        return Ok(patient.deceased_boolean.then_some(None));
    };
    let day = dates::instant(when, now)
        .map_err(|w| w.at("Patient.deceasedDateTime"))?
        .date_naive();
    if day > today {
        return Err(Wrong::Date.at("Patient.deceasedDateTime"));
    }
    Ok(Some(Some(day)))
}

/// A contact with a name; others are of no use to anyone who calls.
fn contact(contact: &PatientContact) -> Result<Option<Contact>, Fault> {
    let name = &contact.name;
    let written = if name.text.is_empty() {
        format!("{} {}", name.given.join(" "), name.family)
    } else {
        name.text.clone()
    };
    let contact = Contact {
        name: text(&written, 200, "Patient.contact.name")?,
        relationship: text(
            contact.relationship.first().map_or("", CodeableConcept::shown),
            60,
            "Patient.contact.relationship",
        )?,
        phone: text(telecom(&contact.telecom, "phone"), 32, "Patient.contact.telecom")?,
    };
    Ok(Some(contact).filter(|c| !c.name.is_empty()))
}
