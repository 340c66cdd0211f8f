//! Adding, changing, offering, accepting.

use chrono::{DateTime, TimeDelta, Utc};

use super::model::{
    AddToWaitlist, ListWaitlist, OfferTime, UpdateWaitlist, Waiter, WaitlistEntry, WaitlistRef, WaitlistStatus, WaitlistWish,
};
use super::{fits, queries};
use crate::api::{Ctx, Fields};
use crate::db::{Read, Tx};
use crate::directory::VisitMode;
use crate::feed::Topic;
use crate::ids::WaitlistId;
use crate::scheduling::answers::Change;
use crate::scheduling::model::Appointment;
use crate::scheduling::moves::{self, Target};
use crate::scheduling::refusal::{self, Wish};
use crate::scheduling::requests::{BookAppointment, CheckSlot};
use crate::scheduling::{AppointmentAction, booking, queries as appointments, zone};
use crate::{Error, ErrorCode, Result, args, audit};

/// How long an offer keeps its time.
const KEPT: TimeDelta = TimeDelta::minutes(10);

const PATIENT: &str = "SELECT CONCAT(first_name, ' ', last_name) AS name, phone, status = 'active' AS active FROM patients WHERE id = ?";

/// `waitlist.list`
pub async fn list(ctx: &Ctx, request: ListWaitlist) -> Result<Vec<Waiter>> {
    let mut db = ctx.db()?;
    let zone = moves::zone_at(&mut db, request.location_id).await?;
    let day = request.day.unwrap_or_else(|| zone::local_day(zone, ctx.now));
    let mut waiters = Vec::new();
    for entry in queries::open(&mut db, request.location_id).await? {
        waiters.push(Waiter {
            fit: fits::on_day(ctx, &mut db, &entry, zone, day).await?,
            entry,
        });
    }
    Ok(waiters)
}

/// `waitlist.add`
pub async fn add(ctx: &Ctx, tx: &mut Tx, request: AddToWaitlist) -> Result<WaitlistEntry> {
    let row: Option<(String, String, bool)> = tx.optional(PATIENT, args![request.patient_id]).await?;
    let (_, _, active) = row.ok_or_else(|| Error::not_found("patient"))?;
    if !active {
        return Err(Error::field("patient_id", "not_active"));
    }
    if let Some(later) = request.appointment_id {
        let later = appointments::find(tx, later).await?;
        if later.patient_id != request.patient_id || !later.status.is_ahead() {
            return Err(Error::field("appointment_id", "not_ahead"));
        }
    }
    let zone = moves::zone_at(tx, request.location_id).await?;
    let mut entry = blank(ctx, &request, zone::local_day(zone, ctx.now));
    apply(tx, &mut entry, &request.wish).await?;
    queries::insert(tx, &entry, ctx.session()?.user_id).await?;
    let entry = queries::find(tx, entry.id).await?;
    tell(ctx, tx, &entry, |record| record.created(&entry));
    Ok(entry)
}

fn blank(ctx: &Ctx, request: &AddToWaitlist, today: chrono::NaiveDate) -> WaitlistEntry {
    WaitlistEntry {
        id: WaitlistId::fresh(),
        version: 1,
        patient_id: request.patient_id,
        patient_name: String::new(),
        patient_phone: String::new(),
        doctor_id: None,
        doctor_last_name: None,
        specialty_id: None,
        specialty_name: None,
        location_id: request.location_id,
        service_id: None,
        service_name: None,
        appointment_id: request.appointment_id,
        earliest_on: today,
        latest_on: None,
        weekdays: 127,
        from_minute: 0,
        to_minute: 1440,
        minutes: 15,
        visit_mode: VisitMode::InPerson,
        note: String::new(),
        status: WaitlistStatus::Waiting,
        offered_doctor_id: None,
        offered_starts_at: None,
        offered_until: None,
        created_at: ctx.now,
    }
}

