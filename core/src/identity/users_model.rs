//! Accounts as the admin screens see them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Role;
use crate::Result;
use crate::api::Fields;
use crate::ids::{LocationId, UserId};

crate::text_enum! {
    /// Whether an account may sign in.
    pub enum UserStatus {
        /// It may.
        Active = "active",
        /// The person left.
        Inactive = "inactive",
        /// It was shut for a reason.
        Blocked = "blocked",
    }
}

/// An account.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, sqlx::FromRow)]
#[ts(export)]
pub struct UserAccount {
    /// The account.
    pub id: UserId,
    /// Case-folded; the name to sign in with.
    pub email: String,
    /// As typed; may be empty.
    pub phone: String,
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// What it may do.
    pub role: Role,
    /// Whether it may sign in.
    pub status: UserStatus,
    /// Whether the address was confirmed.
    pub verified: bool,
    /// Whether the next sign-in asks for a new password.
    pub must_change_password: bool,
    /// Where the person usually works.
    pub home_location_id: Option<LocationId>,
    /// Last sign-in.
    pub last_login_at: Option<DateTime<Utc>>,
    /// Optimistic version.
    pub version: i32,
}

/// A new account; its first password is made here and must be changed at the first sign-in.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct NewUser {
    /// The name to sign in with; unique without regard to case.
    pub email: String,
    /// May be empty.
    pub phone: String,
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// What it may do.
    pub role: Role,
    /// Where the person usually works.
    pub home_location_id: Option<LocationId>,
}

/// An account's new particulars.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct UpdateUser {
    /// Which account.
    pub id: UserId,
    /// The version that was read.
    pub version: i32,
    /// What it shall be.
    #[serde(flatten)]
    #[ts(flatten)]
    pub user: NewUser,
}

/// The address as stored and compared.
#[must_use]
pub fn fold_email(email: &str) -> String {
    email.trim().to_lowercase()
}

impl NewUser {
    /// Trimmed and folded, or every field that is wrong.
    pub(super) fn checked(mut self) -> Result<Self> {
        self.email = fold_email(&self.email);
        for text in [&mut self.phone, &mut self.first_name, &mut self.last_name] {
            *text = text.trim().to_owned();
        }
        let mut fields = Fields::default();
        fields.required("email", &self.email, 254);
        if !self.email.is_empty() && !email_address::EmailAddress::is_valid(&self.email) {
            fields.wrong("email", "email_invalid");
        }
        fields.at_most("phone", &self.phone, 32);
        fields.required("first_name", &self.first_name, 100);
        fields.required("last_name", &self.last_name, 100);
        fields.check()?;
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_folded_or_refused_field_by_field() {
        let user = NewUser {
            email: " Desk@Clinic.Example ".into(),
            phone: String::new(),
            first_name: " Test ".into(),
            last_name: "Person".into(),
            role: Role::Receptionist,
            home_location_id: None,
        };
        let checked = user.clone().checked().unwrap();
        assert_eq!(
            (checked.email.as_str(), checked.first_name.as_str()),
            ("desk@clinic.example", "Test")
        );
        let wrong = NewUser {
            email: "nowhere".into(),
            last_name: " ".into(),
            ..user
        };
        let error = wrong.checked().unwrap_err();
        let codes: Vec<_> = error.fields.iter().map(|f| f.code.as_str()).collect();
        assert_eq!(codes, ["email_invalid", "required"]);
    }
}
