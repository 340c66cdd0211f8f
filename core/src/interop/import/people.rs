//! Who a person of another system is here: by the resource's id, by numbers that systems share, else by the rule for duplicates.

use serde_json::json;

use super::identity::{self, Imported, Note};
use super::run::Run;
use crate::Result;
use crate::api::Ctx;
use crate::db::{Read, Tx};
use crate::ids::{ImportedId, PatientId};
use crate::interop::fhir::Person;
use crate::patients::candidates::{self, FindCandidates, Likelihood};
use crate::patients::imported::{self, Contact};
use crate::patients::model::{Patient, PatientStatus};
use crate::{audit::Entry, patients};

/// What is to be done about a person.
#[derive(Debug)]
pub(super) enum Decision {
    /// Nothing: here, and as they were.
    Unchanged(PatientId),
    /// Nobody like that is here.
    Register(Box<Patient>),
    /// Here by a number; only what the other system calls them is noted.
    Link(PatientId),
    /// They changed there, and nobody changed them here.
    Change(Box<(Patient, Patient)>, Imported),
    /// A person has to say who it is; with the chart numbers of who it may be.
    Ask(&'static str, Vec<String>),
    /// They changed there and here; only the chart numbers go on.
    Keep(PatientId),
}

/// Decides who a person is.
///
/// # Errors
/// As the store says.
pub(super) async fn decide(run: &Run, source: &str, person: &Person) -> Result<Decision> {
    let mut db = run.ctx.db()?;
    let known = identity::known(&mut db, source, "Patient", &[&person.id]).await?.remove(&person.id);
    if let Some(known) = known {
        return again(run, person, known).await;
    }
    for (issuer, number) in &person.identifiers {
        let Some(id) = imported::identified(&mut db, issuer, number).await? else {
            continue;
        };
        let here = patients::read(&mut db, id).await?;
        return Ok(if is_surely(person, &here) {
            Decision::Link(id)
        } else {
            Decision::Ask("other_person", vec![here.chart_number])
        });
    }
    let alike = if run.registers_duplicates {
        Vec::new()
    } else {
        likely(&run.ctx, person).await?
    };
    Ok(if alike.is_empty() {
        Decision::Register(Box::new(put(run, person, imported::blank(&run.ctx, &run.place))))
    } else {
        Decision::Ask("likely_duplicate", alike)
    })
}

/// Somebody who was imported before.
async fn again(run: &Run, person: &Person, known: Imported) -> Result<Decision> {
    let here = patients::read(&mut run.ctx.db()?, known.patient_id).await?;
    if is_other(person, &here) {
        return Ok(Decision::Ask("other_person", vec![here.chart_number]));
    }
    if known.says(identity::fingerprint(person)?) {
        return Ok(Decision::Unchanged(here.id));
    }
    // The first version is the import's own; so is each after it, as long as it is the only one that writes.
    if here.version != known.version || here.status == PatientStatus::Merged {
        return Ok(Decision::Keep(here.id));
    }
    let after = put(run, person, here.clone());
    if after == here {
        return Ok(Decision::Unchanged(here.id));
    }
    Ok(Decision::Change(Box::new((here, after)), known))
}

/// Ids are unique within one system only: neither born on that day nor of that name is somebody else.
fn is_other(person: &Person, here: &Patient) -> bool {
    let same = |a: &str, b: &str| a.to_lowercase() == b.to_lowercase();
    person.date_of_birth != here.date_of_birth && !same(&person.last_name, &here.last_name)
}

/// A number may be a whole family's, as of an insurance: the given name has to be theirs, and the day of birth or the family name.
fn is_surely(person: &Person, here: &Patient) -> bool {
    let same = |a: &str, b: &str| a.to_lowercase() == b.to_lowercase();
    same(&person.first_name, &here.first_name) && (person.date_of_birth == here.date_of_birth || same(&person.last_name, &here.last_name))
}

async fn likely(ctx: &Ctx, person: &Person) -> Result<Vec<String>> {
    let request = FindCandidates {
        first_name: person.first_name.clone(),
        last_name: person.last_name.clone(),
        date_of_birth: person.date_of_birth.to_string(),
        sex: person.sex.as_str().to_owned(),
        phone: person.phone.clone(),
        email: person.email.clone(),
        location_id: None,
    };
    let found = candidates::find(ctx, request).await?.into_iter();
    let likely = found.filter(|c| matches!(c.likelihood, Likelihood::VeryLikely | Likelihood::Likely));
    Ok(likely.map(|c| c.patient.chart_number).collect())
}

/// Puts what the other system says onto a chart. A phone that cannot be read goes into the note for the desk.
fn put(run: &Run, person: &Person, chart: Patient) -> Patient {
    let country = if person.country.is_empty() {
        &run.place.country
    } else {
        &person.country
    };
    let phone = patients::e164(&person.phone, country).unwrap_or_default();
    let unread = if phone.is_empty() && !person.phone.is_empty() {
        format!("☎ {}", person.phone)
    } else {
        String::new()
    };
    Patient {
        first_name: person.first_name.clone(),
        middle_name: person.middle_name.clone(),
        last_name: person.last_name.clone(),
        date_of_birth: person.date_of_birth,
        sex: person.sex,
        phone,
        email: patients::folded_email(&person.email).unwrap_or_default(),
        street: person.street.clone(),
        city: person.city.clone(),
        state: person.state.clone(),
        postal_code: person.postal_code.clone(),
        country: person.country.clone(),
        languages: person.languages.clone(),
        status: if person.deceased.is_some() {
            PatientStatus::Deceased
        } else {
            chart.status
        },
        deceased_on: person.deceased.flatten(),
        desk_note: if chart.desk_note.is_empty() {
            unread
        } else {
            chart.desk_note.clone()
        },
        ..chart
    }
}

/// Does what was decided.
///
/// # Errors
/// A unique violation or `stale` when another import was faster.
pub(super) async fn write(tx: &mut Tx, run: &Run, source: &str, person: &Person, decision: &Decision) -> Result<()> {
    let ctx = &run.ctx;
    let (patient, version, id) = match decision {
        Decision::Unchanged(_) | Decision::Ask(..) | Decision::Keep(_) => return Ok(()),
        Decision::Register(patient) => {
            let contacts = person
                .contacts
                .iter()
                .map(|c| (c.name.clone(), c.relationship.clone(), c.phone.clone()));
            imported::register(tx, ctx, patient, &contacts.collect::<Vec<Contact>>()).await?;
            (patient.id, 0, ImportedId::fresh())
        }
        Decision::Link(patient) => {
            let entry = Entry::new(ctx.command, "patient", patient.0).patient(*patient);
            tx.record(entry.created(&json!({ "source": source, "resource": person.id })));
            (*patient, 0, ImportedId::fresh())
        }
        Decision::Change(charts, known) => {
            imported::change(tx, ctx, &charts.0, &charts.1).await?;
            (charts.0.id, known.version, known.id)
        }
    };
    for (issuer, number) in &person.identifiers {
        imported::identify(tx, ctx, patient, issuer, number).await?;
    }
    let note = Note {
        id,
        kind: "Patient",
        resource_id: person.id.clone(),
        patient_id: patient,
        item_id: None,
        document_id: None,
        sha256: identity::fingerprint(person)?,
        version,
    };
    identity::note(tx, source, &[note], ctx.now).await
}

/// When somebody was born.
///
/// # Errors
/// As the store says.
pub(super) async fn born(q: &mut impl Read, patient: PatientId) -> Result<chrono::NaiveDate> {
    Ok(patients::read(q, patient).await?.date_of_birth)
}
