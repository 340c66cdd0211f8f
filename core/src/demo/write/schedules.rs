//! Weekly hours and exceptions.

use chrono::{DateTime, TimeDelta, Utc};

use super::Directory;
use super::rows::insert;
use crate::db::Tx;
use crate::demo::doctors::DOCTORS;
use crate::demo::sessions::DemoException;
use crate::ids::{ExceptionId, ScheduleId};
use crate::{Result, args};

const SCHEDULE: &str = "INSERT INTO schedules (id, doctor_id, location_id, weekday, start_minute, end_minute, slot_minutes, visit_mode, valid_from, valid_to, active, created_at, updated_at, version) VALUES ";
const SCHEDULE_ROW: &str = "(?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, ?, ?, ?, 1)";
const EXCEPTION: &str = "INSERT INTO schedule_exceptions (id, kind, doctor_id, location_id, starts_on, ends_on, start_minute, end_minute, slot_minutes, visit_mode, reason, active, created_at, updated_at, version) VALUES ";
const EXCEPTION_ROW: &str = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)";

fn mode(online: bool) -> &'static str {
    if online { "online" } else { "in_person" }
}

/// Writes them; the weekly hours hold since half a year ago.
///
/// # Errors
/// As the store says.
pub(in crate::demo) async fn schedules(tx: &mut Tx, d: &Directory, exceptions: &[DemoException], now: DateTime<Utc>) -> Result<()> {
    let since = now.date_naive() - TimeDelta::days(182);
    let mut rows = Vec::new();
    for (doctor, id) in DOCTORS.iter().zip(&d.doctors) {
        for hours in doctor.hours {
            rows.extend(hours.weekdays.iter().map(|weekday| {
                let span = (hours.start, hours.end, hours.slot);
                args![
                    ScheduleId::fresh(),
                    *id,
                    d.locations[doctor.place],
                    *weekday,
                    span.0,
                    span.1,
                    span.2,
                    mode(hours.online),
                    since,
                    true,
                    now,
                    now
                ]
            }));
        }
    }
    insert(tx, SCHEDULE, SCHEDULE_ROW, rows).await?;
    let rows = exceptions.iter().map(|e| {
        let doctor = e.doctor.map(|n| d.doctors[n]);
        let (start, end) = (e.minutes.map(|m| m.0), e.minutes.map(|m| m.1));
        let slot = (e.kind == "extra").then(|| e.doctor.and_then(|n| DOCTORS[n].hours.first()).map_or(15, |h| h.slot));
        let in_person = (e.kind == "extra").then_some("in_person");
        args![
            ExceptionId::fresh(),
            e.kind,
            doctor,
            d.locations[e.place],
            e.from,
            e.to,
            start,
            end,
            slot,
            in_person,
            e.reason,
            true,
            now,
            now
        ]
    });
    insert(tx, EXCEPTION, EXCEPTION_ROW, rows.collect()).await
}
