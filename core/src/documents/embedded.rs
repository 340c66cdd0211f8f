//! The document store of a clinic without servers: JSON in the embedded SQLite file.

use async_trait::async_trait;
use serde_json::Value;
use uuid::Uuid;

use super::{Collection, Documents};
use crate::db::{Arg, Db, Read, Sql};
use crate::{Result, args};

/// Bytes of a chunk, as GridFS has them.
const CHUNK: usize = 255 * 1024;

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
const HAS_CONTENT: &str = "SELECT COUNT(*) FROM embedded_chunks WHERE file_id = ?";
const INSERT_CHUNK: &str = "INSERT INTO embedded_chunks (file_id, n, content) VALUES (?, ?, ?)";
const CHUNKS: &str = "SELECT content FROM embedded_chunks WHERE file_id = ? ORDER BY n";
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

    async fn put_content(&self, id: Uuid, content: &[u8]) -> Result<()> {
        let mut tx = self.0.begin().await?;
        if tx.one::<(i64,)>(HAS_CONTENT, args![id]).await?.0 == 0 {
            // An empty file has one empty chunk: without it, it would look like one that was never put.
            let chunks: Vec<&[u8]> = if content.is_empty() {
                vec![content]
            } else {
                content.chunks(CHUNK).collect()
            };
            for (n, chunk) in chunks.into_iter().enumerate() {
                let n = i64::try_from(n).unwrap_or(i64::MAX);
                tx.exec(INSERT_CHUNK, args![id, n, chunk.to_vec()]).await?;
            }
        }
        tx.commit().await
    }

    async fn content(&self, id: Uuid) -> Result<Option<Vec<u8>>> {
        let chunks: Vec<(Vec<u8>,)> = self.0.clone().all(CHUNKS, args![id]).await?;
        Ok((!chunks.is_empty()).then(|| chunks.into_iter().flat_map(|(chunk,)| chunk).collect()))
    }

    async fn prepare(&self) -> Result<()> {
        // The migrations made its tables and keys.
        Ok(())
    }

    async fn ping(&self) -> Result<()> {
        self.0.version().await.map(|_| ())
    }
}
