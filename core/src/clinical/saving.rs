//! Adding and changing what stands in a chart. Each save is a version; nothing is deleted.

use chrono::NaiveDate;
use serde::Deserialize;
use ts_rs::TS;

use super::icd10;
use super::keep::{Part, keep};
use super::model::{
    Allergy, AllergyForm, ChartProblem, HistoryEntry, HistoryForm, HistoryKind, ItemStatus, Medication, MedicationForm, ProblemForm,
};
use crate::api::{Ctx, Fields};
use crate::db::{Read, Sql};
use crate::ids::{AllergyId, DocumentId, HistoryId, MedicationId, PatientId, ProblemId};
use crate::{Error, Result, args, patients};

/// A new allergy, or a further version of one.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct SaveAllergy {
    /// None = a new one.
    pub id: Option<AllergyId>,
    /// Whose.
    pub patient_id: PatientId,
    /// The version that was read; 0 for a new one.
    pub version: i32,
    /// What a doctor enters.
    #[serde(flatten)]
    #[ts(flatten)]
    pub form: AllergyForm,
}

/// A new problem, or a further version of one.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct SaveProblem {
    /// None = a new one.
    pub id: Option<ProblemId>,
    /// Whose.
    pub patient_id: PatientId,
    /// The version that was read; 0 for a new one.
    pub version: i32,
    /// What a doctor enters.
    #[serde(flatten)]
    #[ts(flatten)]
    pub form: ProblemForm,
}

/// Something the patient takes that was prescribed elsewhere, or a further version of an entry.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct SaveMedication {
    /// None = a new one.
    pub id: Option<MedicationId>,
    /// Whose.
    pub patient_id: PatientId,
    /// The version that was read; 0 for a new one.
    pub version: i32,
    /// What a doctor enters.
    #[serde(flatten)]
    #[ts(flatten)]
    pub form: MedicationForm,
}

/// A new entry of the family or past history, or a further version of one.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct SaveHistory {
    /// None = a new one.
    pub id: Option<HistoryId>,
    /// Whose chart.
    pub patient_id: PatientId,
    /// The version that was read; 0 for a new one.
    pub version: i32,
    /// What a doctor enters.
    #[serde(flatten)]
    #[ts(flatten)]
    pub form: HistoryForm,
}

/// `chart.save_allergy`
///
/// # Errors
/// `invalid`, `stale`, `not_found`, `not_allowed` on a merged chart, `documents_unavailable`.
pub async fn allergy(ctx: &Ctx, request: SaveAllergy) -> Result<Allergy> {
    let mut f = request.form;
    let today = today(ctx).await?;
    let mut fields = Fields::default();
    tidy([&mut f.substance, &mut f.code, &mut f.reaction, &mut f.note]);
    fields.required("substance", &f.substance, 200);
    fields.at_most("code", &f.code, 60);
    fields.at_most("reaction", &f.reaction, 400);
    fields.at_most("note", &f.note, 1000);
    past(&mut fields, "onset_on", f.onset_on, today);
    fields.check()?;
    keep(
        ctx,
        Allergy {
            id: request.id.unwrap_or_else(AllergyId::fresh),
            patient_id: request.patient_id,
            document_id: DocumentId::fresh(),
            version: version(request.id.is_some(), request.version)?,
            form: f,
        },
    )
    .await
}

/// `chart.save_problem`
///
/// # Errors
/// As [`allergy`].
pub async fn problem(ctx: &Ctx, request: SaveProblem) -> Result<ChartProblem> {
    let mut f = request.form;
    let today = today(ctx).await?;
    let mut fields = Fields::default();
    tidy([&mut f.description, &mut f.note]);
    f.code = fields.take("code", known_code(&f.code).await).unwrap_or_default();
    fields.required("description", &f.description, 400);
    fields.at_most("note", &f.note, 1000);
    past(&mut fields, "onset_on", f.onset_on, today);
    past(&mut fields, "resolved_on", f.resolved_on, today);
    in_order(&mut fields, "resolved_on", f.onset_on, f.resolved_on);
    fields.check()?;
    if f.status != ItemStatus::Resolved {
        f.resolved_on = None;
    }
    keep(
        ctx,
        ChartProblem {
            id: request.id.unwrap_or_else(ProblemId::fresh),
            patient_id: request.patient_id,
            document_id: DocumentId::fresh(),
            version: version(request.id.is_some(), request.version)?,
            form: f,
        },
    )
    .await
}

