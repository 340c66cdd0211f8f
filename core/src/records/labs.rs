//! Results and ranges as laboratories write them.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use unicode_normalization::UnicodeNormalization;

use super::model::{LabFlag, LabTest, RecordContent};
use crate::clinical::observations::{Flag, NewObservation, Reference};
use crate::documents::registry::Privacy;
use crate::ids::{DocumentId, PatientId};

/// A plain decimal number, with a point or one comma; none for `< 5`, `negative` and what can be read in two ways.
#[must_use]
pub fn figure(text: &str) -> Option<f64> {
    let text = text.trim();
    let plain = text.strip_prefix(['+', '-', '−']).unwrap_or(text);
    let shaped = plain.starts_with(|c: char| c.is_ascii_digit()) && plain.chars().all(|c| c.is_ascii_digit() || c == '.' || c == ',');
    let marks = plain.chars().filter(|c| !c.is_ascii_digit()).count();
    if !shaped || marks > 1 || is_ambiguous(text) {
        return None;
    }
    text.replace(',', ".")
        .replace('−', "-")
        .parse()
        .ok()
        .filter(|value: &f64| value.is_finite())
}

/// Whether a figure may mean a thousand times as much elsewhere: `150,000` and `1,015`.
#[must_use]
pub fn is_ambiguous(text: &str) -> bool {
    let groups: Vec<&str> = text.trim().split(',').collect();
    let digits = |group: &&str| !group.is_empty() && group.chars().all(|c| c.is_ascii_digit());
    groups.len() > 1 && groups.iter().all(digits) && groups[1..].iter().all(|group| group.len() == 3) && groups[0] != "0"
}

/// The range that a text gives: `12–16`, `12 - 16`, `< 5`, `≤5`, `> 60`; open where it says nothing.
#[must_use]
pub fn reference(text: &str) -> Reference {
    let text = text.trim().trim_matches(['(', ')', '[', ']']).trim();
    let after = |signs: &[&str]| signs.iter().find_map(|sign| text.strip_prefix(*sign)).and_then(figure);
    if let Some(high) = after(&["<=", "≤", "<"]) {
        return Reference {
            low: None,
            high: Some(high),
        };
    }
    if let Some(low) = after(&[">=", "≥", ">"]) {
        return Reference {
            low: Some(low),
            high: None,
        };
    }
    let dash = text.char_indices().skip(1).find(|(_, c)| matches!(c, '-' | '–' | '—'));
    let ends = dash.and_then(|(at, c)| Some((figure(&text[..at])?, figure(&text[at + c.len_utf8()..])?)));
    match ends {
        Some((low, high)) if low <= high => Reference {
            low: Some(low),
            high: Some(high),
        },
        _ => Reference::default(),
    }
}

/// Where a result lies: as the laboratory says, else told from value and range.
#[must_use]
pub fn flag(test: &LabTest) -> LabFlag {
    if let Some(stated) = test.flag {
        return stated;
    }
    match figure(&test.value).map(|value| reference(&test.range).flag(value)) {
        None | Some(Flag::None) => LabFlag::None,
        Some(Flag::Normal) => LabFlag::Normal,
        Some(Flag::Low) => LabFlag::Low,
        Some(Flag::High) => LabFlag::High,
    }
}

/// Whether a code has LOINC's form: digits, a hyphen, and their check digit (LOINC Users' Guide, appendix C: Luhn's mod 10).
#[must_use]
pub fn is_loinc(code: &str) -> bool {
    let Some((number, check)) = code.split_once('-') else {
        return false;
    };
    let digits: Option<Vec<u32>> = number.chars().map(|c| c.to_digit(10)).collect();
    let (Some(digits), Some(check)) = (digits.filter(|d| (1..=7).contains(&d.len())), check.parse::<u32>().ok()) else {
        return false;
    };
    let doubled = |(n, digit): (usize, &u32)| if n % 2 == 0 { digit * 2 / 10 + digit * 2 % 10 } else { *digit };
    let sum: u32 = digits.iter().rev().enumerate().map(doubled).sum();
    (10 - sum % 10) % 10 == check
}

