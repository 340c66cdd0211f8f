//! Small readers of the shorthand: numbers, ranges, spans, `q8h`, `2x/day`, `ngày 2 lần`.

use super::model::Timing;
use super::words;
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

/// A whole number, or two: `8`, `4-6`.
fn whole(word: &str) -> Option<(u8, Option<u8>)> {
    match word.split_once(['-', '–']) {
        Some((least, most)) => Some((least.parse().ok()?, Some(most.parse().ok()?))),
        None => Some((word.parse().ok()?, None)),
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

const HOURS: &[&str] = &["h", "hr", "hrs", "hour", "hours", "hourly", "gio"];

/// `q8h`, `q4-6h`, `8hourly`, `q2d`, `q2w`.
fn hours(word: &str) -> Option<Timing> {
    let bare = word.strip_prefix('q');
    let rest = bare.unwrap_or(word);
    let letters = rest.find(|c: char| c.is_alphabetic())?;
    let (number, unit) = rest.split_at(letters);
    if let Some(days) = words::span(unit).filter(|_| bare.is_some()) {
        return every(number.parse().ok()?, days);
    }
    let fits = if bare.is_some() { HOURS.contains(&unit) } else { unit == "hourly" };
    let (least, most) = whole(number.trim_end_matches('-')).filter(|_| fits)?;
    Some(Timing::Hours { least, most })
}

fn every(count: u16, days: u16) -> Option<Timing> {
    Some(match count.checked_mul(days)? {
        1 => Timing::Times { times: 1 },
        every => Timing::Days { every },
    })
}

/// `2x`, `2x/day`, `3×`, `2/day`.
fn times(word: &str) -> Option<Timing> {
    let bare = word.strip_suffix("/day").or_else(|| word.strip_suffix("/d")).unwrap_or(word);
    let number = bare
        .strip_suffix(['x', '×'])
        .or_else(|| (bare.len() < word.len()).then_some(bare))?;
    Some(Timing::Times {
        times: number.parse().ok()?,
    })
}

/// A timing at the beginning of these words, and how many it takes: `q8h`, `every 8 hours`, `2 times a day`, `ngày 2 lần`.
/// `word` is the first as written in lower case, `ahead` are all without marks.
pub(super) fn timing(word: &str, ahead: &[&str]) -> Option<(Timing, usize)> {
    if let Some(timing) = hours(word) {
        return Some((timing, 1));
    }
    if let Some(timing) = times(word) {
        return Some((timing, 1 + a_day(&ahead[1..]).unwrap_or(0)));
    }
    if matches!(ahead[0], "q" | "every" | "moi" | "cach") {
        let (timing, length) = spaced(&ahead[1..])?;
        let again = if ahead[1 + length..].starts_with(&["mot", "lan"]) { 2 } else { 0 };
        return Some((timing, 1 + length + again));
    }
    if let (Some((least, most)), Some(&"hourly")) = (whole(word), ahead.get(1)) {
        return Some((Timing::Hours { least, most }, 2));
    }
    vietnamese(ahead).or_else(|| {
        let times = word.parse().ok()?;
        let length = match *ahead.get(1)? {
            "times" | "time" | "x" => 2 + a_day(&ahead[2..])?,
            "lan ngay" => 2,
            "lan" => 2 + a_day(&ahead[2..])?,
            _ => return None,
        };
        Some((Timing::Times { times }, length))
    })
}

/// `8 hours`, `4-6 giờ`, `2 days`.
fn spaced(ahead: &[&str]) -> Option<(Timing, usize)> {
    let unit = *ahead.get(1)?;
    // Without marks `4-6` is two words in one.
    let numbers = ahead[0].replace(' ', "-");
    let (least, most) = whole(&numbers)?;
    if HOURS.contains(&unit) {
        return Some((Timing::Hours { least, most }, 2));
    }
    let timing = every(least.into(), words::span(unit)?).filter(|_| most.is_none())?;
    Some((timing, 2))
}

/// The words of `a day`, if they stand here.
fn a_day(ahead: &[&str]) -> Option<usize> {
    match ahead {
        ["daily" | "day" | "ngay", ..] => Some(1),
        ["a" | "per" | "each" | "every" | "moi" | "mot", "day" | "ngay", ..] => Some(2),
        _ => None,
    }
}

/// `ngày 2 lần`, `ngày uống 2 lần`, `1 ngày 2 lần`, `mỗi ngày 2 lần`.
fn vietnamese(ahead: &[&str]) -> Option<(Timing, usize)> {
    let day = match ahead {
        ["ngay", "uong" | "dung" | "boi", ..] => 2,
        ["ngay", ..] => 1,
        ["1" | "mot" | "moi", "ngay", ..] => 2,
        _ => return None,
    };
    let times = ahead.get(day)?.parse().ok()?;
    (ahead.get(day + 1) == Some(&"lan")).then_some((Timing::Times { times }, day + 2))
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
