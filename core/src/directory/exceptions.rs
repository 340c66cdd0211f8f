//! Leave, holidays and extra sessions: save, cancel.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{ExceptionKind, ScheduleException, VisitMode, rules, saving};
use crate::api::{Ctx, Fields};
use crate::audit::Entry;
use crate::db::{Arg, Read, Sql, Tx};
use crate::feed::Topic;
use crate::ids::{DoctorId, ExceptionId, LocationId};
use crate::scheduling::{self, OutsideAppointment};
use crate::{Error, Result, args};

/// A new exception, or an edit of one. Leave needs a doctor, a holiday a location, an extra session both and its minutes.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct SaveException {
    /// None = a new one.
    pub id: Option<ExceptionId>,
    /// The version that was read; 0 for a new one.
    pub version: i32,
    /// What it does.
    pub kind: ExceptionKind,
    /// Whose; every doctor's when none.
    pub doctor_id: Option<DoctorId>,
    /// Where; everywhere when none.
    pub location_id: Option<LocationId>,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: NaiveDate,
    /// From, wall minutes; none = the whole day.
    pub start_minute: Option<i32>,
    /// Until, wall minutes.
    pub end_minute: Option<i32>,
    /// Length of a slot in an extra session.
    pub slot_minutes: Option<i32>,
    /// In person or online, for an extra session.
    pub visit_mode: Option<VisitMode>,
    /// What it is called.
    pub reason: String,
}

/// An exception as it is now, and what it leaves outside the doctors' hours.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SavedException {
    /// The exception.
    pub exception: ScheduleException,
    /// Booked appointments that people have to look at; none was called off.
    pub outside: Vec<OutsideAppointment>,
}

/// Which exception to cancel. Its history stays.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct CancelException {
    /// The exception.
    pub id: ExceptionId,
    /// The version that was read.
    pub version: i32,
}

const SELECT: &str = "SELECT id, kind, doctor_id, location_id, starts_on, ends_on, start_minute, end_minute, slot_minutes, visit_mode, reason, active, version FROM schedule_exceptions";
const OF_DOCTOR: &str = " WHERE doctor_id IS NULL OR doctor_id = ? ORDER BY starts_on, start_minute, id";
const BY_ID: &str = " WHERE id = ?";
const INSERT: &str = "INSERT INTO schedule_exceptions (id, kind, doctor_id, location_id, starts_on, ends_on, start_minute, end_minute, slot_minutes, visit_mode, reason, active, created_at, updated_at, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)";
const UPDATE: &str = "UPDATE schedule_exceptions SET kind = ?, doctor_id = ?, location_id = ?, starts_on = ?, ends_on = ?, start_minute = ?, end_minute = ?, slot_minutes = ?, visit_mode = ?, reason = ?, updated_at = ?, version = version + 1 WHERE id = ? AND version = ?";
const CANCEL: &str = "UPDATE schedule_exceptions SET active = ?, updated_at = ?, version = version + 1 WHERE id = ? AND version = ?";

/// What concerns a doctor, those for everyone included, by day.
pub(super) async fn of_doctor(q: &mut impl Read, doctor: DoctorId) -> Result<Vec<ScheduleException>> {
    q.all(Sql::parts(&[SELECT, OF_DOCTOR]), args![doctor]).await
}

async fn get(q: &mut impl Read, id: ExceptionId) -> Result<ScheduleException> {
    q.optional(Sql::parts(&[SELECT, BY_ID]), args![id])
        .await?
        .ok_or_else(|| Error::not_found("schedule_exception"))
}

impl SaveException {
    fn check(&self) -> Result<()> {
        let mut fields = Fields::default();
        fields.required("reason", &self.reason, 200);
        if self.ends_on < self.starts_on {
            fields.wrong("ends_on", "before_start");
        }
        if self.kind != ExceptionKind::Holiday && self.doctor_id.is_none() {
            fields.wrong("doctor_id", "required");
        }
        if self.kind != ExceptionKind::Leave && self.location_id.is_none() {
            fields.wrong("location_id", "required");
        }
        match (self.start_minute, self.end_minute) {
            (Some(from), Some(to)) => rules::check_minutes(&mut fields, "", (from, to)),
            (None, None) if self.kind != ExceptionKind::Extra => {}
            (None, _) => fields.wrong("start_minute", "required"),
            (_, None) => fields.wrong("end_minute", "required"),
        }
        if let Some(minutes) = self.slot_minutes {
            fields.within("slot_minutes", minutes.into(), 5, 480);
        }
        fields.check()
    }

    /// The columns in the order of INSERT and UPDATE.
    fn columns(&self) -> Vec<Arg> {
        args![
            self.kind,
            self.doctor_id,
            self.location_id,
            self.starts_on,
            self.ends_on,
            self.start_minute,
            self.end_minute,
            self.slot_minutes,
            self.visit_mode,
            self.reason.trim()
        ]
    }
}

/// `schedules.save_exception`.
pub(super) async fn save(ctx: &Ctx, tx: &mut Tx, request: SaveException) -> Result<SavedException> {
    request.check()?;
    let before = match request.id {
        Some(id) => Some(get(tx, id).await?),
        None => None,
    };
    let id = before.as_ref().map_or_else(ExceptionId::fresh, |b| b.id);
    let written = if before.is_some() {
        let row = [request.columns(), args![ctx.now, id, request.version]].concat();
        tx.exec(UPDATE, row).await
    } else {
        let row = [args![id], request.columns(), args![true, ctx.now, ctx.now]].concat();
        tx.exec(INSERT, row).await
    };
    saving::fresh(written.map_err(saving::unknown)?, &before)?;
    saved(ctx, tx, before.as_ref(), id).await
}

async fn saved(ctx: &Ctx, tx: &mut Tx, before: Option<&ScheduleException>, id: ExceptionId) -> Result<SavedException> {
    let exception = get(tx, id).await?;
    let entry = Entry::new(ctx.command, "schedule_exception", id.0);
    let entry = match exception.location_id {
        Some(location) => entry.at(location),
        None => entry,
    };
    saving::saved(tx, entry, before, &exception, Topic::schedules());
    let outside = scheduling::outside(tx, exception.doctor_id, exception.location_id, ctx.now).await?;
    Ok(SavedException { exception, outside })
}

/// `schedules.cancel_exception`.
pub(super) async fn cancel(ctx: &Ctx, tx: &mut Tx, request: CancelException) -> Result<SavedException> {
    let before = get(tx, request.id).await?;
    let rows = tx.exec(CANCEL, args![false, ctx.now, request.id, request.version]).await?;
    saving::fresh(rows, &before)?;
    saved(ctx, tx, Some(&before), request.id).await
}
