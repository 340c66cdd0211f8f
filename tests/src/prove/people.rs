//! Generated people for proofs and benches: names of many cultures, skewed as in life, from a seed. Each name
//! part carries its plain spelling, so that what should be found is known without asking the program.

use chrono::{DateTime, Days, NaiveDate, Utc};
use curanda_core::ids::{LocationId, PatientId};
use curanda_core::patients::model::{BloodType, Patient, PatientStatus, Sex};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};

/// A word of a name: as written, and in plain small letters.
pub type Word = (String, String);

/// A generated person with what is known of the name.
#[derive(Debug, Clone)]
pub struct Someone {
    /// Given names.
    pub given: Vec<Word>,
    /// Middle names.
    pub middle: Vec<Word>,
    /// Words of the family name that people search by (without `de la`).
    pub family: Vec<Word>,
    /// The chart.
    pub chart: Patient,
}

/// Given names, family names and how the family name is built.
struct Culture {
    share: u32,
    given: &'static str,
    family: &'static str,
    shape: Shape,
}

#[derive(Clone, Copy, PartialEq)]
enum Shape {
    One,
    TwoFamilies,
    VietnameseMiddle,
    Particle,
}

const CULTURES: &[Culture] = &[
    Culture {
        share: 40,
        given: "James Mary John Patricia Robert Jennifer Michael Linda William Elizabeth David Barbara Richard Susan Joseph Jessica Thomas Sarah Charles Karen Christopher Lisa Daniel Nancy Matthew Betty Anthony Margaret Mark Sandra Emma Olivia Noah Liam Ava Sophia Lucas Mia Ethan Amelia Jack Grace Henry Chloe Oscar Ruby Leo Alice Samuel Ella",
        family: "Smith Johnson Williams Brown Jones Davis Miller Wilson Moore Taylor Anderson Thomas Jackson White Harris Martin Thompson Robinson Clark Lewis Lee Walker Hall Allen Young King Wright Hill Scott Green Adams Baker Nelson Carter Mitchell Roberts Turner Phillips Campbell Parker Evans Edwards Collins Stewart Morris Rogers Reed Cook Morgan Bell Murphy Bailey Cooper Richardson Cox Howard Ward O'Brien O'Connor O'Neill McDonald McCarthy FitzGerald Macmillan",
        shape: Shape::One,
    },
    Culture {
        share: 12,
        given: "María José Juan Ana Luis Carmen Carlos Lucía Jesús Sofía Andrés Inés Ramón Pilar Héctor Mónica Joaquín Belén Iván Rocío",
        family: "García Martínez López Sánchez Pérez Gómez Fernández Rodríguez Díaz Muñoz Álvarez Ruiz Jiménez Moreno Ortiz Núñez Castillo Márquez Peña Ibáñez",
        shape: Shape::TwoFamilies,
    },
    Culture {
        share: 10,
        given: "Hoa Minh Khải Lan Anh Tuấn Hùng Dũng Linh Phương Thảo Quân Đức Hạnh Ngọc Sơn Trang Vy",
        family: "Nguyễn Trần Lê Phạm Huỳnh Hoàng Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý",
        shape: Shape::VietnameseMiddle,
    },
    Culture {
        share: 8,
        given: "Hans Jürgen Günther Käthe Björn Jörg Søren Åse Lars Ingrid Zoë Renée François Chloë Élodie André",
        family: "Müller Schäfer Schröder Groß Weiß Jørgensen Sørensen Lindström Åkesson Østergaard Köhler Böhm Lefèvre Dubois Gérard Beauchêne",
        shape: Shape::One,
    },
    Culture {
        share: 8,
        given: "Łukasz Paweł Agnieszka Zofia Jiří Tomáš Hana Eszter Zoltán Čeněk Živa Marija Ștefan Ioana",
        family: "Wiśniewski Kowalczyk Żółkiewski Łęcki Novák Dvořák Kovács Szabó Horvát Čermák Šimić Ionescu Țăranu Wójcik",
        shape: Shape::One,
    },
    Culture {
        share: 6,
        given: "Maria Ana Joris Pieter Sanne Rosa Miguel Teresa Jan Eva",
        family: "de la Cruz|van der Berg|de los Santos|van Dijk|von Stein|dela Rosa|da Silva|de Souza|ter Horst|van den Heuvel",
        shape: Shape::Particle,
    },
    Culture {
        share: 16,
        given: "Mohammed Fatima Ahmed Aisha Wei Li Yuki Hiroshi Priya Arjun Chinwe Emeka Amara Kwame Olga Ivan Natalia Dmitri Mehmet Ayşe Gül İpek",
        family: "Khan Ali Hussain Chen Wang Zhang Tanaka Sato Patel Singh Sharma Okafor Adeyemi Mensah Petrov Ivanova Yılmaz Çelik Öztürk Demir",
        shape: Shape::One,
    },
];

