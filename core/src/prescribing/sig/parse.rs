//! Reads the shorthand: `1 tab bid 7d`, `2 puffs qid prn wheeze`, `500 mg po q8h x10d`, `1-2 tab q4-6h prn pain max 8/day`.
//! Pieces come in any order, the dose before everything that could be taken for it. What could mean two things is refused: a
//! sentence that is wrong without a word of warning is worse than none.

use super::model::{AtMost, Dose, DoseUnit, Meal, Moment, Route, Sig, Timing};
use super::read;
use super::words::{self, LONGEST_PHRASE, Word};
use crate::patients;
use crate::prescribing::amount::Amount;

/// What is assumed when it is not written, from the product.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Assumed {
    /// What a bare number counts.
    pub unit: Option<DoseUnit>,
    /// The way that the product goes.
    pub route: Option<Route>,
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
        assumed,
    };
    while reader.at < reader.words.len() {
        reader.step()?;
    }
    let sig = reader.found.finish(assumed, instructions.trim())?;
    super::range::checked(sig)
}

#[derive(Default)]
struct Found {
    dose: Option<Dose>,
    route: Option<Route>,
    timing: Option<Timing>,
    meal: Option<Meal>,
    at_most: Option<(Amount, Option<DoseUnit>)>,
    as_needed: Option<Vec<String>>,
    days: Option<u16>,
    /// `apply`, which is a dose of its own for what is applied.
    applied: bool,
    /// `od`, which is daily to some and the right eye to others.
    od: bool,
}

impl Found {
    fn finish(self, assumed: Assumed, instructions: &str) -> Result<Sig, SigProblem> {
        let application = Dose {
            least: Amount::whole(1),
            most: None,
            unit: DoseUnit::Application,
        };
        let applied = self.applied && assumed.unit == Some(DoseUnit::Application);
        let dose = self.dose.or(applied.then_some(application));
        let dose = dose.ok_or_else(|| SigProblem::new("sig_dose_missing", ""))?;
        if self.timing.is_none() && self.as_needed.is_none() {
            return Err(SigProblem::new("sig_timing_missing", ""));
        }
        if self.od && self.route.is_none() && (assumed.is_eye() || dose.unit == DoseUnit::Drop) {
            return Err(SigProblem::new("sig_ambiguous", "od"));
        }
        Ok(Sig {
            dose,
            route: self.route,
            timing: self.timing,
            meal: self.meal,
            at_most: self.at_most.map(|(amount, unit)| AtMost {
                amount,
                unit: unit.unwrap_or(dose.unit),
            }),
            as_needed: self.as_needed.map(|words| words.join(" ")),
            days: self.days,
            instructions: instructions.to_owned(),
        })
    }
}

impl Assumed {
    fn is_eye(self) -> bool {
        matches!(self.route, Some(Route::Eye | Route::LeftEye | Route::RightEye | Route::BothEyes))
    }

    fn is_ear(self) -> bool {
        matches!(self.route, Some(Route::Ear | Route::LeftEar | Route::RightEar | Route::BothEars))
    }

    /// The unit that a word means for this product. People write `tab` for a capsule; a capsule is what the patient is told of.
    fn unit(self, written: DoseUnit, word: &str) -> Result<DoseUnit, SigProblem> {
        use DoseUnit::{Ampoule, Capsule, Injection, Pessary, Suppository, Tablet};
        match self.unit {
            Some(own) if written == own || !written.is_counted() => Ok(written),
            Some(own @ (Tablet | Capsule)) if matches!(written, Tablet | Capsule) => Ok(own),
            Some(own @ (Suppository | Pessary)) if patients::fold(word) == "vien" => Ok(own),
            Some(Injection) if written == Ampoule => Ok(Ampoule),
            Some(_) => Err(SigProblem::new("sig_unit_other", word)),
            None => Ok(written),
        }
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
    /// The same without case and marks.
    plain: Vec<String>,
    at: usize,
    found: Found,
    assumed: Assumed,
}

impl Reader {
    fn lower(&self, ahead: usize) -> String {
        self.words.get(self.at + ahead).map(|w| w.to_lowercase()).unwrap_or_default()
    }

    /// The words from here, without case and marks.
    fn ahead(&self) -> Vec<&str> {
        self.plain.iter().skip(self.at).map(String::as_str).collect()
    }

