//! Accounts that stories sign in with.

use curanda_core::identity::Role;
use serde_json::{Value, json};

use crate::{PASSWORD, World};

/// Someone who is signed in.
#[derive(Debug, Clone)]
pub struct Person {
    /// The account.
    pub user_id: String,
    /// Signs in with it, and with [`PASSWORD`].
    pub email: String,
    /// The session.
    pub token: String,
}

impl World {
    /// Signs in and gives the session's token.
    ///
    /// # Panics
    /// When the sign-in is refused.
    pub async fn sign_in(&self, email: &str, password: &str) -> Person {
        let request = json!({ "email": email, "password": password });
        let answer: Value = self.call(None, "identity.sign_in", request).await.expect("the sign-in is accepted");
        Person {
            user_id: text(&answer["me"]["session"]["user_id"]),
            email: email.to_owned(),
            token: text(&answer["token"]),
        }
    }

    /// An account of this role, its forced password change done, signed in.
    ///
    /// # Panics
    /// When a step is refused.
    pub async fn person(&self, admin: &str, role: Role, email: &str) -> Person {
        let request = json!({
            "email": email, "phone": "", "first_name": "Test", "last_name": role.as_str(), "role": role, "home_location_id": null,
        });
        let made: Value = self.call(Some(admin), "users.create", request).await.expect("the account is made");
        let first = text(&made["temporary_password"]);
        let person = self.sign_in(email, &first).await;
        let change = json!({ "old_password": first, "new_password": PASSWORD });
        self.call::<Value>(Some(&person.token), "identity.change_password", change)
            .await
            .expect("the first password is changed");
        person
    }
}

impl World {
    /// Registers a patient born on 1 January 1980 and gives the id.
    ///
    /// # Panics
    /// When the registration is refused.
    pub async fn patient(&self, by: &Person, first_name: &str, last_name: &str) -> String {
        let request = json!({
            "first_name": first_name, "last_name": last_name, "date_of_birth": "1980-01-01", "sex": "female",
            "phone": "+353851234567", "location_id": null,
        });
        let patient: Value = self
            .call(Some(&by.token), "patients.register", request)
            .await
            .expect("the patient is registered");
        text(&patient["id"])
    }
}

/// The text of a JSON value.
pub(crate) fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}
