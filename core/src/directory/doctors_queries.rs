//! SQL of doctors and of what hangs on them.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::{Approval, Doctor, DoctorForm, Qualification, Texts, Workplace, rules};
use crate::api::Ctx;
use crate::db::{Arg, Read, Sql, Tx};
use crate::ids::{DepartmentId, DoctorId, LocationId, QualificationId, RoomId, SpecialtyId, UserId};
use crate::money::{Currency, Money};
use crate::{Error, Result, args};

#[derive(sqlx::FromRow)]
struct Row {
    id: DoctorId,
    version: i32,
    user_id: Option<UserId>,
    first_name: String,
    last_name: String,
    title: String,
    license_number: String,
    phone: String,
    email: String,
    hire_date: Option<NaiveDate>,
    years_of_experience: i32,
    biography: String,
    consultation_fee: i64,
    fee_currency: String,
    #[sqlx(try_from = "String")]
    languages: Texts,
    available: bool,
    approval: Approval,
    documents_verified: bool,
    rating_sum: i64,
    rating_count: i64,
}

const SELECT: &str = "SELECT id, version, user_id, first_name, last_name, title, license_number, phone, email, hire_date, years_of_experience, biography, consultation_fee, fee_currency, languages, available, approval, documents_verified, rating_sum, rating_count FROM doctors";
const BY_NAME: &str = " ORDER BY last_name, first_name, id";
const BY_ID: &str = " WHERE id = ?";
const SPECIALTIES: &str = "SELECT doctor_id, specialty_id FROM doctor_specialties ORDER BY specialty_id";
const DEPARTMENTS: &str = "SELECT doctor_id, department_id FROM doctor_departments ORDER BY department_id";
const WORKPLACES: &str = "SELECT doctor_id, location_id, room_id FROM doctor_locations ORDER BY location_id";
const DEGREES: &str = "SELECT doctor_id, degree, institution, awarded_year FROM doctor_qualifications ORDER BY awarded_year DESC, id";
const INSERT: &str = "INSERT INTO doctors (id, user_id, first_name, last_name, title, license_number, phone, email, hire_date, years_of_experience, biography, consultation_fee, fee_currency, languages, available, approval, documents_verified, rating_sum, rating_count, created_at, updated_at, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending', ?, 0, 0, ?, ?, 1)";
const UPDATE: &str = "UPDATE doctors SET user_id = ?, first_name = ?, last_name = ?, title = ?, license_number = ?, phone = ?, email = ?, hire_date = ?, years_of_experience = ?, biography = ?, consultation_fee = ?, fee_currency = ?, languages = ?, available = ?, updated_at = ?, version = version + 1 WHERE id = ? AND version = ?";
const APPROVE: &str =
    "UPDATE doctors SET approval = ?, documents_verified = ?, updated_at = ?, version = version + 1 WHERE id = ? AND version = ?";
const LICENSED: &str = "SELECT id FROM doctors WHERE license_number = ?";
const CLEAR: [&str; 4] = [
    "DELETE FROM doctor_specialties WHERE doctor_id = ?",
    "DELETE FROM doctor_departments WHERE doctor_id = ?",
    "DELETE FROM doctor_locations WHERE doctor_id = ?",
    "DELETE FROM doctor_qualifications WHERE doctor_id = ?",
];
const ADD_SPECIALTY: &str = "INSERT INTO doctor_specialties (doctor_id, specialty_id, created_at, updated_at) VALUES (?, ?, ?, ?)";
const ADD_DEPARTMENT: &str = "INSERT INTO doctor_departments (doctor_id, department_id, created_at, updated_at) VALUES (?, ?, ?, ?)";
const ADD_WORKPLACE: &str = "INSERT INTO doctor_locations (doctor_id, location_id, room_id, created_at, updated_at) VALUES (?, ?, ?, ?, ?)";
const ADD_DEGREE: &str = "INSERT INTO doctor_qualifications (id, doctor_id, degree, institution, awarded_year, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?)";

/// Every doctor by name.
pub(super) async fn all(q: &mut impl Read) -> Result<Vec<Doctor>> {
    let rows: Vec<Row> = q.all(Sql::parts(&[SELECT, BY_NAME]), args![]).await?;
    complete(q, rows).await
}

/// One doctor.
pub(super) async fn get(q: &mut impl Read, id: DoctorId) -> Result<Doctor> {
    let rows: Vec<Row> = q.all(Sql::parts(&[SELECT, BY_ID]), args![id]).await?;
    complete(q, rows).await?.pop().ok_or_else(|| Error::not_found("doctor"))
}

