//! Recurring appointments: what is in the way is listed before anything is saved, and all is saved or nothing.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use super::booking;
use super::model::Appointment;
use super::moves::zone_at;
use super::recurrence::{BookSeries, CancelSeries, Occurrence, SeriesChange};
use super::states::{AppointmentAction, SeriesScope};
use super::visit::{self, lock_at};
use super::{hours, queries, refusal, ticks, undo, zone};
use crate::api::{Ctx, Fields};
use crate::db::{Read, Tx};
use crate::ids::{AppointmentId, EventId, SeriesId};
use crate::{Error, ErrorCode, Result, args};

const INSERT: &str = "INSERT INTO appointment_series (id, every_weeks, weekdays, until_on, occurrences, created_by, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";

/// `scheduling.preview_series`
pub async fn preview(ctx: &Ctx, request: BookSeries) -> Result<Vec<Occurrence>> {
    let mut db = ctx.db()?;
    let (first, zone) = booking::draft(ctx, &mut db, &request.booking, None).await?;
    let mut occurrences = Vec::new();
    for planned in planned(&request, &first, zone)? {
        occurrences.push(occurrence(ctx, &mut db, &planned, zone, &[]).await?);
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
    let mut made = Vec::new();
    for appointment in &mut all {
        appointment.series_id = Some(series_id);
        let event = booking::place(ctx, tx, appointment, zone, AppointmentAction::Booked).await?;
        made.push((appointment.id, Some(event)));
    }
    answer(ctx, tx, series_id, made).await
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
pub fn at_wall(zone: Tz, day: NaiveDate, minute: i32) -> Option<DateTime<Utc>> {
    let segments = zone::segments(zone, day);
    let exact = zone::instants_at(&segments, minute).next();
    let after = || segments.iter().find(|s| s.start_minute > minute).map(|s| s.span.start);
    exact.or_else(after).map(zone::instant)
}

/// What an appointment would meet; `own` are those that make room for it.
pub async fn occurrence(ctx: &Ctx, q: &mut impl Read, a: &Appointment, zone: Tz, own: &[AppointmentId]) -> Result<Occurrence> {
    let others = ticks::held_beside(q, a, own).await?;
    let mut conflicts = ticks::conflicts(ctx, q, a, &others).await?;
    conflicts.extend(refusal::offers_in_the_way(ctx, q, a).await?);
    Ok(Occurrence {
        local_day: a.local_day,
        starts_at: a.starts_at,
        ends_at: a.ends_at,
        conflict: conflicts.into_iter().next(),
        outside_hours: !hours::is_open(q, a, zone).await?,
    })
}

/// Refuses when something is in the way of any; `params.occurrences` names every one.
pub async fn require_free(ctx: &Ctx, tx: &mut Tx, all: &[Appointment], zone: Tz) -> Result<()> {
    let mut blocked = Vec::new();
    for appointment in all {
        blocked.push(occurrence(ctx, tx, appointment, zone, &[]).await?);
    }
    blocked.retain(|o| !o.fits());
    let refusal = match blocked.iter().find_map(|o| o.conflict.clone()) {
        Some(conflict) => ticks::taken(conflict)?,
        None if blocked.is_empty() => return Ok(()),
        None => Error::new(ErrorCode::NotAllowed).with("reason", "outside_hours"),
    };
    Err(refusal.with("occurrences", serde_json::to_value(blocked)?))
}

/// The series that an appointment belongs to.
///
/// # Errors
/// `not_allowed` for a single appointment.
pub fn of(a: &Appointment) -> Result<SeriesId> {
    a.series_id
        .ok_or_else(|| Error::new(ErrorCode::NotAllowed).with("reason", "no_series"))
}

/// The appointment named and, by scope, the others of its series that lie ahead; locked.
pub async fn in_scope(
    ctx: &Ctx,
    tx: &mut Tx,
    id: AppointmentId,
    version: i32,
    scope: SeriesScope,
) -> Result<(SeriesId, Appointment, Vec<Appointment>)> {
    let named = lock_at(tx, id, version).await?;
    let series = of(&named)?;
    let all = match scope {
        SeriesScope::One => Vec::new(),
        SeriesScope::Following | SeriesScope::All => queries::lock_series(tx, series).await?,
    };
    let zone = zone_at(tx, named.location_id).await?;
    let all = scoped(&named, all, scope, zone::local_day(zone, ctx.now));
    Ok((series, named, all))
}

/// Those of a series that a change concerns. What should have happened before today is left alone.
pub fn scoped(named: &Appointment, mut all: Vec<Appointment>, scope: SeriesScope, today: NaiveDate) -> Vec<Appointment> {
    match scope {
        SeriesScope::One => return vec![named.clone()],
        SeriesScope::Following => all.retain(|a| a.starts_at >= named.starts_at),
        SeriesScope::All => all.retain(|a| a.id == named.id || a.local_day >= today),
    }
    all
}

/// `scheduling.cancel_series`
pub async fn cancel(ctx: &Ctx, tx: &mut Tx, request: CancelSeries) -> Result<SeriesChange> {
    let mut fields = Fields::default();
    fields.required("reason", &request.reason, 400);
    fields.check()?;
    let (series, _, all) = in_scope(ctx, tx, request.id, request.version, request.scope).await?;
    let mut made = Vec::new();
    for appointment in &all {
        let event = visit::call_off(ctx, tx, appointment, request.party, &request.reason).await?;
        made.push((appointment.id, Some(event)));
    }
    answer(ctx, tx, series, made).await
}

/// The answer to a change of a series.
pub async fn answer(ctx: &Ctx, tx: &mut Tx, series_id: SeriesId, made: Vec<(AppointmentId, Option<EventId>)>) -> Result<SeriesChange> {
    let mut appointments = Vec::new();
    for (id, _) in &made {
        appointments.push(queries::card(tx, *id).await?);
    }
    appointments.sort_by_key(|card| card.starts_at);
    let event_ids: Vec<EventId> = made.into_iter().filter_map(|(_, event)| event).collect();
    let undo_until = if event_ids.is_empty() {
        None
    } else {
        Some(ctx.now + undo::window(ctx, tx).await?)
    };
    Ok(SeriesChange {
        series_id,
        appointments,
        event_ids,
        undo_until,
    })
}
