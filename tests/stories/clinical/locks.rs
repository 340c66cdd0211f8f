//! Locked documents: who treats the patient, who states a reason, who hears of it.

use chrono::TimeDelta;
use curanda_core::clinical::access::{self, Guarded};
use curanda_core::clinical::put_document;
use curanda_core::db::Read;
use curanda_core::documents::Collection;
use curanda_core::documents::registry::{self, NewDocument, Privacy};
use curanda_core::error::ErrorCode;
use curanda_core::identity::{Role, Session};
use curanda_core::ids::{DocumentId, SessionId, UserId};
use curanda_tests::{Person, stories};
use futures::FutureExt;
use serde_json::{Value, json};

use super::Practice;

/// Registers a note of `author` as the notes will.
async fn note(p: &Practice, author: &Person, privacy: Privacy) -> Guarded {
    let ctx = p.w.ctx();
    let (author_id, patient_id) = (
        UserId(author.user_id.parse().unwrap()),
        curanda_core::ids::PatientId(p.patient.parse().unwrap()),
    );
    let id = DocumentId::fresh();
    let sha256 = put_document(&ctx, Collection::EncounterNotes, id, &json!({ "text": "invented" }))
        .await
        .unwrap();
    let document = NewDocument {
        id,
        kind: Collection::EncounterNotes,
        patient_id: Some(patient_id),
        author_id,
        appointment_id: None,
        sha256,
        privacy,
    };
    let (ctx, document) = (&ctx, &document);
    ctx.transact(|tx, _| {
        async move {
            tx.record(curanda_core::audit::Entry::new("test", "note", id.0));
            registry::insert(tx, document, ctx.now).await
        }
        .boxed()
    })
    .await
    .unwrap();
    Guarded {
        patient_id,
        author_id,
        privacy,
    }
}

async fn may(p: &Practice, person: &Person, role: Role, document: Guarded) -> bool {
    let session = Session {
        id: SessionId::fresh(),
        user_id: UserId(person.user_id.parse().unwrap()),
        name: String::new(),
        role,
        home_location_id: None,
        must_change_password: false,
        expires_at: p.w.app.now(),
        last_seen_at: p.w.app.now(),
    };
    match access::require(&mut p.w.db.clone(), &session, document, p.w.app.now()).await {
        Ok(()) => true,
        Err(error) => {
            assert_eq!(
                (error.code, &error.params["reason"]),
                (ErrorCode::NotAllowed, &json!("document_locked"))
            );
            false
        }
    }
}

