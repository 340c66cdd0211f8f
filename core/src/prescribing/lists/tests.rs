//! The lists that the program carries, and lists that are broken.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use super::*;

#[test]
fn every_list_is_there_with_enough_rows() {
    let lists = Lists::built_in();
    let today = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
    let states = lists.states(today, 365);
    assert!(states.iter().all(|s| s.status == ListStatus::Current), "{states:?}");
    assert!(lists.formulary.rows.len() >= 150 && lists.interactions.rows.len() >= 80);
    let later = lists.states(today + chrono::TimeDelta::days(400), 365);
    assert!(later.iter().all(|s| s.status == ListStatus::Old));
}

#[test]
fn every_rule_speaks_of_something_in_the_formulary() {
    let lists = Lists::built_in();
    let classes: HashSet<&String> = lists.formulary.rows.iter().flat_map(|m| &m.classes).collect();
    let known = |subject: &Subject| match subject {
        Subject::NoMedicine => true,
        Subject::Class(class) => classes.contains(class),
        Subject::Ingredient(name) => lists.medicine(name).is_some() || lists.containing(name).next().is_some(),
    };
    let pairs = lists.interactions.rows.iter().flat_map(|i| [&i.a, &i.b]);
    let reaches = lists.allergies.rows.iter().flat_map(|a| [&a.allergic_to, &a.reaches]);
    let cautions = lists.cautions.rows.iter().map(|c| &c.subject);
    let names = lists.synonyms.rows.iter().map(|s| &s.means);
    let unknown: Vec<_> = pairs.chain(reaches).chain(cautions).chain(names).filter(|s| !known(s)).collect();
    assert_eq!(unknown, Vec::<&Subject>::new());
    assert!(lists.classes.rows.iter().all(|c| classes.contains(&c.class)));
}

#[test]
fn every_medicine_has_products_and_stands_once() {
    let lists = Lists::built_in();
    let mut seen = HashSet::new();
    for medicine in &lists.formulary.rows {
        assert!(seen.insert(&medicine.ingredient), "{} stands twice", medicine.ingredient);
        assert!(!medicine.products.is_empty(), "{}", medicine.ingredient);
        assert!(medicine.atc.len() == 7, "{} {}", medicine.ingredient, medicine.atc);
        let parts = medicine.components().count();
        for product in &medicine.products {
            let strength: Strength = product.strength.parse().unwrap();
            assert_eq!(strength.parts.len(), parts, "{} {}", medicine.ingredient, product.strength);
        }
    }
}

/// One spelling stands for several, so two things must not come to the same.
#[test]
fn no_two_things_are_spelled_the_same() {
    let lists = Lists::built_in();
    let medicines = lists
        .formulary
        .rows
        .iter()
        .map(|m| (&m.ingredient, Subject::Ingredient(m.ingredient.clone())));
    let names = lists.synonyms.rows.iter().map(|s| (&s.name, s.means.clone()));
    let mut seen: HashMap<String, Subject> = HashMap::new();
    for (name, means) in medicines.chain(names) {
        let before = seen.insert(names::fold(name), means.clone());
        assert!(
            before.as_ref().is_none_or(|before| *before == means),
            "{name} is {before:?} and {means:?}"
        );
    }
}

#[test]
fn names_are_understood() {
    let lists = Lists::built_in();
    let named = |text: &str| lists.named(text).map(Subject::code);
    assert_eq!(named("Acetaminophen").as_deref(), Some("paracetamol"));
    assert_eq!(named("sulfa").as_deref(), Some("class:sulfonamide_antibiotic"));
    assert_eq!(named("beta blocker").as_deref(), Some("class:beta_blocker"));
    assert_eq!(named("class:nsaid").as_deref(), Some("class:nsaid"));
    assert_eq!(named("cat hair").as_deref(), Some("none"));
    assert_eq!(named("Quimzax"), None);
    let named_in = |text: &str| lists.named_in(text).into_iter().map(Subject::code).collect::<Vec<_>>();
    assert_eq!(named_in("Warfarin Sodium 3 MG Oral Tablet"), ["warfarin"]);
    assert_eq!(
        named_in("Amoxicillin 250 MG / Clavulanate 125 MG"),
        ["amoxicillin", "amoxicillin + clavulanic acid"]
    );
    assert_eq!(named_in("amoxicillin + clavulanic acid 500 mg"), ["amoxicillin + clavulanic acid"]);
}

