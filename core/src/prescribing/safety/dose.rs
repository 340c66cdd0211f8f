//! What is taken at a time and in 24 hours, against the most that the formulary states.

use std::collections::BTreeMap;

use super::model::{Findings, Item, Person, Unchecked, UncheckedReason, Warning, WarningKind};
use crate::prescribing::amount::{Amount, Quantity};
use crate::prescribing::lists::{ListName, Lists, Medicine, Severity, Site, Strength};
use crate::prescribing::sig::{DoseUnit, Route, Sig, Timing};

/// Below this age, in months, an adult's maximum is no measure.
const CHILD: i32 = 144;

/// The most that is taken in 24 hours of each ingredient, in nanograms; none when the dose cannot be turned into a weight, or
/// when nothing says how often it is taken.
#[must_use]
pub fn per_day(sig: &Sig, strength: &Strength) -> Option<Vec<i64>> {
    let most = sig.at_most.map(|most| weights(most.amount, most.unit, strength));
    let Some(times) = times_a_day(sig.timing) else { return most? };
    let all: Vec<i64> = at_once(sig, strength)?
        .into_iter()
        .map(|w| w.checked_mul(times))
        .collect::<Option<_>>()?;
    Some(match most {
        None => all,
        Some(most) => all.into_iter().zip(most?).map(|(all, most)| all.min(most)).collect(),
    })
}

fn times_a_day(timing: Option<Timing>) -> Option<i64> {
    Some(match timing? {
        Timing::Times { times } => i64::from(times),
        // At 0, 5, 10, 15 and 20 hours: five doses of one in five hours.
        Timing::Hours { least, .. } => i64::from(24_u8.div_ceil(least.max(1))),
        Timing::Each { moments } => i64::try_from(moments.len()).ok()?,
        Timing::Once | Timing::At { .. } | Timing::Week { .. } | Timing::Days { .. } => 1,
    })
}

/// The most that is taken at a time of each ingredient, in nanograms.
fn at_once(sig: &Sig, strength: &Strength) -> Option<Vec<i64>> {
    let sides = if sig.route == Some(Route::EachNostril) { 2 } else { 1 };
    let weights = weights(sig.dose.highest(), sig.dose.unit, strength)?;
    weights.into_iter().map(|weight| weight.checked_mul(sides)).collect()
}

/// What so much of a medicine holds of each ingredient, in nanograms.
fn weights(amount: Amount, unit: DoseUnit, strength: &Strength) -> Option<Vec<i64>> {
    let parts: Vec<i128> = strength
        .parts
        .iter()
        .map(|p| p.nanograms().map(i128::from))
        .collect::<Option<_>>()?;
    let amount = i128::from(amount.as_thousandths());
    // The dose as a share of what the strength is stated for.
    let (share, whole) = match unit {
        DoseUnit::Mcg => (amount, *parts.first()?),
        DoseUnit::Mg => (amount * 1_000, *parts.first()?),
        DoseUnit::G => (amount * 1_000_000, *parts.first()?),
        DoseUnit::Ml => (
            amount,
            i128::from(strength.per.filter(|_| strength.is_liquid())?.amount.as_thousandths()),
        ),
        DoseUnit::Drop | DoseUnit::Application | DoseUnit::Unit | DoseUnit::Patch => return None,
        _ if strength.per.is_some() => return None,
        _ => (amount, 1000),
    };
    parts
        .into_iter()
        .map(|part| i64::try_from((part * share).checked_div(whole)?).ok())
        .collect()
}

