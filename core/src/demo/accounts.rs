//! Who can sign in to the demo clinic.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::doctors::{DOCTORS, OKAFOR};
use crate::identity::Role;

/// The password of every account of a demo store. It protects nothing: nobody in the store is real.
pub(super) const PASSWORD: &str = "curanda-demo-2026";

/// An account that the sign-in screen of a demo store offers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct DemoAccount {
    /// First and last name; doctors with their title.
    pub name: String,
    /// To sign in with.
    pub email: String,
    /// To sign in with.
    pub password: String,
    /// What the person may do.
    pub role: Role,
}

/// An account without a doctor's profile: name, role, index of the place.
pub(super) const STAFF: [(&str, &str, Role, usize); 5] = [
    ("Orla", "Quinn", Role::Receptionist, 0),
    ("Declan", "Moore", Role::Admin, 0),
    ("Niamh", "Castellan", Role::Hospital, 0),
    ("Tessa", "Marlowe", Role::Receptionist, 1),
    ("Thu Trang", "Võ", Role::Receptionist, 2),
];

/// The accounts offered, one per role.
#[must_use]
pub fn accounts() -> Vec<DemoAccount> {
    let offer = |name: String, first: &str, last: &str, role| DemoAccount {
        name,
        email: email(first, last),
        password: PASSWORD.to_owned(),
        role,
    };
    let staff = |(first, last, role, _): (&str, &str, Role, usize)| offer(format!("{first} {last}"), first, last, role);
    let doctor = &DOCTORS[OKAFOR];
    let doctor_name = format!("Dr {} {}", doctor.first_name, doctor.last_name);
    vec![
        staff(STAFF[0]),
        offer(doctor_name, doctor.first_name, doctor.last_name, Role::Doctor),
        staff(STAFF[1]),
        staff(STAFF[2]),
    ]
}

/// `orla.quinn@northgate.example`: ASCII, lower case, dots for spaces.
pub(super) fn email(first: &str, last: &str) -> String {
    format!("{}@northgate.example", super::names::ascii(&format!("{first}.{last}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_role_of_the_clinic_is_offered_once() {
        let offered = accounts();
        let roles: Vec<Role> = offered.iter().map(|a| a.role).collect();
        assert_eq!(roles, [Role::Receptionist, Role::Doctor, Role::Admin, Role::Hospital]);
        assert_eq!(offered[1].email, "amara.okafor@northgate.example");
        assert_eq!(email("Mai Hương", "Lê"), "mai.huong.le@northgate.example");
    }
}
