//! Vitals of a note: what can be, what is usual at an age, the BMI.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::fields::{FIGURES, figure};
use super::model::Vitals;
use crate::api::Fields;
use crate::clinical;
use crate::clinical::observations::Reference;
use crate::patients::model::Sex;

/// One figure: the limits of what is taken at all, what is usual at the patient's age, and who says so.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct VitalRange {
    /// The field of [`Vitals`], which is also the code of its observations.
    pub figure: String,
    /// UCUM.
    pub unit: String,
    /// Below this it is a slip of the pen.
    pub least: f64,
    /// Above this it is a slip of the pen.
    pub most: f64,
    /// The lowest usual figure, where one is given.
    pub low: Option<f64>,
    /// The highest usual figure, where one is given.
    pub high: Option<f64>,
    /// Who says what is usual; empty without a range.
    pub source: String,
}

/// What is taken at all.
///
/// Pressure and pulse: what monitors show, IEC 80601-2-30 (cuff to 300 mmHg) and IEC 60601-2-27 (meter to 300/min).
/// Temperature: the coldest and the hottest that were survived, 13.7 °C (Gilbert, Lancet 2000;355:375) and 46.5 °C
/// (Slovis, Ann Emerg Med 1982;11:269). Weight and height: the extremes on record, 0.2–635 kg and 20–272 cm. Respiration
/// and head (23 weeks of pregnancy to a hydrocephalus): ours.
const LIMITS: &[(&str, f64, f64)] = &[
    ("bp_systolic", 20.0, 300.0),
    ("bp_diastolic", 10.0, 250.0),
    ("heart_rate", 10.0, 300.0),
    ("temperature", 13.0, 47.0),
    ("respiratory_rate", 2.0, 120.0),
    ("oxygen_saturation", 20.0, 100.0),
    ("weight", 0.2, 650.0),
    ("height", 20.0, 275.0),
    ("head_circumference", 15.0, 80.0),
];

/// Up to this age in months, then: heart rate 1st and 99th centile, respiratory rate 1st and 99th centile.
///
/// Fleming et al., "Normal ranges of heart rate and respiratory rate in children from birth to 18 years of age",
/// Lancet 2011;377:1011–18, tables 3 and 4 of the web appendix.
const CHILDREN: &[(i32, [f64; 4])] = &[
    (3, [107.0, 181.0, 25.0, 66.0]),
    (6, [104.0, 175.0, 24.0, 64.0]),
    (9, [98.0, 168.0, 23.0, 61.0]),
    (12, [93.0, 161.0, 22.0, 58.0]),
    (18, [88.0, 156.0, 21.0, 53.0]),
    (24, [82.0, 149.0, 19.0, 46.0]),
    (36, [76.0, 142.0, 18.0, 38.0]),
    (48, [70.0, 136.0, 17.0, 33.0]),
    (72, [65.0, 131.0, 17.0, 29.0]),
    (96, [59.0, 123.0, 16.0, 27.0]),
    (144, [52.0, 115.0, 14.0, 25.0]),
    (180, [47.0, 108.0, 12.0, 23.0]),
    (216, [43.0, 104.0, 11.0, 22.0]),
];

/// Months at which the charts end.
const GROWN_UP: i32 = 240;

const FLEMING: &str = "Fleming et al., Lancet 2011;377:1011–18 (1st–99th centile)";

/// Who says what is usual of an adult; [`clinical::vitals`] holds the figures.
fn adult_source(figure: &str) -> &'static str {
    match figure {
        "bp_systolic" | "bp_diastolic" => "ESC/ESH 2018; NHLBI",
        "heart_rate" => "American Heart Association",
        "respiratory_rate" | "oxygen_saturation" | "temperature" => "RCP, NEWS2 (2017)",
        _ => "",
    }
}

const PLAUSIBLE: &str = "CDC, biologically plausible values (2000 charts)";

