//! What people type to find someone, in twelve classes, and whom it should find.

use std::collections::HashSet;

use curanda_core::ids::PatientId;
use rand::Rng;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;

use super::people::{Someone, Word};

/// A typed text and the people it is right to answer it with.
#[derive(Debug, Clone)]
pub struct Input {
    /// As typed.
    pub text: String,
    /// Right answers.
    pub relevant: HashSet<PatientId>,
}

/// The classes, by name.
pub const CLASSES: [&str; 12] = [
    "three letters",
    "family",
    "first last",
    "last, first",
    "one edit",
    "no accents",
    "phone tail 4",
    "phone tail 7",
    "date ISO",
    "date local",
    "chart number",
    "two letters + initial",
];

/// An input of a class, made from a person drawn at random.
pub fn input(class: usize, rng: &mut StdRng, people: &[Someone]) -> Input {
    loop {
        let Some(target) = people.choose(rng) else { continue };
        if let Some(input) = of(class, rng, target, people) {
            return input;
        }
    }
}

fn of(class: usize, rng: &mut StdRng, target: &Someone, people: &[Someone]) -> Option<Input> {
    let (family, given) = (&target.family[0].1, &target.given[0].1);
    let digits = target.chart.phone.trim_start_matches('+');
    let born = target.chart.date_of_birth;
    match class {
        0 => take(family, 3).map(|start| answer(&start, people, |p| words(p).any(|w| w.1.starts_with(&start)))),
        1 => Some(answer(&target.family[0].0, people, |p| {
            words(p).any(|w| w.1.starts_with(family.as_str()))
        })),
        2 => Some(named(&format!("{} {}", target.given[0].0, target.family[0].0), target, people)),
        3 => Some(named(&format!("{}, {}", target.family[0].0, target.given[0].0), target, people)),
        4 => mistyped(rng, target, people),
        5 => {
            let accents = target.family[0].0.to_lowercase() != *family || target.given[0].0.to_lowercase() != *given;
            accents.then(|| named(&format!("{given} {family}"), target, people))
        }
        6 | 7 => {
            let tail = &digits[digits.len() - if class == 6 { 4 } else { 7 }..];
            // Four figures are a chart number as well.
            let chart = format!("C-{tail:0>6}");
            Some(answer(tail, people, |p| {
                p.chart.phone.ends_with(tail) || (class == 6 && p.chart.chart_number == chart)
            }))
        }
        8 => Some(answer(&born.format("%Y-%m-%d").to_string(), people, |p| {
            p.chart.date_of_birth == born
        })),
        9 => {
            let form = ["%d/%m/%Y", "%-d.%-m.%y", "%d.%m.%Y", "%-d %b %Y"].choose(rng)?;
            let form = if form.ends_with("%y") && born.format("%y").to_string().as_str() < "27" {
                "%d/%m/%Y"
            } else {
                form
            };
            let swapped = |d: chrono::NaiveDate| d.format("%Y-%d-%m").to_string() == born.format("%Y-%m-%d").to_string();
            let worded = form.contains("%b");
            Some(answer(&born.format(form).to_string(), people, |p| {
                p.chart.date_of_birth == born || (!worded && swapped(p.chart.date_of_birth))
            }))
        }
        10 => Some(answer(&target.chart.chart_number, people, |p| p.chart.id == target.chart.id)),
        _ => {
            let (start, initial) = (take(family, 2)?, take(given, 1)?);
            Some(answer(&format!("{start} {initial}"), people, |p| pair(p, &start, &initial)))
        }
    }
}

/// Two different words of the name start so.
fn pair(p: &Someone, one: &str, other: &str) -> bool {
    let all: Vec<&Word> = words(p).collect();
    let starts = |a: usize, b: usize| a != b && all[a].1.starts_with(one) && all[b].1.starts_with(other);
    (0..all.len()).any(|a| (0..all.len()).any(|b| starts(a, b)))
}

fn words(p: &Someone) -> impl Iterator<Item = &Word> {
    p.family.iter().chain(&p.given).chain(&p.middle)
}

fn take(text: &str, letters: usize) -> Option<String> {
    (text.chars().count() >= letters).then(|| text.chars().take(letters).collect())
}

fn named(text: &str, target: &Someone, people: &[Someone]) -> Input {
    answer(text, people, |p| namesake(p, target))
}

fn namesake(p: &Someone, target: &Someone) -> bool {
    let has = |word: &str| words(p).any(|w| w.1.starts_with(word));
    has(&target.family[0].1) && has(&target.given[0].1) && pair(p, &target.family[0].1, &target.given[0].1)
}

/// The full name with one letter more, less, other, or swapped, in a word of four letters or more.
fn mistyped(rng: &mut StdRng, target: &Someone, people: &[Someone]) -> Option<Input> {
    let (family, given) = (&target.family[0].1, &target.given[0].1);
    let in_family = rng.random_bool(0.6);
    let (wrong, right) = if in_family { (family, given) } else { (given, family) };
    let mut letters: Vec<char> = wrong.chars().collect();
    if letters.len() < 4 {
        return None;
    }
    let at = rng.random_range(1..letters.len() - 1);
    let letter = char::from(b'a' + rng.random_range(0..26_u8));
    match rng.random_range(0..4) {
        0 => letters.insert(at, letter),
        1 => drop(letters.remove(at)),
        2 => letters[at] = letter,
        _ => letters.swap(at, at + 1),
    }
    let typed: String = letters.into_iter().collect();
    // A slip that makes another word of this clinic is not a slip that anyone could see.
    if typed == *wrong || people.iter().any(|p| words(p).any(|w| w.1.starts_with(&typed))) {
        return None;
    }
    let text = if in_family {
        format!("{right} {typed}")
    } else {
        format!("{typed} {right}")
    };
    Some(named(&text, target, people))
}

fn answer(text: &str, people: &[Someone], right: impl Fn(&Someone) -> bool) -> Input {
    Input {
        text: text.to_owned(),
        relevant: people.iter().filter(|p| right(p)).map(|p| p.chart.id).collect(),
    }
}
