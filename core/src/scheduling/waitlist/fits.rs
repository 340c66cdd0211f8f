//! Which time suits whom.

use chrono::{NaiveDate, TimeDelta};
use chrono_tz::Tz;

use super::model::{WaitlistEntry, WaitlistStatus};
use super::queries;
use crate::Result;
use crate::api::Ctx;
use crate::db::Read;
use crate::scheduling::answers::{Opening, Proposal};
use crate::scheduling::model::Appointment;
use crate::scheduling::search::{self, Search, Whom, Within};
use crate::scheduling::zone;

impl WaitlistEntry {
    fn within(&self, days: i64) -> Within {
        Within {
            days,
            latest_on: self.latest_on,
            weekdays: self.weekdays,
            from_minute: self.from_minute,
            to_minute: self.to_minute,
        }
    }

    fn whom(&self) -> Whom {
        match (self.doctor_id, self.specialty_id) {
            (Some(doctor), _) => Whom::Doctor(doctor),
            (None, Some(specialty)) => Whom::Specialty(specialty),
            (None, None) => Whom::Any,
        }
    }
}

/// The first time of that local day that suits someone who waits.
pub async fn on_day(ctx: &Ctx, q: &mut impl Read, entry: &WaitlistEntry, zone: Tz, day: NaiveDate) -> Result<Option<Opening>> {
    let start = zone::segments(zone, day).first().map(|s| zone::instant(s.span.start));
    let (Some(start), true) = (start, entry.status == WaitlistStatus::Waiting) else {
        return Ok(None);
    };
    if day < entry.earliest_on || day < zone::local_day(zone, ctx.now) {
        return Ok(None);
    }
    let search = Search {
        whom: entry.whom(),
        location_id: Some(entry.location_id),
        patient_id: Some(entry.patient_id),
        from: start.max(ctx.now),
        minutes: Some(entry.minutes),
        mode: entry.visit_mode,
        limit: 1,
        within: entry.within(1),
    };
    Ok(search::search(ctx, q, &search).await?.into_iter().next())
}

/// Who could have the time that this appointment gave up: the first who came and whom it suits.
pub async fn proposal(ctx: &Ctx, q: &mut impl Read, freed: &Appointment) -> Result<Option<Proposal>> {
    if freed.starts_at <= ctx.now {
        return Ok(None);
    }
    let waiting = queries::open(q, freed.location_id).await?;
    for entry in waiting.into_iter().filter(|e| e.status == WaitlistStatus::Waiting) {
        if entry.patient_id == freed.patient_id || entry.visit_mode != freed.visit_mode || freed.local_day < entry.earliest_on {
            continue;
        }
        if let Some(opening) = in_freed(ctx, q, &entry, freed).await? {
            return Ok(Some(Proposal {
                waitlist_id: entry.id,
                version: entry.version,
                patient_name: entry.patient_name,
                patient_phone: entry.patient_phone,
                opening,
            }));
        }
    }
    Ok(None)
}

/// The freed time as an opening for this patient, when it suits and is long enough.
async fn in_freed(ctx: &Ctx, q: &mut impl Read, entry: &WaitlistEntry, freed: &Appointment) -> Result<Option<Opening>> {
    let ends_at = freed.starts_at + TimeDelta::minutes(entry.minutes.into());
    let practice = ctx.app.slots().practice(q).await?;
    if ends_at > freed.ends_at || !search::admits(&practice, entry.whom(), freed.doctor_id) {
        return Ok(None);
    }
    let (Some(doctor), Some(place)) = (
        practice.doctors.iter().find(|d| d.id == freed.doctor_id),
        practice.place(freed.location_id),
    ) else {
        return Ok(None);
    };
    let slot = zone::Span::new(freed.starts_at, ends_at);
    let opening = search::opening(&practice, doctor, place, freed.visit_mode, freed.local_day, slot);
    Ok(Some(opening).filter(|o| entry.within(1).admits(o)))
}
