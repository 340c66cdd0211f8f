//! Finds the ingredient or class that a written name means.

use serde::{Deserialize, Serialize};

use super::Lists;

/// What a rule or an allergy speaks of.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Subject {
    /// An ingredient of the formulary.
    Ingredient(String),
    /// A class of the formulary.
    Class(String),
}

impl Subject {
    /// `class:nsaid` or an ingredient.
    #[must_use]
    pub fn named(text: &str) -> Self {
        match text.strip_prefix("class:") {
            Some(class) => Subject::Class(class.to_owned()),
            None => Subject::Ingredient(text.to_owned()),
        }
    }

    /// As the lists write it.
    #[must_use]
    pub fn code(&self) -> String {
        match self {
            Subject::Ingredient(name) => name.clone(),
            Subject::Class(class) => format!("class:{class}"),
        }
    }
}

/// Another name of a medicine or a class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::prescribing) struct Synonym {
    pub name: String,
    pub means: Subject,
}

/// Lower case, one space between words.
pub(in crate::prescribing) fn fold(text: &str) -> String {
    text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The longest name, in words.
const LONGEST: usize = 6;

impl Lists {
    /// What a name or code means exactly.
    #[must_use]
    pub fn named(&self, text: &str) -> Option<&Subject> {
        let folded = fold(text);
        self.by_name
            .get(&folded)
            .or_else(|| self.by_name.get(&format!("class:{}", folded.replace([' ', '-'], "_"))))
    }

    /// Every ingredient or class named in a text such as `Warfarin sodium 3 mg tablet`; the longest names win.
    #[must_use]
    pub fn named_in(&self, text: &str) -> Vec<&Subject> {
        let folded = fold(&text.replace(['/', ',', '(', ')', '[', ']'], " "));
        let words: Vec<&str> = folded.split(' ').collect();
        let mut found = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let longest = (1..=LONGEST.min(words.len() - at))
                .rev()
                .find_map(|n| Some((self.by_name.get(&words[at..at + n].join(" "))?, n)));
            match longest {
                Some((subject, n)) => {
                    found.push(subject);
                    at += n;
                }
                None => at += 1,
            }
        }
        found
    }
}
