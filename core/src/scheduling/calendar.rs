//! A span of days at a location: columns, appointments, figures per day.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use super::practice::{Doctor, Practice};
use super::requests::ShowCalendar;
use super::states::AppointmentStatus;
use super::views::{Calendar, CalendarColumn, CalendarEntry, CalendarRoom, ColumnDay, DayCount};
use super::{slots, zone};
use crate::api::{Ctx, Fields};
use crate::db::{Db, Read, Sql};
use crate::ids::{DoctorId, RoomId};
use crate::{Error, Result, args};

/// The longest span in days: a month with the weeks it begins and ends in.
const LONGEST: i64 = 62;

const ENTRIES: &str = "SELECT a.id, a.version, a.patient_id, CONCAT(p.first_name, ' ', p.last_name) AS patient_name, a.doctor_id, a.room_id, \
 s.name AS service_name, a.series_id, a.kind, a.visit_mode, a.status, a.lane, a.starts_at, a.ends_at, a.local_day, a.queue_number, a.checked_in_at, \
 a.reason FROM appointments a JOIN patients p ON p.id = a.patient_id LEFT JOIN services s ON s.id = a.service_id \
 WHERE a.location_id = ? AND a.local_day >= ? AND a.local_day <= ? AND a.archived = ? AND a.status <> 'rescheduled' ORDER BY a.starts_at, a.id";
const FIGURES: &str = "SELECT doctor_id, room_id, local_day, status, starts_at, ends_at FROM appointments \
 WHERE location_id = ? AND local_day >= ? AND local_day <= ? AND archived = ? AND status <> 'rescheduled'";
const ROOMS: &str = "SELECT id, name FROM rooms WHERE location_id = ? AND active = ? ORDER BY name";

/// What the figures of a day are made of.
#[derive(Debug, Clone, sqlx::FromRow)]
struct Figure {
    doctor_id: DoctorId,
    room_id: Option<RoomId>,
    local_day: NaiveDate,
    status: AppointmentStatus,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
}

/// `scheduling.calendar`
pub async fn calendar(ctx: &Ctx, request: ShowCalendar) -> Result<Calendar> {
    let mut fields = Fields::default();
    if request.to < request.from {
        fields.wrong("to", "before_start");
    } else if (request.to - request.from).num_days() >= LONGEST {
        fields.wrong_with("to", "too_far", "days", LONGEST);
    }
    fields.check()?;
    let mut db = ctx.db()?;
    let practice = ctx.app.slots().practice(&mut db).await?;
    let zone = practice
        .place(request.location_id)
        .ok_or_else(|| Error::not_found("location"))?
        .zone;
    let columns = columns(&practice, &request);
    let (appointments, figures) = booked(&mut db, &request, zone).await?;
    Ok(Calendar {
        location_id: request.location_id,
        time_zone: zone.name().to_owned(),
        from: request.from,
        to: request.to,
        now: ctx.now,
        today: zone::local_day(zone, ctx.now),
        days: days(&request).map(|day| count(day, &columns, &figures)).collect(),
        columns,
        rooms: db.all::<CalendarRoom>(ROOMS, args![request.location_id, true]).await?,
        appointments,
    })
}

fn days(request: &ShowCalendar) -> impl Iterator<Item = NaiveDate> {
    let (from, to) = (request.from, request.to);
    from.iter_days().take_while(move |day| *day <= to)
}

fn columns(practice: &Practice, request: &ShowCalendar) -> Vec<CalendarColumn> {
    let shown = |d: &&Doctor| {
        if request.doctor_ids.is_empty() {
            practice.works_at(d.id, request.location_id)
        } else {
            request.doctor_ids.contains(&d.id)
        }
    };
    practice
        .doctors
        .iter()
        .filter(shown)
        .map(|d| column(practice, d, request))
        .collect()
}

fn column(practice: &Practice, doctor: &Doctor, request: &ShowCalendar) -> CalendarColumn {
    let workplace = practice.workplace(doctor.id, request.location_id);
    let rules = practice.rules(doctor.id).cloned().unwrap_or_default();
    let day = |day| {
        let open = slots::open(&rules, doctor.id, request.location_id, day);
        ColumnDay {
            day,
            closed: slots::closed(&rules, doctor.id, request.location_id, day, &open),
            open,
        }
    };
    CalendarColumn {
        doctor_id: doctor.id,
        title: doctor.title.clone(),
        first_name: doctor.first_name.clone(),
        last_name: doctor.last_name.clone(),
        specialties: practice.specialties_of(doctor.id),
        room_id: workplace.and_then(|w| w.room_id),
        room_name: workplace.and_then(|w| w.room_name.clone()),
        days: days(request).map(day).collect(),
    }
}

async fn booked(db: &mut Db, request: &ShowCalendar, zone: Tz) -> Result<(Vec<CalendarEntry>, Vec<Figure>)> {
    let values = args![request.location_id, request.from, request.to, false];
    let wanted = |doctor: DoctorId, room: Option<RoomId>| {
        (request.doctor_ids.is_empty() || request.doctor_ids.contains(&doctor)) && (request.room_id.is_none() || request.room_id == room)
    };
    if request.counts_only {
        let mut figures: Vec<Figure> = db.all(Sql::from(FIGURES), values).await?;
        figures.retain(|f| wanted(f.doctor_id, f.room_id));
        return Ok((Vec::new(), figures));
    }
    let mut entries: Vec<CalendarEntry> = db.all(Sql::from(ENTRIES), values).await?;
    entries.retain(|e| wanted(e.doctor_id, e.room_id));
    for entry in &mut entries {
        entry.start_minute = zone::local_minute(zone, entry.local_day, entry.starts_at);
        entry.end_minute = zone::local_minute(zone, entry.local_day, entry.ends_at);
    }
    let figures = entries.iter().map(figure).collect();
    Ok((entries, figures))
}

fn figure(entry: &CalendarEntry) -> Figure {
    Figure {
        doctor_id: entry.doctor_id,
        room_id: entry.room_id,
        local_day: entry.local_day,
        status: entry.status,
        starts_at: entry.starts_at,
        ends_at: entry.ends_at,
    }
}

fn count(day: NaiveDate, columns: &[CalendarColumn], figures: &[Figure]) -> DayCount {
    let mut count = DayCount {
        day,
        booked: 0,
        cancelled: 0,
        no_show: 0,
        booked_minutes: 0,
        open_minutes: 0,
    };
    for figure in figures.iter().filter(|f| f.local_day == day) {
        match figure.status {
            AppointmentStatus::Cancelled => count.cancelled += 1,
            AppointmentStatus::NoShow => count.no_show += 1,
            _ => {
                count.booked += 1;
                count.booked_minutes += i32::try_from((figure.ends_at - figure.starts_at).num_minutes()).unwrap_or(0);
            }
        }
    }
    let of_day = columns.iter().flat_map(|c| c.days.iter().filter(|d| d.day == day));
    count.open_minutes = of_day.flat_map(|d| &d.open).map(|s| s.end_minute - s.start_minute).sum();
    count
}
