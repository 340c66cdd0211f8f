//! The document store of a clinic without servers: JSON in the embedded SQLite file.

use async_trait::async_trait;
use serde_json::Value;
use uuid::Uuid;

use super::{Collection, Documents};
use crate::db::{Arg, Db, Read, Sql};
use crate::{Result, args};

/// Documents beside the rows, in the same encrypted file.
#[derive(Debug, Clone)]
pub struct Embedded(Db);

impl Embedded {
    /// Uses the embedded store.
    #[must_use]
    pub fn new(db: Db) -> Self {
        Self(db)
    }
}

const EXISTS: &str = "SELECT COUNT(*) FROM embedded_documents WHERE collection = ? AND id = ?";
const INSERT: &str = "INSERT INTO embedded_documents (collection, id, body) VALUES (?, ?, ?)";
const GET: &str = "SELECT id, body FROM embedded_documents WHERE collection = ? AND id IN (??)";
const BETWEEN: &str = "SELECT id FROM embedded_documents WHERE collection = ? AND id > ? AND id < ? ORDER BY id LIMIT ?";
const REMOVE: &str = "DELETE FROM embedded_documents WHERE collection = ? AND id IN (??)";
const HAS_CHUNK: &str = "SELECT COUNT(*) FROM embedded_chunks WHERE file_id = ? AND n = ?";
const INSERT_CHUNK: &str = "INSERT INTO embedded_chunks (file_id, n, content) VALUES (?, ?, ?)";
const CHUNKS: &str = "SELECT content FROM embedded_chunks WHERE file_id = ? AND n >= ? AND n < ? ORDER BY n";
const NUMBERS: &str = "SELECT n FROM embedded_chunks WHERE file_id = ? ORDER BY n";
const CONTENTS: &str = "SELECT DISTINCT file_id FROM embedded_chunks WHERE file_id > ? AND file_id < ? ORDER BY file_id LIMIT ?";
const REMOVE_CHUNKS: &str = "DELETE FROM embedded_chunks WHERE file_id IN (??)";

fn in_collection(collection: Collection, ids: &[Uuid]) -> Vec<Arg> {
    std::iter::once(Arg::from(collection))
        .chain(ids.iter().map(|id| Arg::Uuid(*id)))
        .collect()
}

#[async_trait]
impl Documents for Embedded {
    async fn insert_all(&self, collection: Collection, documents: &[(Uuid, Value)]) -> Result<()> {
        let mut tx = self.0.begin().await?;
        for (id, body) in documents {
            if tx.one::<(i64,)>(EXISTS, args![collection, *id]).await?.0 == 0 {
                tx.exec(INSERT, args![collection, *id, body.to_string()]).await?;
            }
        }
        tx.commit().await
    }

    async fn get(&self, collection: Collection, ids: &[Uuid]) -> Result<Vec<(Uuid, Value)>> {
        let sql = Sql::list(GET, ids.len());
        let rows: Vec<(Uuid, String)> = self.0.clone().all(sql, in_collection(collection, ids)).await?;
        rows.into_iter().map(|(id, body)| Ok((id, serde_json::from_str(&body)?))).collect()
    }

    async fn ids_between(&self, collection: Collection, after: Uuid, before: Uuid, limit: u16) -> Result<Vec<Uuid>> {
        let rows: Vec<(Uuid,)> = self.0.clone().all(BETWEEN, args![collection, after, before, limit]).await?;
        Ok(rows.into_iter().map(|(id,)| id).collect())
    }

    async fn remove(&self, collection: Collection, ids: &[Uuid]) -> Result<()> {
        let mut tx = self.0.begin().await?;
        tx.exec(Sql::list(REMOVE, ids.len()), in_collection(collection, ids)).await?;
        if collection == Collection::Files {
            let ids_only = ids.iter().map(|id| Arg::Uuid(*id)).collect();
            tx.exec(Sql::list(REMOVE_CHUNKS, ids.len()), ids_only).await?;
        }
        tx.commit().await
    }

    async fn put_chunks(&self, id: Uuid, first: u32, content: &[u8]) -> Result<()> {
        let mut tx = self.0.begin().await?;
        for (n, chunk) in super::numbered(first, content) {
            if tx.one::<(i64,)>(HAS_CHUNK, args![id, n]).await?.0 == 0 {
                tx.exec(INSERT_CHUNK, args![id, n, chunk.to_vec()]).await?;
            }
        }
        tx.commit().await
    }

    async fn close_content(&self, _id: Uuid, _size: u64) -> Result<()> {
        // Rows need no head of their own.
        Ok(())
    }

    async fn chunks(&self, id: Uuid, first: u32, count: u32) -> Result<Option<Vec<u8>>> {
        let chunks: Vec<(Vec<u8>,)> = self.0.clone().all(CHUNKS, args![id, first, first.saturating_add(count)]).await?;
        Ok((!chunks.is_empty()).then(|| chunks.into_iter().flat_map(|(chunk,)| chunk).collect()))
    }

    async fn chunk_numbers(&self, id: Uuid) -> Result<Vec<u32>> {
        let numbers: Vec<(i64,)> = self.0.clone().all(NUMBERS, args![id]).await?;
        Ok(numbers.into_iter().filter_map(|(n,)| u32::try_from(n).ok()).collect())
    }

    async fn contents_between(&self, after: Uuid, before: Uuid, limit: u16) -> Result<Vec<Uuid>> {
        let rows: Vec<(Uuid,)> = self.0.clone().all(CONTENTS, args![after, before, limit]).await?;
        Ok(rows.into_iter().map(|(id,)| id).collect())
    }

    async fn prepare(&self) -> Result<()> {
        // The migrations made its tables and keys.
        Ok(())
    }

    async fn ping(&self) -> Result<()> {
        self.0.version().await.map(|_| ())
    }
}
