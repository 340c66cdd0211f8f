//! `curanda check`: silent on a sound store, and sees what is planted.

use chrono::TimeDelta;
use curanda_core::args;
use curanda_core::audit::Entry;
use curanda_core::check::{self, Check, Finding};
use curanda_core::documents::FileHead;
use curanda_core::ids::lowest_at;
use curanda_tests::{World, stories};
use futures::FutureExt;
use serde_json::{Value, json};

/// Two visits of two patients with one doctor, one after the other.
async fn two_visits(w: &World) {
    let clinic = w.clinic().await;
    let token = clinic.receptionist.token.as_str();
    for n in 0..2 {
        let patient = json!({
            "first_name": "Given", "last_name": format!("Family{n}"), "date_of_birth": "1980-03-01", "sex": "female",
            "phone": format!("01 555 100{n}"), "location_id": clinic.location_id,
        });
        let made: Value = w.call(Some(token), "patients.register", patient).await.unwrap();
        let visit = json!({
            "patient_id": made["id"], "doctor_id": clinic.doctors[0], "location_id": clinic.location_id,
            "starts_at": format!("2026-11-24T09:{}0:00Z", n * 3), "minutes": 30,
        });
        w.call::<Value>(Some(token), "scheduling.book", visit).await.unwrap();
    }
}

async fn found(w: &World) -> Vec<Finding> {
    check::run(&w.app.stores().unwrap(), w.app.now()).await.unwrap()
}

async fn kinds(w: &World) -> Vec<Check> {
    found(w).await.iter().map(|finding| finding.check).collect()
}

/// Damages the store as no command can.
async fn damage(w: &World, sql: &'static str) {
    w.ctx()
        .transact(|tx, _| {
            async move {
                tx.record(Entry::new("test", "test", None));
                tx.exec(sql, args![]).await.map(|_| ())
            }
            .boxed()
        })
        .await
        .unwrap();
}

stories! {
    async fn a_store_that_only_commands_filled_is_sound(w) {
        two_visits(&w).await;
        assert_eq!(found(&w).await, []);
    }

    async fn ticks_that_moved_are_found_both_ways(w) {
        two_visits(&w).await;
        damage(&w, "UPDATE occupancy SET tick = tick + 1000").await;
        let found = found(&w).await;
        assert_eq!(found.iter().map(|f| (f.check, f.count)).collect::<Vec<_>>(), [(Check::TicksStray, 36), (Check::TicksMissing, 2)]);
    }

    async fn an_overlap_is_found_without_looking_at_ticks(w) {
        two_visits(&w).await;
        damage(&w, "DELETE FROM occupancy").await;
        assert_eq!(kinds(&w).await, [Check::TicksMissing]);
        damage(&w, "UPDATE appointments SET ends_at = (SELECT latest FROM (SELECT MAX(ends_at) AS latest FROM appointments) x)").await;
        let overlaps: Vec<_> = found(&w).await.into_iter().filter(|f| f.check == Check::Overlaps).map(|f| (f.place, f.count)).collect();
        assert_eq!(overlaps, [("doctor".to_owned(), 1), ("room".to_owned(), 1)]);
    }

    async fn a_counter_behind_its_numbers_is_found(w) {
        two_visits(&w).await;
        damage(&w, "UPDATE counters SET last_number = 1 WHERE counter_name = 'patients.chart_number'").await;
        assert_eq!(kinds(&w).await, [Check::Counters]);
    }

    async fn a_document_that_no_row_names_is_found_after_a_day(w) {
        let documents = w.app.stores().unwrap().documents;
        let old = lowest_at(w.app.now() - TimeDelta::days(2));
        documents.put_file(old, &FileHead::of("f", "text/plain", b"text"), b"text").await.unwrap();
        let found = found(&w).await;
        assert_eq!((found.len(), found[0].check, found[0].ids.clone()), (1, Check::DocumentsUnregistered, vec![old]));
    }
}