const VIETNAMESE_MIDDLE: &str = "Thị Văn Minh Thanh Ngọc Quang";
const SYLLABLES: &str = "bar bel cor dan del fen gal har hol ken lan lor mar mel nor pal ram ros san tal tor ver wen yor zan";
const ENDINGS: &str = "by den er field ford ham ley man mond ner ridge sen son stead ton well wick wood worth";

/// Letters with a plain spelling that a keyboard without them gives.
fn plain(text: &str) -> String {
    const PAIRS: &str = "áaàaâaãaäaåaăaạaảaấaầaậaắaặaéeèeêeëeếeềeễeệeěeęeíiìiîiïiịiıióoòoôoõoöoøoőoốoồoộoớoờoợoúuùuûuüuứuừuửuựuưuủuũuụuýyỳyłlñnńnňnçcćcčcřrśsšsşsșsźzżzžzđdďdğgťtțtþt";
    let letters: Vec<char> = PAIRS.chars().collect();
    let mut out = String::new();
    for c in text.to_lowercase().chars() {
        match c {
            'ß' => out.push_str("ss"),
            '\'' | '\u{307}' => {}
            _ => out.push(letters.chunks(2).find(|p| p[0] == c).map_or(c, |p| p[1])),
        }
    }
    out
}

fn word(text: &str) -> Word {
    (text.to_owned(), plain(text))
}

/// Skewed towards the front of the list, as names are.
fn skewed<'a>(rng: &mut StdRng, list: &'a [&'a str]) -> &'a str {
    let x: f64 = rng.random();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "an index"
    )]
    let n = (x * x * list.len() as f64) as usize;
    list[n.min(list.len() - 1)]
}

/// `n` people, the same for the same seed.
#[must_use]
pub fn generate(seed: u64, n: usize, location: LocationId, now: DateTime<Utc>) -> Vec<Someone> {
    let mut rng = StdRng::seed_from_u64(seed);
    (0..n).map(|number| someone(&mut rng, number, location, now)).collect()
}

fn someone(rng: &mut StdRng, number: usize, location: LocationId, now: DateTime<Utc>) -> Someone {
    let mut roll = rng.random_range(0..CULTURES.iter().map(|c| c.share).sum::<u32>());
    let culture = CULTURES.iter().find(|c| {
        let here = roll < c.share;
        roll = roll.saturating_sub(c.share);
        here
    });
    let culture = culture.unwrap_or(&CULTURES[0]);
    let given: Vec<&str> = culture.given.split(' ').collect();
    let mut names = vec![word(skewed(rng, &given))];
    if rng.random_bool(0.06) {
        names.push(word(skewed(rng, &given)));
    }
    let middle = middle_names(rng, culture, &given);
    let (last_name, family) = family_name(rng, culture);
    let chart = chart(rng, number, (&names, &middle, last_name), (location, now));
    Someone {
        given: names,
        middle,
        family,
        chart,
    }
}

