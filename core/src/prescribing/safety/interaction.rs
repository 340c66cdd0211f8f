//! Pairs of the interaction list. What stays on the skin or in eye, ear or vagina meets nothing elsewhere.

use super::model::{Findings, Item, Known, Warning, WarningKind};
use crate::prescribing::lists::{Interaction, ListName, Lists, Site};

pub(super) fn check(lists: &Lists, at: usize, item: &Item<'_>, other: &Known<'_>, findings: &mut Findings) {
    // Planted fault for `prove rx-safety --plant`: pairs are compared in one order only.
    #[cfg(feature = "plant")]
    let both_orders = false;
    #[cfg(not(feature = "plant"))]
    let both_orders = true;
    let (new, old) = (item.medicine, other.medicine);
    if new.site(item.route) == Site::Local || other.site == Site::Local || new.ingredient == old.ingredient {
        return;
    }
    let meets = |row: &&Interaction| (new.is(&row.a) && old.is(&row.b)) || (both_orders && new.is(&row.b) && old.is(&row.a));
    for row in lists.interactions.rows.iter().filter(meets) {
        let mut pair = [new.ingredient.as_str(), old.ingredient.as_str()];
        pair.sort_unstable();
        let mut warning = Warning::about(at, new, WarningKind::Interaction, row.severity, ListName::Interactions);
        warning.key = format!("interaction:{}:{}:{}", pair[0], pair[1], row.effect);
        warning.other.clone_from(&other.shown);
        warning.effect.clone_from(&row.effect);
        warning.mechanism.clone_from(&row.mechanism);
        warning.action.clone_from(&row.action);
        warning.source.clone_from(&row.source);
        findings.warnings.push(warning);
    }
}
