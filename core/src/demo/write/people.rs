//! Charts and the people to call.

use chrono::{DateTime, Utc};

use super::Directory;
use super::rows::insert;
use crate::db::Tx;
use crate::demo::people::DemoPerson;
use crate::ids::ContactId;
use crate::patients::model::{BloodType, Patient, PatientStatus};
use crate::{Result, args};

/// The chart of a person; its number is given when it is written.
pub(in crate::demo) fn chart(person: &DemoPerson, d: &Directory, last_seen_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Patient {
    let blood = BloodType::ALL[usize::from(person.id.0.as_bytes()[15]) % BloodType::ALL.len()];
    Patient {
        id: person.id,
        user_id: None,
        chart_number: String::new(),
        first_name: person.first_name.clone(),
        middle_name: person.middle_name.clone(),
        last_name: person.last_name.clone(),
        preferred_name: String::new(),
        date_of_birth: person.date_of_birth,
        sex: person.sex,
        gender: String::new(),
        phone: person.phone.clone(),
        email: person.email.clone(),
        street: person.street.clone(),
        city: person.city.clone(),
        state: person.state.clone(),
        postal_code: person.postal_code.clone(),
        country: person.country.clone(),
        languages: person.languages.clone(),
        blood_type: blood,
        desk_note: person.desk_note.clone(),
        consent_treatment: true,
        consent_reminders: true,
        consent_sharing: false,
        status: if person.deceased.is_some() {
            PatientStatus::Deceased
        } else {
            PatientStatus::Active
        },
        merged_into: None,
        deceased_on: person.deceased.flatten(),
        avatar_file_id: None,
        home_location_id: Some(d.locations[person.place]),
        last_seen_at,
        created_at: now,
        updated_at: now,
        version: 1,
    }
}

const CONTACT: &str = "INSERT INTO patient_contacts (id, patient_id, name, relationship, phone, active, created_at, updated_at) VALUES ";
const CONTACT_ROW: &str = "(?, ?, ?, ?, ?, ?, ?, ?)";

/// Writes whom to call.
///
/// # Errors
/// As the store says.
pub(in crate::demo) async fn contacts(tx: &mut Tx, people: &[DemoPerson], now: DateTime<Utc>) -> Result<()> {
    let rows = people.iter().filter_map(|p| {
        let (name, relationship, phone) = p.contact.as_ref()?;
        Some(args![ContactId::fresh(), p.id, name, *relationship, phone, true, now, now])
    });
    insert(tx, CONTACT, CONTACT_ROW, rows.collect()).await
}