/// What a series of this test is kept under: its LOINC code, else its name without case and accents.
#[must_use]
pub fn code(test: &LabTest) -> String {
    if !test.loinc.is_empty() {
        return test.loinc.clone();
    }
    let letters = test.name.nfkd().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
    format!("lab:{}", letters.take(36).collect::<String>())
}

/// The figures that a version gives to the plots. What is not standard gives none: a series is open to whoever opens the chart.
#[must_use]
pub fn figures(content: &RecordContent, patient_id: PatientId, document: DocumentId) -> Vec<NewObservation> {
    if content.privacy != Privacy::Standard {
        return Vec::new();
    }
    let figure = |test: &LabTest| {
        Some(NewObservation {
            patient_id,
            document_id: Some(document),
            imported_id: None,
            code: code(test),
            name: test.name.clone(),
            value: figure(&test.value)?,
            unit: test.unit.clone(),
            taken_at: noon(test.taken_on.unwrap_or(content.recorded_on)),
            reference: reference(&test.range),
        })
    };
    content.tests.iter().filter_map(figure).collect()
}

/// Noon in UTC: the same calendar day at nearly every place on earth.
fn noon(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc() + chrono::TimeDelta::hours(12)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_read_as_they_are_written() {
        assert_eq!(
            ["13.2", " 5,4 ", "0", "-2.5", "0,125", "150000"].map(figure),
            [Some(13.2), Some(5.4), Some(0.0), Some(-2.5), Some(0.125), Some(150_000.0)]
        );
        for none in [
            "",
            "< 5",
            "negative",
            "1.2.3",
            "1,015",
            "150,000",
            "1,234,567",
            "5 mg",
            ".",
            "1e5",
            "NaN",
            "-",
        ] {
            assert_eq!(figure(none), None, "{none}");
        }
        assert!(
            is_ambiguous("1,015") && is_ambiguous("150,000") && !is_ambiguous("0,125") && !is_ambiguous("5,4") && !is_ambiguous("n,000")
        );
    }

    #[test]
    fn ranges_are_read_as_they_are_written() {
        let both = |low, high| Reference { low, high };
        for (text, range) in [
            ("12–16", both(Some(12.0), Some(16.0))),
            ("12 - 16", both(Some(12.0), Some(16.0))),
            ("(3,5—5,1)", both(Some(3.5), Some(5.1))),
            ("-2.5-2.5", both(Some(-2.5), Some(2.5))),
            ("< 5", both(None, Some(5.0))),
            ("≤5.0", both(None, Some(5.0))),
            ("> 60", both(Some(60.0), None)),
            (">=60", both(Some(60.0), None)),
            ("16-12", Reference::default()),
            ("negative", Reference::default()),
            ("", Reference::default()),
        ] {
            assert_eq!(reference(text), range, "{text}");
        }
    }

    fn test(value: &str, range: &str, flag: Option<LabFlag>) -> LabTest {
        LabTest {
            name: "Đường huyết".into(),
            loinc: String::new(),
            value: value.into(),
            unit: "mmol/L".into(),
            range: range.into(),
            flag,
            taken_on: None,
        }
    }

    #[test]
    fn a_flag_is_told_unless_the_laboratory_says_it() {
        assert_eq!(flag(&test("7,2", "3.9–5.5", None)), LabFlag::High);
        assert_eq!(flag(&test("7.2", "", None)), LabFlag::None);
        assert_eq!(flag(&test("positive", "negative", None)), LabFlag::None);
        assert_eq!(flag(&test("positive", "negative", Some(LabFlag::Abnormal))), LabFlag::Abnormal);
        assert_eq!(code(&test("1", "", None)), "lab:đuonghuyet");
    }

    #[test]
    fn a_mistyped_loinc_code_is_noticed() {
        for code in ["718-7", "2345-7", "4548-4", "2160-0", "13457-7", "94500-6"] {
            assert!(is_loinc(code), "{code}");
        }
        for code in ["", "718", "718-6", "781-7", "x-1", "718-77", "12345678-1"] {
            assert!(!is_loinc(code), "{code}");
        }
    }
}
