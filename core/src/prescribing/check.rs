//! `prescribing.search` and `prescribing.check`.

use chrono::NaiveDate;

use super::facts::{self, Facts};
use super::lists::{ListState, ListStatus, Lists, Medicine};
use super::model::{AllergyKnowledge, SafetyAnswer};
use super::reading::{self, Reading};
use super::requests::{CheckPrescription, DraftItem, SearchMedicines};
use super::safety::{self, Findings, Item, Person, Unchecked, UncheckedReason};
use crate::api::Ctx;
use crate::db::Read;
use crate::printing::Texts;
use crate::settings::{self, PRESCRIBING_LIST_MAX_AGE_DAYS};
use crate::{Result, patients};

/// Medicines by the beginning of any word of their names, or by ATC code: those whose own name begins so come first.
///
/// # Errors
/// As the store says.
pub(super) async fn search(ctx: &Ctx, request: SearchMedicines) -> Result<Vec<Medicine>> {
    let text = request.text.trim().to_lowercase();
    let lists = &*Lists::load(&mut ctx.db()?).await?;
    let limit = usize::from(request.limit.clamp(1, 20));
    let rows = lists
        .formulary
        .rows
        .iter()
        .filter(|m| lists.medicine(&m.ingredient).is_some_and(|known| std::ptr::eq(known, *m)));
    let mut hits: Vec<(u8, &Medicine)> = rows.filter_map(|m| Some((rank(lists, m, &text)?, m))).collect();
    hits.sort_by_key(|(rank, m)| (*rank, m.ingredient.len(), m.ingredient.clone()));
    Ok(hits.into_iter().take(limit).map(|(_, m)| m.clone()).collect())
}

/// 0 = the name begins so, 1 = a word of it, 2 = another name, 3 = the code.
fn rank(lists: &Lists, medicine: &Medicine, text: &str) -> Option<u8> {
    if text.is_empty() {
        return None;
    }
    let begins = |name: &str| name.split([' ', '-']).any(|word| word.starts_with(text)) || name.starts_with(text);
    if medicine.ingredient.starts_with(text) {
        Some(0)
    } else if begins(&medicine.ingredient) {
        Some(1)
    } else if lists.other_names(medicine).any(|name| begins(&name.to_lowercase())) {
        Some(2)
    } else {
        medicine.atc.to_lowercase().starts_with(text).then_some(3)
    }
}

/// A draft with all that is to be said of it.
#[derive(Debug)]
pub(super) struct Examined<'a> {
    /// The patient.
    pub facts: Facts,
    /// The medicines.
    pub readings: Vec<Reading<'a>>,
    /// What the rules say.
    pub findings: Findings,
    /// The lists used.
    pub lists: Vec<ListState>,
    /// The local day.
    pub today: NaiveDate,
}

/// Reads the chart and applies the rules.
pub(super) async fn examine<'a>(ctx: &Ctx, q: &mut impl Read, lists: &'a Lists, draft: &CheckPrescription) -> Result<Examined<'a>> {
    let today = patients::place(q, ctx, None).await?.today;
    let replaced: Vec<_> = draft.items.iter().filter_map(|i| i.replaces).collect();
    let facts = facts::read(q, draft.patient_id, &replaced, today).await?;
    let texts = Texts::of(draft.language);
    let readings: Vec<Reading<'_>> = draft.items.iter().map(|item| reading::read(lists, item, texts)).collect();
    let max_age = settings::whole(q, &PRESCRIBING_LIST_MAX_AGE_DAYS, ctx.app.workstation().id).await?;
    let findings = apply(lists, &facts.person, &readings, &draft.items);
    Ok(Examined {
        facts,
        readings,
        findings,
        lists: lists.states(today, max_age),
        today,
    })
}

/// The rules' findings, numbered as in the draft.
fn apply(lists: &Lists, person: &Person, readings: &[Reading<'_>], drafts: &[DraftItem]) -> Findings {
    let known: Vec<(usize, Item<'_>)> = readings
        .iter()
        .enumerate()
        .flat_map(|(at, r)| r.items().into_iter().map(move |item| (at, item)))
        .collect();
    let items: Vec<Item<'_>> = known.iter().map(|(_, item)| item.clone()).collect();
    let place = |at: u32| known.get(at as usize).and_then(|(at, _)| u32::try_from(*at).ok()).unwrap_or(at);
    let mut findings = safety::check(lists, person, &items);
    for warning in &mut findings.warnings {
        warning.item = place(warning.item);
    }
    for unchecked in &mut findings.unchecked {
        unchecked.item = unchecked.item.map(place);
    }
    for (at, (reading, item)) in readings.iter().zip(drafts).enumerate() {
        if reading.unknown {
            let text = item.ingredient.trim().to_owned();
            findings.unchecked.push(Unchecked {
                item: u32::try_from(at).ok(),
                reason: UncheckedReason::UnknownMedicine,
                text,
            });
        }
    }
    findings
}

/// What a draft would mean for the patient.
///
/// # Errors
/// `not_found`; as the store says.
pub(super) async fn check(ctx: &Ctx, request: CheckPrescription) -> Result<SafetyAnswer> {
    let mut db = ctx.db()?;
    let lists = Lists::load(&mut db).await?;
    let examined = examine(ctx, &mut db, &lists, &request).await?;
    Ok(answer(&examined, &request))
}

fn answer(examined: &Examined<'_>, request: &CheckPrescription) -> SafetyAnswer {
    let texts = Texts::of(request.language);
    let shown = examined.readings.iter().zip(&request.items).enumerate();
    let lists_hold = examined.lists.iter().all(|l| l.status == ListStatus::Current);
    SafetyAnswer {
        items: shown.map(|(at, (reading, draft))| reading.shown(at, draft, texts)).collect(),
        warnings: examined.findings.warnings.clone(),
        unchecked: examined.findings.unchecked.clone(),
        lists: examined.lists.clone(),
        allergies: examined.facts.allergies,
        maternity: examined.facts.maternity.clone(),
        complete: lists_hold && examined.findings.unchecked.is_empty() && examined.facts.allergies != AllergyKnowledge::NotRecorded,
    }
}

#[cfg(test)]
mod tests;
