//! Many charts at once, for the demo clinic, imports and benches: the same rows as registering one by one,
//! in few statements and in the order in which the search table is clustered.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use futures::FutureExt;

use super::model::Patient;
use super::search::index::searched;
use super::search::terms::{dictionary_words, terms, word_terms};
use super::{chart_number, queries};
use crate::api::Ctx;
use crate::audit::Entry;
use crate::db::{Arg, Read, Sql, Tx};
use crate::{Result, args};

/// Rows of one statement, well under the 32,766 values that SQLite takes.
const CHARTS: usize = 500;
const TERMS: usize = 4000;
/// Charts of one transaction.
const TOGETHER: usize = 25_000;

const INSERT_TERMS: &str = "INSERT INTO patient_search (kind, term, patient_id) VALUES ";
const INSERT_WORDS: &str = "INSERT INTO patient_words (kind, term, word) VALUES ";
const KNOWN_WORDS: &str = "SELECT word FROM patient_words WHERE kind = 'd' AND word = term AND term IN (??)";

/// Writes charts with their index; `chart_number` is given in order, whatever the caller put there.
///
/// # Errors
/// As the store says. The caller makes the audit record.
pub async fn bulk_insert(tx: &mut Tx, patients: &mut [Patient], now: DateTime<Utc>) -> Result<()> {
    let count = i64::try_from(patients.len()).unwrap_or(i64::MAX);
    let first = chart_number::take(tx, count, now).await?;
    for (number, patient) in (first..).zip(patients.iter_mut()) {
        patient.chart_number = chart_number::format(number);
    }
    for some in patients.chunks(CHARTS) {
        let rows: Vec<Vec<Arg>> = some.iter().map(queries::insert_args).collect::<Result<_>>()?;
        insert(tx, queries::INSERT, queries::INSERT_ROW, rows).await?;
    }
    let mut rows: Vec<_> = patients
        .iter()
        .flat_map(|p| terms(searched(p)).into_iter().map(|t| (t, p.id)))
        .collect();
    rows.sort_unstable();
    for some in rows.chunks(TERMS) {
        let rows = some.iter().map(|((kind, term), id)| args![*kind, term, *id]).collect();
        insert(tx, INSERT_TERMS, "(?, ?, ?)", rows).await?;
    }
    learn(tx, patients).await
}

async fn learn(tx: &mut Tx, patients: &[Patient]) -> Result<()> {
    let mut words: BTreeSet<String> = patients.iter().flat_map(|p| dictionary_words(searched(p).names)).collect();
    let all: Vec<String> = words.iter().cloned().collect();
    for some in all.chunks(TERMS) {
        let known: Vec<(String,)> = tx
            .all(Sql::list(KNOWN_WORDS, some.len()), some.iter().map(Arg::from).collect())
            .await?;
        for (word,) in known {
            words.remove(&word);
        }
    }
    let mut rows: Vec<_> = words.iter().flat_map(|w| word_terms(w).into_iter().map(move |t| (t, w))).collect();
    rows.sort_unstable();
    for some in rows.chunks(TERMS) {
        let rows = some.iter().map(|((kind, term), word)| args![*kind, term, *word]).collect();
        insert(tx, INSERT_WORDS, "(?, ?, ?)", rows).await?;
    }
    Ok(())
}

async fn insert(tx: &mut Tx, into: &'static str, row: &'static str, rows: Vec<Vec<Arg>>) -> Result<()> {
    let mut text = vec![into];
    for n in 0..rows.len() {
        if n > 0 {
            text.push(", ");
        }
        text.push(row);
    }
    tx.exec(Sql::parts(&text), rows.concat()).await?;
    Ok(())
}

/// Writes charts in transactions of their own, each with a record.
///
/// # Errors
/// As the store says; what was committed before stays.
pub async fn load(ctx: &Ctx, patients: &[Patient]) -> Result<()> {
    for some in patients.chunks(TOGETHER) {
        ctx.transact(|tx, _| {
            async move {
                bulk_insert(tx, &mut some.to_vec(), ctx.now).await?;
                tx.record(Entry::new("patients.load", "patient", None).created(&serde_json::json!({ "charts": some.len() })));
                Ok(())
            }
            .boxed()
        })
        .await?;
    }
    Ok(())
}
