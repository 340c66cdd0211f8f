//! Reads how often: `q8h`, `every 2 weeks`, `2x/day`, `3 times a week`, `ngày 2 lần`.

use super::model::Timing;
use super::words;

/// Of what a number of times is said.
#[derive(Clone, Copy)]
enum Per {
    Day,
    Week,
}

/// What follows a number of times, as one word and as several without marks.
const SLASHED: &[(&str, Per)] = &[
    ("/day", Per::Day),
    ("/d", Per::Day),
    ("/ngày", Per::Day),
    ("/week", Per::Week),
    ("/wk", Per::Week),
    ("/w", Per::Week),
    ("/tuần", Per::Week),
];
const HOURS: &[&str] = &["h", "hr", "hrs", "hour", "hours", "hourly", "hrly", "gio"];

/// Whether this word says by itself how often.
pub(super) fn is_one_word(word: &str) -> bool {
    hours(word).is_some() || times(word).is_some()
}

/// A timing at the beginning of these words, and how many it takes: `q8h`, `every 8 hours`, `2 times a day`.
/// `word` is the first as written in lower case, `ahead` are all without marks.
pub(super) fn timing(word: &str, ahead: &[&str]) -> Option<(Timing, usize)> {
    if let Some(timing) = hours(word) {
        return Some((timing, 1));
    }
    if let Some((times, per)) = times(word) {
        let (per, length) = per.map(|per| (per, 0)).or_else(|| period(&ahead[1..])).unwrap_or((Per::Day, 0));
        return Some((counted(times, per), 1 + length));
    }
    if matches!(ahead[0], "q" | "every" | "moi" | "cach") {
        let (timing, length) = spaced(&ahead[1..]).or_else(|| single(ahead))?;
        let again = if ahead[1 + length..].starts_with(&["mot", "lan"]) { 2 } else { 0 };
        return Some((timing, 1 + length + again));
    }
    if let (Some((least, most)), Some(&("hourly" | "hrly"))) = (whole(word), ahead.get(1)) {
        return Some((Timing::Hours { least, most }, 2));
    }
    let times = word.parse().ok()?;
    let (per, length) = match *ahead.get(1)? {
        "lan ngay" => (Per::Day, 2),
        "lan tuan" => (Per::Week, 2),
        "times" | "time" | "x" | "lan" => period(&ahead[2..]).map(|(per, length)| (per, 2 + length))?,
        _ => return None,
    };
    Some((counted(times, per), length))
}

/// `ngày 2 lần`, `ngày uống 2 lần`, `1 ngày 2 lần`, `mỗi tuần 3 lần`.
pub(super) fn vietnamese(ahead: &[&str]) -> Option<(Timing, usize)> {
    let at = usize::from(matches!(ahead[0], "1" | "mot" | "moi"));
    let per = match *ahead.get(at)? {
        "ngay" => Per::Day,
        // `1 tuần 2 lần 1 ngày` is for a week, twice a day.
        "tuan" if !ahead.iter().any(|word| word.contains("ngay")) => Per::Week,
        _ => return None,
    };
    let verb = usize::from(matches!(ahead.get(at + 1), Some(&("uong" | "dung" | "boi"))));
    let times = ahead.get(at + 1 + verb)?.parse().ok()?;
    (ahead.get(at + 2 + verb) == Some(&"lan")).then_some((counted(times, per), at + 3 + verb))
}

fn counted(times: u8, per: Per) -> Timing {
    match (per, times) {
        (Per::Day, times) => Timing::Times { times },
        (Per::Week, 1) => Timing::Days { every: 7 },
        (Per::Week, times) => Timing::Week { times },
    }
}

/// A whole number, or two: `8`, `4-6`.
fn whole(word: &str) -> Option<(u8, Option<u8>)> {
    match word.split_once(['-', '–']) {
        Some((least, most)) => Some((least.parse().ok()?, Some(most.parse().ok()?))),
        None => Some((word.parse().ok()?, None)),
    }
}

/// `q8h`, `q4-6h`, `8hourly`, `q2d`, `q2w`.
fn hours(word: &str) -> Option<Timing> {
    let bare = word.strip_prefix('q');
    let rest = bare.unwrap_or(word);
    let letters = rest.find(|c: char| c.is_alphabetic())?;
    let (number, unit) = rest.split_at(letters);
    if let Some(days) = words::span(unit).filter(|_| bare.is_some()) {
        return every(number.parse().ok()?, days);
    }
    let fits = if bare.is_some() {
        HOURS.contains(&unit)
    } else {
        matches!(unit, "hourly" | "hrly")
    };
    let (least, most) = whole(number.trim_end_matches('-')).filter(|_| fits)?;
    Some(Timing::Hours { least, most })
}

fn every(count: u16, days: u16) -> Option<Timing> {
    Some(match count.checked_mul(days)? {
        1 => Timing::Times { times: 1 },
        every => Timing::Days { every },
    })
}

/// `2x`, `2x/day`, `3×`, `2/day`, `3x/week`.
fn times(word: &str) -> Option<(u8, Option<Per>)> {
    let slashed = SLASHED.iter().find_map(|(end, per)| Some((word.strip_suffix(end)?, *per)));
    let bare = slashed.map_or(word, |(bare, _)| bare);
    let number = bare.strip_suffix(['x', '×']).or(slashed.map(|(bare, _)| bare))?;
    Some((number.parse().ok()?, slashed.map(|(_, per)| per)))
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

/// `q week`, `every month`; `cách ngày` is every other day, which its phrase says.
fn single(ahead: &[&str]) -> Option<(Timing, usize)> {
    let days = words::span(ahead.get(1)?).filter(|_| ahead[0] != "cach")?;
    Some((every(1, days)?, 1))
}

/// The words of `a day` or `per week`, if they stand here.
fn period(ahead: &[&str]) -> Option<(Per, usize)> {
    let per = |word: &str| match word {
        "daily" | "day" | "ngay" => Some(Per::Day),
        "weekly" | "week" | "wk" | "tuan" => Some(Per::Week),
        _ => None,
    };
    match ahead {
        ["a" | "per" | "each" | "every" | "moi" | "mot", word, ..] => per(word).map(|per| (per, 2)),
        [word, ..] => per(word).map(|per| (per, 1)),
        [] => None,
    }
}
