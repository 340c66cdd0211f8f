//! What stands at the head of every printed page: the clinic, and whom the page is about.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Cell, Flow, Style, Texts};
use crate::ids::LocationId;
use crate::patients::model::Sex;

/// Labels.
pub const SMALL: Style = Style::label(8.0);
/// Running text.
pub const TEXT: Style = Style::text(9.5);
/// Names.
pub const STRONG: Style = Style::bold(10.5);
/// What the page is.
pub const TITLE: Style = Style::bold(17.0);

/// The letterhead, as of that day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ClinicSnapshot {
    /// The clinic.
    pub name: String,
    /// The location; none when the doctor issued it without a visit and has no usual one.
    pub location_id: Option<LocationId>,
    /// Its name.
    pub location: String,
    /// Lines of its address.
    pub address: Vec<String>,
    /// Its telephone.
    pub phone: String,
}

impl ClinicSnapshot {
    /// The clinic's name at the left, where it is at the right, and a line below.
    pub fn print(&self, flow: &mut Flow, texts: &Texts) {
        let mut place: Cell = vec![(self.location.clone(), SMALL)];
        place.extend(self.address.iter().map(|line| (line.clone(), SMALL)));
        if !self.phone.is_empty() {
            place.push((texts.fill("telephone", &[("number", &self.phone)]), SMALL));
        }
        flow.row(&[vec![(self.name.clone(), Style::bold(15.0))], place], &[3.0, 2.0]);
        flow.rule(1.0);
        flow.space(6.0);
    }
}

/// Whom a page is about.
#[derive(Debug, Clone, Copy)]
pub struct Person<'a> {
    /// First and last name.
    pub name: &'a str,
    /// Chart number.
    pub chart_number: &'a str,
    /// Date of birth.
    pub born: NaiveDate,
    /// Sex.
    pub sex: Sex,
    /// The day that the age is of.
    pub on: NaiveDate,
}

impl Person<'_> {
    /// Name, birth, age, sex and chart number below each other.
    #[must_use]
    pub fn cell(&self, texts: &Texts) -> Cell {
        let (date, age) = (texts.date(self.born), age(self.born, self.on, texts));
        let sex = texts.get(match self.sex {
            Sex::Female => "sex_female",
            Sex::Male => "sex_male",
            Sex::Other => "sex_other",
            Sex::PreferNotToSay | Sex::Unknown => "sex_unknown",
        });
        let chart = texts.fill("chart", &[("number", self.chart_number)]);
        vec![
            (texts.get("patient"), SMALL),
            (self.name.to_owned(), STRONG),
            (texts.fill("born", &[("date", &date), ("age", &age)]), TEXT),
            (format!("{sex} · {chart}"), TEXT),
        ]
    }
}

/// In months below two years.
fn age(born: NaiveDate, on: NaiveDate, texts: &Texts) -> String {
    let months = crate::patients::months_between(born, on);
    let (key, count) = if months < 24 {
        ("age_months", months)
    } else {
        ("age_years", months / 12)
    };
    texts.counted(key, count == 1, &[("count", &count.to_string())])
}
