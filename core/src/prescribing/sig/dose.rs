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

    /// Reads the dose, if one begins here. A second one is read only where it says the first again.
    pub(super) fn dose(&mut self, word: &str) -> Result<bool, SigProblem> {
        let first = self.found.dose;
        let in_parts = !self.found.moments.is_empty();
        if first.is_some_and(|dose| dose.unit != DoseUnit::Ml && !in_parts) {
            return Ok(false);
        }
        let Some((dose, length, spoons)) = self.dose_here(word)? else {
            return Ok(false);
        };
        match first {
            None => (self.found.dose, self.found.spoons) = (Some(dose), spoons),
            // `5 ml (1 tsp)`
            Some(first) if spoons != self.found.spoons => {
                if first != dose {
                    return Err(SigProblem::new("sig_twice", word));
                }
            }
            Some(first) if in_parts && first == dose => self.found.again = (self.found.again.0 + 1, word.to_owned()),
            Some(_) => return Ok(false),
        }
        self.at += length;
        Ok(true)
    }

    /// The dose that begins here, how many words it takes, and whether it is written in spoons.
    fn dose_here(&self, word: &str) -> Result<Option<(Dose, usize, bool)>, SigProblem> {
        let Some((least, most, mut length)) = self.amounts()? else {
            return Ok(None);
        };
        while matches!(self.lower(length).as_str(), "a" | "an" | "of") {
            length += 1;
        }
        if let Some((ml, words)) = words::spoon(&self.ahead()[length.min(self.ahead().len())..]) {
            let unit = self.assumed.unit(DoseUnit::Ml, &self.words[self.at + length])?;
            let volume = |amount: Amount| amount.as_thousandths().checked_mul(ml).map(Amount::thousandths);
            let least = volume(least).ok_or_else(|| SigProblem::new("sig_out_of_range", word))?;
            let most = most.and_then(volume);
            return Ok(Some((Dose { least, most, unit }, length + words, true)));
        }
        let (unit, words) = self.unit(word, length)?;
        // `2 weekly` is two once a week, or every two weeks.
        let every = matches!(self.lower(length).as_str(), "weekly" | "monthly");
        if words == 0 && every && least > Amount::whole(1) {
            return Err(SigProblem::new("sig_ambiguous", word));
        }
        Ok(Some((Dose { least, most, unit }, length + words, false)))
    }

    /// The unit that stands so many words from here, and how many it takes; else what the product counts.
    pub(super) fn unit(&self, word: &str, at: usize) -> Result<(DoseUnit, usize), SigProblem> {
        let place = self.words.get(self.at + at).cloned().unwrap_or_default();
        let Some(written) = words::unit(&place) else {
            let own = self.assumed.unit.ok_or_else(|| SigProblem::new("sig_unit_missing", word))?;
            return Ok((own, 0));
        };
        // Vietnamese says which kind of `viên` after it.
        let kind = self.plain.get(self.at + at + 1).map(String::as_str);
        let written = if kind == Some("nang") { DoseUnit::Capsule } else { written };
        let length = if matches!(kind, Some("nang" | "nen")) { 2 } else { 1 };
        Ok((self.assumed.unit(written, &place)?, length))
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
