//! Dates of birth as people type them: ISO, day or month first, two-figure years, months in words.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};

/// Nobody alive was born before this year.
const EARLIEST: i32 = 1890;

/// English months by their first three letters; Vietnamese ones are numbered (`tháng 3`).
const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Words between the parts of a written date (folded): `9 tháng 3 năm 1982`, `9th of March`.
const FILLERS: &[&str] = &["ngay", "thang", "nam", "of", "the"];

/// Every date of birth up to `today` that one typed word may mean: `9.3.82`, `1982-03-09`, `09031982`.
pub(crate) fn read_word(word: &str, today: NaiveDate) -> BTreeSet<NaiveDate> {
    let word = word.trim_end_matches(['.', ',']);
    let parts: Vec<&str> = word.split(['.', '/', '-']).collect();
    if let [a, b, c] = parts[..] {
        return read_parts(a, b, c, today);
    }
    if !word.chars().all(|c| c.is_ascii_digit()) {
        return BTreeSet::new();
    }
    match word.len() {
        6 => read_parts(&word[..2], &word[2..4], &word[4..], today),
        8 => {
            let mut dates = read_parts(&word[..4], &word[4..6], &word[6..], today);
            dates.extend(read_parts(&word[..2], &word[2..4], &word[4..], today));
            dates
        }
        _ => BTreeSet::new(),
    }
}

/// A date written in several words, at the start of `words` (folded): its meanings and how many words it takes.
pub(crate) fn read_words(words: &[&str], today: NaiveDate) -> Option<(BTreeSet<NaiveDate>, usize)> {
    let mut parts: Vec<String> = Vec::new();
    let mut named = false;
    for (n, word) in words.iter().enumerate().take(6) {
        if FILLERS.contains(word) && (n > 0 || *word == "ngay") {
            continue;
        }
        if let Some(month) = month(word).filter(|_| !named) {
            named = true;
            parts.push(format!("m{month}"));
        } else if let Some(digits) = number(word) {
            parts.push(digits.to_owned());
        } else {
            break;
        }
        if parts.len() == 3 {
            let dates = read_named(&parts, named, today);
            return (!dates.is_empty()).then_some((dates, n + 1));
        }
    }
    None
}

fn month(word: &str) -> Option<usize> {
    let letters = word.len() >= 3 && word.chars().all(|c| c.is_ascii_alphabetic());
    let found = MONTHS.iter().position(|name| word.starts_with(name) && word.len() <= 9);
    found.filter(|_| letters).map(|n| n + 1)
}

/// `9`, `9th`, `1982`.
fn number(word: &str) -> Option<&str> {
    let digits = word
        .strip_suffix("st")
        .or_else(|| word.strip_suffix("nd"))
        .or_else(|| word.strip_suffix("rd"))
        .or_else(|| word.strip_suffix("th"))
        .unwrap_or(word);
    (matches!(digits.len(), 1 | 2 | 4) && digits.chars().all(|c| c.is_ascii_digit())).then_some(digits)
}

fn read_named(parts: &[String], named: bool, today: NaiveDate) -> BTreeSet<NaiveDate> {
    if !named {
        return read_parts(&parts[0], &parts[1], &parts[2], today);
    }
    let month: u32 = parts
        .iter()
        .find_map(|p| p.strip_prefix('m'))
        .and_then(|m| m.parse().ok())
        .unwrap_or(0);
    let rest: Vec<&String> = parts.iter().filter(|p| !p.starts_with('m')).collect();
    let [a, b] = rest[..] else { return BTreeSet::new() };
    let (day, year) = if a.len() == 4 { (b, a) } else { (a, b) };
    let day = day.parse().unwrap_or(0);
    years(year, today).into_iter().filter_map(|y| born(y, month, day, today)).collect()
}

/// Three figures in any sensible order.
fn read_parts(a: &str, b: &str, c: &str, today: NaiveDate) -> BTreeSet<NaiveDate> {
    let figures = |s: &str| {
        (!s.is_empty() && s.len() <= 4 && s.chars().all(|c| c.is_ascii_digit()))
            .then(|| s.parse::<u32>().ok())
            .flatten()
    };
    let (Some(x), Some(y), Some(z)) = (figures(a), figures(b), figures(c)) else {
        return BTreeSet::new();
    };
    let mut dates = BTreeSet::new();
    if a.len() == 4 {
        dates.extend(years(a, today).into_iter().filter_map(|year| born(year, y, z, today)));
    }
    if a.len() <= 2 && matches!(c.len(), 2 | 4) {
        for year in years(c, today) {
            dates.extend(born(year, y, x, today));
            dates.extend(born(year, x, y, today));
        }
    }
    if a.len() == 2 && c.len() <= 2 && dates.is_empty() {
        dates.extend(years(a, today).into_iter().filter_map(|year| born(year, y, z, today)));
    }
    dates
}

/// A year as typed; two figures may mean either century.
fn years(text: &str, today: NaiveDate) -> Vec<i32> {
    let year: i32 = text.parse().unwrap_or(0);
    let read = if text.len() == 4 {
        vec![year]
    } else {
        vec![2000 + year, 1900 + year]
    };
    read.into_iter().filter(|y| (EARLIEST..=today.year()).contains(y)).collect()
}

fn born(year: i32, month: u32, day: u32, today: NaiveDate) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day).filter(|date| *date <= today)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    fn today() -> NaiveDate {
        day(2026, 11, 24)
    }

    #[test]
    fn one_word_is_read_in_every_common_form() {
        let march = day(1982, 3, 9);
        for text in [
            "9.3.82",
            "09.03.1982",
            "09/03/1982",
            "3/9/82",
            "9-3-1982",
            "1982-03-09",
            "1982/3/9",
            "09031982",
            "19820309",
            "090382",
        ] {
            assert!(read_word(text, today()).contains(&march), "{text}");
        }
        assert_eq!(read_word("25.12.1990", today()), [day(1990, 12, 25)].into());
        assert_eq!(read_word("82-03-25", today()), [day(1982, 3, 25)].into());
    }

    #[test]
    fn an_ambiguous_date_has_both_meanings_and_both_centuries() {
        assert_eq!(read_word("9/3/1982", today()), [day(1982, 3, 9), day(1982, 9, 3)].into());
        assert_eq!(read_word("25.12.15", today()), [day(1915, 12, 25), day(2015, 12, 25)].into());
        assert_eq!(read_word("25.12.30", today()), [day(1930, 12, 25)].into(), "2030 is to come");
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in ["31.2.1990", "555-0123", "1.2", "9163304", "13.13.1990", "1.1.2030", "smith"] {
            assert!(read_word(text, today()).is_empty(), "{text}");
        }
    }

    #[test]
    fn dates_in_words() {
        let march: BTreeSet<_> = [day(1982, 3, 9)].into();
        for text in [
            "9 mar 1982",
            "march 9 1982",
            "9th of march 82",
            "9 thang 3 nam 1982",
            "ngay 9 thang 3 nam 1982",
        ] {
            let words: Vec<&str> = text.split(' ').collect();
            let (dates, taken) = read_words(&words, today()).unwrap_or_else(|| panic!("{text}"));
            assert!(dates.is_superset(&march) && taken == words.len(), "{text}");
        }
        assert!(read_words(&["mary", "9", "smith"], today()).is_none());
        assert!(read_words(&["020", "916", "3304"], today()).is_none());
    }
}
