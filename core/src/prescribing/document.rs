//! The document of a prescription, as it is first written.

use super::check::Examined;
use super::model::{AnsweredWarning, DoctorSnapshot, DocumentItem, PatientSnapshot, PrescriptionDocument};
use super::queries;
use super::requests::IssuePrescription;
use crate::api::Ctx;
use crate::db::Read;
use crate::documents::Collection;
use crate::ids::{LocationId, PrescriptionId, PrescriptionItemId};
use crate::printing::Texts;
use crate::{Error, Result, directory};

/// Version 1, with snapshots of patient, doctor and clinic.
pub(super) async fn first(
    ctx: &Ctx,
    q: &mut impl Read,
    request: &IssuePrescription,
    examined: &Examined<'_>,
) -> Result<PrescriptionDocument> {
    let patient_id = request.draft.patient_id;
    if let Some(note) = request.note_id
        && !queries::is_note_of(q, note, patient_id).await?
    {
        return Err(Error::field("note_id", "not_found"));
    }
    let place = location(ctx, q, request).await?;
    Ok(PrescriptionDocument {
        kind: Collection::Prescriptions.as_str().to_owned(),
        version: 1,
        prescription_id: PrescriptionId::fresh(),
        patient_id,
        issued_at: ctx.now,
        issued_on: examined.today,
        language: request.draft.language,
        patient: patient(examined),
        doctor: doctor(ctx, q).await?,
        clinic: directory::letterhead(ctx, q, place).await?,
        appointment_id: request.appointment_id,
        note_id: request.note_id,
        diagnosis: request.diagnosis.clone(),
        notes: request.notes.clone(),
        tags: request.tags.clone(),
        reason: String::new(),
        items: items(request, examined),
        warnings: answered(request, examined),
        unchecked: examined.findings.unchecked.clone(),
        lists: examined.lists.clone(),
    })
}

fn patient(examined: &Examined<'_>) -> PatientSnapshot {
    let patient = &examined.facts.patient;
    let place = [patient.postal_code.as_str(), patient.city.as_str()].join(" ");
    PatientSnapshot {
        name: format!("{} {}", patient.first_name, patient.last_name),
        chart_number: patient.chart_number.clone(),
        date_of_birth: patient.date_of_birth,
        sex: patient.sex,
        address: lines(&[&patient.street, &place]),
        allergies: examined.facts.person.allergies.iter().map(|a| a.substance.clone()).collect(),
        allergy_knowledge: examined.facts.allergies,
        pregnancy: examined.facts.maternity.pregnancy,
        breastfeeding: examined.facts.maternity.breastfeeding,
    }
}

/// Lines that are not blank.
fn lines(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|t| t.trim().to_owned()).filter(|t| !t.is_empty()).collect()
}

async fn doctor(ctx: &Ctx, q: &mut impl Read) -> Result<DoctorSnapshot> {
    let row = queries::doctor(q, ctx.session()?.user_id).await?;
    Ok(DoctorSnapshot {
        id: row.id,
        name: lines(&[&row.title, &row.first_name, &row.last_name]).join(" "),
        specialty: queries::specialties(q, row.id).await?,
        license_number: row.license_number,
        email: row.email,
    })
}

/// Where it is issued: at the visit's location, else where the doctor usually works.
pub(super) async fn location(ctx: &Ctx, q: &mut impl Read, request: &IssuePrescription) -> Result<Option<LocationId>> {
    let Some(visit) = request.appointment_id else {
        return Ok(ctx.session()?.home_location_id);
    };
    let (patient, location) = queries::visit(q, visit).await?;
    if patient == request.draft.patient_id {
        Ok(Some(location))
    } else {
        Err(Error::field("appointment_id", "not_found"))
    }
}

fn items(request: &IssuePrescription, examined: &Examined<'_>) -> Vec<DocumentItem> {
    let texts = Texts::of(request.draft.language);
    let drafts = examined.readings.iter().zip(&request.draft.items).enumerate();
    let item = |(at, (reading, draft)): (usize, (&super::reading::Reading<'_>, &super::requests::DraftItem))| {
        let shown = reading.shown(at, draft, texts);
        Some(DocumentItem {
            id: PrescriptionItemId::fresh(),
            ingredient: draft.ingredient.clone(),
            atc: reading.medicine.map(|m| m.atc.clone()).unwrap_or_default(),
            form: draft.form,
            route: reading.route,
            strength: draft.strength.clone(),
            name: shown.name,
            sig: shown.sig?,
            sentence: shown.sentence,
            quantity: shown.quantity,
            refills: draft.refills,
            replaces: draft.replaces,
            replace_reason: draft.replace_reason.clone(),
            stopped_on: None,
            stop_reason: String::new(),
        })
    };
    drafts.filter_map(item).collect()
}

fn answered(request: &IssuePrescription, examined: &Examined<'_>) -> Vec<AnsweredWarning> {
    let reason = |key: &str| {
        request
            .answers
            .iter()
            .find(|a| a.key == key)
            .map(|a| a.reason.trim().to_owned())
            .unwrap_or_default()
    };
    let warnings = examined.findings.warnings.iter().cloned();
    warnings
        .map(|warning| AnsweredWarning {
            reason: reason(&warning.key),
            warning,
        })
        .collect()
}
