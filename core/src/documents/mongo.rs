//! The document store of a clinic with servers: MongoDB.

use std::future::{Future, IntoFuture};
use std::time::Duration;

use async_trait::async_trait;
use futures::TryStreamExt;
use mongodb::bson::{self, Bson, Document, doc};
use mongodb::error::{Error as MongoError, ErrorKind, WriteFailure};
use mongodb::options::IndexOptions;
use mongodb::{Client, Database, IndexModel};
use serde_json::Value;
use uuid::Uuid;

use super::mongo_settings::{LONGEST, MongoSettings, NOTICE};
use super::{CHUNK, Collection, Documents};
use crate::{Error, ErrorCode, Result};

/// Documents on MongoDB: every insert is acknowledged by a majority, from the journal.
#[derive(Debug, Clone)]
pub struct Mongo {
    pub(super) database: Database,
}

impl Mongo {
    /// A client for these settings. Nothing is sent until the first call.
    ///
    /// # Errors
    /// `connection_refused` when the settings cannot be read (e.g. the CA file).
    pub fn new(settings: &MongoSettings) -> Result<Self> {
        let client = Client::with_options(settings.options()).map_err(|e| refused(&e))?;
        Ok(Self {
            database: client.database(&settings.database),
        })
    }

    /// Removes the database with all its documents; for tests.
    ///
    /// # Errors
    /// `documents_unavailable`.
    pub async fn drop_database(&self) -> Result<()> {
        within(self.database.drop()).await
    }

    /// Runs a command on the database.
    pub(crate) async fn command(&self, command: Document) -> Result<Document> {
        within(self.database.run_command(command)).await
    }

    /// Contents of files as GridFS lays them out: `contents.chunks`, and `contents.files` once they are whole. The driver's own
    /// streams cannot go on with an upload that was cut off.
    fn contents(&self, part: &str) -> mongodb::Collection<Document> {
        self.database.collection(&format!("contents.{part}"))
    }

    async fn remove_contents(&self, keys: &[Bson]) -> Result<()> {
        for (part, field) in [("files", "_id"), ("chunks", "files_id")] {
            within(self.contents(part).delete_many(doc! { field: { "$in": keys } })).await?;
        }
        Ok(())
    }

    fn collection(&self, collection: Collection) -> mongodb::Collection<Document> {
        self.database.collection(collection.as_str())
    }
}

fn refused(error: &MongoError) -> Error {
    let problem = match error.kind.as_ref() {
        ErrorKind::InvalidTlsConfig { .. } | ErrorKind::Io(_) => crate::db::Problem::Tls,
        _ => crate::db::Problem::Host,
    };
    Error::new(ErrorCode::ConnectionRefused).with("problem", serde_json::json!(problem))
}

/// What is searched besides `_id`.
const INDEXES: &[(Collection, &[&str])] = &[
    (Collection::AuditLogs, &["time"]),
    (Collection::AuditLogs, &["patient_id", "time"]),
    (Collection::AuditLogs, &["actor.id", "time"]),
    (Collection::AuditLogs, &["entity", "entity_id", "time"]),
    (Collection::ActivityLogs, &["time"]),
    (Collection::ActivityLogs, &["actor.id", "time"]),
];

/// Runs a driver call within [`LONGEST`].
pub(super) async fn within<T>(call: impl IntoFuture<Output = mongodb::error::Result<T>>) -> Result<T> {
    limited(LONGEST, call.into_future()).await
}

async fn limited<T>(limit: Duration, call: impl Future<Output = mongodb::error::Result<T>>) -> Result<T> {
    match tokio::time::timeout(limit, call).await {
        Ok(result) => Ok(result?),
        Err(_) => Err(Error::new(ErrorCode::DocumentsUnavailable)),
    }
}

/// Our ids in BSON: binary of the UUID subtype, whose order is the order of time.
pub(super) fn key(id: Uuid) -> Bson {
    Bson::from(bson::Uuid::from_bytes(id.into_bytes()))
}

/// The id of a document read back.
pub(super) fn id_of(document: &Document) -> Result<Uuid> {
    uuid_in(document, "_id")
}

