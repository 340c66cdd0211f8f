//! Calendar, openings and booking.

use std::sync::Arc;
use std::time::Instant;

use chrono::{Datelike, Days, NaiveDate, TimeDelta, Utc};
use curanda_core::api::{App, Stores, Workstation};
use curanda_core::clock::FixedClock;
use curanda_core::db::{self, Db, Read, SqliteKey};
use curanda_core::documents::Embedded;
use curanda_core::ids::{LocationId, WorkstationId};
use futures::FutureExt;
use futures::future::join_all;
use serde_json::{Value, json};

use super::{Row, row, time};
use crate::{Clinic, DoctorWish, Store, World, call};

/// Doctors of the calendar, and of the openings.
const DOCTORS: (usize, usize) = (20, 50);
/// Weekdays that are filled, from Tuesday 24 November 2026.
const DAYS: usize = 5;
/// Appointments of a doctor on a day.
const PER_DAY: usize = 20;
const PATIENTS: usize = 500;
const CONNECTIONS: usize = 32;
/// Bookings of each of the connections.
const BOOKINGS: usize = 20;

const BARE: &str = "SELECT a.id, a.starts_at, a.ends_at, a.status, p.first_name, p.last_name FROM appointments a JOIN patients p ON p.id = a.patient_id \
 WHERE a.location_id = ? AND a.local_day >= ? AND a.local_day <= ?";
const BARE_OF_DOCTOR: &str =
    "SELECT id, starts_at, ends_at, status, reason, notes FROM appointments WHERE doctor_id = ? AND starts_at >= ? AND starts_at < ?";
const BARE_INSERT: &str =
    "INSERT INTO counters (counter_name, last_number, created_at, updated_at) VALUES (?, 1, '2026-11-24', '2026-11-24')";

type Columns = (uuid::Uuid, chrono::DateTime<Utc>, chrono::DateTime<Utc>, String, String, String);

/// A clinic whose week is full.
struct Filled {
    w: World,
    clinic: Clinic,
    doctors: Vec<String>,
    patients: Vec<String>,
}

pub async fn run(store: Store) -> Vec<Row> {
    let filled = Filled::new(store).await;
    vec![
        filled.calendar("day, 20 doctors", &filled.doctors[..DOCTORS.0], 0).await,
        filled.calendar("week, 20 doctors", &filled.doctors[..DOCTORS.0], 6).await,
        filled.month_of_one().await,
        filled.next_openings().await,
        filled.throughput().await,
    ]
}

impl Filled {
    async fn new(store: Store) -> Self {
        let w = World::start(store).await;
        let clinic = w.clinic().await;
        let mut doctors = clinic.doctors.to_vec();
        for n in doctors.len() + 1..=DOCTORS.1 {
            let name = n.to_string();
            doctors.push(w.doctor(&clinic.admin, &DoctorWish::new(&name, &clinic.location_id, None)).await);
        }
        let mut patients = Vec::new();
        for n in 0..PATIENTS {
            patients.push(crate::prove::patient(&w, &clinic, n).await);
        }
        let filled = Self {
            w,
            clinic,
            doctors,
            patients,
        };
        filled.fill().await;
        filled
    }

    async fn fill(&self) {
        for (n, day) in weekdays().take(DAYS).enumerate() {
            for slot in 0..PER_DAY {
                for (d, doctor) in self.doctors[..DOCTORS.0].iter().enumerate() {
                    // Every doctor sees other patients in a slot; a patient comes once in it.
                    let patient = &self.patients[(n * 7 + slot * DOCTORS.0 + d) % PATIENTS];
                    let wish = self.wish(patient, doctor, day, slot);
                    let booked: Result<Value, _> = self.w.call(Some(&self.clinic.receptionist.token), "scheduling.book", wish).await;
                    booked.expect("the week is filled");
                }
            }
        }
    }

    fn wish(&self, patient: &str, doctor: &str, day: NaiveDate, slot: usize) -> Value {
        let start = day.and_hms_opt(9, 0, 0).expect("nine o'clock").and_utc();
        let starts_at = start + TimeDelta::minutes(15) * i32::try_from(slot).expect("a slot of the day");
        json!({ "patient_id": patient, "doctor_id": doctor, "location_id": self.clinic.location_id, "starts_at": starts_at, "minutes": 15 })
    }

    async fn ask(&self, command: &str, request: Value) {
        let answer: Result<Value, _> = self.w.call(Some(&self.clinic.receptionist.token), command, request).await;
        answer.expect("the command answers");
    }

