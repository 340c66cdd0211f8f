//! The people who may be the one being registered: a wide net over each field for itself.

use chrono::{Datelike, NaiveDate};

use super::find::by_name;
use super::lookup;
use super::query::{self, Query};
use super::terms::reversed_digits;
use crate::Result;
use crate::db::Read;
use crate::ids::PatientId;
use crate::patients::candidates::Typed;
use crate::patients::place::Place;

/// Digits of a phone's tail that must agree.
const TAIL: usize = 7;

/// Those who share the phone's tail, the e-mail, the date of birth (also with day and month swapped), or the name as it sounds.
pub(crate) async fn alike(q: &mut impl Read, place: &Place, typed: &Typed) -> Result<Vec<PatientId>> {
    let tail: String = reversed_digits(&typed.phone).chars().take(TAIL).collect();
    let mut figures = Query {
        phones: Some(tail).filter(|t| t.len() == TAIL).into_iter().collect(),
        email: Some(typed.email.clone()).filter(|e| e.contains('@')),
        ..Query::default()
    };
    if let Some(born) = typed.date_of_birth {
        figures.born.insert(born);
        figures.born.extend(NaiveDate::from_ymd_opt(born.year(), born.day(), born.month()));
    }
    let mut ids = lookup::anchors(q, &figures).await?.ids;
    if !typed.first_name.is_empty() && !typed.last_name.is_empty() {
        let name = query::read(&format!("{}, {}", typed.last_name, typed.first_name), place.today);
        let (matches, _) = by_name(q, &name, lookup::PER_RANGE).await?;
        for found in matches {
            if !ids.contains(&found.person.id) {
                ids.push(found.person.id);
            }
        }
    }
    Ok(ids)
}
