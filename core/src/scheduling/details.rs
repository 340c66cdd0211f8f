//! What is noted about a visit: service, kind, reason, symptoms, notes; and whether it is in person or online.

use super::answers::Change;
use super::booking::{self, change};
use super::model::{Appointment, AppointmentKind};
use super::recurrence::EditSeries;
use super::requests::SetDetails;
use super::states::{AppointmentAction, AppointmentStatus};
use super::visit::{self, lock_at};
use super::{refusal, ticks};
use crate::api::{Ctx, Fields};
use crate::db::{Read, Tx};
use crate::directory::VisitMode;
use crate::ids::{EventId, ServiceId};
use crate::{Error, ErrorCode, Result};

/// What is to be noted; what is missing stays as it is.
#[derive(Debug)]
pub struct Details<'a> {
    service_id: Option<ServiceId>,
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
    /// Whether the texts fit and the service is offered.
    ///
    /// # Errors
    /// `invalid`; `not_found` for a service that is not there.
    pub async fn check(&self, q: &mut impl Read) -> Result<()> {
        let mut fields = Fields::default();
        for (field, text, max) in [
            ("reason", self.reason, 400),
            ("purpose", self.purpose, 400),
            ("notes", self.notes, 2000),
        ] {
            fields.at_most(field, text.unwrap_or_default(), max);
        }
        booking::check_symptoms(&mut fields, self.symptoms.unwrap_or_default());
        fields.check()?;
        booking::service_minutes(q, self.service_id).await.map(|_| ())
    }

    /// Notes it on an appointment.
    pub fn put(&self, a: &mut Appointment) {
        a.service_id = self.service_id.or(a.service_id);
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
    details.check(tx).await?;
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
    let mut fields = Fields::default();
    let (zone, own_room) = booking::doctor_at(tx, &mut fields, after.doctor_id, after.location_id).await?;
    after.visit_mode = mode;
    after.room_id = booking::room(tx, &mut fields, own_room, after.location_id, mode).await?;
    fields.check()?;
    ticks::release(tx, before).await?;
    booking::require_open(tx, &after, zone).await?;
    refusal::require_no_offer(ctx, tx, &after).await?;
    let event = visit::edit(ctx, tx, before, after.clone(), AppointmentAction::Edited, "").await?;
    let overbook = after.overbook_reason.is_some();
    ticks::take(ctx, tx, &mut after, overbook).await?;
    Ok(event)
}

fn given_up(a: &Appointment) -> Error {
    Error::new(ErrorCode::NotAllowed)
        .with("reason", "status")
        .with("from", a.status.as_str())
}
