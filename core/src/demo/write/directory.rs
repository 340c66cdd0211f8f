//! Places, rooms, departments, specialties, services, doctors, accounts.

use chrono::{DateTime, Datelike, TimeDelta, Utc};

use serde::{Deserialize, Serialize};

use super::rows::insert;
use crate::db::{Arg, Tx};
use crate::demo::accounts::STAFF;
use crate::demo::clinic::{DEPARTMENTS, PLACES, SERVICES, SPECIALTIES, price};
use crate::demo::doctors::DOCTORS;
use crate::demo::sessions::{open_around_now, today_at};
use crate::identity::Role;
use crate::ids::{DepartmentId, DoctorId, LocationId, QualificationId, RoomId, ServiceId, SpecialtyId, UserId};
use crate::{Result, args};

/// The ids of what stands in the demo's lists, in their order.
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::demo) struct Directory {
    pub locations: Vec<LocationId>,
    /// Rooms by place.
    pub rooms: Vec<Vec<RoomId>>,
    pub specialties: Vec<SpecialtyId>,
    pub departments: Vec<DepartmentId>,
    pub services: Vec<ServiceId>,
    pub doctors: Vec<DoctorId>,
    /// Their accounts.
    pub doctor_users: Vec<UserId>,
    /// The front desk, who books.
    pub desk: UserId,
}

const LOCATION: &str = "INSERT INTO locations (id, name, kind, street, city, state, postal_code, country, latitude, longitude, phone, email, website, registration_number, facilities, images, time_zone, currency, verified, status, wait_warn_minutes, wait_late_minutes, rating_sum, rating_count, created_at, updated_at, version) VALUES ";
const LOCATION_ROW: &str = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '[]', ?, ?, ?, 'active', 15, 30, 0, 0, ?, ?, 1)";
const HOURS: &str = "INSERT INTO location_hours (location_id, weekday, open_minute, close_minute, created_at, updated_at) VALUES ";
const HOURS_ROW: &str = "(?, ?, ?, ?, ?, ?)";
const ROOM: &str = "INSERT INTO rooms (id, location_id, name, kind, active, created_at, updated_at, version) VALUES ";
const ROOM_ROW: &str = "(?, ?, ?, ?, ?, ?, ?, 1)";
const DEPARTMENT: &str = "INSERT INTO departments (id, name, description, active, created_at, updated_at, version) VALUES ";
const DEPARTMENT_ROW: &str = "(?, ?, ?, ?, ?, ?, 1)";
const SPECIALTY: &str = "INSERT INTO specialties (id, name, description, icon, created_at, updated_at, version) VALUES ";
const SPECIALTY_ROW: &str = "(?, ?, ?, ?, ?, ?, 1)";
const SERVICE: &str = "INSERT INTO services (id, name, code, description, category, base_price, currency, minutes, active, created_at, updated_at, version) VALUES ";
const SERVICE_ROW: &str = "(?, ?, ?, '', ?, ?, 'EUR', ?, ?, ?, ?, 1)";
const PRICE: &str = "INSERT INTO location_services (location_id, service_id, price, currency, description, available, created_at, updated_at, version) VALUES ";
const PRICE_ROW: &str = "(?, ?, ?, ?, '', ?, ?, ?, 1)";
const USER: &str = "INSERT INTO users (id, email, phone, first_name, last_name, password_hash, role, status, verified, must_change_password, home_location_id, created_at, updated_at, version) VALUES ";
const USER_ROW: &str = "(?, ?, '', ?, ?, ?, ?, 'active', ?, ?, ?, ?, ?, 1)";
const DOCTOR: &str = "INSERT INTO doctors (id, user_id, first_name, last_name, title, license_number, phone, email, hire_date, years_of_experience, biography, consultation_fee, fee_currency, languages, available, approval, documents_verified, rating_sum, rating_count, created_at, updated_at, version) VALUES ";
const DOCTOR_ROW: &str = "(?, ?, ?, ?, 'Dr', ?, ?, ?, ?, ?, '', ?, ?, ?, ?, 'approved', ?, 0, 0, ?, ?, 1)";
const QUALIFICATION: &str =
    "INSERT INTO doctor_qualifications (id, doctor_id, degree, institution, awarded_year, created_at, updated_at) VALUES ";
