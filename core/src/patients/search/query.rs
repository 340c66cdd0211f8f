//! What a person meant with the text in the box.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::dates;
use super::names::is_particle;
use crate::patients::fold::{Reading, fold, has_umlaut, tokens};

/// A word that should be part of the name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct QueryWord {
    /// Folded.
    pub text: String,
    /// Other ways to read it: `mueller` for `müller`, `delacruz` for `de la cruz`.
    pub others: Vec<String>,
    /// Still being typed: the start of a word is enough.
    pub open: bool,
}

impl QueryWord {
    /// The word and its other readings.
    pub fn readings(&self) -> impl Iterator<Item = &str> + Clone {
        std::iter::once(self.text.as_str()).chain(self.others.iter().map(String::as_str))
    }

    /// A lone letter stands for a name that starts with it.
    pub fn is_initial(&self) -> bool {
        self.text.len() == 1 && self.text.chars().all(|c| c.is_ascii_alphabetic())
    }
}

/// The meanings of a typed text. Several may be filled: `3304` is a chart number and the end of a phone number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Query {
    /// Words of the name, in the order typed.
    pub words: Vec<QueryWord>,
    /// Particles that were typed and lead no lookup of their own.
    pub particles: Vec<String>,
    /// So many words stood before a comma: they are the family name.
    pub family_words: Option<usize>,
    /// Possible dates of birth.
    pub born: BTreeSet<NaiveDate>,
    /// Digits of a phone number from the last to the first, without a leading country or trunk sign.
    pub phones: Vec<String>,
    /// Digits of a chart number.
    pub chart: Option<String>,
    /// Start of an e-mail address.
    pub email: Option<String>,
}

impl Query {
    /// Whether anything but a name was typed.
    pub fn has_anchor(&self) -> bool {
        !self.born.is_empty() || !self.phones.is_empty() || self.chart.is_some() || self.email.is_some()
    }
}

/// Reads the text of the box.
pub(crate) fn read(text: &str, today: NaiveDate) -> Query {
    let mut query = Query::default();
    let mut names = String::new();
    let typed: Vec<&str> = text.split_whitespace().collect();
    let folded: Vec<String> = typed.iter().map(|w| fold(w)).collect();
    let plain: Vec<&str> = folded.iter().map(String::as_str).collect();
    let mut n = 0;
    while n < typed.len() {
        if let Some((born, taken)) = dates::read_words(&plain[n..], today) {
            query.born = born;
            n += taken;
        } else {
            n += read_word(&mut query, &mut names, &typed[n..], today);
        }
    }
    read_names(&mut query, &names, text.ends_with([' ', ',']));
    if query.email.is_none() && typed.len() == 1 && !query.has_anchor() && looks_like_mailbox(text) {
        query.email = Some(text.trim().to_lowercase());
    }
    query
}

/// One typed word that is no part of a written date; gives how many words it took.
fn read_word(query: &mut Query, names: &mut String, typed: &[&str], today: NaiveDate) -> usize {
    let word = typed[0];
    if word.contains('@') {
        query.email = Some(word.to_lowercase());
    } else if let Some(chart) = chart_number(word) {
        query.chart = Some(chart);
    } else if is_numeric(word) {
        return read_figures(query, typed, today);
    } else {
        names.push_str(word);
        names.push(' ');
    }
    1
}

/// Figures: a date, else a phone number that may go on over several words, else a chart number.
fn read_figures(query: &mut Query, typed: &[&str], today: NaiveDate) -> usize {
    let word = typed[0];
    let dates = dates::read_word(word, today);
    query.born.extend(&dates);
    if !dates.is_empty() && word.contains(['.', '/', '-']) {
        return 1;
    }
    let taken = typed.iter().take_while(|w| is_numeric(w)).count();
    let all: String = typed[..taken].concat();
    let digits: String = all.chars().filter(char::is_ascii_digit).collect();
    if taken == 1 && digits.len() == word.len() && digits.len() <= 9 {
        let number = digits.trim_start_matches('0');
        query.chart = Some(number.to_owned()).filter(|n| !n.is_empty());
    }
    query.phones = phone_tails(&digits);
    taken
}

/// Digits from which a typed number may be a whole one.
const WHOLE_NUMBER: usize = 8;

/// Stored numbers have the country and no trunk zero; Italy's zero belongs to the number, so both are tried.
fn phone_tails(digits: &str) -> Vec<String> {
    let mut tails = Vec::new();
    // A trunk zero leads a whole number; the zero of a short tail is one of its digits.
    let national = if digits.len() >= WHOLE_NUMBER {
        digits.trim_start_matches('0')
    } else {
        digits
    };
    for tail in [digits, national] {
        let reversed: String = tail.chars().rev().collect();
        if reversed.len() >= 3 && !tails.contains(&reversed) {
            tails.push(reversed);
        }
    }
    tails
}

