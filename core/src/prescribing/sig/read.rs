//! Small readers of the shorthand: words, numbers, ranges, spans.

use super::{when, words};
use crate::prescribing::amount::Amount;

/// The words of a text: glued ones are parted (`500mg`, `x10d`), dots of abbreviations dropped (`b.i.d.`).
pub(super) fn tokens(text: &str) -> Vec<String> {
    text.split_whitespace()
        .flat_map(|word| part(bare(word)))
        .filter(|w| !w.is_empty())
        .collect()
}

/// A word without punctuation around it; the point of `.5` is none.
fn bare(word: &str) -> &str {
    let word = word.trim_start_matches([':', '(']).trim_end_matches([',', '.', ':', ')']);
    match word.strip_prefix(['.', ',']) {
        Some(rest) if !rest.starts_with(|c: char| c.is_ascii_digit()) => rest,
        _ => word,
    }
}

fn part(word: &str) -> Vec<String> {
    let lower = word.to_lowercase();
    if when::is_one_word(&lower) {
        return vec![word.to_owned()];
    }
    if !word.chars().any(|c| c.is_ascii_digit()) {
        return vec![undotted(word)];
    }
    let (crossed, rest) = match lower.strip_prefix(['x', '×']) {
        Some(rest) if rest.starts_with(|c: char| c.is_ascii_digit()) => (true, &word[word.len() - rest.len()..]),
        _ => (false, word),
    };
    let letters = rest.find(|c: char| c.is_alphabetic()).unwrap_or(rest.len());
    let (number, unit) = rest.split_at(letters);
    let parted = number.is_empty() || (words::unit(&unit.to_lowercase()).is_none() && words::span(&unit.to_lowercase()).is_none());
    match (crossed, parted && !unit.is_empty()) {
        (_, true) => vec![word.to_owned()],
        (true, false) => vec!["x".to_owned(), number.to_owned(), unit.to_owned()],
        (false, false) => vec![number.to_owned(), unit.to_owned()],
    }
}

/// `b.i.d` is `bid`; `e.g` stays what it is to a reader of reasons.
fn undotted(word: &str) -> String {
    if word.split('.').all(|part| part.chars().count() == 1) {
        word.replace('.', "")
    } else {
        word.to_owned()
    }
}

/// An amount: `500`, `0,5`, `1/2`, `½`, `1½`, `half`, `one`.
pub(super) fn amount(word: &str) -> Option<Amount> {
    match word {
        "half" | "½" => return Some(Amount::thousandths(500)),
        "¼" => return Some(Amount::thousandths(250)),
        "¾" => return Some(Amount::thousandths(750)),
        "one" | "a" => return Some(Amount::whole(1)),
        "two" => return Some(Amount::whole(2)),
        "three" => return Some(Amount::whole(3)),
        "four" => return Some(Amount::whole(4)),
        "nửa" => return Some(Amount::thousandths(500)),
        _ => {}
    }
    if let Some(whole) = word.strip_suffix('½') {
        return Some(Amount::thousandths(whole.parse::<Amount>().ok()?.as_thousandths() + 500));
    }
    match word.split_once('/') {
        Some((n, d)) => match d {
            "2" | "3" | "4" => Amount::fraction(n.parse().ok()?, d.parse().ok()?),
            _ => None,
        },
        None => word.parse().ok(),
    }
}

/// An amount or a range: `2`, `1-2`.
pub(super) fn range(word: &str) -> Option<(Amount, Option<Amount>)> {
    match word.split_once(['-', '–']) {
        Some((least, most)) => Some((amount(least)?, Some(amount(most)?))),
        None => Some((amount(word)?, None)),
    }
}

/// A part of one beside a whole number: the `½` of `1 ½`.
pub(super) fn fraction(word: &str) -> Option<Amount> {
    amount(word).filter(|part| *part < Amount::whole(1) && (word.contains('/') || !word.is_ascii()))
}

/// `i` to `iii`; from `iv` on they are taken for other things.
pub(super) fn roman(word: &str) -> Option<Amount> {
    let count = match word {
        "i" => 1,
        "ii" => 2,
        "iii" => 3,
        _ => return None,
    };
    Some(Amount::whole(count))
}

/// `1,000` and `1.000` are a thousand to some and one to others; `1,125` too. `0.125` and `1.125` are not.
pub(super) fn may_be_thousands(text: &str) -> bool {
    let Some((whole, decimals)) = text.split_once([',', '.']) else {
        return false;
    };
    let grouped = decimals.len() == 3 && whole.parse::<u32>().is_ok_and(|whole| whole > 0);
    grouped && (text.contains(',') || decimals.ends_with('0'))
}

/// What stands before `/day`, `/d`, `/24h` or `/ngày`, and whether that stood there.
pub(super) fn without_day(word: &str) -> (String, bool) {
    let ending = ["/day", "/d", "/24h", "/24hr", "/ngày"]
        .iter()
        .find_map(|ending| word.strip_suffix(ending));
    ending.map_or_else(|| (word.to_owned(), false), |rest| (rest.to_owned(), true))
}

/// British `5/7` (days), `2/52` (weeks), `1/12` (months).
pub(super) fn british_span(word: &str) -> Option<u16> {
    let (count, of) = word.split_once('/')?;
    let days: u16 = match of {
        "7" => 1,
        "52" => 7,
        "12" => 30,
        _ => return None,
    };
    count.parse::<u16>().ok()?.checked_mul(days)
}
