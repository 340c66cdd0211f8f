//! How much a sig says: the dose, and the most in 24 hours.

use super::model::{Dose, DoseUnit};
use super::parse::{Reader, SigProblem};
use super::{read, words};
use crate::prescribing::amount::Amount;

/// A maximum; the unit is the dose's when none is written.
pub(super) type Limit = (Amount, Option<DoseUnit>);

impl Reader {
    /// `max 8/day`, `not more than 4 g in 24 hours`.
    pub(super) fn most(&self) -> Result<Option<(Limit, usize)>, SigProblem> {
        let Some(mut at) = self.begins(0, words::AT_MOST) else {
            return Ok(None);
        };
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
            at += self.begins(at, words::A_DAY).ok_or_else(unclear)?;
        }
        let written = if unit.is_empty() {
            None
        } else {
            Some(words::unit(&unit).ok_or_else(unclear)?)
        };
        let unit = written.map(|written| self.assumed.unit(written, &unit)).transpose()?;
        Ok(Some(((amount, unit), at)))
    }

    /// How many words the longest of these phrases takes that stands so many words from here.
    fn begins(&self, at: usize, phrases: &[&str]) -> Option<usize> {
        let ahead = self.ahead();
        let lengths = phrases.iter().map(|phrase| (phrase, phrase.split(' ').count()));
        let fits = lengths.filter(|(phrase, length)| ahead.get(at..at + length).is_some_and(|words| words.join(" ") == **phrase));
        fits.map(|(_, length)| length).max()
    }

    /// An amount, unless its decimals could be thousands.
    fn amount(&self, text: &str) -> Result<Option<Amount>, SigProblem> {
        if read::may_be_thousands(text) {
            return Err(SigProblem::new("sig_ambiguous", text));
        }
        Ok(read::amount(text))
    }

    /// The dose, if one begins here.
    pub(super) fn dose(&mut self, word: &str) -> Result<bool, SigProblem> {
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
