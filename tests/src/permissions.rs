//! Who may call what, found by calling: every command × every role and nobody, through the dispatcher.

use std::sync::Arc;

use curanda_core::api::{App, Call, Reply, dispatch, table};
use curanda_core::error::ErrorCode;
use curanda_core::identity::Role;
use serde_json::json;

use crate::World;

/// What one caller got for one command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// The call reached the handler.
    Yes,
    /// It was refused before the handler.
    No,
}

impl Answer {
    /// As the page shows it.
    #[must_use]
    pub fn mark(self) -> &'static str {
        match self {
            Answer::Yes => "yes",
            Answer::No => "–",
        }
    }
}

/// A command and what nobody and each role got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The command.
    pub command: &'static str,
    /// Without a session, then each of [`Role::ALL`].
    pub answers: Vec<Answer>,
}

/// A clinic with someone of every role, signed in.
///
/// # Panics
/// When a step is refused.
pub async fn everyone(w: &World) -> Vec<(Role, String)> {
    let c = w.clinic().await;
    let mut tokens = Vec::new();
    for role in Role::ALL {
        let email = format!("{}.matrix@clinic.example", role.as_str());
        tokens.push((*role, w.person(&c.admin.token, *role, &email).await.token));
    }
    tokens
}

/// Calls every command as nobody and with each token. The request has no command's shape, so that what is let
/// through stops at the handler's door: `malformed` means let through.
///
/// # Panics
/// When a call gets neither that nor a refusal.
pub async fn walk(app: &Arc<App>, tokens: &[(Role, String)]) -> Vec<Row> {
    let mut rows = Vec::new();
    for command in table::all() {
        let mut answers = vec![knock(app, command.name, None).await];
        for (_, token) in tokens {
            answers.push(knock(app, command.name, Some(token.clone())).await);
        }
        rows.push(Row {
            command: command.name,
            answers,
        });
    }
    rows
}

async fn knock(app: &Arc<App>, command: &str, session: Option<String>) -> Answer {
    let signed_in = session.is_some();
    let call = Call {
        command: command.to_owned(),
        request: json!("no command has this shape"),
        session,
        command_id: None,
    };
    match dispatch(app, call).await {
        Reply::Error(error) if error.code == ErrorCode::Malformed => Answer::Yes,
        Reply::Error(error) if error.code == ErrorCode::Denied && signed_in => Answer::No,
        Reply::Error(error) if error.code == ErrorCode::NotSignedIn && !signed_in => Answer::No,
        other => panic!("{command}: {other:?}"),
    }
}

/// The page `docs/permissions.md`.
#[must_use]
pub fn page(rows: &[Row]) -> String {
    let roles: Vec<_> = Role::ALL.iter().map(|role| role.as_str()).collect();
    let mut page = format!(
        "# Who may do what\n\n\
         Found by calling every command as nobody and in every role, and compared at every test run. Written by\n\
         `CURANDA_WRITE_DOCS=1 cargo test -p curanda-tests permissions -- sqlite`; the table of roles stands in\n\
         `core/src/identity/permissions.rs`. `hospital` is the location manager, `patient` the kiosk.\n\n\
         | command | nobody | {} |\n|---|{}\n",
        roles.join(" | "),
        "---|".repeat(roles.len() + 1)
    );
    for row in rows {
        let marks: Vec<_> = row.answers.iter().map(|a| a.mark()).collect();
        page.push_str(&format!("| `{}` | {} |\n", row.command, marks.join(" | ")));
    }
    page
}

/// The commands whose row on a committed page differs from what was found, or is missing there, or is too many.
#[must_use]
pub fn differences(committed: &str, rows: &[Row]) -> Vec<String> {
    let found = page(rows);
    let lines = |text: &str| -> Vec<String> { text.lines().filter(|l| l.starts_with("| `")).map(str::to_owned).collect() };
    let (committed, found) = (lines(committed), lines(&found));
    let missing = found.iter().filter(|line| !committed.contains(line));
    let extra = committed.iter().filter(|line| !found.contains(line));
    missing
        .map(|line| format!("found     {line}"))
        .chain(extra.map(|line| format!("committed {line}")))
        .collect()
}
