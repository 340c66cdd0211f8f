//! Two charts of one person become one, and two again.

mod commands;
mod fields;
mod model;
mod moved;

pub use commands::{merge, preview, undo};
pub use model::{MergeField, MergeMoves, MergeOverlap, MergePatients, MergePreview, PreviewMerge, UndoMerge};
