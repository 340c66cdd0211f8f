//! The vitals that a chart plots, and what is usual of them.

use super::observations::Reference;

/// One kind of vital sign.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct VitalKind {
    /// The code that `observations` keeps.
    pub code: &'static str,
    /// Its LOINC code, for reading and writing FHIR.
    pub loinc: &'static str,
    /// UCUM; every stored figure is in it.
    pub unit: &'static str,
    /// What is usual of an adult at rest.
    adult: Reference,
}

const fn kind(code: &'static str, loinc: &'static str, unit: &'static str, low: Option<f64>, high: Option<f64>) -> VitalKind {
    VitalKind {
        code,
        loinc,
        unit,
        adult: Reference { low, high },
    }
}

/// The vitals in the order in which they are shown; LOINC's codes of the FHIR R4 vital signs profile.
///
/// Usual at rest from 18 years on. Blood pressure below 140/90: ESC/ESH 2018 guideline on arterial hypertension, table 3;
/// from 90/60: NHLBI, "Low blood pressure". Heart rate 60–100: American Heart Association, "All about heart rate".
/// Respiration 12–20 and saturation from 96 %: Royal College of Physicians, National Early Warning Score 2 (2017), score 0.
/// Temperature 36.1–38.0 °C: the same. BMI 18.5–24.9 kg/m²: WHO, Technical Report Series 894.
pub const KINDS: &[VitalKind] = &[
    kind("bp_systolic", "8480-6", "mm[Hg]", Some(90.0), Some(139.0)),
    kind("bp_diastolic", "8462-4", "mm[Hg]", Some(60.0), Some(89.0)),
    kind("heart_rate", "8867-4", "/min", Some(60.0), Some(100.0)),
    kind("temperature", "8310-5", "Cel", Some(36.1), Some(38.0)),
    kind("respiratory_rate", "9279-1", "/min", Some(12.0), Some(20.0)),
    kind("oxygen_saturation", "2708-6", "%", Some(96.0), None),
    kind("weight", "29463-7", "kg", None, None),
    kind("height", "8302-2", "cm", None, None),
    kind("head_circumference", "9843-4", "cm", None, None),
    kind("bmi", "39156-5", "kg/m2", Some(18.5), Some(24.9)),
];

/// From this age the ranges of [`KINDS`] hold; younger people have none here.
const ADULT: i32 = 18;

/// Heads are measured of the youngest: from this age in months on they are neither asked for nor shown among the last figures.
const HEAD_UNTIL: i32 = 60;

/// Whether a vital sign is asked for and shown at an age in months.
#[must_use]
pub fn is_of_age(code: &str, months: i32) -> bool {
    code != "head_circumference" || months < HEAD_UNTIL
}

/// The kind of this code.
#[must_use]
pub fn find(code: &str) -> Option<&'static VitalKind> {
    KINDS.iter().find(|kind| kind.code == code)
}

/// The kind of this LOINC code.
#[must_use]
pub fn of_loinc(loinc: &str) -> Option<&'static VitalKind> {
    let loinc = match loinc {
        // Saturation by pulse oximetry, which the FHIR profile names beside 2708-6.
        "59408-5" => "2708-6",
        // Temperature of mouth, rectum, ear and armpit.
        "8331-1" | "8332-9" | "8333-7" | "8328-7" => "8310-5",
        // Weight and height, measured; height, lying.
        "3141-9" => "29463-7",
        "3137-7" | "8306-3" => "8302-2",
        // Head circumference by tape measure.
        "8287-5" => "9843-4",
        other => other,
    };
    KINDS.iter().find(|kind| kind.loinc == loinc)
}

/// What is usual of a vital sign at this age; open when nothing is said of it.
#[must_use]
pub fn reference(code: &str, age_years: i32) -> Reference {
    find(code)
        .filter(|_| age_years >= ADULT)
        .map_or(Reference::default(), |kind| kind.adult)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clinical::observations::Flag;

    #[test]
    fn a_childs_pulse_is_not_judged_by_an_adults() {
        assert_eq!(reference("heart_rate", 3).flag(120.0), Flag::None);
        assert_eq!(reference("heart_rate", 18).flag(120.0), Flag::High);
        assert_eq!(reference("weight", 40).flag(200.0), Flag::None);
        assert_eq!(reference("unknown", 40), Reference::default());
    }

    #[test]
    fn codes_are_told_apart() {
        let mut codes: Vec<_> = KINDS.iter().map(|k| k.code).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), KINDS.len());
        assert_eq!(of_loinc("59408-5").map(|k| k.code), Some("oxygen_saturation"));
        assert!(
            ["9843-4", "8287-5"]
                .iter()
                .all(|loinc| of_loinc(loinc).is_some_and(|k| k.code == "head_circumference"))
        );
    }
}