fn uuid_in(document: &Document, field: &str) -> Result<Uuid> {
    match document.get(field) {
        Some(Bson::Binary(binary)) => binary.bytes.as_slice().try_into().map(Uuid::from_bytes).ok(),
        _ => None,
    }
    .ok_or_else(|| Error::fault("a document without an id of ours"))
}

/// Keeps a chunk once, also where the index by number is not there yet.
fn chunk_key(id: Uuid, n: u32) -> Bson {
    let bytes = [id.as_bytes().as_slice(), &n.to_be_bytes()].concat();
    Bson::Binary(binary(&bytes))
}

fn binary(bytes: &[u8]) -> bson::Binary {
    bson::Binary {
        subtype: bson::spec::BinarySubtype::Generic,
        bytes: bytes.to_vec(),
    }
}

/// A chunk's number. GridFS writes 32 bits, a server may answer with 64.
fn number(chunk: &Document) -> Option<u32> {
    match chunk.get("n")? {
        Bson::Int32(n) => u32::try_from(*n).ok(),
        Bson::Int64(n) => u32::try_from(*n).ok(),
        _ => None,
    }
}

/// Milliseconds since 1970 at which an id of ours was made.
fn made_at(id: Uuid) -> i64 {
    i64::try_from(id.as_u128() >> 80).unwrap_or(i64::MAX)
}

fn body_of(id: Uuid, body: &Value) -> Result<Document> {
    let mut document = doc! { "_id": key(id) };
    document.extend(bson::serialize_to_document(body).map_err(MongoError::from)?);
    Ok(document)
}

/// Whether the only thing wrong is that the ids are there already.
fn only_duplicates(error: &MongoError) -> bool {
    match error.kind.as_ref() {
        ErrorKind::InsertMany(e) => {
            e.write_concern_error.is_none() && e.write_errors.as_ref().is_some_and(|all| all.iter().all(|one| one.code == 11000))
        }
        ErrorKind::Write(WriteFailure::WriteError(e)) => e.code == 11000,
        _ => false,
    }
}

/// Inserts documents; those whose ids are there already stay as they are.
async fn put_once(target: &mongodb::Collection<Document>, documents: Vec<Document>) -> Result<()> {
    if documents.is_empty() {
        return Ok(());
    }
    let insert = target.insert_many(documents).ordered(false).into_future();
    match tokio::time::timeout(LONGEST, insert).await {
        Ok(Err(e)) if !only_duplicates(&e) => Err(e.into()),
        Ok(_) => Ok(()),
        Err(_) => Err(Error::new(ErrorCode::DocumentsUnavailable)),
    }
}

#[async_trait]
impl Documents for Mongo {
    async fn insert_all(&self, collection: Collection, documents: &[(Uuid, Value)]) -> Result<()> {
        let documents = documents.iter().map(|(id, body)| body_of(*id, body)).collect::<Result<Vec<_>>>()?;
        put_once(&self.collection(collection), documents).await
    }

    async fn get(&self, collection: Collection, ids: &[Uuid]) -> Result<Vec<(Uuid, Value)>> {
        let keys: Vec<Bson> = ids.iter().map(|id| key(*id)).collect();
        let target = self.collection(collection);
        let found: Vec<Document> = within(async { target.find(doc! { "_id": { "$in": keys } }).await?.try_collect().await }).await?;
        found
            .into_iter()
            .map(|mut document| {
                let id = id_of(&document)?;
                document.remove("_id");
                Ok((id, bson::deserialize_from_document(document).map_err(MongoError::from)?))
            })
            .collect()
    }

    async fn ids_between(&self, collection: Collection, after: Uuid, before: Uuid, limit: u16) -> Result<Vec<Uuid>> {
        let target = self.collection(collection);
        let filter = doc! { "_id": { "$gt": key(after), "$lt": key(before) } };
        let find = target
            .find(filter)
            .projection(doc! { "_id": 1 })
            .sort(doc! { "_id": 1 })
            .limit(i64::from(limit));
        let found: Vec<Document> = within(async { find.await?.try_collect().await }).await?;
        found.iter().map(id_of).collect()
    }

    async fn remove(&self, collection: Collection, ids: &[Uuid]) -> Result<()> {
        let keys: Vec<Bson> = ids.iter().map(|id| key(*id)).collect();
        if collection == Collection::Files {
            self.remove_contents(&keys).await?;
        }
        within(self.collection(collection).delete_many(doc! { "_id": { "$in": keys } })).await?;
        Ok(())
    }

