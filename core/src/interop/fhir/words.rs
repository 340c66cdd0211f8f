//! Texts of other systems as they fit here.

use unicode_normalization::UnicodeNormalization;

use super::concept::CodeableConcept;
use super::elements::Annotation;
use super::refusal::{Fault, Wrong};

/// No element that is read has a text as long; a longer one is an attack or a mistake.
const ABSURD: usize = 64 * 1024;

/// A text in one line, cut with an ellipsis where the chart has no more room. Marks without width, which some systems
/// put into names, are left out.
pub(super) fn words(text: &str, most: usize, element: &'static str) -> Result<String, Fault> {
    if text.len() > ABSURD || text.chars().any(|c| c.is_control() && !c.is_whitespace()) {
        return Err(Wrong::Text.at(element));
    }
    // As people here write it too: a letter and its accent are one.
    let visible: String = text.nfc().filter(|c| !without_width(*c)).collect();
    let line = visible.split_whitespace().collect::<Vec<_>>().join(" ");
    Ok(cut(&line, most))
}

/// A text with its lines, cut like [`words`]; blank lines stand where there were some.
pub(super) fn lines(text: &str, most: usize, element: &'static str) -> Result<String, Fault> {
    let each = text.split(['\n', '\u{c}']).map(|line| words(line, most, element));
    let all = each.collect::<Result<Vec<_>, _>>()?;
    Ok(cut(all.join("\n").trim(), most))
}

/// A whole text as it stands, without marks that nobody sees.
pub(super) fn whole(text: &str) -> String {
    let visible = |c: &char| !without_width(*c) && (!c.is_control() || matches!(c, '\n' | '\t'));
    let composed: String = text.replace('\u{c}', "\n").nfc().filter(visible).collect();
    let lines: Vec<&str> = composed.lines().map(str::trim_end).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

/// What people read of a concept.
pub(super) fn shown(concept: &CodeableConcept, most: usize, element: &'static str) -> Result<String, Fault> {
    words(concept.shown(), most, element)
}

/// The notes, one after another.
pub(super) fn notes(notes: &[Annotation], element: &'static str) -> Result<String, Fault> {
    let texts = notes.iter().map(|n| words(&n.text, 1000, element)).collect::<Result<Vec<_>, _>>()?;
    Ok(cut(&joined(texts, " · "), 1000))
}

/// Those that say something, joined.
pub(super) fn joined(texts: impl IntoIterator<Item = String>, between: &str) -> String {
    texts.into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(between)
}

/// At most so many characters, the last one an ellipsis when some are missing.
pub(super) fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most.saturating_sub(1)).chain(['…']).collect()
}

/// A code as it fits its column; a longer one is no code of the systems that are known here.
pub(super) fn code(text: &str, most: usize) -> String {
    let fits = text.chars().count() <= most && !text.chars().any(|c| c.is_control() || c.is_whitespace());
    if fits { text.to_owned() } else { String::new() }
}

fn without_width(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{61C}' | '\u{FEFF}' | '\u{AD}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_tidied_cut_and_refused() {
        let of = |text: &str| words(text, 10, "X");
        assert_eq!(of(" Protein [M/\u{200B}v]\n").unwrap(), "Protein […");
        assert_eq!(of("a\t b\r\n c").unwrap(), "a b c");
        assert_eq!(of("Nguye\u{302}\u{303}n").unwrap(), "Nguyễn");
        assert_eq!(of("a\u{0}b").unwrap_err().wrong, Wrong::Text);
        assert_eq!(of(&"x".repeat(70_000)).unwrap_err().wrong, Wrong::Text);
        assert_eq!((code("I10", 10), code("<not a code>", 10)), ("I10".to_owned(), String::new()));
    }
}