    async fn calendar(&self, what: &str, doctors: &[String], days: u64) -> Row {
        let from = World::start_time().date_naive();
        let to = from + Days::new(days);
        let request = json!({ "location_id": self.clinic.location_id, "from": from, "to": to, "doctor_ids": doctors });
        let location = LocationId(self.clinic.location_id.parse().expect("an id"));
        let ours = time(|_| self.ask("scheduling.calendar", request.clone()).boxed()).await;
        let bare = time(|_| {
            let mut db = self.w.db.clone();
            async move {
                let rows: Vec<Columns> = db.all(BARE, vec![location.into(), from.into(), to.into()]).await.expect("rows");
                assert!(!rows.is_empty());
            }
            .boxed()
        })
        .await;
        row(&format!("calendar: {what}"), self.w.store, ours, bare)
    }

    async fn month_of_one(&self) -> Row {
        let from = World::start_time().date_naive();
        let to = from + Days::new(30);
        let request = json!({ "location_id": self.clinic.location_id, "from": from, "to": to, "doctor_ids": [self.doctors[0]] });
        let doctor: uuid::Uuid = self.doctors[0].parse().expect("an id");
        let (start, end) = (World::start_time(), World::start_time() + TimeDelta::days(31));
        let ours = time(|_| self.ask("scheduling.calendar", request.clone()).boxed()).await;
        let bare = time(|_| {
            let mut db = self.w.db.clone();
            async move {
                let rows: Vec<Columns> = db
                    .all(BARE_OF_DOCTOR, vec![doctor.into(), start.into(), end.into()])
                    .await
                    .expect("rows");
                assert!(!rows.is_empty());
            }
            .boxed()
        })
        .await;
        row("a month of one doctor, open and taken", self.w.store, ours, bare)
    }

    async fn next_openings(&self) -> Row {
        let location = LocationId(self.clinic.location_id.parse().expect("an id"));
        let day = World::start_time().date_naive();
        let ours = time(|_| self.ask("scheduling.openings", json!({ "limit": 5 })).boxed()).await;
        let bare = time(|_| {
            let mut db = self.w.db.clone();
            async move {
                let rows: Vec<Columns> = db.all(BARE, vec![location.into(), day.into(), day.into()]).await.expect("rows");
                assert!(!rows.is_empty());
            }
            .boxed()
        })
        .await;
        row("next 5 openings of 50 doctors", self.w.store, ours, bare)
    }

    /// Bookings with as many connections as a busy clinic has desks; the limit is a one-row transaction.
    async fn throughput(&self) -> Row {
        let app = self.connect().await;
        let started = Instant::now();
        join_all((0..CONNECTIONS).map(|n| self.book(&app, n))).await;
        let ours = rate(started);
        let db = app.stores().expect("a store").db;
        let started = Instant::now();
        join_all((0..CONNECTIONS).map(|n| bare_inserts(&db, n))).await;
        let bare = rate(started);
        Row {
            what: format!("booking, {CONNECTIONS} at once"),
            store: self.w.store,
            figure: format!("{ours:.0} /s"),
            bare: format!("{bare:.0} /s"),
            ratio: bare / ours,
        }
    }

    /// A core with a connection for each who books.
    async fn connect(&self) -> Arc<App> {
        let workstation = Workstation {
            id: WorkstationId::fresh(),
            name: "BENCH".to_owned(),
        };
        let app = App::new(Arc::new(FixedClock::new(World::start_time())), workstation);
        let connections = u32::try_from(CONNECTIONS).expect("a few");
        let db = match self.w.servers() {
            Some(servers) => db::connect_mysql(&servers.mysql, connections).await,
            None => db::connect_sqlite(self.w.place().as_ref(), &SqliteKey([7; 32])).await,
        };
        let db = db.expect("the store opens");
        app.use_stores(Stores {
            documents: Arc::new(Embedded::new(db.clone())),
            db,
        });
        app
    }

    async fn book(&self, app: &Arc<App>, n: usize) {
        let day = weekdays().nth(DAYS + 1 + n / 8).expect("a weekday");
        for slot in 0..BOOKINGS {
            let wish = self.wish(&self.patients[n], &self.doctors[n], day, slot);
            let booked: Result<Value, _> = call(app, Some(&self.clinic.receptionist.token), "scheduling.book", wish).await;
            booked.expect("a free time is given");
        }
    }
}

fn weekdays() -> impl Iterator<Item = NaiveDate> {
    World::start_time()
        .date_naive()
        .iter_days()
        .filter(|day| day.weekday().number_from_monday() < 6)
}

fn rate(started: Instant) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a few hundred")]
    let n = (CONNECTIONS * BOOKINGS) as f64;
    n / started.elapsed().as_secs_f64()
}

async fn bare_inserts(db: &Db, n: usize) {
    for slot in 0..BOOKINGS {
        let name = format!("bench:{n}:{slot}");
        match db {
            Db::MySql(pool) => sqlx::query(BARE_INSERT).bind(name).execute(pool).await.map(|_| ()),
            Db::Sqlite(pool, _) => sqlx::query(BARE_INSERT).bind(name).execute(pool).await.map(|_| ()),
        }
        .expect("a row is written");
    }
}
