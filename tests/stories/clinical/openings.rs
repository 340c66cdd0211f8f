//! Who looked at whose chart is on record: each opening, and what a page that is open reads, once an hour.

use chrono::TimeDelta;
use curanda_core::db::Read;
use curanda_tests::{Person, stories};
use serde_json::{Value, json};

use super::Practice;

impl Practice {
    /// How often each page of the patient's chart is on record for a person.
    async fn looks(&self, person: &Person) -> [usize; 4] {
        let bodies: Vec<(String,)> = self
            .w
            .db
            .clone()
            .all("SELECT body FROM outbox WHERE kind = 'audit'", vec![])
            .await
            .unwrap();
        let records: Vec<Value> = bodies.iter().map(|(body,)| serde_json::from_str(body).unwrap()).collect();
        ["patients.open", "patients.read", "chart.open", "chart.read"].map(|command| {
            let own =
                |r: &&Value| r["command"] == command && r["actor"]["id"] == json!(person.user_id) && r["patient_id"] == json!(self.patient);
            records.iter().filter(own).count()
        })
    }

    async fn reads(&self, times: usize) {
        for _ in 0..times {
            self.done("patients.read", json!({ "id": self.patient })).await;
            self.done("chart.read", self.whose()).await;
        }
    }
}

stories! {
    async fn nobody_reads_a_chart_without_a_record(w) {
        let p = Practice::open(w).await;
        p.reads(3).await;
        assert_eq!(p.looks(&p.clinic.doctor).await, [0, 1, 0, 1], "read without having been opened: on record, once");
        let _: Value = p.w.call(Some(&p.clinic.admin.token), "patients.read", json!({ "id": p.patient })).await.unwrap();
        assert_eq!(p.looks(&p.clinic.admin).await, [0, 1, 0, 0], "each person has a record of their own");
    }

    async fn an_open_page_does_not_flood_the_record(w) {
        let p = Practice::open(w).await;
        p.done("patients.open", json!({ "id": p.patient })).await;
        p.done("chart.open", p.whose()).await;
        p.reads(5).await;
        assert_eq!(p.looks(&p.clinic.doctor).await, [1, 0, 1, 0], "the opening stands for what the page reads again");
        p.w.clock.advance(TimeDelta::minutes(59));
        p.reads(2).await;
        assert_eq!(p.looks(&p.clinic.doctor).await, [1, 0, 1, 0]);
        p.w.clock.advance(TimeDelta::minutes(1));
        p.reads(2).await;
        assert_eq!(p.looks(&p.clinic.doctor).await, [1, 1, 1, 1], "after an hour it is on record again");
        p.done("patients.open", json!({ "id": p.patient })).await;
        assert_eq!(p.looks(&p.clinic.doctor).await, [2, 1, 1, 1], "each opening is one");
    }

    async fn who_opened_the_front_desk_s_page_has_not_opened_the_chart(w) {
        let p = Practice::open(w).await;
        p.done("patients.open", json!({ "id": p.patient })).await;
        p.reads(1).await;
        assert_eq!(p.looks(&p.clinic.doctor).await, [1, 0, 0, 1]);
    }
}
