//! Doctors.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Texts, rules};
use crate::Result;
use crate::api::Fields;
use crate::ids::{DepartmentId, DoctorId, LocationId, RoomId, SpecialtyId, UserId};
use crate::money::Money;

crate::text_enum! {
    /// Whether the clinic lets a doctor work.
    pub enum Approval {
        /// Not decided.
        Pending = "pending",
        /// Yes.
        Approved = "approved",
        /// No.
        Rejected = "rejected",
    }
}

/// A degree.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Qualification {
    /// Its name.
    pub degree: String,
    /// Who awarded it.
    pub institution: String,
    /// When.
    pub awarded_year: i32,
}

/// Where a doctor works.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Workplace {
    /// The location.
    pub location_id: LocationId,
    /// The doctor's own room there.
    pub room_id: Option<RoomId>,
}

/// What people enter about a doctor.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct DoctorForm {
    /// The account that is this doctor's.
    pub user_id: Option<UserId>,
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// E.g. `Dr`.
    pub title: String,
    /// Unique.
    pub license_number: String,
    /// Telephone.
    pub phone: String,
    /// Email.
    pub email: String,
    /// Since when with the clinic.
    pub hire_date: Option<NaiveDate>,
    /// In the profession.
    pub years_of_experience: i32,
    /// For patients to read.
    pub biography: String,
    /// Of a consultation without a service.
    pub consultation_fee: Money,
    /// Languages spoken.
    pub languages: Texts,
    /// Whether new appointments are taken.
    pub available: bool,
    /// Fields of medicine.
    pub specialty_ids: Vec<SpecialtyId>,
    /// Departments.
    pub department_ids: Vec<DepartmentId>,
    /// Places of work.
    pub workplaces: Vec<Workplace>,
    /// Degrees, newest first.
    pub qualifications: Vec<Qualification>,
}

/// A doctor.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Doctor {
    /// The doctor.
    pub id: DoctorId,
    /// Optimistic version.
    pub version: i32,
    /// What people enter.
    #[serde(flatten)]
    #[ts(flatten)]
    pub form: DoctorForm,
    /// Whether the clinic lets them work.
    pub approval: Approval,
    /// Whether licence and degrees were seen.
    pub documents_verified: bool,
    /// Mean of the ratings, 1 to 5; none without one.
    pub rating: Option<f64>,
    /// How many ratings.
    pub rating_count: i64,
}

/// A new doctor, or an edit of one. A new one waits for approval.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct SaveDoctor {
    /// None = a new one.
    pub id: Option<DoctorId>,
    /// The version that was read; 0 for a new one.
    pub version: i32,
    /// What people enter.
    #[serde(flatten)]
    #[ts(flatten)]
    pub form: DoctorForm,
}

impl DoctorForm {
    /// Trimmed, or every field that is wrong.
    pub(super) fn checked(mut self) -> Result<Self> {
        self.trim();
        let mut fields = Fields::default();
        fields.required("first_name", &self.first_name, 100);
        fields.required("last_name", &self.last_name, 100);
        fields.at_most("title", &self.title, 40);
        fields.required("license_number", &self.license_number, 60);
        fields.at_most("phone", &self.phone, 32);
        rules::check_email(&mut fields, "email", &self.email);
        fields.within("years_of_experience", self.years_of_experience.into(), 0, 80);
        fields.at_most("biography", &self.biography, 8000);
        fields.within("consultation_fee", self.consultation_fee.amount, 0, rules::MOST_MONEY);
        for (n, degree) in self.qualifications.iter().enumerate() {
            fields.required(&format!("qualifications.{n}.degree"), &degree.degree, 160);
            fields.at_most(&format!("qualifications.{n}.institution"), &degree.institution, 200);
            fields.within(&format!("qualifications.{n}.awarded_year"), degree.awarded_year.into(), 1900, 2200);
        }
        fields.check()?;
        Ok(self)
    }

    fn trim(&mut self) {
        let texts = [
            &mut self.first_name,
            &mut self.last_name,
            &mut self.title,
            &mut self.license_number,
            &mut self.phone,
            &mut self.email,
            &mut self.biography,
        ];
        for text in texts {
            *text = text.trim().to_owned();
        }
        self.languages = self.languages.trimmed();
        self.specialty_ids.sort();
        self.specialty_ids.dedup();
        self.department_ids.sort();
        self.department_ids.dedup();
        self.workplaces.sort_by_key(|w| w.location_id);
        self.workplaces.dedup_by_key(|w| w.location_id);
        self.qualifications.sort_by_key(|q| std::cmp::Reverse(q.awarded_year));
    }
}
