//! Registry and document store side by side, and records that wait between them.

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::{Check, Finding, Tally};
use crate::db::{Db, Read};
use crate::documents::{CHUNK, Collection, Documents, FileHead, registry};
use crate::ids::lowest_at;
use crate::{Result, args};

const PAGE: u16 = 500;
const REGISTERED: &str = "SELECT id, kind, sha256 FROM documents WHERE id > ? ORDER BY id LIMIT ?";
const FILED: &str = "SELECT id, size FROM files WHERE state = 'filed' AND id > ? ORDER BY id LIMIT ?";
const WAITING: &str = "SELECT COUNT(*) FROM outbox WHERE state <> 'done' AND created_at < ?";

pub(super) async fn run(db: &Db, documents: &dyn Documents, now: DateTime<Utc>) -> Result<Vec<Finding>> {
    let missing = missing(db, documents).await?;
    let unregistered = unregistered(db, documents, now).await?;
    let (waiting,): (i64,) = db.clone().one(WAITING, args![now - TimeDelta::hours(1)]).await?;
    let waiting = Tally {
        count: usize::try_from(waiting).unwrap_or(usize::MAX),
        ids: Vec::new(),
    };
    Ok([
        damaged(db, documents).await?.finding(Check::FilesDamaged, ""),
        missing.finding(Check::DocumentsMissing, ""),
        unregistered.finding(Check::DocumentsUnregistered, ""),
        waiting.finding(Check::OutboxWaiting, ""),
    ]
    .into_iter()
    .flatten()
    .collect())
}

async fn missing(db: &Db, documents: &dyn Documents) -> Result<Tally> {
    let (mut tally, mut after) = (Tally::default(), Uuid::nil());
    loop {
        let page: Vec<(Uuid, Collection, Vec<u8>)> = db.clone().all(REGISTERED, args![after, PAGE]).await?;
        let Some((last, ..)) = page.last() else { break };
        after = *last;
        for collection in Collection::ALL {
            let of_kind: Vec<_> = page.iter().filter(|(_, kind, _)| kind == collection).collect();
            let ids: Vec<Uuid> = of_kind.iter().map(|(id, ..)| *id).collect();
            let found = documents.get(*collection, &ids).await?;
            for (id, _, sha256) in of_kind {
                let body = found.iter().find(|(found, _)| found == id).map(|(_, body)| body);
                if !body.is_some_and(|body| is_same(*collection, body, sha256)) {
                    tally.add(*id);
                }
            }
        }
    }
    Ok(tally)
}

/// Counts the chunks of every registered file; reading each one through would take hours, opening it does that.
async fn damaged(db: &Db, documents: &dyn Documents) -> Result<Tally> {
    let (mut tally, mut after) = (Tally::default(), Uuid::nil());
    loop {
        let page: Vec<(Uuid, i64)> = db.clone().all(FILED, args![after, PAGE]).await?;
        let Some((last, _)) = page.last() else { return Ok(tally) };
        after = *last;
        for (id, size) in page {
            let chunks = documents.chunk_numbers(id).await?.len();
            if chunks != usize::try_from(size).unwrap_or(usize::MAX).div_ceil(CHUNK) {
                tally.add(id);
            }
        }
    }
}

/// A file's head must name the content that was registered.
fn is_same(collection: Collection, body: &serde_json::Value, sha256: &[u8]) -> bool {
    let head = || serde_json::from_value::<FileHead>(body.clone());
    collection != Collection::Files || head().is_ok_and(|head| head.sha256 == hex::encode(sha256))
}

/// Heads and other documents that no row names, and content without a head.
async fn unregistered(db: &Db, documents: &dyn Documents, now: DateTime<Utc>) -> Result<Tally> {
    let (mut tally, before) = (Tally::default(), lowest_at(now - TimeDelta::hours(24)));
    let mut known = HashSet::new();
    for collection in registry::REGISTERED.iter().map(Some).chain([None]) {
        let mut after = Uuid::nil();
        loop {
            let page = match collection {
                Some(collection) => documents.ids_between(*collection, after, before, PAGE).await?,
                None => documents.contents_between(after, before, PAGE).await?,
            };
            let Some(last) = page.last() else { break };
            after = *last;
            let orphans = registry::unregistered(db, &page).await?;
            orphans.into_iter().filter(|id| known.insert(*id)).for_each(|id| tally.add(id));
        }
    }
    Ok(tally)
}
