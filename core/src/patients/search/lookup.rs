//! Range reads of the inverted table. Each stops after a few dozen rows, whatever the size of the clinic.

use uuid::Uuid;

use super::query::{Query, QueryWord};
use super::terms::Kind;
use crate::Result;
use crate::db::{Arg, Read, Sql};
use crate::ids::PatientId;

/// Rows read of one range of names.
pub(super) const PER_RANGE: usize = 60;
/// Rows read of one phone tail or date when names narrow it further.
const PER_ANCHOR: usize = 500;
/// Ranges read by one statement.
const PER_STATEMENT: usize = 32;

const RANGE: &str = "SELECT patient_id FROM (SELECT patient_id, term FROM patient_search WHERE kind = ? AND term >= ? AND term < ? ORDER BY term, patient_id LIMIT ?) r";
const INITIAL: &str = "SELECT patient_id FROM patient_search WHERE kind = 'i' AND term >= ? AND term < ? AND INSTR(term, ?) > 0 ORDER BY term, patient_id LIMIT ?";

/// Terms of a kind that start with a text.
#[derive(Debug)]
struct Range {
    kind: Kind,
    start: String,
}

/// People found, in order of first appearance, and whether a range had more to give.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub ids: Vec<PatientId>,
    pub capped: bool,
}

impl Found {
    fn add(&mut self, rows: Vec<(Uuid,)>) {
        for (id,) in rows {
            let id = PatientId(id);
            if !self.ids.contains(&id) {
                self.ids.push(id);
            }
        }
    }
}

/// One past every text that starts with `start`.
fn past(start: &str) -> String {
    format!("{start}\u{10ffff}")
}

/// Reads ranges, each for itself.
async fn ranges(q: &mut impl Read, found: &mut Found, ranges: &[Range], limit: usize) -> Result<()> {
    for some in ranges.chunks(PER_STATEMENT) {
        let mut text = Vec::new();
        let mut args: Vec<Arg> = Vec::new();
        for range in some {
            text.push(if text.is_empty() { "" } else { " UNION ALL " });
            text.push(RANGE);
            args.extend([
                range.kind.as_str().into(),
                range.start.as_str().into(),
                past(&range.start).into(),
                (limit as i64).into(),
            ]);
        }
        let rows: Vec<(Uuid,)> = q.all(Sql::parts(&text), args).await?;
        found.capped |= rows.len() >= limit;
        found.add(rows);
    }
    Ok(())
}

/// Chart number, e-mail, date of birth, phone: whatever was typed besides names.
pub(super) async fn anchors(q: &mut impl Read, query: &Query) -> Result<Found> {
    let mut found = Found::default();
    if let Some(chart) = &query.chart {
        exact(q, &mut found, Kind::Chart, chart).await?;
    }
    let starts = anchor_ranges(query);
    let limit = if query.words.is_empty() { PER_RANGE } else { PER_ANCHOR };
    ranges(q, &mut found, &starts, limit).await?;
    Ok(found)
}

fn anchor_ranges(query: &Query) -> Vec<Range> {
    let mut starts: Vec<Range> = Vec::new();
    let mut start = |kind, start: String| starts.push(Range { kind, start });
    query.email.iter().for_each(|e| start(Kind::Email, e.clone()));
    query.born.iter().for_each(|d| start(Kind::Born, d.format("%Y%m%d").to_string()));
    query.phones.iter().for_each(|p| start(Kind::Phone, p.clone()));
    starts
}

const EXACT: &str = "SELECT patient_id FROM patient_search WHERE kind = ? AND term = ? ORDER BY patient_id LIMIT ?";

async fn exact(q: &mut impl Read, found: &mut Found, kind: Kind, term: &str) -> Result<()> {
    let rows = q
        .all(EXACT, vec![kind.as_str().into(), term.into(), (PER_RANGE as i64).into()])
        .await?;
    found.add(rows);
    Ok(())
}

/// People whose names answer the words as typed. Enough is read for `want` good hits.
pub(super) async fn names(q: &mut impl Read, query: &Query, want: usize) -> Result<Found> {
    let mut found = Found::default();
    match &query.words[..] {
        [] => {}
        [word] => one_word(q, &mut found, word).await?,
        words => {
            several_words(q, &mut found, words).await?;
            if found.ids.len() < want {
                unfinished(q, &mut found, words).await?;
            }
        }
    }
    Ok(found)
}

/// Family names first; the other roles only when those leave room.
async fn one_word(q: &mut impl Read, found: &mut Found, word: &QueryWord) -> Result<()> {
    if word.is_initial() {
        return Ok(());
    }
    let readings: Vec<String> = word.readings().map(str::to_owned).collect();
    for kinds in [&Kind::NAMES[..1], &Kind::NAMES[1..]] {
        if !found.capped {
            let starts = starting(kinds, &readings);
            ranges(q, found, &starts, PER_RANGE).await?;
        }
    }
    Ok(())
}

