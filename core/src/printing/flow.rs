//! Lays text, lines and table rows out on pages, from the top down.

use super::{Cell, Mark, Page, Paper, Style};

/// Between two columns.
const GUTTER: f32 = 10.0;

/// Pages being filled.
#[derive(Debug)]
pub struct Flow {
    paper: Paper,
    pages: Vec<Page>,
    y: f32,
    foot: f32,
    running: Vec<(String, Style)>,
    head: Option<(Vec<Cell>, Vec<f32>)>,
}

impl Flow {
    /// An empty page; `foot` points are kept free at the bottom for what stands on every page.
    #[must_use]
    pub fn new(paper: Paper, foot: f32) -> Self {
        Self {
            paper,
            pages: vec![Vec::new()],
            y: paper.margin(),
            foot,
            running: Vec::new(),
            head: None,
        }
    }

    /// What stands at the top of every page but the first.
    pub fn run(&mut self, lines: Vec<(String, Style)>) {
        self.running = lines;
    }

    /// Left edge of the text.
    #[must_use]
    pub fn left(&self) -> f32 {
        self.paper.margin()
    }

    /// Width of the text.
    #[must_use]
    pub fn width(&self) -> f32 {
        self.paper.size().0 - 2.0 * self.paper.margin()
    }

    /// Leaves room.
    pub fn space(&mut self, points: f32) {
        self.y += points;
    }

    /// Begins a new page unless this much fits on the present one.
    pub fn keep(&mut self, height: f32) {
        let bottom = self.paper.size().1 - self.paper.margin() - self.foot;
        let top = self.paper.margin();
        if self.y + height > bottom && self.y > top {
            self.pages.push(Vec::new());
            self.y = top;
            for (text, style) in self.running.clone() {
                for line in wrap(&text, style, self.width()) {
                    self.line(&line, style, self.left());
                }
            }
            if !self.running.is_empty() {
                self.rule(0.5);
            }
            if let Some((head, shares)) = self.head.take() {
                self.begin_table(head, &shares);
            }
        }
    }

    /// What the columns that follow are: said again at the top of every page, until the table ends.
    pub fn begin_table(&mut self, head: Vec<Cell>, shares: &[f32]) {
        self.row(&head, shares);
        self.rule(0.7);
        self.head = Some((head, shares.to_vec()));
    }

    /// What follows stands in no columns.
    pub fn end_table(&mut self) {
        self.head = None;
    }

    fn mark(&mut self, mark: Mark) {
        if let Some(page) = self.pages.last_mut() {
            page.push(mark);
        }
    }

    /// One line at this place, not wrapped.
    fn line(&mut self, text: &str, style: Style, x: f32) {
        self.y += style.leading();
        let y = self.y - style.size * 0.25;
        self.mark(Mark::Text {
            x,
            y,
            style,
            text: text.to_owned(),
        });
    }

    /// A paragraph over the whole width.
    pub fn paragraph(&mut self, text: &str, style: Style) {
        for line in wrap(text, style, self.width()) {
            self.keep(style.leading());
            self.line(&line, style, self.left());
        }
    }

    /// A line over the whole width.
    pub fn rule(&mut self, width: f32) {
        self.y += 4.0;
        let (left, right) = (self.left(), self.left() + self.width());
        self.mark(Mark::Line {
            from: (left, self.y),
            to: (right, self.y),
            width,
        });
        self.y += 4.0;
    }

    /// Columns beside each other, `shares` of the width; never parted by a page's end unless higher than a page.
    pub fn row(&mut self, cells: &[Cell], shares: &[f32]) {
        let total: f32 = shares.iter().sum();
        let usable = self.width() - GUTTER * (cells.len().max(1) - 1) as f32;
        let lines: Vec<Vec<(String, Style)>> = cells
            .iter()
            .zip(shares)
            .map(|(cell, share)| {
                cell.iter()
                    .flat_map(|(text, style)| wrap(text, *style, usable * share / total).into_iter().map(|l| (l, *style)))
                    .collect()
            })
            .collect();
        let height = lines
            .iter()
            .map(|cell| cell.iter().map(|(_, s)| s.leading()).sum::<f32>())
            .fold(0.0, f32::max);
        self.keep(height);
        let (top, mut x) = (self.y, self.left());
        for (cell, share) in lines.iter().zip(shares) {
            self.y = top;
            let width = usable * share / total;
            for (text, style) in cell {
                let aside = if style.at_end {
                    width - style.face.width(text, style.size)
                } else {
                    0.0
                };
                self.line(text, *style, x + aside);
            }
            x += width + GUTTER;
        }
        self.y = top + height;
    }

    /// A line to sign on at the right, with what stands below it.
    pub fn signature(&mut self, below: &[(String, Style)]) {
        let height = 46.0 + below.iter().map(|(_, s)| s.leading()).sum::<f32>();
        self.keep(height);
        self.y += 42.0;
        let (left, right) = (self.left() + self.width() * 0.5, self.left() + self.width());
        self.mark(Mark::Line {
            from: (left, self.y),
            to: (right, self.y),
            width: 0.7,
        });
        self.y += 2.0;
        for (text, style) in below {
            for line in wrap(text, *style, right - left) {
                self.line(&line, *style, left);
            }
        }
    }

    /// The pages, each with what `foot` says at its left and right.
    #[must_use]
    pub fn finish(mut self, style: Style, foot: impl Fn(usize, usize) -> (String, String)) -> Vec<Page> {
        if self.paper.is_roll() {
            // One page without an end has no foot.
            return self.pages;
        }
        let pages = self.pages.len();
        let (left, right) = (self.left(), self.left() + self.width());
        let y = self.paper.size().1 - self.paper.margin();
        for (at, page) in self.pages.iter_mut().enumerate() {
            let (start, end) = foot(at + 1, pages);
            let x = right - style.face.width(&end, style.size);
            page.push(Mark::Line {
                from: (left, y - style.leading() - 2.0),
                to: (right, y - style.leading() - 2.0),
                width: 0.5,
            });
            page.push(Mark::Text {
                x: left,
                y,
                style,
                text: start,
            });
            page.push(Mark::Text { x, y, style, text: end });
        }
        self.pages
    }
}

/// Lines that fit; a word that does not fit on a line of its own is parted.
fn wrap(text: &str, style: Style, width: f32) -> Vec<String> {
    let fits = |line: &str| style.face.width(line, style.size) <= width;
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        for word in paragraph.split_whitespace() {
            let longer = if line.is_empty() {
                word.to_owned()
            } else {
                format!("{line} {word}")
            };
            if fits(&longer) {
                line = longer;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            for part in word.split_inclusive(['-', '/']) {
                if fits(&format!("{line}{part}")) {
                    line.push_str(part);
                    continue;
                }
                if !line.is_empty() {
                    lines.push(std::mem::take(&mut line));
                }
                for letter in part.chars() {
                    if !line.is_empty() && !fits(&format!("{line}{letter}")) {
                        lines.push(std::mem::take(&mut line));
                    }
                    line.push(letter);
                }
            }
        }
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests;
