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
        let args = std::iter::once(Arg::from(collection))
            .chain(ids.iter().map(|id| Arg::Uuid(*id)))
            .collect();
        let rows: Vec<(Uuid, String)> = self.0.clone().all(Sql::list(GET, ids.len()), args).await?;
        rows.into_iter().map(|(id, body)| Ok((id, serde_json::from_str(&body)?))).collect()
    }

    async fn prepare(&self) -> Result<()> {
        // The migrations made its tables and keys.
        Ok(())
    }

    async fn ping(&self) -> Result<()> {
        self.0.version().await.map(|_| ())
    }
}
