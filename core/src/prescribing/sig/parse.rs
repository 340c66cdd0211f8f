//! Reads the shorthand: `1 tab bid 7d`, `2 puffs qid prn wheeze`, `500 mg po q8h x10d`, `1-2 tab q4-6h prn pain; not above 8 a day`.
//! Pieces come in any order, the dose before everything that could be taken for it.

use super::model::{Dose, DoseUnit, Meal, Route, Sig, Timing};
use super::read;
use super::words::{self, LONGEST_PHRASE, PHRASES, Word};
use crate::prescribing::amount::Amount;

/// What is assumed when it is not written, from the product.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Assumed {
    /// What a bare number counts.
    pub unit: Option<DoseUnit>,
}

/// Why a text is no sig.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SigProblem {
    /// Key of the message.
    pub code: &'static str,
    /// The word it stumbled on; blank when something is missing.
    pub word: String,
}

impl SigProblem {
    fn new(code: &'static str, word: &str) -> Self {
        Self {
            code,
            word: word.to_owned(),
        }
    }
}

/// Most characters of a reason, and of instructions.
const MOST: (usize, usize) = (80, 160);

/// Reads a sig.
///
/// # Errors
/// `sig_dose_missing`, `sig_unit_missing`, `sig_timing_missing`, `sig_unknown_word`, `sig_twice`, `sig_out_of_range`, `sig_too_long`.
pub fn parse(text: &str, assumed: Assumed) -> Result<Sig, SigProblem> {
    let (shorthand, instructions) = text.split_once(';').unwrap_or((text, ""));
    let mut reader = Reader {
        words: read::tokens(shorthand),
        at: 0,
        found: Found::default(),
        assumed,
    };
    while reader.at < reader.words.len() {
        reader.step()?;
    }
    let sig = reader.found.finish(instructions.trim())?;
    checked(sig)
}

#[derive(Default)]
struct Found {
    dose: Option<Dose>,
    route: Option<Route>,
    timing: Option<Timing>,
    meal: Option<Meal>,
    as_needed: Option<Vec<String>>,
    days: Option<u16>,
}

impl Found {
    fn finish(self, instructions: &str) -> Result<Sig, SigProblem> {
        if self.timing.is_none() && self.as_needed.is_none() {
            return Err(SigProblem::new(
                if self.dose.is_none() {
                    "sig_dose_missing"
                } else {
                    "sig_timing_missing"
                },
                "",
            ));
        }
        Ok(Sig {
            dose: self.dose.ok_or_else(|| SigProblem::new("sig_dose_missing", ""))?,
            route: self.route,
            timing: self.timing,
            meal: self.meal,
            as_needed: self.as_needed.map(|words| words.join(" ")),
            days: self.days,
            instructions: instructions.to_owned(),
        })
    }
}

/// Puts a piece in its place, which must be free.
fn put<T>(place: &mut Option<T>, piece: T, word: &str) -> Result<(), SigProblem> {
    if place.is_some() {
        return Err(SigProblem::new("sig_twice", word));
    }
    *place = Some(piece);
    Ok(())
}

struct Reader {
    words: Vec<String>,
    at: usize,
    found: Found,
    assumed: Assumed,
}

impl Reader {
    fn lower(&self, ahead: usize) -> String {
        self.words.get(self.at + ahead).map(|w| w.to_lowercase()).unwrap_or_default()
    }

    /// Reads one piece.
    fn step(&mut self) -> Result<(), SigProblem> {
        let word = self.words[self.at].clone();
        let lower = word.to_lowercase();
        if let Some((phrase, length)) = self.phrase() {
            self.at += length;
            return self.take(phrase, &word);
        }
        if let Some((timing, length)) = self.timing(&lower) {
            self.at += length;
            return put(&mut self.found.timing, timing, &word);
        }
        if let Some((days, length)) = self.span(&lower)? {
            self.at += length;
            return put(&mut self.found.days, days, &word);
        }
        if let Some((least, most)) = read::range(&lower).filter(|_| self.found.dose.is_none()) {
            return self.dose(least, most, &word);
        }
        self.at += 1;
        match &mut self.found.as_needed {
            Some(reason) => reason.push(word),
            None => return Err(SigProblem::new("sig_unknown_word", &word)),
        }
        Ok(())
    }

