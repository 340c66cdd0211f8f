//! Adding and changing vaccines, procedures and plans of care. Each save is a version; nothing is deleted.

use serde::Deserialize;
use ts_rs::TS;

use super::given::{CarePlan, CarePlanForm, Immunization, ImmunizationForm, Procedure, ProcedureForm};
use super::keep::keep;
use super::saving::{in_order, past, tidy, today, version};
use crate::Result;
use crate::api::{Ctx, Fields};
use crate::ids::{CarePlanId, DocumentId, ImmunizationId, PatientId, ProcedureId};

/// A new vaccine, or a further version of one.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct SaveImmunization {
    /// None = a new one.
    pub id: Option<ImmunizationId>,
    /// Whose.
    pub patient_id: PatientId,
    /// The version that was read; 0 for a new one.
    pub version: i32,
    /// What a doctor enters.
    #[serde(flatten)]
    #[ts(flatten)]
    pub form: ImmunizationForm,
}

/// A new procedure, or a further version of one.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct SaveProcedure {
    /// None = a new one.
    pub id: Option<ProcedureId>,
    /// Whose.
    pub patient_id: PatientId,
    /// The version that was read; 0 for a new one.
    pub version: i32,
    /// What a doctor enters.
    #[serde(flatten)]
    #[ts(flatten)]
    pub form: ProcedureForm,
}

/// A new plan of care, or a further version of one.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct SaveCarePlan {
    /// None = a new one.
    pub id: Option<CarePlanId>,
    /// Whose.
    pub patient_id: PatientId,
    /// The version that was read; 0 for a new one.
    pub version: i32,
    /// What a doctor enters.
    #[serde(flatten)]
    #[ts(flatten)]
    pub form: CarePlanForm,
}

/// `chart.save_immunization`
///
/// # Errors
/// As [`super::saving::allergy`].
pub async fn immunization(ctx: &Ctx, request: SaveImmunization) -> Result<Immunization> {
    let mut f = request.form;
    let today = today(ctx).await?;
    let mut fields = Fields::default();
    tidy([&mut f.name, &mut f.code, &mut f.lot, &mut f.note]);
    fields.required("name", &f.name, 200);
    fields.at_most("code", &f.code, 20);
    fields.at_most("lot", &f.lot, 60);
    fields.at_most("note", &f.note, 1000);
    past(&mut fields, "given_on", f.given_on, today);
    fields.check()?;
    let kept = Immunization {
        id: request.id.unwrap_or_else(ImmunizationId::fresh),
        patient_id: request.patient_id,
        document_id: DocumentId::fresh(),
        version: version(request.id.is_some(), request.version)?,
        form: f,
    };
    keep(ctx, kept).await
}

/// `chart.save_procedure`
///
/// # Errors
/// As [`super::saving::allergy`].
pub async fn procedure(ctx: &Ctx, request: SaveProcedure) -> Result<Procedure> {
    let mut f = request.form;
    let today = today(ctx).await?;
    let mut fields = Fields::default();
    tidy([&mut f.name, &mut f.code, &mut f.reason, &mut f.note]);
    fields.required("name", &f.name, 400);
    fields.at_most("code", &f.code, 20);
    fields.at_most("reason", &f.reason, 400);
    fields.at_most("note", &f.note, 1000);
    past(&mut fields, "performed_on", f.performed_on, today);
    fields.check()?;
    let kept = Procedure {
        id: request.id.unwrap_or_else(ProcedureId::fresh),
        patient_id: request.patient_id,
        document_id: DocumentId::fresh(),
        version: version(request.id.is_some(), request.version)?,
        form: f,
    };
    keep(ctx, kept).await
}

/// `chart.save_care_plan`
///
/// # Errors
/// As [`super::saving::allergy`].
pub async fn care_plan(ctx: &Ctx, request: SaveCarePlan) -> Result<CarePlan> {
    let mut f = request.form;
    let today = today(ctx).await?;
    let mut fields = Fields::default();
    tidy([&mut f.title, &mut f.reason, &mut f.activities, &mut f.note]);
    fields.required("title", &f.title, 400);
    fields.at_most("reason", &f.reason, 400);
    fields.at_most("activities", &f.activities, 2000);
    fields.at_most("note", &f.note, 1000);
    past(&mut fields, "started_on", f.started_on, today);
    in_order(&mut fields, "ended_on", f.started_on, f.ended_on);
    fields.check()?;
    let kept = CarePlan {
        id: request.id.unwrap_or_else(CarePlanId::fresh),
        patient_id: request.patient_id,
        document_id: DocumentId::fresh(),
        version: version(request.id.is_some(), request.version)?,
        form: f,
    };
    keep(ctx, kept).await
}
