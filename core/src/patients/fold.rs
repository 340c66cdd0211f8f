//! Folding: the form in which names are compared. Case, accents and apostrophes go; each folded letter
//! remembers where it stood, so that a match can be highlighted in the text as written.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::search::Mark;

/// Longest folded word that is kept; the rest of a longer one does not help to find it.
const LONGEST: usize = 40;

/// How letters with an umlaut are read: `Müller` is also written `Mueller`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    /// `ä` → `a`.
    Plain,
    /// `ä` → `ae`.
    Spelled,
}

/// A folded word and where its letters came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    /// Folded letters and digits.
    pub text: String,
    /// UTF-16 offset in the source of each letter of `text`.
    starts: Vec<u32>,
    /// UTF-16 offset one past the word.
    end: u32,
}

impl Token {
    /// The stretch of the source that the first `letters` letters stand for.
    pub fn mark(&self, letters: usize) -> Mark {
        Mark {
            start: self.starts.first().copied().unwrap_or(self.end),
            end: self.starts.get(letters).copied().unwrap_or(self.end),
        }
    }

    /// This word and the next as one.
    pub fn join(&self, next: &Token) -> Token {
        Token {
            text: format!("{}{}", self.text, next.text),
            starts: self.starts.iter().chain(&next.starts).copied().collect(),
            end: next.end,
        }
    }
}

/// The folded words of a text. Anything that is neither letter nor digit parts words, except apostrophes.
pub(crate) fn tokens(text: &str, reading: Reading) -> Vec<Token> {
    let mut words: Vec<Token> = Vec::new();
    let mut open = false;
    let mut at = 0_u32;
    for c in text.chars() {
        let width = if c.len_utf16() == 2 { 2 } else { 1 };
        if !is_apostrophe(c) && !is_combining_mark(c) {
            let letters = fold_char(c, reading);
            if letters.is_empty() {
                open = false;
            } else {
                if !open {
                    words.push(Token {
                        text: String::new(),
                        starts: Vec::new(),
                        end: at,
                    });
                    open = true;
                }
                if let Some(word) = words.last_mut() {
                    append(word, &letters, at, width);
                }
            }
        } else if let (true, Some(word)) = (open, words.last_mut()) {
            word.end = at + width;
        }
        at += width;
    }
    words
}

fn append(word: &mut Token, letters: &str, at: u32, width: u32) {
    word.end = at + width;
    for letter in letters.chars() {
        if word.starts.len() < LONGEST {
            word.text.push(letter);
            word.starts.push(at);
        }
    }
}

/// A whole text folded, words parted by one space.
pub(crate) fn fold(text: &str) -> String {
    let words: Vec<String> = tokens(text, Reading::Plain).into_iter().map(|t| t.text).collect();
    words.join(" ")
}

/// Whether the text has a letter that the two readings fold differently.
pub(crate) fn has_umlaut(text: &str) -> bool {
    text.nfc().any(|c| spelled(c).is_some())
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | 'ʻ' | '`' | '´')
}

fn spelled(c: char) -> Option<&'static str> {
    Some(match c {
        'ä' | 'Ä' => "ae",
        'ö' | 'Ö' | 'ø' | 'Ø' => "oe",
        'ü' | 'Ü' => "ue",
        'å' | 'Å' => "aa",
        _ => return None,
    })
}

fn fold_char(c: char, reading: Reading) -> String {
    if reading == Reading::Spelled
        && let Some(letters) = spelled(c)
    {
        return letters.to_owned();
    }
    let mut out = String::new();
    for part in c.nfkd().filter(|part| !is_combining_mark(*part)) {
        for lower in part.to_lowercase() {
            match plain(lower) {
                Some(letters) => out.push_str(letters),
                None if lower.is_alphanumeric() => out.push(lower),
                None => {}
            }
        }
    }
    out
}

/// Letters that have no decomposition in Unicode but are read as others.
fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ł' => "l",
        'ħ' => "h",
        'ŧ' => "t",
        'ı' => "i",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_accents_go() {
        assert_eq!(fold("Nguyễn Thị Minh KHAI"), "nguyen thi minh khai");
        assert_eq!(fold("Łukasz Żółć-Øst"), "lukasz zolc ost");
        assert_eq!(fold("Groß Æsop Œuvre Đặng Þór"), "gross aesop oeuvre dang thor");
        assert_eq!(fold("O’Brien d'Angelo"), "obrien dangelo");
        assert_eq!(fold("Kova\u{301}cs"), "kovacs");
        assert_eq!(fold("İpek Işık"), "ipek isik");
    }

    #[test]
    fn an_umlaut_has_two_readings() {
        let read = |reading| tokens("Müller", reading)[0].text.clone();
        assert_eq!(read(Reading::Plain), "muller");
        assert_eq!(read(Reading::Spelled), "mueller");
        assert!(has_umlaut("Mu\u{308}ller") && !has_umlaut("Muller"));
    }

    #[test]
    fn a_mark_points_into_the_text_as_written() {
        let text = "Anna Groß-O’Brien";
        let words = tokens(text, Reading::Plain);
        let shown = |word: usize, letters: usize| {
            let units: Vec<u16> = text.encode_utf16().collect();
            let mark = words[word].mark(letters);
            String::from_utf16(&units[mark.start as usize..mark.end as usize]).unwrap()
        };
        assert_eq!(shown(1, 3), "Gro");
        assert_eq!(shown(1, 5), "Groß");
        assert_eq!(shown(2, 2), "O’B");
        assert_eq!(words[1].join(&words[2]).text, "grossobrien");
    }
}
