//! Who may be booked where and when, read from the directory's rows.

use std::collections::HashMap;

use chrono::NaiveDate;
use chrono_tz::Tz;

use super::queries::zone_of;
use crate::db::{Arg, Read};
use crate::directory::{Availability, ExceptionKind, availability};
use crate::ids::{DoctorId, LocationId, RoomId, SpecialtyId};
use crate::{Result, args};

const LOCATIONS: &str = "SELECT id, name, time_zone FROM locations WHERE status = 'active' ORDER BY name";
const DOCTORS: &str =
    "SELECT id, title, first_name, last_name FROM doctors WHERE available = ? AND approval = 'approved' ORDER BY last_name, first_name";
const ROOMS: &str =
    "SELECT dl.doctor_id, dl.location_id, dl.room_id, r.name AS room_name FROM doctor_locations dl LEFT JOIN rooms r ON r.id = dl.room_id";
const SPECIALTIES: &str =
    "SELECT ds.doctor_id, ds.specialty_id, s.name FROM doctor_specialties ds JOIN specialties s ON s.id = ds.specialty_id ORDER BY s.name";

#[derive(Debug, sqlx::FromRow)]
struct LocationRow {
    id: LocationId,
    name: String,
    time_zone: String,
}

/// A location in use.
#[derive(Debug, Clone)]
pub struct Place {
    /// Which.
    pub id: LocationId,
    /// Its name.
    pub name: String,
    /// Its zone.
    pub zone: Tz,
}

/// A doctor who may be booked.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Doctor {
    /// Which.
    pub id: DoctorId,
    /// Title.
    pub title: String,
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
}

/// Where a doctor works, and the room that is theirs there.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Workplace {
    /// Who.
    pub doctor_id: DoctorId,
    /// Where.
    pub location_id: LocationId,
    /// In which room.
    pub room_id: Option<RoomId>,
    /// Its name.
    pub room_name: Option<String>,
}

#[derive(Debug, Clone, sqlx::FromRow)]
struct DoctorSpecialty {
    doctor_id: DoctorId,
    specialty_id: SpecialtyId,
    name: String,
}

/// The whole clinic's availability, as read at one time.
#[derive(Debug, Default)]
pub struct Practice {
    /// Active locations by name.
    pub places: Vec<Place>,
    /// Doctors who may be booked, by last name.
    pub doctors: Vec<Doctor>,
    workplaces: HashMap<(DoctorId, LocationId), Workplace>,
    specialties: Vec<DoctorSpecialty>,
    rules: HashMap<DoctorId, Availability>,
}

impl Practice {
    /// Reads everything.
    ///
    /// # Errors
    /// As the store says.
    pub async fn load(q: &mut impl Read) -> Result<Self> {
        let locations: Vec<LocationRow> = q.all(LOCATIONS, vec![]).await?;
        let places = locations.into_iter().map(place).collect::<Result<_>>()?;
        let workplaces: Vec<Workplace> = q.all(ROOMS, vec![]).await?;
        let doctors: Vec<Doctor> = q.all(DOCTORS, args![true]).await?;
        let ids: Vec<DoctorId> = doctors.iter().map(|d| d.id).collect();
        let all = availability(q, &ids, None, ever(1900), ever(9999)).await?;
        Ok(Self {
            places,
            rules: doctors.iter().map(|d| (d.id, of_doctor(&all, d.id))).collect(),
            doctors,
            workplaces: workplaces.into_iter().map(|w| ((w.doctor_id, w.location_id), w)).collect(),
            specialties: q.all(SPECIALTIES, Vec::<Arg>::new()).await?,
        })
    }

    /// An active location.
    #[must_use]
    pub fn place(&self, id: LocationId) -> Option<&Place> {
        self.places.iter().find(|p| p.id == id)
    }

    /// The doctor's rules; none at all for one who may not be booked.
    #[must_use]
    pub fn rules(&self, doctor: DoctorId) -> Option<&Availability> {
        self.rules.get(&doctor)
    }

    /// The doctor's room at a location.
    #[must_use]
    pub fn workplace(&self, doctor: DoctorId, location: LocationId) -> Option<&Workplace> {
        self.workplaces.get(&(doctor, location))
    }

    /// Whether the doctor is to be seen at that location: assigned to it, or with sessions there.
    #[must_use]
    pub fn works_at(&self, doctor: DoctorId, location: LocationId) -> bool {
        let sessions = |r: &Availability| {
            r.schedules.iter().any(|s| s.location_id == location)
                || r.exceptions
                    .iter()
                    .any(|e| e.kind == ExceptionKind::Extra && e.location_id == Some(location))
        };
        self.workplaces.contains_key(&(doctor, location)) || self.rules(doctor).is_some_and(sessions)
    }

    /// Names of a doctor's specialties.
    #[must_use]
    pub fn specialties_of(&self, doctor: DoctorId) -> Vec<String> {
        let mine = self.specialties.iter().filter(|s| s.doctor_id == doctor);
        mine.map(|s| s.name.clone()).collect()
    }

    /// Whether the doctor has the specialty.
    #[must_use]
    pub fn has_specialty(&self, doctor: DoctorId, specialty: SpecialtyId) -> bool {
        self.specialties
            .iter()
            .any(|s| s.doctor_id == doctor && s.specialty_id == specialty)
    }
}

/// The first day of a year; both engines know the years 1900 to 9999.
fn ever(year: i32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default()
}

/// Of everyone's availability, that of one doctor.
fn of_doctor(all: &Availability, doctor: DoctorId) -> Availability {
    let mine = |id: Option<DoctorId>| id.is_none_or(|d| d == doctor);
    Availability {
        schedules: all.schedules.iter().filter(|s| s.doctor_id == doctor).cloned().collect(),
        exceptions: all.exceptions.iter().filter(|e| mine(e.doctor_id)).cloned().collect(),
        hours: all.hours.clone(),
    }
}

fn place(row: LocationRow) -> Result<Place> {
    Ok(Place {
        zone: zone_of(&row.time_zone)?,
        id: row.id,
        name: row.name,
    })
}
