//! Reads a list's file: lines that start with `#` say what it is, then a heading, then rows.

use std::str::FromStr;

use chrono::NaiveDate;

use super::problem::{self, ListProblem};
use super::{List, ListHead, ListName};

/// One row with the names of its columns.
pub(super) struct Row<'a> {
    heading: &'a csv::StringRecord,
    cells: &'a csv::StringRecord,
}

impl Row<'_> {
    /// A cell, which may be blank.
    pub fn cell(&self, column: &str) -> Option<&str> {
        let at = self.heading.iter().position(|name| name == column)?;
        self.cells.get(at).map(str::trim)
    }

    /// A cell that must not be blank.
    pub fn text(&self, column: &str) -> Option<String> {
        self.cell(column).filter(|cell| !cell.is_empty()).map(str::to_owned)
    }

    /// A cell that may be blank, or must be readable.
    #[expect(clippy::option_option, reason = "unreadable, blank, or a value")]
    pub fn parsed<T: FromStr>(&self, column: &str) -> Option<Option<T>> {
        match self.cell(column)? {
            "" => Some(None),
            cell => cell.parse().ok().map(Some),
        }
    }
}

/// The list of this name. One row that cannot be read makes the list missing: half a safety list would be silent where it is cut.
pub(super) fn list<T>(name: ListName, text: &impl Fn(ListName) -> Option<String>, row: impl Fn(&Row<'_>) -> Option<T>) -> List<T> {
    let Some(text) = text(name) else { return List::default() };
    match parse(name, &text, row) {
        Ok(list) => list,
        Err(problem) => {
            tracing::error!(list = name.as_str(), ?problem, "a list cannot be read and is not used");
            List::default()
        }
    }
}

/// A file that is a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inspected {
    /// What it says of itself.
    pub head: ListHead,
    /// How many rows it has.
    pub rows: usize,
    /// Its rows under the program's own heading, so that they can stand below the program's.
    pub text: String,
}

/// The file when it is a list of this name, else what is wrong with it.
pub(super) fn inspect<T>(name: ListName, text: &str, row: impl Fn(&Row<'_>) -> Option<T>) -> Result<Inspected, ListProblem> {
    let text = problem::readable(text)?;
    let list = parse(name, text, row)?;
    Ok(Inspected {
        text: tidied(name, text)?,
        head: list.head.ok_or(ListProblem::Head)?,
        rows: list.rows.len(),
    })
}

/// The columns of a list's file.
const fn columns(name: ListName) -> &'static [&'static str] {
    match name {
        ListName::Formulary => &["ingredient", "atc", "classes", "products", "max_daily", "max_per_kg", "source"],
        ListName::Classes => &["class", "severity", "source"],
        ListName::Synonyms => &["name", "means", "source"],
        ListName::Allergies => &["allergic_to", "reaches", "severity", "source"],
        ListName::Cautions => &[
            "subject", "kind", "below", "from", "routes", "severity", "effect", "action", "source",
        ],
        ListName::Interactions => &["a", "b", "severity", "effect", "mechanism", "action", "source"],
    }
}

fn reader(text: &str) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .comment(Some(b'#'))
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes())
}

fn parse<T>(name: ListName, text: &str, row: impl Fn(&Row<'_>) -> Option<T>) -> Result<List<T>, ListProblem> {
    let head = head(name, text)?;
    let mut reader = reader(text);
    let heading = reader.headers().map_err(|_| ListProblem::Head)?.clone();
    let missing: Vec<_> = columns(name)
        .iter()
        .copied()
        .filter(|column| !heading.iter().any(|h| h == *column))
        .collect();
    if !missing.is_empty() {
        return Err(ListProblem::Columns(missing));
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let cells = record.map_err(|e| ListProblem::Line(e.position().map_or(0, csv::Position::line)))?;
        let line = ListProblem::Line(cells.position().map_or(0, csv::Position::line));
        rows.push(
            row(&Row {
                heading: &heading,
                cells: &cells,
            })
            .ok_or(line)?,
        );
    }
    if rows.is_empty() {
        Err(ListProblem::NoRows)
    } else {
        Ok(List { head: Some(head), rows })
    }
}

/// The head, then the rows with the program's columns in its order; columns that it does not know are left out.
fn tidied(name: ListName, text: &str) -> Result<String, ListProblem> {
    let head: String = text
        .lines()
        .take_while(|line| line.starts_with('#'))
        .map(|line| format!("{line}\n"))
        .collect();
    let mut reader = reader(text);
    let heading = reader.headers().map_err(|_| ListProblem::Head)?.clone();
    let places: Vec<usize> = columns(name)
        .iter()
        .filter_map(|column| heading.iter().position(|h| h == *column))
        .collect();
    let mut writer = csv::Writer::from_writer(head.into_bytes());
    let unwritten = |_| ListProblem::Line(0);
    writer.write_record(columns(name)).map_err(unwritten)?;
    for record in reader.records() {
        let cells = record.map_err(unwritten)?;
        let kept = places
            .iter()
            .map(|at| cells.get(*at).unwrap_or_default().replace(['\r', '\n'], " "));
        writer.write_record(kept).map_err(unwritten)?;
    }
    let bytes = writer.into_inner().map_err(|_| ListProblem::Line(0))?;
    String::from_utf8(bytes).map_err(|_| ListProblem::Line(0))
}

fn head(name: ListName, text: &str) -> Result<ListHead, ListProblem> {
    let said = |key: &str| {
        let lines = text.lines().take_while(|l| l.starts_with('#'));
        lines
            .filter_map(|l| l.trim_start_matches('#').trim().strip_prefix(key))
            .next()
            .map(|said| said.trim().trim_end_matches([',', ';']))
            .ok_or(ListProblem::Head)
    };
    let list = said("list:")?;
    if list != name.as_str() {
        return Err(ListProblem::Other(list.to_owned()));
    }
    Ok(ListHead {
        version: said("version:")?.to_owned(),
        date: said("date:")?.parse::<NaiveDate>().map_err(|_| ListProblem::Head)?,
    })
}
