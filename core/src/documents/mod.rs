//! The document store's port: immutable versions, addressed by id. It never decides whether something
//! exists; the `documents` table does (docs/ARCHITECTURE.md, two stores).

use async_trait::async_trait;
use serde_json::Value;
use uuid::Uuid;

mod embedded;
mod mongo;

pub use embedded::Embedded;
pub use mongo::{Mongo, MongoSettings};

use crate::Result;

crate::text_enum! {
    /// The collections in use.
    pub enum Collection {
        /// Who did what (append only).
        AuditLogs = "audit_logs",
        /// Sign-ins, views, exports (append only).
        ActivityLogs = "activity_logs",
        /// Heads of file versions: name, type, size, SHA-256.
        Files = "files",
    }
}

/// A document store. Every call may fail with `documents_unavailable`; nothing else depends on it then.
#[async_trait]
pub trait Documents: Send + Sync + std::fmt::Debug {
    /// Inserts documents once; an id that is there already is not an error and changes nothing.
    async fn insert_all(&self, collection: Collection, documents: &[(Uuid, Value)]) -> Result<()>;

    /// Inserts one document once.
    async fn insert(&self, collection: Collection, id: Uuid, body: &Value) -> Result<()> {
        self.insert_all(collection, &[(id, body.clone())]).await
    }

    /// The bodies of these ids, in any order; ids that are not there are left out.
    async fn get(&self, collection: Collection, ids: &[Uuid]) -> Result<Vec<(Uuid, Value)>>;

    /// Creates what the collections need (indexes); may be called again.
    async fn prepare(&self) -> Result<()>;

    /// Whether the store answers.
    async fn ping(&self) -> Result<()>;
}
