//! A row of the command table.

use futures::future::BoxFuture;
use serde_json::Value;

use super::Ctx;
use crate::db::Tx;
use crate::identity::Permission;
use crate::{Error, ErrorCode, Result};

/// Who may call a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anyone, before sign-in.
    Public,
    /// Anyone who is signed in, even while the password must be changed.
    SignedIn,
    /// A role that holds the permission.
    Needs(Permission),
}

/// How a command touches the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Reads only.
    Read,
    /// Runs in one transaction that the dispatcher opens, records and commits.
    Write,
    /// Does slow or outside work first and calls [`Ctx::transact`] itself.
    Direct,
    /// Touches this computer's disk alone: works while the store is away, for whom the store confirmed to this process before.
    Local,
}

/// The handler of a row, over JSON.
#[derive(Debug, Clone, Copy)]
pub enum Handler {
    /// For [`Kind::Read`], [`Kind::Direct`] and [`Kind::Local`].
    Plain(for<'a> fn(&'a Ctx, Value) -> BoxFuture<'a, Result<Value>>),
    /// For [`Kind::Write`].
    InTx(for<'a> fn(&'a Ctx, &'a mut Tx, Value) -> BoxFuture<'a, Result<Value>>),
}

/// One action of the program.
#[derive(Debug, Clone, Copy)]
pub struct Command {
    /// `feature.action`.
    pub name: &'static str,
    /// Who may call it.
    pub access: Access,
    /// How it touches the store.
    pub kind: Kind,
    /// What runs.
    pub handler: Handler,
    /// Writes the TypeScript of request and response; gives their names. Only the tests write it: the program
    /// would carry two megabytes for nothing.
    #[cfg(test)]
    pub types: fn(&ts_rs::Config) -> std::result::Result<(String, String), ts_rs::ExportError>,
}

/// Reads a request. Its shape is the program's own matter, so the message names only the place.
#[doc(hidden)]
pub fn parse<T: serde::de::DeserializeOwned>(request: Value) -> Result<T> {
    serde_json::from_value(request).map_err(|e| Error::new(ErrorCode::Malformed).because(crate::error::Cause::Json(e)))
}

/// Writes an answer, which is of the type that the table names.
#[doc(hidden)]
pub fn reply<T: serde::Serialize>(answer: T) -> Result<Value> {
    Ok(serde_json::to_value(answer)?)
}

/// Exports a type with all it refers to, and gives its TypeScript name.
#[cfg(test)]
pub(crate) fn export<T: ts_rs::TS + 'static>(config: &ts_rs::Config) -> std::result::Result<String, ts_rs::ExportError> {
    if T::output_path().is_some() {
        T::export_all(config)?;
    }
    Ok(T::name(config))
}

/// Declares a feature's rows: `commands! { read "patients.search": Needs(PatientsRead) => search(SearchPatients) -> PatientHits; … }`.
///
/// `read`, `direct` and `local` handlers are `async fn(&Ctx, Request) -> Result<Response>`; `write` handlers are
/// `async fn(&Ctx, &mut Tx, Request) -> Result<Response>` and may run again after a deadlock.
#[macro_export]
macro_rules! commands {
    ($($kind:ident $name:literal : $access:ident $(($permission:ident))? => $handler:path, $request:ty => $response:ty;)*) => {
        /// This feature's rows of the command table.
        pub const COMMANDS: &[$crate::api::Command] = &[$($crate::api::Command {
            name: $name,
            access: $crate::api::Access::$access $(($crate::identity::Permission::$permission))?,
            kind: $crate::commands!(@kind $kind),
            handler: $crate::commands!(@handler $kind $handler, $request, $response),
            #[cfg(test)]
            types: |config| Ok(($crate::api::command::export::<$request>(config)?, $crate::api::command::export::<$response>(config)?)),
        }),*];
    };
    (@kind read) => { $crate::api::Kind::Read };
    (@kind write) => { $crate::api::Kind::Write };
    (@kind direct) => { $crate::api::Kind::Direct };
    (@kind local) => { $crate::api::Kind::Local };
    (@handler write $handler:path, $request:ty, $response:ty) => {
        $crate::api::command::Handler::InTx(|ctx, tx, request| Box::pin(async move {
            let request: $request = $crate::api::command::parse(request)?;
            $crate::api::command::reply::<$response>($handler(ctx, tx, request).await?)
        }))
    };
    (@handler $kind:ident $handler:path, $request:ty, $response:ty) => {
        $crate::api::command::Handler::Plain(|ctx, request| Box::pin(async move {
            let request: $request = $crate::api::command::parse(request)?;
            $crate::api::command::reply::<$response>($handler(ctx, request).await?)
        }))
    };
}
