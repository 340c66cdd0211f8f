//! Weekly schedules of doctors: read, save, retire.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Schedule, ScheduleException, VisitMode, exceptions, rules, saving};
use crate::api::{Ctx, Fields};
use crate::audit::Entry;
use crate::db::{Read, Sql, Tx};
use crate::feed::Topic;
use crate::ids::{DoctorId, LocationId, ScheduleId};
use crate::scheduling::{self, OutsideAppointment};
use crate::{Error, ErrorCode, Result, args};

/// Whose schedules.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct SchedulesOfDoctor {
    /// The doctor.
    pub doctor_id: DoctorId,
    /// Also what is retired or over.
    pub past: bool,
}

/// A doctor's week and what differs from it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct DoctorSchedules {
    /// Weekly rows by weekday and time.
    pub schedules: Vec<Schedule>,
    /// Leave, holidays and extra sessions that concern the doctor, by day.
    pub exceptions: Vec<ScheduleException>,
}

/// A new weekly row, or an edit of one.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct SaveSchedule {
    /// None = a new one.
    pub id: Option<ScheduleId>,
    /// The version that was read; 0 for a new one.
    pub version: i32,
    /// Whose.
    pub doctor_id: DoctorId,
    /// Where.
    pub location_id: LocationId,
    /// 1 = Monday … 7 = Sunday.
    pub weekday: i32,
    /// From, wall minutes.
    pub start_minute: i32,
    /// Until, wall minutes.
    pub end_minute: i32,
    /// Length of a slot.
    pub slot_minutes: i32,
    /// In person or online.
    pub visit_mode: VisitMode,
    /// First day.
    pub valid_from: NaiveDate,
    /// Last day; none = until retired.
    pub valid_to: Option<NaiveDate>,
}

/// A weekly row as it is now, and what it leaves outside the doctor's hours.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SavedSchedule {
    /// The row.
    pub schedule: Schedule,
    /// Booked appointments that people have to look at; none was called off.
    pub outside: Vec<OutsideAppointment>,
}

/// Which weekly row to retire. Its history stays.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct RetireSchedule {
    /// The row.
    pub id: ScheduleId,
    /// The version that was read.
    pub version: i32,
}

const SELECT: &str = "SELECT id, doctor_id, location_id, weekday, start_minute, end_minute, slot_minutes, visit_mode, valid_from, valid_to, active, version FROM schedules";
const OF_DOCTOR: &str = " WHERE doctor_id = ? ORDER BY weekday, start_minute, valid_from, id";
const BY_ID: &str = " WHERE id = ?";
const LOCK_DOCTOR: &str = "SELECT id FROM doctors WHERE id = ?";
const INSERT: &str = "INSERT INTO schedules (id, doctor_id, location_id, weekday, start_minute, end_minute, slot_minutes, visit_mode, valid_from, valid_to, active, created_at, updated_at, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)";
const UPDATE: &str = "UPDATE schedules SET location_id = ?, weekday = ?, start_minute = ?, end_minute = ?, slot_minutes = ?, visit_mode = ?, valid_from = ?, valid_to = ?, updated_at = ?, version = version + 1 WHERE id = ? AND version = ?";
const RETIRE: &str = "UPDATE schedules SET active = ?, updated_at = ?, version = version + 1 WHERE id = ? AND version = ?";

async fn all_of(q: &mut impl Read, doctor: DoctorId) -> Result<Vec<Schedule>> {
    q.all(Sql::parts(&[SELECT, OF_DOCTOR]), args![doctor]).await
}

async fn get(q: &mut impl Read, id: ScheduleId) -> Result<Schedule> {
    q.optional(Sql::parts(&[SELECT, BY_ID]), args![id])
        .await?
        .ok_or_else(|| Error::not_found("schedule"))
}

/// `schedules.of_doctor`.
pub(super) async fn of_doctor(ctx: &Ctx, request: SchedulesOfDoctor) -> Result<DoctorSchedules> {
    let mut db = ctx.db()?;
    // The last place on earth where it is still that day: what ends today at the location is not past.
    let today = (ctx.now - chrono::TimeDelta::hours(12)).date_naive();
    let mut schedules = all_of(&mut db, request.doctor_id).await?;
    let mut exceptions = exceptions::of_doctor(&mut db, request.doctor_id).await?;
    if !request.past {
        schedules.retain(|s| s.active && s.valid_to.is_none_or(|end| end >= today));
        exceptions.retain(|e| e.active && e.ends_on >= today);
    }
    Ok(DoctorSchedules { schedules, exceptions })
}

