//! The two faces of every printed page: DejaVu Sans, which has Vietnamese, Cyrillic and Greek. They are part of the program, so
//! that a page looks the same on every workstation.

use std::io::Read;
use std::sync::LazyLock;

use flate2::read::GzDecoder;

static REGULAR: LazyLock<Vec<u8>> = LazyLock::new(|| unpacked(include_bytes!("../../data/fonts/DejaVuSans.ttf.gz")));
static BOLD: LazyLock<Vec<u8>> = LazyLock::new(|| unpacked(include_bytes!("../../data/fonts/DejaVuSans-Bold.ttf.gz")));

static REGULAR_FACE: LazyLock<Option<ttf_parser::Face<'static>>> = LazyLock::new(|| ttf_parser::Face::parse(&REGULAR, 0).ok());
static BOLD_FACE: LazyLock<Option<ttf_parser::Face<'static>>> = LazyLock::new(|| ttf_parser::Face::parse(&BOLD, 0).ok());

/// Packed in the program, half as large; nothing when it is damaged, and then no page is printed.
fn unpacked(packed: &[u8]) -> Vec<u8> {
    let mut font = Vec::new();
    match GzDecoder::new(packed).read_to_end(&mut font) {
        Ok(_) => font,
        Err(_) => Vec::new(),
    }
}

/// A face.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    /// For running text.
    Regular,
    /// For names and headings.
    Bold,
}

impl Face {
    /// The font's file.
    #[must_use]
    pub fn bytes(self) -> &'static [u8] {
        match self {
            Face::Regular => &REGULAR,
            Face::Bold => &BOLD,
        }
    }

    fn parsed(self) -> Option<&'static ttf_parser::Face<'static>> {
        match self {
            Face::Regular => REGULAR_FACE.as_ref(),
            Face::Bold => BOLD_FACE.as_ref(),
        }
    }

    /// Width of a text at this size, in points.
    #[must_use]
    pub fn width(self, text: &str, size: f32) -> f32 {
        let Some(face) = self.parsed() else { return 0.0 };
        let advance = |c: char| {
            face.glyph_index(c)
                .and_then(|g| face.glyph_hor_advance(g))
                .unwrap_or(face.units_per_em())
        };
        let units: f32 = text.chars().map(|c| f32::from(advance(c))).sum();
        units * size / f32::from(face.units_per_em())
    }

    /// Whether the face can show every letter of a text.
    #[must_use]
    pub fn has(self, text: &str) -> bool {
        self.parsed()
            .is_some_and(|face| text.chars().all(|c| face.glyph_index(c).is_some()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_faces_have_the_alphabets_of_the_clinics() {
        for text in [
            "Nguyễn Thị Hồng Đào ẮẰẲẴẶ ữựợộ",
            "Łódź Škvor Ñandú Ærø Gęś",
            "Жанна Щукина Їжак",
            "Ελένη Παπαδοπούλου ώΐ",
            "½ ¼ ¾ µg — № € “”",
        ] {
            assert!(Face::Regular.has(text) && Face::Bold.has(text), "{text}");
        }
        assert!(!Face::Regular.has("漢"));
    }

    #[test]
    fn widths_add_up() {
        let (one, two) = (Face::Regular.width("m", 10.0), Face::Regular.width("mm", 10.0));
        assert!((two - 2.0 * one).abs() < 0.01 && one > 5.0 && one < 12.0);
        assert!(Face::Bold.width("m", 10.0) > one);
    }
}