pub(super) fn check(lists: &Lists, person: &Person, items: &[Item<'_>], findings: &mut Findings) {
    let mut totals: BTreeMap<&str, (i64, usize)> = BTreeMap::new();
    for (at, item) in items.iter().enumerate() {
        let Some(sig) = item.sig.filter(|_| item.medicine.site(item.route) != Site::Local) else {
            continue;
        };
        compare_at_once(lists, person, (at, item), sig, findings);
        let Some(weights) = item.strength.as_ref().and_then(|strength| per_day(sig, strength)) else {
            if limited(lists, item.medicine) {
                findings.unchecked.push(unchecked(at, item, UncheckedReason::DoseUnit));
            }
            continue;
        };
        for (component, weight) in item.medicine.components().zip(weights) {
            let total = totals.entry(component).or_insert((0, at));
            *total = (total.0.saturating_add(weight), at);
        }
    }
    for (component, (total, at)) in totals {
        let item = &items[at];
        let most = Most::of(lists, component, item.medicine, |m| (m.max_daily, m.max_per_kg));
        if let Some(reason) = most.unknown(person) {
            findings.unchecked.push(unchecked(at, item, reason));
        }
        if let Some(limit) = most.limit(person).filter(|limit| total > *limit) {
            findings
                .warnings
                .push(warning((at, item), component, WarningKind::Dose, (total, limit)));
        }
    }
}

fn compare_at_once(lists: &Lists, person: &Person, (at, item): (usize, &Item<'_>), sig: &Sig, findings: &mut Findings) {
    let weights = item
        .strength
        .as_ref()
        .and_then(|strength| at_once(sig, strength))
        .unwrap_or_default();
    for (component, weight) in item.medicine.components().zip(weights) {
        let most = Most::of(lists, component, item.medicine, |m| (m.max_at_once, m.max_at_once_per_kg));
        if let Some(limit) = most.limit(person).filter(|limit| weight > *limit) {
            findings
                .warnings
                .push(warning((at, item), component, WarningKind::DoseAtOnce, (weight, limit)));
        }
    }
}

/// Whether a maximum is stated for any of its ingredients.
fn limited(lists: &Lists, medicine: &Medicine) -> bool {
    medicine.max_daily.is_some()
        || medicine
            .components()
            .any(|c| lists.medicine(c).is_some_and(|m| m.max_daily.is_some()))
}

/// What the formulary states as the most of an ingredient, in nanograms.
struct Most {
    adult: Option<i64>,
    per_kg: Option<i64>,
}

impl Most {
    /// The least of what the medicine's own row and the ingredient's say. A row says it of its first ingredient.
    fn of(lists: &Lists, component: &str, medicine: &Medicine, said: fn(&Medicine) -> (Option<Quantity>, Option<Quantity>)) -> Self {
        let own = Some(medicine).filter(|m| m.components().next() == Some(component));
        let rows: Vec<_> = own.into_iter().chain(lists.medicine(component)).map(said).collect();
        Self {
            adult: rows.iter().filter_map(|row| row.0?.nanograms()).min(),
            per_kg: rows.iter().filter_map(|row| row.1?.nanograms()).min(),
        }
    }

    /// For this person: a child's goes by the weight, and is never above an adult's.
    fn limit(&self, person: &Person) -> Option<i64> {
        let by_weight = self.per_kg.zip(person.weight_grams).filter(|_| person.age_months < CHILD);
        let by_weight = by_weight.and_then(|(limit, grams)| limit.checked_mul(grams)).map(|w| w / 1000);
        by_weight.into_iter().chain(self.adult).min()
    }

    /// Why a child's cannot be told.
    fn unknown(&self, person: &Person) -> Option<UncheckedReason> {
        match (self.per_kg, person.weight_grams) {
            _ if person.age_months >= CHILD => None,
            (None, _) => Some(UncheckedReason::ChildDose),
            (Some(_), None) => Some(UncheckedReason::ChildWeight),
            (Some(_), Some(_)) => None,
        }
    }
}

fn unchecked(at: usize, item: &Item<'_>, reason: UncheckedReason) -> Unchecked {
    Unchecked {
        item: u32::try_from(at).ok(),
        reason,
        text: item.medicine.ingredient.clone(),
    }
}

fn warning((at, item): (usize, &Item<'_>), component: &str, kind: WarningKind, (given, limit): (i64, i64)) -> Warning {
    let mut warning = Warning::about(at, item.medicine, kind, Severity::Major, ListName::Formulary);
    warning.key = format!("{}:{component}", kind.as_str());
    component.clone_into(&mut warning.other);
    warning.figure = Quantity::of_nanograms(given).to_string();
    warning.limit = Quantity::of_nanograms(limit).to_string();
    let at_once = kind == WarningKind::DoseAtOnce;
    warning.effect = if at_once { "overdose_at_once" } else { "overdose" }.to_owned();
    warning.mechanism = "dose".to_owned();
    warning.action = "lower_dose".to_owned();
    warning.source.clone_from(&item.medicine.source);
    warning
}
