//! Who comes to the demo clinic: the sample people, those whom the pictures of the program show, and made-up ones.

use std::io::Read;

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use flate2::read::GzDecoder;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};

use super::clinic::PLACES;
use super::names::{self, FIRST_CHILD, POOLS, Pool};
use crate::Result;
use crate::ids::PatientId;
use crate::interop::fhir::{self, Person};
use crate::patients::model::Sex;

/// A person of the demo clinic.
#[derive(Debug, Clone)]
pub(super) struct DemoPerson {
    pub id: PatientId,
    pub first_name: String,
    pub middle_name: String,
    pub last_name: String,
    pub date_of_birth: NaiveDate,
    pub sex: Sex,
    pub phone: String,
    pub email: String,
    pub street: String,
    pub city: String,
    pub state: String,
    pub postal_code: String,
    pub country: String,
    pub languages: Vec<String>,
    pub insurer: String,
    pub policy: String,
    pub desk_note: String,
    pub deceased: Option<Option<NaiveDate>>,
    /// Index of [`PLACES`].
    pub place: usize,
    pub contact: Option<(String, &'static str, String)>,
}

/// The sample people, as FHIR bundles, one per line.
const SAMPLE: &[u8] = include_bytes!("../../data/synthea/people.ndjson.gz");
/// Years of the first children of the pictures: a baby, one at school, one at its last; the others are between.
const CHILDREN: [i64; 3] = [0, 8, 15];
/// They live in the United States.
const SAMPLE_PLACE: usize = 1;

/// The sample people's FHIR bundles, one a line.
///
/// # Errors
/// When the file in the program is damaged.
pub fn sample_bundles() -> Result<String> {
    let mut text = String::new();
    GzDecoder::new(SAMPLE).read_to_string(&mut text)?;
    Ok(text)
}

/// Reads the sample people, their visits and their charts.
///
/// # Errors
/// When the file in the program is damaged.
pub(super) fn sample(now: DateTime<Utc>) -> Result<fhir::Records> {
    let mut reader = fhir::Reader::new(now);
    for (line, bundle) in sample_bundles()?.lines().enumerate() {
        reader.read(&format!("people.ndjson:{}", line + 1), bundle.as_bytes())?;
    }
    Ok(reader.finish()?)
}

impl DemoPerson {
    /// A sample person. The numbers are taken out: they are nobody's, and no telephone network has them.
    pub fn of_sample(person: &Person, n: usize) -> Self {
        Self {
            id: PatientId::fresh(),
            first_name: person.first_name.clone(),
            middle_name: person.middle_name.clone(),
            last_name: person.last_name.clone(),
            date_of_birth: person.date_of_birth,
            sex: person.sex,
            phone: phone(SAMPLE_PLACE, n),
            email: person.email.clone(),
            street: person.street.clone(),
            city: person.city.clone(),
            state: person.state.clone(),
            postal_code: person.postal_code.clone(),
            country: person.country.clone(),
            languages: person.languages.clone(),
            insurer: String::new(),
            policy: String::new(),
            desk_note: String::new(),
            deceased: person.deceased,
            place: SAMPLE_PLACE,
            contact: None,
        }
    }

    /// Whole years on a day.
    pub fn age(&self, on: NaiveDate) -> u32 {
        on.years_since(self.date_of_birth).unwrap_or(0)
    }
}

/// Makes people up, without end; the same for the same seed.
#[derive(Debug)]
pub(super) struct Makers {
    random: StdRng,
    today: NaiveDate,
    made: usize,
}

/// By place; nothing = nobody.
pub(super) const INSURERS: [&[&str]; 3] = [
    &["", "Meridian Health", "Shamrock Mutual", "Harp Insurance"],
    &["Blue Pier", "Atlantic Care", "Unity Health Plan", "Harbor Mutual"],
    &["", "Bảo hiểm y tế", "An Khang"],
];
const NOTES: [&str; 6] = [
    "Address not confirmed since 2024.",
    "Hard of hearing: speak facing her.",
    "Uses a wheelchair: Room 1 or 2.",
    "Needs an interpreter.",
    "Prefers the phone to messages.",
    "Comes with a carer.",
];

impl Makers {
    pub fn new(seed: u64, today: NaiveDate) -> Self {
        Self {
            random: StdRng::seed_from_u64(seed),
            today,
            made: 0,
        }
    }

