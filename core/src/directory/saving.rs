//! What every save of the directory shares.

use serde::Serialize;

use crate::audit::Entry;
use crate::db::Tx;
use crate::feed::Topic;
use crate::{Error, Result};

/// Reads a refused key as a field error, and a row that does not exist as `not_found`.
pub(super) fn refused(error: Error, field: &str, taken: &str) -> Error {
    if error.is_unique_violation() {
        Error::field(field, taken)
    } else {
        unknown(error)
    }
}

/// Reads a reference to a row that does not exist as `not_found`.
pub(super) fn unknown(error: Error) -> Error {
    if error.is_foreign_key_violation() {
        Error::not_found("reference")
    } else {
        error
    }
}

/// Refuses an update that found no row of that version.
pub(super) fn fresh(rows: u64, current: &impl Serialize) -> Result<()> {
    if rows == 1 { Ok(()) } else { Err(Error::stale(current)) }
}

/// Records a new row or what changed of an old one, and tells the other screens.
pub(super) fn saved<T: Serialize>(tx: &mut Tx, entry: Entry, before: Option<&T>, after: &T, topic: Topic) {
    tx.record(match before {
        Some(before) => entry.change(before, after),
        None => entry.created(after),
    });
    tx.changed(topic);
}
