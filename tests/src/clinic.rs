//! The clinic that most stories happen in.

use curanda_core::identity::Role;
use serde_json::{Value, json};

use crate::people::text;
use crate::{Person, World};

/// Everyone's password in a story.
pub const PASSWORD: &str = "correct horse battery";

/// One location in Dublin and the people who work there. Every doctor works Monday to Friday from 9 to 17 in slots of 15 minutes.
#[derive(Debug, Clone)]
pub struct Clinic {
    /// Its location, in `Europe/Dublin`, open Monday to Friday from 8 to 18, prices in EUR.
    pub location_id: String,
    /// Two approved doctors; the first is [`Clinic::doctor`]'s account.
    pub doctors: [String; 2],
    /// A room for each of the doctors.
    pub rooms: [String; 2],
    /// A consultation of 15 and a procedure of 30 minutes.
    pub services: [String; 2],
    /// The specialty of the first doctor.
    pub specialty_id: String,
    /// Role `admin`.
    pub admin: Person,
    /// Role `receptionist`.
    pub receptionist: Person,
    /// Role `doctor`.
    pub doctor: Person,
}

impl World {
    /// The request of a first run.
    #[must_use]
    pub fn first_run() -> Value {
        json!({
            "clinic_name": "Test clinic", "location_name": "Main street", "time_zone": "Europe/Dublin", "currency": "EUR",
            "country": "IE", "first_name": "Test", "last_name": "admin", "email": "admin@clinic.example", "password": PASSWORD,
        })
    }

    /// A clinic with people who are signed in, two doctors and what they offer.
    ///
    /// # Panics
    /// When a step is refused.
    pub async fn clinic(&self) -> Clinic {
        let made: Value = self
            .call(None, "setup.create_clinic", Self::first_run())
            .await
            .expect("the clinic is made");
        let location_id = text(&made["location_id"]);
        let admin = self.sign_in("admin@clinic.example", PASSWORD).await;
        let doctor = self.person(&admin.token, Role::Doctor, "doctor@clinic.example").await;
        let rooms = [
            self.room(&admin, &location_id, "1").await,
            self.room(&admin, &location_id, "2").await,
        ];
        let specialty = json!({ "id": null, "version": 0, "name": "General practice", "description": "", "icon": "stethoscope" });
        let specialty_id = self.saved(&admin, "directory.save_specialty", specialty).await;
        let first = DoctorWish {
            account: Some(&doctor.user_id),
            specialty: Some(&specialty_id),
            ..DoctorWish::new("1", &location_id, Some(&rooms[0]))
        };
        let doctors = [
            self.doctor(&admin, &first).await,
            self.doctor(&admin, &DoctorWish::new("2", &location_id, Some(&rooms[1]))).await,
        ];
        Clinic {
            services: [
                self.service(&admin, "Consultation", "consultation", 15).await,
                self.service(&admin, "Dressing", "procedure", 30).await,
            ],
            receptionist: self.person(&admin.token, Role::Receptionist, "desk@clinic.example").await,
            location_id,
            doctors,
            rooms,
            specialty_id,
            doctor,
            admin,
        }
    }

    /// Saves a new row of the directory and gives its id.
    ///
    /// # Panics
    /// When it is refused.
    pub async fn saved(&self, admin: &Person, command: &str, request: Value) -> String {
        let row: Value = self.call(Some(&admin.token), command, request).await.expect("the row is saved");
        text(&row["id"])
    }

    async fn room(&self, admin: &Person, location: &str, name: &str) -> String {
        let room = json!({ "id": null, "version": 0, "location_id": location, "name": name, "kind": "room", "active": true });
        self.saved(admin, "directory.save_room", room).await
    }

    async fn service(&self, admin: &Person, name: &str, category: &str, minutes: u32) -> String {
        let service = json!({
            "id": null, "version": 0, "name": name, "code": "", "description": "", "category": category, "minutes": minutes, "active": true,
            "base_price": { "amount": 6000, "currency": "EUR" }, "prices": [],
        });
        self.saved(admin, "directory.save_service", service).await
    }

    /// An approved doctor with a week of availability.
    ///
    /// # Panics
    /// When a step is refused.
    pub async fn doctor(&self, admin: &Person, wish: &DoctorWish<'_>) -> String {
        let id = self.saved(admin, "directory.save_doctor", wish.request()).await;
        let approval = json!({ "id": id, "version": 1, "approval": "approved", "documents_verified": true, "reason": "" });
        self.saved(admin, "directory.approve_doctor", approval).await;
        for weekday in 1..=5 {
            let request = Self::schedule(&id, wish.location, weekday);
            let saved = self.call::<Value>(Some(&admin.token), "schedules.save", request).await;
            saved.expect("the weekly row is saved");
        }
        id
    }

    /// A weekly row from 9 to 17 in slots of 15 minutes, as `schedules.save` takes it.
    #[must_use]
    pub fn schedule(doctor: &str, location: &str, weekday: u32) -> Value {
        json!({
            "id": null, "version": 0, "doctor_id": doctor, "location_id": location, "weekday": weekday, "start_minute": 540,
            "end_minute": 1020, "slot_minutes": 15, "visit_mode": "in_person", "valid_from": "2026-01-01", "valid_to": null,
        })
    }
}

/// What a doctor of a story is like.
#[derive(Debug, Clone, Copy)]
pub struct DoctorWish<'a> {
    /// Makes name and licence number.
    pub name: &'a str,
    /// Where the doctor works.
    pub location: &'a str,
    /// In which room.
    pub room: Option<&'a str>,
    /// The doctor's account.
    pub account: Option<&'a str>,
    /// The doctor's specialty.
    pub specialty: Option<&'a str>,
}

impl<'a> DoctorWish<'a> {
    /// A doctor without an account.
    #[must_use]
    pub fn new(name: &'a str, location: &'a str, room: Option<&'a str>) -> Self {
        Self {
            name,
            location,
            room,
            account: None,
            specialty: None,
        }
    }

    /// The request of `directory.save_doctor`.
    #[must_use]
    pub fn request(&self) -> Value {
        json!({
            "id": null, "version": 0, "user_id": self.account, "first_name": "Test", "last_name": format!("Doctor {}", self.name),
            "title": "Dr", "license_number": format!("LIC-{}", self.name), "phone": "", "email": "", "hire_date": "2020-02-29",
            "years_of_experience": 12, "biography": "", "consultation_fee": { "amount": 6000, "currency": "EUR" },
            "languages": ["en", "ga"], "available": true, "specialty_ids": self.specialty.into_iter().collect::<Vec<_>>(),
            "department_ids": [], "workplaces": [{ "location_id": self.location, "room_id": self.room }],
            "qualifications": [{ "degree": "MB BCh", "institution": "A university", "awarded_year": 2010 }],
        })
    }
}
