//! Reads a list's file: lines that start with `#` say what it is, then a heading, then rows.

use std::str::FromStr;

use chrono::NaiveDate;

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
        Err(line) => {
            tracing::error!(list = name.as_str(), line, "a list cannot be read and is not used");
            List::default()
        }
    }
}

/// The head and the number of rows, or the line that is wrong.
pub(super) fn inspect<T>(name: ListName, text: &str, row: impl Fn(&Row<'_>) -> Option<T>) -> Result<(ListHead, usize), u64> {
    let list = parse(name, text, row)?;
    Ok((list.head.ok_or(0_u64)?, list.rows.len()))
}

/// The list, or the line that is wrong (0 = the head).
fn parse<T>(name: ListName, text: &str, row: impl Fn(&Row<'_>) -> Option<T>) -> Result<List<T>, u64> {
    let head = head(name, text).ok_or(0_u64)?;
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes());
    let heading = reader.headers().map_err(|_| 0_u64)?.clone();
    let mut rows = Vec::new();
    for record in reader.records() {
        let cells = record.map_err(|e| e.position().map_or(0, csv::Position::line))?;
        let line = cells.position().map_or(0, csv::Position::line);
        rows.push(
            row(&Row {
                heading: &heading,
                cells: &cells,
            })
            .ok_or(line)?,
        );
    }
    if rows.is_empty() {
        Err(0)
    } else {
        Ok(List { head: Some(head), rows })
    }
}

fn head(name: ListName, text: &str) -> Option<ListHead> {
    let said = |key: &str| {
        let lines = text.lines().take_while(|l| l.starts_with('#'));
        lines
            .filter_map(|l| l.trim_start_matches('#').trim().strip_prefix(key))
            .next()
            .map(str::trim)
    };
    (said("list:")? == name.as_str()).then_some(())?;
    Some(ListHead {
        version: said("version:")?.to_owned(),
        date: said("date:")?.parse::<NaiveDate>().ok()?,
    })
}
