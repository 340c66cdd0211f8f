//! Units, spans and maxima of the shorthand, English and Vietnamese.

use super::model::DoseUnit;
use crate::patients;

/// What a maximum begins with, without marks.
pub(super) const AT_MOST: &[&str] = &[
    "max",
    "maximum",
    "maximum of",
    "max of",
    "up to",
    "no more than",
    "not more than",
    "toi da",
    "khong qua",
];

/// What `8 tablets` of a maximum goes on with, without marks.
pub(super) const A_DAY: &[&str] = &[
    "a day",
    "per day",
    "each day",
    "daily",
    "day",
    "in 24 hours",
    "in 24 h",
    "in 24h",
    "per 24 hours",
    "per 24 h",
    "per 24h",
    "in a day",
    "moi ngay",
    "mot ngay",
    "trong 24 gio",
];

/// Units of a dose, short form first: that is the one written. Vietnamese ones without marks.
pub(super) const UNITS: &[(DoseUnit, &[&str])] = &[
    (DoseUnit::Tablet, &["tab", "tabs", "tablet", "tablets", "vien"]),
    (DoseUnit::Capsule, &["cap", "caps", "capsule", "capsules"]),
    (DoseUnit::Puff, &["puff", "puffs", "nhat"]),
    (DoseUnit::Drop, &["gtt", "gtts", "drop", "drops", "giot"]),
    (DoseUnit::Ml, &["ml", "mls"]),
    (DoseUnit::Mcg, &["mcg", "µg", "μg", "ug", "microgram", "micrograms"]),
    (DoseUnit::Mg, &["mg", "milligram", "milligrams"]),
    (DoseUnit::G, &["g", "gram", "grams"]),
    (DoseUnit::Unit, &["unit", "units", "iu", "u"]),
    (DoseUnit::Spray, &["spray", "sprays", "xit"]),
    (DoseUnit::Patch, &["patch", "patches", "mieng"]),
    (DoseUnit::Suppository, &["supp", "supps", "suppository", "suppositories"]),
    (DoseUnit::Pessary, &["pess", "pessary", "pessaries"]),
    (DoseUnit::Sachet, &["sachet", "sachets", "goi"]),
    (DoseUnit::Application, &["appl", "application", "applications"]),
    (
        DoseUnit::Ampoule,
        &["amp", "amps", "ampoule", "ampoules", "nebule", "nebules", "neb", "nebs", "ong"],
    ),
    (DoseUnit::Injection, &["inj", "injection", "injections"]),
];

/// What a length of time is counted in, in days.
pub(super) const SPANS: &[(&str, u16)] = &[
    ("d", 1),
    ("day", 1),
    ("days", 1),
    ("w", 7),
    ("wk", 7),
    ("wks", 7),
    ("week", 7),
    ("weeks", 7),
    ("fortnight", 14),
    ("fortnights", 14),
    ("mo", 30),
    ("month", 30),
    ("months", 30),
    ("ngay", 1),
    ("tuan", 7),
    ("thang", 30),
];

/// The unit of this word.
pub(super) fn unit(word: &str) -> Option<DoseUnit> {
    let (lower, plain) = (word.to_lowercase(), patients::fold(word));
    let means = |words: &[&str]| words.contains(&lower.as_str()) || words.contains(&plain.as_str());
    UNITS.iter().find(|(_, words)| means(words)).map(|(unit, _)| *unit)
}

/// How a unit is written in shorthand.
pub(super) fn short(unit: DoseUnit) -> &'static str {
    UNITS
        .iter()
        .find(|(u, _)| *u == unit)
        .and_then(|(_, words)| words.first())
        .copied()
        .unwrap_or("")
}

/// Days in this span.
pub(super) fn span(word: &str) -> Option<u16> {
    SPANS.iter().find(|(w, _)| *w == word).map(|(_, days)| *days)
}

/// Spoons, without marks, and how many millilitres each holds. Only measures with a fixed meaning (ISMP and FDA: labels say
/// millilitres); a `spoon` of no size is none.
const SPOONS: &[(&str, i64)] = &[
    ("tsp", 5),
    ("tsps", 5),
    ("teaspoon", 5),
    ("teaspoons", 5),
    ("teaspoonful", 5),
    ("teaspoonfuls", 5),
    ("muong ca phe", 5),
    ("thia ca phe", 5),
    ("tbsp", 15),
    ("tbsps", 15),
    ("tablespoon", 15),
    ("tablespoons", 15),
    ("tablespoonful", 15),
    ("tablespoonfuls", 15),
    ("muong canh", 15),
    ("thia canh", 15),
];

/// The millilitres of the spoon that these words begin with, and how many words it takes.
pub(super) fn spoon(ahead: &[&str]) -> Option<(i64, usize)> {
    SPOONS.iter().find_map(|(name, ml)| {
        let length = name.split(' ').count();
        (ahead.get(..length)?.join(" ") == **name).then_some((*ml, length))
    })
}
