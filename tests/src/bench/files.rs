//! A large file brought in and read back: megabytes a second, and the memory that both take together.

use std::time::Instant;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use curanda_core::files::model::{FilePiece, FileRef, Upload};
use serde_json::json;

use super::Row;
use super::memory::Peak;
use crate::{Store, World};

/// Bytes of a long scan of pictures.
const SIZE: usize = 199 * 1_000_000;

pub async fn run(store: Store) -> Vec<Row> {
    let w = World::start(store).await;
    let c = w.clinic().await;
    let patient = w.patient(&c.receptionist, "Long", "Scan").await;
    let token = Some(c.doctor.token.as_str());
    let begin = json!({ "patient_id": patient, "name": "scan.pdf", "size": SIZE });
    let upload: Upload = w.call(token, "files.begin", begin).await.expect("it begins");
    let piece = usize::try_from(upload.piece).expect("a size");
    let peak = Peak::begin();
    let started = Instant::now();
    for at in (0..SIZE).step_by(piece) {
        let content = STANDARD.encode(part(at, piece.min(SIZE - at)));
        w.call::<Upload>(token, "files.put", json!({ "id": upload.id, "at": at, "content": content }))
            .await
            .expect("the piece is kept");
    }
    let file: FileRef = w
        .call(token, "files.finish", json!({ "id": upload.id }))
        .await
        .expect("it is whole");
    let put = started.elapsed().as_secs_f64();
    let started = Instant::now();
    let read = read_back(&w, token, &file).await;
    let got = started.elapsed().as_secs_f64();
    assert_eq!(read, SIZE, "it comes back whole");
    vec![Row {
        what: "a file of 199 MB, in and out".to_owned(),
        store,
        figure: format!(
            "in {:.0} MB/s, out {:.0} MB/s, at most {} MB more",
            rate(put),
            rate(got),
            peak.megabytes()
        ),
        bare: format!("{:.0} MB/s hashed", rate(hashed(piece))),
        ratio: (put + got) / hashed(piece),
    }]
}

/// Bytes that came back.
async fn read_back(w: &World, token: Option<&str>, file: &FileRef) -> usize {
    w.call::<FileRef>(token, "files.open", json!({ "id": file.id }))
        .await
        .expect("it opens");
    let (mut at, mut read) = (Some(0), 0);
    while let Some(from) = at {
        let piece: FilePiece = w
            .call(token, "files.read", json!({ "id": file.id, "at": from }))
            .await
            .expect("it reads");
        read += STANDARD.decode(piece.content).expect("base64").len();
        at = piece.next;
    }
    read
}

/// A piece of a PDF by its beginning.
fn part(at: usize, size: usize) -> Vec<u8> {
    let mut bytes = vec![b'x'; size];
    if at == 0 {
        bytes[..9].copy_from_slice(b"%PDF-1.7\n");
    }
    bytes
}

/// Seconds that it takes to hash as much.
fn hashed(piece: usize) -> f64 {
    let started = Instant::now();
    for at in (0..SIZE).step_by(piece) {
        std::hint::black_box(curanda_core::documents::sha256(&part(at, piece.min(SIZE - at))));
    }
    started.elapsed().as_secs_f64()
}

#[expect(clippy::cast_precision_loss, reason = "a figure for people")]
fn rate(seconds: f64) -> f64 {
    SIZE as f64 / 1e6 / seconds
}
