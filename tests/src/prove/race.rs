//! `prove race`: many processes book random overlapping lengths for four doctors at once, and no two overlap.
//!
//! The sweep at the end reads the appointments, never the ticks that are to keep them apart.

use std::process::Child;
use std::sync::Arc;
use std::time::Instant;

use chrono::{DateTime, Datelike, Days, TimeDelta, Utc};
use curanda_core::api::App;
use curanda_core::db::{Db, Read};
use curanda_core::error::{ApiError, ErrorCode};
use curanda_core::ids::AppointmentId;
use futures::future::join_all;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::processes::{self, CONNECTIONS, program, workstation};
use super::{Options, Outcome};
use crate::{Clinic, DoctorWish, Store, World, call};

/// Weekdays over which the bookings fall.
const DAYS: u64 = 60;
const PATIENTS: usize = 200;
const SEED: u64 = 20_261_124;
/// What one process is to do.
#[derive(Debug, Serialize, Deserialize)]
struct Task {
    number: u64,
    attempts: u64,
    database: String,
    store: String,
    token: String,
    location: String,
    doctors: Vec<String>,
    patients: Vec<String>,
}

/// What one process did.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Tally {
    booked: u64,
    refused: u64,
    /// Refusals that name no appointment, or one that is not in the way.
    unfounded: u64,
    /// Every other answer, by its code.
    errors: Vec<String>,
}

/// Sets up a clinic, lets the processes loose on it, and sweeps what they left.
pub async fn run(options: &Options) -> Outcome {
    let (processes, attempts) = if options.store == Store::Sqlite { (4, 5_000) } else { (8, 20_000) };
    let attempts = options.n.unwrap_or(attempts);
    let w = World::start(options.store).await;
    let task = set_up(&w, options.store).await;
    let started = Instant::now();
    let children: Vec<Child> = (0..processes)
        .map(|number| {
            let task = Task {
                number,
                attempts: attempts / processes,
                ..task.clone_for(&w)
            };
            program("race-process", &task).spawn().expect("a process of the race starts")
        })
        .collect();
    let tallies: Vec<Tally> = children.into_iter().map(tally).collect();
    let seconds = started.elapsed().as_secs_f64();
    let overlaps = sweep(&mut w.db.clone()).await;
    judge(options.store, processes, tallies, overlaps, seconds)
}

impl Task {
    fn clone_for(&self, w: &World) -> Self {
        Self {
            database: w.place(),
            store: self.store.clone(),
            token: self.token.clone(),
            location: self.location.clone(),
            doctors: self.doctors.clone(),
            patients: self.patients.clone(),
            ..*self
        }
    }
}

/// Four doctors, each with a room, and the patients.
async fn set_up(w: &World, store: Store) -> Task {
    let clinic = w.clinic().await;
    let mut doctors = clinic.doctors.to_vec();
    for name in ["3", "4"] {
        doctors.push(w.doctor(&clinic.admin, &DoctorWish::new(name, &clinic.location_id, None)).await);
    }
    let mut patients = Vec::new();
    for n in 0..PATIENTS {
        patients.push(patient(w, &clinic, n).await);
    }
    Task {
        number: 0,
        attempts: 0,
        database: String::new(),
        store: store.name().to_owned(),
        token: clinic.receptionist.token,
        location: clinic.location_id,
        doctors,
        patients,
    }
}

/// A patient whose name is like no other's.
pub(crate) async fn patient(w: &World, clinic: &Clinic, n: usize) -> String {
    let mut letters = StdRng::seed_from_u64(SEED + n as u64);
    let mut word = || {
        (0..9)
            .map(|_| char::from(b'a' + letters.random_range(0..26_u8)))
            .collect::<String>()
    };
    let request = json!({
        "first_name": word(), "last_name": word(), "date_of_birth": format!("{}-01-{:02}", 1930 + n % 80, 1 + n / 80), "sex": "female",
        "phone": format!("01 5{:06}", n * 37), "location_id": clinic.location_id,
    });
    let made: Value = w
        .call(Some(&clinic.receptionist.token), "patients.register", request)
        .await
        .expect("the patient is registered");
    let id = ["/id", "/patient/id"].iter().find_map(|path| made.pointer(path)?.as_str());
    id.expect("a registered patient has an id").to_owned()
}

fn tally(child: Child) -> Tally {
    let output = child.wait_with_output().expect("a process of the race ends");
    assert!(output.status.success(), "a process of the race broke off");
    serde_json::from_slice(&output.stdout).expect("a tally")
}

/// One process of the race; prints its tally.
pub async fn process() -> Outcome {
    let task: Task = processes::task();
    let app = connect(&task).await;
    let runners = (0..u64::from(CONNECTIONS)).map(|runner| book(&app, &task, runner));
    let mut sum = Tally::default();
    for tally in join_all(runners).await {
        sum.add(tally);
    }
    let figures = serde_json::to_value(sum).expect("a tally");
    Outcome {
        holds: true,
        line: figures.to_string(),
        figures,
    }
}

async fn connect(task: &Task) -> Arc<App> {
    workstation(&format!("RACE-{}", task.number), &task.store, &task.database).await
}

