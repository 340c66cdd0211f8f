//! Why a bundle is refused, and where.

use serde::{Deserialize, Serialize};
use serde_json::error::Category;
use ts_rs::TS;

use crate::{Error, ErrorCode};

/// What is wrong with a bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Wrong {
    /// Not JSON, or cut off.
    Json,
    /// XML: of FHIR only JSON is read.
    Xml,
    /// Not UTF-8, in which JSON is written.
    Encoding,
    /// An archive that cannot be read: encrypted, damaged, of a kind that is not known, or without a file for the import.
    Archive,
    /// Nested deeper than any FHIR resource.
    TooDeep,
    /// One entry is larger than [`super::bundle::MOST_BYTES`], or an archive far larger than its file.
    TooLarge,
    /// The file cannot be read.
    Unreadable,
    /// Not a bundle of resources.
    NotABundle,
    /// A resource that does not say what it is.
    NoType,
    /// A value of another kind than FHIR gives this element.
    Shape,
    /// The same resource twice.
    Duplicate,
    /// A text longer than a person's name, address or number can be, or with control characters.
    Text,
    /// Not a date, or one that no living person's record can have.
    Date,
    /// It ends before it begins.
    Period,
    /// It belongs to a patient who is not in the files.
    Reference,
}

/// Where a bundle is wrong. Counted from 1; the position is the end of the entry unless the JSON itself is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Refusal {
    /// The file, as the caller named it.
    pub file: String,
    /// What is wrong.
    pub wrong: Wrong,
    /// Line in the file.
    pub line: usize,
    /// Column in the line.
    pub column: usize,
    /// Number of the entry in the bundle; none when it is not about an entry.
    pub entry: Option<usize>,
    /// Type and element, e.g. `Patient.birthDate`; empty when it is not about an element.
    pub element: String,
}

/// What is wrong with one entry, before its place in the file is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fault {
    pub wrong: Wrong,
    pub element: &'static str,
}

impl Wrong {
    /// At this element.
    pub(super) fn at(self, element: &'static str) -> Fault {
        Fault { wrong: self, element }
    }

    /// Of a file as a whole.
    pub(crate) fn alone(self, file: &str) -> Refusal {
        Refusal {
            file: file.to_owned(),
            wrong: self,
            line: 0,
            column: 0,
            entry: None,
            element: String::new(),
        }
    }

    /// What a JSON error means. Its text is not passed on: it may quote the file.
    pub(super) fn of(error: &serde_json::Error) -> Self {
        match error.classify() {
            Category::Io if error.io_error_kind() == Some(std::io::ErrorKind::FileTooLarge) => Self::TooLarge,
            Category::Io => Self::Unreadable,
            Category::Data => Self::Shape,
            Category::Syntax if error.to_string().starts_with("recursion limit") => Self::TooDeep,
            Category::Syntax if error.to_string().starts_with("invalid unicode") => Self::Encoding,
            Category::Syntax | Category::Eof => Self::Json,
        }
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        let mut error = Error::field("file", "fhir_refused");
        error.code = ErrorCode::Invalid;
        error.with("refusal", serde_json::json!(refusal))
    }
}
