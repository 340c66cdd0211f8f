//! What is kept in `patient_search` and `patient_words` for a chart.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use rphonetic::{DoubleMetaphone, Encoder};

use super::names::{NameWord, Names, Role, name_words};

/// Longest term the table holds.
const LONGEST: usize = 90;

/// What is looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// First family name, then another name of the person.
    Family,
    /// Given name, then another.
    Given,
    /// A further family name, then another.
    SecondFamily,
    /// Middle name, then another.
    Middle,
    /// Initial of another name, the family name, that other name: `j smith john`.
    Initial,
    /// Phone digits from the last to the first.
    Phone,
    /// Date of birth, `yyyymmdd`.
    Born,
    /// Digits of the chart number without leading zeros.
    Chart,
    /// E-mail.
    Email,
}

impl Kind {
    /// The kinds that hold names, in order of rank.
    pub const NAMES: [Kind; 4] = [Kind::Family, Kind::Given, Kind::SecondFamily, Kind::Middle];

    /// As stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Kind::Family => "f",
            Kind::Given => "g",
            Kind::SecondFamily => "s",
            Kind::Middle => "m",
            Kind::Initial => "i",
            Kind::Phone => "p",
            Kind::Born => "b",
            Kind::Chart => "c",
            Kind::Email => "e",
        }
    }
}

/// A row of `patient_search` without the patient.
pub(crate) type Term = (&'static str, String);

/// What of a chart is searched.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Searched<'a> {
    pub names: Names<'a>,
    pub chart_number: &'a str,
    pub date_of_birth: NaiveDate,
    pub phone: &'a str,
    pub email: &'a str,
}

/// Every term of a chart.
pub(crate) fn terms(of: Searched<'_>) -> BTreeSet<Term> {
    let mut out = BTreeSet::new();
    let words = name_words(of.names);
    for word in &words {
        name_terms(&mut out, word, &words);
    }
    let mut keep = |kind: Kind, text: String| {
        if !text.is_empty() {
            out.insert((kind.as_str(), text.chars().take(LONGEST).collect()));
        }
    };
    keep(Kind::Phone, reversed_digits(of.phone));
    keep(Kind::Born, of.date_of_birth.format("%Y%m%d").to_string());
    keep(Kind::Chart, chart_digits(of.chart_number));
    keep(Kind::Email, of.email.to_lowercase());
    out
}

fn name_terms(out: &mut BTreeSet<Term>, word: &NameWord, words: &[NameWord]) {
    let kind = match word.role {
        Role::Family => Kind::Family,
        Role::Given => Kind::Given,
        Role::SecondFamily => Kind::SecondFamily,
        Role::Middle => Kind::Middle,
    };
    let text = &word.token.text;
    let mut alone = true;
    for other in words.iter().filter(|other| !other.overlaps(word)) {
        let second = &other.token.text;
        alone = false;
        if text.chars().count() > 1 {
            out.insert((kind.as_str(), format!("{text} {second}")));
        }
        let family = matches!(word.role, Role::Family | Role::SecondFamily);
        if let (true, Some(initial)) = (family, second.chars().next()) {
            out.insert((Kind::Initial.as_str(), format!("{initial} {text} {second}")));
        }
    }
    if alone {
        // A person of one name; the dash sorts before every letter.
        out.insert((kind.as_str(), format!("{text} -")));
    }
}

/// `+353 20 916 3304` → `403361902353`.
pub(crate) fn reversed_digits(phone: &str) -> String {
    phone.chars().rev().filter(char::is_ascii_digit).collect()
}

/// `C-000042` → `42`.
pub(crate) fn chart_digits(chart_number: &str) -> String {
    let digits: String = chart_number.chars().filter(char::is_ascii_digit).collect();
    digits.trim_start_matches('0').to_owned()
}

/// The words of a chart that enter the dictionary: those long enough to be mistyped and still known.
pub(crate) fn dictionary_words(names: Names<'_>) -> BTreeSet<String> {
    let words = name_words(names).into_iter().map(|w| w.token.text);
    words.filter(|w| w.chars().count() >= 3).collect()
}

/// Rows of `patient_words` for a word: `(kind, term)`.
pub(crate) fn word_terms(word: &str) -> BTreeSet<Term> {
    let mut out: BTreeSet<Term> = deletes(word).into_iter().map(|d| ("d", d)).collect();
    out.extend(sound(word).map(|s| ("x", s)));
    out
}

/// The word, and the word less one letter at each place. Two words one edit apart share one of these.
pub(crate) fn deletes(word: &str) -> BTreeSet<String> {
    let letters: Vec<char> = word.chars().collect();
    let mut out = BTreeSet::from([word.to_owned()]);
    for skip in 0..letters.len() {
        out.insert(letters.iter().enumerate().filter(|(n, _)| *n != skip).map(|(_, c)| c).collect());
    }
    out
}

/// How a word sounds, for words in Latin letters.
pub(crate) fn sound(word: &str) -> Option<String> {
    if word.len() < 3 || !word.chars().all(|c| c.is_ascii_alphabetic()) {
        return None;
    }
    let key = DoubleMetaphone::new(Some(6)).encode(word);
    Some(key).filter(|k| !k.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of<'a>(first: &'a str, middle: &'a str, last: &'a str) -> Searched<'a> {
        Searched {
            names: Names {
                first,
                middle,
                last,
                preferred: "",
            },
            chart_number: "C-000042",
            date_of_birth: NaiveDate::from_ymd_opt(1982, 3, 9).unwrap(),
            phone: "+353209163304",
            email: "Hana.K@Example.com",
        }
    }

    #[test]
    fn a_chart_has_the_terms_by_which_people_look_for_it() {
        let found = terms(of("Hana", "", "Kovács"));
        let expected = [
            ("b", "19820309"),
            ("c", "42"),
            ("e", "hana.k@example.com"),
            ("f", "kovacs hana"),
            ("g", "hana kovacs"),
            ("i", "h kovacs hana"),
            ("p", "403361902353"),
        ];
        assert_eq!(found, expected.map(|(k, t)| (k, t.to_owned())).into());
    }

    #[test]
    fn readings_of_one_word_are_not_paired_with_each_other() {
        let found = terms(of("Ana", "", "García Márquez"));
        assert!(found.contains(&("s", "marquez ana".to_owned())) && found.contains(&("f", "garcia marquez".to_owned())));
        assert!(!found.iter().any(|(_, t)| t.starts_with("garciamarquez garcia")));
    }

    #[test]
    fn a_person_of_one_name_is_found() {
        assert!(terms(of("", "", "Sukarno")).contains(&("f", "sukarno -".to_owned())));
    }

    #[test]
    fn words_one_edit_apart_share_a_delete() {
        for (a, b) in [("smith", "smiht"), ("smith", "smth"), ("smith", "smiith"), ("smith", "smyth")] {
            assert!(!deletes(a).is_disjoint(&deletes(b)), "{a} {b}");
        }
        assert!(deletes("smith").is_disjoint(&deletes("jones")));
        assert_eq!(sound("catherine"), sound("katharine"));
    }
}
