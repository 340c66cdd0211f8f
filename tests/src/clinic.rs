//! The clinic that most stories happen in.

use curanda_core::identity::Role;
use serde_json::{Value, json};

use crate::people::text;
use crate::{Person, World};

/// Everyone's password in a story.
pub const PASSWORD: &str = "correct horse battery";

/// One location in Dublin and the people who work there.
#[derive(Debug, Clone)]
pub struct Clinic {
    /// Its location, in `Europe/Dublin`, prices in EUR.
    pub location_id: String,
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

    /// A clinic with people who are signed in.
    ///
    /// # Panics
    /// When a step is refused.
    pub async fn clinic(&self) -> Clinic {
        let made: Value = self
            .call(None, "setup.create_clinic", Self::first_run())
            .await
            .expect("the clinic is made");
        let admin = self.sign_in("admin@clinic.example", PASSWORD).await;
        Clinic {
            location_id: text(&made["location_id"]),
            receptionist: self.person(&admin.token, Role::Receptionist, "desk@clinic.example").await,
            doctor: self.person(&admin.token, Role::Doctor, "doctor@clinic.example").await,
            admin,
        }
    }
}
