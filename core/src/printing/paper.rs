//! Paper.

use crate::{Error, Result};

crate::text_enum! {
    /// What is printed on.
    pub enum Paper {
        /// 210 × 297 mm.
        A4 = "a4",
        /// 148 × 210 mm.
        A5 = "a5",
        /// 8.5 × 11 inch.
        Letter = "letter",
        /// A roll of 80 mm, as receipt printers have; one page, as long as it needs to be.
        Roll80 = "roll80",
    }
}

impl Paper {
    /// Width and height in points (1/72 inch).
    #[must_use]
    pub const fn size(self) -> (f32, f32) {
        match self {
            Paper::A4 => (595.28, 841.89),
            Paper::A5 => (419.53, 595.28),
            Paper::Letter => (612.0, 792.0),
            // The height is the longest; what is not needed is cut off (`pdf::write`).
            Paper::Roll80 => (226.77, 5_000.0),
        }
    }

    /// Whether a page is as long as what stands on it.
    #[must_use]
    pub const fn is_roll(self) -> bool {
        matches!(self, Paper::Roll80)
    }

    /// This paper, when it has a foot: that of a prescription or a note says what the page belongs to.
    ///
    /// # Errors
    /// `invalid` (`paper`) for a roll.
    pub fn sheet(self) -> Result<Self> {
        if self.is_roll() {
            return Err(Error::field("paper", "unknown_choice"));
        }
        Ok(self)
    }

    /// White around the page, in points; every desk printer can print inside it.
    #[must_use]
    pub const fn margin(self) -> f32 {
        match self {
            Paper::A4 | Paper::Letter => 54.0,
            Paper::A5 => 34.0,
            Paper::Roll80 => 11.0,
        }
    }
}
