//! Two charts of one person become one, and two again.

mod model;

pub use model::{MergeField, MergeMoves, MergeOverlap, MergePatients, MergePreview, PreviewMerge, UndoMerge};
