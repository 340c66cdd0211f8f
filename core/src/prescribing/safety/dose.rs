//! What is taken in 24 hours, against the most that the formulary states.

use std::collections::BTreeMap;

use super::model::{Findings, Item, Person, Unchecked, UncheckedReason, Warning, WarningKind};
use crate::prescribing::amount::Quantity;
use crate::prescribing::lists::{ListName, Lists, Medicine, Severity, Site, Strength};
use crate::prescribing::sig::{DoseUnit, Sig, Timing};

/// Below this age, in months, an adult's maximum is no measure.
const CHILD: i32 = 144;

/// The most that is taken in 24 hours of each ingredient, in nanograms; none when the dose cannot be turned into a weight.
#[must_use]
pub fn per_day(sig: &Sig, strength: &Strength) -> Option<Vec<i64>> {
    let times = match sig.timing {
        Some(Timing::Times { times }) => i64::from(times),
        // At 0, 5, 10, 15 and 20 hours: five doses of one in five hours.
        Some(Timing::Hours { least, .. }) => i64::from(24_u8.div_ceil(least.max(1))),
        Some(Timing::Once | Timing::At { .. } | Timing::Days { .. }) | None => 1,
    };
    at_a_time(sig, strength)?.into_iter().map(|w| w.checked_mul(times)).collect()
}

fn at_a_time(sig: &Sig, strength: &Strength) -> Option<Vec<i64>> {
    let parts: Vec<i128> = strength
        .parts
        .iter()
        .map(|p| p.nanograms().map(i128::from))
        .collect::<Option<_>>()?;
    let amount = i128::from(sig.dose.highest().as_thousandths());
    // The dose as a share of what the strength is stated for.
    let (share, whole) = match sig.dose.unit {
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
        let Some(sig) = item.sig.filter(|_| Site::of(item.route) != Site::Local) else {
            continue;
        };
        let Some(weights) = per_day(sig, &item.strength) else {
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
        compare(lists, person, component, total, (at, &items[at]), findings);
    }
}

/// Whether a maximum is stated for any of its ingredients.
fn limited(lists: &Lists, medicine: &Medicine) -> bool {
    medicine.max_daily.is_some()
        || medicine
            .components()
            .any(|c| lists.medicine(c).is_some_and(|m| m.max_daily.is_some()))
}

fn compare(lists: &Lists, person: &Person, component: &str, total: i64, (at, item): (usize, &Item<'_>), findings: &mut Findings) {
    let own = Some(item.medicine).filter(|m| m.components().next() == Some(component));
    let rows: Vec<&Medicine> = own.into_iter().chain(lists.medicine(component)).collect();
    let adult = rows.iter().filter_map(|m| m.max_daily?.nanograms()).min();
    let limit = if person.age_months < CHILD {
        let per_kg = rows.iter().filter_map(|m| m.max_per_kg?.nanograms()).min();
        let by_weight = per_kg
            .zip(person.weight_grams)
            .and_then(|(limit, grams)| limit.checked_mul(grams))
            .map(|w| w / 1000);
        if by_weight.is_none() {
            findings.unchecked.push(unchecked(at, item, UncheckedReason::ChildDose));
        }
        by_weight.into_iter().chain(adult).min()
    } else {
        adult
    };
    if let Some(limit) = limit.filter(|limit| total > *limit) {
        findings.warnings.push(warning(at, item, component, (total, limit)));
    }
}

fn unchecked(at: usize, item: &Item<'_>, reason: UncheckedReason) -> Unchecked {
    Unchecked {
        item: u32::try_from(at).ok(),
        reason,
        text: item.medicine.ingredient.clone(),
    }
}

fn warning(at: usize, item: &Item<'_>, component: &str, (total, limit): (i64, i64)) -> Warning {
    let mut warning = Warning::about(at, item.medicine, WarningKind::Dose, Severity::Major, ListName::Formulary);
    warning.key = format!("dose:{component}");
    component.clone_into(&mut warning.other);
    warning.figure = Quantity::of_nanograms(total).to_string();
    warning.limit = Quantity::of_nanograms(limit).to_string();
    warning.effect = "overdose".to_owned();
    warning.mechanism = "dose".to_owned();
    warning.action = "lower_dose".to_owned();
    warning.source.clone_from(&item.medicine.source);
    warning
}
