//! What a refusal offers instead: the nearest times that are free.

use chrono::{DateTime, Utc};

use super::answers::{Conflict, ConflictKind, Opening};
use super::model::{Appointment};
use super::openings::{self, Search, Whom};
use super::requests::BookAppointment;
use super::ticks;
use super::zone::Span;
use crate::api::Ctx;
use crate::db::Tx;
use crate::directory::VisitMode;
use crate::ids::{DoctorId, LocationId, PatientId};
use crate::{Error, ErrorCode, Result, args};

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
    };
    openings::search(ctx, &mut ctx.db()?, &search).await
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
    use crate::db::Read;
    let offers: Vec<Offer> = tx.all(OFFER, args![ctx.now, a.doctor_id]).await?;
    let wanted = Span::new(a.starts_at, a.ends_at);
    for offer in offers.into_iter().filter(|o| o.patient_id != a.patient_id) {
        let ends_at = offer.offered_starts_at + chrono::TimeDelta::minutes(offer.minutes.into());
        if a.overbook_reason.is_none() && Span::new(offer.offered_starts_at, ends_at).overlaps(wanted) {
            return Err(taken_by(ctx, offer, ends_at)?);
        }
    }
    Ok(())
}

fn taken_by(ctx: &Ctx, offer: Offer, ends_at: DateTime<Utc>) -> Result<Error> {
    let may_read = ctx.session()?.may(crate::identity::Permission::PatientsRead);
    ticks::taken(Conflict {
        kind: ConflictKind::Offer,
        name: offer.doctor_name,
        appointment_id: None,
        patient_name: may_read.then_some(offer.patient_name),
        starts_at: offer.offered_starts_at,
        ends_at,
        openings: Vec::new(),
    })
}