const QUALIFICATION_ROW: &str = "(?, ?, ?, ?, ?, ?, ?)";
const DOCTOR_SPECIALTY: &str = "INSERT INTO doctor_specialties (doctor_id, specialty_id, created_at, updated_at) VALUES ";
const DOCTOR_DEPARTMENT: &str = "INSERT INTO doctor_departments (doctor_id, department_id, created_at, updated_at) VALUES ";
const LINK_ROW: &str = "(?, ?, ?, ?)";
const DOCTOR_LOCATION: &str = "INSERT INTO doctor_locations (doctor_id, location_id, room_id, created_at, updated_at) VALUES ";
const DOCTOR_LOCATION_ROW: &str = "(?, ?, ?, ?, ?)";

fn ids<T>(n: usize, fresh: fn() -> T) -> Vec<T> {
    (0..n).map(|_| fresh()).collect()
}

/// Writes them.
///
/// # Errors
/// As the store says.
pub(in crate::demo) async fn directory(tx: &mut Tx, doctor_users: &[UserId], password_hash: &str, now: DateTime<Utc>) -> Result<Directory> {
    let directory = Directory {
        locations: ids(PLACES.len(), LocationId::fresh),
        rooms: PLACES.iter().map(|p| ids(p.rooms.len() + p.devices.len(), RoomId::fresh)).collect(),
        specialties: ids(SPECIALTIES.len(), SpecialtyId::fresh),
        departments: ids(DEPARTMENTS.len(), DepartmentId::fresh),
        services: ids(SERVICES.len(), ServiceId::fresh),
        doctors: ids(DOCTORS.len(), DoctorId::fresh),
        doctor_users: doctor_users.to_vec(),
        desk: UserId::fresh(),
    };
    places(tx, &directory, now).await?;
    lists(tx, &directory, now).await?;
    prices(tx, &directory, now).await?;
    accounts(tx, &directory, password_hash, now).await?;
    doctors(tx, &directory, now).await?;
    Ok(directory)
}

async fn places(tx: &mut Tx, d: &Directory, now: DateTime<Utc>) -> Result<()> {
    let (mut locations, mut hours, mut rooms) = (Vec::new(), Vec::new(), Vec::new());
    for (n, (place, id)) in PLACES.iter().zip(&d.locations).enumerate() {
        locations.push(args![
            *id,
            place.name,
            place.kind,
            place.street,
            place.city,
            place.state,
            place.postal_code,
            place.country,
            place.latitude,
            place.longitude,
            place.phone,
            place.email,
            place.website,
            place.registration_number,
            serde_json::to_string(place.facilities)?,
            place.zone.name(),
            place.currency,
            true,
            now,
            now
        ]);
        for weekday in 1..=7_i16 {
            hours.extend(opening(n, weekday, now).map(|(open, close)| args![*id, weekday, open, close, now, now]));
        }
        let named = place
            .rooms
            .iter()
            .map(|r| (r, "room"))
            .chain(place.devices.iter().map(|r| (r, "device")));
        rooms.extend(
            named
                .zip(&d.rooms[n])
                .map(|((name, kind), room)| args![*room, *id, *name, kind, true, now, now]),
        );
    }
    insert(tx, LOCATION, LOCATION_ROW, locations).await?;
    insert(tx, HOURS, HOURS_ROW, hours).await?;
    insert(tx, ROOM, ROOM_ROW, rooms).await
}

/// The opening hours of a weekday; today's are wide enough for the session around now.
fn opening(place: usize, weekday: i16, now: DateTime<Utc>) -> Option<(i16, i16)> {
    let weekly = match weekday {
        7 => None,
        6 => PLACES[place].saturday,
        _ => Some(PLACES[place].weekdays),
    };
    let today = i16::try_from(today_at(place, now).weekday().number_from_monday()).unwrap_or(0);
    let around = open_around_now(now).filter(|_| place == 0 && weekday == today);
    match (weekly, around) {
        (Some(w), Some(a)) => Some((w.0.min(a.0), w.1.max(a.1))),
        (weekly, around) => weekly.or(around),
    }
}

