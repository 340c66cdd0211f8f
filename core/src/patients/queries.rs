//! Reading and writing charts.

use super::model::{DoctorName, MergedChart, Patient, PatientContact, PatientName, PatientRelative};
use crate::api::Ctx;
use crate::db::{Arg, Read, Tx};
use crate::ids::PatientId;
use crate::{Error, ErrorCode, Result, args};

const READ: &str = "SELECT id, user_id, chart_number, first_name, middle_name, last_name, preferred_name, date_of_birth, sex, gender, phone, email, street, city, state, postal_code, country, languages, blood_type, desk_note, consent_treatment, consent_reminders, consent_sharing, status, merged_into, deceased_on, avatar_file_id, home_location_id, last_seen_at, created_at, updated_at, version \
 FROM patients WHERE id = ?";
pub(super) const INSERT: &str = "INSERT INTO patients (id, user_id, chart_number, first_name, middle_name, last_name, preferred_name, date_of_birth, sex, gender, phone, email, street, city, state, postal_code, country, languages, blood_type, desk_note, consent_treatment, consent_reminders, consent_sharing, status, merged_into, deceased_on, avatar_file_id, home_location_id, last_seen_at, created_at, updated_at, version) VALUES ";
/// The values of one row of [`INSERT`].
pub(super) const INSERT_ROW: &str = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
const UPDATE: &str = "UPDATE patients SET first_name = ?, middle_name = ?, last_name = ?, preferred_name = ?, date_of_birth = ?, sex = ?, gender = ?, phone = ?, email = ?, street = ?, city = ?, state = ?, postal_code = ?, country = ?, languages = ?, blood_type = ?, desk_note = ?, consent_treatment = ?, consent_reminders = ?, consent_sharing = ?, status = ?, merged_into = ?, deceased_on = ?, avatar_file_id = ?, home_location_id = ?, last_seen_at = ?, updated_at = ?, version = version + 1 \
 WHERE id = ? AND version = ?";
const CONTACTS: &str = "SELECT id, patient_id, name, relationship, phone, active FROM patient_contacts WHERE patient_id = ? AND active = ? ORDER BY created_at, id";
const RELATIVES: &str = "SELECT id, patient_id, relative_patient_id, relationship, name, date_of_birth, sex, phone, history, active FROM patient_relatives WHERE patient_id = ? AND active = ? ORDER BY created_at, id";
const FAVOURITES: &str = "SELECT d.id, d.title, d.first_name, d.last_name FROM favorite_doctors f JOIN doctors d ON d.id = f.doctor_id WHERE f.patient_id = ? ORDER BY f.created_at, d.id";
const MERGED: &str = "SELECT m.id AS merge_id, p.id AS patient_id, p.chart_number, p.first_name, p.last_name, m.created_at AS merged_at FROM patient_merges m JOIN patients p ON p.id = m.merged_id WHERE m.survivor_id = ? AND m.undone_at IS NULL ORDER BY m.created_at DESC";
const NAME: &str = "SELECT id, chart_number, first_name, last_name FROM patients WHERE id = ?";

/// A chart.
///
/// # Errors
/// `not_found`.
pub async fn read(q: &mut impl Read, id: PatientId) -> Result<Patient> {
    q.optional(READ, args![id]).await?.ok_or_else(|| Error::not_found("patient"))
}

/// A chart, its row locked until the transaction ends.
///
/// # Errors
/// `not_found`.
pub(crate) async fn read_locked(tx: &mut Tx, id: PatientId) -> Result<Patient> {
    let rows: Vec<Patient> = tx.locked(READ, args![id]).await?;
    rows.into_iter().next().ok_or_else(|| Error::not_found("patient"))
}

/// What a chart says, in the order in which [`INSERT_ROW`] and [`UPDATE`] take it.
fn said(p: &Patient) -> Result<Vec<Arg>> {
    Ok(args![
        &p.first_name,
        &p.middle_name,
        &p.last_name,
        &p.preferred_name,
        p.date_of_birth,
        p.sex,
        &p.gender,
        &p.phone,
        &p.email,
        &p.street,
        &p.city,
        &p.state,
        &p.postal_code,
        &p.country,
        serde_json::to_string(&p.languages)?,
        p.blood_type,
        &p.desk_note,
        p.consent_treatment,
        p.consent_reminders,
        p.consent_sharing,
        p.status,
        p.merged_into,
        p.deceased_on,
        p.avatar_file_id,
        p.home_location_id,
        p.last_seen_at,
    ])
}

/// The values of [`INSERT_ROW`].
pub(super) fn insert_args(p: &Patient) -> Result<Vec<Arg>> {
    let head = args![p.id, p.user_id.map(|u| u.0), &p.chart_number];
    let tail = args![p.created_at, p.updated_at, p.version];
    Ok([head, said(p)?, tail].concat())
}

/// Writes a new chart.
///
/// # Errors
/// As the store says.
pub(super) async fn insert(tx: &mut Tx, patient: &Patient) -> Result<()> {
    tx.exec(crate::db::Sql::parts(&[INSERT, INSERT_ROW]), insert_args(patient)?).await?;
    Ok(())
}

/// Writes a chart whose `version` is the one it was read with, and gives it as stored.
///
/// # Errors
/// `stale` with `params.current` when it was changed meanwhile.
pub(crate) async fn update(tx: &mut Tx, ctx: &Ctx, p: &Patient) -> Result<Patient> {
    let values = [said(p)?, args![ctx.now, p.id, p.version]].concat();
    if tx.exec(UPDATE, values).await? == 0 {
        let stored = read(tx, p.id).await?;
        return Err(Error::new(ErrorCode::Stale).with("current", serde_json::to_value(stored)?));
    }
    read(tx, p.id).await
}

/// Emergency contacts in use.
pub(super) async fn contacts(q: &mut impl Read, id: PatientId) -> Result<Vec<PatientContact>> {
    q.all(CONTACTS, args![id, true]).await
}

/// Family members in use.
pub(super) async fn relatives(q: &mut impl Read, id: PatientId) -> Result<Vec<PatientRelative>> {
    q.all(RELATIVES, args![id, true]).await
}

/// Favourite doctors.
pub(super) async fn favourites(q: &mut impl Read, id: PatientId) -> Result<Vec<DoctorName>> {
    q.all(FAVOURITES, args![id]).await
}

/// Charts merged into this one.
pub(super) async fn merged_charts(q: &mut impl Read, id: PatientId) -> Result<Vec<MergedChart>> {
    q.all(MERGED, args![id]).await
}

/// A chart by name and number.
pub(super) async fn name(q: &mut impl Read, id: PatientId) -> Result<Option<PatientName>> {
    q.optional(NAME, args![id]).await
}
