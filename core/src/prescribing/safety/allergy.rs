//! Allergies: to the ingredient, to its class, and as far as the list of cross-reactions says.

use super::model::{Findings, Item, KnownAllergy, Person, Unchecked, UncheckedReason, Warning, WarningKind};
use crate::prescribing::lists::{ListName, Lists, Medicine, Severity, Subject};

pub(super) fn check(lists: &Lists, person: &Person, items: &[Item<'_>], findings: &mut Findings) {
    for allergy in &person.allergies {
        let subjects = meant(lists, allergy);
        if subjects.is_empty() || lists.leaves_out(&allergy.substance) {
            let text = allergy.substance.clone();
            findings.unchecked.push(Unchecked {
                item: None,
                reason: UncheckedReason::UnknownAllergy,
                text,
            });
        }
        for (at, item) in items.iter().enumerate() {
            let hits = subjects.iter().filter_map(|subject| hit(lists, subject, item.medicine));
            if let Some(hit) = hits.min_by_key(|hit| hit.severity) {
                findings.warnings.push(warning(at, item.medicine, allergy, hit));
            }
        }
    }
}

/// What the allergy is to: its code, or the names in its text.
fn meant(lists: &Lists, allergy: &KnownAllergy) -> Vec<Subject> {
    let exact = lists.named(&allergy.code).or_else(|| lists.named(&allergy.substance));
    exact.map_or_else(
        || lists.named_in(&allergy.substance).into_iter().cloned().collect(),
        |subject| vec![subject.clone()],
    )
}

struct Hit<'a> {
    severity: Severity,
    mechanism: &'static str,
    source: &'a str,
}

/// How a medicine is reached by an allergy, if it is.
fn hit<'a>(lists: &'a Lists, allergic_to: &Subject, medicine: &'a Medicine) -> Option<Hit<'a>> {
    if let Some(mechanism) = itself(allergic_to, medicine) {
        return Some(Hit {
            severity: Severity::Contraindicated,
            mechanism,
            source: &medicine.source,
        });
    }
    let classes: Vec<&String> = match allergic_to {
        Subject::NoMedicine => Vec::new(),
        Subject::Class(class) => vec![class],
        // Classes of a combination belong to its other ingredients too.
        Subject::Ingredient(name) => match lists.medicine(name) {
            Some(medicine) => medicine.classes.iter().collect(),
            None => lists.containing(name).flat_map(|m| &m.classes).collect(),
        },
    };
    let from = |subject: &Subject| subject == allergic_to || matches!(subject, Subject::Class(class) if classes.contains(&class));
    let reaches = lists
        .allergies
        .rows
        .iter()
        .filter(|row| from(&row.allergic_to) && medicine.is(&row.reaches));
    let worst = reaches.min_by_key(|row| row.severity)?;
    let mechanism = if worst.allergic_to == worst.reaches {
        "same_class"
    } else {
        "cross_reaction"
    };
    Some(Hit {
        severity: worst.severity,
        mechanism,
        source: &worst.source,
    })
}

fn itself(allergic_to: &Subject, medicine: &Medicine) -> Option<&'static str> {
    match allergic_to {
        Subject::Class(_) | Subject::NoMedicine => medicine.is(allergic_to).then_some("same_class"),
        Subject::Ingredient(name) => name
            .split(" + ")
            .any(|part| medicine.components().any(|c| c == part))
            .then_some("same_ingredient"),
    }
}

fn warning(at: usize, medicine: &Medicine, allergy: &KnownAllergy, hit: Hit<'_>) -> Warning {
    let mut warning = Warning::about(at, medicine, WarningKind::Allergy, hit.severity, ListName::Allergies);
    warning.key = format!("allergy:{}:{}", allergy.substance.to_lowercase(), medicine.ingredient);
    warning.other.clone_from(&allergy.substance);
    warning.figure.clone_from(&allergy.reaction);
    warning.effect = "allergic_reaction".to_owned();
    warning.mechanism = hit.mechanism.to_owned();
    warning.action = if hit.severity == Severity::Contraindicated {
        "choose_other"
    } else {
        "check_reaction"
    }
    .to_owned();
    hit.source.clone_into(&mut warning.source);
    warning
}
