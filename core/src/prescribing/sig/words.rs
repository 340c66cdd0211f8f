//! The words of the shorthand, English and Vietnamese. Latin ones as in the BNF and in American practice; what is ambiguous in
//! handwriting only (ISMP's list of error-prone abbreviations: `qd`, `U`) is read too, because the sentence in full always stands
//! beside it. What has two meanings when typed (`cc`, `os`) is not among them.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::model::{DoseUnit, Meal, Moment, Route, Timing};
use crate::patients;

/// What a phrase stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    Route(Route),
    Timing(Timing),
    Meal(Meal),
    AsNeeded,
    /// One application, when no number says how many.
    Apply,
    /// Says nothing: `take`, `for`, `x`.
    Filler,
}

const fn times(times: u8) -> Word {
    Word::Timing(Timing::Times { times })
}

const fn at(moment: Moment) -> Word {
    Word::Timing(Timing::At { moment })
}

const fn days(every: u16) -> Word {
    Word::Timing(Timing::Days { every })
}

/// What a phrase means, without case and marks.
pub(super) fn phrase(text: &str) -> Option<Word> {
    static BY_TEXT: LazyLock<HashMap<String, Word>> =
        LazyLock::new(|| PHRASES.iter().map(|(phrase, word)| (patients::fold(phrase), *word)).collect());
    BY_TEXT.get(text).copied()
}

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

