//! RxNorm's concept file (`RXNCONSO.RRF`): other names of medicines that the formulary has.
//!
//! Columns as in the RxNorm technical documentation (NLM), section "RXNCONSO": 1 RXCUI, 2 LAT, 12 SAB, 13 TTY, 15 STR, 17 SUPPRESS.
//! Names of one RXCUI mean one thing; where one of them is an ingredient of the formulary, the others become its names.

use std::collections::{BTreeMap, BTreeSet};

use super::{Lists, Subject};

/// Term types that name an ingredient: ingredient, precise ingredient, several, synonym, and the display name.
const KINDS: &[&str] = &["IN", "PIN", "MIN", "SY", "PSN"];

/// The longest name kept, in characters.
const LONGEST: usize = 100;

/// A list of synonyms as the clinic's own, or the number of the first line that is not of this file.
///
/// # Errors
/// The line, from 1.
pub fn synonyms(rrf: &str, lists: &Lists, version: &str, date: chrono::NaiveDate) -> Result<String, usize> {
    let mut names: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (at, line) in rrf.lines().enumerate().filter(|(_, line)| !line.is_empty()) {
        let cells: Vec<&str> = line.split('|').collect();
        let [Some(concept), Some(language), Some(kind), Some(name)] = [0, 1, 12, 14].map(|at| cells.get(at).copied()) else {
            return Err(at + 1);
        };
        let shown = cells.get(16).is_none_or(|s| *s == "N" || s.is_empty());
        if language == "ENG" && shown && KINDS.contains(&kind) && name.chars().count() <= LONGEST {
            names.entry(concept).or_default().insert(name);
        }
    }
    let mut text = format!("# list: synonyms\n# version: {version}\n# date: {date}\nname,means,source\n");
    for (concept, names) in names {
        let meant = names.iter().find_map(|name| match lists.named(name) {
            Some(Subject::Ingredient(ingredient)) => Some(ingredient.clone()),
            _ => None,
        });
        for name in meant.iter().flat_map(|_| &names).filter(|name| lists.named(name).is_none()) {
            let meant = meant.as_deref().unwrap_or_default();
            text.push_str(&format!("\"{}\",{meant},RxNorm {concept}\n", name.replace('"', "\"\"")));
        }
    }
    Ok(text)
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
        assert_eq!(synonyms("no such file\n", Lists::built_in(), "1", date), Err(1));
    }
}
