//! Keeps `patient_search` true, in the transaction of the change.

use super::names::Names;
use super::terms::{Searched, Term, chart_digits, dictionary_words, terms};
use super::{terms::Kind, words};
use crate::db::Tx;
use crate::ids::PatientId;
use crate::patients::model::Patient;
use crate::{Result, args};

const INSERT: &str = "INSERT INTO patient_search (kind, term, patient_id) VALUES (?, ?, ?)";
const DELETE: &str = "DELETE FROM patient_search WHERE kind = ? AND term = ? AND patient_id = ?";

/// What of a chart is searched.
pub(crate) fn searched(patient: &Patient) -> Searched<'_> {
    Searched {
        names: Names {
            first: &patient.first_name,
            middle: &patient.middle_name,
            last: &patient.last_name,
            preferred: &patient.preferred_name,
        },
        chart_number: &patient.chart_number,
        date_of_birth: patient.date_of_birth,
        phone: &patient.phone,
        email: &patient.email,
    }
}

/// Makes a chart findable as `now`, and no longer as `before`.
///
/// # Errors
/// As the store says.
pub(crate) async fn reindex(tx: &mut Tx, before: Option<&Patient>, now: Option<&Patient>) -> Result<()> {
    let all = |patient: Option<&Patient>| patient.map(|p| terms(searched(p))).unwrap_or_default();
    let (old, new) = (all(before), all(now));
    let Some(id) = now.or(before).map(|p| p.id) else { return Ok(()) };
    for (kind, term) in old.difference(&new) {
        tx.exec(DELETE, args![*kind, term, id]).await?;
    }
    for (kind, term) in new.difference(&old) {
        tx.exec(INSERT, args![*kind, term, id]).await?;
    }
    match now {
        Some(patient) => words::learn(tx, &dictionary_words(searched(patient).names)).await,
        None => Ok(()),
    }
}

/// A merged chart's number still finds the person, in the chart that survived.
fn alias(chart_number: &str) -> Term {
    (Kind::Chart.as_str(), chart_digits(chart_number))
}

/// Lets a merged chart's number lead to `survivor`.
///
/// # Errors
/// As the store says.
pub(crate) async fn add_alias(tx: &mut Tx, chart_number: &str, survivor: PatientId) -> Result<()> {
    let (kind, term) = alias(chart_number);
    tx.exec(INSERT, args![kind, term, survivor]).await?;
    Ok(())
}

/// Takes [`add_alias`] back.
///
/// # Errors
/// As the store says.
pub(crate) async fn remove_alias(tx: &mut Tx, chart_number: &str, survivor: PatientId) -> Result<()> {
    let (kind, term) = alias(chart_number);
    tx.exec(DELETE, args![kind, term, survivor]).await?;
    Ok(())
}
