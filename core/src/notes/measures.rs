//! Measured figures in words, for paper: in the clinic's units, with a word where they are not usual.

use super::fields::{FIGURES, figure};
use super::growth::FigureGrowth;
use super::model::Vitals;
use super::vitals::{bmi, ranges};
use crate::clinical::{
    observations::{Flag, Reference},
    vitals::reference,
};
use crate::printing::Texts;

crate::text_enum! {
    /// Units that weights, heights and temperatures are shown in; stored is always metric.
    pub enum Units {
        /// Kilograms, centimetres, degrees Celsius.
        Metric = "metric",
        /// Pounds, inches, degrees Fahrenheit.
        Imperial = "imperial",
    }
}

/// Pounds in a kilogram and centimetres in an inch: international yard and pound agreement, 1959.
const POUNDS: f64 = 1.0 / 0.453_592_37;
const INCH: f64 = 2.54;

impl Units {
    /// A metric figure in these units.
    fn of(self, name: &str, value: f64) -> f64 {
        match (self, name) {
            (Units::Imperial, "temperature") => value * 1.8 + 32.0,
            (Units::Imperial, "weight") => value * POUNDS,
            (Units::Imperial, "height" | "head_circumference") => value / INCH,
            _ => value,
        }
    }

    /// The key of a figure's sentence; only some figures have one of their own in imperial units.
    fn key(self, name: &str) -> String {
        match (self, name) {
            (Units::Imperial, "temperature" | "weight" | "height" | "head_circumference") => format!("measured_{name}_imperial"),
            _ => format!("measured_{name}"),
        }
    }
}

/// One line a figure, at this age in months, of a child with its percentile; both blood pressures are one.
pub(super) fn lines(vitals: &Vitals, months: i32, growth: &[FigureGrowth], units: Units, texts: &Texts) -> Vec<String> {
    let ranges = ranges(months);
    let usual = |name: &str| {
        let range = ranges.iter().find(|range| range.figure == name);
        range.map_or(Reference::default(), |range| Reference {
            low: range.low,
            high: range.high,
        })
    };
    let mut lines = Vec::new();
    let pressure = (vitals.bp_systolic, vitals.bp_diastolic);
    if let (Some(systolic), Some(diastolic)) = pressure {
        let value = format!("{}/{}", number(systolic, texts), number(diastolic, texts));
        let flags = [usual("bp_systolic").flag(systolic), usual("bp_diastolic").flag(diastolic)];
        let worst = flags
            .into_iter()
            .find(|f| matches!(f, Flag::High | Flag::Low))
            .unwrap_or(Flag::None);
        lines.push(judged(&texts.fill("measured_pressure", &[("value", &value)]), worst, texts));
    }
    for name in FIGURES {
        let Some(value) = figure(vitals, name) else { continue };
        if !(name.starts_with("bp_") && matches!(pressure, (Some(_), Some(_)))) {
            let shown = number(units.of(name, value), texts);
            let said = texts.fill(&units.key(name), &[("value", &shown)]);
            lines.push(placed(judged(&said, usual(name).flag(value), texts), name, growth, texts));
        }
    }
    if let Some(value) = bmi(vitals) {
        let said = texts.fill("measured_bmi", &[("value", &number(value, texts))]);
        // Whoever has a percentile is not compared with adults.
        let flag = Some(reference("bmi", months / 12).flag(value)).filter(|_| growth.is_empty());
        lines.push(placed(judged(&said, flag.unwrap_or(Flag::None), texts), "bmi", growth, texts));
    }
    lines
}

fn judged(said: &str, flag: Flag, texts: &Texts) -> String {
    match flag {
        Flag::High => texts.fill("measured_high", &[("measure", said)]),
        Flag::Low => texts.fill("measured_low", &[("measure", said)]),
        _ => said.to_owned(),
    }
}

