//! Once a day somebody is told that invoices became overdue.

use chrono::TimeDelta;
use curanda_core::args;
use curanda_core::billing::look_for_overdue;
use curanda_core::db::Read;
use curanda_tests::{PASSWORD, Person, stories};
use serde_json::{Value, json};

use super::Desk;

impl Desk {
    /// What a person is told of invoices, newest first.
    async fn told(&self, person: &Person) -> Vec<Value> {
        let told = self.call_by(person, "notifications.list", json!(null)).await.unwrap();
        told["entries"].as_array().unwrap().clone()
    }
}

stories! {
    async fn of_two_programs_one_tells_that_invoices_became_overdue(w) {
        let d = Desk::open(w).await;
        let paid = d.owed(1000).await;
        d.done("billing.pay", d.cash(&paid, 1000)).await;
        d.owed(2000).await;
        let other = d.w.second_workstation().await;
        look_for_overdue(&d.w.app).await.unwrap();
        assert_eq!(d.told(&d.clinic.receptionist).await, Vec::<Value>::new(), "the day they are due is not over");
        d.owed(3000).await;
        let saigon = d.saigon().await;
        let elsewhere = json!({ "email": "saigon@clinic.example", "phone": "", "first_name": "Test", "last_name": "away", "role": "receptionist", "home_location_id": saigon });
        let elsewhere = d.by_admin("users.create", elsewhere).await.unwrap();
        d.w.clock.advance(TimeDelta::hours(20));
        let (one, two) = futures::join!(look_for_overdue(&d.w.app), look_for_overdue(&other));
        one.unwrap();
        two.unwrap();
        look_for_overdue(&d.w.app).await.unwrap();
        let told = d.told(&d.clinic.receptionist).await;
        assert_eq!(told.len(), 1, "{told:?}");
        assert_eq!((&told[0]["kind"], &told[0]["detail"], &told[0]["subject_id"]), (&json!("invoices_overdue"), &json!("2"), &json!(d.clinic.location_id)));
        assert_eq!((&told[0]["patient_id"], &told[0]["patient_name"]), (&Value::Null, &Value::Null));
        assert_eq!(d.told(&d.clinic.admin).await.len(), 1);
        assert_eq!(d.told(&d.clinic.doctor).await, Vec::<Value>::new(), "who does no billing is not told");
        let looks: Vec<(i64,)> = d.w.db.clone().all("SELECT became_overdue FROM overdue_looks ORDER BY became_overdue", args![]).await.unwrap();
        assert_eq!(looks, [(0,), (0,), (2,)], "Sài Gòn, and twice here");
        let away: Vec<(i64,)> = d.w.db.clone().all("SELECT COUNT(*) FROM notifications WHERE recipient_id IN (SELECT id FROM users WHERE email = 'saigon@clinic.example')", args![]).await.unwrap();
        assert_eq!(away, [(0,)], "who works elsewhere is not told: {elsewhere}");
    }

    async fn what_was_told_is_not_told_again(w) {
        let d = Desk::open(w).await;
        d.owed(1000).await;
        d.w.clock.advance(TimeDelta::hours(20));
        look_for_overdue(&d.w.app).await.unwrap();
        d.owed(2000).await;
        d.owed(3000).await;
        d.w.clock.advance(TimeDelta::hours(23));
        look_for_overdue(&d.w.app).await.unwrap();
        let told = d.told(&d.w.sign_in("desk@clinic.example", PASSWORD).await).await;
        let counts: Vec<&Value> = told.iter().map(|t| &t["detail"]).collect();
        assert_eq!(counts, ["2", "1"]);
    }
}
