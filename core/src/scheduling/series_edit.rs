//! A change to one, this and the following, or all appointments of a series: looked at before, saved all or nothing.

use chrono::TimeDelta;
use chrono_tz::Tz;

use super::booking;
use super::details::{self, Details};
use super::model::Appointment;
use super::moves::{self, Target, minutes_of, zone_at};
use super::recurrence::{EditSeries, SeriesChange, SeriesMove};
use super::series::{self, at_wall};
use super::states::AppointmentAction;
use super::{queries, ticks, visit, zone};
use crate::api::{Ctx, Fields};
use crate::db::{Read, Tx};
use crate::ids::{AppointmentId, EventId};
use crate::{Error, Result};

/// `scheduling.preview_edit_series`
pub async fn preview(ctx: &Ctx, request: EditSeries) -> Result<Vec<SeriesMove>> {
    let mut db = ctx.db()?;
    check(&mut db, &request).await?;
    let named = queries::find(&mut db, request.id).await?;
    let series = series::of(&named)?;
    let all = queries::in_series(&mut db, series).await?;
    let zone = zone_at(&mut db, named.location_id).await?;
    let all = series::scoped(&named, all, request.scope, zone::local_day(zone, ctx.now));
    let edited = edited(&mut db, &request, &named, &all, zone).await?;
    let ids: Vec<AppointmentId> = all.iter().map(|a| a.id).collect();
    let mut moves = Vec::new();
    for (before, after) in all.iter().zip(&edited).filter(|(b, a)| asks_anew(b, a)) {
        moves.push(SeriesMove {
            local_day: before.local_day,
            starts_at: before.starts_at,
            to: series::occurrence(ctx, &mut db, after, zone, &ids).await?,
        });
    }
    Ok(moves)
}

/// `scheduling.edit_series`
pub async fn edit(ctx: &Ctx, tx: &mut Tx, request: EditSeries) -> Result<SeriesChange> {
    check(tx, &request).await?;
    let (series, named, all) = series::in_scope(ctx, tx, request.id, request.version, request.scope).await?;
    let zone = zone_at(tx, named.location_id).await?;
    let edited = edited(tx, &request, &named, &all, zone).await?;
    if !request.skip.is_empty() && all == edited {
        return Err(Error::field("skip", "nothing_left"));
    }
    let asking: Vec<_> = all.iter().zip(&edited).filter(|(b, a)| asks_anew(b, a)).collect();
    // They all give their time back before any takes another, so that none is in the way of its own series.
    for (before, _) in &asking {
        ticks::release(tx, before).await?;
    }
    let asked: Vec<Appointment> = asking.iter().map(|(_, after)| (*after).clone()).collect();
    series::require_free(ctx, tx, &asked, zone).await?;
    let mut made = Vec::new();
    for (before, after) in all.iter().zip(edited) {
        made.push(save(ctx, tx, before, after).await?);
    }
    series::answer(ctx, tx, series, made).await
}

async fn check(q: &mut impl Read, request: &EditSeries) -> Result<()> {
    let mut fields = Fields::default();
    if let Some(minutes) = request.minutes {
        booking::check_minutes(&mut fields, minutes);
    }
    Details::from(request).check(q, &mut fields).await?;
    fields.check()
}

/// The appointments as they would be. Those of the days to skip keep their time, doctor and mode.
///
/// # Errors
/// `invalid` when one would fall on a time that a zone left out.
async fn edited(q: &mut impl Read, request: &EditSeries, named: &Appointment, all: &[Appointment], zone: Tz) -> Result<Vec<Appointment>> {
    let shift = Shift::of(request, named, zone);
    let mut edited = Vec::with_capacity(all.len());
    for a in all {
        let mut after = a.clone();
        if !request.skip.contains(&a.local_day) {
            after = shift
                .apply(request, a, zone)
                .ok_or_else(|| Error::field("starts_at", "no_such_day"))?;
            if let Some(mode) = request.mode.filter(|mode| *mode != a.visit_mode) {
                details::in_mode(q, &mut after, mode).await?;
            }
        }
        Details::from(request).put(&mut after);
        edited.push(after);
    }
    Ok(edited)
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
        let stays = request.doctor_id.is_none_or(|d| d == a.doctor_id);
        Some(Appointment {
            local_day,
            starts_at,
            ends_at: starts_at + TimeDelta::minutes(minutes.into()),
            doctor_id: request.doctor_id.unwrap_or(a.doctor_id),
            room_id: request.room_id.or(a.room_id.filter(|_| stays)),
            ..a.clone()
        })
    }
}

/// Another time, doctor or room is another appointment; a room that a change of mode brings or takes away is not.
fn moves(before: &Appointment, after: &Appointment) -> bool {
    let room = before.visit_mode == after.visit_mode && before.room_id != after.room_id;
    room || (before.doctor_id, before.starts_at, before.ends_at) != (after.doctor_id, after.starts_at, after.ends_at)
}

/// A changed text alone is in nobody's way.
fn asks_anew(before: &Appointment, after: &Appointment) -> bool {
    before.visit_mode != after.visit_mode || moves(before, after)
}

/// Saves one of the series as one step of its history, so that it can be taken back; none when nothing changes.
async fn save(ctx: &Ctx, tx: &mut Tx, before: &Appointment, after: Appointment) -> Result<(AppointmentId, Option<EventId>)> {
    if moves(before, &after) {
        let target = Target {
            doctor_id: after.doctor_id,
            location_id: after.location_id,
            room_id: after.room_id,
            starts_at: after.starts_at,
            minutes: minutes_of(&after),
            overbook: None,
        };
        let (id, event) = moves::replace(ctx, tx, before, &after, &target, "").await?;
        return Ok((id, Some(event)));
    }
    if after == *before {
        return Ok((before.id, None));
    }
    if asks_anew(before, &after) {
        if !before.status.is_ahead() {
            return Err(details::given_up(before));
        }
        return Ok((before.id, Some(details::take_edited(ctx, tx, before, after).await?)));
    }
    let event = visit::edit(ctx, tx, before, after, AppointmentAction::Edited, "").await?;
    Ok((before.id, Some(event)))
}