/// With the percentile, where there is one: whole but for the two ends, and never nonsense beyond them.
fn placed(said: String, name: &str, growth: &[FigureGrowth], texts: &Texts) -> String {
    let Some(found) = growth.iter().find(|f| f.figure == name) else {
        return said;
    };
    let (least, most) = (0.1, 99.9);
    let percentile = match found.percentile {
        p if p < least => format!("< {}", number(least, texts)),
        p if p > most => format!("> {}", number(most, texts)),
        p if (1.0..=99.0).contains(&p) => number(p.round(), texts),
        p => number(p, texts),
    };
    texts.fill("measured_percentile", &[("measure", &said), ("percentile", &percentile)])
}

/// To one decimal, without a needless one.
fn number(value: f64, texts: &Texts) -> String {
    let text = format!("{value:.1}");
    texts.number(text.strip_suffix(".0").unwrap_or(&text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::printing::Language;

    fn vitals() -> Vitals {
        Vitals {
            bp_systolic: Some(148.0),
            bp_diastolic: Some(86.0),
            temperature: Some(37.0),
            weight: Some(71.4),
            height: Some(164.0),
            ..Vitals::default()
        }
    }

    #[test]
    fn figures_are_told_in_the_clinics_units_and_language() {
        let (en, vi) = (Texts::of(Language::En), Texts::of(Language::Vi));
        let metric = lines(&vitals(), 40 * 12, &[], Units::Metric, en);
        assert_eq!(metric[0], "Blood pressure 148/86 mmHg (above the usual range)");
        assert_eq!(metric[1..4], ["Temperature 37 °C", "Weight 71.4 kg", "Height 164 cm"]);
        assert!(metric[4].starts_with("Body mass index 26.5 kg/m²"), "{metric:?}");
        let imperial = lines(&vitals(), 40 * 12, &[], Units::Imperial, en);
        assert_eq!(imperial[1..4], ["Temperature 98.6 °F", "Weight 157.4 lb", "Height 64.6 in"]);
        assert_eq!(lines(&vitals(), 40 * 12, &[], Units::Metric, vi)[2], "Cân nặng 71,4 kg");
    }

    #[test]
    fn a_childs_figures_are_not_judged_by_an_adults() {
        let pulse = Vitals {
            heart_rate: Some(120.0),
            ..Vitals::default()
        };
        let said = |months| lines(&pulse, months, &[], Units::Metric, Texts::of(Language::En)).remove(0);
        assert_eq!(said(24), "Pulse 120 a minute");
        assert_eq!(said(480), "Pulse 120 a minute (above the usual range)");
    }

    #[test]
    fn a_childs_growth_is_told_with_its_percentile() {
        let child = Vitals {
            weight: Some(12.3),
            height: Some(88.0),
            head_circumference: Some(48.26),
            ..Vitals::default()
        };
        let growth = |percentile| {
            let of = |figure: &str| FigureGrowth {
                figure: figure.to_owned(),
                percentile,
            };
            ["weight", "head_circumference", "bmi"].map(of)
        };
        let said = |percentile, units, language| lines(&child, 30, &growth(percentile), units, Texts::of(language));
        let metric = said(61.6, Units::Metric, Language::En);
        assert_eq!(
            metric,
            [
                "Weight 12.3 kg, percentile 62 (CDC 2000)",
                "Height 88 cm",
                "Head circumference 48.3 cm, percentile 62 (CDC 2000)",
                "Body mass index 15.9 kg/m², percentile 62 (CDC 2000)",
            ]
        );
        assert_eq!(
            said(0.02, Units::Imperial, Language::En)[2],
            "Head circumference 19 in, percentile < 0.1 (CDC 2000)"
        );
        assert_eq!(
            said(99.58, Units::Metric, Language::Vi)[0],
            "Cân nặng 12,3 kg, bách phân vị 99,6 (CDC 2000)"
        );
        assert!(said(100.0, Units::Metric, Language::Vi)[0].contains("> 99,9"));
    }
}