/// Checks a wish and puts it on the entry.
async fn apply(q: &mut impl Read, entry: &mut WaitlistEntry, wish: &WaitlistWish) -> Result<()> {
    let mut fields = Fields::default();
    let of_service = booking::of_service(q, &mut fields, wish.service_id).await?;
    entry.doctor_id = wish.doctor_id;
    entry.specialty_id = wish.specialty_id;
    entry.service_id = wish.service_id;
    entry.earliest_on = wish.earliest_on.unwrap_or(entry.earliest_on);
    entry.latest_on = wish.latest_on;
    entry.weekdays = wish.weekdays.unwrap_or(127);
    entry.from_minute = wish.from_minute.unwrap_or(0);
    entry.to_minute = wish.to_minute.unwrap_or(1440);
    entry.minutes = wish.minutes.or(of_service).unwrap_or(15);
    entry.visit_mode = wish.mode.unwrap_or(VisitMode::InPerson);
    wish.note.as_deref().unwrap_or_default().trim().clone_into(&mut entry.note);
    check(entry, fields)
}

fn check(entry: &WaitlistEntry, mut fields: Fields) -> Result<()> {
    booking::check_minutes(&mut fields, entry.minutes);
    fields.within("weekdays", entry.weekdays.into(), 1, 127);
    fields.within("from_minute", entry.from_minute.into(), 0, 1435);
    fields.within("to_minute", entry.to_minute.into(), 5, 1440);
    fields.at_most("note", &entry.note, 400);
    if entry.to_minute < entry.from_minute + entry.minutes {
        fields.wrong("to_minute", "before_start");
    }
    if entry.latest_on.is_some_and(|last| last < entry.earliest_on) {
        fields.wrong("latest_on", "before_start");
    }
    fields.check()
}

/// `waitlist.update`
pub async fn update(ctx: &Ctx, tx: &mut Tx, request: UpdateWaitlist) -> Result<WaitlistEntry> {
    let before = open_at(tx, request.id, request.version).await?;
    let mut after = before.clone();
    apply(tx, &mut after, &request.wish).await?;
    save(ctx, tx, &before, &after).await
}

/// `waitlist.withdraw`
pub async fn withdraw(ctx: &Ctx, tx: &mut Tx, request: WaitlistRef) -> Result<WaitlistEntry> {
    let before = open_at(tx, request.id, request.version).await?;
    let after = WaitlistEntry {
        status: WaitlistStatus::Withdrawn,
        ..without_offer(&before)
    };
    save(ctx, tx, &before, &after).await
}

/// `waitlist.offer`
pub async fn offer(ctx: &Ctx, tx: &mut Tx, request: OfferTime) -> Result<WaitlistEntry> {
    let before = open_at(tx, request.id, request.version).await?;
    if request.starts_at < ctx.now {
        return Err(Error::field("starts_at", "past"));
    }
    let check = CheckSlot {
        appointment_id: before.appointment_id,
        patient_id: Some(before.patient_id),
        doctor_id: request.doctor_id,
        location_id: before.location_id,
        room_id: None,
        starts_at: request.starts_at,
        minutes: before.minutes,
        mode: Some(before.visit_mode),
    };
    moves::require_free(ctx, tx, &check).await?;
    let after = WaitlistEntry {
        status: WaitlistStatus::Offered,
        offered_doctor_id: Some(request.doctor_id),
        offered_starts_at: Some(request.starts_at),
        offered_until: Some(ctx.now + KEPT),
        ..before.clone()
    };
    save(ctx, tx, &before, &after).await
}

/// `waitlist.accept`: books the time offered, or moves the later appointment to it.
pub async fn accept(ctx: &Ctx, request: WaitlistRef) -> Result<Change> {
    let entry = queries::find(&mut ctx.db()?, request.id).await?;
    let (Some(doctor_id), Some(starts_at)) = (entry.offered_doctor_id, entry.offered_starts_at) else {
        return Err(Error::new(ErrorCode::NotAllowed).with("reason", "no_offer"));
    };
    let result = ctx
        .transact(|tx, _| futures::FutureExt::boxed(take(ctx, tx, request.clone())))
        .await;
    refusal::with_openings(ctx, result, || Wish {
        doctor_id,
        location_id: entry.location_id,
        patient_id: entry.patient_id,
        starts_at,
        minutes: Some(entry.minutes),
        mode: entry.visit_mode,
    })
    .await
}

