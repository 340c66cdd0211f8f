//! The list, unpacked, and its index of words.

use std::collections::BTreeMap;
use std::io::Read;

use flate2::read::GzDecoder;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

const DATA: &[u8] = include_bytes!("../../../data/icd10/icd10cm-2026-04.tsv.gz");
const SYNONYMS: &str = include_str!("../../../data/icd10/synonyms.tsv");

/// A code that a diagnosis can be.
#[derive(Debug)]
pub(super) struct Row {
    /// With its dot.
    pub code: Box<str>,
    /// In full.
    pub description: Box<str>,
    /// Whether it can be billed, i.e. has no finer codes.
    pub billable: bool,
    /// Words of the description.
    pub length: u8,
}

/// A word and the rows that have it, in order.
#[derive(Debug)]
pub(super) struct Word {
    pub text: Box<str>,
    pub rows: Vec<u32>,
}

/// Every category and subcategory, in the order of the codes.
#[derive(Debug)]
pub(super) struct List {
    pub rows: Vec<Row>,
    /// By text.
    pub words: Vec<Word>,
    /// What people say → the words of the list.
    synonyms: Vec<(Vec<String>, Vec<String>)>,
}

impl List {
    /// Unpacks the list of this program; none when it is damaged.
    pub fn load() -> Option<Self> {
        let mut text = String::new();
        GzDecoder::new(DATA).read_to_string(&mut text).ok()?;
        Some(Self::read(&text))
    }

    fn read(text: &str) -> Self {
        let mut rows: Vec<Row> = text.lines().skip(1).filter_map(row).collect();
        rows.sort_by(|a, b| a.code.cmp(&b.code));
        let mut index: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        for (n, row) in (0_u32..).zip(&mut rows) {
            let words = words(&row.description);
            row.length = u8::try_from(words.len()).unwrap_or(u8::MAX);
            for word in words {
                let found = index.entry(word).or_default();
                if found.last() != Some(&n) {
                    found.push(n);
                }
            }
        }
        let word = |(text, rows): (String, Vec<u32>)| Word { text: text.into(), rows };
        let synonyms = SYNONYMS.lines().filter_map(|line| line.split_once('\t'));
        Self {
            rows,
            words: index.into_iter().map(word).collect(),
            synonyms: synonyms.map(|(said, meant)| (words_sorted(said), words(meant))).collect(),
        }
    }

    /// The row of exactly this code, typed with or without its dot.
    pub fn find(&self, code: &str) -> Option<u32> {
        let code = bare(code);
        let row = self
            .rows
            .iter()
            .position(|row| row.code.chars().filter(|c| *c != '.').eq(code.chars()))?;
        u32::try_from(row).ok()
    }

    /// The words of the list for what people say, when all of it is said.
    pub fn meant(&self, said: &[String]) -> Option<&[String]> {
        let mut said = said.to_vec();
        said.sort_unstable();
        self.synonyms
            .iter()
            .find(|(words, _)| *words == said)
            .map(|(_, meant)| meant.as_slice())
    }
}

fn row(line: &str) -> Option<Row> {
    let mut parts = line.split('\t');
    let (code, kind, billable, description) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    matches!(kind, "category" | "subcategory").then(|| Row {
        code: code.into(),
        description: description.into(),
        billable: billable == "1",
        length: 0,
    })
}

/// A typed code in the form in which codes are compared.
pub(super) fn bare(code: &str) -> String {
    code.trim().chars().filter(|c| *c != '.').flat_map(char::to_uppercase).collect()
}

fn words_sorted(text: &str) -> Vec<String> {
    let mut words = words(text);
    words.sort_unstable();
    words
}

/// The folded words of a text: no case, no accents, no apostrophes, and the spelling of either side of the ocean
/// (`oedema` = `edema`, `anaemia` = `anemia`, `tumour` = `tumor`).
pub(super) fn words(text: &str) -> Vec<String> {
    let letters = text.nfd().filter(|c| !is_combining_mark(*c) && !matches!(c, '\'' | '’'));
    let folded: String = letters.flat_map(char::to_lowercase).collect();
    let parts = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    parts
        .map(|word| word.replace("ae", "e").replace("oe", "e").replace("our", "or"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_of_either_side_is_one() {
        assert_eq!(
            words("Oedema, Crohn's (tumour) Ménière’s"),
            ["edema", "crohns", "(tumor".trim_start_matches('('), "menieres"]
        );
        assert_eq!(words("anaemia of diarrhoea"), words("Anemia of Diarrhea"));
    }

    #[test]
    fn the_list_is_whole() {
        let list = List::load().unwrap();
        assert_eq!(list.rows.len(), 98_147);
        let code = |typed: &str| list.find(typed).map(|n| list.rows[n as usize].code.to_string());
        assert_eq!(
            [code("i48.20"), code("I4820"), code(" j22 ")],
            [Some("I48.20".into()), Some("I48.20".into()), Some("J22".into())]
        );
        assert_eq!(
            (code("I48.99"), code(""), code("A00-A09")),
            (None, None, None),
            "a block is no diagnosis"
        );
    }

    #[test]
    fn every_synonym_means_something_that_the_list_says() {
        let list = List::load().unwrap();
        for (said, meant) in &list.synonyms {
            let known = meant
                .iter()
                .all(|word| list.words.binary_search_by(|w| (*w.text).cmp(word)).is_ok());
            assert!(known, "{said:?} → {meant:?}");
        }
    }
}
