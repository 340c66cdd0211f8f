//! Files of a chart: brought in piece by piece, taken for what their content is, filed under a note or a record, read back in pieces.
//!
//! No more than one [`crate::documents::PIECE`] of a file is in memory. `upload` takes a file in: what was sent stays when the
//! connection is lost, and the caller goes on from what is there. [`file_under`] makes it part of the chart in the transaction of the
//! note or record that names it; until then nobody but its owner sees it, and [`sweep`] removes what was given up. `read` checks
//! the whole content against its SHA-256 before the first byte is shown.

pub mod bulk;
mod content;
mod filing;
pub mod kinds;
pub mod model;
mod queries;
mod read;
mod sweep;
mod upload;

pub use filing::file_under;
pub use read::Openings;
pub use sweep::sweep;
pub(crate) use sweep::unfiled;

use model::{BeginUpload, FilePiece, FileRef, OneFile, PutPiece, ReadPiece, Upload};

crate::commands! {
    write "files.begin": Needs(ChartWrite) => upload::begin, BeginUpload => Upload;
    direct "files.put": Needs(ChartWrite) => upload::put, PutPiece => Upload;
    read "files.upload": Needs(ChartWrite) => upload::read, OneFile => Upload;
    direct "files.finish": Needs(ChartWrite) => upload::finish, OneFile => FileRef;
    direct "files.cancel": Needs(ChartWrite) => upload::cancel, OneFile => ();
    direct "files.open": Needs(ChartRead) => read::open, OneFile => FileRef;
    read "files.read": Needs(ChartRead) => read::read, ReadPiece => FilePiece;
}
