//! The table of `cases.csv`: drafts as they are written, a person as the chart knows one, and all that must be said.

use super::*;
use crate::clinical::Said;
use crate::patients::model::Sex;
use crate::prescribing::facts::{route_in, says_none};
use crate::prescribing::lists::Form;
use crate::prescribing::safety::{KnownAllergy, Taking};
use crate::printing::Language;

/// `9y f 28kg not pregnant`; blank is a man of 45.
fn person(text: &str, allergies: &str, takes: &str) -> Person {
    let said = |word: &str| text.split(' ').any(|w| w == word);
    let number = |unit: &str| text.split(' ').find_map(|w| w.strip_suffix(unit)?.parse::<i32>().ok());
    Person {
        age_months: number("mo").or_else(|| number("y").map(|y| y * 12 + 1)).unwrap_or(45 * 12),
        sex: if said("f") { Sex::Female } else { Sex::Male },
        pregnancy: match (said("pregnant"), said("not")) {
            (true, false) => Said::Yes,
            (true, true) => Said::No,
            (false, _) => Said::Unknown,
        },
        breastfeeding: if said("breastfeeding") { Said::Yes } else { Said::Unknown },
        weight_grams: number("kg").map(|kg| i64::from(kg) * 1000),
        allergies: several(allergies)
            .filter(|substance| !says_none(substance))
            .map(|substance| KnownAllergy {
                substance: substance.to_owned(),
                code: String::new(),
                reaction: String::new(),
            })
            .collect(),
        taking: several(takes)
            .map(|name| Taking {
                name: name.to_owned(),
                code: String::new(),
                route: route_in(name),
            })
            .collect(),
    }
}

fn several(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(';').map(str::trim).filter(|text| !text.is_empty())
}

/// `amoxicillin capsule 500 mg: 1 tid 7d`.
fn drafted(text: &str) -> DraftItem {
    let (product, sig) = text.split_once(": ").unwrap();
    let words: Vec<&str> = product.split(' ').collect();
    let form = words.iter().position(|w| w.parse::<Form>().is_ok());
    let (ingredient, strength) = form.map_or((product.to_owned(), String::new()), |at| {
        (words[..at].join(" "), words[at + 1..].join(" "))
    });
    DraftItem {
        ingredient,
        form: form.and_then(|at| words[at].parse().ok()),
        route: None,
        strength,
        sig: sig.to_owned(),
        refills: 0,
        replaces: None,
        replace_reason: String::new(),
    }
}

#[test]
fn every_case_of_the_table_is_answered_so() {
    let lists = Lists::built_in();
    let texts = Texts::of(Language::En);
    let table = include_str!("cases.csv");
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(table.as_bytes());
    let mut wrong = Vec::new();
    let mut count = 0;
    for row in reader.records() {
        count += 1;
        let row = row.unwrap();
        let drafts: Vec<DraftItem> = several(&row[4]).map(drafted).collect();
        let readings: Vec<Reading<'_>> = drafts.iter().map(|d| reading::read(lists, d, texts)).collect();
        let problems: Vec<_> = readings
            .iter()
            .zip(&drafts)
            .filter_map(|(r, d)| r.shown(0, d, texts).problem)
            .collect();
        let findings = apply(lists, &person(&row[1], &row[2], &row[3]), &readings, &drafts);
        let warns: Vec<String> = findings
            .warnings
            .iter()
            .map(|w| format!("{} {}", w.kind.as_str(), w.severity.as_str()))
            .collect();
        let unchecked: Vec<String> = findings
            .unchecked
            .iter()
            .map(|u| format!("{}: {}", u.reason.as_str(), u.text))
            .collect();
        if (warns.join(";"), unchecked.join(";")) != (row[5].to_owned(), row[6].to_owned()) || !problems.is_empty() {
            let effects: Vec<String> = findings
                .warnings
                .iter()
                .map(|w| format!("{} {} {}", w.key, w.effect, w.severity.as_str()))
                .collect();
            wrong.push(format!(
                "{}: must {:?} {:?}, said {warns:?} {unchecked:?} {problems:?} {effects:?}",
                &row[0], &row[5], &row[6]
            ));
        }
    }
    assert!(wrong.is_empty(), "{} of {count} are wrong:\n{}", wrong.len(), wrong.join("\n"));
}
