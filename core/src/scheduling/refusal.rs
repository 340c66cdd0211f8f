//! What a refusal offers instead: the nearest times that are free.

use chrono::{DateTime, TimeDelta, Utc};

use super::answers::{Conflict, ConflictKind, Opening};
use super::model::Appointment;
use super::moves::{Target, minutes_of};
use super::requests::BookAppointment;
use super::search::{self, Search, Whom, Within};
use super::ticks;
use super::zone::Span;
use crate::api::Ctx;
use crate::db::{Read, Tx};
use crate::directory::VisitMode;
use crate::identity::Permission;
use crate::ids::{DoctorId, LocationId, PatientId};
use crate::{ErrorCode, Result, args};

/// How many openings a refusal names.
const OFFERED: usize = 3;

const OFFER: &str = "SELECT w.patient_id, CONCAT(p.first_name, ' ', p.last_name) AS patient_name, CONCAT(d.first_name, ' ', d.last_name) AS doctor_name, \
 w.offered_starts_at, w.minutes FROM waitlist w JOIN patients p ON p.id = w.patient_id JOIN doctors d ON d.id = w.offered_doctor_id \
 WHERE w.status = 'offered' AND w.offered_until > ? AND w.offered_doctor_id = ?";

/// What was wished for, to look for the nearest that is free.
#[derive(Debug, Clone)]
pub struct Wish {
    /// With whom.
    pub doctor_id: DoctorId,
    /// Where.
    pub location_id: LocationId,
    /// For whom.
    pub patient_id: PatientId,
    /// When.
    pub starts_at: DateTime<Utc>,
    /// How long.
    pub minutes: Option<i32>,
    /// In person or online.
    pub mode: VisitMode,
}

impl Wish {
    /// Of a booking.
    pub fn of_booking(r: &BookAppointment) -> Self {
        Self {
            doctor_id: r.doctor_id,
            location_id: r.location_id,
            patient_id: r.patient_id,
            starts_at: r.starts_at,
            minutes: r.minutes,
            mode: r.mode.unwrap_or(VisitMode::InPerson),
        }
    }

    /// Of a move.
    pub fn of(target: &Target, a: &Appointment) -> Self {
        Self {
            doctor_id: target.doctor_id,
            location_id: target.location_id,
            starts_at: target.starts_at,
            minutes: Some(target.minutes),
            ..Self::of_appointment(a)
        }
    }

    /// Of an appointment as it stands.
    pub fn of_appointment(a: &Appointment) -> Self {
        Self {
            doctor_id: a.doctor_id,
            location_id: a.location_id,
            patient_id: a.patient_id,
            starts_at: a.starts_at,
            minutes: Some(minutes_of(a)),
            mode: a.visit_mode,
        }
    }
}

/// Adds the nearest openings to a refusal that a time is taken or outside the doctor's hours. Runs after the
/// transaction, so that nobody waits for it.
pub async fn with_openings<T>(ctx: &Ctx, result: Result<T>, wish: impl FnOnce() -> Wish + Send) -> Result<T> {
    let Err(error) = result else { return result };
    let closed = error.code == ErrorCode::NotAllowed && error.params.get("reason").is_some_and(|r| r == "outside_hours");
    if error.code != ErrorCode::Taken && !closed {
        return Err(error);
    }
    let openings = nearest(ctx, &wish()).await?;
    Err(error.with("openings", serde_json::to_value(openings)?))
}

/// The free times nearest to the wish, with that doctor at that location.
pub async fn nearest(ctx: &Ctx, wish: &Wish) -> Result<Vec<Opening>> {
    let search = Search {
        whom: Whom::Doctor(wish.doctor_id),
        location_id: Some(wish.location_id),
        patient_id: Some(wish.patient_id),
        from: wish.starts_at.max(ctx.now),
        minutes: wish.minutes,
        mode: wish.mode,
        limit: OFFERED,
        within: Within::default(),
    };
    search::search(ctx, &mut ctx.db()?, &search).await
}

#[derive(Debug, sqlx::FromRow)]
struct Offer {
    patient_id: PatientId,
    patient_name: String,
    doctor_name: String,
    offered_starts_at: DateTime<Utc>,
    minutes: i32,
}

/// A time offered to someone of the waitlist is kept for them until the offer ends.
///
/// # Errors
/// `taken` by the offer.
pub async fn require_no_offer(ctx: &Ctx, tx: &mut Tx, a: &Appointment) -> Result<()> {
    if a.overbook_reason.is_some() {
        return Ok(());
    }
    match offers_in_the_way(ctx, tx, a).await?.into_iter().next() {
        Some(offer) => Err(ticks::taken(offer)?),
        None => Ok(()),
    }
}

/// The offers to others that an appointment would cut across.
pub async fn offers_in_the_way(ctx: &Ctx, q: &mut impl Read, a: &Appointment) -> Result<Vec<Conflict>> {
    let offers: Vec<Offer> = q.all(OFFER, args![ctx.now, a.doctor_id]).await?;
    let may_read = ctx.session()?.may(Permission::PatientsRead);
    let wanted = Span::new(a.starts_at, a.ends_at);
    Ok(offers
        .into_iter()
        .filter(|o| o.patient_id != a.patient_id && o.span().overlaps(wanted))
        .map(|o| o.conflict(may_read))
        .collect())
}

impl Offer {
    fn span(&self) -> Span {
        Span::new(self.offered_starts_at, self.ends_at())
    }

    fn ends_at(&self) -> DateTime<Utc> {
        self.offered_starts_at + TimeDelta::minutes(self.minutes.into())
    }

    fn conflict(self, may_read_patients: bool) -> Conflict {
        Conflict {
            kind: ConflictKind::Offer,
            appointment_id: None,
            starts_at: self.offered_starts_at,
            ends_at: self.ends_at(),
            name: self.doctor_name,
            patient_name: may_read_patients.then_some(self.patient_name),
            openings: Vec::new(),
        }
    }
}
