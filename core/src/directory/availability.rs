//! What says when doctors may be booked; scheduling computes the openings from it.

use chrono::NaiveDate;

use super::{OpeningHours, Schedule, ScheduleException};
use crate::db::{Arg, Read, Sql};
use crate::ids::{DoctorId, LocationId};
use crate::{Result, args};

/// Schedules, exceptions and hours of some doctors in a span of days.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Availability {
    /// Weekly rows valid on some day of the span.
    pub schedules: Vec<Schedule>,
    /// Leave, holidays and extra sessions that touch the span; those without a doctor or without a location hold for all.
    pub exceptions: Vec<ScheduleException>,
    /// Opening hours of the locations.
    pub hours: Vec<OpeningHours>,
}

const SCHEDULES: &str = "SELECT id, doctor_id, location_id, weekday, start_minute, end_minute, slot_minutes, visit_mode, valid_from, valid_to, active, version \
 FROM schedules WHERE doctor_id IN (??) AND active = ? AND valid_from <= ? AND (valid_to IS NULL OR valid_to >= ?)";
const EXCEPTIONS: &str = "SELECT id, kind, doctor_id, location_id, starts_on, ends_on, start_minute, end_minute, slot_minutes, visit_mode, reason, active, version \
 FROM schedule_exceptions WHERE (doctor_id IS NULL OR doctor_id IN (??)) AND active = ? AND starts_on <= ? AND ends_on >= ?";
const HOURS: &str = "SELECT location_id, weekday, open_minute, close_minute FROM location_hours ORDER BY location_id, weekday, open_minute";

/// The availability of these doctors on the days `from..=to`, at one location or (None) at all of theirs.
///
/// # Errors
/// As the store says.
pub async fn availability(
    q: &mut impl Read,
    doctors: &[DoctorId],
    location: Option<LocationId>,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Availability> {
    let of_doctors = |rest: Vec<Arg>| doctors.iter().map(|id| Arg::from(*id)).chain(rest).collect();
    let mut schedules: Vec<Schedule> = q
        .all(Sql::list(SCHEDULES, doctors.len()), of_doctors(args![true, to, from]))
        .await?;
    let mut exceptions: Vec<ScheduleException> = q
        .all(Sql::list(EXCEPTIONS, doctors.len()), of_doctors(args![true, to, from]))
        .await?;
    let mut hours: Vec<OpeningHours> = q.all(HOURS, args![]).await?;
    if let Some(here) = location {
        schedules.retain(|s| s.location_id == here);
        exceptions.retain(|e| e.location_id.is_none_or(|there| there == here));
        hours.retain(|h| h.location_id == here);
    }
    Ok(Availability {
        schedules,
        exceptions,
        hours,
    })
}
