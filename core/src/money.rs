//! Money: an integer count of minor units with its currency. Never a float.

use iso_currency::Currency as Iso;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Error, ErrorCode, Result};

/// ISO 4217 code, checked against the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(try_from = "String", into = "String")]
#[ts(export, type = "string")]
pub struct Currency(Iso);

impl Currency {
    /// Reads a code such as `EUR`.
    ///
    /// # Errors
    /// `invalid` when ISO 4217 has no such code.
    pub fn parse(code: &str) -> Result<Self> {
        Iso::from_code(code)
            .map(Self)
            .ok_or_else(|| Error::field("currency", "unknown_currency"))
    }

    /// The three letters.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.0.code()
    }

    /// Digits after the decimal point: 2 for EUR, 0 for VND (ISO 4217).
    #[must_use]
    pub fn minor_digits(self) -> u16 {
        self.0.exponent().unwrap_or(0)
    }
}

impl TryFrom<String> for Currency {
    type Error = String;
    fn try_from(code: String) -> std::result::Result<Self, String> {
        Self::parse(&code).map_err(|_| "unknown currency".to_owned())
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> Self {
        currency.code().to_owned()
    }
}

/// An amount in minor units of one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Money {
    /// Count of minor units (cents; whole đồng).
    pub amount: i64,
    /// Its currency.
    pub currency: Currency,
}

impl Money {
    /// So many minor units.
    #[must_use]
    pub fn of(amount: i64, currency: Currency) -> Self {
        Self { amount, currency }
    }

    /// In the currency's decimals with a point, for other programs: `48.52`, `450000`.
    #[must_use]
    pub fn decimal(self) -> String {
        let digits = usize::from(self.currency.minor_digits());
        let figures = format!("{:0>width$}", self.amount.unsigned_abs(), width = digits + 1);
        let (whole, part) = figures.split_at(figures.len() - digits);
        let (sign, point) = (if self.amount < 0 { "-" } else { "" }, if digits > 0 { "." } else { "" });
        format!("{sign}{whole}{point}{part}")
    }

    /// The sum of two amounts of one currency.
    ///
    /// # Errors
    /// `invalid` for two currencies, or when the sum does not fit.
    pub fn plus(self, other: Self) -> Result<Self> {
        if self.currency != other.currency {
            return Err(Error::field("currency", "mixed_currencies"));
        }
        let amount = self.amount.checked_add(other.amount).ok_or(Error::new(ErrorCode::Invalid))?;
        Ok(Self { amount, ..self })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn currencies_do_not_mix() {
        let eur = Money {
            amount: 150,
            currency: Currency::parse("EUR").unwrap(),
        };
        let vnd = Money {
            amount: 150,
            currency: Currency::parse("VND").unwrap(),
        };
        assert_eq!(eur.plus(eur).unwrap().amount, 300);
        assert_eq!(eur.plus(vnd).unwrap_err().fields[0].code, "mixed_currencies");
    }

    #[test]
    fn other_programs_read_a_point_and_the_currency_s_decimals() {
        let written = |amount, code| Money::of(amount, Currency::parse(code).unwrap()).decimal();
        assert_eq!(
            [written(4852, "EUR"), written(5, "EUR"), written(-600, "EUR")],
            ["48.52", "0.05", "-6.00"]
        );
        assert_eq!([written(450_000, "VND"), written(0, "VND")], ["450000", "0"]);
    }

    #[test]
    fn minor_units_follow_iso_4217() {
        assert_eq!(Currency::parse("EUR").unwrap().minor_digits(), 2);
        assert_eq!(Currency::parse("VND").unwrap().minor_digits(), 0);
        assert!(Currency::parse("XYZ1").is_err());
    }
}
