//! Results and records of the demo's charts: panels measured again and again, a report as a PDF, a picture, and follow-ups that are
//! due. Values and pictures are made up.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use super::doctors::{DOCTORS, OKAFOR};
use super::people::DemoPerson;
use super::visit::DemoVisit;
use crate::Result;
use crate::db::Tx;
use crate::documents::Documents;
use crate::documents::registry::Privacy;
use crate::files;
use crate::ids::{RecordId, UserId};
use crate::records::bulk::{self, Loaded};
use crate::records::model::{LabTest, RecordContent, RecordKind};
use crate::tasks;

/// A test: name, LOINC, about what it is, how far people differ, digits, unit, usual range.
type Test = (&'static str, &'static str, f64, f64, usize, &'static str, &'static str);

/// Panels with the ranges that laboratories commonly print for adults.
const PANELS: &[(&str, &[Test])] = &[
    (
        "Blood count",
        &[
            ("Haemoglobin", "718-7", 13.4, 1.5, 1, "g/dL", "12.0–16.0"),
            ("White cells", "6690-2", 7.2, 2.4, 1, "10*9/L", "4.0–11.0"),
            ("Platelets", "777-3", 255.0, 70.0, 0, "10*9/L", "150–400"),
            ("Mean cell volume", "787-2", 89.0, 6.0, 0, "fL", "80–100"),
        ],
    ),
    (
        "Metabolic panel",
        &[
            ("Glucose, fasting", "14771-0", 5.3, 0.9, 1, "mmol/L", "3.9–5.5"),
            ("HbA1c", "4548-4", 5.7, 0.7, 1, "%", "< 6.0"),
            ("Creatinine", "14682-9", 79.0, 18.0, 0, "umol/L", "50–110"),
            ("Potassium", "2823-3", 4.2, 0.4, 1, "mmol/L", "3.5–5.1"),
            ("LDL cholesterol", "22748-8", 3.1, 0.8, 1, "mmol/L", "< 3.0"),
        ],
    ),
    (
        "Thyroid",
        &[
            ("TSH", "3016-3", 2.1, 1.6, 2, "mU/L", "0.40–4.00"),
            ("Free T4", "14920-3", 14.5, 3.0, 1, "pmol/L", "10.0–22.0"),
        ],
    ),
];

/// Days before today on which blood was taken, oldest first.
const TAKEN: [i64; 5] = [520, 340, 210, 95, 21];

/// The records of the demo, and which of them bring files.
pub(super) struct Reports {
    pub all: Vec<Loaded>,
    with_files: Vec<RecordId>,
}

/// Records of whoever comes today and of one in five of the others, grown-ups alone, each written by the doctor whom they saw last. The
/// patients whom the doctor of the demo accounts sees today have files and follow-ups that are due.
pub(super) fn plan(people: &[DemoPerson], visits: &[DemoVisit], doctors: &[UserId], seed: u64, now: DateTime<Utc>) -> Reports {
    let today = now.date_naive();
    let (mut last, mut comes) = (HashMap::new(), HashMap::new());
    for visit in visits {
        if visit.local_day == today {
            comes.insert(visit.person, visit.doctor);
        } else if visit.local_day < today && visit.checked_in_at.is_some() {
            last.insert(visit.person, visit.doctor);
        }
    }
    let (mut all, mut with_files) = (Vec::new(), Vec::new());
    for (n, person) in people.iter().enumerate().filter(|(_, p)| p.age(today) >= 18) {
        let mut random = StdRng::seed_from_u64(seed.wrapping_mul(7_919).wrapping_add(n as u64));
        let featured = comes.get(&n) == Some(&OKAFOR);
        if !comes.contains_key(&n) && !random.random_ratio(1, 5) {
            continue;
        }
        let doctor = if featured {
            OKAFOR
        } else {
            last.get(&n).copied().unwrap_or(n % DOCTORS.len())
        };
        let name = format!("{} {}", DOCTORS[doctor].first_name, DOCTORS[doctor].last_name);
        let mut records = of_person(person, (doctors[doctor], &name), &mut random, now);
        if let Some(newest) = records.last_mut().filter(|_| featured) {
            with_files.push(newest.record);
            newest.content.follow_up_on = random
                .random_ratio(1, 8)
                .then(|| today - TimeDelta::days(random.random_range(0..3)));
        }
        all.extend(records);
    }
    Reports { all, with_files }
}

