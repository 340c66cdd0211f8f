//! The demo clinic: alive at any hour, true to every promise, and shown to nobody but demo stores.

use chrono::TimeDelta;
use curanda_core::db::Read;
use curanda_core::demo::{self, DemoOptions, DemoSummary};
use curanda_core::{Error, ErrorCode, args, check};
use curanda_tests::{World, stories};
use serde_json::{Value, json};

const SMALL: DemoOptions = DemoOptions { patients: 240, seed: 7 };

const EVENTS: &str = "SELECT COUNT(*) FROM appointments a WHERE NOT EXISTS (SELECT 1 FROM appointment_events e WHERE e.appointment_id = a.id AND e.to_status = a.status)";
const LATER: &str = "SELECT COUNT(*) FROM appointment_events WHERE created_at > ?";
const RECORDS: &str = "SELECT COUNT(*) FROM outbox WHERE kind = 'audit'";
const CLINICS: &str = "SELECT COUNT(*) FROM locations";

async fn built(w: &World) -> DemoSummary {
    demo::build(&w.app, SMALL, &|_, _| Ok(())).await.unwrap()
}

async fn signed_in(w: &World, account: &demo::DemoAccount) -> String {
    let answer: Value = w
        .call(
            None,
            "identity.sign_in",
            json!({ "email": account.email, "password": account.password }),
        )
        .await
        .unwrap();
    answer["token"].as_str().unwrap().to_owned()
}

stories! {
    async fn the_demo_clinic_keeps_every_promise(w) {
        let summary = built(&w).await;
        assert!(summary.appointments > 3_000 && summary.patients == 330, "{summary:?}");
        let findings = check::run(&w.app.stores().unwrap(), w.app.now()).await.unwrap();
        assert!(findings.is_empty(), "{findings:?}");
        let mut db = w.db.clone();
        assert_eq!(db.one::<(i64,)>(EVENTS, args![]).await.unwrap().0, 0, "a status without its event");
        assert_eq!(db.one::<(i64,)>(LATER, args![w.app.now()]).await.unwrap().0, 0, "an event after now");
        assert!(db.one::<(i64,)>(RECORDS, args![]).await.unwrap().0 > 0, "no audit record");
    }

    async fn its_board_shows_every_state_at_any_hour(w) {
        // Saturday night.
        w.clock.advance(TimeDelta::hours(4 * 24 + 13));
        built(&w).await;
        let token = signed_in(&w, &demo::accounts()[0]).await;
        let me: Value = w.call(Some(&token), "identity.me", json!(null)).await.unwrap();
        let board: Value = w.call(Some(&token), "scheduling.board", json!({ "location_id": me["session"]["home_location_id"] })).await.unwrap();
        for state in ["expected", "arrived", "in_progress", "done", "no_show"] {
            assert!(board["counts"][state].as_i64().unwrap() > 0, "nobody is {state}: {}", board["counts"]);
        }
        assert!(board["longest_wait_minutes"].as_i64().unwrap() >= 30, "nobody waits too long");
    }

    async fn every_account_that_is_offered_signs_in(w) {
        built(&w).await;
        for account in demo::accounts() {
            assert!(!signed_in(&w, &account).await.is_empty());
        }
    }

    async fn its_people_are_found(w) {
        built(&w).await;
        let token = signed_in(&w, &demo::accounts()[0]).await;
        let found: Value = w.call(Some(&token), "patients.search", json!({ "text": "gallagh maev" })).await.unwrap();
        assert!(found.to_string().contains("Gallagher"), "{found}");
    }

    async fn its_doctors_have_a_day_and_charts_to_look_at(w) {
        built(&w).await;
        let (mut days, mut problems, mut plots, mut allergic) = (0, 0, 0, 0);
        for account in demo::accounts().iter().filter(|a| a.role == curanda_core::identity::Role::Doctor) {
            let token = signed_in(&w, account).await;
            let day: Value = w.call(Some(&token), "chart.my_day", json!({ "location_id": null, "day": null })).await.unwrap();
            let visits = day["visits"].as_array().unwrap();
            days += usize::from(!visits.is_empty());
            for visit in visits.iter().take(5) {
                let open = json!({ "patient_id": visit["card"]["patient_id"], "location_id": null });
                let chart: Value = w.call(Some(&token), "chart.open", open).await.unwrap();
                problems += chart["problems"].as_array().unwrap().len();
                plots += chart["vitals"].as_array().unwrap().iter().filter(|v| v["points"].as_array().unwrap().len() >= 3).count();
                allergic += usize::from(chart["allergies"] != json!([]) || !chart["none_known"].is_null());
            }
        }
        assert!(days >= 1 && problems >= 2 && plots >= 8 && allergic >= 2, "{days} days, {problems} problems, {plots} plots, {allergic} with an answer about allergies");
    }

    async fn a_demo_that_is_stopped_leaves_nothing(w) {
        let stop = |done: usize, _| if done > 500 { Err(Error::new(ErrorCode::NotAllowed)) } else { Ok(()) };
        let stopped = demo::build(&w.app, SMALL, &stop).await.unwrap_err();
        assert_eq!(stopped.code, ErrorCode::NotAllowed);
        assert_eq!(w.db.clone().one::<(i64,)>(CLINICS, args![]).await.unwrap().0, 0);
        built(&w).await;
    }

    async fn a_clinic_is_never_overwritten(w) {
        built(&w).await;
        let again = demo::build(&w.app, SMALL, &|_, _| Ok(())).await.unwrap_err();
        assert_eq!(again.params["reason"], json!("clinic_exists"));
        let status: Value = w.call(None, "setup.status", json!({})).await.unwrap();
        assert_eq!(status["demo_accounts"], json!([]), "only a demo store shows its accounts");
    }
}
