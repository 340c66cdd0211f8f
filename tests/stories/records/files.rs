//! Files: taken for what they are, in pieces, whole or not at all, and shown only as they were filed.

use chrono::TimeDelta;
use curanda_core::check::{self, Check};
use curanda_core::db::Read;
use curanda_core::documents::{CHUNK, Collection, registry};
use curanda_core::error::ErrorCode;
use curanda_core::ids::DocumentId;
use curanda_core::{args, files};
use curanda_tests::stories;
use serde_json::{Value, json};

use super::{PIECE, Practice, base64, pdf, reason, report, wrong};

/// Everything of a file that either store holds.
async fn left(p: &Practice, id: &Value) -> (i64, usize, usize) {
    let file: DocumentId = serde_json::from_value(id.clone()).unwrap();
    let documents = p.w.app.stores().unwrap().documents;
    let (rows,): (i64,) =
        p.w.db
            .clone()
            .one("SELECT COUNT(*) FROM files WHERE id = ?", args![file])
            .await
            .unwrap();
    let chunks = documents.chunk_numbers(file.0).await.unwrap();
    (rows, chunks.len(), documents.get(Collection::Files, &[file.0]).await.unwrap().len())
}

async fn swept(p: &Practice) -> usize {
    let stores = p.w.app.stores().unwrap();
    files::sweep(&stores.db, stores.documents.as_ref(), p.w.app.now()).await.unwrap()
}