fn of_person(person: &DemoPerson, by: (UserId, &str), random: &mut StdRng, now: DateTime<Utc>) -> Vec<Loaded> {
    let (title, tests) = PANELS[random.random_range(0..PANELS.len())];
    let own: Vec<f64> = tests
        .iter()
        .map(|(_, _, _, spread, ..)| spread * random.random_range(-1.0..1.0))
        .collect();
    let times = random.random_range(1..=TAKEN.len());
    let mut records = Vec::new();
    for days in &TAKEN[TAKEN.len() - times..] {
        let at = now - TimeDelta::days(*days);
        let results = tests.iter().zip(&own).map(|(test, own)| result(test, *own, random)).collect();
        let content = RecordContent {
            tests: results,
            ..content(RecordKind::LabReport, title, at.date_naive())
        };
        records.push(Loaded::first(person.id, by, at, &content));
    }
    if let Some(newest) = records.last_mut() {
        newest.shared = random.random_ratio(1, 3);
        if random.random_ratio(1, 6) {
            newest.content.follow_up_on = Some(now.date_naive() + TimeDelta::days(random.random_range(-2..20)));
        }
    }
    records
}

fn result(test: &Test, own: f64, random: &mut StdRng) -> LabTest {
    let (name, loinc, usual, spread, digits, unit, range) = *test;
    let value = usual + own + 0.4 * spread * random.random_range(-1.0..1.0);
    LabTest {
        name: name.to_owned(),
        loinc: loinc.to_owned(),
        value: format!("{value:.digits$}"),
        unit: unit.to_owned(),
        range: range.to_owned(),
        flag: None,
        taken_on: None,
    }
}

fn content(kind: RecordKind, title: &str, day: NaiveDate) -> RecordContent {
    RecordContent {
        kind,
        title: title.to_owned(),
        recorded_on: day,
        description: String::new(),
        diagnosis: String::new(),
        treatment: String::new(),
        tests: Vec::new(),
        files: Vec::new(),
        follow_up_on: None,
        privacy: Privacy::Standard,
    }
}

/// Puts files and bodies into the document store, before rows refer to them.
///
/// # Errors
/// `documents_unavailable`.
pub(super) async fn put(documents: &dyn Documents, reports: &mut Reports) -> Result<()> {
    let (report, picture) = (super::papers::report()?, super::papers::ultrasound()?);
    let mut examinations = Vec::new();
    for record in reports.all.iter_mut().filter(|r| reports.with_files.contains(&r.record)) {
        let file = files::bulk::put(documents, "Laboratory report.pdf", &report).await?;
        record.content.files.push(file);
        let scan = RecordContent {
            description: "Liver and gallbladder of usual size and structure. No stones.".to_owned(),
            files: vec![files::bulk::put(documents, "Ultrasound.png", &picture).await?],
            ..content(RecordKind::Imaging, "Ultrasound of the abdomen", record.content.recorded_on)
        };
        examinations.push(Loaded::first(record.patient_id, (record.by, &record.by_name), record.at, &scan));
    }
    reports.all.extend(examinations);
    bulk::put_bodies(documents, &reports.all).await
}

/// Writes the rows, with a task for each follow-up.
pub(super) async fn write(tx: &mut Tx, reports: &Reports, now: DateTime<Utc>) -> Result<()> {
    bulk::write(tx, &reports.all).await?;
    for record in &reports.all {
        if let Some(due) = record.content.follow_up_on {
            tasks::put(tx, record.record, record.patient_id, record.by, due, now).await?;
        }
    }
    Ok(())
}
