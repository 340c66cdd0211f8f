//! The next times that can be booked, as they are asked for at the desk.

use super::answers::Opening;
use super::booking;
use super::requests::FindOpenings;
use super::search::{self, Search, Whom, Within};
use crate::api::{Ctx, Fields};
use crate::db::Read;
use crate::directory::VisitMode;
use crate::ids::{DoctorId, PatientId};
use crate::{Result, args};

/// How many of the first openings are kept for the patient's usual doctor; the rest name others.
const USUAL_FIRST: usize = 3;

const FAVOURITE: &str = "SELECT doctor_id FROM favorite_doctors WHERE patient_id = ? ORDER BY created_at LIMIT 1";
const LAST_SEEN: &str = "SELECT doctor_id FROM appointments WHERE patient_id = ? AND status NOT IN ('cancelled', 'rescheduled', 'no_show') ORDER BY starts_at DESC LIMIT 1";

/// `scheduling.openings`
pub async fn find_openings(ctx: &Ctx, r: FindOpenings) -> Result<Vec<Opening>> {
    let mut db = ctx.db()?;
    let limit = r.limit.unwrap_or(5);
    let mut fields = Fields::default();
    fields.within("limit", limit.into(), 1, 50);
    if let Some(minutes) = r.minutes {
        booking::check_minutes(&mut fields, minutes);
    }
    let of_service = booking::of_service(&mut db, &mut fields, r.service_id).await?;
    fields.check()?;
    let minutes = r.minutes.or(of_service);
    let whom = match (r.doctor_id, r.specialty_id) {
        (Some(doctor), _) => Whom::Doctor(doctor),
        (None, Some(specialty)) => Whom::Specialty(specialty),
        (None, None) => Whom::Any,
    };
    let search = Search {
        whom,
        location_id: r.location_id,
        patient_id: r.patient_id,
        from: r.from.unwrap_or(ctx.now).max(ctx.now),
        minutes,
        mode: r.mode.unwrap_or(VisitMode::InPerson),
        limit: usize::try_from(limit).unwrap_or(1),
        within: Within::default(),
    };
    usual_first(ctx, &mut db, search).await
}

/// The usual doctor's openings stand first; the others' follow, so that both are one key away.
async fn usual_first(ctx: &Ctx, db: &mut crate::db::Db, search: Search) -> Result<Vec<Opening>> {
    let usual = match search.patient_id {
        Some(patient) => usual_doctor(db, patient).await?,
        None => None,
    };
    let mut found = Vec::new();
    let mut rest = search.clone();
    if let (Whom::Any, Some(doctor)) = (search.whom, usual) {
        let first = Search {
            whom: Whom::Doctor(doctor),
            limit: USUAL_FIRST.min(search.limit),
            ..search.clone()
        };
        found = search::search(ctx, db, &first).await?;
        rest.whom = Whom::AnyBut(doctor);
        rest.limit = search.limit - found.len();
    }
    if rest.limit > 0 {
        found.extend(search::search(ctx, db, &rest).await?);
    }
    for opening in &mut found {
        opening.is_usual_doctor = Some(opening.doctor_id) == usual;
    }
    Ok(found)
}

/// The patient's favourite, or else the doctor of their latest visit.
async fn usual_doctor(q: &mut impl Read, patient: PatientId) -> Result<Option<DoctorId>> {
    let favourite: Option<(DoctorId,)> = q.optional(FAVOURITE, args![patient]).await?;
    if let Some((doctor,)) = favourite {
        return Ok(Some(doctor));
    }
    let last: Option<(DoctorId,)> = q.optional(LAST_SEEN, args![patient]).await?;
    Ok(last.map(|r| r.0))
}
