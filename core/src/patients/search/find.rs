//! Reading, ranking and showing: from the text in the box to the hits.

use std::collections::{HashMap, HashSet};

use super::matching::{NameMatch, match_names};
use super::people::{self, Person};
use super::query::{self, Query};
use super::terms::{chart_digits, reversed_digits};
use super::{HitField, Mark, MatchKind, MatchedPart, PatientHit, PatientHits, SearchPatients, TodayVisit, lookup, words};
use crate::Result;
use crate::api::Ctx;
use crate::db::Read;
use crate::ids::PatientId;
use crate::patients::fold::fold;
use crate::patients::model::{DoctorName, PatientStatus};
use crate::patients::place::{Place, age, place};

/// Hits when the caller does not say.
const USUAL: u32 = 10;
/// Most hits of one answer.
const MOST: u32 = 50;

/// Answers `patients.search`.
///
/// # Errors
/// As the store says.
pub async fn search(ctx: &Ctx, request: SearchPatients) -> Result<PatientHits> {
    let mut db = ctx.db()?;
    let place = place(&mut db, ctx, request.location_id).await?;
    let query = query::read(&request.text, place.today);
    let want = request.limit.unwrap_or(USUAL).clamp(1, MOST) as usize;
    find(&mut db, &place, &query, want).await
}

/// A person who answers the query, and how.
#[derive(Debug)]
pub(super) struct Match {
    pub person: Person,
    kind: MatchKind,
    names: Option<NameMatch>,
}

async fn find(q: &mut impl Read, place: &Place, query: &Query, want: usize) -> Result<PatientHits> {
    let (mut matches, capped) = matches(q, query, want).await?;
    let today = people::today(q, place).await?;
    if capped && !query.words.is_empty() {
        add_expected(q, query, &today, &mut matches).await?;
    }
    matches.sort_by_cached_key(|m| rank(m, &today));
    let more = capped || matches.len() > want;
    matches.truncate(want);
    let ids: Vec<PatientId> = matches.iter().map(|m| m.person.id).collect();
    let doctors = people::usual_doctors(q, &ids).await?;
    let hits = matches.into_iter().map(|m| {
        let id = m.person.id;
        hit(m, query, place, doctors.get(&id).cloned(), today.get(&id).cloned())
    });
    Ok(PatientHits {
        hits: hits.collect(),
        more,
    })
}

async fn matches(q: &mut impl Read, query: &Query, want: usize) -> Result<(Vec<Match>, bool)> {
    if query.has_anchor() {
        let found = lookup::anchors(q, query).await?;
        let people = people::by_id(q, &found.ids).await?;
        let matches: Vec<Match> = people.into_iter().filter_map(|p| answer(p, query, true)).collect();
        if !matches.is_empty() || query.words.is_empty() {
            return Ok((matches, found.capped));
        }
    }
    by_name(q, query, want).await
}

pub(super) async fn by_name(q: &mut impl Read, query: &Query, want: usize) -> Result<(Vec<Match>, bool)> {
    let found = lookup::names(q, query, want).await?;
    let mut matches = answers(q, query, &found.ids).await?;
    if matches.len() < want {
        let mut meant = Vec::new();
        for word in &query.words {
            meant.push(words::meant(q, &word.text).await?);
        }
        let others = lookup::instead(q, query, &meant).await?;
        let known: HashSet<PatientId> = found.ids.iter().copied().collect();
        let fresh: Vec<PatientId> = others.ids.into_iter().filter(|id| !known.contains(id)).collect();
        matches.extend(answers(q, query, &fresh).await?);
    }
    Ok((matches, found.capped))
}

async fn answers(q: &mut impl Read, query: &Query, ids: &[PatientId]) -> Result<Vec<Match>> {
    let people = people::by_id(q, ids).await?;
    Ok(people.into_iter().filter_map(|p| answer(p, query, false)).collect())
}

/// A common name fills the page before everyone was read: today's and recent patients must not be missed.
async fn add_expected(q: &mut impl Read, query: &Query, today: &HashMap<PatientId, TodayVisit>, matches: &mut Vec<Match>) -> Result<()> {
    let ids: Vec<PatientId> = today.keys().copied().collect();
    let mut expected = people::by_id(q, &ids).await?;
    expected.extend(people::recent(q).await?);
    let mut known: HashSet<PatientId> = matches.iter().map(|m| m.person.id).collect();
    let anchored = query.has_anchor() && matches.iter().any(|m| m.kind < MatchKind::Name);
    for person in expected {
        if known.insert(person.id) {
            matches.extend(answer(person, query, anchored));
        }
    }
    Ok(())
}

