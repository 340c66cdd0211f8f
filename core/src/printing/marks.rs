//! What is drawn on a page.

use super::Face;

/// How dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    /// For content.
    Black,
    /// For labels. Dark enough for a poor printer.
    Grey,
}

/// How a text looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Style {
    /// Regular or bold.
    pub face: Face,
    /// In points.
    pub size: f32,
    /// How dark.
    pub ink: Ink,
    /// Whether it stands at the right edge of its column, as figures do.
    pub at_end: bool,
}

impl Style {
    /// Running text of this size.
    #[must_use]
    pub const fn text(size: f32) -> Self {
        Self {
            face: Face::Regular,
            size,
            ink: Ink::Black,
            at_end: false,
        }
    }

    /// Bold.
    #[must_use]
    pub const fn bold(size: f32) -> Self {
        Self {
            face: Face::Bold,
            size,
            ink: Ink::Black,
            at_end: false,
        }
    }

    /// A label.
    #[must_use]
    pub const fn label(size: f32) -> Self {
        Self {
            face: Face::Regular,
            size,
            ink: Ink::Grey,
            at_end: false,
        }
    }

    /// The same at the right edge of its column.
    #[must_use]
    pub const fn end(mut self) -> Self {
        self.at_end = true;
        self
    }

    /// From one line to the next.
    #[must_use]
    pub fn leading(self) -> f32 {
        self.size * 1.35
    }
}

/// Something drawn; coordinates in points from the top left.
#[derive(Debug, Clone, PartialEq)]
pub enum Mark {
    /// A line of text on its baseline.
    Text {
        /// From the left.
        x: f32,
        /// Of the baseline, from the top.
        y: f32,
        /// How it looks.
        style: Style,
        /// What it says.
        text: String,
    },
    /// A line.
    Line {
        /// From.
        from: (f32, f32),
        /// To.
        to: (f32, f32),
        /// In points.
        width: f32,
    },
}

/// A page's marks.
pub type Page = Vec<Mark>;

/// A cell of a table row: paragraphs below each other.
pub type Cell = Vec<(String, Style)>;