    /// Everyone of [`names::TODAY`], at the first place.
    pub fn known(&mut self) -> Vec<DemoPerson> {
        let known = names::TODAY.iter().enumerate();
        let make = known.map(|(n, (first, last, sex))| {
            let age = match n.checked_sub(FIRST_CHILD) {
                None => 19..=84,
                Some(child) => CHILDREN.get(child).map_or(1..=14, |age| *age..=*age),
            };
            self.person(0, first, last, *sex, age)
        });
        make.collect()
    }

    /// Someone new.
    pub fn one(&mut self) -> DemoPerson {
        let place = *[0, 0, 0, 1, 1, 2].choose(&mut self.random).unwrap_or(&0);
        let pool: &Pool = &POOLS[place];
        let sex = if self.random.random_bool(0.52) { Sex::Female } else { Sex::Male };
        let given = if sex == Sex::Female { pool.women } else { pool.men };
        let (first, last) = (self.pick(given), self.pick(pool.families));
        let age = if self.random.random_bool(0.22) { 0..=15 } else { 16..=93 };
        self.person(place, first, last, sex, age)
    }

    fn pick(&mut self, from: &'static [&'static str]) -> &'static str {
        from.choose(&mut self.random).copied().unwrap_or_default()
    }

    fn person(&mut self, place: usize, first: &str, last: &str, sex: Sex, age: std::ops::RangeInclusive<i64>) -> DemoPerson {
        self.made += 1;
        let here = &PLACES[place];
        let insurer = self.pick(INSURERS[place]);
        let has_note = self.random.random_bool(0.06);
        let contact = self.random.random_bool(0.4).then(|| self.contact(place, last));
        DemoPerson {
            id: PatientId::fresh(),
            first_name: first.to_owned(),
            middle_name: String::new(),
            last_name: last.to_owned(),
            date_of_birth: self.born(age),
            sex,
            phone: phone(place, self.made),
            email: self.email(first, last),
            street: format!("{} {}", self.random.random_range(1..180), self.pick(POOLS[place].streets)),
            city: here.city.to_owned(),
            state: here.state.to_owned(),
            postal_code: here.postal_code.to_owned(),
            country: here.country.to_owned(),
            languages: vec![if place == 2 { "Vietnamese" } else { "English" }.to_owned()],
            policy: if insurer.is_empty() {
                String::new()
            } else {
                format!("{}-{:03}", self.random.random_range(1000..9999), self.made % 1000)
            },
            insurer: insurer.to_owned(),
            desk_note: if has_note { self.pick(&NOTES).to_owned() } else { String::new() },
            deceased: None,
            place,
            contact,
        }
    }

    fn born(&mut self, age: std::ops::RangeInclusive<i64>) -> NaiveDate {
        let days = self.random.random_range(*age.start() * 365 + 40..=*age.end() * 365 + 300);
        let born = self.today - TimeDelta::days(days);
        born.with_year(born.year().max(1900)).unwrap_or(born)
    }

    /// Two of three have an address.
    fn email(&mut self, first: &str, last: &str) -> String {
        if self.random.random_bool(0.66) {
            format!("{}{}@mail.example", names::ascii(&format!("{first}.{last}")), self.made)
        } else {
            String::new()
        }
    }

    fn contact(&mut self, place: usize, last: &str) -> (String, &'static str, String) {
        let pool = &POOLS[place];
        let (women, relation) = *[
            (true, "wife"),
            (false, "husband"),
            (true, "mother"),
            (false, "father"),
            (true, "daughter"),
            (false, "son"),
        ]
        .choose(&mut self.random)
        .unwrap_or(&(true, "mother"));
        let first = self.pick(if women { pool.women } else { pool.men });
        (format!("{first} {last}"), relation, phone(place, self.made + 5_000))
    }
}

/// Numbers from the ranges that the numbering plans keep for films (Ireland 020 91x, North America 555-01xx);
/// Viet Nam has none, so a range is used that is not given out.
fn phone(place: usize, n: usize) -> String {
    const AREAS: [&str; 8] = ["212", "332", "347", "516", "646", "718", "917", "929"];
    match place {
        0 => format!("+3532091{:05}", (n * 37) % 100_000),
        1 => format!("+1{}55501{:02}", AREAS[(n / 100) % AREAS.len()], n % 100),
        _ => format!("+8459{:07}", (n * 7919) % 10_000_000),
    }
}
