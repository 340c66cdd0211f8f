//! Recurring appointments: what is in the way is listed before anything is saved, and all is saved or nothing.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;

use super::booking;
use super::model::Appointment;
use super::moves::{self, Target, minutes_of, zone_at};
use super::recurrence::{BookSeries, CancelSeries, EditSeries, Occurrence, SeriesChange};
use super::states::{AppointmentAction, SeriesScope};
use super::visit::{self, lock_at};
use super::{queries, refusal, ticks, zone};
use crate::api::{Ctx, Fields};
use crate::db::{Read, Tx};
use crate::ids::{AppointmentId, SeriesId};
use crate::{Error, ErrorCode, Result, args};

const INSERT: &str = "INSERT INTO appointment_series (id, every_weeks, weekdays, until_on, occurrences, created_by, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";

/// `scheduling.preview_series`
pub async fn preview(ctx: &Ctx, request: BookSeries) -> Result<Vec<Occurrence>> {
    let mut db = ctx.db()?;
    let (first, zone) = booking::draft(ctx, &mut db, &request.booking, None).await?;
    let mut occurrences = Vec::new();
    for planned in planned(&request, &first, zone)? {
        occurrences.push(occurrence(ctx, &mut db, &planned, zone).await?);
    }
    Ok(occurrences)
}

/// `scheduling.book_series`
pub async fn book(ctx: &Ctx, tx: &mut Tx, request: BookSeries) -> Result<SeriesChange> {
    let (first, zone) = booking::draft(ctx, tx, &request.booking, None).await?;
    let series_id = SeriesId::fresh();
    let mut all: Vec<Appointment> = planned(&request, &first, zone)?;
    all.retain(|a| !request.skip.contains(&a.local_day));
    if all.is_empty() {
        return Err(Error::field("skip", "nothing_left"));
    }
    require_free(ctx, tx, &all, zone).await?;
    let weekdays = request.weekdays.iter().fold(0, |set, day| set | 1 << (day - 1));
    let by = ctx.session()?.user_id;
    let row = args![
        series_id,
        request.every_weeks,
        weekdays,
        request.until,
        request.count,
        by,
        ctx.now,
        ctx.now
    ];
    tx.exec(INSERT, row).await?;
    for appointment in &mut all {
        appointment.series_id = Some(series_id);
        booking::place(ctx, tx, appointment, zone, AppointmentAction::Booked).await?;
    }
    answer(tx, series_id, all.iter().map(|a| a.id).collect()).await
}

/// The rows of a series, before anything is asked of the store.
fn planned(request: &BookSeries, first: &Appointment, zone: Tz) -> Result<Vec<Appointment>> {
    let minute = zone::local_minute(zone, first.local_day, first.starts_at);
    let days = request.days(first.local_day)?;
    Ok(days.into_iter().filter_map(|day| on_day(first, zone, day, minute)).collect())
}

/// The same appointment on another day at the same wall time; none on a day that the zone left out.
fn on_day(first: &Appointment, zone: Tz, day: NaiveDate, minute: i32) -> Option<Appointment> {
    let starts_at = at_wall(zone, day, minute)?;
    Some(Appointment {
        id: AppointmentId::fresh(),
        starts_at,
        ends_at: starts_at + (first.ends_at - first.starts_at),
        local_day: day,
        ..first.clone()
    })
}

/// The instant at which the wall first shows a minute; when a clock change skips it, the first instant after.
fn at_wall(zone: Tz, day: NaiveDate, minute: i32) -> Option<DateTime<Utc>> {
    let segments = zone::segments(zone, day);
    let exact = zone::instants_at(&segments, minute).next();
    let after = || segments.iter().find(|s| s.start_minute > minute).map(|s| s.span.start);
    exact.or_else(after).map(zone::instant)
}

async fn occurrence(ctx: &Ctx, q: &mut impl Read, a: &Appointment, zone: Tz) -> Result<Occurrence> {
    let others = ticks::held(q, a).await?;
    let mut conflicts = ticks::conflicts(ctx, q, a, &others).await?;
    conflicts.extend(refusal::offers_in_the_way(ctx, q, a).await?);
    Ok(Occurrence {
        local_day: a.local_day,
        starts_at: a.starts_at,
        ends_at: a.ends_at,
        conflict: conflicts.into_iter().next(),
        outside_hours: !booking::is_open(q, a, zone).await?,
    })
}

/// Refuses when something is in the way of any; `params.occurrences` names every one.
async fn require_free(ctx: &Ctx, tx: &mut Tx, all: &[Appointment], zone: Tz) -> Result<()> {
    let mut blocked = Vec::new();
    for appointment in all {
        blocked.push(occurrence(ctx, tx, appointment, zone).await?);
    }
    blocked.retain(|o| !o.fits());
    let refusal = match blocked.iter().find_map(|o| o.conflict.clone()) {
        Some(conflict) => ticks::taken(conflict)?,
        None if blocked.is_empty() => return Ok(()),
        None => Error::new(ErrorCode::NotAllowed).with("reason", "outside_hours"),
    };
    Err(refusal.with("occurrences", serde_json::to_value(blocked)?))
}

/// The appointment named and, by scope, the others of its series that lie ahead.
async fn in_scope(tx: &mut Tx, id: AppointmentId, version: i32, scope: SeriesScope) -> Result<(SeriesId, Appointment, Vec<Appointment>)> {
    let named = lock_at(tx, id, version).await?;
    let series = named
        .series_id
        .ok_or_else(|| Error::new(ErrorCode::NotAllowed).with("reason", "no_series"))?;
    let all = match scope {
        SeriesScope::One => vec![named.clone()],
        SeriesScope::Following => {
            let mut all = queries::lock_series(tx, series).await?;
            all.retain(|a| a.starts_at >= named.starts_at);
            all
        }
        SeriesScope::All => queries::lock_series(tx, series).await?,
    };
    Ok((series, named, all))
}

