//! Papers of the demo: a laboratory's report and a picture. Nothing on them is of anybody.

use std::io::Cursor;

use image::{DynamicImage, GrayImage, ImageFormat, Luma};

use crate::printing::pdf::{self, About};
use crate::printing::{Flow, Language, Paper, Style};
use crate::{Error, Result};

/// One page on A4.
pub(super) fn report() -> Result<Vec<u8>> {
    let mut flow = Flow::new(Paper::A4, 22.0);
    flow.paragraph("Northgate Laboratory", Style::bold(16.0));
    flow.paragraph("Report of a demo clinic. Nothing on it is of anybody.", Style::text(10.0));
    flow.space(14.0);
    for (name, said) in [
        ("Sample", "venous blood, received the same day"),
        ("Method", "automated, quality control passed"),
        ("Results", "as entered in the record that this page is attached to"),
        ("Validated by", "the laboratory's physician on duty"),
    ] {
        let cell = |text: &str, style| vec![(text.to_owned(), style)];
        flow.row(&[cell(name, Style::bold(11.0)), cell(said, Style::text(11.0))], &[1.0, 3.0]);
        flow.rule(0.3);
    }
    let pages = flow.finish(Style::text(9.0), |page, pages| ("Demo".to_owned(), format!("{page} / {pages}")));
    let about = About {
        title: "Laboratory report".to_owned(),
        language: Language::En,
    };
    pdf::write(&pages, Paper::A4, &about)
}

const WIDTH: u32 = 320;
const HEIGHT: u32 = 240;

/// A fan of grey shades with speckle, as an ultrasound looks from afar.
pub(super) fn ultrasound() -> Result<Vec<u8>> {
    let picture = GrayImage::from_fn(WIDTH, HEIGHT, |x, y| Luma([shade(f64::from(x), f64::from(y))]));
    let mut out = Cursor::new(Vec::new());
    DynamicImage::ImageLuma8(picture)
        .write_to(&mut out, ImageFormat::Png)
        .map_err(|_| Error::fault("a picture that cannot be written"))?;
    Ok(out.into_inner())
}

fn shade(x: f64, y: f64) -> u8 {
    let (dx, depth) = (x - f64::from(WIDTH) / 2.0, y + 27.0);
    let distance = dx.hypot(depth);
    if dx.abs() > depth * 0.72 || !(40.0..257.0).contains(&distance) {
        return 0;
    }
    let speckle = ((x * 12.9898 + y * 78.233).sin() * 43_758.545_3).fract().abs();
    let hollow = (((x - 180.0) / 40.0).powi(2) + ((y - 127.0) / 25.0).powi(2)) < 1.0;
    let tissue = 92.0 + 34.0 * (distance / 15.0).sin() - distance * 0.18;
    let value = if hollow {
        14.0 + 14.0 * speckle
    } else {
        tissue + 70.0 * speckle - 35.0
    };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to a byte")]
    let byte = value.clamp(0.0, 255.0) as u8;
    byte
}
