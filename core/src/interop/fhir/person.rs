//! `Patient` → a person to be registered.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use super::concept::CodeableConcept;
use super::dates;
use super::item::is_ahead;
use super::refusal::{Fault, Wrong};
use super::resource::{Address, ContactPoint, HumanName, Identifier, Patient, PatientContact, Period};
use super::words;
use crate::patients::model::Sex;

/// A person out of a bundle. Phones and addresses are as they stood there.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Person {
    /// The resource's id; what `Clinical::subject` refers to.
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
    let Some(name) = official(&patient.name, now) else {
        return Ok(Err("no_name"));
    };
    let (given, family) = parts(name);
    let today = now.date_naive();
    let Some(birth) = &patient.birth_date else {
        return Ok(Err("no_birth_date"));
    };
    let Some(date_of_birth) = dates::birth(birth, today).map_err(|w| w.at("Patient.birthDate"))? else {
        return Ok(Err("birth_date_incomplete"));
    };
    let (first, middle) = given
        .split_first()
        .map_or((String::new(), String::new()), |(f, m)| (f.clone(), m.join(" ")));
    let address = current(&patient.address, now, |a| (&a.usage, &a.period)).min_by_key(|a| a.usage != "home");
    let phone = telecom(&patient.telecom, &["phone", "sms"], now);
    let email = telecom(&patient.telecom, &["email"], now);
    let part = |of: fn(&Address) -> &String| address.map_or("", |a| of(a).as_str());
    Ok(Ok(Person {
        id: id.to_owned(),
        identifiers: identifiers(&patient.identifier, now),
        first_name: text(&first, 100, "Patient.name.given")?,
        middle_name: text(&middle, 100, "Patient.name.given")?,
        last_name: text(&family, 100, "Patient.name.family")?,
        date_of_birth,
        sex: sex(&patient.gender)?,
        phone: text(phone, 40, "Patient.telecom.value")?,
        email: text(email, 254, "Patient.telecom.value")?,
        street: text(&address.map_or(String::new(), street), 200, "Patient.address.line")?,
        city: text(part(|a| &a.city), 120, "Patient.address.city")?,
        state: text(part(|a| &a.state), 120, "Patient.address.state")?,
        postal_code: text(part(|a| &a.postal_code), 20, "Patient.address.postalCode")?,
        country: country(part(|a| &a.country)),
        languages: languages(patient)?,
        deceased: deceased(patient, now)?,
        marital_status: text(
            patient.marital_status.as_ref().map_or("", CodeableConcept::code),
            20,
            "Patient.maritalStatus",
        )?,
        contacts: patient
            .contact
            .iter()
            .filter_map(|c| contact(c, now).transpose())
            .collect::<Result<_, _>>()?,
    }))
}

/// Numbers that mean something beside their issuer; longer ones are none.
fn identifiers(identifiers: &[Identifier], now: DateTime<Utc>) -> Vec<(String, String)> {
    let fits = |text: &str, most: usize| !text.is_empty() && text.chars().count() <= most && !text.chars().any(char::is_control);
    current(identifiers, now, |i| (&i.usage, &i.period))
        .filter(|i| fits(&i.system, 200) && fits(&i.value, 100))
        .take(20)
        .map(|i| (i.system.clone(), i.value.clone()))
        .collect()
}

/// Those that are not former ones.
fn current<T>(all: &[T], now: DateTime<Utc>, of: fn(&T) -> (&String, &Period)) -> impl Iterator<Item = &T> {
    all.iter().filter(move |one| {
        let (usage, period) = of(one);
        usage != "old" && !dates::is_over(period.end.as_deref(), now)
    })
}

/// The official name, else the usual one, else the first that is not a former one, else the first.
fn official(names: &[HumanName], now: DateTime<Utc>) -> Option<&HumanName> {
    let named = |n: &&HumanName| !n.family.trim().is_empty() || n.given.iter().any(|g| !g.trim().is_empty()) || !n.text.trim().is_empty();
    let rank = |n: &&HumanName| match n.usage.as_str() {
        "official" => 0,
        "usual" => 1,
        "nickname" | "anonymous" | "temp" => 3,
        "maiden" | "old" => 4,
        _ => 2,
    };
    let standing = names.iter().filter(named).filter(|n| !dates::is_over(n.period.end.as_deref(), now));
    standing.min_by_key(rank).or_else(|| names.iter().find(named))
}

/// Given names and family name; of a name that is written as a whole, the last word is the family name, or what stands before a comma.
fn parts(name: &HumanName) -> (Vec<String>, String) {
    let given = || name.given.iter().filter(|g| !g.trim().is_empty()).cloned().collect();
    if !name.family.trim().is_empty() || name.given.iter().any(|g| !g.trim().is_empty()) {
        return (given(), name.family.clone());
    }
    let whole = name.text.trim();
    let (family, given) = whole
        .split_once(',')
        .or_else(|| whole.rsplit_once(' ').map(|(given, family)| (family, given)))
        .unwrap_or((whole, ""));
    (given.split_whitespace().map(str::to_owned).collect(), family.trim().to_owned())
}

/// Its lines; one that is written as a whole stands in one.
fn street(address: &Address) -> String {
    let nothing_else = address.line.is_empty() && address.city.is_empty();
    if nothing_else {
        words::cut(&address.text, 200)
    } else {
        address.line.join(", ")
    }
}

/// A text in one line that fits its column and has no control characters.
pub(super) fn text(text: &str, most: usize, element: &'static str) -> Result<String, Fault> {
    let is_long = text.chars().count() > most;
    let text = words::words(text, most, element)?;
    if is_long && text.ends_with('…') {
        Err(Wrong::Text.at(element))
    } else {
        Ok(text)
    }
}

fn sex(gender: &str) -> Result<Sex, Fault> {
    match gender.to_ascii_lowercase().as_str() {
        "female" => Ok(Sex::Female),
        "male" => Ok(Sex::Male),
        "other" => Ok(Sex::Other),
        "unknown" | "" => Ok(Sex::Unknown),
        _ => Err(Wrong::Shape.at("Patient.gender")),
    }
}

/// The one to try first: what is ranked highest, of those the first.
fn telecom<'a>(points: &'a [ContactPoint], systems: &[&str], now: DateTime<Utc>) -> &'a str {
    let usable = current(points, now, |p| (&p.usage, &p.period)).filter(|p| systems.contains(&p.system.as_str()) && !p.value.is_empty());
    let best = usable.min_by_key(|p| p.rank.unwrap_or(u32::MAX));
    best.map_or("", |p| p.value.trim_start_matches("tel:").trim_start_matches("mailto:"))
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

fn deceased(patient: &Patient, now: DateTime<Utc>) -> Result<Option<Option<NaiveDate>>, Fault> {
    let Some(when) = &patient.deceased_date_time else {
        return Ok(patient.deceased_boolean.then_some(None));
    };
    let day = dates::day_of(when).map_err(|w| w.at("Patient.deceasedDateTime"))?;
    if is_ahead(day, now) {
        return Err(Wrong::Date.at("Patient.deceasedDateTime"));
    }
    // A year or a month is not the day.
    Ok(Some(day.filter(|_| when.len() >= 10)))
}

/// A contact with a name; others are of no use to anyone who calls.
fn contact(contact: &PatientContact, now: DateTime<Utc>) -> Result<Option<Contact>, Fault> {
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
        phone: text(telecom(&contact.telecom, &["phone", "sms"], now), 32, "Patient.contact.telecom")?,
    };
    Ok(Some(contact).filter(|c| !c.name.is_empty()))
}
