//! Reads the shorthand: `1 tab bid 7d`, `2 puffs qid prn wheeze`, `500 mg po q8h x10d`, `1-2 tab q4-6h prn pain max 8/day`.
//! Pieces come in any order, the dose before everything that could be taken for it. What could mean two things is refused: a
//! sentence that is wrong without a word of warning is worse than none.

use super::found::{Assumed, Found};
use super::model::{Moment, Route, Sig};
use super::phrases::{self, LONGEST_PHRASE, Word};
use super::{read, when, words};
use crate::patients;
use crate::prescribing::amount::Amount;

/// Why a text is no sig.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SigProblem {
    /// Key of the message.
    pub code: &'static str,
    /// The word it stumbled on; blank when something is missing.
    pub word: String,
}

impl SigProblem {
    pub(super) fn new(code: &'static str, word: &str) -> Self {
        Self {
            code,
            word: word.to_owned(),
        }
    }
}

/// Reads a sig.
///
/// # Errors
/// `sig_dose_missing`, `sig_unit_missing`, `sig_unit_other`, `sig_timing_missing`, `sig_unknown_word`, `sig_ambiguous`, `sig_twice`,
/// `sig_out_of_range`, `sig_too_long`.
pub fn parse(text: &str, assumed: Assumed) -> Result<Sig, SigProblem> {
    let (shorthand, instructions) = text.split_once(';').unwrap_or((text, ""));
    let words = read::tokens(shorthand);
    let mut reader = Reader {
        plain: words.iter().map(|word| patients::fold(word)).collect(),
        words,
        at: 0,
        found: Found::default(),
        after_moment: false,
        assumed,
    };
    while reader.at < reader.words.len() {
        reader.step()?;
    }
    let sig = reader.found.finish(assumed, instructions.trim())?;
    super::range::checked(sig)
}

/// Puts a piece in its place, which must be free.
fn put<T>(place: &mut Option<T>, piece: T, word: &str) -> Result<(), SigProblem> {
    if place.is_some() {
        return Err(SigProblem::new("sig_twice", word));
    }
    *place = Some(piece);
    Ok(())
}

pub(super) struct Reader {
    pub(super) words: Vec<String>,
    /// The same without case and marks.
    pub(super) plain: Vec<String>,
    pub(super) at: usize,
    pub(super) found: Found,
    /// Whether the word before was a part of the day.
    pub(super) after_moment: bool,
    pub(super) assumed: Assumed,
}

impl Reader {
    pub(super) fn lower(&self, ahead: usize) -> String {
        self.words.get(self.at + ahead).map(|w| w.to_lowercase()).unwrap_or_default()
    }

    /// The words from here, without case and marks.
    pub(super) fn ahead(&self) -> Vec<&str> {
        self.plain.iter().skip(self.at).map(String::as_str).collect()
    }

    /// Reads one piece.
    fn step(&mut self) -> Result<(), SigProblem> {
        let word = self.words[self.at].clone();
        if let Some((most, length)) = self.most()? {
            self.at += length;
            return put(&mut self.found.at_most, most, &word);
        }
        if self.and() || self.pattern(&word)? {
            return Ok(());
        }
        if let Some((timing, length)) = when::vietnamese(&self.ahead()) {
            self.at += length;
            return self.counted(timing, &word);
        }
        if let Some((phrase, length)) = self.phrase() {
            self.at += length;
            return self.take(phrase, &word);
        }
        if let Some((timing, length)) = when::timing(&self.lower(0), &self.ahead()) {
            self.at += length;
            return self.counted(timing, &word);
        }
        if let Some((days, length)) = self.span()? {
            self.at += length;
            return put(&mut self.found.days, days, &word);
        }
        if self.dose(&word)? {
            return Ok(());
        }
        self.at += 1;
        self.other(&word)
    }