stories! {
    async fn a_file_comes_back_as_it_was_brought_in(w) {
        let p = Practice::open(w).await;
        let content = pdf(2 * PIECE + 12_345);
        let file = p.uploaded("C:\\scans\\Blood count.pdf", &content).await;
        assert_eq!((&file["name"], &file["media_type"], &file["size"]), (&json!("Blood count.pdf"), &json!("application/pdf"), &json!(content.len())));
        let opened = p.done("files.open", json!({ "id": file["id"] })).await;
        assert_eq!(opened, file);
        assert!(p.read_back(&file["id"]).await == content, "byte for byte");
        let small = p.uploaded("note.txt", "Kết quả bình thường".as_bytes()).await;
        assert_eq!(small["media_type"], "text/plain");
    }

    async fn a_harmless_name_does_not_hide_what_a_file_is(w) {
        let p = Practice::open(w).await;
        let program = [b"MZ\x90\x00\x03\x00\x00\x00".as_slice(), &[0; 500]].concat();
        for (name, content, code) in [
            ("scan.pdf", program.as_slice(), "file_executable"),
            ("photo.jpg", b"#!/bin/sh\nrm -rf .".as_slice(), "file_executable"),
            ("letter.pdf", b"<!DOCTYPE html><html><script>alert(1)</script>".as_slice(), "file_web_page"),
            ("images.dcm", b"PK\x03\x04rest of an archive".as_slice(), "file_archive"),
            ("report.pdf", &[1, 2, 3, 0, 200], "file_kind_unknown"),
        ] {
            let id = &p.begin(name, content.len()).await["id"];
            let error = p.refused("files.put", Practice::piece(id, 0, content)).await;
            assert_eq!(wrong(&error), ("content", code), "{name}");
            assert_eq!(left(&p, id).await.1, 0, "not a byte of it is kept");
            assert_eq!(p.refused("files.finish", json!({ "id": id })).await.code, ErrorCode::Stale);
        }
    }

    async fn what_is_too_large_or_empty_does_not_begin(w) {
        let p = Practice::open(w).await;
        let set = json!({ "key": "files.most_megabytes", "value": 1, "version": 0, "workstation_id": null });
        p.by(&p.clinic.admin, "settings.set", set).await.unwrap();
        let begin = |size: i64| json!({ "patient_id": p.patient, "name": "x.pdf", "size": size });
        let error = p.refused("files.begin", begin(1_000_001)).await;
        assert_eq!((wrong(&error), &error.fields[0].params["max"]), (("size", "file_too_large"), &json!(1)));
        assert_eq!(wrong(&p.refused("files.begin", begin(0)).await), ("size", "file_empty"));
        let upload = p.done("files.begin", begin(1_000_000)).await;
        let more = p.refused("files.put", Practice::piece(&upload["id"], 0, &pdf(1_000_001))).await;
        assert_eq!(wrong(&more), ("content", "file_piece_invalid"), "no more than was announced");
    }

    async fn an_upload_goes_on_where_the_connection_was_lost(w) {
        let p = Practice::open(w).await;
        let content = pdf(3 * PIECE);
        let id = p.begin("ct.pdf", content.len()).await["id"].clone();
        p.done("files.put", Practice::piece(&id, 0, &content[..PIECE])).await;
        // The reply was lost, and a part of the next piece came through.
        let file: DocumentId = serde_json::from_value(id.clone()).unwrap();
        let documents = p.w.app.stores().unwrap().documents;
        documents.put_chunks(file.0, 4, &content[PIECE..PIECE + CHUNK]).await.unwrap();
        let beyond = p.refused("files.put", Practice::piece(&id, 2 * PIECE, &content[2 * PIECE..])).await;
        assert_eq!((beyond.code, &beyond.params["current"]["received"]), (ErrorCode::Stale, &json!(PIECE + CHUNK)));
        let early = p.refused("files.finish", json!({ "id": id })).await;
        assert_eq!((early.code, &early.params["current"]["received"]), (ErrorCode::Stale, &json!(PIECE + CHUNK)));

        let upload = p.done("files.upload", json!({ "id": id })).await;
        assert_eq!((&upload["received"], &upload["complete"]), (&json!(PIECE + CHUNK), &json!(false)));
        // The piece is sent again from its beginning, as a caller does that never heard of the part.
        p.done("files.put", Practice::piece(&id, PIECE, &content[PIECE..2 * PIECE])).await;
        p.done("files.put", Practice::piece(&id, 2 * PIECE, &content[2 * PIECE..])).await;
        let whole = p.done("files.finish", json!({ "id": id })).await;
        assert_eq!(p.done("files.finish", json!({ "id": id })).await, whole, "a lost reply is settled by asking again");
        p.done("files.open", json!({ "id": id })).await;
        assert!(p.read_back(&id).await == content);
    }

    async fn a_cancelled_upload_leaves_nothing(w) {
        let p = Practice::open(w).await;
        let content = pdf(PIECE + 10);
        let id = p.begin("x.pdf", content.len()).await["id"].clone();
        p.done("files.put", Practice::piece(&id, 0, &content[..PIECE])).await;
        assert_eq!(left(&p, &id).await, (1, 4, 0));
        p.done("files.cancel", json!({ "id": id })).await;
        assert_eq!(left(&p, &id).await, (0, 0, 0));
        assert_eq!(p.refused("files.put", Practice::piece(&id, PIECE, &content[PIECE..])).await.code, ErrorCode::NotFound);
        let whole = p.uploaded("y.pdf", &content).await;
        p.done("files.cancel", json!({ "id": whole["id"] })).await;
        assert_eq!(left(&p, &whole["id"]).await, (0, 0, 0));
    }

    async fn what_was_given_up_is_swept_and_what_a_draft_names_is_kept(w) {
        let p = Practice::open(w).await;
        let broken_off = p.begin("a.pdf", 2 * PIECE).await["id"].clone();
        p.done("files.put", Practice::piece(&broken_off, 0, &pdf(PIECE))).await;
        let forgotten = p.uploaded("b.pdf", &pdf(500)).await;
        let drafted = p.uploaded("c.pdf", &pdf(600)).await;
        let draft = json!({
            "id": curanda_core::ids::NoteId::fresh(), "subject": { "patient_id": p.patient, "appointment_id": null, "amends": null }, "base_revision": 0,
            "body": { "attachments": [drafted] },
        });
        p.done("notes.save_draft", draft).await;
        assert_eq!(swept(&p).await, 0, "nothing is given up yet");
        p.w.clock.advance(TimeDelta::hours(25));
        assert_eq!(swept(&p).await, 1);
        assert_eq!(left(&p, &broken_off).await, (0, 0, 0));
        p.w.clock.advance(TimeDelta::days(8));
        assert_eq!(swept(&p).await, 1);
        assert_eq!((left(&p, &forgotten["id"]).await, left(&p, &drafted["id"]).await), ((0, 0, 0), (1, 1, 1)));
        let stores = p.w.app.stores().unwrap();
        assert_eq!(registry::sweep(&stores.db, stores.documents.as_ref(), p.w.app.now()).await.unwrap(), 0, "the other sweep leaves it too");
        let found = check::run(&stores, p.w.app.now()).await.unwrap();
        assert!(found.iter().all(|f| f.check == Check::OutboxWaiting), "the check has nothing to say of files: {found:?}");
    }

    async fn nobody_else_sees_a_file_before_it_is_filed(w) {
        let p = Practice::open(w).await;
        let file = p.uploaded("x.pdf", &pdf(500)).await;
        for command in ["files.upload", "files.finish", "files.cancel", "files.open"] {
            let error = p.by(&p.second.clone(), command, json!({ "id": file["id"] })).await.unwrap_err();
            assert_eq!(error.code, ErrorCode::NotFound, "{command}");
        }
        let mut record = report();
        record["files"] = json!([file]);
        let stolen = p.by(&p.second.clone(), "records.save", p.saving(record.clone())).await.unwrap_err();
        assert_eq!(wrong(&stolen), ("files.0", "file_gone"));
        let mut renamed = record.clone();
        renamed["files"][0]["sha256"] = json!("00");
        assert_eq!(wrong(&p.refused("records.save", p.saving(renamed)).await), ("files.0", "file_changed"));
        p.kept(record).await;
        p.by(&p.second.clone(), "files.open", json!({ "id": file["id"] })).await.unwrap();
        assert_eq!(reason(&p.refused("files.cancel", json!({ "id": file["id"] })).await), "file_filed");
    }

    async fn a_file_is_read_only_by_who_opened_it_and_every_opening_is_recorded(w) {
        let p = Practice::open(w).await;
        let file = p.uploaded("x.pdf", &pdf(500)).await;
        let mut record = report();
        record["files"] = json!([file]);
        p.kept(record).await;
        let read = json!({ "id": file["id"], "at": 0 });
        assert_eq!(reason(&p.refused("files.read", read.clone()).await), "file_not_open");
        p.done("files.open", json!({ "id": file["id"] })).await;
        p.done("files.read", read.clone()).await;
        assert_eq!(reason(&p.by(&p.second.clone(), "files.read", read).await.unwrap_err()), "file_not_open");
        let records: Vec<(String,)> = p.w.db.clone().all("SELECT body FROM outbox", args![]).await.unwrap();
        let openings = records.iter().filter(|(r,)| r.contains("\"files.open\"") && r.contains(&p.patient) && r.contains(&p.clinic.doctor.user_id));
        assert_eq!(openings.count(), 1);
    }

    async fn a_file_that_was_tampered_with_is_not_shown(w) {
        let p = Practice::open(w).await;
        let content = pdf(PIECE + 100);
        let file = p.uploaded("x.pdf", &content).await;
        p.done("files.open", json!({ "id": file["id"] })).await;
        let id: DocumentId = serde_json::from_value(file["id"].clone()).unwrap();
        let documents = p.w.app.stores().unwrap().documents;
        let head = documents.get(Collection::Files, &[id.0]).await.unwrap().remove(0).1;
        documents.remove(Collection::Files, &[id.0]).await.unwrap();
        let mut changed = content.clone();
        changed[PIECE + 50] ^= 1;
        documents.put_chunks(id.0, 0, &changed[..PIECE]).await.unwrap();
        documents.put_chunks(id.0, 4, &changed[PIECE..]).await.unwrap();
        documents.insert(Collection::Files, id.0, &head).await.unwrap();
        p.done("files.read", json!({ "id": file["id"], "at": 0 })).await;
        let later = p.refused("files.read", json!({ "id": file["id"], "at": PIECE })).await;
        assert_eq!(reason(&later), "file_damaged", "the piece that was changed after the opening");
        let error = p.refused("files.open", json!({ "id": file["id"] })).await;
        assert_eq!((error.code, reason(&error)), (ErrorCode::NotAllowed, "file_damaged"));
        let records: Vec<(String,)> = p.w.db.clone().all("SELECT body FROM outbox", args![]).await.unwrap();
        assert!(records.iter().any(|(r,)| r.contains("\"files.open\"") && r.contains("\"refused\"")), "that is recorded");
    }

    async fn a_file_is_as_private_as_what_shows_it(w) {
        let p = Practice::open(w).await;
        let file = p.uploaded("x.pdf", &pdf(500)).await;
        let mut record = report();
        record["files"] = json!([file]);
        record["privacy"] = json!("highly_sensitive");
        p.kept(record).await;
        let (second, open) = (p.second.clone(), json!({ "id": file["id"] }));
        assert_eq!(reason(&p.by(&second, "files.open", open.clone()).await.unwrap_err()), "document_locked");
        p.by(&second, "chart.break_glass", json!({ "patient_id": p.patient, "reason": "Brought in unconscious" })).await.unwrap();
        p.by(&second, "files.open", open).await.unwrap();
    }

    async fn the_check_finds_content_of_nobody_and_content_that_is_gone(w) {
        let p = Practice::open(w).await;
        let file = p.uploaded("x.pdf", &pdf(PIECE + 5)).await;
        let mut record = report();
        record["files"] = json!([file]);
        p.kept(record).await;
        let stores = p.w.app.stores().unwrap();
        assert_eq!(check::run(&stores, p.w.app.now()).await.unwrap(), []);
        let old = curanda_core::ids::lowest_at(p.w.app.now() - TimeDelta::days(2));
        stores.documents.put_chunks(old, 0, b"of nobody").await.unwrap();
        let id: DocumentId = serde_json::from_value(file["id"].clone()).unwrap();
        let head = stores.documents.get(Collection::Files, &[id.0]).await.unwrap().remove(0).1;
        stores.documents.remove(Collection::Files, &[id.0]).await.unwrap();
        stores.documents.put_chunks(id.0, 0, &pdf(PIECE)).await.unwrap();
        stores.documents.insert(Collection::Files, id.0, &head).await.unwrap();
        let found = check::run(&stores, p.w.app.now()).await.unwrap();
        let found: Vec<_> = found.into_iter().map(|f| (f.check, f.ids)).collect();
        assert_eq!(found, [(Check::FilesDamaged, vec![id.0]), (Check::DocumentsUnregistered, vec![old])]);
        assert_eq!(registry::sweep(&stores.db, stores.documents.as_ref(), p.w.app.now()).await.unwrap(), 1, "what is of nobody goes");
    }

    async fn a_piece_that_is_no_piece_is_refused(w) {
        let p = Practice::open(w).await;
        let id = p.begin("x.pdf", 2 * PIECE).await["id"].clone();
        for (at, content) in [(0, base64(&pdf(10))), (10, base64(&pdf(PIECE))), (0, "not base64!".to_owned()), (2 * PIECE, base64(b"x")), (0, base64(&pdf(PIECE + CHUNK)))] {
            let error = p.refused("files.put", json!({ "id": id, "at": at, "content": content })).await;
            assert_eq!(wrong(&error), ("content", "file_piece_invalid"), "at {at}");
        }
    }
}