fn middle_names(rng: &mut StdRng, culture: &Culture, given: &[&str]) -> Vec<Word> {
    if culture.shape == Shape::VietnameseMiddle {
        let middle: Vec<&str> = VIETNAMESE_MIDDLE.split(' ').collect();
        return vec![word(skewed(rng, &middle))];
    }
    if rng.random_bool(0.3) {
        vec![word(skewed(rng, given))]
    } else {
        Vec::new()
    }
}

fn family_name(rng: &mut StdRng, culture: &Culture) -> (String, Vec<Word>) {
    let known: Vec<&str> = culture
        .family
        .split(if culture.shape == Shape::Particle { '|' } else { ' ' })
        .collect();
    let one = |rng: &mut StdRng| {
        if culture.shape == Shape::One && rng.random_bool(0.35) {
            rare(rng)
        } else {
            skewed(rng, &known).to_owned()
        }
    };
    let first = one(rng);
    match culture.shape {
        Shape::Particle => {
            let searched = first.rsplit(' ').next().unwrap_or(&first).to_owned();
            (first, vec![word(&searched)])
        }
        Shape::TwoFamilies => {
            let second = one(rng);
            (format!("{first} {second}"), vec![word(&first), word(&second)])
        }
        Shape::One if rng.random_bool(0.05) => {
            let second = one(rng);
            (format!("{first}-{second}"), vec![word(&first), word(&second)])
        }
        _ => (first.clone(), vec![word(&first)]),
    }
}

/// A name from the long tail.
fn rare(rng: &mut StdRng) -> String {
    let syllables: Vec<&str> = SYLLABLES.split(' ').collect();
    let endings: Vec<&str> = ENDINGS.split(' ').collect();
    let mut text = String::new();
    for _ in 0..rng.random_range(1..=2) {
        text.push_str(syllables.choose(rng).copied().unwrap_or_default());
    }
    text.push_str(endings.choose(rng).copied().unwrap_or_default());
    text[..1].to_uppercase() + &text[1..]
}

fn chart(rng: &mut StdRng, number: usize, names: (&[Word], &[Word], String), at: (LocationId, DateTime<Utc>)) -> Patient {
    let written = |words: &[Word]| words.iter().map(|w| w.0.as_str()).collect::<Vec<_>>().join(" ");
    let phone = match rng.random_range(0..3) {
        0 => format!("+353{}", rng.random_range(830_000_000_u64..899_999_999)),
        1 => format!("+1{}", rng.random_range(2_010_000_000_u64..9_899_999_999)),
        _ => format!("+84{}", rng.random_range(300_000_000_u64..999_999_999)),
    };
    let born = NaiveDate::from_ymd_opt(1930, 1, 1).unwrap_or_default() + Days::new(rng.random_range(0..35_000));
    let seen = rng
        .random_bool(0.6)
        .then(|| at.1 - chrono::TimeDelta::minutes(rng.random_range(0..1_000_000)));
    Patient {
        id: PatientId::fresh(),
        user_id: None,
        chart_number: String::new(),
        first_name: written(names.0),
        middle_name: written(names.1),
        last_name: names.2,
        preferred_name: String::new(),
        date_of_birth: born,
        sex: if rng.random_bool(0.5) { Sex::Female } else { Sex::Male },
        gender: String::new(),
        phone,
        email: if rng.random_bool(0.5) {
            format!("person{number}@example.com")
        } else {
            String::new()
        },
        street: String::new(),
        city: String::new(),
        state: String::new(),
        postal_code: String::new(),
        country: "IE".to_owned(),
        languages: Vec::new(),
        blood_type: BloodType::Unknown,
        desk_note: String::new(),
        consent_treatment: true,
        consent_reminders: true,
        consent_sharing: false,
        status: PatientStatus::Active,
        merged_into: None,
        deceased_on: None,
        avatar_file_id: None,
        home_location_id: Some(at.0),
        last_seen_at: seen,
        created_at: at.1,
        updated_at: at.1,
        version: 1,
    }
}