    fn take(&mut self, phrase: Word, word: &str) -> Result<(), SigProblem> {
        match phrase {
            Word::Route(route) => put(&mut self.found.route, route, word),
            Word::Timing(timing) => {
                self.found.od |= word.eq_ignore_ascii_case("od");
                self.counted(timing, word)
            }
            Word::Moment(moment) => self.moment(moment, word),
            Word::Ambiguous => Err(SigProblem::new("sig_ambiguous", word)),
            Word::Meal(meal) => put(&mut self.found.meal, meal, word),
            Word::AtMeal(moment, meal) => {
                put(&mut self.found.meal, meal, word)?;
                self.moment(moment, word)
            }
            Word::AsNeeded => put(&mut self.found.as_needed, Vec::new(), word),
            Word::Apply => {
                self.found.applied = true;
                Ok(())
            }
            Word::Filler => Ok(()),
        }
    }

    /// What is left: the Latin of eyes and ears where the product goes there, or a word of the reason.
    fn other(&mut self, word: &str) -> Result<(), SigProblem> {
        let (eye, ear) = (self.assumed.is_eye(), self.assumed.is_ear());
        let route = match word.to_lowercase().as_str() {
            "os" if eye => Route::LeftEye,
            "ou" if eye => Route::BothEyes,
            "as" if ear => Route::LeftEar,
            "ad" if ear => Route::RightEar,
            "au" if ear => Route::BothEars,
            "os" => return Err(SigProblem::new("sig_ambiguous", word)),
            _ => {
                // A figure in a reason could be a dose or a limit that was not understood.
                return match &mut self.found.as_needed {
                    Some(reason) if !word.chars().any(|c| c.is_numeric()) => {
                        reason.push(word.to_owned());
                        Ok(())
                    }
                    _ => Err(SigProblem::new("sig_unknown_word", word)),
                };
            }
        };
        put(&mut self.found.route, route, word)
    }

    /// The longest phrase from here, and its words. Within a reason, `eye`, `nasal` and `morning` are part of it.
    pub(super) fn phrase(&self) -> Option<(Word, usize)> {
        let (word, length) = self.phrase_at(0).or_else(|| self.place())?;
        let goes_on = self.found.as_needed.as_ref().is_some_and(|reason| !reason.is_empty());
        let full_word = match word {
            Word::Route(_) => self.lower(0).len() > 3 || matches!(self.lower(0).as_str(), "eye" | "ear" | "top" | "in" | "to"),
            Word::Moment(Moment::Bedtime) => matches!(self.lower(0).as_str(), "on" | "night") || (goes_on && self.lower(0) == "at"),
            Word::Moment(_) => self.lower(0).len() > 3 || (goes_on && matches!(self.lower(0).as_str(), "at" | "in")),
            _ => false,
        };
        (self.found.as_needed.is_none() || !full_word).then_some((word, length))
    }

    fn phrase_at(&self, at: usize) -> Option<(Word, usize)> {
        (1..=LONGEST_PHRASE).rev().find_map(|length| {
            let words = self.plain.get(self.at + at..self.at + at + length)?;
            Some((phrases::phrase(&words.join(" "))?, length))
        })
    }

    /// `in each nostril`, `into the left eye`.
    fn place(&self) -> Option<(Word, usize)> {
        let into = usize::from(matches!(self.lower(0).as_str(), "in" | "into" | "to"));
        let the = usize::from(into > 0 && self.lower(into) == "the");
        let (word, length) = self.phrase_at(into + the).filter(|_| into > 0)?;
        matches!(word, Word::Route(_) | Word::Ambiguous).then_some((word, into + the + length))
    }

    /// `7 d`, `2 weeks`, `5/7`.
    fn span(&self) -> Result<Option<(u16, usize)>, SigProblem> {
        let lower = self.lower(0);
        if let Some(days) = read::british_span(&lower) {
            return Ok(Some((days, 1)));
        }
        let Some(days) = self.plain.get(self.at + 1).and_then(|word| words::span(word)) else {
            return Ok(None);
        };
        let whole = |amount: Amount| {
            u16::try_from(amount.as_thousandths() / 1000)
                .ok()
                .filter(|_| amount.as_thousandths() % 1000 == 0)
        };
        let count = lower.parse::<u16>().ok().or_else(|| whole(read::amount(&lower)?));
        let Some(count) = count else { return Ok(None) };
        let span = count.checked_mul(days).ok_or_else(|| SigProblem::new("sig_out_of_range", &lower))?;
        Ok(Some((span, 2)))
    }
}