/// Weight and height that are not likely a slip of the pen, of either sex; adults as at 20 years.
///
/// CDC, "Modified z-scores in the CDC growth charts": implausible are heights beyond −5 and +4, weights beyond −5 and +8, where a
/// step is half the way from the median to the second deviation on that side.
fn plausible(figure: &str, months: i32) -> Option<Reference> {
    let steps = match figure {
        "height" => [-5.0, 4.0],
        "weight" => [-5.0, 8.0],
        _ => return None,
    };
    let of = |sex| clinical::growth::lms(figure, sex, f64::from(months.clamp(0, GROWN_UP)));
    let end = |step: f64, spread: clinical::growth::Lms| {
        let median = spread.value(0.0);
        median + step.abs() * (spread.value(2.0 * step.signum()) - median) / 2.0
    };
    let (girl, boy) = (of(Sex::Female)?, of(Sex::Male)?);
    let tenth = |value: f64| Some((value * 10.0).round() / 10.0);
    Some(Reference {
        low: tenth(end(steps[0], girl).min(end(steps[0], boy))),
        high: tenth(end(steps[1], girl).max(end(steps[1], boy))),
    })
}

/// What is usual of a figure at an age.
fn usual(figure: &str, months: i32) -> (Reference, &'static str) {
    let child = |low: usize| {
        let (_, centiles) = CHILDREN.iter().find(|(until, _)| months < *until)?;
        Some((
            Reference {
                low: Some(centiles[low]),
                high: Some(centiles[low + 1]),
            },
            FLEMING,
        ))
    };
    let of_child = match figure {
        "heart_rate" => child(0),
        "respiratory_rate" => child(2),
        _ => None,
    };
    of_child.unwrap_or_else(|| {
        let reference = clinical::vitals::reference(figure, months / 12);
        let source = if reference == Reference::default() {
            ""
        } else {
            adult_source(figure)
        };
        (reference, source)
    })
}

/// Every figure that is asked for at an age.
#[must_use]
pub fn ranges(months: i32) -> Vec<VitalRange> {
    let unit = |figure| clinical::vitals::find(figure).map_or("", |kind| kind.unit);
    LIMITS
        .iter()
        .filter(|(figure, ..)| clinical::vitals::is_of_age(figure, months))
        .map(|(figure, least, most)| {
            let (Reference { low, high }, source) =
                plausible(figure, months).map_or_else(|| usual(figure, months), |range| (range, PLAUSIBLE));
            VitalRange {
                figure: (*figure).to_owned(),
                unit: unit(figure).to_owned(),
                least: *least,
                most: *most,
                low,
                high,
                source: source.to_owned(),
            }
        })
        .collect()
}

/// Names the figures that cannot be.
pub(super) fn check(vitals: &Vitals, fields: &mut Fields) {
    for (name, least, most) in LIMITS {
        let Some(value) = figure(vitals, name) else { continue };
        if !value.is_finite() || value < *least || value > *most {
            fields.wrong_with(
                &format!("objective.vital_signs.{name}"),
                "out_of_range",
                "range",
                vec![*least, *most],
            );
        }
    }
    if let (Some(systolic), Some(diastolic)) = (vitals.bp_systolic, vitals.bp_diastolic)
        && diastolic >= systolic
    {
        fields.wrong("objective.vital_signs.bp_diastolic", "diastolic_above");
    }
}

/// Kilograms by the square of metres, to one decimal; none without both, or for figures that cannot be.
#[must_use]
pub fn bmi(vitals: &Vitals) -> Option<f64> {
    let (kg, metres) = (vitals.weight?, vitals.height? / 100.0);
    (kg > 0.0 && metres > 0.0).then(|| (kg / (metres * metres) * 10.0).round() / 10.0)
}