/// Adds what hangs on the doctors. A clinic has some hundred at most, so each table is read whole.
async fn complete(q: &mut impl Read, rows: Vec<Row>) -> Result<Vec<Doctor>> {
    let mut specialties: HashMap<DoctorId, Vec<SpecialtyId>> = HashMap::new();
    for (doctor, id) in q.all::<(DoctorId, SpecialtyId)>(SPECIALTIES, args![]).await? {
        specialties.entry(doctor).or_default().push(id);
    }
    let mut departments: HashMap<DoctorId, Vec<DepartmentId>> = HashMap::new();
    for (doctor, id) in q.all::<(DoctorId, DepartmentId)>(DEPARTMENTS, args![]).await? {
        departments.entry(doctor).or_default().push(id);
    }
    let mut workplaces: HashMap<DoctorId, Vec<Workplace>> = HashMap::new();
    for (doctor, location_id, room_id) in q.all::<(DoctorId, LocationId, Option<RoomId>)>(WORKPLACES, args![]).await? {
        workplaces.entry(doctor).or_default().push(Workplace { location_id, room_id });
    }
    let mut degrees: HashMap<DoctorId, Vec<Qualification>> = HashMap::new();
    for (doctor, degree, institution, awarded_year) in q.all::<(DoctorId, String, String, i32)>(DEGREES, args![]).await? {
        degrees.entry(doctor).or_default().push(Qualification {
            degree,
            institution,
            awarded_year,
        });
    }
    let mut doctors = Vec::with_capacity(rows.len());
    for row in rows {
        let mut doctor = row.doctor()?;
        doctor.form.specialty_ids = specialties.remove(&doctor.id).unwrap_or_default();
        doctor.form.department_ids = departments.remove(&doctor.id).unwrap_or_default();
        doctor.form.workplaces = workplaces.remove(&doctor.id).unwrap_or_default();
        doctor.form.qualifications = degrees.remove(&doctor.id).unwrap_or_default();
        doctors.push(doctor);
    }
    Ok(doctors)
}

impl Row {
    fn doctor(self) -> Result<Doctor> {
        Ok(Doctor {
            id: self.id,
            version: self.version,
            approval: self.approval,
            documents_verified: self.documents_verified,
            rating: rules::rating(self.rating_sum, self.rating_count),
            rating_count: self.rating_count,
            form: DoctorForm {
                user_id: self.user_id,
                first_name: self.first_name,
                last_name: self.last_name,
                title: self.title,
                license_number: self.license_number,
                phone: self.phone,
                email: self.email,
                hire_date: self.hire_date,
                years_of_experience: self.years_of_experience,
                biography: self.biography,
                consultation_fee: Money {
                    amount: self.consultation_fee,
                    currency: Currency::parse(&self.fee_currency)?,
                },
                languages: self.languages,
                available: self.available,
                specialty_ids: Vec::new(),
                department_ids: Vec::new(),
                workplaces: Vec::new(),
                qualifications: Vec::new(),
            },
        })
    }
}

pub(super) async fn insert(ctx: &Ctx, tx: &mut Tx, id: DoctorId, form: &DoctorForm) -> Result<u64> {
    let mut row = args![id];
    row.extend(columns(form));
    row.extend(args![false, ctx.now, ctx.now]);
    tx.exec(INSERT, row).await
}

pub(super) async fn update(ctx: &Ctx, tx: &mut Tx, id: DoctorId, version: i32, form: &DoctorForm) -> Result<u64> {
    let mut row = columns(form);
    row.extend(args![ctx.now, id, version]);
    tx.exec(UPDATE, row).await
}

pub(super) async fn approve(ctx: &Ctx, tx: &mut Tx, id: DoctorId, version: i32, (approval, verified): (Approval, bool)) -> Result<u64> {
    tx.exec(APPROVE, args![approval, verified, ctx.now, id, version]).await
}

/// Whose licence number it is.
pub(super) async fn licensed(q: &mut impl Read, license_number: &str) -> Result<Option<DoctorId>> {
    let row: Option<(DoctorId,)> = q.optional(LICENSED, args![license_number]).await?;
    Ok(row.map(|(id,)| id))
}

/// The columns in the order of INSERT and UPDATE.
fn columns(form: &DoctorForm) -> Vec<Arg> {
    args![
        form.user_id,
        &form.first_name,
        &form.last_name,
        &form.title,
        &form.license_number,
        &form.phone,
        &form.email,
        form.hire_date,
        form.years_of_experience,
        &form.biography,
        form.consultation_fee.amount,
        form.consultation_fee.currency.code(),
        &form.languages,
        form.available
    ]
}

/// Writes what hangs on a doctor anew.
pub(super) async fn write_lists(ctx: &Ctx, tx: &mut Tx, id: DoctorId, form: &DoctorForm) -> Result<()> {
    for clear in CLEAR {
        tx.exec(clear, args![id]).await?;
    }
    let now = ctx.now;
    for specialty in &form.specialty_ids {
        tx.exec(ADD_SPECIALTY, args![id, *specialty, now, now]).await?;
    }
    for department in &form.department_ids {
        tx.exec(ADD_DEPARTMENT, args![id, *department, now, now]).await?;
    }
    for place in &form.workplaces {
        tx.exec(ADD_WORKPLACE, args![id, place.location_id, place.room_id, now, now])
            .await?;
    }
    for q in &form.qualifications {
        let row = args![QualificationId::fresh(), id, &q.degree, &q.institution, q.awarded_year, now, now];
        tx.exec(ADD_DEGREE, row).await?;
    }
    Ok(())
}
