//! The words of printed pages and of sentences that are kept: the screens' own catalogue `printing.json`, so that each text
//! stands in one place and is translated once.

use std::collections::HashMap;
use std::sync::LazyLock;

use chrono::{NaiveDate, NaiveDateTime};
use serde_json::Value;

use crate::money::Money;

crate::text_enum! {
    /// Languages that pages are printed in.
    pub enum Language {
        /// English.
        En = "en",
        /// Vietnamese.
        Vi = "vi",
    }
}

const EN: &str = include_str!("../../../ui/messages/en/printing.json");
const VI: &str = include_str!("../../../ui/messages/vi/printing.json");

static CATALOGUES: LazyLock<[Texts; 2]> = LazyLock::new(|| [Texts::read(Language::En, EN), Texts::read(Language::Vi, VI)]);

/// The catalogue of one language.
#[derive(Debug)]
pub struct Texts {
    language: Language,
    messages: HashMap<String, Value>,
}

impl Texts {
    /// The catalogue of this language.
    #[must_use]
    pub fn of(language: Language) -> &'static Self {
        match language {
            Language::En => &CATALOGUES[0],
            Language::Vi => &CATALOGUES[1],
        }
    }

    /// A catalogue that cannot be read is empty: every text is then its own key, which a test notices.
    fn read(language: Language, json: &str) -> Self {
        Self {
            language,
            messages: serde_json::from_str(json).unwrap_or_default(),
        }
    }

    /// The text of a key without its prefix `printing_`; the key itself where there is none.
    #[must_use]
    pub fn get(&self, key: &str) -> String {
        self.fill(key, &[])
    }

    /// A text with its placeholders filled.
    #[must_use]
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        self.counted(key, false, values)
    }

    /// A text with a form of its own for one.
    #[must_use]
    pub fn counted(&self, key: &str, one: bool, values: &[(&str, &str)]) -> String {
        let form = if one { "countPlural=one" } else { "countPlural=other" };
        let text = match self.messages.get(&format!("printing_{key}")) {
            Some(Value::String(text)) => text.as_str(),
            Some(Value::Array(variants)) => variants.first().and_then(|v| v["match"][form].as_str()).unwrap_or(key),
            _ => key,
        };
        values
            .iter()
            .fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
    }

    /// A figure as this language writes decimals.
    #[must_use]
    pub fn number(&self, figure: &str) -> String {
        match self.language {
            Language::En => figure.to_owned(),
            Language::Vi => figure.replace('.', ","),
        }
    }

    /// An amount in its currency's decimals, in groups of three, without the currency.
    #[must_use]
    pub fn amount(&self, money: Money) -> String {
        let (group, point) = match self.language {
            Language::En => (',', '.'),
            Language::Vi => ('.', ','),
        };
        let digits = usize::from(money.currency.minor_digits());
        let figures = format!("{:0>width$}", money.amount.unsigned_abs(), width = digits + 1);
        let (whole, part) = figures.split_at(figures.len() - digits);
        let mut text = if money.amount < 0 { "−".to_owned() } else { String::new() };
        for (at, figure) in whole.chars().enumerate() {
            if at > 0 && (whole.len() - at).is_multiple_of(3) {
                text.push(group);
            }
            text.push(figure);
        }
        if digits > 0 {
            text.push(point);
            text.push_str(part);
        }
        text
    }

    /// A day as this language writes it; in English with the month's name, so that nobody takes it for another.
    #[must_use]
    pub fn date(&self, day: NaiveDate) -> String {
        match self.language {
            Language::En => day.format("%-d %b %Y"),
            Language::Vi => day.format("%d/%m/%Y"),
        }
        .to_string()
    }

    /// A local day and time.
    #[must_use]
    pub fn moment(&self, at: NaiveDateTime) -> String {
        self.fill(
            "moment",
            &[("date", &self.date(at.date())), ("time", &at.format("%H:%M").to_string())],
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_found_filled_and_counted() {
        let (en, vi) = (Texts::of(Language::En), Texts::of(Language::Vi));
        assert_eq!(en.counted("dose_tablet", true, &[("count", "1")]), "1 tablet");
        assert_eq!(en.counted("dose_tablet", false, &[("count", "2")]), "2 tablets");
        assert_eq!(vi.counted("dose_tablet", false, &[("count", "2")]), "2 viên");
        assert_eq!(en.get("no_such_key"), "no_such_key");
        assert_eq!((en.number("0.5"), vi.number("0.5")), ("0.5".to_owned(), "0,5".to_owned()));
    }

    #[test]
    fn amounts_have_their_currency_s_decimals() {
        let money = |amount, code| Money::of(amount, crate::money::Currency::parse(code).unwrap());
        let (en, vi) = (Texts::of(Language::En), Texts::of(Language::Vi));
        assert_eq!(
            [en.amount(money(123_456_789, "EUR")), en.amount(money(5, "EUR"))],
            ["1,234,567.89", "0.05"]
        );
        assert_eq!(
            [vi.amount(money(450_000, "VND")), vi.amount(money(-600, "EUR"))],
            ["450.000", "−6,00"]
        );
    }

    #[test]
    fn every_catalogue_is_read() {
        assert!(CATALOGUES.iter().all(|c| c.messages.len() > 80));
    }
}
