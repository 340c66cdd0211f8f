//! The doctor's day: who comes, who waits, what to know of them, who is next.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{queries, rules};
use crate::api::Ctx;
use crate::db::{Arg, Read, Sql, Tx};
use crate::ids::{AppointmentId, DoctorId, LocationId, PatientId};
use crate::scheduling::answers::Change;
use crate::scheduling::model::AppointmentCard;
use crate::scheduling::requests::ChangeStatus;
use crate::{Error, ErrorCode, Result, patients, scheduling};

/// Which day.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct ReadMyDay {
    /// Where the caller works: says which day is today.
    pub location_id: Option<LocationId>,
    /// Today when absent.
    pub day: Option<NaiveDate>,
}

/// A doctor's day at every location.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct MyDay {
    /// The doctor; none when the account is no doctor's.
    pub doctor_id: Option<DoctorId>,
    /// The local day shown.
    pub day: NaiveDate,
    /// The core's clock, from which waiting counts.
    pub now: DateTime<Utc>,
    /// By start; what was moved or put away is left out.
    pub visits: Vec<DayVisit>,
    /// Who goes in next.
    pub next_id: Option<AppointmentId>,
}

/// One visit of the day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct DayVisit {
    /// The appointment.
    pub card: AppointmentCard,
    /// Whole minutes since arrival, while the patient waits.
    pub waited_minutes: Option<i32>,
    /// What the patient is severely allergic to.
    pub severe_allergies: Vec<String>,
}

const SEVERE: &str = "SELECT patient_id, substance FROM allergies WHERE status = 'active' AND severity = 'severe' AND patient_id IN (??) ORDER BY substance, id";

/// `chart.my_day`
///
/// # Errors
/// As the store says.
pub async fn read(ctx: &Ctx, request: ReadMyDay) -> Result<MyDay> {
    let mut db = ctx.db()?;
    let today = patients::place(&mut db, ctx, request.location_id).await?.today;
    let day = request.day.unwrap_or(today);
    let doctor_id = queries::doctor_of(&mut db, ctx.session()?.user_id).await?;
    let cards = match doctor_id {
        Some(doctor) => scheduling::cards_of_doctor(&mut db, doctor, day).await?,
        None => Vec::new(),
    };
    let severe = severe_allergies(&mut db, &cards).await?;
    let next_id = rules::next_in(&cards).map(|c| c.id);
    let visit = |card: AppointmentCard| DayVisit {
        waited_minutes: rules::waited(&card, ctx.now),
        severe_allergies: severe.get(&card.patient_id).cloned().unwrap_or_default(),
        card,
    };
    Ok(MyDay {
        doctor_id,
        day,
        now: ctx.now,
        visits: cards.into_iter().map(visit).collect(),
        next_id,
    })
}

async fn severe_allergies(q: &mut impl Read, cards: &[AppointmentCard]) -> Result<HashMap<PatientId, Vec<String>>> {
    let ids: Vec<Arg> = cards.iter().map(|c| Arg::from(c.patient_id)).collect();
    let rows: Vec<(PatientId, String)> = q.all(Sql::list(SEVERE, ids.len()), ids).await?;
    let mut severe: HashMap<PatientId, Vec<String>> = HashMap::new();
    for (patient, substance) in rows {
        severe.entry(patient).or_default().push(substance);
    }
    Ok(severe)
}

/// Ends the visit on the screen, if one is given, and starts the next.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct GoOn {
    /// Where the caller works: says which day is today.
    pub location_id: Option<LocationId>,
    /// The visit under way that is over now.
    pub finish: Option<ChangeStatus>,
}

/// What going on did.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct WentOn {
    /// The visit that ended.
    pub finished: Option<Change>,
    /// The visit that began; its patient's chart is to be opened.
    pub started: Change,
}

/// `chart.next`: the one key between two patients.
///
/// # Errors
/// `not_allowed` with `reason` = `nobody_waits` (nothing is ended then) or `no_doctor`; `stale`.
pub async fn go_on(ctx: &Ctx, tx: &mut Tx, request: GoOn) -> Result<WentOn> {
    let refused = |reason: &str| Error::new(ErrorCode::NotAllowed).with("reason", reason);
    let today = patients::place(tx, ctx, request.location_id).await?.today;
    let doctor = queries::doctor_of(tx, ctx.session()?.user_id).await?;
    let doctor = doctor.ok_or_else(|| refused("no_doctor"))?;
    let cards = scheduling::cards_of_doctor(tx, doctor, today).await?;
    let next = rules::next_in(&cards).ok_or_else(|| refused("nobody_waits"))?;
    let start = ChangeStatus {
        id: next.id,
        version: next.version,
        reason: None,
    };
    let finished = match request.finish {
        Some(finish) => Some(scheduling::complete(ctx, tx, finish).await?),
        None => None,
    };
    Ok(WentOn {
        finished,
        started: scheduling::start(ctx, tx, start).await?,
    })
}
