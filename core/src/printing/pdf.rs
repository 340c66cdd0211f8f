//! Writes laid-out pages as a PDF with both faces embedded as subsets.

use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point};
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;
use krilla::text::{Font, TextDirection};

use super::{Face, Ink, Language, Mark, Page, Paper};
use crate::{Error, Result};

/// What a reader of the file is told beside its pages; never a patient's name.
#[derive(Debug, Clone)]
pub struct About {
    /// E.g. the kind and number of the document.
    pub title: String,
    /// Of its text.
    pub language: Language,
}

/// The file.
///
/// # Errors
/// `internal` when the fonts are damaged.
pub fn write(pages: &[Page], paper: Paper, about: &About) -> Result<Vec<u8>> {
    let fonts = Fonts {
        regular: font(Face::Regular)?,
        bold: font(Face::Bold)?,
    };
    let (width, height) = paper.size();
    let mut document = krilla::Document::new();
    for page in pages {
        let height = if paper.is_roll() {
            lowest(page) + 2.0 * paper.margin()
        } else {
            height
        };
        let settings = PageSettings::from_wh(width, height).ok_or_else(|| Error::fault("paper without a size"))?;
        let mut sheet = document.start_page_with(settings);
        let mut surface = sheet.surface();
        for mark in page {
            fonts.draw(&mut surface, mark);
        }
        surface.finish();
        sheet.finish();
    }
    document.set_metadata(
        Metadata::new()
            .title(about.title.clone())
            .language(about.language.as_str().to_owned())
            .creator("Curanda".to_owned()),
    );
    document
        .finish()
        .map_err(|_| Error::fault("a page that cannot be written as a PDF"))
}

/// Where the last mark of a page stands.
fn lowest(page: &Page) -> f32 {
    page.iter()
        .map(|mark| match mark {
            Mark::Text { y, .. } => *y,
            Mark::Line { to, .. } => to.1,
        })
        .fold(0.0, f32::max)
}

struct Fonts {
    regular: Font,
    bold: Font,
}

fn font(face: Face) -> Result<Font> {
    Font::new(face.bytes().to_vec().into(), 0).ok_or_else(|| Error::fault("a damaged font"))
}

impl Fonts {
    fn draw(&self, surface: &mut Surface<'_>, mark: &Mark) {
        match mark {
            Mark::Text { x, y, style, text } => {
                let color = match style.ink {
                    Ink::Black => rgb::Color::new(0, 0, 0),
                    Ink::Grey => rgb::Color::new(70, 70, 70),
                };
                let font = match style.face {
                    Face::Regular => &self.regular,
                    Face::Bold => &self.bold,
                };
                surface.set_stroke(None);
                surface.set_fill(Some(Fill {
                    paint: color.into(),
                    ..Fill::default()
                }));
                surface.draw_text(Point::from_xy(*x, *y), font.clone(), style.size, text, false, TextDirection::Auto);
            }
            Mark::Line { from, to, width } => {
                let mut path = PathBuilder::new();
                path.move_to(from.0, from.1);
                path.line_to(to.0, to.1);
                surface.set_fill(None);
                surface.set_stroke(Some(Stroke {
                    paint: rgb::Color::new(0, 0, 0).into(),
                    width: *width,
                    ..Stroke::default()
                }));
                if let Some(path) = path.finish() {
                    surface.draw_path(&path);
                }
            }
        }
    }
}
