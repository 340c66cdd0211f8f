//! What is noted about a visit: service, kind, reason, symptoms, notes; and whether it is in person or online.

use chrono_tz::Tz;

use super::answers::Change;
use super::booking::{self, change};
use super::model::{Appointment, AppointmentKind};
use super::recurrence::EditSeries;
use super::requests::SetDetails;
use super::states::{AppointmentAction, AppointmentStatus};
use super::visit::{self, lock_at};
use super::{hours, refusal, ticks};
use crate::api::{Ctx, Fields};
use crate::db::{Read, Tx};
use crate::directory::VisitMode;
use crate::ids::{EventId, ServiceId};
use crate::{Error, ErrorCode, Result};

/// What is to be noted; what is missing stays as it is.
#[derive(Debug)]
pub struct Details<'a> {
    service_id: Option<Option<ServiceId>>,
    kind: Option<AppointmentKind>,
    reason: Option<&'a str>,
    symptoms: Option<&'a [String]>,
    purpose: Option<&'a str>,
    notes: Option<&'a str>,
}

macro_rules! details_of {
    ($($request:ty),*) => {$(impl<'a> From<&'a $request> for Details<'a> {
        fn from(r: &'a $request) -> Self {
            Self {
                service_id: r.service_id,
                kind: r.kind,
                reason: r.reason.as_deref(),
                symptoms: r.symptoms.as_deref(),
                purpose: r.purpose.as_deref(),
                notes: r.notes.as_deref(),
            }
        }
    })*};
}

details_of!(SetDetails, EditSeries);

impl Details<'_> {
    /// Whether the texts fit and the service is offered; what is wrong is noted.
    ///
    /// # Errors
    /// `not_found` for a service that is not there.
    pub async fn check(&self, q: &mut impl Read, fields: &mut Fields) -> Result<()> {
        for (field, text, max) in [
            ("reason", self.reason, 400),
            ("purpose", self.purpose, 400),
            ("notes", self.notes, 2000),
        ] {
            fields.at_most(field, text.unwrap_or_default(), max);
        }
        booking::check_symptoms(fields, self.symptoms.unwrap_or_default());
        booking::of_service(q, fields, self.service_id.flatten()).await.map(|_| ())
    }

    /// Notes it on an appointment.
    pub fn put(&self, a: &mut Appointment) {
        a.service_id = self.service_id.unwrap_or(a.service_id);
        a.kind = self.kind.unwrap_or(a.kind);
        if let Some(symptoms) = self.symptoms {
            a.symptoms = symptoms.to_vec();
        }
        for (text, kept) in [
            (self.reason, &mut a.reason),
            (self.purpose, &mut a.purpose),
            (self.notes, &mut a.notes),
        ] {
            if let Some(text) = text {
                text.trim().clone_into(kept);
            }
        }
    }
}

/// `scheduling.set_details`
pub async fn set_details(ctx: &Ctx, tx: &mut Tx, request: SetDetails) -> Result<Change> {
    let before = lock_at(tx, request.id, request.version).await?;
    if before.status == AppointmentStatus::Rescheduled {
        return Err(given_up(&before));
    }
    let details = Details::from(&request);
    let mut fields = Fields::default();
    details.check(tx, &mut fields).await?;
    fields.check()?;
    let mut after = before.clone();
    details.put(&mut after);
    let event = match request.mode.filter(|mode| *mode != before.visit_mode) {
        Some(mode) => change_mode(ctx, tx, &before, after, mode).await?,
        None => visit::edit(ctx, tx, &before, after, AppointmentAction::Edited, "").await?,
    };
    change(ctx, tx, request.id, event).await
}

/// Online visits hold no room, and the doctor's hours differ: the time is asked for anew.
async fn change_mode(ctx: &Ctx, tx: &mut Tx, before: &Appointment, mut after: Appointment, mode: VisitMode) -> Result<EventId> {
    if !before.status.is_ahead() {
        return Err(given_up(before));
    }
    let zone = in_mode(tx, &mut after, mode).await?;
    ticks::release(tx, before).await?;
    hours::require_open(tx, &after, zone).await?;
    refusal::require_no_offer(ctx, tx, &after).await?;
    take_edited(ctx, tx, before, after).await
}

/// Puts an appointment into a mode: in its doctor's own room, or online in none. Gives the location's zone.
///
/// # Errors
/// `invalid` when doctor or room are no longer in use.
pub async fn in_mode(q: &mut impl Read, a: &mut Appointment, mode: VisitMode) -> Result<Tz> {
    let mut fields = Fields::default();
    let (zone, own_room) = booking::doctor_at(q, &mut fields, a.doctor_id, a.location_id).await?;
    a.visit_mode = mode;
    a.room_id = booking::room(q, &mut fields, own_room, a.location_id, mode).await?;
    fields.check()?;
    Ok(zone)
}

/// Writes an appointment whose time was given back, and takes it again.
pub async fn take_edited(ctx: &Ctx, tx: &mut Tx, before: &Appointment, mut after: Appointment) -> Result<EventId> {
    let event = visit::edit(ctx, tx, before, after.clone(), AppointmentAction::Edited, "").await?;
    let overbook = after.overbook_reason.is_some();
    ticks::take(ctx, tx, &mut after, overbook).await?;
    Ok(event)
}

/// The refusal of a change of mode once the visit is under way or over.
pub fn given_up(a: &Appointment) -> Error {
    Error::new(ErrorCode::NotAllowed)
        .with("reason", "status")
        .with("from", a.status.as_str())
}
