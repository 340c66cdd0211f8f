//! Printed pages: their words, their paper, and a small flow of text, tables and lines that becomes a PDF.
//!
//! The page is laid out first ([`Flow`], plain data that tests look at) and written then ([`pdf`]), because "page 1 of 3" is only
//! known at the end.

mod flow;
mod font;
mod letterhead;
mod marks;
mod paper;
pub mod pdf;
mod printed;
mod texts;

pub use flow::Flow;
pub use font::Face;
pub use letterhead::{ClinicSnapshot, Person, SMALL, STRONG, TEXT, TITLE};
pub use marks::{Cell, Ink, Mark, Page, Style};
pub use paper::Paper;
pub use printed::{PrintedPages, printed};
pub use texts::{Language, Texts};