    fn take(&mut self, phrase: Word, word: &str) -> Result<(), SigProblem> {
        match phrase {
            Word::Route(route) => put(&mut self.found.route, route, word),
            Word::Timing(timing) => put(&mut self.found.timing, timing, word),
            Word::Meal(meal) => put(&mut self.found.meal, meal, word),
            Word::AsNeeded => put(&mut self.found.as_needed, Vec::new(), word),
            Word::Filler => Ok(()),
        }
    }

    /// The longest phrase from here, and its words.
    fn phrase(&self) -> Option<(Word, usize)> {
        (1..=LONGEST_PHRASE).rev().find_map(|length| {
            let words = self.words.get(self.at..self.at + length)?;
            let text = words.join(" ").to_lowercase();
            PHRASES.iter().find(|(phrase, _)| *phrase == text).map(|(_, word)| (*word, length))
        })
    }

    /// `q8h`, `2x/day`, `every 8 hours`, `every 2 days`, `q 8 h`, `2 times a day`.
    fn timing(&self, lower: &str) -> Option<(Timing, usize)> {
        if let Some(timing) = read::hours(lower).or_else(|| read::times(lower)) {
            return Some((timing, 1));
        }
        if matches!(lower, "q" | "every") {
            let (least, most) = read::whole(&self.lower(1))?;
            return match self.lower(2).as_str() {
                unit if read::is_hours(unit) => Some((Timing::Hours { least, most }, 3)),
                unit if most.is_none() => Some((
                    Timing::Days {
                        every: u16::from(least).checked_mul(words::span(unit)?)?,
                    },
                    3,
                )),
                _ => None,
            };
        }
        let daily = match (self.lower(1).as_str(), self.lower(2).as_str(), self.lower(3).as_str()) {
            ("times", "daily", _) => 3,
            ("times", "a" | "per", "day") => 4,
            _ => return None,
        };
        Some((
            Timing::Times {
                times: lower.parse().ok()?,
            },
            daily,
        ))
    }

    /// `7 d`, `2 weeks`, `5/7`.
    fn span(&self, lower: &str) -> Result<Option<(u16, usize)>, SigProblem> {
        if let Some(days) = read::british_span(lower) {
            return Ok(Some((days, 1)));
        }
        let Some(days) = words::span(&self.lower(1)) else { return Ok(None) };
        let Ok(count) = lower.parse::<u16>() else { return Ok(None) };
        let span = count.checked_mul(days).ok_or_else(|| SigProblem::new("sig_out_of_range", lower))?;
        Ok(Some((span, 2)))
    }

    fn dose(&mut self, least: Amount, most: Option<Amount>, word: &str) -> Result<(), SigProblem> {
        let written = words::unit(&self.lower(1));
        self.at += if written.is_some() { 2 } else { 1 };
        let unit = written
            .or(self.assumed.unit)
            .ok_or_else(|| SigProblem::new("sig_unit_missing", word))?;
        self.found.dose = Some(Dose { least, most, unit });
        Ok(())
    }
}

/// Figures must make sense.
fn checked(sig: Sig) -> Result<Sig, SigProblem> {
    let range = |fits: bool, figure: String| {
        if fits {
            Ok(())
        } else {
            Err(SigProblem::new("sig_out_of_range", &figure))
        }
    };
    if let Some(most) = sig.dose.most {
        range(most > sig.dose.least, most.to_string())?;
    }
    match sig.timing {
        Some(Timing::Times { times }) => range((1..=12).contains(&times), times.to_string())?,
        Some(Timing::Hours { least, most }) => {
            let highest = most.unwrap_or(least);
            range(least >= 1 && highest <= 72 && most.is_none_or(|m| m > least), highest.to_string())?;
        }
        Some(Timing::Days { every }) => range((2..=366).contains(&every), every.to_string())?,
        Some(Timing::Once | Timing::At { .. }) | None => {}
    }
    if let Some(days) = sig.days {
        range((1..=366).contains(&days), days.to_string())?;
    }
    let reason = sig.as_needed.as_deref().unwrap_or_default();
    if reason.chars().count() > MOST.0 || sig.instructions.chars().count() > MOST.1 {
        return Err(SigProblem::new("sig_too_long", ""));
    }
    Ok(sig)
}