#[test]
fn a_broken_or_absent_list_is_missing_and_never_half_read() {
    let broken = |text: &'static str| Lists::read(move |name| (name == ListName::Interactions).then(|| text.to_owned()));
    for text in [
        "",
        "a,b,severity,effect,mechanism,action,source\nx,y,major,e,m,a,s\n",
        "# list: cautions\n# version: 1\n# date: 2026-11-01\na,b,severity,effect,mechanism,action,source\nx,y,major,e,m,a,s\n",
        "# list: interactions\n# version: 1\n# date: soon\na,b,severity,effect,mechanism,action,source\nx,y,major,e,m,a,s\n",
        "# list: interactions\n# version: 1\n# date: 2026-11-01\na,b,severity,effect,mechanism,action,source\nx,y,major,e,m,a,s\nx,y,terrible,e,m,a,s\n",
        "# list: interactions\n# version: 1\n# date: 2026-11-01\na,b,severity,effect,mechanism,action,source\nx,y,major,e,m,a,\n",
        "# list: interactions\n# version: 1\n# date: 2026-11-01\na,b,severity,effect,mechanism,action,source\n",
    ] {
        let lists = broken(text);
        assert!(lists.interactions.head.is_none() && lists.interactions.rows.is_empty(), "{text}");
    }
    let good =
        broken("# list: interactions\n# version: 1\n# date: 2026-11-01\na,b,severity,effect,mechanism,action,source\nx,y,major,e,m,a,s\n");
    assert_eq!(good.interactions.rows.len(), 1);
}

#[test]
fn a_file_that_is_no_list_says_what_is_wrong() {
    const HEAD: &str = "# list: interactions\n# version: 1\n# date: 2026-11-01\n";
    const COLUMNS: &str = "a,b,severity,effect,mechanism,action,source\n";
    let read = |text: &str| Lists::inspect(ListName::Interactions, text).map(|list| list.rows);
    let good = format!("{HEAD}{COLUMNS}x,y,major,e,m,a,s\n");
    for (text, expected) in [
        (good.clone(), Ok(1)),
        (format!("\u{feff}{}", good.replace('\n', "\r\n")), Ok(1)),
        (good.replace(",major,", " , major , "), Ok(1)),
        (good.replace("# version: 1\n", "# version: 1,,,,,,\n"), Ok(1)),
        (String::new(), Err(ListProblem::Empty)),
        (format!("{COLUMNS}x,y,major,e,m,a,s\n"), Err(ListProblem::Head)),
        (good.replace("2026-11-01", "1.11.2026"), Err(ListProblem::Head)),
        (
            good.replace("interactions", "cautions"),
            Err(ListProblem::Other("cautions".to_owned())),
        ),
        (
            format!("{HEAD}a,b,effect,mechanism,action\nx,y,e,m,a\n"),
            Err(ListProblem::Columns(vec!["severity", "source"])),
        ),
        (
            good.replace(',', ";"),
            Err(ListProblem::Columns(vec![
                "a",
                "b",
                "severity",
                "effect",
                "mechanism",
                "action",
                "source",
            ])),
        ),
        (good.replace(",major,", ",awful,"), Err(ListProblem::Line(5))),
        (format!("{good}x,y,major,e,m\n"), Err(ListProblem::Line(6))),
        (good.replace(",e,", ",\u{fffd},"), Err(ListProblem::NotUtf8(5))),
        (format!("{HEAD}{COLUMNS}"), Err(ListProblem::NoRows)),
    ] {
        assert_eq!(read(&text), expected, "{text}");
    }
}

/// A clinic's rows are put below the program's, so they must stand in its columns.
#[test]
fn a_list_is_kept_in_the_programs_columns() {
    let text = "# list: interactions\n# version: 1\n# date: 2026-11-01\nb,a,note,severity,effect,mechanism,action,source\ny,x,mine,major,e,m,a,\"s, t\"\n";
    let list = Lists::inspect(ListName::Interactions, text).unwrap();
    let rows: Vec<&str> = list.text.lines().skip(3).collect();
    assert_eq!(rows, ["a,b,severity,effect,mechanism,action,source", "x,y,major,e,m,a,\"s, t\""]);
}
