//! Registering, opening and editing charts.

use super::events::{Change, differences, note, record};
use super::model::{BloodType, Patient, PatientName, PatientRecord, PatientStatus, Sex};
use super::place::{Place, age, place};
use super::requests::{DifferingField, OpenPatient, PatientChanges, RegisterPatient, SavePatient, SetPatientStatus, StaleSave};
use super::search::{index, people};
use super::timeline::ChangeAction;
use super::{chart_number, queries, validate};
use crate::api::{Ctx, Fields};
use crate::audit::{self, Entry};
use crate::db::{Read, Tx};
use crate::ids::PatientId;
use crate::{Error, ErrorCode, Result};

/// Registers a patient under the next chart number.
///
/// # Errors
/// `invalid` with every wrong field.
pub async fn register(ctx: &Ctx, tx: &mut Tx, request: RegisterPatient) -> Result<Patient> {
    let place = place(tx, ctx, request.location_id).await?;
    let changes = checked(&request, &place)?;
    let number = chart_number::take(tx, 1, ctx.now).await?;
    let mut patient = blank(ctx, &place, number);
    validate::apply(&mut patient, &changes);
    queries::insert(tx, &patient).await?;
    index::reindex(tx, None, Some(&patient)).await?;
    let mut entry = Entry::new(ctx.command, "patient", patient.id.0)
        .patient(patient.id)
        .created(&patient);
    entry.location_id = place.location;
    if !request.not_same_as.is_empty() {
        entry.before = Some(serde_json::json!({ "not_same_as": request.not_same_as }));
    }
    tx.record(entry);
    note(tx, ctx, Change::new(patient.id, ChangeAction::Registered, Vec::new())).await?;
    Ok(patient)
}

/// All of the request as normalised changes.
fn checked(request: &RegisterPatient, place: &Place) -> Result<PatientChanges> {
    let mut changes = PatientChanges {
        first_name: Some(request.first_name.clone()),
        last_name: Some(request.last_name.clone()),
        date_of_birth: Some(request.date_of_birth.clone()),
        sex: request.sex,
        phone: Some(request.phone.clone()),
        ..request.more.clone()
    };
    let mut fields = Fields::default();
    if request.phone.trim().is_empty() {
        fields.wrong("phone", "required");
    }
    if request.sex.is_none() {
        fields.wrong("sex", "required");
    }
    validate::normalise(&mut changes, &place.country, place.today, &mut fields);
    fields.check()?;
    Ok(changes)
}

pub(super) fn blank(ctx: &Ctx, place: &Place, number: i64) -> Patient {
    let empty = String::new;
    Patient {
        id: PatientId::fresh(),
        user_id: None,
        chart_number: chart_number::format(number),
        first_name: empty(),
        middle_name: empty(),
        last_name: empty(),
        preferred_name: empty(),
        date_of_birth: place.today,
        sex: Sex::Unknown,
        gender: empty(),
        phone: empty(),
        email: empty(),
        street: empty(),
        city: empty(),
        state: empty(),
        postal_code: empty(),
        country: place.country.clone(),
        languages: Vec::new(),
        blood_type: BloodType::Unknown,
        desk_note: empty(),
        consent_treatment: false,
        consent_reminders: false,
        consent_sharing: false,
        status: PatientStatus::Active,
        merged_into: None,
        deceased_on: None,
        avatar_file_id: None,
        home_location_id: place.location,
        last_seen_at: None,
        created_at: ctx.now,
        updated_at: ctx.now,
        version: 1,
    }
}

/// Gives the whole record and records that it was opened.
///
/// # Errors
/// `not_found`.
pub async fn open(ctx: &Ctx, request: OpenPatient) -> Result<PatientRecord> {
    let whole = whole_record(&mut ctx.db()?, ctx, request.id).await?;
    audit::opened(ctx, "patient", request.id).await?;
    Ok(whole)
}

/// The whole record again, for a page that is open already: recorded once an hour.
///
/// # Errors
/// `not_found`.
pub async fn read(ctx: &Ctx, request: OpenPatient) -> Result<PatientRecord> {
    let whole = whole_record(&mut ctx.db()?, ctx, request.id).await?;
    audit::read_again(ctx, "patient", request.id).await?;
    Ok(whole)
}

/// Who a chart is of, for naming it in a form; nothing else of it is read.
///
/// # Errors
/// `not_found`.
pub async fn name(ctx: &Ctx, request: OpenPatient) -> Result<PatientName> {
    queries::name(&mut ctx.db()?, request.id)
        .await?
        .ok_or_else(|| Error::not_found("patient"))
}

