//! Reads FHIR R4 files: bundles, single resources, lines of a bulk export; people, their past visits and what stands in their charts. Of STU3 and
//! R5 it takes what says the same under another name.
//!
//! A [`Reader`] streams its files entry by entry and keeps nothing of what it does not use. It answers with
//! everything ([`Records`]) or with a [`Refusal`] that names file and position; so nothing is half imported.
//! A refusal holds codes and places, never what stood there: that may be patient data.

mod absent;
mod attachments;
mod bundle;
mod concept;
mod contained;
mod dates;
mod documents;
mod elements;
mod entry;
mod given;
mod histories;
mod imaging;
mod item;
mod medicines;
mod named;
mod observations;
mod person;
mod prescribed;
mod problems;
mod readable;
mod reasons;
mod records;
mod refusal;
mod reports;
mod resource;
mod ucum;
mod visit;
mod words;

pub(crate) use bundle::MOST_BYTES;
pub(crate) use documents::REFUTED;
pub(crate) use entry::{Piece, What, end_of, key};
pub use item::{About, Attached, Clinical, Content, Figure, Measures, Reported, Said, Visit};
pub use person::{Contact, Person};
pub use records::{Reader, Records, Report, Skipped};
pub use refusal::{Refusal, Wrong};
pub(crate) use reports::tests as results_of;

use std::io::Read;

use chrono::{DateTime, Utc};

/// Hands each resource of a bundle, or with `lines` of an NDJSON file, to `take`, until that says `false`. One resource is in memory at a
/// time, whatever the size of the file.
///
/// # Errors
/// What is wrong, and where. What was handed over before stands.
pub(crate) fn pieces(
    file: &str,
    source: impl Read,
    lines: bool,
    now: DateTime<Utc>,
    take: &mut dyn FnMut(Piece) -> bool,
) -> Result<(), Refusal> {
    let mut each = |entry| {
        let goes_on = entry::read(entry, now)?.is_none_or(&mut *take);
        if goes_on { Ok(()) } else { Err(Wrong::Duplicate.at("Resource.id")) }
    };
    if lines {
        bundle::stream_lines(file, source, &mut each)
    } else {
        bundle::stream(file, source, &mut each)
    }
}

#[cfg(test)]
mod tests;
