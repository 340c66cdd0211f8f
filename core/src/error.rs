//! The one error type. What crosses to the UI is a code it can act on; text lives in its catalogues.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

/// `Result` of the core.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What the UI acts on. Closed: add a code only when a screen does something else for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum ErrorCode {
    /// The call needs a session and has none.
    NotSignedIn,
    /// The session expired, was ended, or the account is no longer active.
    SessionEnded,
    /// Email or password is wrong; never says which.
    WrongCredentials,
    /// Too many tries; `params.retry_after_seconds`.
    Throttled,
    /// The password must be changed first.
    PasswordChangeRequired,
    /// The role may not do this; `params.permission`.
    Denied,
    /// Fields are wrong; see `fields`.
    Invalid,
    /// The request does not have the command's shape.
    Malformed,
    /// There is no such command, or no such row; `params.entity`.
    NotFound,
    /// The row was changed meanwhile; `params.current` holds what is stored now.
    Stale,
    /// Someone or something is in the way; `params` is a `Conflict`.
    Taken,
    /// The state does not allow the move; `params.reason`.
    NotAllowed,
    /// The relational store does not answer.
    StoreUnavailable,
    /// The document store does not answer.
    DocumentsUnavailable,
    /// The store was written by a newer version; `params.store`, `params.program`.
    StoreNewer,
    /// No store is chosen yet, or it has no schema.
    StoreMissing,
    /// The store is encrypted with another key, or the key cannot be had.
    StoreLocked,
    /// The other server's certificate, name, password or rights are wrong; `params.problem`.
    ConnectionRefused,
    /// Nothing was done; trying again may work.
    Busy,
    /// A fault of the program; `ref` finds the log line.
    Internal,
}

/// What is wrong with one field of the request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct FieldError {
    /// Path of the field, e.g. `contacts.0.phone`.
    pub field: String,
    /// Key of the message in the UI's catalogue, e.g. `required`.
    pub code: String,
    /// Figures the message names.
    #[ts(type = "Record<string, unknown>")]
    pub params: BTreeMap<String, Value>,
}

/// An error as the callers of the command table see it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ApiError {
    /// What kind of error.
    pub code: ErrorCode,
    /// Details that the code's message names.
    #[ts(type = "Record<string, unknown>")]
    pub params: BTreeMap<String, Value>,
    /// Wrong fields, for `invalid`.
    pub fields: Vec<FieldError>,
    /// Finds the log line; empty when nothing was logged.
    #[serde(rename = "ref")]
    pub reference: String,
}

/// An error inside the core: what the caller will see, and the cause for the log.
#[derive(Debug, thiserror::Error)]
#[error("{code:?}")]
pub struct Error {
    /// What kind of error.
    pub code: ErrorCode,
    /// Details for the message; never patient data beyond what the caller may see.
    pub params: BTreeMap<String, Value>,
    /// Wrong fields.
    pub fields: Vec<FieldError>,
    /// The driver's error; logged by kind, never shown.
    #[source]
    pub cause: Option<Cause>,
}

/// Where an error came from.
#[derive(Debug, thiserror::Error)]
pub enum Cause {
    /// Relational store.
    #[error("relational store")]
    Sql(#[source] Box<sqlx::Error>),
    /// Document store.
    #[error("document store")]
    Mongo(#[source] Box<mongodb::error::Error>),
    /// Reading or writing JSON.
    #[error("json")]
    Json(#[source] serde_json::Error),
    /// Files of this computer.
    #[error("input/output")]
    Io(#[source] std::io::Error),
    /// A broken promise inside the program, named for the developer.
    #[error("{0}")]
    Fault(&'static str),
}

impl Error {
    /// An error of this kind without details.
    #[must_use]
    pub fn new(code: ErrorCode) -> Self {
        Self {
            code,
            params: BTreeMap::new(),
            fields: Vec::new(),
            cause: None,
        }
    }

    /// Adds a detail to the message.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.params.insert(key.to_owned(), value.into());
        self
    }

    /// Adds the cause for the log.
    #[must_use]
    pub fn because(mut self, cause: Cause) -> Self {
        self.cause = Some(cause);
        self
    }

    /// `invalid` with one wrong field.
    #[must_use]
    pub fn field(field: &str, code: &str) -> Self {
        let mut error = Self::new(ErrorCode::Invalid);
        error.fields.push(FieldError {
            field: field.to_owned(),
            code: code.to_owned(),
            params: BTreeMap::new(),
        });
        error
    }

    /// `not_found` for a kind of row, e.g. `patient`.
    #[must_use]
    pub fn not_found(entity: &'static str) -> Self {
        Self::new(ErrorCode::NotFound).with("entity", entity)
    }

    /// `stale`, with what is stored now.
    #[must_use]
    pub fn stale(current: &impl Serialize) -> Self {
        Self::new(ErrorCode::Stale).with("current", serde_json::to_value(current).unwrap_or_default())
    }

    /// A broken promise inside the program.
    #[must_use]
    pub fn fault(what: &'static str) -> Self {
        Self::new(ErrorCode::Internal).because(Cause::Fault(what))
    }

    /// Whether a unique key refused the row.
    #[must_use]
    pub fn is_unique_violation(&self) -> bool {
        self.database_error().is_some_and(sqlx::error::DatabaseError::is_unique_violation)
    }

    /// Whether a row that was referred to does not exist.
    #[must_use]
    pub fn is_foreign_key_violation(&self) -> bool {
        self.database_error()
            .is_some_and(sqlx::error::DatabaseError::is_foreign_key_violation)
    }

    /// Whether the whole transaction may simply be run again: deadlock or lock wait (MySQL 1213, 1205), SQLite busy (5, 6).
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.database_error()
            .and_then(crate::db::engine_code)
            .is_some_and(|code| matches!(code, 1213 | 1205 | 5 | 6))
    }

    fn database_error(&self) -> Option<&dyn sqlx::error::DatabaseError> {
        match &self.cause {
            Some(Cause::Sql(error)) => error.as_database_error(),
            _ => None,
        }
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        let code = match &error {
            sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => {
                ErrorCode::StoreUnavailable
            }
            sqlx::Error::Database(e) => crate::db::code_of(e.as_ref()),
            _ => ErrorCode::Internal,
        };
        Self::new(code).because(Cause::Sql(Box::new(error)))
    }
}

impl From<mongodb::error::Error> for Error {
    fn from(error: mongodb::error::Error) -> Self {
        Self::new(ErrorCode::DocumentsUnavailable).because(Cause::Mongo(Box::new(error)))
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::new(ErrorCode::Internal).because(Cause::Json(error))
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Self::new(ErrorCode::Internal).because(Cause::Io(error))
    }
}
