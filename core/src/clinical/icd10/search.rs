//! Finding codes: by words in any order and by their beginnings, or by the beginning of the code.

use std::cmp::Reverse;
use std::collections::HashSet;

use super::list::{List, bare, words};

/// A set of rows, one bit each.
struct Rows(Vec<u64>);

impl Rows {
    fn none(list: &List) -> Self {
        Self(vec![0; list.rows.len().div_ceil(64)])
    }

    fn add(&mut self, rows: &[u32]) {
        for row in rows {
            if let Some(word) = self.0.get_mut(*row as usize / 64) {
                *word |= 1 << (row % 64);
            }
        }
    }

    fn has(&self, row: u32) -> bool {
        self.0.get(row as usize / 64).is_some_and(|word| word >> (row % 64) & 1 == 1)
    }

    fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    fn keep(&mut self, others: &Self) {
        self.0.iter_mut().zip(&others.0).for_each(|(a, b)| *a &= b);
    }

    fn join(&mut self, others: &Self) {
        self.0.iter_mut().zip(&others.0).for_each(|(a, b)| *a |= b);
    }

    fn iter(&self) -> impl Iterator<Item = u32> {
        (0_u32..)
            .zip(&self.0)
            .flat_map(|(n, word)| (0..64).filter(move |bit| word >> bit & 1 == 1).map(move |bit| n * 64 + bit))
    }
}

/// Up to `limit` rows, best first: favourites, then the whole words asked for, then what can be billed, then the most general code,
/// then the shortest text.
/// Nothing asked for gives the favourites.
pub(super) fn search(list: &List, asked: &str, favourites: &HashSet<String>, limit: usize) -> Vec<u32> {
    let asked_words = words(asked);
    if asked_words.is_empty() {
        return (0..)
            .zip(&list.rows)
            .filter(|(_, row)| favourites.contains(&*row.code))
            .map(|(n, _)| n)
            .take(limit)
            .collect();
    }
    let mut found = with_words(list, &asked_words);
    if found.is_empty() {
        found = with_words(list, &asked_words.iter().map(|word| stem(word)).collect::<Vec<_>>());
    }
    let meant = list.meant(&asked_words);
    if let Some(meant) = meant {
        found.join(&with_words(list, meant));
    }
    let code = bare(asked);
    let by_code: Vec<u32> = if is_code(&code) { with_code(list, &code) } else { Vec::new() };
    found.add(&by_code);
    let whole: Vec<Rows> = [&asked_words[..], meant.unwrap_or_default()]
        .iter()
        .map(|w| with_whole_words(list, w))
        .collect();
    let rank = |n: &u32| {
        let row = &list.rows[*n as usize];
        let begins_so = by_code.binary_search(n).is_ok();
        let whole = begins_so || whole.iter().any(|rows| rows.has(*n));
        // Codes that begin as asked stand in their own order; else the more general comes before the finer.
        let detail = if begins_so { (0, 0) } else { (row.code.len(), row.length) };
        let is_code = begins_so && bare(&row.code) == code;
        (
            Reverse(favourites.contains(&*row.code)),
            Reverse(is_code),
            Reverse(whole),
            Reverse(begins_so || row.billable),
            !begins_so && is_special(&row.code),
            detail,
            *n,
        )
    };
    best(found.iter().collect(), limit, rank)
}

/// Chapters about birth, pregnancy, causes and circumstances, and injuries seen again: asked for rarely, so they come after the rest.
fn is_special(code: &str) -> bool {
    let later = code.len() == 8 && !code.ends_with('A');
    later || code.starts_with(['O', 'P', 'Q', 'V', 'W', 'X', 'Y', 'Z'])
}

/// A word without the ending that the list may not have: `sprained` → `sprain`.
fn stem(word: &str) -> String {
    let ending = ["ing", "ed", "es", "s"]
        .into_iter()
        .find(|ending| word.len() > ending.len() + 3 && word.ends_with(ending));
    word.strip_suffix(ending.unwrap_or_default()).unwrap_or(word).to_owned()
}

/// The first `limit` in order, without ordering all of them.
fn best<K: Ord>(mut rows: Vec<u32>, limit: usize, rank: impl Fn(&u32) -> K) -> Vec<u32> {
    if rows.len() > limit && limit > 0 {
        rows.select_nth_unstable_by_key(limit, &rank);
    }
    rows.truncate(limit);
    rows.sort_by_cached_key(rank);
    rows
}