/// Whether and how a person answers; `anchored` asks for the figures typed beside the name too.
fn answer(person: Person, query: &Query, anchored: bool) -> Option<Match> {
    let names = match_names(query, &person.words());
    let named = query.words.is_empty() || names.is_some();
    let kind = if anchored {
        anchor(&person, query)
    } else {
        names.as_ref().map(|n| n.kind)
    }?;
    named.then_some(Match { person, kind, names })
}

/// Which of the typed figures the person answers.
fn anchor(person: &Person, query: &Query) -> Option<MatchKind> {
    let digits = reversed_digits(&person.phone);
    let starts = |email: &String| person.email.starts_with(email.as_str());
    if query
        .chart
        .as_ref()
        .is_some_and(|chart| *chart == chart_digits(&person.chart_number))
    {
        Some(MatchKind::ChartNumber)
    } else if query.email.as_ref().is_some_and(starts) {
        Some(MatchKind::Email)
    } else if query.phones.iter().any(|phone| digits.starts_with(phone.as_str())) {
        Some(MatchKind::Phone)
    } else if query.born.contains(&person.date_of_birth) {
        Some(MatchKind::DateOfBirth)
    } else {
        // Found by the number of a chart that was merged into this one.
        query.chart.is_some().then_some(MatchKind::ChartNumber)
    }
}

type Rank = (MatchKind, u8, u8, bool, bool, u8, i64, String, String, String);

/// How it was found, then who is expected today, then who was here last, then the name.
fn rank(m: &Match, today: &HashMap<PatientId, TodayVisit>) -> Rank {
    let (inexact, role, unfinished) = m.names.as_ref().map_or((0, 0, 0), |n| n.rank);
    let p = &m.person;
    (
        m.kind,
        inexact,
        role,
        !today.contains_key(&p.id),
        p.status != PatientStatus::Active,
        unfinished,
        p.last_seen_at.map_or(0, |at| -at.timestamp()),
        fold(&p.last_name),
        fold(&p.first_name),
        p.chart_number.clone(),
    )
}

fn hit(m: Match, query: &Query, place: &Place, usual_doctor: Option<DoctorName>, today: Option<TodayVisit>) -> PatientHit {
    let mut matched = m.names.map(|n| n.parts).unwrap_or_default();
    if m.kind < MatchKind::Name {
        matched.extend(anchor_part(&m.person, m.kind, query));
    }
    PatientHit {
        matched,
        today,
        ..shown(m.person, m.kind, place, usual_doctor)
    }
}

/// A person as a hit shows them, without highlights.
pub(crate) fn shown(p: Person, kind: MatchKind, place: &Place, usual_doctor: Option<DoctorName>) -> PatientHit {
    PatientHit {
        id: p.id,
        age_years: age(p.date_of_birth, p.deceased_on, place.today),
        chart_number: p.chart_number,
        first_name: p.first_name,
        middle_name: p.middle_name,
        last_name: p.last_name,
        preferred_name: p.preferred_name,
        date_of_birth: p.date_of_birth,
        sex: p.sex,
        phone: p.phone,
        email: p.email,
        status: p.status,
        kind,
        matched: Vec::new(),
        usual_doctor,
        last_seen_at: p.last_seen_at,
        today: None,
    }
}

/// What to highlight of a figure: the whole, or as much of it as was typed.
fn anchor_part(person: &Person, kind: MatchKind, query: &Query) -> Option<MatchedPart> {
    let length = |text: &str| u32::try_from(text.encode_utf16().count()).unwrap_or(0);
    let whole = |text: &str| Mark {
        start: 0,
        end: length(text),
    };
    let (field, mark) = match kind {
        MatchKind::ChartNumber => (HitField::ChartNumber, whole(&person.chart_number)),
        MatchKind::Email => (HitField::Email, whole(query.email.as_deref().unwrap_or_default())),
        MatchKind::DateOfBirth => (HitField::DateOfBirth, whole("yyyy-mm-dd")),
        MatchKind::Phone => {
            let digits = reversed_digits(&person.phone);
            let typed = query
                .phones
                .iter()
                .filter(|p| digits.starts_with(p.as_str()))
                .map(String::len)
                .max()?;
            let end = length(&person.phone);
            let start = end.saturating_sub(u32::try_from(typed).unwrap_or(0));
            (HitField::Phone, Mark { start, end })
        }
        _ => return None,
    };
    Some(MatchedPart { field, mark })
}
