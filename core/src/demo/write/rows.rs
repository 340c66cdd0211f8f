//! Many rows of one table in few statements.

use crate::Result;
use crate::db::{Arg, Sql, Tx};

/// SQLite takes 32,766 values in a statement.
const MOST_VALUES: usize = 30_000;

/// Inserts `rows`; `row` holds the marks of one, e.g. `(?, ?)`.
///
/// # Errors
/// As the store says.
pub(super) async fn insert(tx: &mut Tx, into: &'static str, row: &'static str, rows: Vec<Vec<Arg>>) -> Result<()> {
    let Some(width) = rows.first().map(Vec::len) else { return Ok(()) };
    for some in rows.chunks((MOST_VALUES / width).min(500)) {
        let mut text = vec![into, row];
        for _ in 1..some.len() {
            text.extend([", ", row]);
        }
        tx.exec(Sql::parts(&text), some.concat()).await?;
    }
    Ok(())
}