impl SaveSchedule {
    fn check(&self) -> Result<()> {
        let mut fields = Fields::default();
        rules::check_span(&mut fields, "", self.weekday, (self.start_minute, self.end_minute));
        let length = i64::from(self.end_minute - self.start_minute);
        fields.within("slot_minutes", self.slot_minutes.into(), 5, length.clamp(5, 480));
        if self.slot_minutes % 5 != 0 {
            fields.wrong("slot_minutes", "not_in_fives");
        }
        if self.valid_to.is_some_and(|end| end < self.valid_from) {
            fields.wrong("valid_to", "before_start");
        }
        fields.check()
    }

    fn row(&self, id: ScheduleId) -> Schedule {
        Schedule {
            id,
            doctor_id: self.doctor_id,
            location_id: self.location_id,
            weekday: self.weekday,
            start_minute: self.start_minute,
            end_minute: self.end_minute,
            slot_minutes: self.slot_minutes,
            visit_mode: self.visit_mode,
            valid_from: self.valid_from,
            valid_to: self.valid_to,
            active: true,
            version: self.version,
        }
    }
}

/// `schedules.save`. The doctor's row is locked, so that of two rows that overlap, saved at once, the second is refused.
pub(super) async fn save(ctx: &Ctx, tx: &mut Tx, request: SaveSchedule) -> Result<SavedSchedule> {
    request.check()?;
    let before = match request.id {
        Some(id) => Some(get(tx, id).await?),
        None => None,
    };
    let doctor = before.as_ref().map_or(request.doctor_id, |b| b.doctor_id);
    if tx.locked::<(DoctorId,)>(LOCK_DOCTOR, args![doctor]).await?.is_empty() {
        return Err(Error::not_found("doctor"));
    }
    let row = request.row(before.as_ref().map_or_else(ScheduleId::fresh, |b| b.id));
    let others = all_of(tx, doctor).await?;
    if let Some(other) = others.iter().find(|other| rules::overlap(other, &row)) {
        return Err(Error::new(ErrorCode::Taken).with("schedule", serde_json::to_value(other)?));
    }
    let written = match &before {
        Some(_) => update(ctx, tx, &row).await,
        None => insert(ctx, tx, &row).await,
    };
    saving::fresh(written.map_err(saving::unknown)?, &before)?;
    saved(ctx, tx, before.as_ref(), row.id).await
}

async fn insert(ctx: &Ctx, tx: &mut Tx, s: &Schedule) -> Result<u64> {
    let row = args![
        s.id,
        s.doctor_id,
        s.location_id,
        s.weekday,
        s.start_minute,
        s.end_minute,
        s.slot_minutes,
        s.visit_mode,
        s.valid_from,
        s.valid_to,
        s.active,
        ctx.now,
        ctx.now
    ];
    tx.exec(INSERT, row).await
}

async fn update(ctx: &Ctx, tx: &mut Tx, s: &Schedule) -> Result<u64> {
    let row = args![
        s.location_id,
        s.weekday,
        s.start_minute,
        s.end_minute,
        s.slot_minutes,
        s.visit_mode,
        s.valid_from,
        s.valid_to,
        ctx.now,
        s.id,
        s.version
    ];
    tx.exec(UPDATE, row).await
}

/// `schedules.retire`.
pub(super) async fn retire(ctx: &Ctx, tx: &mut Tx, request: RetireSchedule) -> Result<SavedSchedule> {
    let before = get(tx, request.id).await?;
    let rows = tx.exec(RETIRE, args![false, ctx.now, request.id, request.version]).await?;
    saving::fresh(rows, &before)?;
    saved(ctx, tx, Some(&before), request.id).await
}

async fn saved(ctx: &Ctx, tx: &mut Tx, before: Option<&Schedule>, id: ScheduleId) -> Result<SavedSchedule> {
    let schedule = get(tx, id).await?;
    let entry = Entry::new(ctx.command, "schedule", id.0).at(schedule.location_id);
    saving::saved(tx, entry, before, &schedule, Topic::schedules());
    let outside = scheduling::outside(tx, Some(schedule.doctor_id), None, ctx.now).await?;
    Ok(SavedSchedule { schedule, outside })
}
