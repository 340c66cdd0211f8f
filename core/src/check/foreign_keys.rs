//! Every foreign key that the migrations declare, asked by a query of its own: an engine does not look back
//! at rows that came in while its checks were off (a restore, an import).

use super::{Check, Finding, Tally};
use crate::db::{Db, Read, Sql, migrate};
use crate::{Result, args};

/// A declared foreign key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Key {
    table: &'static str,
    column: &'static str,
    parent: &'static str,
    parent_column: &'static str,
}

pub(super) async fn run(db: &Db) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for key in migrate::texts().flat_map(declared) {
        let (count,): (i64,) = db.clone().one(orphans(&key), args![]).await?;
        let tally = Tally {
            count: usize::try_from(count).unwrap_or(usize::MAX),
            ids: Vec::new(),
        };
        findings.extend(tally.finding(Check::ForeignKeys, &format!("{}.{}", key.table, key.column)));
    }
    Ok(findings)
}

fn orphans(key: &Key) -> Sql {
    Sql::parts(&[
        "SELECT COUNT(*) FROM ",
        key.table,
        " c WHERE c.",
        key.column,
        " IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ",
        key.parent,
        " p WHERE p.",
        key.parent_column,
        " = c.",
        key.column,
        ")",
    ])
}

/// The keys of a migration's text: `CONSTRAINT x FOREIGN KEY (column) REFERENCES parent (column)` within `CREATE TABLE table`.
fn declared(text: &'static str) -> Vec<Key> {
    let mut table = "";
    let mut keys = Vec::new();
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("CREATE TABLE ") {
            table = name.split_whitespace().next().unwrap_or_default();
        }
        let Some((_, rest)) = line.split_once("FOREIGN KEY (") else {
            continue;
        };
        let mut words = rest
            .split(['(', ')', ' ', ','])
            .filter(|word| !word.is_empty() && *word != "REFERENCES");
        if let (Some(column), Some(parent), Some(parent_column)) = (words.next(), words.next(), words.next()) {
            keys.push(Key {
                table,
                column,
                parent,
                parent_column,
            });
        }
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_declared_key_is_read() {
        let written = migrate::texts().map(|text| text.matches("FOREIGN KEY").count()).sum::<usize>();
        let read: Vec<_> = migrate::texts().flat_map(declared).collect();
        assert!(written > 20);
        assert_eq!(read.len(), written);
        assert!(read.contains(&Key {
            table: "occupancy",
            column: "appointment_id",
            parent: "appointments",
            parent_column: "id"
        }));
    }
}