/// `chart.save_medication`
///
/// # Errors
/// As [`allergy`].
pub async fn medication(ctx: &Ctx, request: SaveMedication) -> Result<Medication> {
    let mut f = request.form;
    let today = today(ctx).await?;
    let mut fields = Fields::default();
    tidy([&mut f.name, &mut f.code, &mut f.dose, &mut f.note]);
    fields.required("name", &f.name, 200);
    fields.at_most("code", &f.code, 60);
    fields.at_most("dose", &f.dose, 400);
    fields.at_most("note", &f.note, 1000);
    past(&mut fields, "started_on", f.started_on, today);
    in_order(&mut fields, "ended_on", f.started_on, f.ended_on);
    fields.check()?;
    keep(
        ctx,
        Medication {
            prescription_id: prescription_of(ctx, request.id).await?,
            id: request.id.unwrap_or_else(MedicationId::fresh),
            patient_id: request.patient_id,
            document_id: DocumentId::fresh(),
            version: version(request.id.is_some(), request.version)?,
            form: f,
        },
    )
    .await
}

/// `chart.save_history`
///
/// # Errors
/// As [`allergy`].
pub async fn history(ctx: &Ctx, request: SaveHistory) -> Result<HistoryEntry> {
    let mut f = request.form;
    let today = today(ctx).await?;
    let mut fields = Fields::default();
    tidy([&mut f.relationship, &mut f.description, &mut f.note]);
    f.code = fields.take("code", known_code(&f.code).await).unwrap_or_default();
    fields.required("description", &f.description, 400);
    fields.at_most("relationship", &f.relationship, 60);
    fields.at_most("note", &f.note, 1000);
    past(&mut fields, "onset_on", f.onset_on, today);
    if f.kind == HistoryKind::Family {
        fields.required("relationship", &f.relationship, 60);
    } else {
        f.relationship.clear();
    }
    fields.check()?;
    keep(
        ctx,
        HistoryEntry {
            id: request.id.unwrap_or_else(HistoryId::fresh),
            patient_id: request.patient_id,
            document_id: DocumentId::fresh(),
            version: version(request.id.is_some(), request.version)?,
            form: f,
        },
    )
    .await
}

/// What a doctor saves keeps the prescription that it came from.
async fn prescription_of(ctx: &Ctx, id: Option<MedicationId>) -> Result<Option<DocumentId>> {
    const BY_ID: &str = " WHERE id = ?";
    let Some(id) = id else { return Ok(None) };
    let row: Option<Medication> = ctx.db()?.optional(Sql::parts(&[Medication::SELECT, BY_ID]), args![id]).await?;
    Ok(row.and_then(|m| m.prescription_id))
}

/// A new row has no version yet; an old one has at least one.
pub(super) fn version(exists: bool, version: i32) -> Result<i32> {
    match (exists, version) {
        (false, _) => Ok(0),
        (true, 1..) => Ok(version),
        (true, _) => Err(Error::field("version", "invalid")),
    }
}

/// The code as the list writes it; empty stays empty.
async fn known_code(text: &str) -> Result<String> {
    if text.trim().is_empty() {
        return Ok(String::new());
    }
    let found = icd10::find(text.to_owned()).await?;
    found.map(|c| c.code).ok_or_else(|| Error::field("code", "icd10_unknown"))
}

pub(super) async fn today(ctx: &Ctx) -> Result<NaiveDate> {
    Ok(patients::place(&mut ctx.db()?, ctx, None).await?.today)
}

pub(super) fn tidy<const N: usize>(texts: [&mut String; N]) {
    for text in texts {
        *text = text.trim().to_owned();
    }
}

pub(super) fn past(fields: &mut Fields, field: &str, date: Option<NaiveDate>, today: NaiveDate) {
    if date.is_some_and(|d| d > today) {
        fields.wrong(field, "date_in_future");
    }
}

pub(super) fn in_order(fields: &mut Fields, field: &str, from: Option<NaiveDate>, to: Option<NaiveDate>) {
    if from.zip(to).is_some_and(|(from, to)| to < from) {
        fields.wrong(field, "ends_before_start");
    }
}