async fn lists(tx: &mut Tx, d: &Directory, now: DateTime<Utc>) -> Result<()> {
    let departments = DEPARTMENTS.iter().zip(&d.departments);
    let departments = departments
        .map(|((name, text), id)| args![*id, *name, *text, true, now, now])
        .collect();
    insert(tx, DEPARTMENT, DEPARTMENT_ROW, departments).await?;
    let specialties = SPECIALTIES.iter().zip(&d.specialties);
    let specialties = specialties
        .map(|((name, text, icon), id)| args![*id, *name, *text, *icon, now, now])
        .collect();
    insert(tx, SPECIALTY, SPECIALTY_ROW, specialties).await?;
    let services = SERVICES.iter().zip(&d.services).enumerate();
    let services = services
        .map(|(n, (s, id))| {
            args![
                *id,
                s.name,
                format!("S-{:03}", 10 * (n + 1)),
                s.category,
                s.price,
                s.minutes,
                true,
                now,
                now
            ]
        })
        .collect();
    insert(tx, SERVICE, SERVICE_ROW, services).await
}

/// A place offers what one of its doctors does.
async fn prices(tx: &mut Tx, d: &Directory, now: DateTime<Utc>) -> Result<()> {
    let mut rows = Vec::new();
    for (n, place) in PLACES.iter().enumerate() {
        for (service, id) in SERVICES.iter().zip(&d.services).enumerate().map(|(s, pair)| ((s, pair.0), pair.1)) {
            let done = DOCTORS
                .iter()
                .any(|doctor| doctor.place == n && doctor.services.contains(&service.0));
            rows.push(args![d.locations[n], *id, price(place, service.1), place.currency, done, now, now]);
        }
    }
    insert(tx, PRICE, PRICE_ROW, rows).await
}

/// Accounts of the staff and of each doctor.
async fn accounts(tx: &mut Tx, d: &Directory, hash: &str, now: DateTime<Utc>) -> Result<()> {
    let row = |id: UserId, email: String, first: &str, last: &str, role: Role, place: usize| -> Vec<Arg> {
        args![id, email, first, last, hash, role, true, false, d.locations[place], now, now]
    };
    let email = crate::demo::accounts::email;
    let staff = STAFF.iter().enumerate().map(|(n, (first, last, role, place))| {
        let id = if n == 0 { d.desk } else { UserId::fresh() };
        row(id, email(first, last), first, last, *role, *place)
    });
    let doctors = DOCTORS.iter().zip(&d.doctor_users);
    let doctors = doctors.map(|(doctor, id)| row(*id, doctor.email(), doctor.first_name, doctor.last_name, Role::Doctor, doctor.place));
    let rows = staff.chain(doctors).collect();
    insert(tx, USER, USER_ROW, rows).await
}

async fn doctors(tx: &mut Tx, d: &Directory, now: DateTime<Utc>) -> Result<()> {
    let (mut rows, mut degrees, mut specialties, mut departments, mut places) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (n, (doctor, id)) in DOCTORS.iter().zip(&d.doctors).enumerate() {
        let place = doctor.place();
        let hired = now.date_naive() - TimeDelta::days(i64::from(doctor.years) * 200);
        let fee = SERVICES.get(doctor.services[0]).map_or(0, |s| price(place, s));
        let license = format!("{}-{:05}", place.country, 20_000 + n * 371);
        rows.push(args![
            *id,
            d.doctor_users[n],
            doctor.first_name,
            doctor.last_name,
            license,
            place.phone,
            doctor.email(),
            hired,
            doctor.years,
            fee,
            place.currency,
            serde_json::to_string(doctor.languages)?,
            true,
            true,
            now,
            now
        ]);
        let awarded = i16::try_from(now.year()).unwrap_or(2026) - doctor.years - 2;
        degrees.push(args![
            QualificationId::fresh(),
            *id,
            doctor.degree,
            doctor.institution,
            awarded,
            now,
            now
        ]);
        specialties.push(args![*id, d.specialties[doctor.specialty], now, now]);
        departments.push(args![*id, d.departments[doctor.specialty], now, now]);
        places.push(args![*id, d.locations[doctor.place], d.rooms[doctor.place][doctor.room], now, now]);
    }
    insert(tx, DOCTOR, DOCTOR_ROW, rows).await?;
    insert(tx, QUALIFICATION, QUALIFICATION_ROW, degrees).await?;
    insert(tx, DOCTOR_SPECIALTY, LINK_ROW, specialties).await?;
    insert(tx, DOCTOR_DEPARTMENT, LINK_ROW, departments).await?;
    insert(tx, DOCTOR_LOCATION, DOCTOR_LOCATION_ROW, places).await
}
