//! RxNorm's concept file (`RXNCONSO.RRF`): other names of medicines that the formulary has.
//!
//! Columns as in the RxNorm technical documentation (NLM), section "RXNCONSO": 1 RXCUI, 2 LAT, 12 SAB, 13 TTY, 15 STR, 17 SUPPRESS.
//! Names of one RXCUI mean one thing; where one of them is an ingredient of the formulary, the others become its names.

use std::collections::{BTreeMap, BTreeSet};

use super::problem::{self, ListProblem};
use super::{Lists, Subject};

/// Term types that name an ingredient: ingredient, precise ingredient, several, synonym, and the display name.
const KINDS: &[&str] = &["IN", "PIN", "MIN", "SY", "PSN"];

/// The longest name kept, in characters.
const LONGEST: usize = 100;

/// The names of the file as a list of synonyms, the clinic's own: those that are not known yet.
///
/// # Errors
/// What is wrong with the file, or that it adds nothing.
pub fn synonyms(rrf: &str, lists: &Lists, version: &str, date: chrono::NaiveDate) -> Result<String, ListProblem> {
    let names = names(problem::readable(rrf)?)?;
    let mut text = format!("# list: synonyms\n# version: {version}\n# date: {date}\nname,means,source\n");
    let (mut known, mut added) = (0, 0);
    for (concept, names) in names {
        let meant = names.iter().find_map(|name| match lists.named(name) {
            Some(Subject::Ingredient(ingredient)) => Some(ingredient.clone()),
            _ => None,
        });
        let Some(meant) = meant else { continue };
        for name in &names {
            if lists.named(name).is_some() {
                known += 1;
            } else {
                added += 1;
                text.push_str(&format!("\"{}\",{meant},RxNorm {concept}\n", name.replace('"', "\"\"")));
            }
        }
    }
    match (added, known) {
        (0, 0) => Err(ListProblem::NothingKnown),
        (0, known) => Err(ListProblem::NothingNew(known)),
        _ => Ok(text),
    }
}

/// The English names of ingredients by concept, without those that RxNorm suppresses.
fn names(rrf: &str) -> Result<BTreeMap<&str, BTreeSet<&str>>, ListProblem> {
    let mut names: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (line, at) in rrf.lines().zip(1_u64..).filter(|(line, _)| !line.trim().is_empty()) {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [Some(concept), Some(language), Some(kind), Some(name)] = [0, 1, 12, 14].map(|at| cells.get(at).copied()) else {
            return Err(ListProblem::NotRxNorm(at));
        };
        if concept.is_empty() || !concept.chars().all(|c| c.is_ascii_digit()) {
            return Err(ListProblem::NotRxNorm(at));
        }
        let shown = cells.get(16).is_none_or(|s| *s == "N" || s.is_empty());
        let fits = !name.is_empty() && name.chars().count() <= LONGEST;
        if language == "ENG" && shown && fits && KINDS.contains(&kind) {
            names.entry(concept).or_default().insert(name);
        }
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(concept: &str, kind: &str, name: &str, suppress: &str) -> String {
        format!("{concept}|ENG||||||123|123||RXNORM_SRC|RXNORM|{kind}|{concept}|{name}||{suppress}|4096|\n")
    }

    #[test]
    fn names_of_one_concept_mean_one_medicine() {
        let rrf = [
            line("161", "IN", "acetaminophen", "N"),
            line("161", "SY", "N-acetyl-p-aminophenol", "N"),
            line("161", "SY", "APAP hidden", "O"),
            line("999", "IN", "unheardol", "N"),
        ]
        .concat();
        let date = chrono::NaiveDate::from_ymd_opt(2026, 11, 2).unwrap();
        let text = synonyms(&rrf, Lists::built_in(), "20261102", date).unwrap();
        assert_eq!(
            text.lines().skip(3).collect::<Vec<_>>(),
            ["name,means,source", "\"N-acetyl-p-aminophenol\",paracetamol,RxNorm 161"]
        );
    }

    #[test]
    fn what_adds_nothing_says_why() {
        let date = chrono::NaiveDate::from_ymd_opt(2026, 11, 2).unwrap();
        let read = |rrf: &str| synonyms(rrf, Lists::built_in(), "1", date).map(|text| text.lines().count() - 4);
        let known = [line("161", "IN", "acetaminophen", "N"), line("161", "SY", "Paracetamol", "N")].concat();
        let new = line("161", "SY", "N-acetyl-p-aminophenol", "N");
        let added = format!("{known}{new}");
        for (rrf, expected) in [
            (added.clone(), Ok(1)),
            (format!("\u{feff}{}", added.replace('\n', "\r\n")), Ok(1)),
            (added.replace("||N|4096|", "|"), Ok(1)),
            (format!("{added}\n\n"), Ok(1)),
            (format!("{added}{}", line("161", "SY", &"x".repeat(2_000_000), "N")), Ok(1)),
            (known.clone(), Err(ListProblem::NothingNew(2))),
            (line("999", "IN", "unheardol", "N"), Err(ListProblem::NothingKnown)),
            (
                line("161", "IN", "acetaminophen", "N").replace("ENG", "SPA"),
                Err(ListProblem::NothingKnown),
            ),
            (format!("{known}161|ENG|short\n"), Err(ListProblem::NotRxNorm(3))),
            ("name,means,source\nx,y,z\n".to_owned(), Err(ListProblem::NotRxNorm(1))),
            (
                format!("{known}{}", line("161", "SY", "Ac\u{fffd}taminophen", "N")),
                Err(ListProblem::NotUtf8(3)),
            ),
            (" \n".to_owned(), Err(ListProblem::Empty)),
        ] {
            let shown: String = rrf.chars().take(120).collect();
            assert_eq!(read(&rrf), expected, "{shown}");
        }
    }
}
