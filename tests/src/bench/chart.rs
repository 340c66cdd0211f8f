//! A chart of many years opened at once, beside the one read that shows a patient at least; and ICD-10 by words.

use chrono::{DateTime, TimeDelta, Utc};
use curanda_core::audit::Entry;
use curanda_core::clinical::observations::{self, NewObservation, Reference};
use curanda_core::clinical::{put_document, vitals};
use curanda_core::db::Read;
use curanda_core::documents::Collection;
use curanda_core::documents::registry::{self, NewDocument, Privacy};
use curanda_core::ids::{DocumentId, PatientId, UserId};
use futures::FutureExt;
use serde_json::{Value, json};

use super::{Row, Times, row, samples, time};
use crate::{Clinic, Store, World};

/// Notes of a chart that was kept for decades.
const ENCOUNTERS: i64 = 500;
/// Figures that came with each.
const FIGURES: i64 = 40;
const BARE: &str = "SELECT id, first_name, last_name, date_of_birth FROM patients WHERE id = ?";
const BARE_CODE: &str = "SELECT id FROM users WHERE id = ?";

/// What people type, whole words and beginnings, in any order.
const ASKED: &[&str] = &[
    "hyperten",
    "diab type 2",
    "i48",
    "E11.9",
    "chest pain",
    "infection lower resp",
    "fract radius left",
    "anaem iron",
    "asthma",
    "s52",
    "depress",
    "otitis media right",
    "a",
    "heart attack",
    "pneumonia",
    "pain",
    "burn hand second degree",
    "unspecified",
    "encounter initial",
    "preg trimester",
];

pub async fn run(store: Store) -> Vec<Row> {
    let w = World::start(store).await;
    let c = w.clinic().await;
    vec![chart(&w, &c, store).await, codes(&w, &c, store).await]
}

async fn chart(w: &World, c: &Clinic, store: Store) -> Row {
    let patient = w.patient(&c.receptionist, "Many", "Years").await;
    fill(w, c, &patient).await;
    let id: uuid::Uuid = patient.parse().expect("an id");
    let ours = time(|_| {
        let request = json!({ "patient_id": patient, "location_id": c.location_id });
        async move {
            w.call::<Value>(Some(&c.doctor.token), "chart.open", request)
                .await
                .expect("the chart opens");
        }
        .boxed()
    })
    .await;
    let bare = time(|_| {
        let mut db = w.db.clone();
        async move {
            db.all::<(uuid::Uuid, String, String, chrono::NaiveDate)>(BARE, vec![id.into()])
                .await
                .expect("the bare query answers");
        }
        .boxed()
    })
    .await;
    row("open a chart, 500 encounters, 20,000 figures", store, ours, bare)
}

/// A note and its figures for every three weeks before today.
async fn fill(w: &World, c: &Clinic, patient: &str) {
    let ctx = &w.ctx();
    let (patient, author) = (
        PatientId(patient.parse().expect("an id")),
        UserId(c.doctor.user_id.parse().expect("an id")),
    );
    let id = DocumentId::fresh();
    let sha256 = put_document(ctx, Collection::EncounterNotes, id, &json!({ "text": "invented" }))
        .await
        .expect("a body");
    ctx.transact(|tx, _| {
        async move {
            for n in 0..ENCOUNTERS {
                let at = ctx.now - TimeDelta::days(21 * n);
                let document = NewDocument {
                    id: DocumentId::fresh(),
                    kind: Collection::EncounterNotes,
                    patient_id: Some(patient),
                    author_id: author,
                    appointment_id: None,
                    sha256,
                    privacy: Privacy::Standard,
                };
                registry::insert(tx, &document, at).await?;
                for figure in 0..FIGURES {
                    observations::record(tx, &new(patient, document.id, figure, at), author, at).await?;
                }
            }
            tx.record(Entry::new("bench", "chart", patient.0));
            Ok(())
        }
        .boxed()
    })
    .await
    .expect("the chart is filled");
}

/// The vitals, and labs beyond them.
fn new(patient_id: PatientId, document: DocumentId, figure: i64, taken_at: DateTime<Utc>) -> NewObservation {
    let vital = usize::try_from(figure).ok().and_then(|n| vitals::KINDS.get(n));
    NewObservation {
        patient_id,
        document_id: Some(document),
        imported_id: None,
        code: vital.map_or_else(|| format!("lab-{figure}"), |kind| kind.code.to_owned()),
        name: String::new(),
        value: 70.0,
        unit: vital.map_or("1", |kind| kind.unit).to_owned(),
        taken_at,
        reference: Reference::default(),
    }
}

async fn codes(w: &World, c: &Clinic, store: Store) -> Row {
    let took = samples(ASKED.len() * 10, |n| {
        let request = json!({ "text": ASKED[n % ASKED.len()], "limit": 20 });
        async move {
            w.call::<Value>(Some(&c.doctor.token), "chart.icd10_search", request)
                .await
                .expect("the search answers");
        }
        .boxed()
    })
    .await;
    let ours = Times::of(took);
    let user: uuid::Uuid = c.doctor.user_id.parse().expect("an id");
    let bare = time(|_| {
        let mut db = w.db.clone();
        async move {
            db.all::<(uuid::Uuid,)>(BARE_CODE, vec![user.into()])
                .await
                .expect("the bare query answers");
        }
        .boxed()
    })
    .await;
    row("ICD-10 search, 98,147 codes", store, ours, bare)
}
