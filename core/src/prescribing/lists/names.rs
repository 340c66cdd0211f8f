//! Finds the ingredient or class that a written name means.

use serde::{Deserialize, Serialize};

use super::{Lists, Medicine};
use crate::patients;

/// What a rule or an allergy speaks of.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Subject {
    /// An ingredient of the formulary.
    Ingredient(String),
    /// A class of the formulary.
    Class(String),
    /// Something that is in no medicine, such as pollen, or the words for no allergy.
    NoMedicine,
}

impl Subject {
    /// `class:nsaid`, `none`, or an ingredient.
    #[must_use]
    pub fn named(text: &str) -> Self {
        match text.strip_prefix("class:") {
            Some(class) => Subject::Class(class.to_owned()),
            None if text == "none" => Subject::NoMedicine,
            None => Subject::Ingredient(text.to_owned()),
        }
    }

    /// As the lists write it.
    #[must_use]
    pub fn code(&self) -> String {
        match self {
            Subject::Ingredient(name) => name.clone(),
            Subject::Class(class) => format!("class:{class}"),
            Subject::NoMedicine => "none".to_owned(),
        }
    }
}

/// Another name of a medicine or a class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::prescribing) struct Synonym {
    pub name: String,
    pub means: Subject,
}

/// A name as it is compared: without case, marks and punctuation, and with one spelling for what editions and languages spell
/// in several ways: `amoxycillin`, `amoxicilin`; `sulphonamides`, `sulfonamide`; `codeine`, `codein`.
pub(in crate::prescribing) fn fold(text: &str) -> String {
    let words: Vec<String> = patients::fold(text).split(' ').map(spelling).collect();
    words.join(" ")
}

const SPELLINGS: &[(&str, &str)] = &[("ph", "f"), ("ch", "c"), ("ae", "e"), ("oe", "e"), ("y", "i")];

/// Shorter words are abbreviations, which are spelled in one way.
const SHORTEST: usize = 5;

fn spelling(word: &str) -> String {
    if word.chars().count() < SHORTEST {
        return word.to_owned();
    }
    let plain = SPELLINGS.iter().fold(word.to_owned(), |text, (from, to)| text.replace(from, to));
    let mut letters: Vec<char> = plain.chars().collect();
    letters.dedup_by(|a, b| a == b && a.is_alphabetic());
    for ending in ['s', 'e'] {
        if letters.len() > SHORTEST && letters.last() == Some(&ending) {
            letters.pop();
        }
    }
    letters.into_iter().collect()
}

/// The longest name, in words.
const LONGEST: usize = 6;
/// The shortest word in which a slip is forgiven.
const FORGIVEN: usize = 6;

/// Words that say what an allergy did, beside what it is to.
const REACTIONS: &[&str] = &[
    "rash",
    "hives",
    "urticaria",
    "itching",
    "swelling",
    "angioedema",
    "anaphylaxis",
    "wheeze",
    "wheezing",
    "nausea",
    "vomiting",
    "diarrhoea",
    "diarrhea",
    "cough",
];

/// The parts of a name that joins several things.
fn parts(text: &str) -> Vec<String> {
    let text = [" / ", " and ", " và ", "+", "&"]
        .iter()
        .fold(text.to_owned(), |text, joint| text.replace(joint, ";"));
    text.split(';')
        .map(|part| part.trim().to_owned())
        .filter(|part| !part.is_empty())
        .collect()
}

impl Lists {
    /// What a name or code means exactly.
    #[must_use]
    pub fn named(&self, text: &str) -> Option<&Subject> {
        self.by_name.get(text.trim()).or_else(|| self.by_name.get(&fold(text)))
    }

    /// Every ingredient or class named in a text such as `Warfarin sodium 3 mg tablet`; the longest names win.
    #[must_use]
    pub fn named_in(&self, text: &str) -> Vec<&Subject> {
        let folded = fold(text);
        let words: Vec<&str> = folded.split(' ').collect();
        let mut found = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let longest = (1..=LONGEST.min(words.len() - at))
                .rev()
                .find_map(|n| Some((self.by_name.get(&words[at..at + n].join(" "))?, n)));
            match longest.or_else(|| Some((self.nearly(words[at])?, 1))) {
                Some((subject, n)) => {
                    found.push(subject);
                    at += n;
                }
                None => at += 1,
            }
        }
        found
    }

    /// What a long word means but for one slip, when that is one thing only.
    fn nearly(&self, word: &str) -> Option<&Subject> {
        let long = |text: &str| text.chars().count() >= FORGIVEN;
        if !long(word) {
            return None;
        }
        let near = |name: &str| long(name) && name.chars().next() == word.chars().next() && strsim::osa_distance(name, word) == 1;
        let mut meant = self.by_name.iter().filter(|(name, _)| near(name)).map(|(_, subject)| subject);
        let first = meant.next()?;
        meant.all(|other| other == first).then_some(first)
    }

    /// Medicines that a written name means; an ingredient without a row of its own is looked up as a part of others.
    #[must_use]
    pub fn medicines_in(&self, text: &str) -> Vec<&Medicine> {
        let found = self.named_in(text).into_iter().filter_map(|subject| match subject {
            Subject::Ingredient(name) => self.medicine(name).or_else(|| self.containing(name).next()),
            Subject::Class(_) | Subject::NoMedicine => None,
        });
        found.collect()
    }

    /// Whether a part of a name that joins several, such as `Paracetamol 500 mg / Caffeine 65 mg`, means nothing known.
    #[must_use]
    pub fn leaves_out(&self, text: &str) -> bool {
        let names = |word: &str| word.chars().filter(|c| c.is_alphabetic()).count() >= 4 && !REACTIONS.contains(&word);
        let is_name = |part: &String| patients::fold(part).split(' ').any(names);
        // `carbidopa` stands in the formulary as a part of others only.
        let is_component = |part: &String| patients::fold(part).split(' ').any(|word| self.by_component.contains_key(word));
        parts(text)
            .iter()
            .filter(|part| is_name(part))
            .any(|part| self.named_in(part).is_empty() && !is_component(part))
    }
}
