//! What doctors type, and that nothing is lost between shorthand and sig.

use proptest::prelude::*;

use super::*;
use crate::prescribing::amount::Amount;
use crate::prescribing::lists::Form;
use crate::printing::{Language, Texts};

/// The sentence in both languages, or why there is none.
fn read(form: &str, typed: &str) -> (String, String) {
    let form = if form.is_empty() { Form::Tablet } else { form.parse().unwrap() };
    let assumed = Assumed {
        unit: Some(form.unit()),
        route: Some(form.route()),
    };
    match parse(typed, assumed) {
        Err(problem) => (format!("! {} {}", problem.code, problem.word).trim_end().to_owned(), String::new()),
        Ok(sig) => {
            assert_eq!(parse(&format(&sig), assumed).as_ref(), Ok(&sig), "{typed} and {}", format(&sig));
            let said = |language| sentence(&sig, Some(form.route()), Texts::of(language));
            (said(Language::En), said(Language::Vi))
        }
    }
}

#[test]
fn what_doctors_type_is_read_or_refused() {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b'|')
        .quoting(false)
        .flexible(true)
        .comment(Some(b'#'))
        .from_reader(include_str!("cases.psv").as_bytes());
    let mut wrong = Vec::new();
    for row in reader.records().map(Result::unwrap) {
        let (en, vi) = read(&row[0], &row[1]);
        if en != row[2] || vi != row.get(3).unwrap_or_default() {
            wrong.push(format!("{}|{}|{en}|{vi}", &row[0], &row[1]));
        }
    }
    assert!(wrong.is_empty(), "{} are read otherwise:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn what_no_product_tells_is_asked_for() {
    let bare = parse("2 bid", Assumed::default()).unwrap_err();
    assert_eq!((bare.code, bare.word.as_str()), ("sig_unit_missing", "2"));
    let long = parse(&format!("1 tab bid; {}", "x".repeat(401)), Assumed::default()).unwrap_err();
    assert_eq!(long.code, "sig_too_long");
}

fn timing() -> impl Strategy<Value = Timing> {
    prop_oneof![
        Just(Timing::Once),
        (1..=12_u8).prop_map(|times| Timing::Times { times }),
        (1..=36_u8, proptest::option::of(1..=36_u8)).prop_map(|(least, more)| Timing::Hours {
            least,
            most: more.map(|m| least + m)
        }),
        proptest::sample::select(Moment::ALL).prop_map(|moment| Timing::At { moment }),
        (2..=366_u16).prop_map(|every| Timing::Days { every }),
        (2..=6_u8).prop_map(|times| Timing::Week { times }),
        proptest::sample::subsequence(Moment::ALL, 2..=Moment::ALL.len()).prop_map(|parts| Timing::Each {
            moments: parts.into_iter().collect()
        }),
    ]
}

fn dose() -> impl Strategy<Value = Dose> {
    let amount = || 1..=50_000_i64;
    (amount(), proptest::option::of(amount()), proptest::sample::select(DoseUnit::ALL)).prop_map(|(least, more, unit)| Dose {
        least: Amount::thousandths(least),
        most: more.map(|m| Amount::thousandths(least + m)),
        unit,
    })
}

fn sig() -> impl Strategy<Value = Sig> {
    let reason = proptest::sample::select(&["", "pain", "pain or fever", "Kopfschmerz", "đau đầu", "wheeze"][..]).prop_map(str::to_owned);
    let instructions =
        proptest::sample::select(&["", "not above 8 a day", "1 tab = 500 mg; do not crush", "Không nhai"][..]).prop_map(str::to_owned);
    (
        dose(),
        proptest::option::of(proptest::sample::select(Route::ALL)),
        proptest::option::of(timing()),
        proptest::option::of(proptest::sample::select(Meal::ALL)),
        proptest::option::of(reason),
        proptest::option::of(1..=366_u16),
        proptest::option::of((50_000..=2_000_000_i64, proptest::sample::select(DoseUnit::ALL))),
        instructions,
    )
        .prop_map(|(dose, route, timing, meal, as_needed, days, at_most, instructions)| Sig {
            at_most: at_most.map(|(amount, unit)| AtMost {
                amount: Amount::thousandths(amount + dose.highest().as_thousandths()),
                unit,
            }),
            dose,
            route,
            as_needed: as_needed.or_else(|| timing.is_none().then(String::new)),
            timing,
            meal,
            days,
            instructions,
        })
}

proptest! {
    #[test]
    fn shorthand_and_sig_say_the_same(sig in sig()) {
        let text = format(&sig);
        prop_assert_eq!(parse(&text, Assumed::default()), Ok(sig), "{}", text);
    }

    #[test]
    fn no_text_breaks_the_reader(text in "\\PC{0,60}") {
        let _ = parse(&text, Assumed::default());
    }

    #[test]
    fn no_mix_of_known_words_breaks_the_reader(words in proptest::collection::vec(proptest::sample::select(&["1", "½", "1/2", "q", "every", "8", "h", "x", "7d", "prn", "tab", "q8h", "-", "x10d", "times", "a", "day", ";", "µg", "5/7", "½x", "×3", "am", "and", "hs", "1-0-1", "tsp", "weekly", "3x/week", "in", "the", "eye"][..]), 0..8)) {
        let _ = parse(&words.join(" "), Assumed::default());
    }
}
