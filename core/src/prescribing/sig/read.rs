//! Small readers of the shorthand: numbers, ranges, spans, `q8h`, `2x/day`.

use super::model::Timing;
use super::words;
use crate::prescribing::amount::Amount;

/// The words of a text: glued ones are parted (`500mg`, `x10d`), dots of abbreviations dropped (`b.i.d.`).
pub(super) fn tokens(text: &str) -> Vec<String> {
    let clean = |word: &str| word.trim_matches([',', '.', ':', '(', ')']).to_owned();
    text.split_whitespace()
        .flat_map(|word| part(&clean(word)))
        .filter(|w| !w.is_empty())
        .collect()
}

fn part(word: &str) -> Vec<String> {
    let lower = word.to_lowercase();
    if hours(&lower).is_some() || times(&lower).is_some() {
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

/// A whole number, or two: `8`, `4-6`.
pub(super) fn whole(word: &str) -> Option<(u8, Option<u8>)> {
    match word.split_once(['-', '–']) {
        Some((least, most)) => Some((least.parse().ok()?, Some(most.parse().ok()?))),
        None => Some((word.parse().ok()?, None)),
    }
}

const HOURS: &[&str] = &["h", "hr", "hrs", "hour", "hours", "hourly"];

/// Whether the word is a word for hours.
pub(super) fn is_hours(word: &str) -> bool {
    HOURS.contains(&word)
}

/// `q8h`, `q4-6h`, `8hourly`, `q2d`.
pub(super) fn hours(word: &str) -> Option<Timing> {
    let bare = word.strip_prefix('q');
    let rest = bare.unwrap_or(word);
    let letters = rest.find(|c: char| c.is_alphabetic())?;
    let (number, unit) = rest.split_at(letters);
    if bare.is_some() && matches!(unit, "d" | "day" | "days") {
        return Some(Timing::Days {
            every: number.parse().ok()?,
        });
    }
    let fits = if bare.is_some() { is_hours(unit) } else { unit == "hourly" };
    let (least, most) = whole(number.trim_end_matches('-')).filter(|_| fits)?;
    Some(Timing::Hours { least, most })
}

/// `2x`, `2x/day`, `3×`, `2/day`.
pub(super) fn times(word: &str) -> Option<Timing> {
    let bare = word.strip_suffix("/day").or_else(|| word.strip_suffix("/d")).unwrap_or(word);
    let number = bare
        .strip_suffix(['x', '×'])
        .or_else(|| (bare.len() < word.len()).then_some(bare))?;
    Some(Timing::Times {
        times: number.parse().ok()?,
    })
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
