//! How well a person's names answer the typed words, and which letters did it.

use super::names::{NameWord, Role};
use super::query::{Query, QueryWord};
use super::terms::sound;
use super::{MatchKind, MatchedPart};

/// How a typed word answers a word of the name, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum How {
    Whole,
    Start,
    Initial,
    OneEdit,
    Sound,
}

/// How the whole typed name answers a person.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct NameMatch {
    /// By the letters, one letter off, or by sound.
    pub kind: MatchKind,
    /// Lower is better: how far the words are from what was typed, then which part of the name they are.
    pub rank: (u8, u8, u8),
    /// What to highlight.
    pub parts: Vec<MatchedPart>,
}

/// How the typed words answer a name, each its own word; two typed words may be one on file (`o brien`).
pub(crate) fn match_names(query: &Query, names: &[NameWord]) -> Option<NameMatch> {
    match_words(query, names).or_else(|| (1..query.words.len()).find_map(|n| match_words(&joined(query, n), names)))
}

/// The query with its `n`-th word and the one before it written as one.
fn joined(query: &Query, n: usize) -> Query {
    let mut query = query.clone();
    let second = query.words.remove(n);
    let first = &mut query.words[n - 1];
    first.text.push_str(&second.text);
    first.others.clear();
    query.family_words = None;
    query
}

/// A typed word, how it fits, and the word of the name that it takes.
type Pairing = (usize, How, usize);
/// What a way to pair all words costs, and its pairs.
type Match = (u32, Vec<Pairing>);

/// The best way to give each typed word a word of its own in the name; none when one stays without.
fn match_words(query: &Query, names: &[NameWord]) -> Option<NameMatch> {
    let mut best: Option<Match> = None;
    assign(query, names, &mut Vec::new(), 0, &mut best);
    let chosen = best?.1;
    let inexact = chosen.iter().filter(|c| c.1 >= How::OneEdit).count();
    let kind = match chosen.iter().map(|c| c.1).max() {
        Some(How::Sound) => MatchKind::SoundAlike,
        Some(How::OneEdit) => MatchKind::Typo,
        _ => MatchKind::Name,
    };
    let missing = query
        .particles
        .iter()
        .filter(|p| !names.iter().any(|n| n.token.text.contains(p.as_str())))
        .count();
    let unfinished = chosen.iter().filter(|c| c.1 != How::Whole).count();
    let rank = (
        small(inexact * 2) + u8::from(kind == MatchKind::SoundAlike) + small(missing),
        order(query, names, &chosen),
        small(unfinished),
    );
    let parts = chosen.iter().map(|(word, _, letters)| MatchedPart {
        field: names[*word].field,
        mark: names[*word].token.mark(*letters),
    });
    Some(NameMatch {
        kind,
        rank,
        parts: parts.collect(),
    })
}

fn small(n: usize) -> u8 {
    u8::try_from(n).unwrap_or(u8::MAX)
}

/// Family names before given ones, those before further and middle names; a comma says which is the family name.
fn order(query: &Query, names: &[NameWord], chosen: &[(usize, How, usize)]) -> u8 {
    let against_comma = query.family_words.is_some_and(|families| {
        chosen.iter().enumerate().any(|(n, c)| {
            let family = matches!(names[c.0].role, Role::Family | Role::SecondFamily);
            family != (n < families)
        })
    });
    let roles = chosen.iter().map(|c| names[c.0].role);
    let best = roles.clone().min().map_or(0, |r| r as u8);
    let worst = roles.max().map_or(0, |r| r as u8);
    u8::from(against_comma) * 16 + best * 4 + if chosen.len() > 1 { worst } else { 0 }
}

/// Tries every assignment of typed words to name words; queries and names have a handful of words each.
fn assign(query: &Query, names: &[NameWord], chosen: &mut Vec<Pairing>, cost: u32, best: &mut Option<Match>) {
    if best.as_ref().is_some_and(|(least, _)| *least <= cost) {
        return;
    }
    let Some(word) = query.words.get(chosen.len()) else {
        *best = Some((cost, chosen.clone()));
        return;
    };
    for (n, name) in names.iter().enumerate() {
        if chosen.iter().any(|(other, ..)| names[*other].overlaps(name)) {
            continue;
        }
        if let Some((how, letters)) = compare(word, &name.token.text) {
            chosen.push((n, how, letters));
            assign(query, names, chosen, cost + price(how, name.role, word), best);
            chosen.pop();
        }
    }
}

