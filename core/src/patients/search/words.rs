//! The dictionary of names in use: what a mistyped or misheard word may have been.

use std::collections::BTreeSet;

use super::matching::{one_edit, sounds_like};
use super::terms::{deletes, sound, word_terms};
use crate::db::{Arg, Read, Sql, Tx};
use crate::{Result, args};

/// So many words are tried instead of one.
const TRIED: usize = 16;

#[cfg(not(feature = "plant"))]
const NEAR: &str = "SELECT DISTINCT word FROM patient_words WHERE kind = 'd' AND term IN (??)";
// Planted fault for `prove search-quality --plant`: mistyped words are not looked up.
#[cfg(feature = "plant")]
const NEAR: &str = "SELECT DISTINCT word FROM patient_words WHERE kind = '-' AND term IN (??)";
const SOUND: &str = "SELECT word FROM patient_words WHERE kind = 'x' AND term = ? ORDER BY word LIMIT 400";
const KNOWN: &str = "SELECT word FROM patient_words WHERE kind = 'd' AND term = ? AND word = ?";
const INSERT: &str = "INSERT INTO patient_words (kind, term, word) VALUES (?, ?, ?)";

/// Names in use that the typed word may have been meant for, the likeliest first; not the word itself.
pub(super) async fn meant(q: &mut impl Read, typed: &str) -> Result<Vec<String>> {
    if typed.chars().count() < 3 {
        return Ok(Vec::new());
    }
    let keys = deletes(typed);
    let args: Vec<Arg> = keys.iter().map(Arg::from).collect();
    let near: Vec<(String,)> = q.all(Sql::list(NEAR, keys.len()), args).await?;
    let mut words: Vec<String> = near.into_iter().map(|r| r.0).filter(|w| one_edit(typed, w)).collect();
    by_likeness(typed, &mut words);
    if let Some(key) = sound(typed) {
        let alike: Vec<(String,)> = q.all(SOUND, args![&key]).await?;
        let mut alike: Vec<String> = alike.into_iter().map(|r| r.0).collect();
        alike.retain(|w| w != typed && !words.contains(w) && sounds_like(typed, w, &key));
        by_likeness(typed, &mut alike);
        words.extend(alike);
    }
    words.truncate(TRIED);
    Ok(words)
}

fn by_likeness(typed: &str, words: &mut [String]) {
    words.sort_by(|a, b| {
        strsim::jaro_winkler(typed, b)
            .total_cmp(&strsim::jaro_winkler(typed, a))
            .then_with(|| a.cmp(b))
    });
}

/// Adds words that are new to the dictionary. Words stay when their last bearer is renamed: they cost little and mislead nobody.
pub(super) async fn learn(tx: &mut Tx, words: &BTreeSet<String>) -> Result<()> {
    for word in words {
        let known: Option<(String,)> = tx.optional(KNOWN, args![word, word]).await?;
        if known.is_some() {
            continue;
        }
        for (kind, term) in word_terms(word) {
            match tx.exec(INSERT, args![kind, term, word]).await {
                // Another workstation learns the same word at this moment.
                Err(error) if error.is_unique_violation() => {}
                done => {
                    done?;
                }
            }
        }
    }
    Ok(())
}