/// `C-000042`, `c42`.
fn chart_number(word: &str) -> Option<String> {
    let rest = word.strip_prefix(['c', 'C'])?;
    let digits = rest.strip_prefix('-').unwrap_or(rest);
    let number = digits.trim_start_matches('0');
    (!number.is_empty() && digits.len() <= 12 && digits.chars().all(|c| c.is_ascii_digit())).then(|| number.to_owned())
}

fn is_numeric(word: &str) -> bool {
    word.chars().any(|c| c.is_ascii_digit())
        && word
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | '/' | '(' | ')' | ','))
}

fn looks_like_mailbox(text: &str) -> bool {
    let text = text.trim();
    text.len() >= 3 && text.contains(['.', '_', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'])
}

fn read_names(query: &mut Query, names: &str, closed: bool) {
    let before_comma = names.split_once(',').map(|(family, rest)| (family.to_owned(), rest.to_owned()));
    if let Some((family, rest)) = before_comma {
        push_words(query, &family);
        query.family_words = Some(query.words.len()).filter(|n| *n > 0);
        push_words(query, &rest);
    } else {
        push_words(query, names);
    }
    let after_comma = query.family_words.is_none_or(|n| n < query.words.len());
    if let (false, true, Some(last)) = (closed, after_comma, query.words.last_mut()) {
        last.open = true;
    }
}

fn push_words(query: &mut Query, text: &str) {
    let plain = tokens(text, Reading::Plain);
    let spelled = if has_umlaut(text) {
        tokens(text, Reading::Spelled)
    } else {
        plain.clone()
    };
    let mut lead = String::new();
    for (n, (token, other)) in plain.iter().zip(&spelled).enumerate() {
        let followed = n + 1 < plain.len();
        if is_particle(&token.text) && (followed || !lead.is_empty()) {
            lead.push_str(&token.text);
            query.particles.push(token.text.clone());
            if followed {
                continue;
            }
        }
        push_word(query, &token.text, &other.text, std::mem::take(&mut lead));
    }
}

fn push_word(query: &mut Query, text: &str, spelled: &str, lead: String) {
    let mut word = QueryWord {
        text: text.to_owned(),
        others: Vec::new(),
        open: false,
    };
    if spelled != text {
        word.others.push(spelled.to_owned());
    }
    if is_particle(text) && !lead.is_empty() {
        // `maria de la`: the family name is still to come.
        word.text = lead;
    } else if !lead.is_empty() {
        word.others.push(format!("{lead}{text}"));
    }
    query.words.push(word);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(text: &str) -> Query {
        read(text, NaiveDate::from_ymd_opt(2026, 11, 24).unwrap())
    }

    fn words(text: &str) -> Vec<String> {
        query(text).words.into_iter().map(|w| w.text).collect()
    }

    #[test]
    fn names_are_folded_and_only_the_last_is_open() {
        let read = query("Kovács, Han");
        assert_eq!(words("Kovács, Han"), ["kovacs", "han"]);
        assert_eq!(read.words.iter().map(|w| w.open).collect::<Vec<_>>(), [false, true]);
        assert_eq!(read.family_words, Some(1));
        assert!(!query("smith ").words[0].open);
    }

    #[test]
    fn particles_join_the_name_they_lead() {
        let read = query("maria de la cr");
        assert_eq!(words("maria de la cr"), ["maria", "cr"]);
        assert_eq!(read.words[1].others, ["delacr"]);
        assert_eq!(words("maria de la"), ["maria", "dela"]);
        assert_eq!(words("van"), ["van"]);
        assert_eq!(query("Müller").words[0].others, ["mueller"]);
    }

    #[test]
    fn figures_keep_every_meaning() {
        let read = query("3304");
        assert_eq!((read.chart.as_deref(), read.phones), (Some("3304"), vec!["4033".to_owned()]));
        assert_eq!(query("020 916 3304").phones, ["4033619020", "403361902"]);
        assert_eq!(query("+353 20 916 3304").phones, ["403361902353"]);
        assert_eq!(query("C-000042").chart.as_deref(), Some("42"));
        assert!(query("C-000042").phones.is_empty() && query("9.3.82").phones.is_empty());
        assert_eq!(query("09031982").born.len(), 2);
        assert_eq!(query("hana.k@ex").email.as_deref(), Some("hana.k@ex"));
    }

    #[test]
    fn a_name_with_a_date_keeps_both() {
        let read = query("kovacs 9 mar 1982");
        assert_eq!(read.words.len(), 1);
        assert_eq!(read.born, [NaiveDate::from_ymd_opt(1982, 3, 9).unwrap()].into());
        assert!(query("").words.is_empty() && !query("  ").has_anchor());
    }
}