/// Rows in which each of the words begins one.
fn with_words(list: &List, asked: &[String]) -> Rows {
    all_of(list, asked, |word, asked| word.starts_with(asked))
}

/// Rows that have each of the words whole.
fn with_whole_words(list: &List, asked: &[String]) -> Rows {
    all_of(list, asked, |word, asked| word == asked)
}

fn all_of(list: &List, asked: &[String], fits: fn(&str, &str) -> bool) -> Rows {
    let mut all: Option<Rows> = None;
    for text in asked {
        let from = list.words.partition_point(|word| *word.text < **text);
        let fitting = list.words.iter().skip(from).take_while(|word| word.text.starts_with(&**text));
        let mut some = Rows::none(list);
        fitting.filter(|word| fits(&word.text, text)).for_each(|word| some.add(&word.rows));
        match &mut all {
            Some(all) => all.keep(&some),
            None => all = Some(some),
        }
    }
    all.unwrap_or_else(|| Rows::none(list))
}

/// A letter and a digit, and no more than a code has.
fn is_code(text: &str) -> bool {
    let mut letters = text.chars();
    let begins = letters.next().is_some_and(|c| c.is_ascii_uppercase()) && letters.next().is_some_and(|c| c.is_ascii_digit());
    begins && text.len() <= 7 && letters.all(|c| c.is_ascii_alphanumeric())
}

/// Rows whose code begins so, in order.
fn with_code(list: &List, code: &str) -> Vec<u32> {
    let begins = |row: &str| {
        let mut letters = row.bytes().filter(|b| *b != b'.');
        code.bytes().all(|c| letters.next() == Some(c))
    };
    (0..).zip(&list.rows).filter(|(_, row)| begins(&row.code)).map(|(n, _)| n).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::OnceLock;

    use super::*;

    fn list() -> &'static List {
        static LIST: OnceLock<List> = OnceLock::new();
        LIST.get_or_init(|| List::load().unwrap())
    }

    fn codes(asked: &str, favourites: &[&str]) -> Vec<String> {
        let favourites = favourites.iter().map(|c| (*c).to_owned()).collect();
        search(list(), asked, &favourites, 10)
            .iter()
            .map(|n| list().rows[*n as usize].code.to_string())
            .collect()
    }

    #[test]
    fn words_are_found_in_any_order_and_by_their_beginnings() {
        assert_eq!(codes("primary hypertension essential", &[])[0], "I10");
        assert_eq!(codes("hyperten ess", &[])[0], "I10");
        assert_eq!(codes("hypertension", &[])[0], "I10", "the most general first");
        assert!(codes("infection respiratory lower", &[]).contains(&"J22".to_owned()));
        assert!(codes("anaemia iron deficiency", &[]).iter().any(|c| c.starts_with("D50")));
        assert!(
            codes("sprained ankle", &[]).iter().all(|c| c.starts_with("S93")),
            "another ending is no other word"
        );
        assert!(codes("zzzz", &[]).is_empty());
    }

    #[test]
    fn what_is_asked_for_rarely_comes_after_the_rest() {
        assert_eq!(codes("urinary tract infection", &[])[0], "N39.0");
        assert!(codes("asthma", &[])[0].starts_with('J'));
        assert!(codes("family history of stroke", &[])[0].starts_with("Z82"));
        assert!(
            codes("fracture lower end radius", &[])[0].ends_with('A'),
            "an injury seen for the first time"
        );
    }

    #[test]
    fn a_code_is_found_by_its_beginning_with_or_without_the_dot() {
        assert_eq!(codes("I48.2", &[])[0], "I48.2");
        assert_eq!(codes("i482", &[])[..3], ["I48.2", "I48.20", "I48.21"]);
        assert_eq!(codes("e119", &[])[0], "E11.9");
        assert!(codes("J2", &[]).iter().all(|c| c.starts_with("J2")));
    }

    #[test]
    fn favourites_come_first_and_are_all_that_nothing_finds() {
        assert_eq!(codes("fibrillation", &["I48.21"])[0], "I48.21");
        assert_eq!(codes("", &["J22", "I10"]), ["I10", "J22"]);
        assert!(codes(" ", &[]).is_empty());
    }

    #[test]
    fn what_people_say_is_understood() {
        assert!(codes("heart attack", &[]).iter().any(|c| c.starts_with("I21")));
        assert!(codes("shingles", &[]).iter().any(|c| c.starts_with("B02")));
        assert_eq!(codes("high blood pressure", &[])[0], "I10");
    }
}
