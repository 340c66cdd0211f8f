//! The same ingredient twice at the same site, or two medicines of a class that is not doubled.

use super::model::{Findings, Item, Known, Warning, WarningKind};
use crate::prescribing::lists::{ListName, Lists, Severity, Site};

pub(super) fn check(lists: &Lists, at: usize, item: &Item<'_>, other: &Known<'_>, findings: &mut Findings) {
    let (new, site) = (item.medicine, item.medicine.site(item.route));
    if site != other.site {
        return;
    }
    let mut warning = |severity: Severity, list, class: &str, source: &str| {
        let mut pair = [new.ingredient.as_str(), other.medicine.ingredient.as_str()];
        pair.sort_unstable();
        let mut warning = Warning::about(at, new, WarningKind::Duplicate, severity, list);
        warning.key = format!("duplicate:{}:{}", pair[0], pair[1]);
        warning.other.clone_from(&other.shown);
        class.clone_into(&mut warning.class);
        warning.effect = "doubled_effect".to_owned();
        warning.mechanism = if class.is_empty() { "same_ingredient" } else { "same_class" }.to_owned();
        warning.action = "stop_one".to_owned();
        source.clone_into(&mut warning.source);
        findings.warnings.push(warning);
    };
    if new.components().any(|c| other.medicine.components().any(|o| o == c)) {
        warning(Severity::Major, ListName::Formulary, "", &new.source);
    } else if site != Site::Local {
        let shared = lists
            .classes
            .rows
            .iter()
            .filter(|c| new.classes.contains(&c.class) && other.medicine.classes.contains(&c.class));
        if let Some(worst) = shared.min_by_key(|c| c.severity) {
            warning(worst.severity, ListName::Classes, &worst.class, &worst.source);
        }
    }
}
