//! What may be kept.

use chrono::{Months, NaiveDate};
use unicode_normalization::UnicodeNormalization;

use super::labs;
use super::model::{LabTest, RecordContent};
use crate::Result;
use crate::api::Fields;

/// Longest text of one field.
const MOST_TEXT: usize = 20_000;
/// Most results of one report.
const MOST_TESTS: usize = 200;
/// Farthest follow-up.
const AHEAD: Months = Months::new(24);

/// A content in the form in which it is kept: composed letters, no blanks at the ends, no empty rows, every flag told.
#[must_use]
pub(super) fn tidy(content: &RecordContent) -> RecordContent {
    let clean = |text: &str| text.trim().nfc().collect::<String>();
    let mut tidied = content.clone();
    for text in [
        &mut tidied.title,
        &mut tidied.description,
        &mut tidied.diagnosis,
        &mut tidied.treatment,
    ] {
        *text = clean(text);
    }
    for test in &mut tidied.tests {
        for text in [&mut test.name, &mut test.loinc, &mut test.value, &mut test.unit, &mut test.range] {
            *text = clean(text);
        }
        test.flag = Some(labs::flag(test));
    }
    let is_empty = |test: &LabTest| {
        [&test.name, &test.loinc, &test.value, &test.unit, &test.range]
            .iter()
            .all(|text| text.is_empty())
    };
    tidied.tests.retain(|test| !is_empty(test));
    tidied
}

/// Whether a tidied content may be kept, and the reason of an amendment with it.
///
/// # Errors
/// `invalid` with every wrong field.
pub(super) fn check(content: &RecordContent, reason: Option<&str>, today: NaiveDate) -> Result<()> {
    let mut fields = Fields::default();
    if let Some(reason) = reason {
        fields.required("reason", reason, 400);
    }
    fields.required("title", &content.title, 200);
    for (name, text) in [
        ("description", &content.description),
        ("diagnosis", &content.diagnosis),
        ("treatment", &content.treatment),
    ] {
        fields.at_most(name, text, MOST_TEXT);
    }
    let texts = [&content.description, &content.diagnosis, &content.treatment];
    if texts.iter().all(|text| text.is_empty()) && content.tests.is_empty() && content.files.is_empty() {
        fields.wrong("description", "record_empty");
    }
    day("recorded_on", content.recorded_on, today, &mut fields);
    if let Some(due) = content.follow_up_on {
        if due < content.recorded_on {
            fields.wrong("follow_up_on", "before_start");
        }
        if today.checked_add_months(AHEAD).is_some_and(|most| due > most) {
            fields.wrong("follow_up_on", "too_far");
        }
    }
    if content.tests.len() > MOST_TESTS {
        fields.wrong_with("tests", "too_many", "max", MOST_TESTS);
    }
    for (n, test) in content.tests.iter().enumerate() {
        result(n, test, today, &mut fields);
    }
    fields.check()
}

fn result(n: usize, test: &LabTest, today: NaiveDate, fields: &mut Fields) {
    let at = |name: &str| format!("tests.{n}.{name}");
    fields.required(&at("name"), &test.name, 160);
    fields.required(&at("value"), &test.value, 200);
    fields.at_most(&at("unit"), &test.unit, 30);
    fields.at_most(&at("range"), &test.range, 60);
    if labs::is_ambiguous(&test.value) {
        fields.wrong(&at("value"), "figure_ambiguous");
    }
    if test
        .range
        .split(['-', '–', '—', '<', '>', '=', '≤', '≥', ' '])
        .any(labs::is_ambiguous)
    {
        fields.wrong(&at("range"), "figure_ambiguous");
    }
    if !test.loinc.is_empty() && !labs::is_loinc(&test.loinc) {
        fields.wrong(&at("loinc"), "loinc_invalid");
    }
    if let Some(taken) = test.taken_on {
        day(&at("taken_on"), taken, today, fields);
    }
}

fn day(field: &str, day: NaiveDate, today: NaiveDate, fields: &mut Fields) {
    if day > today {
        fields.wrong(field, "date_in_future");
    }
    if NaiveDate::from_ymd_opt(1900, 1, 1).is_some_and(|first| day < first) {
        fields.wrong(field, "date_too_old");
    }
}
