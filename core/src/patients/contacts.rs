//! Emergency contacts, family and favourite doctors of a chart.

use chrono::NaiveDate;

use super::events::{Change, differences, record};
use super::model::{PatientContact, PatientRelative};
use super::place::{Place, place};
use super::requests::{SaveContact, SaveRelative, SetFavourite};
use super::timeline::{ChangeAction, ChangedField};
use super::{queries, validate};
use crate::api::{Ctx, Fields};
use crate::db::{Read, Tx};
use crate::ids::{ContactId, PatientId, RelativeId};
use crate::{Error, Result, args};

const CONTACT: &str = "SELECT id, patient_id, name, relationship, phone, active FROM patient_contacts WHERE id = ? AND patient_id = ?";
const INSERT_CONTACT: &str = "INSERT INTO patient_contacts (id, patient_id, name, relationship, phone, active, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
const UPDATE_CONTACT: &str = "UPDATE patient_contacts SET name = ?, relationship = ?, phone = ?, active = ?, updated_at = ? WHERE id = ?";
const RELATIVE: &str = "SELECT id, patient_id, relative_patient_id, relationship, name, date_of_birth, sex, phone, history, active FROM patient_relatives WHERE id = ? AND patient_id = ?";
const INSERT_RELATIVE: &str = "INSERT INTO patient_relatives (id, patient_id, relative_patient_id, relationship, name, date_of_birth, sex, phone, history, active, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
const UPDATE_RELATIVE: &str = "UPDATE patient_relatives SET relative_patient_id = ?, relationship = ?, name = ?, date_of_birth = ?, sex = ?, phone = ?, history = ?, active = ?, updated_at = ? WHERE id = ?";
const IS_FAVOURITE: &str = "SELECT doctor_id FROM favorite_doctors WHERE patient_id = ? AND doctor_id = ?";
const DOCTOR: &str = "SELECT CONCAT(first_name, ' ', last_name) FROM doctors WHERE id = ?";
const ADD_FAVOURITE: &str = "INSERT INTO favorite_doctors (patient_id, doctor_id, created_at, updated_at) VALUES (?, ?, ?, ?)";
const DROP_FAVOURITE: &str = "DELETE FROM favorite_doctors WHERE patient_id = ? AND doctor_id = ?";

/// The place of the chart, its row locked, so that two edits of one family do not cross.
async fn chart_place(tx: &mut Tx, ctx: &Ctx, id: PatientId) -> Result<Place> {
    let patient = queries::read_locked(tx, id).await?;
    super::commands::not_merged(&patient)?;
    let mut place = place(tx, ctx, patient.home_location_id).await?;
    if !patient.country.is_empty() {
        place.country = patient.country;
    }
    Ok(place)
}

/// Adds, edits, removes or brings back an emergency contact.
///
/// # Errors
/// `invalid`, `not_found`, `not_allowed` on a merged chart.
pub async fn save_contact(ctx: &Ctx, tx: &mut Tx, request: SaveContact) -> Result<PatientContact> {
    let place = chart_place(tx, ctx, request.patient_id).await?;
    let before: Option<PatientContact> = match request.id {
        Some(id) => Some(
            tx.optional(CONTACT, args![id, request.patient_id])
                .await?
                .ok_or_else(|| Error::not_found("contact"))?,
        ),
        None => None,
    };
    let after = checked_contact(request, &place)?;
    let a = &after;
    if before.is_some() {
        let values = args![&a.name, &a.relationship, &a.phone, a.active, ctx.now, a.id];
        tx.exec(UPDATE_CONTACT, values).await?;
    } else {
        let values = args![a.id, a.patient_id, &a.name, &a.relationship, &a.phone, a.active, ctx.now, ctx.now];
        tx.exec(INSERT_CONTACT, values).await?;
    }
    let fields = match &before {
        Some(before) => differences(before, a)?,
        None => vec![
            added("name", &a.name),
            added("relationship", &a.relationship),
            added("phone", &a.phone),
        ],
    };
    record(tx, ctx, "contact", a.id.0, Change::new(a.patient_id, ChangeAction::Contact, fields)).await?;
    Ok(after)
}

fn added(field: &str, value: &str) -> ChangedField {
    ChangedField {
        field: field.to_owned(),
        before: serde_json::Value::Null,
        after: value.into(),
    }
}

fn checked_contact(request: SaveContact, place: &Place) -> Result<PatientContact> {
    let mut fields = Fields::default();
    let contact = PatientContact {
        id: request.id.unwrap_or_else(ContactId::fresh),
        patient_id: request.patient_id,
        name: validate::tidy(&request.name),
        relationship: validate::tidy(&request.relationship),
        phone: fields
            .take("phone", validate::phone(&request.phone, &place.country))
            .unwrap_or_default(),
        active: request.active,
    };
    fields.required("name", &contact.name, 200);
    fields.at_most("relationship", &contact.relationship, 60);
    if request.phone.trim().is_empty() {
        fields.wrong("phone", "required");
    }
    fields.check()?;
    Ok(contact)
}

