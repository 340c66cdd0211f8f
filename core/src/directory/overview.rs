//! What the front desk's screens need of the directory, in one read that they keep.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    Approval, Department, Doctor, Hours, Location, LocationStatus, Room, Service, Specialty, Workplace, departments, doctors_queries,
    locations, services, specialties,
};
use crate::Result;
use crate::api::Ctx;
use crate::ids::{DepartmentId, DoctorId, LocationId, SpecialtyId, UserId};

/// Everything that can be picked when booking.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Overview {
    /// Locations that are in use, by name.
    pub locations: Vec<OverviewLocation>,
    /// Approved doctors, by name; also those who take no new appointments, for what is booked already.
    pub doctors: Vec<OverviewDoctor>,
    /// Specialties by name.
    pub specialties: Vec<Specialty>,
    /// Departments in use, by name.
    pub departments: Vec<Department>,
    /// Services that are offered, by name.
    pub services: Vec<Service>,
}

/// A location with its hours and rooms.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct OverviewLocation {
    /// The location.
    pub id: LocationId,
    /// Its name.
    pub name: String,
    /// IANA zone.
    pub time_zone: String,
    /// ISO 4217 code of its prices.
    pub currency: String,
    /// ISO 3166 code, two letters.
    pub country: String,
    /// Minutes of waiting from which a patient is shown as waiting long.
    pub wait_warn_minutes: i32,
    /// Minutes of waiting from which it is too long.
    pub wait_late_minutes: i32,
    /// Opening hours, in order.
    pub hours: Vec<Hours>,
    /// Rooms and devices that may be booked, by name.
    pub rooms: Vec<Room>,
}

/// A doctor as screens name one.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct OverviewDoctor {
    /// The doctor.
    pub id: DoctorId,
    /// The doctor's own account.
    pub user_id: Option<UserId>,
    /// E.g. `Dr`.
    pub title: String,
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// Fields of medicine.
    pub specialty_ids: Vec<SpecialtyId>,
    /// Departments.
    pub department_ids: Vec<DepartmentId>,
    /// Places of work, with the doctor's room there.
    pub workplaces: Vec<Workplace>,
    /// Whether new appointments are taken.
    pub available: bool,
}

/// `directory.overview`.
pub(super) async fn overview(ctx: &Ctx, (): ()) -> Result<Overview> {
    let mut db = ctx.db()?;
    let locations = locations::all(&mut db).await?.into_iter();
    let doctors = doctors_queries::all(&mut db).await?.into_iter();
    let departments = departments::all(&mut db).await?.into_iter();
    let services = services::all(&mut db).await?.into_iter();
    Ok(Overview {
        locations: locations
            .filter(|l| l.form.status == LocationStatus::Active)
            .map(Into::into)
            .collect(),
        doctors: doctors.filter(|d| d.approval == Approval::Approved).map(Into::into).collect(),
        specialties: specialties::all(&mut db).await?,
        departments: departments.filter(|d| d.active).collect(),
        services: services.filter(|s| s.form.active).collect(),
    })
}

impl From<Location> for OverviewLocation {
    fn from(l: Location) -> Self {
        Self {
            id: l.id,
            name: l.form.name,
            time_zone: l.form.time_zone,
            currency: l.form.currency,
            country: l.form.country,
            wait_warn_minutes: l.form.wait_warn_minutes,
            wait_late_minutes: l.form.wait_late_minutes,
            hours: l.hours,
            rooms: l.rooms.into_iter().filter(|r| r.active).collect(),
        }
    }
}

impl From<Doctor> for OverviewDoctor {
    fn from(d: Doctor) -> Self {
        Self {
            id: d.id,
            user_id: d.form.user_id,
            title: d.form.title,
            first_name: d.form.first_name,
            last_name: d.form.last_name,
            specialty_ids: d.form.specialty_ids,
            department_ids: d.form.department_ids,
            workplaces: d.form.workplaces,
            available: d.form.available,
        }
    }
}
