//! What happens to a call: session → permission → run → audit → error.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use futures::FutureExt;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use super::command::Handler;
use super::{Access, App, Command, Ctx, Kind, table};
use crate::audit::{Entry, Outcome};
use crate::error::ApiError;
use crate::identity::{self, Session};
use crate::ids::CommandId;
use crate::{Error, ErrorCode, Result};

/// A call as the shell, the browser tests and the command line make it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Call {
    /// Row of the table.
    pub command: String,
    /// Its request.
    #[ts(type = "unknown")]
    pub request: Value,
    /// The session's token, once signed in.
    pub session: Option<String>,
    /// The same id makes a repeated call answer instead of act; required for nothing, wise for every change.
    pub command_id: Option<CommandId>,
}

/// The answer to a call.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Reply {
    /// The response.
    #[ts(type = "unknown")]
    Ok(Value),
    /// Why not.
    Error(ApiError),
}

/// Runs a call. Never panics, never shows a driver's text.
pub async fn dispatch(app: &Arc<App>, call: Call) -> Reply {
    let command = call.command.clone();
    let result = AssertUnwindSafe(run(app, call))
        .catch_unwind()
        .await
        .unwrap_or_else(|_| Err(Error::fault("panic")));
    match result {
        Ok(value) => Reply::Ok(value),
        Err(error) => Reply::Error(report(&command, error)),
    }
}

async fn run(app: &Arc<App>, call: Call) -> Result<Value> {
    let command = table::find(&call.command).ok_or_else(|| Error::not_found("command"))?;
    let now = app.now();
    let session = match &call.session {
        Some(token) if command.access != Access::Public => Some(caller(app, command, token, now).await?),
        _ => None,
    };
    let ctx = Ctx {
        app: app.clone(),
        session,
        command: command.name,
        command_id: call.command_id,
        now,
    };
    if let Err(error) = admit(command, ctx.session.as_ref()) {
        record_denial(&ctx, &error).await;
        return Err(error);
    }
    match command.handler {
        Handler::Plain(handler) => handler(&ctx, call.request).await,
        Handler::InTx(handler) => ctx.transact(|tx, _| handler(&ctx, tx, call.request.clone())).await,
    }
}

/// Who calls. The journal must not wait for a store: it takes whom this process knows.
async fn caller(app: &App, command: &Command, token: &str, now: DateTime<Utc>) -> Result<Session> {
    let known = app.known_sessions();
    if command.kind == Kind::Local
        && let Some(session) = known.person(token)
    {
        return Ok(session);
    }
    let found = identity::authenticate(&app.stores()?.db, token, now).await;
    match &found {
        Ok(session) => known.confirm(token, session),
        Err(error) if error.code == ErrorCode::SessionEnded => known.end(token),
        Err(_) => {}
    }
    found
}

/// Deny by default.
fn admit(command: &Command, session: Option<&Session>) -> Result<()> {
    let Access::Needs(permission) = command.access else {
        return if command.access == Access::Public || session.is_some() {
            Ok(())
        } else {
            Err(Error::new(ErrorCode::NotSignedIn))
        };
    };
    let session = session.ok_or_else(|| Error::new(ErrorCode::NotSignedIn))?;
    if session.must_change_password {
        return Err(Error::new(ErrorCode::PasswordChangeRequired));
    }
    if session.may(permission) {
        Ok(())
    } else {
        Err(Error::new(ErrorCode::Denied).with("permission", permission.as_str()))
    }
}

/// A denied call is recorded too; a store that does not answer must not hide the denial.
async fn record_denial(ctx: &Ctx, error: &Error) {
    if error.code == ErrorCode::Denied {
        let entry = Entry::new(ctx.command, "command", None).ended(Outcome::Denied);
        let recorded = ctx
            .transact(|tx, _| {
                tx.record(entry.clone());
                async { Ok(()) }.boxed()
            })
            .await;
        if let Err(e) = recorded {
            tracing::warn!(command = ctx.command, code = ?e.code, "a denial could not be recorded");
        }
    }
}

/// What the caller sees; faults are logged under a reference, without values.
fn report(command: &str, error: Error) -> ApiError {
    let logged = matches!(
        error.code,
        ErrorCode::Internal | ErrorCode::StoreUnavailable | ErrorCode::DocumentsUnavailable | ErrorCode::Malformed
    );
    let reference = if logged {
        crate::ids::fresh().simple().to_string()[20..].to_owned()
    } else {
        String::new()
    };
    if logged {
        tracing::error!(command, code = ?error.code, reference, cause = %cause(&error), "command failed");
    }
    ApiError {
        code: error.code,
        params: error.params,
        fields: error.fields,
        reference,
    }
}

/// The cause by kind and engine number: a driver's message may quote values, so it is never written.
fn cause(error: &Error) -> String {
    use crate::error::Cause;
    match &error.cause {
        Some(Cause::Sql(e)) => match e.as_database_error() {
            Some(db) => format!("relational store, error {}", crate::db::engine_code(db).unwrap_or_default()),
            None => format!("relational store, {}", variant(e)),
        },
        Some(Cause::Json(e)) => format!("json, {:?} at {}:{}", e.classify(), e.line(), e.column()),
        Some(Cause::Mongo(e)) => format!("document store, {}", variant(&e.kind)),
        Some(Cause::Io(e)) => format!("input/output, {:?}", e.kind()),
        Some(Cause::Fault(what)) => (*what).to_owned(),
        None => String::new(),
    }
}

/// The name of an error's variant, without what it holds.
fn variant(error: &impl std::fmt::Debug) -> String {
    format!("{error:?}").chars().take_while(|c| c.is_alphanumeric()).collect()
}
