//! The rules one by one; `prove rx-safety` has the table of thirty cases through the commands.

use super::*;
use crate::clinical::Said;
use crate::patients::model::Sex;
use crate::prescribing::lists::{Medicine, Severity, Strength};
use crate::prescribing::sig::{Assumed, Sig, parse};

fn adult() -> Person {
    Person {
        age_months: 45 * 12,
        sex: Sex::Male,
        pregnancy: Said::Unknown,
        breastfeeding: Said::Unknown,
        weight_grams: None,
        allergies: Vec::new(),
        taking: Vec::new(),
    }
}

fn allergic(substance: &str) -> Person {
    let allergy = KnownAllergy {
        substance: substance.to_owned(),
        code: String::new(),
        reaction: String::new(),
    };
    Person {
        allergies: vec![allergy],
        ..adult()
    }
}

fn taking(name: &str) -> Person {
    Person {
        taking: vec![Taking {
            name: name.to_owned(),
            code: String::new(),
            route: None,
        }],
        ..adult()
    }
}

/// The check of medicines written as `ingredient|strength|sig`, each by its first product of that strength.
fn findings(person: &Person, prescribed: &[&str]) -> Findings {
    let lists = Lists::built_in();
    let read: Vec<(&Medicine, Strength, Route, Sig)> = prescribed
        .iter()
        .map(|text| {
            let parts: Vec<&str> = text.split('|').collect();
            let medicine = lists.medicine(parts[0]).unwrap();
            let product = medicine.products.iter().find(|p| p.strength == parts[1]).unwrap();
            let sig = parse(
                parts[2],
                Assumed {
                    unit: Some(product.form.unit()),
                    route: Some(product.route),
                },
            )
            .unwrap();
            (medicine, product.strength.parse().unwrap(), sig.route.unwrap_or(product.route), sig)
        })
        .collect();
    let items: Vec<Item<'_>> = read
        .iter()
        .map(|(medicine, strength, route, sig)| Item {
            medicine,
            strength: Some(strength.clone()),
            route: *route,
            sig: Some(sig),
        })
        .collect();
    check(lists, person, &items)
}

fn warned(person: &Person, prescribed: &[&str]) -> Vec<(WarningKind, Severity)> {
    findings(person, prescribed).warnings.iter().map(|w| (w.kind, w.severity)).collect()
}

use Severity::{Contraindicated, Major, Moderate};
use WarningKind as K;

const AMOXICILLIN: &str = "amoxicillin|500 mg|1 tid 7d";

#[test]
fn an_allergy_reaches_the_thing_its_class_and_what_cross_reacts() {
    let cefalexin = "cefalexin|500 mg|1 tid 7d";
    for (to, given, expected) in [
        ("amoxicillin", AMOXICILLIN, Some(Contraindicated)),
        ("Penicillin V", AMOXICILLIN, Some(Contraindicated)),
        ("penicillins", AMOXICILLIN, Some(Contraindicated)),
        ("amoxicillin", cefalexin, Some(Major)),
        ("penicillin", "ceftriaxone|1 g|1 daily", Some(Moderate)),
        ("cefalexin", AMOXICILLIN, Some(Major)),
        ("sulfa", "furosemide|40 mg|1 daily", None),
        ("sulfa", "sulfasalazine|500 mg|1 bid", Some(Contraindicated)),
        ("aspirin", "ibuprofen|400 mg|1 tid", Some(Contraindicated)),
        ("ibuprofen", "paracetamol|500 mg|1 qid", None),
        ("codeine", "paracetamol + codeine|500 mg + 30 mg|1 qid", Some(Contraindicated)),
        ("Rash after amoxicillin in 2010", AMOXICILLIN, Some(Contraindicated)),
    ] {
        let expected: Vec<_> = expected.map(|severity| (K::Allergy, severity)).into_iter().collect();
        assert_eq!(warned(&allergic(to), &[given]), expected, "{to} {given}");
    }
}

#[test]
fn what_stands_in_no_list_is_told_as_not_checked() {
    let reasons = |findings: Findings| findings.unchecked.into_iter().map(|u| (u.reason, u.text)).collect::<Vec<_>>();
    assert_eq!(
        reasons(findings(&allergic("Quimzax"), &[AMOXICILLIN])),
        [(UncheckedReason::UnknownAllergy, "Quimzax".to_owned())]
    );
    assert_eq!(
        reasons(findings(&taking("Grandma's tea"), &[AMOXICILLIN])),
        [(UncheckedReason::UnknownMedication, "Grandma's tea".to_owned())]
    );
    assert_eq!(reasons(findings(&taking("Warfarin 3 mg tablet"), &[AMOXICILLIN])), []);
}

