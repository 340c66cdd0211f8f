//! Accounts, sessions, settings. Last, because they end sessions.

use curanda_tests::PASSWORD;
use serde_json::json;

use super::{Of, Step};

pub fn steps() -> Vec<Step> {
    vec![
        Step::new(
            "users.create",
            "user",
            Of::New,
            |_| json!({ "email": "new@clinic.example", "phone": "", "first_name": "Test", "last_name": "New", "role": "receptionist", "home_location_id": null }),
        ),
        Step::new("users.update", "user", Of::Change, |f| {
            let id = &f.of("users.create")["user"]["id"];
            json!({ "id": id, "version": 1, "email": "new@clinic.example", "phone": "", "first_name": "Other", "last_name": "New", "role": "doctor", "home_location_id": null })
        }),
        Step::new(
            "users.reset_password",
            "user",
            Of::Act,
            |f| json!({ "id": f.of("users.update")["id"] }),
        ),
        Step::new(
            "users.set_status",
            "user",
            Of::Change,
            |f| json!({ "id": f.of("users.update")["id"], "version": 3, "status": "blocked", "reason": "Lost badge" }),
        ),
        Step::new(
            "settings.set",
            "setting",
            Of::Change,
            |_| json!({ "key": "appointments.undo_seconds", "value": 120, "version": 0, "workstation_id": null }),
        ),
        Step::new("identity.unlock", "session", Of::Act, |_| json!({ "password": PASSWORD })),
        Step::new(
            "identity.change_password",
            "user",
            Of::Act,
            |_| json!({ "old_password": PASSWORD, "new_password": "another long one" }),
        ),
        Step::new(
            "identity.sign_in",
            "session",
            Of::Act,
            |f| json!({ "email": f.clinic.admin.email, "password": "another long one" }),
        ),
        Step::new(
            "identity.end_session",
            "session",
            Of::Act,
            |f| json!({ "id": f.of("identity.sign_in")["me"]["session"]["id"] }),
        ),
        Step::new("identity.sign_out", "session", Of::Act, |_| json!(null)),
    ]
}
