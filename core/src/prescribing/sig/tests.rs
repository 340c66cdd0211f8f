//! What doctors type, and that nothing is lost between shorthand and sig.

use proptest::prelude::*;

use super::*;
use crate::prescribing::amount::Amount;

fn written(text: &str) -> String {
    let assumed = Assumed {
        unit: Some(DoseUnit::Tablet),
    };
    parse(text, assumed).map_or_else(|p| format!("{} {}", p.code, p.word).trim().to_owned(), |sig| format(&sig))
}

#[test]
fn what_doctors_type_is_read() {
    for (typed, means) in [
        ("1 tab bid 7d", "1 tab bid 7d"),
        ("2 puffs qid prn", "2 puff qid prn"),
        ("500 mg po q8h x10d", "500 mg po q8h 10d"),
        ("500mg PO Q8H x 10 days", "500 mg po q8h 10d"),
        (
            "1-2 tab q4-6h prn pain or fever; not above 8 a day",
            "1-2 tab q4-6h prn pain or fever; not above 8 a day",
        ),
        ("0,5 tab b.i.d. with food", "0.5 tab bid with food"),
        ("1/2 tab nocte", "0.5 tab qhs"),
        ("½ tab hs", "0.5 tab qhs"),
        ("1½ tab qd", "1.5 tab daily"),
        ("2 bd 5/7", "2 tab bid 5d"),
        ("1 tds pc 1/52", "1 tab tid pc 7d"),
        ("take 1 tablet twice a day for 2 weeks", "1 tab bid 14d"),
        ("1 cap every 12 hours", "1 cap q12h"),
        ("1 tab every other day", "1 tab q2d"),
        ("70 mg once weekly on an empty stomach", "70 mg weekly empty stomach"),
        ("1 drop both eyes 5x/day", "1 gtt both eyes 5x/day"),
        ("5 ml 3 times a day", "5 ml tid"),
        ("1 supp pr stat", "1 supp pr once"),
        ("10 units sc ac", "sig_timing_missing"),
        ("2 puffs prn wheeze", "2 puff prn wheeze"),
        ("1 tab 2x", "1 tab bid"),
        ("one tab daily", "1 tab daily"),
        ("12,5 mg tid 1 month", "12.5 mg tid 30d"),
        ("bid 1 tab", "1 tab bid"),
        ("1 tab q 8 h", "1 tab q8h"),
        ("1 tab 8hourly", "1 tab q8h"),
    ] {
        assert_eq!(written(typed), means, "{typed}");
    }
}

#[test]
fn what_is_no_sig_is_told_with_the_word() {
    for (typed, problem) in [
        ("", "sig_dose_missing"),
        ("bid", "sig_dose_missing"),
        ("1 tab", "sig_timing_missing"),
        ("1 tab bid banana", "sig_unknown_word banana"),
        ("1 tab bid tid", "sig_twice tid"),
        ("1 tab bid 7d 8d", "sig_twice 8"),
        ("2-1 tab bid", "sig_out_of_range 1"),
        ("1 tab q96h", "sig_out_of_range 96"),
        ("1 tab 50x/day", "sig_out_of_range 50"),
        ("1 tab bid 900d", "sig_out_of_range 900"),
        ("1 tab bid 65535 weeks", "sig_out_of_range 65535"),
        ("0 tab bid", "sig_unknown_word 0"),
    ] {
        assert_eq!(written(typed), problem, "{typed}");
    }
    let bare = parse("2 bid", Assumed::default()).unwrap_err();
    assert_eq!((bare.code, bare.word.as_str()), ("sig_unit_missing", "2"));
    assert_eq!(
        parse(&format!("1 tab bid; {}", "x".repeat(401)), Assumed::default())
            .unwrap_err()
            .code,
        "sig_too_long"
    );
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
    ]
}

fn dose() -> impl Strategy<Value = Dose> {
    let amount = || 1..=2_000_000_i64;
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
        instructions,
    )
        .prop_map(|(dose, route, timing, meal, as_needed, days, instructions)| Sig {
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
    fn no_mix_of_known_words_breaks_the_reader(words in proptest::collection::vec(proptest::sample::select(&["1", "½", "1/2", "q", "every", "8", "h", "x", "7d", "prn", "tab", "q8h", "-", "x10d", "times", "a", "day", ";", "µg", "5/7", "½x", "×3"][..]), 0..8)) {
        let _ = parse(&words.join(" "), Assumed::default());
    }
}