    /// Reads one piece.
    fn step(&mut self) -> Result<(), SigProblem> {
        let word = self.words[self.at].clone();
        if let Some((most, length)) = self.most()? {
            self.at += length;
            return put(&mut self.found.at_most, most, &word);
        }
        if let Some((phrase, length)) = self.phrase() {
            self.at += length;
            return self.take(phrase, &word);
        }
        if let Some((timing, length)) = read::timing(&self.lower(0), &self.ahead()) {
            self.at += length;
            return put(&mut self.found.timing, timing, &word);
        }
        if let Some((days, length)) = self.span()? {
            self.at += length;
            return put(&mut self.found.days, days, &word);
        }
        if self.found.dose.is_none() && self.dose(&word)? {
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
                put(&mut self.found.timing, timing, word)
            }
            Word::Meal(meal) => put(&mut self.found.meal, meal, word),
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
            "cc" | "os" => return Err(SigProblem::new("sig_ambiguous", word)),
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
    fn phrase(&self) -> Option<(Word, usize)> {
        let (word, length) = (1..=LONGEST_PHRASE).rev().find_map(|length| {
            let words = self.plain.get(self.at..self.at + length)?;
            Some((words::phrase(&words.join(" "))?, length))
        })?;
        let full_word = match word {
            Word::Route(_) => self.lower(0).len() > 3 || matches!(self.lower(0).as_str(), "eye" | "ear" | "top"),
            Word::Timing(Timing::At { moment }) => moment != Moment::Bedtime && self.lower(0).len() > 3,
            _ => false,
        };
        (self.found.as_needed.is_none() || !full_word).then_some((word, length))
    }

    /// `max 8/day`, `not more than 4 g in 24 hours`.
    fn most(&self) -> Result<Option<((Amount, Option<DoseUnit>), usize)>, SigProblem> {
        let ahead = self.ahead();
        let begins = |at: usize, phrases: &[&str]| {
            let lengths = phrases.iter().map(|phrase| (phrase, phrase.split(' ').count()));
            let fits = lengths.filter(|(phrase, length)| ahead.get(at..at + length).is_some_and(|words| words.join(" ") == **phrase));
            fits.map(|(_, length)| length).max()
        };
        let Some(mut at) = begins(0, words::AT_MOST) else { return Ok(None) };
        let unclear = || SigProblem::new("sig_unknown_word", &self.words[self.at]);
        let (first, mut daily) = read::without_day(&self.lower(at));
        let (number, letters) = first.split_at(first.find(char::is_alphabetic).unwrap_or(first.len()));
        let amount = self.amount(number)?.ok_or_else(unclear)?;
        at += 1;
        let mut unit = letters.to_owned();
        if unit.is_empty() && !daily && words::unit(&read::without_day(&self.lower(at)).0).is_some() {
            (unit, daily) = read::without_day(&self.lower(at));
            at += 1;
        }
        if !daily {
            at += begins(at, words::A_DAY).ok_or_else(unclear)?;
        }
        let written = if unit.is_empty() {
            None
        } else {
            Some(words::unit(&unit).ok_or_else(unclear)?)
        };
        let unit = written.map(|written| self.assumed.unit(written, &unit)).transpose()?;
        Ok(Some(((amount, unit), at)))
    }

    /// An amount, unless its decimals could be thousands.
    fn amount(&self, text: &str) -> Result<Option<Amount>, SigProblem> {
        if read::may_be_thousands(text) {
            return Err(SigProblem::new("sig_ambiguous", text));
        }
        Ok(read::amount(text))
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

    /// The dose, if one begins here.
    fn dose(&mut self, word: &str) -> Result<bool, SigProblem> {
        let Some((least, most, mut length)) = self.amounts()? else {
            return Ok(false);
        };
        while matches!(self.lower(length).as_str(), "a" | "an" | "of") {
            length += 1;
        }
        let place = self.words.get(self.at + length).cloned().unwrap_or_default();
        let unit = match words::unit(&place) {
            Some(written) => {
                // Vietnamese says which kind of `viên` after it.
                let kind = self.plain.get(self.at + length + 1).map(String::as_str);
                length += if matches!(kind, Some("nang" | "nen")) { 2 } else { 1 };
                let written = if kind == Some("nang") { DoseUnit::Capsule } else { written };
                self.assumed.unit(written, &place)?
            }
            None => self.assumed.unit.ok_or_else(|| SigProblem::new("sig_unit_missing", word))?,
        };
        self.at += length;
        self.found.dose = Some(Dose { least, most, unit });
        Ok(true)
    }

    /// `2`, `1-2`, `1 to 2`, `1 ½`, and `ii` before a unit.
    fn amounts(&self) -> Result<Option<(Amount, Option<Amount>, usize)>, SigProblem> {
        let (first, second) = (self.lower(0), self.lower(1));
        if let Some(count) = read::roman(&first).filter(|_| words::unit(&second).is_some()) {
            return Ok(Some((count, None, 1)));
        }
        if let Some(ambiguous) = first.split(['-', '–']).find(|text| read::may_be_thousands(text)) {
            return Err(SigProblem::new("sig_ambiguous", ambiguous));
        }
        let Some((least, most)) = read::range(&first) else {
            return Ok(None);
        };
        if most.is_some() {
            return Ok(Some((least, most, 1)));
        }
        if matches!(second.as_str(), "-" | "–" | "to" | "đến")
            && let Some(most) = self.amount(&self.lower(2))?
        {
            return Ok(Some((least, Some(most), 3)));
        }
        Ok(Some(match read::fraction(&second) {
            Some(part) => (Amount::thousandths(least.as_thousandths() + part.as_thousandths()), None, 2),
            None => (least, None, 1),
        }))
    }
}