async fn take(ctx: &Ctx, tx: &mut Tx, request: WaitlistRef) -> Result<Change> {
    let before = open_at(tx, request.id, request.version).await?;
    let (Some(doctor_id), Some(starts_at)) = (before.offered_doctor_id, before.offered_starts_at) else {
        return Err(Error::new(ErrorCode::NotAllowed).with("reason", "no_offer"));
    };
    let later = match before.appointment_id {
        Some(id) => Some(appointments::lock(tx, id).await?).filter(|a| a.status.is_ahead()),
        None => None,
    };
    let (id, event) = match later {
        Some(later) => {
            let target = Target {
                doctor_id,
                location_id: before.location_id,
                room_id: None,
                starts_at,
                minutes: before.minutes,
                overbook: None,
            };
            moves::relocate(ctx, tx, &later, &target, "").await?
        }
        None => place(ctx, tx, &before, doctor_id, starts_at).await?,
    };
    let after = WaitlistEntry {
        status: WaitlistStatus::Booked,
        appointment_id: Some(id),
        ..without_offer(&before)
    };
    save(ctx, tx, &before, &after).await?;
    booking::change(ctx, tx, id, event).await
}

async fn place(
    ctx: &Ctx,
    tx: &mut Tx,
    entry: &WaitlistEntry,
    doctor_id: crate::ids::DoctorId,
    starts_at: DateTime<Utc>,
) -> Result<(crate::ids::AppointmentId, crate::ids::EventId)> {
    let request = BookAppointment {
        patient_id: entry.patient_id,
        doctor_id,
        location_id: entry.location_id,
        room_id: None,
        service_id: entry.service_id,
        starts_at,
        minutes: Some(entry.minutes),
        kind: None,
        mode: Some(entry.visit_mode),
        reason: None,
        symptoms: None,
        purpose: None,
        notes: Some(entry.note.clone()),
        overbook_reason: None,
    };
    let (mut appointment, zone) = booking::draft(ctx, tx, &request, None).await?;
    let event = booking::place(ctx, tx, &mut appointment, zone, AppointmentAction::Booked).await?;
    Ok((appointment.id, event))
}

/// A booking from the waitlist was taken back: its patient waits again, in the old place.
pub async fn reopen(ctx: &Ctx, tx: &mut Tx, booked: &Appointment) -> Result<()> {
    for before in queries::booked_as(tx, booked.id).await? {
        let after = WaitlistEntry {
            status: WaitlistStatus::Waiting,
            appointment_id: booked.rescheduled_from,
            ..before.clone()
        };
        save(ctx, tx, &before, &after).await?;
    }
    Ok(())
}

async fn open_at(tx: &mut Tx, id: WaitlistId, version: i32) -> Result<WaitlistEntry> {
    let entry = queries::lock_at(tx, id, version).await?;
    if matches!(entry.status, WaitlistStatus::Waiting | WaitlistStatus::Offered) {
        Ok(entry)
    } else {
        Err(Error::new(ErrorCode::NotAllowed)
            .with("reason", "status")
            .with("from", entry.status.as_str()))
    }
}

fn without_offer(entry: &WaitlistEntry) -> WaitlistEntry {
    WaitlistEntry {
        offered_doctor_id: None,
        offered_starts_at: None,
        offered_until: None,
        ..entry.clone()
    }
}

async fn save(ctx: &Ctx, tx: &mut Tx, before: &WaitlistEntry, after: &WaitlistEntry) -> Result<WaitlistEntry> {
    queries::update(tx, after, ctx.now).await?;
    let after = queries::find(tx, after.id).await?;
    tell(ctx, tx, &after, |record| record.change(before, &after));
    Ok(after)
}

fn tell(ctx: &Ctx, tx: &mut Tx, entry: &WaitlistEntry, what: impl FnOnce(audit::Entry) -> audit::Entry) {
    let record = audit::Entry::new(ctx.command, "waitlist", entry.id.0)
        .patient(entry.patient_id)
        .at(entry.location_id);
    tx.record(what(record));
    tx.changed(Topic::waitlist(entry.location_id));
}
