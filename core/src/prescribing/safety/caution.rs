//! Cautions by age, in pregnancy, while breastfeeding, and for medicines that are taken weekly.

use super::model::{Findings, Item, Person, Warning, WarningKind};
use crate::clinical::{Said, may_be_pregnant};
use crate::prescribing::lists::{Caution, CautionKind, ListName, Lists, Severity, Site};
use crate::prescribing::sig::{Route, Sig, Timing};

pub(super) fn check(lists: &Lists, person: &Person, at: usize, item: &Item<'_>, findings: &mut Findings) {
    let rows = lists
        .cautions
        .rows
        .iter()
        .filter(|row| item.medicine.is(&row.subject) && by_route(row, item));
    for row in rows {
        let severity = match row.kind {
            CautionKind::Age => in_age(row, person.age_months).then_some(row.severity),
            CautionKind::Pregnancy => in_pregnancy(row, person),
            CautionKind::Lactation => (person.breastfeeding == Said::Yes).then_some(row.severity),
            CautionKind::Weekly => item.sig.is_some_and(more_than_weekly).then_some(row.severity),
        };
        if let Some(severity) = severity {
            findings.warnings.push(warning(at, item, row, severity, person));
        }
    }
}

/// Whether the row is about this way of taking it; what acts locally is spoken of by name only.
fn by_route(row: &Caution, item: &Item<'_>) -> bool {
    let route = item.route;
    match row.routes.as_str() {
        "oral" => matches!(route, Route::Oral | Route::Sublingual | Route::Buccal | Route::Rectal),
        "injection" => matches!(route, Route::Intravenous | Route::Intramuscular | Route::Subcutaneous),
        _ => item.medicine.site(route) != Site::Local,
    }
}

fn in_age(row: &Caution, months: i32) -> bool {
    row.below.is_some_and(|below| months < below) || row.from.is_some_and(|from| months >= from)
}

/// Known to be pregnant: as the row says. Not asked yet: a question.
fn in_pregnancy(row: &Caution, person: &Person) -> Option<Severity> {
    match person.pregnancy {
        Said::Yes => Some(row.severity),
        Said::No => None,
        Said::Unknown => {
            let possible = may_be_pregnant(person.sex, person.age_months);
            (possible && row.severity != Severity::Moderate).then_some(Severity::Moderate)
        }
    }
}

fn more_than_weekly(sig: &Sig) -> bool {
    !matches!(sig.timing, Some(Timing::Once) | Some(Timing::Days { every: 7.. }))
}

fn warning(at: usize, item: &Item<'_>, row: &Caution, severity: Severity, person: &Person) -> Warning {
    let kind = match row.kind {
        CautionKind::Age => WarningKind::Age,
        CautionKind::Pregnancy => WarningKind::Pregnancy,
        CautionKind::Lactation => WarningKind::Lactation,
        CautionKind::Weekly => WarningKind::Weekly,
    };
    let mut warning = Warning::about(at, item.medicine, kind, severity, ListName::Cautions);
    warning.key = format!("{}:{}:{}", kind.as_str(), item.medicine.ingredient, row.effect);
    warning.effect.clone_from(&row.effect);
    warning.mechanism = kind.as_str().to_owned();
    let asked = kind == WarningKind::Pregnancy && person.pregnancy == Said::Unknown;
    warning.action = if asked { "ask_pregnancy".to_owned() } else { row.action.clone() };
    warning.source.clone_from(&row.source);
    warning
}
