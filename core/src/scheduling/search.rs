//! Looks for openings: which doctors, where, in which days and hours, and what is in the way.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::answers::Opening;
use super::cache::Busy;
use super::practice::{Doctor, Place, Practice};
use super::slots::{self, Wanted};
use super::zone::{self, Span, plus_days};
use crate::api::Ctx;
use crate::db::Read;
use crate::directory::VisitMode;
use crate::ids::{DoctorId, LocationId, PatientId, SpecialtyId};
use crate::{Error, Result, args};

/// How far ahead openings are looked for, in days.
const HORIZON: i64 = 92;
const OFFERS: &str =
    "SELECT offered_doctor_id, patient_id, offered_starts_at, minutes FROM waitlist WHERE status = 'offered' AND offered_until > ?";

/// Which doctors will do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whom {
    /// This one.
    Doctor(DoctorId),
    /// Any of this specialty.
    Specialty(SpecialtyId),
    /// Any but this one.
    AnyBut(DoctorId),
    /// Any.
    Any,
}

/// A search for openings.
#[derive(Debug, Clone)]
pub struct Search {
    /// With whom.
    pub whom: Whom,
    /// Where; anywhere when none.
    pub location_id: Option<LocationId>,
    /// For whom: their own appointments are avoided.
    pub patient_id: Option<PatientId>,
    /// Not before.
    pub from: DateTime<Utc>,
    /// How long; the slot's own length when none.
    pub minutes: Option<i32>,
    /// In person or online.
    pub mode: VisitMode,
    /// How many.
    pub limit: usize,
    /// Only in these days and hours.
    pub within: Within,
}

/// The days and hours that suit a patient, in wall time.
#[derive(Debug, Clone)]
pub struct Within {
    /// How many days are looked at.
    pub days: i64,
    /// Last day.
    pub latest_on: Option<NaiveDate>,
    /// A bit set, Monday = 1.
    pub weekdays: i32,
    /// Not before.
    pub from_minute: i32,
    /// Over by.
    pub to_minute: i32,
}

impl Default for Within {
    fn default() -> Self {
        Self {
            days: HORIZON,
            latest_on: None,
            weekdays: 127,
            from_minute: 0,
            to_minute: 1440,
        }
    }
}

impl Within {
    /// Whether a time suits.
    #[must_use]
    pub fn admits(&self, opening: &Opening) -> bool {
        let end = opening.start_minute + i32::try_from((opening.ends_at - opening.starts_at).num_minutes()).unwrap_or(0);
        self.latest_on.is_none_or(|last| opening.local_day <= last)
            && self.weekdays & (1 << (slots::weekday(opening.local_day) - 1)) != 0
            && self.from_minute <= opening.start_minute
            && (end <= self.to_minute || self.to_minute == 1440)
    }
}

/// Openings by start. Looks a day ahead first, then further and further.
pub async fn search(ctx: &Ctx, q: &mut impl Read, search: &Search) -> Result<Vec<Opening>> {
    let practice = ctx.app.slots().practice(q).await?;
    let places = places(&practice, search)?;
    let offers = offers(ctx, q).await?;
    let mut found = Vec::new();
    let (mut from, mut days) = (0, 1);
    while from < search.within.days && found.len() < search.limit {
        let window = Window {
            from: search.from,
            first: from,
            days,
        };
        let busy = window.busy(ctx, q, &practice).await?;
        for place in &places {
            for doctor in practice.doctors.iter().filter(|d| admits(&practice, search.whom, d.id)) {
                let taken = taken(&practice, doctor.id, place.id, search, &busy, &offers);
                found.extend(window.free(&practice, doctor, place, search, &taken));
            }
        }
        (from, days) = (from + days, (days * 2).min(search.within.days - from - days));
    }
    found.sort_by(|a, b| (a.starts_at, &a.doctor_last_name, a.doctor_id).cmp(&(b.starts_at, &b.doctor_last_name, b.doctor_id)));
    found.truncate(search.limit);
    Ok(found)
}

fn places<'p>(practice: &'p Practice, search: &Search) -> Result<Vec<&'p Place>> {
    match search.location_id {
        Some(id) => Ok(vec![practice.place(id).ok_or_else(|| Error::not_found("location"))?]),
        None => Ok(practice.places.iter().collect()),
    }
}