stories! {
    async fn an_appointment_makes_the_relation_and_a_year_ends_it(w) {
        let p = Practice::open(w).await;
        let sensitive = note(&p, &p.clinic.admin, Privacy::Sensitive).await;
        assert!(!may(&p, &p.clinic.doctor, Role::Doctor, sensitive).await, "a stranger");
        assert!(may(&p, &p.clinic.admin, Role::Admin, sensitive).await, "its author");
        let book = json!({
            "patient_id": p.patient, "doctor_id": p.clinic.doctors[0], "location_id": p.clinic.location_id,
            "starts_at": "2026-11-25T09:00:00Z", "minutes": 15,
        });
        let booked = p.done("scheduling.book", book).await;
        assert!(may(&p, &p.clinic.doctor, Role::Doctor, sensitive).await, "who will see her reads up on her");
        let highly = note(&p, &p.clinic.admin, Privacy::HighlySensitive).await;
        assert!(!may(&p, &p.clinic.doctor, Role::Doctor, highly).await, "the relation alone does not open this one");
        p.w.clock.advance(TimeDelta::days(366));
        assert!(may(&p, &p.clinic.doctor, Role::Doctor, sensitive).await, "365 days after the visit");
        p.w.clock.advance(TimeDelta::days(1));
        assert!(!may(&p, &p.clinic.doctor, Role::Doctor, sensitive).await, "too long ago");
        p.w.clock.advance(TimeDelta::days(-367));
        let card = &booked["card"];
        p.done("scheduling.cancel", json!({ "id": card["id"], "version": card["version"], "party": "patient", "reason": "ill" })).await;
        assert!(!may(&p, &p.clinic.doctor, Role::Doctor, sensitive).await, "a visit that was called off makes none");
    }

    async fn a_stated_reason_opens_for_an_hour_and_an_admin_looks_at_it(w) {
        let p = Practice::open(w).await;
        let highly = note(&p, &p.clinic.admin, Privacy::HighlySensitive).await;
        assert_eq!(p.chart().await["counts"]["locked"], 1);
        let short = p.call("chart.break_glass", json!({ "patient_id": p.patient, "reason": " because " })).await.unwrap_err();
        assert_eq!(short.fields[0].code, "reason_short");
        let opening = p.done("chart.break_glass", json!({ "patient_id": p.patient, "reason": "Unconscious, needs her history" })).await;
        assert!(may(&p, &p.clinic.doctor, Role::Doctor, highly).await);
        assert!(!may(&p, &p.clinic.receptionist, Role::Receptionist, highly).await, "it opens for who said why");
        assert_eq!(p.chart().await["counts"]["locked"], 0);
        let rows: Vec<(String,)> = p.w.db.clone().all("SELECT body FROM outbox ORDER BY id", vec![]).await.unwrap();
        let record = rows.iter().map(|(body,)| serde_json::from_str::<Value>(body).unwrap()).find(|r| r["command"] == "chart.break_glass").unwrap();
        assert_eq!((&record["severity"], &record["changes"]["reason"]), (&json!("warning"), &json!("Unconscious, needs her history")));

        let admin = &p.clinic.admin.token;
        let list: Value = p.w.call(Some(admin), "chart.lock_openings", json!(null)).await.unwrap();
        assert_eq!((&list[0]["id"], &list[0]["reviewed_at"], &list[0]["user_name"]), (&opening["id"], &json!(null), &json!("Test doctor")));
        let reviewed: Value = p.w.call(Some(admin), "chart.review_opening", json!({ "id": opening["id"] })).await.unwrap();
        assert!(reviewed["reviewed_at"].is_string());
        assert_eq!(p.call("chart.lock_openings", json!(null)).await.unwrap_err().code, ErrorCode::Denied);

        p.w.clock.advance(TimeDelta::hours(1));
        assert!(!may(&p, &p.clinic.doctor, Role::Doctor, highly).await, "the hour is over");
    }

    async fn every_admin_is_told_and_sees_it_in_their_own_time(w) {
        let p = Practice::open(w).await;
        let second = p.w.person(&p.clinic.admin.token, Role::Admin, "second.admin@clinic.example").await;
        let told = async |person: &Person| p.w.call::<Value>(Some(&person.token), "notifications.list", json!(null)).await.unwrap();
        assert_eq!(told(&p.clinic.admin).await, json!({ "unseen": 0, "entries": [] }));
        let opening = p.done("chart.break_glass", json!({ "patient_id": p.patient, "reason": "Unconscious, needs her history" })).await;
        let list = told(&p.clinic.admin).await;
        let entry = &list["entries"][0];
        assert_eq!((&list["unseen"], &entry["kind"], &entry["subject_id"]), (&json!(1), &json!("break_glass"), &opening["id"]));
        assert_eq!((&entry["person"], &entry["detail"]), (&json!("Test doctor"), &json!("Unconscious, needs her history")));
        assert_eq!((&entry["patient_id"], &entry["seen_at"]), (&json!(p.patient), &Value::Null));
        assert_eq!(told(&p.clinic.doctor).await["entries"], json!([]), "who may not review is not told");

        let see = async |person: &Person, ids: Value| {
            p.w.call::<Value>(Some(&person.token), "notifications.see", json!({ "ids": ids })).await.unwrap();
        };
        see(&p.clinic.doctor, json!([entry["id"]])).await;
        assert_eq!(told(&p.clinic.admin).await["unseen"], 1, "nobody puts another's away");
        see(&p.clinic.admin, json!([entry["id"]])).await;
        assert_eq!((&told(&p.clinic.admin).await["unseen"], &told(&second).await["unseen"]), (&json!(0), &json!(1)));
        let many: Vec<_> = (0..51).map(|_| DocumentId::fresh().to_string()).collect();
        let refused = p.w.call::<Value>(Some(&second.token), "notifications.see", json!({ "ids": many })).await.unwrap_err();
        assert_eq!((refused.fields[0].field.as_str(), &refused.fields[0].params["max"]), ("ids", &json!(50)), "no more than a list shows");
        see(&second, json!([])).await;
        assert_eq!(told(&second).await["unseen"], 0);
        p.w.clock.advance(TimeDelta::days(91));
        let session: Value = p.w.call(None, "identity.sign_in", json!({ "email": "second.admin@clinic.example", "password": curanda_tests::PASSWORD })).await.unwrap();
        let later: Value = p.w.call(session["token"].as_str(), "notifications.list", json!(null)).await.unwrap();
        assert_eq!(later["entries"], json!([]), "after 90 days it is no news");
    }

    async fn a_locked_document_is_named_but_not_described(w) {
        let p = Practice::open(w).await;
        note(&p, &p.clinic.admin, Privacy::HighlySensitive).await;
        let read = json!({ "patient_id": p.patient, "only": ["notes"], "after": null, "limit": null });
        let timeline = p.done("chart.timeline", read).await;
        let entry = &timeline["entries"][0];
        assert_eq!((&entry["kind"], &entry["locked"], &entry["titles"]), (&json!("encounter_notes"), &json!(true), &json!([])));
    }
}
