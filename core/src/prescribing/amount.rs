//! Amounts and quantities: exact to a thousandth, never a float in a sum.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use ts_rs::TS;

/// A positive amount in thousandths: half a tablet is 500.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, TS)]
#[ts(type = "number")]
pub struct Amount(i64);

/// The largest amount that is read.
const MOST: i64 = 100_000_000_000;

impl Amount {
    /// From thousandths.
    #[must_use]
    pub const fn thousandths(value: i64) -> Self {
        Self(value)
    }

    /// In thousandths.
    #[must_use]
    pub const fn as_thousandths(self) -> i64 {
        self.0
    }

    /// A whole number of units.
    #[must_use]
    pub const fn whole(value: i64) -> Self {
        Self(value * 1000)
    }

    /// Whether it is exactly one, which decides singular and plural.
    #[must_use]
    pub const fn is_one(self) -> bool {
        self.0 == 1000
    }

    /// `numerator` parts of `denominator`, to the thousandth.
    #[must_use]
    pub fn fraction(numerator: i64, denominator: i64) -> Option<Self> {
        let value = numerator.checked_mul(1000)?.checked_div(denominator)?;
        (value > 0).then_some(Self(value))
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.0 / 1000, self.0 % 1000);
        if rest == 0 {
            return write!(f, "{whole}");
        }
        let decimals = format!("{rest:03}");
        write!(f, "{whole}.{}", decimals.trim_end_matches('0'))
    }
}

impl FromStr for Amount {
    type Err = ();

    /// Reads `500`, `0.5`, `0,5`, `.5`; at most three decimals.
    fn from_str(text: &str) -> Result<Self, ()> {
        let text = text.replace(',', ".");
        let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
        let digits = |s: &str| s.chars().all(|c| c.is_ascii_digit());
        if (whole.is_empty() && decimals.is_empty()) || decimals.len() > 3 || !digits(whole) || !digits(decimals) {
            return Err(());
        }
        let whole: i64 = if whole.is_empty() { 0 } else { whole.parse().map_err(|_| ())? };
        let rest: i64 = format!("{decimals:0<3}").parse().map_err(|_| ())?;
        let value = whole.checked_mul(1000).and_then(|v| v.checked_add(rest)).ok_or(())?;
        if (1..=MOST).contains(&value) { Ok(Self(value)) } else { Err(()) }
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[expect(clippy::cast_precision_loss, reason = "at most eleven digits")]
        let value = self.0 as f64 / 1000.0;
        serializer.serialize_f64(value)
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = (f64::deserialize(deserializer)? * 1000.0).round();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_precision_loss,
            reason = "within the bounds just checked"
        )]
        if (1.0..=MOST as f64).contains(&value) {
            Ok(Self(value as i64))
        } else {
            Err(serde::de::Error::custom("an amount out of range"))
        }
    }
}

crate::text_enum! {
    /// What strengths and limits are measured in.
    pub enum Unit {
        /// Microgram.
        Mcg = "mcg",
        /// Milligram.
        Mg = "mg",
        /// Gram.
        G = "g",
        /// Millilitre.
        Ml = "ml",
        /// International units.
        Units = "units",
        /// Of weight or volume.
        Percent = "%",
        /// Hour, in what a patch gives off.
        Hour = "h",
    }
}

/// An amount of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Quantity {
    /// How much.
    pub amount: Amount,
    /// Of what.
    pub unit: Unit,
}

impl Quantity {
    /// Its weight in nanograms; none when it is no weight.
    #[must_use]
    pub fn nanograms(self) -> Option<i64> {
        let scale = match self.unit {
            Unit::Mcg => 1,
            Unit::Mg => 1_000,
            Unit::G => 1_000_000,
            Unit::Ml | Unit::Units | Unit::Percent | Unit::Hour => return None,
        };
        self.amount.as_thousandths().checked_mul(scale)
    }

    /// A weight in the unit that people would write it in.
    #[must_use]
    pub fn of_nanograms(weight: i64) -> Self {
        let (unit, scale) = match weight {
            w if w >= 1_000_000_000 => (Unit::G, 1_000_000),
            w if w >= 1_000_000 => (Unit::Mg, 1_000),
            _ => (Unit::Mcg, 1),
        };
        Self {
            amount: Amount::thousandths(weight / scale),
            unit,
        }
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.amount, self.unit.as_str())
    }
}

impl FromStr for Quantity {
    type Err = ();

    /// Reads `500 mg`; a bare unit counts once (`ml` in `5 mg/ml`).
    fn from_str(text: &str) -> Result<Self, ()> {
        let (amount, unit) = text.trim().rsplit_once(' ').unwrap_or(("1", text.trim()));
        Ok(Self {
            amount: amount.parse()?,
            unit: unit.parse().map_err(|_| ())?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_and_written() {
        for (text, thousandths, written) in [
            ("1", 1000, "1"),
            ("0.5", 500, "0.5"),
            ("0,25", 250, "0.25"),
            (".125", 125, "0.125"),
            ("1250", 1_250_000, "1250"),
        ] {
            let amount: Amount = text.parse().unwrap();
            assert_eq!((amount.as_thousandths(), amount.to_string().as_str()), (thousandths, written));
            let json = serde_json::to_string(&amount).unwrap();
            assert_eq!(serde_json::from_str::<Amount>(&json).unwrap(), amount);
        }
        for text in ["", ".", "0", "-1", "1.2345", "1e3", "٣", "9999999999999"] {
            assert!(text.parse::<Amount>().is_err(), "{text}");
        }
    }

    #[test]
    fn weights_compare_across_units() {
        let weight = |text: &str| text.parse::<Quantity>().unwrap().nanograms();
        assert_eq!(weight("1 g"), weight("1000 mg"));
        assert_eq!(weight("62.5 mcg"), Some(62_500));
        assert_eq!(weight("5 ml"), None);
        assert_eq!(Quantity::of_nanograms(4_000_000_000).to_string(), "4 g");
        assert_eq!(Quantity::of_nanograms(1_250_000).to_string(), "1.25 mg");
    }
}
