//! Locations with their hours and rooms.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Texts;
use super::rules;
use crate::Result;
use crate::api::Fields;
use crate::ids::{LocationId, RoomId};
use crate::money::Currency;

crate::text_enum! {
    /// What a location is.
    pub enum LocationKind {
        /// A practice.
        Office = "office",
        /// A clinic.
        Clinic = "clinic",
        /// A hospital.
        Hospital = "hospital",
        /// A centre for one field.
        SpecialisedCentre = "specialised_centre",
    }
}

crate::text_enum! {
    /// Whether a location is in use.
    pub enum LocationStatus {
        /// It is.
        Active = "active",
        /// No longer.
        Inactive = "inactive",
        /// Not yet.
        Pending = "pending",
    }
}

crate::text_enum! {
    /// What kind of thing is booked with a doctor.
    pub enum RoomKind {
        /// A room.
        Room = "room",
        /// A device.
        Device = "device",
    }
}

/// What people enter about a location.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, sqlx::FromRow)]
#[ts(export)]
pub struct LocationForm {
    /// Unique name.
    pub name: String,
    /// What it is.
    pub kind: LocationKind,
    /// Street and number.
    pub street: String,
    /// City.
    pub city: String,
    /// State, county or province.
    pub state: String,
    /// Postal code.
    pub postal_code: String,
    /// ISO 3166 code, two letters.
    pub country: String,
    /// Degrees north.
    pub latitude: Option<f64>,
    /// Degrees east.
    pub longitude: Option<f64>,
    /// Telephone.
    pub phone: String,
    /// Email.
    pub email: String,
    /// Web address with its scheme.
    pub website: String,
    /// Number in the register of clinics.
    pub registration_number: String,
    /// What it offers, e.g. a lift.
    #[sqlx(try_from = "String")]
    pub facilities: Texts,
    /// Web addresses of pictures.
    #[sqlx(try_from = "String")]
    pub images: Texts,
    /// IANA zone.
    pub time_zone: String,
    /// ISO 4217 code of its prices.
    pub currency: String,
    /// Whether its particulars were checked.
    pub verified: bool,
    /// Whether it is in use.
    pub status: LocationStatus,
    /// Minutes of waiting from which a patient is shown as waiting long.
    pub wait_warn_minutes: i32,
    /// Minutes of waiting from which it is too long.
    pub wait_late_minutes: i32,
}

/// A span of opening on a weekday.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS, sqlx::FromRow)]
#[ts(export)]
pub struct Hours {
    /// 1 = Monday … 7 = Sunday.
    pub weekday: i32,
    /// From, wall minutes.
    pub open_minute: i32,
    /// Until, wall minutes.
    pub close_minute: i32,
}

/// A room or device.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, sqlx::FromRow)]
#[ts(export)]
pub struct Room {
    /// The room.
    pub id: RoomId,
    /// Where.
    pub location_id: LocationId,
    /// Unique at its location.
    pub name: String,
    /// Room or device.
    pub kind: RoomKind,
    /// Whether it may be booked.
    pub active: bool,
    /// Optimistic version.
    pub version: i32,
}

/// A location with all that belongs to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Location {
    /// The location.
    pub id: LocationId,
    /// Optimistic version.
    pub version: i32,
    /// What people enter.
    #[serde(flatten)]
    #[ts(flatten)]
    pub form: LocationForm,
    /// Opening hours, in order.
    pub hours: Vec<Hours>,
    /// Rooms and devices, by name.
    pub rooms: Vec<Room>,
    /// Mean of the ratings, 1 to 5; none without one.
    pub rating: Option<f64>,
    /// How many ratings.
    pub rating_count: i64,
}

/// A new location, or an edit of one.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct SaveLocation {
    /// None = a new one.
    pub id: Option<LocationId>,
    /// The version that was read; 0 for a new one.
    pub version: i32,
    /// What people enter.
    #[serde(flatten)]
    #[ts(flatten)]
    pub form: LocationForm,
    /// All opening hours.
    pub hours: Vec<Hours>,
}

impl SaveLocation {
    /// Trimmed, or every field that is wrong.
    pub(super) fn checked(mut self) -> Result<Self> {
        self.form.trim();
        self.hours.sort();
        let form = &self.form;
        let mut fields = Fields::default();
        fields.required("name", &form.name, 160);
        form.check_address(&mut fields);
        fields.take("time_zone", rules::parse_zone(&form.time_zone));
        fields.take("currency", Currency::parse(&form.currency));
        rules::check_email(&mut fields, "email", &form.email);
        rules::check_website(&mut fields, &form.website);
        fields.within("wait_warn_minutes", form.wait_warn_minutes.into(), 1, 240);
        fields.within("wait_late_minutes", form.wait_late_minutes.into(), 1, 480);
        if form.wait_late_minutes <= form.wait_warn_minutes {
            fields.wrong_with("wait_late_minutes", "not_above", "minutes", form.wait_warn_minutes);
        }
        rules::check_hours(&mut fields, &self.hours);
        fields.check()?;
        Ok(self)
    }
}

impl LocationForm {
    fn trim(&mut self) {
        let texts = [
            &mut self.name,
            &mut self.street,
            &mut self.city,
            &mut self.state,
            &mut self.postal_code,
            &mut self.phone,
            &mut self.email,
            &mut self.website,
            &mut self.registration_number,
        ];
        for text in texts {
            *text = text.trim().to_owned();
        }
        self.facilities = self.facilities.trimmed();
        self.images = self.images.trimmed();
    }

    fn check_address(&self, fields: &mut Fields) {
        let widths = [
            ("street", &self.street, 200),
            ("city", &self.city, 120),
            ("state", &self.state, 120),
            ("postal_code", &self.postal_code, 20),
            ("phone", &self.phone, 32),
            ("registration_number", &self.registration_number, 80),
        ];
        for (field, text, max) in widths {
            fields.at_most(field, text, max);
        }
        if !rules::is_country(&self.country) {
            fields.wrong("country", "unknown_country");
        }
        for (field, degrees, most) in [("latitude", self.latitude, 90.0), ("longitude", self.longitude, 180.0)] {
            if degrees.is_some_and(|d| !(-most..=most).contains(&d)) {
                fields.wrong(field, "out_of_range");
            }
        }
    }
}
