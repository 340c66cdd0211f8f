//! The front desk's day.

use chrono::{DateTime, Utc};

use super::model::AppointmentCard;
use super::queries::{self, zone_of};
use super::requests::{AppointmentRef, ShowBoard};
use super::states::AppointmentStatus;
use super::views::{Board, BoardCounts};
use super::{model::AppointmentDetail, zone};
use crate::api::Ctx;
use crate::db::Read;
use crate::{Error, Result, args};

const LOCATION: &str = "SELECT name, time_zone, wait_warn_minutes, wait_late_minutes FROM locations WHERE id = ?";

#[derive(Debug, sqlx::FromRow)]
struct LocationRow {
    name: String,
    time_zone: String,
    wait_warn_minutes: i32,
    wait_late_minutes: i32,
}

/// `scheduling.board`
pub async fn board(ctx: &Ctx, request: ShowBoard) -> Result<Board> {
    let mut db = ctx.db()?;
    let location: Option<LocationRow> = db.optional(LOCATION, args![request.location_id]).await?;
    let location = location.ok_or_else(|| Error::not_found("location"))?;
    let today = zone::local_day(zone_of(&location.time_zone)?, ctx.now);
    let day = request.day.unwrap_or(today);
    let appointments = queries::cards_of_day(&mut db, request.location_id, day).await?;
    Ok(Board {
        location_id: request.location_id,
        location_name: location.name,
        time_zone: location.time_zone,
        day,
        now: ctx.now,
        today,
        wait_warn_minutes: location.wait_warn_minutes,
        wait_late_minutes: location.wait_late_minutes,
        counts: counts(&appointments),
        next_at: next_at(&appointments, ctx.now),
        longest_wait_minutes: longest_wait(&appointments, ctx.now),
        appointments,
    })
}

fn counts(appointments: &[AppointmentCard]) -> BoardCounts {
    use AppointmentStatus as S;
    let mut counts = BoardCounts::default();
    for card in appointments {
        match card.status {
            S::Scheduled | S::Confirmed => counts.expected += 1,
            S::CheckedIn => counts.arrived += 1,
            S::InProgress => counts.in_progress += 1,
            S::Completed => counts.done += 1,
            S::NoShow => counts.no_show += 1,
            S::Cancelled => counts.cancelled += 1,
            S::Rescheduled => {}
        }
    }
    counts.booked = counts.expected + counts.arrived + counts.in_progress + counts.done + counts.no_show;
    counts
}

fn next_at(appointments: &[AppointmentCard], now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let ahead = appointments.iter().filter(|c| c.status.is_ahead() && c.starts_at >= now);
    ahead.map(|c| c.starts_at).min()
}

fn longest_wait(appointments: &[AppointmentCard], now: DateTime<Utc>) -> Option<i32> {
    let waiting = appointments.iter().filter(|c| c.status == AppointmentStatus::CheckedIn);
    let minutes = waiting.filter_map(|c| c.checked_in_at).map(|at| (now - at).num_minutes()).max()?;
    i32::try_from(minutes).ok()
}

/// `scheduling.appointment`
pub async fn appointment(ctx: &Ctx, request: AppointmentRef) -> Result<AppointmentDetail> {
    let mut db = ctx.db()?;
    let card = queries::card(&mut db, request.id).await?;
    Ok(AppointmentDetail {
        events: queries::events(&mut db, request.id).await?,
        moved_to: queries::moved_to(&mut db, &card).await?,
        card,
    })
}
