//! The words by which a person's names are found, each with its role.

use std::ops::Range;

use super::HitField;
use crate::patients::fold::{Reading, Token, has_umlaut, tokens};

/// What part of a name a word is; also the order of rank.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    /// First family name, or all of them written as one.
    Family,
    /// Given or preferred name.
    Given,
    /// A further family name.
    SecondFamily,
    /// Middle name.
    Middle,
}

/// A word of a name.
#[derive(Debug, Clone)]
pub(crate) struct NameWord {
    /// Folded, with its place in the field.
    pub token: Token,
    /// Its part in the name.
    pub role: Role,
    /// The field it stands in.
    pub field: HitField,
    /// Which words of the field it covers; readings and joined forms cover the same ones.
    covers: Range<usize>,
}

impl NameWord {
    /// Whether both are made of the same letters on paper, so that one person cannot show both.
    pub fn overlaps(&self, other: &NameWord) -> bool {
        self.field == other.field && self.covers.start < other.covers.end && other.covers.start < self.covers.end
    }
}

/// The name fields of a chart.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Names<'a> {
    pub first: &'a str,
    pub middle: &'a str,
    pub last: &'a str,
    pub preferred: &'a str,
}

/// Words that lead a family name but are seldom typed alone.
const PARTICLES: &[&str] = &[
    "da", "das", "de", "del", "dela", "della", "den", "der", "di", "dos", "la", "las", "los", "ten", "ter", "van", "von", "y", "zu",
];

/// Whether a folded word is such a particle.
pub(crate) fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&word)
}

/// Every word by which the person can be found.
pub(crate) fn name_words(names: Names<'_>) -> Vec<NameWord> {
    let mut words = Vec::new();
    for reading in [Reading::Plain, Reading::Spelled] {
        let read = |text: &str| {
            if reading == Reading::Plain || has_umlaut(text) {
                tokens(text, reading)
            } else {
                Vec::new()
            }
        };
        family(&mut words, &read(names.last));
        plain(&mut words, &read(names.first), Role::Given, HitField::FirstName, true);
        plain(&mut words, &read(names.middle), Role::Middle, HitField::MiddleName, false);
        plain(&mut words, &read(names.preferred), Role::Given, HitField::PreferredName, false);
    }
    words
}

fn push(words: &mut Vec<NameWord>, token: Token, role: Role, field: HitField, covers: Range<usize>) {
    if !words.iter().any(|w| w.token.text == token.text && w.field == field) {
        words.push(NameWord {
            token,
            role,
            field,
            covers,
        });
    }
}

fn plain(words: &mut Vec<NameWord>, tokens: &[Token], role: Role, field: HitField, joined: bool) {
    for (n, token) in tokens.iter().enumerate() {
        push(words, token.clone(), role, field, n..n + 1);
    }
    if let (true, Some(all)) = (joined && tokens.len() > 1, joined_token(tokens)) {
        push(words, all, role, field, 0..tokens.len());
    }
}

/// `de la Cruz` is found by `cruz` and `delacruz`; `García Márquez` by `garcia`, `marquez` and `garciamarquez`.
fn family(words: &mut Vec<NameWord>, tokens: &[Token]) {
    let bare = tokens.iter().all(|t| is_particle(&t.text));
    let mut lead = 0;
    let mut role = Role::Family;
    for (n, token) in tokens.iter().enumerate() {
        if !bare && is_particle(&token.text) {
            continue;
        }
        push(words, token.clone(), role, HitField::LastName, n..n + 1);
        if let (true, Some(run)) = (lead < n, joined_token(&tokens[lead..=n])) {
            push(words, run, role, HitField::LastName, lead..n + 1);
        }
        lead = n + 1;
        role = Role::SecondFamily;
    }
    if let (true, Some(all)) = (tokens.len() > 1, joined_token(tokens)) {
        push(words, all, Role::Family, HitField::LastName, 0..tokens.len());
    }
}

fn joined_token(tokens: &[Token]) -> Option<Token> {
    tokens.iter().cloned().reduce(|a, b| a.join(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(first: &str, middle: &str, last: &str) -> Vec<(String, Role)> {
        let names = Names {
            first,
            middle,
            last,
            preferred: "",
        };
        name_words(names).into_iter().map(|w| (w.token.text, w.role)).collect()
    }

    fn has(words: &[(String, Role)], text: &str, role: Role) -> bool {
        words.iter().any(|(t, r)| t == text && *r == role)
    }

    #[test]
    fn particles_are_not_words_of_their_own() {
        let found = words("María", "", "de la Cruz");
        assert!(has(&found, "cruz", Role::Family) && has(&found, "delacruz", Role::Family));
        assert!(!found.iter().any(|(t, _)| t == "de" || t == "la"));
        assert!(has(&words("An", "", "Văn"), "van", Role::Family), "a family name of its own");
    }

    #[test]
    fn double_family_names_are_found_by_either_and_as_one() {
        let found = words("Ana", "", "García-Márquez");
        assert!(has(&found, "garcia", Role::Family) && has(&found, "marquez", Role::SecondFamily));
        assert!(has(&found, "garciamarquez", Role::Family));
    }

    #[test]
    fn a_letter_with_two_readings_gives_two_words() {
        let found = words("Jürgen", "", "Müller");
        for text in ["jurgen", "juergen", "muller", "mueller"] {
            assert!(found.iter().any(|(t, _)| t == text), "{text}");
        }
    }
}
