//! Who may be the same person: a wide net of cheap lookups, then the comparison.

use std::cmp::Reverse;

use chrono::NaiveDate;

use super::compare::{Typed, compare, likelihood, score};
use super::{Candidate, FindCandidates};
use crate::Result;
use crate::api::Ctx;
use crate::patients::place::place;
use crate::patients::search::{self, MatchKind, people};
use crate::patients::validate;

/// Candidates shown at most.
const SHOWN: usize = 3;

/// Answers `patients.candidates`: nobody until enough is typed to mean someone.
///
/// # Errors
/// As the store says.
pub async fn find(ctx: &Ctx, request: FindCandidates) -> Result<Vec<Candidate>> {
    let mut db = ctx.db()?;
    let place = place(&mut db, ctx, request.location_id).await?;
    let typed = Typed {
        first_name: validate::tidy(&request.first_name),
        last_name: validate::tidy(&request.last_name),
        date_of_birth: NaiveDate::parse_from_str(request.date_of_birth.trim(), "%Y-%m-%d").ok(),
        sex: request.sex,
        phone: validate::phone(&request.phone, &place.country).unwrap_or_else(|_| request.phone.trim().to_owned()),
        email: request.email.trim().to_lowercase(),
    };
    let ids = search::alike(&mut db, &place, &typed).await?;
    let mut found = Vec::new();
    for person in people::by_id(&mut db, &ids).await? {
        let fields = compare(&typed, &person);
        let score = score(&fields);
        if let Some(likelihood) = likelihood(score) {
            found.push((Reverse(score), person, likelihood, fields));
        }
    }
    found.sort_by(|a, b| (a.0, &a.1.chart_number).cmp(&(b.0, &b.1.chart_number)));
    found.truncate(SHOWN);
    let ids: Vec<_> = found.iter().map(|f| f.1.id).collect();
    let mut doctors = people::usual_doctors(&mut db, &ids).await?;
    let shown = found.into_iter().map(|(Reverse(score), person, likelihood, fields)| {
        let doctor = doctors.remove(&person.id);
        Candidate {
            patient: search::shown(person, MatchKind::SoundAlike, &place, doctor),
            score,
            likelihood,
            fields,
        }
    });
    Ok(shown.collect())
}