/// Code, value, unit and range of each figure that was measured, the BMI among them.
pub(super) fn measured(vitals: &Vitals, months: i32) -> Vec<(&'static str, f64, &'static str, Reference)> {
    let taken = FIGURES.iter().filter_map(|name| Some((*name, figure(vitals, name)?)));
    let derived = bmi(vitals).map(|value| ("bmi", value));
    taken
        .chain(derived)
        .map(|(code, value)| {
            let unit = clinical::vitals::find(code).map_or("", |kind| kind.unit);
            (code, value, unit, usual(code, months).0)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_usual_depends_on_the_age() {
        let pulse = |months| {
            let range = ranges(months).into_iter().find(|r| r.figure == "heart_rate").unwrap();
            (range.low, range.high, range.source == FLEMING)
        };
        assert_eq!(pulse(0), (Some(107.0), Some(181.0), true));
        assert_eq!(pulse(2), (Some(107.0), Some(181.0), true));
        assert_eq!(pulse(3), (Some(104.0), Some(175.0), true), "from three months on the next row");
        assert_eq!(pulse(215), (Some(43.0), Some(104.0), true));
        assert_eq!(pulse(216), (Some(60.0), Some(100.0), false), "an adult");
        let pressure = ranges(60).into_iter().find(|r| r.figure == "bp_systolic").unwrap();
        assert_eq!((pressure.low, pressure.source.as_str()), (None, ""), "none is given for a child");
    }

    #[test]
    fn a_weight_and_a_height_are_plausible_for_an_age() {
        let ends = |figure: &str, months| {
            let ranges = ranges(months);
            let range = ranges.iter().find(|r| r.figure == figure).unwrap();
            (range.low.unwrap(), range.high.unwrap())
        };
        for (figure, months, likely, slips) in [
            ("height", 500, [140.0, 203.0], [20.0, 17.0, 117.0, 271.0]),
            ("weight", 500, [30.0, 200.0], [7.0, 710.0, 20.0, 300.0]),
            ("weight", 1, [2.5, 5.5], [0.35, 35.0, 12.0, 0.9]),
            ("height", 36, [85.0, 105.0], [9.5, 195.0, 60.0, 130.0]),
        ] {
            let (low, high) = ends(figure, months);
            assert!(
                likely.iter().all(|v| (low..=high).contains(v)),
                "{figure} at {months}: {low}–{high}"
            );
            assert!(
                slips.iter().all(|v| !(low..=high).contains(v)),
                "{figure} at {months}: {low}–{high}"
            );
        }
    }

    #[test]
    fn every_figure_has_limits_a_unit_and_where_it_has_a_range_a_source() {
        for months in [1, 30, 100, 500] {
            let ranges = ranges(months);
            let asked = FIGURES.iter().filter(|figure| **figure != "head_circumference" || months < 60);
            assert!(ranges.iter().map(|r| r.figure.as_str()).eq(asked.copied()), "{months}");
            for range in ranges {
                assert!(!range.unit.is_empty(), "{}", range.figure);
                assert_eq!(
                    range.low.is_some() || range.high.is_some(),
                    !range.source.is_empty(),
                    "{}",
                    range.figure
                );
                assert!(range.low.is_none_or(|low| low >= range.least) && range.high.is_none_or(|high| high <= range.most));
            }
        }
    }

    #[test]
    fn what_cannot_be_is_named() {
        let vitals = Vitals {
            heart_rate: Some(720.0),
            temperature: Some(98.6),
            bp_systolic: Some(80.0),
            bp_diastolic: Some(120.0),
            weight: Some(f64::NAN),
            height: Some(164.0),
            ..Vitals::default()
        };
        let mut fields = Fields::default();
        check(&vitals, &mut fields);
        let mut wrong: Vec<_> = fields.check().unwrap_err().fields.into_iter().map(|f| f.field).collect();
        wrong.sort_unstable();
        let named = ["bp_diastolic", "heart_rate", "temperature", "weight"].map(|f| format!("objective.vital_signs.{f}"));
        assert_eq!(wrong, named);
    }

    #[test]
    fn the_bmi_is_derived() {
        let of = |weight, height| {
            bmi(&Vitals {
                weight,
                height,
                ..Vitals::default()
            })
        };
        assert_eq!(of(Some(71.4), Some(164.0)), Some(26.5));
        assert_eq!(
            (of(None, Some(164.0)), of(Some(71.4), None), of(Some(71.4), Some(0.0))),
            (None, None, None)
        );
    }
}
