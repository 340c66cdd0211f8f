//! What a task says, as text or as JSON, and the exit code.

use std::io::Write;
use std::process::ExitCode;

use curanda_core::{Error, ErrorCode};
use serde_json::{Value, json};

/// The outcome of a task.
#[derive(Debug, Default)]
pub struct Report {
    /// For a person, line by line.
    pub lines: Vec<String>,
    /// For a script.
    pub json: Value,
    /// Whether something was found that someone has to look at.
    pub found: bool,
}

/// Prints the outcome.
pub fn finish(result: Result<Report, Error>, as_json: bool) -> ExitCode {
    let (text, json, code) = match result {
        Ok(report) => (report.lines.join("\n"), report.json, u8::from(report.found)),
        Err(error) => (
            explain(&error),
            json!({ "error": error.code, "params": error.params }),
            exit_code(error.code),
        ),
    };
    let shown = if as_json { json.to_string() } else { text };
    let mut out: Box<dyn Write> = if code > 1 && !as_json {
        Box::new(std::io::stderr())
    } else {
        Box::new(std::io::stdout())
    };
    // A closed pipe is the reader's choice.
    let _ = writeln!(out, "{shown}");
    ExitCode::from(code)
}

fn exit_code(code: ErrorCode) -> u8 {
    match code {
        ErrorCode::StoreUnavailable | ErrorCode::DocumentsUnavailable | ErrorCode::ConnectionRefused | ErrorCode::Busy => 3,
        ErrorCode::StoreMissing | ErrorCode::StoreNewer => 5,
        ErrorCode::StoreLocked => 4,
        ErrorCode::Invalid | ErrorCode::NotAllowed | ErrorCode::NotFound => 2,
        _ => 70,
    }
}

fn explain(error: &Error) -> String {
    let param = |name: &str| {
        error
            .params
            .get(name)
            .map(|v| v.as_str().map_or_else(|| v.to_string(), str::to_owned))
    };
    let problem = param("problem").unwrap_or_default();
    match error.code {
        ErrorCode::StoreMissing => {
            "No store is chosen, or it has no schema yet: open the program once, or run `curanda migrate`.".to_owned()
        }
        ErrorCode::StoreNewer => format!(
            "The store has schema {}, this program knows {}: update the program.",
            param("store").unwrap_or_default(),
            param("program").unwrap_or_default()
        ),
        ErrorCode::StoreLocked => format!(
            "The store's key or password cannot be had ({problem}). Set CURANDA_PASSPHRASE, or CURANDA_MYSQL_PASSWORD and CURANDA_MONGODB_PASSWORD, if there is no key ring."
        ),
        ErrorCode::ConnectionRefused => format!("The server cannot be used: {problem} ({}).", param("server").unwrap_or_default()),
        ErrorCode::StoreUnavailable => "The store does not answer.".to_owned(),
        ErrorCode::DocumentsUnavailable => "The document store does not answer.".to_owned(),
        ErrorCode::NotFound => format!("There is no such {}.", param("entity").unwrap_or_else(|| "thing".to_owned())),
        ErrorCode::Busy => "Another program holds the store. Try again.".to_owned(),
        code => format!("It did not work: {code:?}."),
    }
}