/// Everything the patient's page shows beside the timeline.
///
/// # Errors
/// `not_found`.
pub(super) async fn whole_record(q: &mut impl Read, ctx: &Ctx, id: PatientId) -> Result<PatientRecord> {
    let patient = queries::read(q, id).await?;
    let today = place(q, ctx, None).await?.today;
    let merged_into = match patient.merged_into {
        Some(other) => queries::name(q, other).await?,
        None => None,
    };
    Ok(PatientRecord {
        age_years: age(patient.date_of_birth, patient.deceased_on, today),
        usual_doctor: people::usual_doctors(q, &[id]).await?.remove(&id),
        contacts: queries::contacts(q, id).await?,
        relatives: queries::relatives(q, id).await?,
        favourites: queries::favourites(q, id).await?,
        merged_charts: queries::merged_charts(q, id).await?,
        merged_into,
        patient,
    })
}

/// Saves the changed fields of a chart.
///
/// # Errors
/// `invalid`; `stale` with a [`StaleSave`] in `params.current`; `not_allowed` on a merged chart.
pub async fn save(ctx: &Ctx, tx: &mut Tx, request: SavePatient) -> Result<Patient> {
    let before = queries::read_locked(tx, request.id).await?;
    let place = place(tx, ctx, before.home_location_id).await?;
    let country = if before.country.is_empty() {
        &place.country
    } else {
        &before.country
    };
    let mut changes = request.changes;
    let mut fields = Fields::default();
    validate::normalise(&mut changes, country, place.today, &mut fields);
    fields.check()?;
    if before.version != request.base_version {
        return Err(stale(before, &changes)?);
    }
    not_merged(&before)?;
    let mut after = before.clone();
    validate::apply(&mut after, &changes);
    store(tx, ctx, &before, &after, ChangeAction::Edited, "").await
}

/// Writes a changed chart with its index, its timeline and its record; nothing when nothing differs.
pub(super) async fn store(
    tx: &mut Tx,
    ctx: &Ctx,
    before: &Patient,
    after: &Patient,
    action: ChangeAction,
    reason: &str,
) -> Result<Patient> {
    let fields = differences(before, after)?;
    if fields.is_empty() {
        return Ok(before.clone());
    }
    let stored = queries::update(tx, ctx, after).await?;
    index::reindex(tx, Some(before), Some(&stored)).await?;
    let change = Change::new(after.id, action, fields).because(reason);
    record(tx, ctx, "patient", after.id.0, change).await?;
    Ok(stored)
}

fn stale(stored: Patient, changes: &PatientChanges) -> Result<Error> {
    let now = serde_json::to_value(&stored)?;
    let sent = serde_json::to_value(changes)?;
    let sent = sent.as_object().into_iter().flatten();
    let differing = sent
        .filter(|(field, yours)| now.get(*field) != Some(*yours))
        .map(|(field, yours)| DifferingField {
            field: field.clone(),
            yours: yours.clone(),
            stored: now.get(field).cloned().unwrap_or_default(),
        });
    let answer = StaleSave {
        differing: differing.collect(),
        stored,
    };
    Ok(Error::new(ErrorCode::Stale).with("current", serde_json::to_value(answer)?))
}

/// A merged chart is changed no more: the surviving one is.
pub(super) fn not_merged(patient: &Patient) -> Result<()> {
    if patient.status == PatientStatus::Merged {
        return Err(Error::new(ErrorCode::NotAllowed).with("reason", "chart_merged"));
    }
    Ok(())
}

/// The chart's row, locked until the transaction ends; refused when it went into another.
///
/// # Errors
/// `not_found`; `not_allowed` with `reason` = `chart_merged`.
pub(crate) async fn lock_open(tx: &mut Tx, id: PatientId) -> Result<()> {
    not_merged(&queries::read_locked(tx, id).await?)
}

/// Deactivates, reactivates, or records a death.
///
/// # Errors
/// `invalid`, `stale`, `not_allowed` on a merged chart.
pub async fn set_status(ctx: &Ctx, tx: &mut Tx, request: SetPatientStatus) -> Result<Patient> {
    let before = queries::read_locked(tx, request.id).await?;
    let today = place(tx, ctx, before.home_location_id).await?.today;
    let mut fields = Fields::default();
    fields.at_most("reason", &request.reason, 400);
    if request.status == PatientStatus::Merged {
        fields.wrong("status", "status_invalid");
    }
    let given = request
        .deceased_on
        .as_deref()
        .filter(|d| !d.trim().is_empty() && request.status == PatientStatus::Deceased);
    let died = given.and_then(|d| fields.take("deceased_on", validate::past_date(d, today, "deceased_on")));
    if died.is_some_and(|d| d < before.date_of_birth) {
        fields.wrong("deceased_on", "before_birth");
    }
    fields.check()?;
    not_merged(&before)?;
    if before.version != request.base_version {
        return Err(stale(before, &PatientChanges::default())?);
    }
    let after = Patient {
        status: request.status,
        deceased_on: died,
        ..before.clone()
    };
    store(tx, ctx, &before, &after, ChangeAction::Status, request.reason.trim()).await
}
