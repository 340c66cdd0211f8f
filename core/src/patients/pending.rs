//! Handlers whose feature lands next.

use super::*;
use crate::api::Ctx;
use crate::db::Tx;
use crate::{Error, Result};

pub async fn find(_: &Ctx, _: FindCandidates) -> Result<Vec<Candidate>> {
    Err(Error::fault("not built yet"))
}
pub async fn set_avatar(_: &Ctx, _: SetAvatar) -> Result<Patient> {
    Err(Error::fault("not built yet"))
}
pub async fn avatar(_: &Ctx, _: OpenPatient) -> Result<Option<Avatar>> {
    Err(Error::fault("not built yet"))
}
pub async fn preview(_: &Ctx, _: PreviewMerge) -> Result<MergePreview> {
    Err(Error::fault("not built yet"))
}
pub async fn merge(_: &Ctx, _: &mut Tx, _: MergePatients) -> Result<PatientRecord> {
    Err(Error::fault("not built yet"))
}
pub async fn undo(_: &Ctx, _: &mut Tx, _: UndoMerge) -> Result<PatientRecord> {
    Err(Error::fault("not built yet"))
}
