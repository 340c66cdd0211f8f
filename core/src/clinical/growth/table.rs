//! The CDC's tables: L, M and S by sex and age, and what they make of a figure.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::patients::model::Sex;

const DATA: &str = include_str!("../../../data/growth/cdc2000.csv");

/// From this age in months on children are measured standing; before, lying, which is somewhat longer.
pub const STANDING: f64 = 24.0;

/// How a measure is spread among children of one sex and age (Cole, Stat Med 1992;11:1305–19).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lms {
    /// The power that takes the skewness away.
    pub l: f64,
    /// The median, in the unit of the measure.
    pub m: f64,
    /// The coefficient of variation.
    pub s: f64,
}

impl Lms {
    /// How many standard deviations a figure lies above the median.
    #[must_use]
    pub fn z(self, value: f64) -> f64 {
        let ratio = value / self.m;
        if self.l == 0.0 {
            ratio.ln() / self.s
        } else {
            (ratio.powf(self.l) - 1.0) / (self.l * self.s)
        }
    }

    /// The figure that lies so many standard deviations above the median, for up to two; of some ages nothing lies far above.
    #[must_use]
    pub fn value(self, z: f64) -> f64 {
        if self.l == 0.0 {
            self.m * (self.s * z).exp()
        } else {
            self.m * (1.0 + self.l * self.s * z).powf(1.0 / self.l)
        }
    }

    /// Between two ages, or a little beyond them, each of the three goes on in a straight line.
    fn between(self, next: Self, part: f64) -> Self {
        let on = |from: f64, to: f64| from + (to - from) * part;
        Self {
            l: on(self.l, next.l),
            m: on(self.m, next.m),
            s: on(self.s, next.s),
        }
    }
}

/// Months and what holds at that age, ascending.
type Rows = Vec<(f64, Lms)>;

static TABLES: LazyLock<HashMap<(&str, Sex), Rows>> = LazyLock::new(|| {
    let mut tables: HashMap<_, Rows> = HashMap::new();
    for (measure, sex, row) in DATA.lines().filter_map(row) {
        tables.entry((measure, sex)).or_default().push(row);
    }
    tables
});

/// A line of the file; none for its head.
fn row(line: &'static str) -> Option<(&'static str, Sex, (f64, Lms))> {
    let mut cells = line.split(',').skip(1);
    let (measure, sex) = (cells.next()?, cells.next()?.parse().ok()?);
    let mut number = || cells.next()?.parse().ok();
    let (months, l, m, s) = (number()?, number()?, number()?, number()?);
    Some((measure, sex, (months, Lms { l, m, s })))
}

/// What the file calls a vital sign at an age, and until which age it goes.
fn measure(code: &str, months: f64) -> Option<(&'static str, f64)> {
    Some(match code {
        "height" if months < STANDING => ("length", STANDING),
        "height" => ("height", 240.0),
        "weight" => ("weight", 240.0),
        "bmi" => ("bmi", 240.0),
        "head_circumference" => ("head_circumference", 36.0),
        _ => return None,
    })
}

/// What holds for a vital sign at an age in months; none for other sexes, vitals and ages.
#[must_use]
pub fn lms(code: &str, sex: Sex, months: f64) -> Option<Lms> {
    let (measure, last) = measure(code, months)?;
    let rows = TABLES.get(&(measure, sex))?;
    if !(rows.first()?.0..=last).contains(&months) {
        return None;
    }
    // The length's last row is of 23.5 months: the half month after it goes on from the two last ones, not towards the height.
    let next = rows.partition_point(|(at, _)| *at <= months).clamp(1, rows.len() - 1);
    let ((from, before), (to, after)) = (rows.get(next - 1)?, rows.get(next)?);
    Some(before.between(*after, (months - from) / (to - from)))
}

/// The share of children below, in per cent: the normal distribution at `z`, to 0.00001 (Abramowitz and Stegun 26.2.17).
#[must_use]
pub fn percentile(z: f64) -> f64 {
    const B: [f64; 5] = [0.319_381_530, -0.356_563_782, 1.781_477_937, -1.821_255_978, 1.330_274_429];
    let t = 1.0 / (1.0 + 0.231_641_9 * z.abs());
    let sum = B.iter().rev().fold(0.0, |sum, b| (sum + b) * t);
    let above = (-z * z / 2.0).exp() / std::f64::consts::TAU.sqrt() * sum * 100.0;
    if z < 0.0 { above } else { 100.0 - above }
}

#[cfg(test)]
mod tests;