async fn book(app: &Arc<App>, task: &Task, runner: u64) -> Tally {
    let connections = u64::from(CONNECTIONS);
    let mut rng = StdRng::seed_from_u64(SEED + 1_000 * (task.number + 1) + runner);
    let mut tally = Tally::default();
    for _ in 0..task.attempts / connections {
        let wish = wish(&mut rng, task);
        match call::<Value>(app, Some(&task.token), "scheduling.book", wish.clone()).await {
            Ok(_) => tally.booked += 1,
            Err(error) if error.code == ErrorCode::Taken => {
                tally.refused += 1;
                match founded(app, &wish, &error).await {
                    Ok(founded) => tally.unfounded += u64::from(!founded),
                    Err(error) => tally.errors.push(format!("looking up a refusal: {:?}", error.code)),
                }
            }
            Err(error) => tally.errors.push(format!("{:?} {:?}", error.code, error.params)),
        }
    }
    tally
}

/// A random patient, doctor, time and length inside the doctors' hours.
fn wish(rng: &mut StdRng, task: &Task) -> Value {
    let mut day = World::start_time().date_naive() + Days::new(1 + rng.random_range(0..DAYS) * 7 / 5);
    while day.weekday().number_from_monday() > 5 {
        day = day + Days::new(1);
    }
    let minutes = 5 * rng.random_range(1..=24_i64);
    let start = 540 + 5 * rng.random_range(0..=(480 - minutes) / 5);
    let zone = chrono_tz::Europe::Dublin;
    let local = day.and_hms_opt(0, 0, 0).expect("midnight") + TimeDelta::minutes(start);
    let starts_at = local
        .and_local_timezone(zone)
        .single()
        .expect("no clock changes by day")
        .with_timezone(&Utc);
    json!({
        "patient_id": task.patients[rng.random_range(0..task.patients.len())],
        "doctor_id": task.doctors[rng.random_range(0..task.doctors.len())],
        "location_id": task.location, "starts_at": starts_at, "minutes": minutes,
    })
}

#[derive(Debug, sqlx::FromRow)]
struct Booked {
    doctor_id: Uuid,
    room_id: Option<Uuid>,
    patient_id: Uuid,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
}

const NAMED: &str = "SELECT doctor_id, room_id, patient_id, starts_at, ends_at FROM appointments WHERE id = ? AND status = 'scheduled'";
const ALL: &str = "SELECT doctor_id, room_id, patient_id, starts_at, ends_at FROM appointments WHERE status = 'scheduled'";

/// Whether the appointment that a refusal names is there and shares time and doctor, room or patient with the wish.
async fn founded(app: &Arc<App>, wish: &Value, error: &ApiError) -> curanda_core::Result<bool> {
    let id = error
        .params
        .get("appointment_id")
        .and_then(Value::as_str)
        .and_then(|id| id.parse().ok());
    let Some(id) = id.map(AppointmentId) else { return Ok(false) };
    let mut db = app.stores().expect("a store").db;
    let found: Option<Booked> = db.optional(NAMED, vec![id.into()]).await?;
    let starts_at: DateTime<Utc> = serde_json::from_value(wish["starts_at"].clone()).expect("an instant");
    let ends_at = starts_at + TimeDelta::minutes(wish["minutes"].as_i64().expect("minutes"));
    let shares =
        |b: &Booked| wish["doctor_id"] == json!(b.doctor_id) || wish["patient_id"] == json!(b.patient_id) || error.params["kind"] == "room";
    Ok(found.is_some_and(|b| b.starts_at < ends_at && starts_at < b.ends_at && shares(&b)))
}

/// Pairs of appointments that share time and a doctor, a room or a patient.
async fn sweep(db: &mut Db) -> usize {
    let rows: Vec<Booked> = db.all(ALL, vec![]).await.expect("the store answers");
    let mut held: Vec<(Uuid, DateTime<Utc>, DateTime<Utc>)> = rows
        .iter()
        .flat_map(|b| {
            let resources = [Some(b.doctor_id), b.room_id, Some(b.patient_id)];
            resources.into_iter().flatten().map(|resource| (resource, b.starts_at, b.ends_at))
        })
        .collect();
    held.sort();
    let clash = |(n, one): (usize, &(Uuid, DateTime<Utc>, DateTime<Utc>))| {
        held[n + 1..].iter().take_while(|two| two.0 == one.0 && two.1 < one.2).count()
    };
    held.iter().enumerate().map(clash).sum()
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.booked += other.booked;
        self.refused += other.refused;
        self.unfounded += other.unfounded;
        self.errors.extend(other.errors);
    }
}

fn judge(store: Store, processes: u64, tallies: Vec<Tally>, overlaps: usize, seconds: f64) -> Outcome {
    let mut sum = Tally::default();
    tallies.into_iter().for_each(|tally| sum.add(tally));
    let Tally {
        booked,
        refused,
        unfounded,
        errors,
    } = sum;
    #[expect(clippy::cast_precision_loss, reason = "a few thousand")]
    let rate = booked as f64 / seconds;
    let mut line = format!(
        "race on {}: {processes} processes × {CONNECTIONS}, {booked} booked, {refused} refused, {rate:.0} booked/s, {overlaps} overlaps, {unfounded} unfounded refusals, {} other errors",
        store.name(),
        errors.len()
    );
    if let Some(first) = errors.first() {
        line = format!("{line} (first: {first})");
    }
    Outcome {
        holds: overlaps == 0 && unfounded == 0 && errors.is_empty() && booked > 0 && refused > 0,
        figures: json!({
            "store": store.name(), "processes": processes, "booked": booked, "refused": refused, "booked_per_second": rate, "overlaps": overlaps,
            "unfounded": unfounded, "errors": errors.len(), "seconds": seconds,
        }),
        line,
    }
}