#[test]
fn pairs_are_found_in_either_order_and_only_where_they_meet() {
    for (taken, given, expected) in [
        (
            "simvastatin 40 mg",
            "clarithromycin|500 mg|1 bid 7d",
            vec![(K::Interaction, Contraindicated)],
        ),
        (
            "clarithromycin 500 mg",
            "simvastatin|40 mg|1 qhs",
            vec![(K::Interaction, Contraindicated)],
        ),
        ("simvastatin 40 mg", "ketoconazole|2 %|1 appl bid", vec![]),
        ("warfarin", "ibuprofen|400 mg|1 tid", vec![(K::Interaction, Major)]),
        ("warfarin", "ibuprofen|5 %|1 appl tid", vec![]),
        ("pravastatin", "clarithromycin|500 mg|1 bid", vec![]),
        ("lisinopril", "spironolactone|25 mg|1 daily", vec![(K::Interaction, Major)]),
        (
            "rivaroxaban",
            "nirmatrelvir + ritonavir|150 mg + 100 mg|1 bid",
            vec![(K::Interaction, Major)],
        ),
    ] {
        assert_eq!(warned(&taking(taken), &[given]), expected, "{taken} {given}");
    }
    assert_eq!(
        warned(&adult(), &["warfarin|3 mg|1 daily", "metronidazole|400 mg|1 tid"]),
        [(K::Interaction, Major)]
    );
}

#[test]
fn duplicates_are_the_same_ingredient_or_class_at_one_site() {
    for (taken, given, expected) in [
        (
            "paracetamol 500 mg",
            "paracetamol + codeine|500 mg + 8 mg|2 qid",
            vec![(K::Duplicate, Major)],
        ),
        ("naproxen", "ibuprofen|400 mg|1 tid", vec![(K::Duplicate, Major)]),
        ("beclometasone inhaler", "hydrocortisone|1 %|1 appl bid", vec![]),
        ("amlodipine", "ramipril|5 mg|1 daily", vec![]),
    ] {
        assert_eq!(warned(&taking(taken), &[given]), expected, "{taken} {given}");
    }
}

#[test]
fn age_and_pregnancy_are_minded() {
    let child = Person {
        age_months: 9 * 12,
        weight_grams: Some(28_000),
        ..adult()
    };
    assert_eq!(warned(&child, &["codeine|15 mg|1 qid"]), [(K::Age, Contraindicated)]);
    let old = Person {
        age_months: 80 * 12,
        ..adult()
    };
    assert_eq!(warned(&old, &["diazepam|5 mg|1 qhs"]), [(K::Age, Moderate)]);
    let woman = |pregnancy| Person {
        sex: Sex::Female,
        age_months: 30 * 12,
        pregnancy,
        ..adult()
    };
    let ramipril = "ramipril|5 mg|1 daily";
    assert_eq!(warned(&woman(Said::Yes), &[ramipril]), [(K::Pregnancy, Contraindicated)]);
    assert_eq!(warned(&woman(Said::Unknown), &[ramipril]), [(K::Pregnancy, Moderate)]);
    assert_eq!(warned(&woman(Said::No), &[ramipril]), []);
    assert_eq!(warned(&adult(), &[ramipril]), []);
}

#[test]
fn methotrexate_is_weekly() {
    assert_eq!(warned(&adult(), &["methotrexate|2.5 mg|4 daily"]), [(K::Weekly, Contraindicated)]);
    assert_eq!(warned(&adult(), &["methotrexate|2.5 mg|4 tab weekly"]), []);
}

#[test]
fn a_dose_over_the_maximum_is_told_with_both_figures() {
    let told = |person: &Person, items: &[&str]| {
        let found = findings(person, items);
        let dose = found.warnings.iter().find(|w| w.kind == K::Dose);
        (dose.map(|w| format!("{} > {}", w.figure, w.limit)), found.unchecked.len())
    };
    assert_eq!(told(&adult(), &["paracetamol|500 mg|2 qid"]), (None, 0));
    assert_eq!(told(&adult(), &["paracetamol|500 mg|2 q4h"]), (Some("6 g > 4 g".to_owned()), 0));
    assert_eq!(
        told(&adult(), &["paracetamol|120 mg/5 ml|50 ml qid"]),
        (Some("4.8 g > 4 g".to_owned()), 0)
    );
    assert_eq!(
        told(&adult(), &["paracetamol|500 mg|1 qid", "paracetamol + codeine|500 mg + 8 mg|2 qid"]).0,
        Some("6 g > 4 g".to_owned())
    );
    let child = Person {
        age_months: 5 * 12,
        weight_grams: Some(18_000),
        ..adult()
    };
    assert_eq!(told(&child, &["paracetamol|120 mg/5 ml|10 ml qid"]), (None, 0));
    assert_eq!(
        told(&child, &["paracetamol|120 mg/5 ml|15 ml qid"]),
        (Some("1.44 g > 1.35 g".to_owned()), 0)
    );
    let unweighed = Person {
        weight_grams: None,
        ..child
    };
    assert_eq!(told(&unweighed, &["paracetamol|120 mg/5 ml|10 ml qid"]), (None, 1));
    assert_eq!(told(&adult(), &["salbutamol|100 mcg|2 puffs qid prn"]), (None, 0));
}
