//! Parts of the day: `am and hs`, `sáng, tối`, `1-0-1`.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use ts_rs::TS;

use super::model::{Dose, Moment, Timing};
use super::parse::{Reader, SigProblem};
use super::phrases::Word;
use super::read;

/// Parts of one day, in the day's order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, TS)]
#[ts(export, as = "Vec<Moment>")]
pub struct Moments(u8);

impl Moments {
    /// With one more.
    #[must_use]
    pub fn and(self, moment: Moment) -> Self {
        Self(self.0 | bit(moment))
    }

    /// Whether this one is among them.
    #[must_use]
    pub fn has(self, moment: Moment) -> bool {
        self.0 & bit(moment) != 0
    }

    /// How many.
    #[must_use]
    pub fn len(self) -> usize {
        self.iter().count()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// One by one.
    pub fn iter(self) -> impl Iterator<Item = Moment> {
        Moment::ALL.iter().copied().filter(move |moment| self.has(*moment))
    }

    /// As the timing of a sig.
    #[must_use]
    pub fn timing(self) -> Option<Timing> {
        let mut each = self.iter();
        match (each.next(), each.next()) {
            (None, _) => None,
            (Some(moment), None) => Some(Timing::At { moment }),
            _ => Some(Timing::Each { moments: self }),
        }
    }
}

const fn bit(moment: Moment) -> u8 {
    match moment {
        Moment::Morning => 1,
        Moment::Noon => 2,
        Moment::Afternoon => 4,
        Moment::Evening => 8,
        Moment::Bedtime => 16,
    }
}

impl FromIterator<Moment> for Moments {
    fn from_iter<I: IntoIterator<Item = Moment>>(moments: I) -> Self {
        moments.into_iter().fold(Self::default(), Self::and)
    }
}

impl Serialize for Moments {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for Moments {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Vec::<Moment>::deserialize(deserializer)?.into_iter().collect())
    }
}

impl Reader {
    /// One part of the day more; written right after another it belongs to the same run.
    pub(super) fn moment(&mut self, moment: Moment, word: &str) -> Result<(), SigProblem> {
        // `5 days on 2 days off`; but `1 on 28/7` is at night for 28 days.
        let next = self.lower(0);
        if word.eq_ignore_ascii_case("on") && next.starts_with(|c: char| c.is_ascii_digit()) && read::british_span(&next).is_none() {
            return Err(SigProblem::new("sig_ambiguous", word));
        }
        if self.found.moments.has(moment) {
            return Err(SigProblem::new("sig_twice", word));
        }
        self.found.runs += usize::from(!self.after_moment);
        self.found.moments = self.found.moments.and(moment);
        word.clone_into(&mut self.found.when);
        self.after_moment = true;
        Ok(())
    }

    /// Steps over the `and` between two parts of the day.
    pub(super) fn and(&mut self) -> bool {
        let here = matches!(self.lower(0).as_str(), "and" | "&" | "+" | "và") && self.after_moment;
        self.at += usize::from(here);
        let goes_on = here || matches!(self.phrase(), Some((Word::Moment(_), _)));
        self.after_moment &= goes_on;
        here
    }

    /// `1-0-1`, `1+1+1`, `1-0-0-1`: morning, noon, evening and bedtime. Unlike doses are no sig.
    pub(super) fn pattern(&mut self, word: &str) -> Result<bool, SigProblem> {
        const PARTS: [Moment; 4] = [Moment::Morning, Moment::Noon, Moment::Evening, Moment::Bedtime];
        let cells: Vec<&str> = word.split(['-', '+', '–']).collect();
        if !(3..=4).contains(&cells.len()) || !self.found.moments.is_empty() {
            return Ok(false);
        }
        let taken: Vec<(&str, Moment)> = cells.into_iter().zip(PARTS).filter(|(cell, _)| *cell != "0").collect();
        let Some(least) = taken.first().and_then(|(cell, _)| read::amount(cell)) else {
            return Ok(false);
        };
        if taken.iter().any(|(cell, _)| read::amount(cell) != Some(least)) {
            return Ok(false);
        }
        let (unit, length) = self.unit(word, 1)?;
        let dose = Dose { least, most: None, unit };
        if self.found.dose.is_some_and(|first| first != dose) {
            return Err(SigProblem::new("sig_twice", word));
        }
        self.at += 1 + length;
        self.found.dose = Some(dose);
        self.found.moments = taken.into_iter().map(|(_, moment)| moment).collect();
        self.found.runs = 1;
        word.clone_into(&mut self.found.when);
        Ok(true)
    }

    /// How often, counted.
    pub(super) fn counted(&mut self, timing: Timing, word: &str) -> Result<(), SigProblem> {
        word.clone_into(&mut self.found.when);
        let again = self.found.timing.replace(timing).is_some();
        // Two of them where `od` may be the right eye: it is that word that nobody can be sure of.
        match (again, self.found.od && self.assumed.is_eye()) {
            (false, _) => Ok(()),
            (true, true) => Err(SigProblem::new("sig_ambiguous", "od")),
            (true, false) => Err(SigProblem::new("sig_twice", word)),
        }
    }
}
