//! The safety check: pure rules over the lists and what the chart's rows say of the patient. Nothing here reads a store, so
//! it answers when the document store is away.

mod allergy;
mod caution;
mod dose;
mod duplicate;
mod interaction;
mod model;
#[cfg(test)]
mod tests;

pub use dose::per_day;
pub use model::{Findings, Item, KnownAllergy, Person, Taking, Unchecked, UncheckedReason, Warning, WarningKind};

use super::lists::Lists;
use super::sig::Route;
use model::Known;

/// Everything that is to be said about giving these to this person.
#[must_use]
pub fn check(lists: &Lists, person: &Person, items: &[Item<'_>]) -> Findings {
    let mut findings = Findings::default();
    let taking: Vec<Known<'_>> = person.taking.iter().flat_map(|t| known(lists, t, &mut findings)).collect();
    allergy::check(lists, person, items, &mut findings);
    for (at, item) in items.iter().enumerate() {
        let others = items[..at].iter().map(Known::of_item).chain(taking.iter().cloned());
        for other in others {
            duplicate::check(lists, at, item, &other, &mut findings);
            interaction::check(lists, at, item, &other, &mut findings);
        }
        caution::check(lists, person, at, item, &mut findings);
    }
    dose::check(lists, person, items, &mut findings);
    findings.settle();
    findings
}

/// What the lists know of something that is taken already.
fn known<'a>(lists: &'a Lists, taking: &Taking, findings: &mut Findings) -> Vec<Known<'a>> {
    let coded = lists.medicine(&taking.code);
    let medicines = coded.map_or_else(|| lists.medicines_in(&taking.name), |medicine| vec![medicine]);
    if medicines.is_empty() || (coded.is_none() && lists.leaves_out(&taking.name)) {
        findings.unchecked.push(Unchecked {
            item: None,
            reason: UncheckedReason::UnknownMedication,
            text: taking.name.clone(),
        });
    }
    let route = taking.route.unwrap_or(Route::Oral);
    medicines
        .into_iter()
        .map(|medicine| Known {
            medicine,
            site: medicine.site(route),
            shown: taking.name.clone(),
        })
        .collect()
}