/// Whether a doctor will do.
pub fn admits(practice: &Practice, whom: Whom, doctor: DoctorId) -> bool {
    match whom {
        Whom::Doctor(one) => one == doctor,
        Whom::Specialty(specialty) => practice.has_specialty(doctor, specialty),
        Whom::AnyBut(one) => one != doctor,
        Whom::Any => true,
    }
}

/// Some days of the search, counted from its first.
struct Window {
    from: DateTime<Utc>,
    first: i64,
    days: i64,
}

impl Window {
    /// What is taken in these days in any zone, at any location: a doctor cannot be at two.
    async fn busy(&self, ctx: &Ctx, q: &mut impl Read, practice: &Practice) -> Result<Vec<Arc<Vec<Busy>>>> {
        let everywhere: Vec<LocationId> = practice.places.iter().map(|p| p.id).collect();
        let first = plus_days(self.from.date_naive(), self.first);
        ctx.app
            .slots()
            .busy(q, &everywhere, plus_days(first, -2), plus_days(first, self.days + 1))
            .await
    }

    fn free(&self, practice: &Practice, doctor: &Doctor, place: &Place, search: &Search, taken: &[Span]) -> Vec<Opening> {
        let Some(rules) = practice.rules(doctor.id) else {
            return Vec::new();
        };
        let start = zone::local_day(place.zone, self.from);
        let wanted = Wanted {
            mode: search.mode,
            minutes: search.minutes,
            from: self.from.timestamp(),
        };
        let mut found = Vec::new();
        for day in (self.first..self.first + self.days).map(|n| plus_days(start, n)) {
            let open = slots::open(rules, doctor.id, place.id, day);
            let free = slots::free(&zone::segments(place.zone, day), &open, taken, wanted);
            let openings = free
                .into_iter()
                .map(|slot| opening(practice, doctor, place, search.mode, day, slot));
            found.extend(openings.filter(|o| search.within.admits(o)));
        }
        found
    }
}

/// A slot as it is offered.
pub fn opening(practice: &Practice, doctor: &Doctor, place: &Place, visit_mode: VisitMode, day: NaiveDate, slot: Span) -> Opening {
    let workplace = practice
        .workplace(doctor.id, place.id)
        .filter(|_| visit_mode == VisitMode::InPerson);
    let starts_at = zone::instant(slot.start);
    Opening {
        doctor_id: doctor.id,
        doctor_title: doctor.title.clone(),
        doctor_first_name: doctor.first_name.clone(),
        doctor_last_name: doctor.last_name.clone(),
        is_usual_doctor: false,
        location_id: place.id,
        location_name: place.name.clone(),
        time_zone: place.zone.name().to_owned(),
        room_id: workplace.and_then(|w| w.room_id),
        room_name: workplace.and_then(|w| w.room_name.clone()),
        visit_mode,
        starts_at,
        ends_at: zone::instant(slot.end),
        local_day: day,
        start_minute: zone::local_minute(place.zone, day, starts_at),
    }
}

/// What keeps this doctor, their room there, and the patient from being booked.
fn taken(practice: &Practice, doctor: DoctorId, place: LocationId, search: &Search, busy: &[Arc<Vec<Busy>>], offers: &[Busy]) -> Vec<Span> {
    let room = practice
        .workplace(doctor, place)
        .and_then(|w| w.room_id)
        .filter(|_| search.mode == VisitMode::InPerson);
    let in_the_way =
        |b: &&Busy| b.doctor_id == doctor || (b.room_id.is_some() && b.room_id == room) || Some(b.patient_id) == search.patient_id;
    let held = offers
        .iter()
        .filter(|o| o.doctor_id == doctor && Some(o.patient_id) != search.patient_id);
    busy.iter()
        .flat_map(|day| day.iter())
        .filter(in_the_way)
        .chain(held)
        .map(|b| b.span)
        .collect()
}

/// Times that are held for someone of the waitlist.
async fn offers(ctx: &Ctx, q: &mut impl Read) -> Result<Vec<Busy>> {
    let rows: Vec<(DoctorId, PatientId, DateTime<Utc>, i32)> = q.all(OFFERS, args![ctx.now]).await?;
    let busy = |(doctor_id, patient_id, at, minutes): (DoctorId, PatientId, DateTime<Utc>, i32)| Busy {
        doctor_id,
        room_id: None,
        patient_id,
        span: Span::new(at, at + TimeDelta::minutes(minutes.into())),
    };
    Ok(rows.into_iter().map(busy).collect())
}