    async fn put_chunks(&self, id: Uuid, first: u32, content: &[u8]) -> Result<()> {
        let chunk = |(n, bytes): (u32, &[u8])| doc! { "_id": chunk_key(id, n), "files_id": key(id), "n": n, "data": binary(bytes) };
        put_once(&self.contents("chunks"), super::numbered(first, content).map(chunk).collect()).await
    }

    async fn close_content(&self, id: Uuid, size: u64) -> Result<()> {
        let (size, chunk) = (i64::try_from(size).unwrap_or(i64::MAX), i32::try_from(CHUNK).unwrap_or(i32::MAX));
        let head = doc! { "_id": key(id), "length": size, "chunkSize": chunk, "uploadDate": bson::DateTime::from_millis(made_at(id)), "filename": "" };
        put_once(&self.contents("files"), vec![head]).await
    }

    async fn chunks(&self, id: Uuid, first: u32, count: u32) -> Result<Option<Vec<u8>>> {
        let chunks = self.contents("chunks");
        let filter = doc! { "files_id": key(id), "n": { "$gte": first, "$lt": first.saturating_add(count) } };
        let find = chunks.find(filter).sort(doc! { "n": 1 });
        let found: Vec<Document> = within(async { find.await?.try_collect().await }).await?;
        let bytes = |chunk: &Document| {
            chunk
                .get_binary_generic("data")
                .cloned()
                .map_err(|_| Error::fault("a chunk without bytes"))
        };
        let pieces = found.iter().map(bytes).collect::<Result<Vec<_>>>()?;
        Ok((!pieces.is_empty()).then(|| pieces.concat()))
    }

    async fn chunk_numbers(&self, id: Uuid) -> Result<Vec<u32>> {
        let chunks = self.contents("chunks");
        let find = chunks
            .find(doc! { "files_id": key(id) })
            .projection(doc! { "n": 1 })
            .sort(doc! { "n": 1 });
        let found: Vec<Document> = within(async { find.await?.try_collect().await }).await?;
        Ok(found.iter().filter_map(number).collect())
    }

    async fn contents_between(&self, after: Uuid, before: Uuid, limit: u16) -> Result<Vec<Uuid>> {
        let chunks = self.contents("chunks");
        let filter = doc! { "files_id": { "$gt": key(after), "$lt": key(before) }, "n": 0 };
        let find = chunks
            .find(filter)
            .projection(doc! { "files_id": 1 })
            .sort(doc! { "files_id": 1 })
            .limit(i64::from(limit));
        let found: Vec<Document> = within(async { find.await?.try_collect().await }).await?;
        found.iter().map(|chunk| uuid_in(chunk, "files_id")).collect()
    }

    async fn prepare(&self) -> Result<()> {
        // As the GridFS specification has it.
        let unique = IndexOptions::builder().unique(true).build();
        let index = IndexModel::builder().keys(doc! { "files_id": 1, "n": 1 }).options(unique).build();
        let chunks = self.contents("chunks");
        within(async { chunks.create_index(index).await }).await?;
        for (collection, keys) in INDEXES {
            let keys: Document = keys.iter().map(|field| ((*field).to_owned(), Bson::Int32(1))).collect();
            let index = IndexModel::builder().keys(keys).build();
            let target = self.collection(*collection);
            within(async { target.create_index(index).await }).await?;
        }
        Ok(())
    }

    async fn describe(&self) -> Result<Vec<(String, String)>> {
        let info = self.command(doc! { "buildInfo": 1 }).await?;
        let hello = self.command(doc! { "hello": 1 }).await?;
        let told = |document: &Document, key: &str| document.get_str(key).unwrap_or_default().to_owned();
        Ok(vec![
            ("version".to_owned(), told(&info, "version")),
            ("replica_set".to_owned(), told(&hello, "setName")),
            ("write_concern".to_owned(), "majority, journal".to_owned()),
        ])
    }

    async fn ping(&self) -> Result<()> {
        limited(NOTICE, self.database.run_command(doc! { "ping": 1 }).into_future())
            .await
            .map(|_| ())
    }
}
