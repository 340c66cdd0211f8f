//! The demo clinic: alive at any hour, true to every promise, and shown to nobody but demo stores.

use chrono::TimeDelta;
use curanda_core::db::Read;
use curanda_core::demo::{self, DemoOptions, DemoSummary};
use curanda_core::identity::Role;
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

/// Stops the building of a demo clinic half-way.
async fn stopped(w: &World) {
    let stop = |done: usize, _| {
        if done > 500 {
            Err(Error::new(ErrorCode::NotAllowed))
        } else {
            Ok(())
        }
    };
    let error = demo::build(&w.app, SMALL, &stop).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::NotAllowed);
    let clinics = w.db.clone().one::<(i64,)>(CLINICS, args![]).await.unwrap().0;
    assert_eq!(clinics, 0, "a stopped demo left a clinic");
}

async fn every_promise_is_kept(w: &World) {
    let findings = check::run(&w.app.stores().unwrap(), w.app.now()).await.unwrap();
    assert!(findings.is_empty(), "{findings:?}");
    let mut db = w.db.clone();
    assert_eq!(db.one::<(i64,)>(EVENTS, args![]).await.unwrap().0, 0, "a status without its event");
    let later = db.one::<(i64,)>(LATER, args![w.app.now()]).await.unwrap().0;
    assert_eq!(later, 0, "an event after now");
    assert!(db.one::<(i64,)>(RECORDS, args![]).await.unwrap().0 > 0, "no audit record");
}

async fn every_account_that_is_offered_signs_in(w: &World) {
    for account in demo::accounts() {
        assert!(!signed_in(w, &account).await.is_empty());
    }
}

async fn its_people_are_found(w: &World) {
    let token = signed_in(w, &demo::accounts()[0]).await;
    let asked = json!({ "text": "gallagh maev" });
    let found: Value = w.call(Some(&token), "patients.search", asked).await.unwrap();
    assert!(found.to_string().contains("Gallagher"), "{found}");
}

/// What the charts of a doctor's first visits hold: problems, plots with three points or more, answers about allergies.
async fn charts(w: &World, token: &str, visits: &[Value]) -> [usize; 3] {
    let mut found = [0; 3];
    for visit in visits.iter().take(5) {
        let open = json!({ "patient_id": visit["card"]["patient_id"], "location_id": null });
        let chart: Value = w.call(Some(token), "chart.open", open).await.unwrap();
        let vitals = chart["vitals"].as_array().unwrap().iter();
        found[0] += chart["problems"].as_array().unwrap().len();
        found[1] += vitals.filter(|v| v["points"].as_array().unwrap().len() >= 3).count();
        found[2] += usize::from(chart["allergies"] != json!([]) || !chart["none_known"].is_null());
    }
    found
}

async fn its_doctors_have_a_day_and_charts_to_look_at(w: &World) {
    let (mut days, mut sums) = (0, [0; 3]);
    for account in demo::accounts().iter().filter(|a| a.role == Role::Doctor) {
        let token = signed_in(w, account).await;
        let asked = json!({ "location_id": null, "day": null });
        let day: Value = w.call(Some(&token), "chart.my_day", asked).await.unwrap();
        let visits = day["visits"].as_array().unwrap();
        days += usize::from(!visits.is_empty());
        for (sum, found) in sums.iter_mut().zip(charts(w, &token, visits).await) {
            *sum += found;
        }
    }
    let [problems, plots, answers] = sums;
    assert!(days >= 1 && problems >= 2 && plots >= 8 && answers >= 2, "{days} days, {sums:?}");
}

/// A child of the pictures was measured from birth on, and grew along its percentile.
async fn its_children_grow(w: &World) {
    let doctor = demo::accounts().into_iter().find(|a| a.role == Role::Doctor).unwrap();
    let token = signed_in(w, &doctor).await;
    let found: Value = w
        .call(Some(&token), "patients.search", json!({ "text": "nolan ivy" }))
        .await
        .unwrap();
    for (code, least) in [("weight", 15), ("height", 15), ("head_circumference", 10), ("bmi", 6)] {
        let asked = json!({ "patient_id": found["hits"][0]["id"], "code": code, "limit": 500 });
        let figures: Vec<Value> = w.call(Some(&token), "chart.series", asked).await.unwrap();
        let grown = |figure: &Value| figure["growth"]["percentile"].as_f64().is_some_and(|p| (0.5..99.5).contains(&p));
        assert!(figures.len() >= least && figures.iter().all(grown), "{code}: {figures:?}");
    }
}

// Building the clinic is what takes long, on a server most of all: what is asked of the same clinic is asked of one.
stories! {
    async fn the_demo_clinic_keeps_every_promise(w) {
        stopped(&w).await;
        let summary = built(&w).await;
        assert!(summary.appointments > 3_000 && summary.patients == 330, "{summary:?}");
        every_promise_is_kept(&w).await;
        every_account_that_is_offered_signs_in(&w).await;
        its_people_are_found(&w).await;
        its_children_grow(&w).await;
        its_doctors_have_a_day_and_charts_to_look_at(&w).await;
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

    async fn a_clinic_is_never_overwritten(w) {
        w.clinic().await;
        let again = demo::build(&w.app, SMALL, &|_, _| Ok(())).await.unwrap_err();
        assert_eq!(again.params["reason"], json!("clinic_exists"));
        let status: Value = w.call(None, "setup.status", json!({})).await.unwrap();
        assert_eq!(status["demo_accounts"], json!([]), "only a demo store shows its accounts");
    }
}