fn starting(kinds: &[Kind], starts: &[String]) -> Vec<Range> {
    let of = |kind: &Kind| {
        let kind = *kind;
        starts.iter().map(move |start| Range {
            kind,
            start: start.clone(),
        })
    };
    kinds.iter().flat_map(of).collect()
}

/// One finished word, then the start of another: the first pair that is not too common decides.
async fn several_words(q: &mut impl Read, found: &mut Found, words: &[QueryWord]) -> Result<()> {
    let mut common = Found::default();
    for (first, second) in driving_pairs(words) {
        let mut some = Found::default();
        let starts = starting(&Kind::NAMES, &pairs(first, second));
        ranges(q, &mut some, &starts, PER_RANGE).await?;
        let enough = words.len() == 2 || !some.capped;
        let into = if enough { &mut *found } else { &mut common };
        into.capped |= some.capped;
        into.add(some.ids.into_iter().map(|id| (id.0,)).collect());
        if words.len() > 2 && enough {
            return Ok(());
        }
    }
    if found.ids.is_empty() {
        *found = common;
    }
    Ok(())
}

fn pairs(first: &QueryWord, second: &QueryWord) -> Vec<String> {
    let seconds: Vec<&str> = second.readings().collect();
    first
        .readings()
        .flat_map(|a| seconds.iter().map(move |b| format!("{a} {b}")))
        .collect()
}

/// Pairs of words to look up: a finished one leads; of two finished ones either may.
fn driving_pairs(words: &[QueryWord]) -> Vec<(&QueryWord, &QueryWord)> {
    let leads = |word: &&QueryWord| !word.is_initial();
    let Some((last, before)) = words.split_last() else {
        return Vec::new();
    };
    if !last.is_initial() || words.len() == 2 {
        let mut out: Vec<_> = before.iter().filter(leads).map(|word| (word, last)).collect();
        if out.is_empty() && !last.is_initial() {
            out = before.iter().map(|initial| (last, initial)).collect();
        }
        return out;
    }
    let mut out = Vec::new();
    for (n, first) in before.iter().enumerate().filter(|(_, w)| leads(w)) {
        out.extend(before[n + 1..].iter().filter(leads).map(|second| (first, second)));
    }
    if out.is_empty() {
        out.extend(before.iter().filter(leads).map(|word| (word, last)));
    }
    out
}

/// Both words unfinished (`sm jo`), in either order, and two words that are one on file (`o brien`).
async fn unfinished(q: &mut impl Read, found: &mut Found, words: &[QueryWord]) -> Result<()> {
    for (family, other) in [(&words[0], &words[1]), (&words[1], &words[0])] {
        let Some(initial) = other.text.chars().next().filter(|_| !family.is_initial()) else {
            continue;
        };
        let readings: Vec<String> = family.readings().map(str::to_owned).collect();
        for reading in readings {
            let start = format!("{initial} {reading}");
            let args = vec![
                start.as_str().into(),
                past(&start).into(),
                format!(" {}", other.text).into(),
                (PER_RANGE as i64).into(),
            ];
            let rows: Vec<(Uuid,)> = q.all(INITIAL, args).await?;
            found.capped |= rows.len() >= PER_RANGE;
            found.add(rows);
        }
    }
    if let [a, b] = words {
        let joined = starting(&Kind::NAMES[..2], &[format!("{}{}", a.text, b.text)]);
        ranges(q, found, &joined, PER_RANGE).await?;
    }
    Ok(())
}

/// People whose names hold these words instead of the typed ones: `words[n]` lists what the n-th may be.
pub(super) async fn instead(q: &mut impl Read, query: &Query, words: &[Vec<String>]) -> Result<Found> {
    let mut found = Found::default();
    let starts: Vec<String> = match (&query.words[..], words) {
        ([_], [others]) => others.iter().map(|w| format!("{w} ")).collect(),
        (typed, others) if typed.len() > 1 => replaced_pairs(typed, others),
        _ => Vec::new(),
    };
    // As many people as a page shows, of the likeliest words first.
    for some in starts.chunks(PER_STATEMENT / Kind::NAMES.len()) {
        let starts = starting(&Kind::NAMES, some);
        ranges(q, &mut found, &starts, PER_RANGE).await?;
        if found.ids.len() >= PER_RANGE {
            break;
        }
    }
    Ok(found)
}

/// Pairs in which one word, or both, are another: one changed word before two.
fn replaced_pairs(typed: &[QueryWord], others: &[Vec<String>]) -> Vec<String> {
    let mut one = Vec::new();
    let mut two = Vec::new();
    for (a, b) in [(0, 1), (0, typed.len() - 1)] {
        if a == b || b >= typed.len() {
            continue;
        }
        one.extend(others[a].iter().map(|x| format!("{x} {}", typed[b].text)));
        one.extend(others[b].iter().map(|y| format!("{} {y}", typed[a].text)));
        two.extend(
            others[a]
                .iter()
                .take(4)
                .flat_map(|x| others[b].iter().take(4).map(move |y| format!("{x} {y}"))),
        );
    }
    one.extend(two);
    let mut seen = std::collections::HashSet::new();
    one.retain(|pair| seen.insert(pair.clone()));
    one
}