/// Adds, edits, removes or brings back a family member.
///
/// # Errors
/// `invalid`, `not_found`, `not_allowed` on a merged chart.
pub async fn save_relative(ctx: &Ctx, tx: &mut Tx, request: SaveRelative) -> Result<PatientRelative> {
    let place = chart_place(tx, ctx, request.patient_id).await?;
    let before: Option<PatientRelative> = match request.id {
        Some(id) => Some(
            tx.optional(RELATIVE, args![id, request.patient_id])
                .await?
                .ok_or_else(|| Error::not_found("relative"))?,
        ),
        None => None,
    };
    let known = match request.relative_patient_id {
        Some(other) => queries::name(tx, other).await?.is_some(),
        None => true,
    };
    let after = checked_relative(request, &place, known)?;
    let a = &after;
    let values = args![
        a.relative_patient_id,
        &a.relationship,
        &a.name,
        a.date_of_birth,
        a.sex,
        &a.phone,
        &a.history,
        a.active
    ];
    if before.is_some() {
        tx.exec(UPDATE_RELATIVE, [values, args![ctx.now, a.id]].concat()).await?;
    } else {
        let values = [args![a.id, a.patient_id], values, args![ctx.now, ctx.now]].concat();
        tx.exec(INSERT_RELATIVE, values).await?;
    }
    let fields = match &before {
        Some(before) => differences(before, a)?,
        None => vec![added("name", &a.name), added("relationship", &a.relationship)],
    };
    record(
        tx,
        ctx,
        "relative",
        a.id.0,
        Change::new(a.patient_id, ChangeAction::Relative, fields),
    )
    .await?;
    Ok(after)
}

/// `known` says whether the relative's own chart is one of ours.
fn checked_relative(request: SaveRelative, place: &Place, known: bool) -> Result<PatientRelative> {
    let mut fields = Fields::default();
    let given = request.date_of_birth.as_deref().filter(|d| !d.trim().is_empty());
    let born: Option<NaiveDate> = given.and_then(|d| fields.take("date_of_birth", validate::date_of_birth(d, place.today)));
    let relative = PatientRelative {
        id: request.id.unwrap_or_else(RelativeId::fresh),
        patient_id: request.patient_id,
        relative_patient_id: request.relative_patient_id,
        relationship: validate::tidy(&request.relationship),
        name: validate::tidy(&request.name),
        date_of_birth: born,
        sex: request.sex,
        phone: fields
            .take("phone", validate::phone(&request.phone, &place.country))
            .unwrap_or_default(),
        history: request.history.trim().to_owned(),
        active: request.active,
    };
    fields.required("name", &relative.name, 200);
    fields.required("relationship", &relative.relationship, 60);
    fields.at_most("history", &relative.history, 2000);
    if !known {
        fields.wrong("relative_patient_id", "not_found");
    }
    if relative.relative_patient_id == Some(relative.patient_id) {
        fields.wrong("relative_patient_id", "own_relative");
    }
    fields.check()?;
    Ok(relative)
}

/// Makes a doctor a favourite, or no longer. Asking for what is so already changes nothing.
///
/// # Errors
/// `not_found`, `not_allowed` on a merged chart.
pub async fn set_favourite(ctx: &Ctx, tx: &mut Tx, request: SetFavourite) -> Result<()> {
    chart_place(tx, ctx, request.patient_id).await?;
    let (patient, doctor) = (request.patient_id, request.doctor_id);
    let (name,): (String,) = tx
        .optional(DOCTOR, args![doctor])
        .await?
        .ok_or_else(|| Error::not_found("doctor"))?;
    let is: Option<(crate::ids::DoctorId,)> = tx.optional(IS_FAVOURITE, args![patient, doctor]).await?;
    if is.is_some() == request.favourite {
        return Ok(());
    }
    if request.favourite {
        tx.exec(ADD_FAVOURITE, args![patient, doctor, ctx.now, ctx.now]).await?;
    } else {
        tx.exec(DROP_FAVOURITE, args![patient, doctor]).await?;
    }
    let (before, after) = if request.favourite {
        (None, Some(name))
    } else {
        (Some(name), None)
    };
    let field = ChangedField {
        field: "doctor".to_owned(),
        before: before.into(),
        after: after.into(),
    };
    record(
        tx,
        ctx,
        "favourite",
        doctor.0,
        Change::new(patient, ChangeAction::Favourite, vec![field]),
    )
    .await
}
