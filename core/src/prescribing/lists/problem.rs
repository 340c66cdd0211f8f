//! Why a file is no list that can be used.

use crate::api::Fields;
use crate::{Error, Result};

/// What is wrong with a file. Lines count from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListProblem {
    /// Nothing stands in it.
    Empty,
    /// This line is not written in UTF-8.
    NotUtf8(u64),
    /// It does not begin with `# list`, `# version` and `# date`.
    Head,
    /// It says that it is another list.
    Other(String),
    /// Columns that its heading lacks.
    Columns(Vec<&'static str>),
    /// This line cannot be read.
    Line(u64),
    /// A heading, and no row below it.
    NoRows,
    /// This line is not of `RXNCONSO.RRF`.
    NotRxNorm(u64),
    /// No English name in it belongs to a medicine of the formulary.
    NothingKnown,
    /// So many names belong to medicines of the formulary, and all of them are known already.
    NothingNew(usize),
}

impl ListProblem {
    /// As the field `content` of a request is told.
    ///
    /// # Errors
    /// Always: `invalid`.
    pub fn refuse<T>(&self) -> Result<T> {
        let mut fields = Fields::default();
        match self {
            ListProblem::Empty => fields.wrong("content", "list_empty"),
            ListProblem::NotUtf8(line) => fields.wrong_with("content", "list_not_utf8", "line", *line),
            ListProblem::Head => fields.wrong("content", "list_head"),
            ListProblem::Other(name) => fields.wrong_with("content", "list_other", "name", name.as_str()),
            ListProblem::Columns(columns) => fields.wrong_with("content", "list_columns", "columns", columns.join(", ")),
            ListProblem::Line(line) => fields.wrong_with("content", "list_unreadable", "line", *line),
            ListProblem::NoRows => fields.wrong("content", "list_no_rows"),
            ListProblem::NotRxNorm(line) => fields.wrong_with("content", "list_not_rxnorm", "line", *line),
            ListProblem::NothingKnown => fields.wrong("content", "list_nothing_known"),
            ListProblem::NothingNew(names) => fields.wrong_with("content", "list_nothing_new", "count", *names),
        }
        fields.check()?;
        Err(Error::field("content", "list_unreadable"))
    }
}

/// The text without a byte order mark, when it is UTF-8 and not blank. Readers put U+FFFD in the place of what is not.
pub(super) fn readable(text: &str) -> std::result::Result<&str, ListProblem> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim().is_empty() {
        return Err(ListProblem::Empty);
    }
    match text.lines().zip(1_u64..).find(|(line, _)| line.contains('\u{fffd}')) {
        Some((_, line)) => Err(ListProblem::NotUtf8(line)),
        None => Ok(text),
    }
}
