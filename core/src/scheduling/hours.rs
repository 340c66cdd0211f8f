//! Whether a time lies in the doctor's hours.

use chrono::TimeDelta;
use chrono_tz::Tz;

use super::model::{Appointment, AppointmentKind};
use super::slots;
use super::zone::{self, Span};
use crate::db::{Read, Tx};
use crate::directory::availability;
use crate::{Error, ErrorCode, Result};

/// The time must lie in the doctor's hours, unless it is overbooked with a reason or an emergency that says why.
pub async fn require_open(tx: &mut Tx, a: &Appointment, zone: Tz) -> Result<()> {
    if a.overbook_reason.is_some() || is_open(tx, a, zone).await? {
        return Ok(());
    }
    match a.kind {
        AppointmentKind::Emergency if !a.reason.is_empty() => Ok(()),
        AppointmentKind::Emergency => Err(Error::field("reason", "required")),
        _ => Err(Error::new(ErrorCode::NotAllowed).with("reason", "outside_hours")),
    }
}

/// Whether the appointment lies in its doctor's hours.
pub async fn is_open(q: &mut impl Read, a: &Appointment, zone: Tz) -> Result<bool> {
    let last = zone::local_day(zone, a.ends_at - TimeDelta::seconds(1));
    let rules = availability(q, &[a.doctor_id], Some(a.location_id), a.local_day, last).await?;
    let days: Vec<_> = a
        .local_day
        .iter_days()
        .take_while(|day| *day <= last)
        .map(|day| (zone::segments(zone, day), slots::open(&rules, a.doctor_id, a.location_id, day)))
        .collect();
    Ok(slots::covers(&days, a.visit_mode, Span::new(a.starts_at, a.ends_at)))
}