/// `scheduling.cancel_series`
pub async fn cancel(ctx: &Ctx, tx: &mut Tx, request: CancelSeries) -> Result<SeriesChange> {
    let mut fields = Fields::default();
    fields.required("reason", &request.reason, 400);
    fields.check()?;
    let (series, _, all) = in_scope(tx, request.id, request.version, request.scope).await?;
    for appointment in &all {
        visit::call_off(ctx, tx, appointment, request.party, &request.reason).await?;
    }
    answer(tx, series, all.iter().map(|a| a.id).collect()).await
}

/// `scheduling.edit_series`
pub async fn edit(ctx: &Ctx, tx: &mut Tx, request: EditSeries) -> Result<SeriesChange> {
    let mut fields = Fields::default();
    fields.at_most("reason", request.reason.as_deref().unwrap_or_default(), 400);
    fields.at_most("notes", request.notes.as_deref().unwrap_or_default(), 2000);
    if let Some(minutes) = request.minutes {
        booking::check_minutes(&mut fields, minutes);
    }
    fields.check()?;
    booking::service_minutes(tx, request.service_id).await?;
    let (series, named, mut all) = in_scope(tx, request.id, request.version, request.scope).await?;
    all.retain(|a| !request.skip.contains(&a.local_day));
    let zone = zone_at(tx, named.location_id).await?;
    let shift = Shift::of(&request, &named, zone);
    let edited: Option<Vec<Appointment>> = all.iter().map(|a| shift.apply(&request, a, zone)).collect();
    let edited = edited.ok_or_else(|| Error::field("starts_at", "no_such_day"))?;
    require_free(ctx, tx, &moved(&all, &edited), zone).await?;
    let mut ids = Vec::new();
    for (before, after) in all.iter().zip(edited) {
        ids.push(save(ctx, tx, before, after).await?);
    }
    answer(tx, series, ids).await
}

/// By how many days the series moves, and to which minute of the wall.
struct Shift {
    days: i64,
    minute: Option<i32>,
}

impl Shift {
    fn of(request: &EditSeries, named: &Appointment, zone: Tz) -> Self {
        let Some(starts_at) = request.starts_at else {
            return Self { days: 0, minute: None };
        };
        let day = zone::local_day(zone, starts_at);
        Self {
            days: (day - named.local_day).num_days(),
            minute: Some(zone::local_minute(zone, day, starts_at)),
        }
    }

    fn apply(&self, request: &EditSeries, a: &Appointment, zone: Tz) -> Option<Appointment> {
        let minute = self.minute.unwrap_or_else(|| zone::local_minute(zone, a.local_day, a.starts_at));
        let local_day = zone::plus_days(a.local_day, self.days);
        let starts_at = at_wall(zone, local_day, minute)?;
        let minutes = request.minutes.unwrap_or_else(|| minutes_of(a));
        Some(Appointment {
            local_day,
            starts_at,
            ends_at: starts_at + TimeDelta::minutes(minutes.into()),
            doctor_id: request.doctor_id.unwrap_or(a.doctor_id),
            room_id: request
                .room_id
                .or(a.room_id.filter(|_| request.doctor_id.is_none_or(|d| d == a.doctor_id))),
            service_id: request.service_id.or(a.service_id),
            reason: request.reason.clone().unwrap_or_else(|| a.reason.clone()),
            notes: request.notes.clone().unwrap_or_else(|| a.notes.clone()),
            ..a.clone()
        })
    }
}

fn moves_time(before: &Appointment, after: &Appointment) -> bool {
    (before.doctor_id, before.room_id, before.starts_at, before.ends_at) != (after.doctor_id, after.room_id, after.starts_at, after.ends_at)
}

/// Those that need another time; a changed text alone is in nobody's way.
fn moved(before: &[Appointment], after: &[Appointment]) -> Vec<Appointment> {
    before
        .iter()
        .zip(after)
        .filter(|(b, a)| moves_time(b, a))
        .map(|(_, a)| a.clone())
        .collect()
}

async fn save(ctx: &Ctx, tx: &mut Tx, before: &Appointment, after: Appointment) -> Result<AppointmentId> {
    let texts = (&after.reason, &after.notes, after.service_id) != (&before.reason, &before.notes, before.service_id);
    let mut id = before.id;
    if moves_time(before, &after) {
        let target = Target {
            doctor_id: after.doctor_id,
            location_id: after.location_id,
            room_id: after.room_id,
            starts_at: after.starts_at,
            minutes: minutes_of(&after),
            overbook: None,
        };
        id = moves::relocate(ctx, tx, before, &target, "").await?.0;
    }
    if texts {
        let current = queries::lock(tx, id).await?;
        let edited = Appointment {
            reason: after.reason,
            notes: after.notes,
            service_id: after.service_id,
            ..current.clone()
        };
        visit::edit(ctx, tx, &current, edited, AppointmentAction::Edited, "").await?;
    }
    Ok(id)
}

async fn answer(tx: &mut Tx, series_id: SeriesId, ids: Vec<AppointmentId>) -> Result<SeriesChange> {
    let mut appointments = Vec::new();
    for id in ids {
        appointments.push(queries::card(tx, id).await?);
    }
    appointments.sort_by_key(|card| card.starts_at);
    Ok(SeriesChange { series_id, appointments })
}