/// Phrases, without dots. The longest that fits is taken.
const PHRASES: &[(&str, Word)] = &[
    ("qd", times(1)),
    ("od", times(1)),
    ("daily", times(1)),
    ("once daily", times(1)),
    ("once a day", times(1)),
    ("every day", times(1)),
    ("everyday", times(1)),
    ("each day", times(1)),
    ("a day", times(1)),
    ("per day", times(1)),
    ("bid", times(2)),
    ("bd", times(2)),
    ("twice daily", times(2)),
    ("twice a day", times(2)),
    ("tid", times(3)),
    ("tds", times(3)),
    ("three times a day", times(3)),
    ("three times daily", times(3)),
    ("qid", times(4)),
    ("qds", times(4)),
    ("four times a day", times(4)),
    ("four times daily", times(4)),
    ("mane", at(Moment::Morning)),
    ("qam", at(Moment::Morning)),
    ("am", at(Moment::Morning)),
    ("in the morning", at(Moment::Morning)),
    ("every morning", at(Moment::Morning)),
    ("noon", at(Moment::Noon)),
    ("at noon", at(Moment::Noon)),
    ("qpm", at(Moment::Evening)),
    ("pm", at(Moment::Evening)),
    ("in the evening", at(Moment::Evening)),
    ("every evening", at(Moment::Evening)),
    ("hs", at(Moment::Bedtime)),
    ("qhs", at(Moment::Bedtime)),
    ("nocte", at(Moment::Bedtime)),
    ("at night", at(Moment::Bedtime)),
    ("at bedtime", at(Moment::Bedtime)),
    ("bedtime", at(Moment::Bedtime)),
    ("before bed", at(Moment::Bedtime)),
    ("nightly", at(Moment::Bedtime)),
    ("every night", at(Moment::Bedtime)),
    ("sáng", at(Moment::Morning)),
    ("buổi sáng", at(Moment::Morning)),
    ("trưa", at(Moment::Noon)),
    ("buổi trưa", at(Moment::Noon)),
    ("tối", at(Moment::Evening)),
    ("buổi tối", at(Moment::Evening)),
    ("trước khi ngủ", at(Moment::Bedtime)),
    ("trước khi đi ngủ", at(Moment::Bedtime)),
    ("hằng ngày", times(1)),
    ("hàng ngày", times(1)),
    ("mỗi ngày", times(1)),
    ("cách ngày", days(2)),
    ("mỗi tuần", days(7)),
    ("hằng tuần", days(7)),
    ("qod", days(2)),
    ("eod", days(2)),
    ("every other day", days(2)),
    ("weekly", days(7)),
    ("qw", days(7)),
    ("qwk", days(7)),
    ("once weekly", days(7)),
    ("once a week", days(7)),
    ("every week", days(7)),
    ("monthly", days(30)),
    ("once a month", days(30)),
    ("stat", Word::Timing(Timing::Once)),
    ("once", Word::Timing(Timing::Once)),
    ("one time", Word::Timing(Timing::Once)),
    ("po", Word::Route(Route::Oral)),
    ("oral", Word::Route(Route::Oral)),
    ("orally", Word::Route(Route::Oral)),
    ("by mouth", Word::Route(Route::Oral)),
    ("sl", Word::Route(Route::Sublingual)),
    ("under the tongue", Word::Route(Route::Sublingual)),
    ("buccal", Word::Route(Route::Buccal)),
    ("inh", Word::Route(Route::Inhaled)),
    ("inhaled", Word::Route(Route::Inhaled)),
    ("nasal", Word::Route(Route::Nasal)),
    ("eye", Word::Route(Route::Eye)),
    ("left eye", Word::Route(Route::LeftEye)),
    ("right eye", Word::Route(Route::RightEye)),
    ("both eyes", Word::Route(Route::BothEyes)),
    ("ear", Word::Route(Route::Ear)),
    ("left ear", Word::Route(Route::LeftEar)),
    ("right ear", Word::Route(Route::RightEar)),
    ("both ears", Word::Route(Route::BothEars)),
    ("top", Word::Route(Route::Topical)),
    ("topical", Word::Route(Route::Topical)),
    ("topically", Word::Route(Route::Topical)),
    ("to skin", Word::Route(Route::Topical)),
    ("td", Word::Route(Route::Transdermal)),
    ("transdermal", Word::Route(Route::Transdermal)),
    ("pr", Word::Route(Route::Rectal)),
    ("rectal", Word::Route(Route::Rectal)),
    ("pv", Word::Route(Route::Vaginal)),
    ("vaginal", Word::Route(Route::Vaginal)),
    ("iv", Word::Route(Route::Intravenous)),
    ("im", Word::Route(Route::Intramuscular)),
    ("sc", Word::Route(Route::Subcutaneous)),
    ("subcut", Word::Route(Route::Subcutaneous)),
    ("sq", Word::Route(Route::Subcutaneous)),
    ("ngậm dưới lưỡi", Word::Route(Route::Sublingual)),
    ("nhỏ mắt", Word::Route(Route::Eye)),
    ("nhỏ tai", Word::Route(Route::Ear)),
    ("hít", Word::Route(Route::Inhaled)),
    ("xịt mũi", Word::Route(Route::Nasal)),
    ("tiêm dưới da", Word::Route(Route::Subcutaneous)),
    ("tiêm bắp", Word::Route(Route::Intramuscular)),
    ("tiêm tĩnh mạch", Word::Route(Route::Intravenous)),
    ("uống", Word::Filler),
    ("trước ăn", Word::Meal(Meal::Before)),
    ("trước khi ăn", Word::Meal(Meal::Before)),
    ("trước bữa ăn", Word::Meal(Meal::Before)),
    ("trong bữa ăn", Word::Meal(Meal::With)),
    ("cùng bữa ăn", Word::Meal(Meal::With)),
    ("sau ăn", Word::Meal(Meal::After)),
    ("sau khi ăn", Word::Meal(Meal::After)),
    ("sau bữa ăn", Word::Meal(Meal::After)),
    ("lúc đói", Word::Meal(Meal::Empty)),
    ("khi cần", Word::AsNeeded),
    ("nếu cần", Word::AsNeeded),
    ("ac", Word::Meal(Meal::Before)),
    ("before food", Word::Meal(Meal::Before)),
    ("before meals", Word::Meal(Meal::Before)),
    ("with food", Word::Meal(Meal::With)),
    ("w/ food", Word::Meal(Meal::With)),
    ("with meals", Word::Meal(Meal::With)),
    ("pc", Word::Meal(Meal::After)),
    ("after food", Word::Meal(Meal::After)),
    ("after meals", Word::Meal(Meal::After)),
    ("empty stomach", Word::Meal(Meal::Empty)),
    ("on empty stomach", Word::Meal(Meal::Empty)),
    ("on an empty stomach", Word::Meal(Meal::Empty)),
    ("prn", Word::AsNeeded),
    ("sos", Word::AsNeeded),
    ("as needed", Word::AsNeeded),
    ("if needed", Word::AsNeeded),
    ("as required", Word::AsNeeded),
    ("when required", Word::AsNeeded),
    ("take", Word::Filler),
    ("use", Word::Filler),
    ("mỗi lần", Word::Filler),
    ("trong", Word::Filler),
    ("dùng", Word::Filler),
    ("apply", Word::Apply),
    ("bôi", Word::Apply),
    ("thoa", Word::Apply),
    ("for", Word::Filler),
    ("x", Word::Filler),
];

/// The longest phrase, in words.
pub(super) const LONGEST_PHRASE: usize = 4;

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
        &["amp", "amps", "ampoule", "ampoules", "nebule", "nebules", "ong"],
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