fn price(how: How, role: Role, word: &QueryWord) -> u32 {
    // A lone letter is the initial of a given name sooner than of a family name.
    let role = match (word.is_initial(), role) {
        (true, Role::Given) => 0,
        (true, Role::Middle) => 1,
        (true, _) => 2,
        (false, role) => role as u32,
    };
    100 * how as u32 + role
}

/// How a typed word answers a name word, and how many of its letters to highlight.
fn compare(typed: &QueryWord, name: &str) -> Option<(How, usize)> {
    let all = name.chars().count();
    if typed.readings().any(|t| t == name) {
        return Some((How::Whole, all));
    }
    if typed.is_initial() {
        return name.starts_with(typed.text.as_str()).then_some((How::Initial, 1));
    }
    // `sm j` is typed too: any word may be unfinished, not only the last.
    if let Some(start) = typed.readings().filter(|t| name.starts_with(t)).max_by_key(|t| t.len()) {
        return Some((How::Start, start.chars().count()));
    }
    if typed.readings().any(|t| one_edit(t, name)) {
        return Some((How::OneEdit, all));
    }
    let key = sound(name)?;
    typed.readings().any(|t| sounds_like(t, name, &key)).then_some((How::Sound, all))
}

/// One letter more, less, other or swapped with its neighbour, in words long enough to tell.
pub(crate) fn one_edit(typed: &str, name: &str) -> bool {
    let (a, b) = (typed.chars().count(), name.chars().count());
    a.min(b) >= 2 && a.max(b) >= 3 && a.abs_diff(b) <= 1 && typed != name && strsim::osa_distance(typed, name) == 1
}

/// The same sound and not too far in writing: a sound key alone throws too many names together.
pub(crate) fn sounds_like(typed: &str, name: &str, name_sound: &str) -> bool {
    sound(typed).is_some_and(|key| key == name_sound) && strsim::jaro_winkler(typed, name) >= 0.7
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::patients::search::HitField;
    use crate::patients::search::names::{Names, name_words};
    use crate::patients::search::query;
    use chrono::NaiveDate;

    fn matched(text: &str, first: &str, middle: &str, last: &str) -> Option<NameMatch> {
        let today = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
        let names = Names {
            first,
            middle,
            last,
            preferred: "",
        };
        match_names(&query::read(text, today), &name_words(names))
    }

    fn kind(text: &str) -> Option<MatchKind> {
        matched(text, "Hana", "Mária", "Kovács").map(|m| m.kind)
    }

    #[test]
    fn words_match_in_any_order_each_its_own() {
        for text in ["kov", "kovacs hana", "hana kov", "kovács, h", "h kovacs", "hana m kovacs", "maria"] {
            assert_eq!(kind(text), Some(MatchKind::Name), "{text}");
        }
        assert_eq!(kind("hana hana"), None, "one word is not two");
        assert_eq!(kind("kovacs peter"), None);
    }

    #[test]
    fn one_letter_off_and_sound_alike() {
        for text in ["kovasc", "kovcs hana", "hanna kovacs", "kovaacs"] {
            assert_eq!(kind(text), Some(MatchKind::Typo), "{text}");
        }
        assert_eq!(matched("katherin", "Catherine", "", "Ng").unwrap().kind, MatchKind::SoundAlike);
    }

    #[test]
    fn family_comes_before_given_before_middle() {
        let rank = |first, middle, last| matched("tho", first, middle, last).unwrap().rank;
        assert!(rank("Ann", "", "Thomas") < rank("Thomas", "", "Ann"));
        assert!(rank("Thomas", "", "Ann") < rank("Ann", "Thomas", "Lee"));
        let comma = |first, last| matched("james, thomas", first, "", last).unwrap().rank;
        assert!(comma("Thomas", "James") < comma("James", "Thomas"));
    }

    #[test]
    fn a_match_says_which_letters() {
        let found = matched("kov h", "Hana", "", "Kovács").unwrap();
        let marks: Vec<_> = found.parts.iter().map(|p| (p.field, p.mark.start, p.mark.end)).collect();
        assert_eq!(marks, [(HitField::LastName, 0, 3), (HitField::FirstName, 0, 1)]);
    }
}
