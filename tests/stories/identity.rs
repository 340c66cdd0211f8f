//! Identity: first run, sign-in, throttle, sessions, passwords, accounts.

use chrono::TimeDelta;
use curanda_core::error::{ApiError, ErrorCode};
use curanda_tests::{PASSWORD, World, stories};
use serde_json::{Value, json};

async fn sign_in(w: &World, email: &str, password: &str) -> Result<Value, ApiError> {
    w.call(None, "identity.sign_in", json!({ "email": email, "password": password }))
        .await
}

async fn me(w: &World, token: &str) -> Result<Value, ApiError> {
    w.call(Some(token), "identity.me", json!(null)).await
}

stories! {
    async fn the_first_run_happens_once(w) {
        let refused = w.call::<Value>(None, "setup.create_clinic", json!({
            "clinic_name": " ", "location_name": "A", "time_zone": "Dublin", "currency": "", "country": "Ireland",
            "first_name": "", "last_name": "B", "email": "nowhere", "password": "password1234",
        })).await.unwrap_err();
        let mut wrong: Vec<_> = refused.fields.iter().map(|f| f.field.as_str()).collect();
        wrong.sort_unstable();
        assert_eq!(wrong, ["clinic_name", "country", "currency", "email", "first_name", "password", "time_zone"]);
        let currency = refused.fields.iter().find(|f| f.field == "currency").unwrap();
        assert_eq!(currency.code, "required", "what was not chosen is missing, not unknown");

        let c = w.clinic().await;
        let again = w.call::<Value>(None, "setup.create_clinic", World::first_run()).await.unwrap_err();
        assert_eq!((again.code, &again.params["reason"]), (ErrorCode::NotAllowed, &json!("clinic_exists")));
        let me = me(&w, &c.admin.token).await.unwrap();
        assert_eq!(me["clinic_name"], "Test clinic");
        assert_eq!(me["locations"][0]["time_zone"], "Europe/Dublin");
        assert_eq!(me["idle_lock_minutes"], 5);
    }

    async fn an_unknown_account_and_a_wrong_password_get_the_same_answer(w) {
        w.clinic().await;
        let wrong = sign_in(&w, "admin@clinic.example", "not the password").await.unwrap_err();
        let unknown = sign_in(&w, "nobody@clinic.example", "not the password").await.unwrap_err();
        assert_eq!(wrong.code, ErrorCode::WrongCredentials);
        assert_eq!(wrong.params["tries_left"], 4);
        assert_eq!(wrong, unknown);
        assert!(sign_in(&w, " Admin@Clinic.Example ", PASSWORD).await.is_ok(), "case and blanks do not matter");
    }

    async fn five_failures_in_a_minute_shut_the_account_for_the_rest_of_it(w) {
        w.clinic().await;
        for left in (0..5).rev() {
            let error = sign_in(&w, "admin@clinic.example", "wrong").await.unwrap_err();
            assert_eq!(error.params["tries_left"], left);
        }
        w.clock.advance(TimeDelta::seconds(20));
        let shut = sign_in(&w, "admin@clinic.example", PASSWORD).await.unwrap_err();
        assert_eq!((shut.code, &shut.params["retry_after_seconds"]), (ErrorCode::Throttled, &json!(40)));
        assert!(sign_in(&w, "desk@clinic.example", PASSWORD).await.is_ok(), "other accounts go on");
        w.clock.advance(TimeDelta::seconds(40));
        assert!(sign_in(&w, "admin@clinic.example", PASSWORD).await.is_ok());
    }

    async fn many_tries_at_once_are_no_way_around_the_limit(w) {
        w.clinic().await;
        let tries = (0..12).map(|_| sign_in(&w, "admin@clinic.example", "wrong"));
        let answers = futures::future::join_all(tries).await;
        let looked_at = answers.iter().filter(|a| a.as_ref().is_err_and(|e| e.code == ErrorCode::WrongCredentials)).count();
        assert!(looked_at <= 5, "{looked_at} passwords were looked at");
    }

    async fn a_workstation_has_twenty_tries_over_all_accounts(w) {
        w.clinic().await;
        for n in 0..20 {
            let error = sign_in(&w, &format!("nobody{n}@clinic.example"), "wrong").await.unwrap_err();
            assert_eq!(error.code, ErrorCode::WrongCredentials);
        }
        let shut = sign_in(&w, "admin@clinic.example", PASSWORD).await.unwrap_err();
        assert_eq!(shut.code, ErrorCode::Throttled);
    }

    async fn a_session_ends_after_a_day_by_signing_out_and_with_its_account(w) {
        let c = w.clinic().await;
        w.call::<Value>(Some(&c.doctor.token), "identity.sign_out", json!(null)).await.unwrap();
        assert_eq!(me(&w, &c.doctor.token).await.unwrap_err().code, ErrorCode::SessionEnded);

        let block = json!({ "id": c.receptionist.user_id, "version": 2, "status": "blocked", "reason": "left" });
        w.call::<Value>(Some(&c.admin.token), "users.set_status", block).await.unwrap();
        assert_eq!(me(&w, &c.receptionist.token).await.unwrap_err().code, ErrorCode::SessionEnded);
        let blocked = sign_in(&w, "desk@clinic.example", PASSWORD).await.unwrap_err();
        assert_eq!(blocked.code, ErrorCode::WrongCredentials);

        w.clock.advance(TimeDelta::hours(24) - TimeDelta::seconds(1));
        assert!(me(&w, &c.admin.token).await.is_ok());
        w.clock.advance(TimeDelta::seconds(1));
        assert_eq!(me(&w, &c.admin.token).await.unwrap_err().code, ErrorCode::SessionEnded);
    }

    async fn a_temporary_password_opens_nothing_until_it_is_changed(w) {
        let c = w.clinic().await;
        let reset: Value = w.call(Some(&c.admin.token), "users.reset_password", json!({ "id": c.receptionist.user_id })).await.unwrap();
        assert_eq!(me(&w, &c.receptionist.token).await.unwrap_err().code, ErrorCode::SessionEnded);
        let first = reset["temporary_password"].as_str().unwrap();
        let desk = w.sign_in("desk@clinic.example", first).await;
        let shut = w.call::<Value>(Some(&desk.token), "users.list", json!(null)).await.unwrap_err();
        assert_eq!(shut.code, ErrorCode::PasswordChangeRequired);

        for (new, code) in [("short", "password_too_short"), ("Desk@clinic.example", "password_is_email"), (first, "password_unchanged"), ("password1234", "password_too_common")] {
            let change = json!({ "old_password": first, "new_password": new });
            let error = w.call::<Value>(Some(&desk.token), "identity.change_password", change).await.unwrap_err();
            assert_eq!(error.fields[0].code, code);
        }
        let change = json!({ "old_password": first, "new_password": "another long one" });
        let me: Value = w.call(Some(&desk.token), "identity.change_password", change).await.unwrap();
        assert_eq!(me["session"]["must_change_password"], false);
        let denied = w.call::<Value>(Some(&desk.token), "users.list", json!(null)).await.unwrap_err();
        assert_eq!(denied.code, ErrorCode::Denied, "the change lifted the force; what is left is the role");
    }

    async fn changing_the_password_ends_the_other_sessions_only(w) {
        let c = w.clinic().await;
        let second = w.sign_in("desk@clinic.example", PASSWORD).await;
        let change = json!({ "old_password": PASSWORD, "new_password": "another long one" });
        w.call::<Value>(Some(&second.token), "identity.change_password", change).await.unwrap();
        assert!(me(&w, &second.token).await.is_ok());
        assert_eq!(me(&w, &c.receptionist.token).await.unwrap_err().code, ErrorCode::SessionEnded);
    }

    async fn unlocking_asks_for_the_persons_own_password_and_is_throttled_too(w) {
        let c = w.clinic().await;
        let unlock = |password: &str| json!({ "password": password });
        let token = Some(c.receptionist.token.as_str());
        w.call::<Value>(token, "identity.unlock", unlock(PASSWORD)).await.unwrap();
        for _ in 0..5 {
            let error = w.call::<Value>(token, "identity.unlock", unlock("wrong")).await.unwrap_err();
            assert_eq!(error.code, ErrorCode::WrongCredentials);
        }
        let shut = w.call::<Value>(token, "identity.unlock", unlock(PASSWORD)).await.unwrap_err();
        assert_eq!(shut.code, ErrorCode::Throttled);
    }

    async fn the_last_admin_stays(w) {
        let c = w.clinic().await;
        let token = Some(c.admin.token.as_str());
        let block = json!({ "id": c.admin.user_id, "version": 1, "status": "inactive", "reason": "" });
        let refused = w.call::<Value>(token, "users.set_status", block.clone()).await.unwrap_err();
        assert_eq!((refused.code, &refused.params["reason"]), (ErrorCode::NotAllowed, &json!("last_admin")));
        let demote = json!({ "id": c.admin.user_id, "version": 1, "email": "admin@clinic.example", "phone": "", "first_name": "A", "last_name": "B", "role": "doctor", "home_location_id": null });
        assert_eq!(w.call::<Value>(token, "users.update", demote).await.unwrap_err().params["reason"], "last_admin");

        let other = w.person(&c.admin.token, curanda_core::identity::Role::Admin, "second@clinic.example").await;
        w.call::<Value>(Some(&other.token), "users.set_status", block).await.unwrap();
        assert_eq!(me(&w, &c.admin.token).await.unwrap_err().code, ErrorCode::SessionEnded);
    }

    async fn accounts_are_unique_by_folded_email_and_stale_saves_are_refused(w) {
        let c = w.clinic().await;
        let token = Some(c.admin.token.as_str());
        let twin = json!({ "email": "DESK@clinic.example", "phone": "", "first_name": "A", "last_name": "B", "role": "receptionist", "home_location_id": null });
        let taken = w.call::<Value>(token, "users.create", twin).await.unwrap_err();
        assert_eq!((taken.fields[0].field.as_str(), taken.fields[0].code.as_str()), ("email", "email_taken"));
        let stale = json!({ "id": c.doctor.user_id, "version": 1, "status": "inactive", "reason": "" });
        let refused = w.call::<Value>(token, "users.set_status", stale).await.unwrap_err();
        assert_eq!(refused.code, ErrorCode::Stale);
        assert_eq!(refused.params["current"]["version"], 2);
    }

    async fn sessions_are_seen_and_ended_by_their_owner_and_by_admins(w) {
        let c = w.clinic().await;
        w.clock.advance(TimeDelta::minutes(3));
        let own: Vec<Value> = w.call(Some(&c.doctor.token), "identity.sessions", json!({ "everyone": false })).await.unwrap();
        assert_eq!(own.len(), 1);
        assert_eq!(own[0]["workstation_name"], "DESK-1");
        assert_eq!(own[0]["last_seen_at"], json!(World::start_time() + TimeDelta::minutes(3)));
        let denied = w.call::<Value>(Some(&c.doctor.token), "identity.sessions", json!({ "everyone": true })).await.unwrap_err();
        assert_eq!(denied.code, ErrorCode::Denied);
        let all: Vec<Value> = w.call(Some(&c.admin.token), "identity.sessions", json!({ "everyone": true })).await.unwrap();
        assert_eq!(all.len(), 3);
        w.call::<Value>(Some(&c.admin.token), "identity.end_session", json!({ "id": own[0]["id"] })).await.unwrap();
        assert_eq!(me(&w, &c.doctor.token).await.unwrap_err().code, ErrorCode::SessionEnded);
    }
}
