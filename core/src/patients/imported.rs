//! Patients who come from another system.

use serde_json::json;

use super::events::{Change, note};
use super::model::Patient;
use super::place::Place;
use super::search::index;
use super::timeline::ChangeAction;
use super::{chart_number, commands, queries};
use crate::api::Ctx;
use crate::audit::Entry;
use crate::db::{Read, Tx};
use crate::ids::{ContactId, PatientId};
use crate::{Result, args};

/// Whom to call: name, relationship, phone.
pub(crate) type Contact = (String, String, String);

const CONTACT: &str = "INSERT INTO patient_contacts (id, patient_id, name, relationship, phone, active, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
const IDENTIFIER: &str =
    "INSERT INTO patient_identifiers (id, patient_id, issuer, identifier, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?)";
const KNOWN: &str = "SELECT patient_id FROM patient_identifiers WHERE issuer = ? AND identifier = ?";

/// A chart without a number and without a name.
pub(crate) fn blank(ctx: &Ctx, place: &Place) -> Patient {
    commands::blank(ctx, place, 0)
}

/// Registers a patient under the next chart number, with whom to call.
///
/// # Errors
/// As the store says.
pub(crate) async fn register(tx: &mut Tx, ctx: &Ctx, patient: &Patient, contacts: &[Contact]) -> Result<()> {
    let number = chart_number::take(tx, 1, ctx.now).await?;
    let patient = Patient {
        chart_number: chart_number::format(number),
        ..patient.clone()
    };
    queries::insert(tx, &patient).await?;
    index::reindex(tx, None, Some(&patient)).await?;
    for (name, relationship, phone) in contacts {
        let values = args![ContactId::fresh(), patient.id, name, relationship, phone, true, ctx.now, ctx.now];
        tx.exec(CONTACT, values).await?;
    }
    let entry = Entry::new(ctx.command, "patient", patient.id.0).patient(patient.id);
    tx.record(entry.created(&json!({ "patient": patient, "contacts": contacts.len() })));
    note(tx, ctx, Change::new(patient.id, ChangeAction::Registered, Vec::new())).await
}

/// Writes a chart that changed elsewhere, with its index, its timeline and its record.
///
/// # Errors
/// `stale` when it was changed here meanwhile.
pub(crate) async fn change(tx: &mut Tx, ctx: &Ctx, before: &Patient, after: &Patient) -> Result<()> {
    commands::store(tx, ctx, before, after, ChangeAction::Edited, "").await?;
    Ok(())
}

/// Whom another system calls by this number.
///
/// # Errors
/// As the store says.
pub(crate) async fn identified(q: &mut impl Read, issuer: &str, identifier: &str) -> Result<Option<PatientId>> {
    let row: Option<(PatientId,)> = q.optional(KNOWN, args![issuer, identifier]).await?;
    Ok(row.map(|r| r.0))
}

/// Notes what another system calls a patient, unless it is noted already. The caller records the act.
///
/// # Errors
/// A unique violation when it is somebody else's by now.
pub(crate) async fn identify(tx: &mut Tx, ctx: &Ctx, patient: PatientId, issuer: &str, identifier: &str) -> Result<()> {
    if identified(tx, issuer, identifier).await?.is_none() {
        let values = args![crate::ids::fresh(), patient, issuer, identifier, ctx.now, ctx.now];
        tx.exec(IDENTIFIER, values).await?;
    }
    Ok(())
}
