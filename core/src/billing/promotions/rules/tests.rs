use proptest::prelude::*;

use super::*;

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
}

fn eur() -> Currency {
    Currency::parse("EUR").unwrap()
}

/// Ten per cent off everything, everywhere, in November.
fn ten() -> PromotionForm {
    PromotionForm {
        code: "TEN".to_owned(),
        name: "Ten".to_owned(),
        description: String::new(),
        kind: DiscountKind::Percent,
        value: 1000,
        currency: Some(eur()),
        minimum_purchase: None,
        maximum_discount: None,
        starts_on: day(1),
        ends_on: Some(day(30)),
        usage_limit: None,
        patient_limit: None,
        services: Vec::new(),
        locations: Vec::new(),
    }
}

fn fixed(value: i64) -> PromotionForm {
    PromotionForm {
        kind: DiscountKind::Amount,
        value,
        ..ten()
    }
}

fn lines(left: &[i64]) -> Vec<Line> {
    let line = |left: &i64| Line {
        service: None,
        left: *left,
    };
    left.iter().map(line).collect()
}

fn purchase(lines: &[Line]) -> Purchase<'_> {
    Purchase {
        location: LocationId::fresh(),
        today: day(24),
        currency: eur(),
        lines,
        used: 0,
        used_by_patient: 0,
    }
}

fn given(form: &PromotionForm, left: &[i64]) -> Result<Vec<i64>, Refusal> {
    gives(form, PromotionState::Active, &purchase(&lines(left)))
}

fn refused(form: &PromotionForm, change: impl Fn(&mut Purchase<'_>)) -> Refusal {
    let lines = lines(&[6000]);
    let mut purchase = purchase(&lines);
    change(&mut purchase);
    gives(form, PromotionState::Active, &purchase).unwrap_err()
}

#[test]
fn a_percentage_is_rounded_on_each_line_half_to_even() {
    // 10 % of 25, 35 and 24: 2.5 → 2, 3.5 → 4, 2.4 → 2.
    assert_eq!(given(&ten(), &[25, 35, 24]), Ok(vec![2, 4, 2]));
    let all = PromotionForm { value: WHOLE, ..ten() };
    assert_eq!(given(&all, &[25, 0]), Ok(vec![25, 0]));
}

#[test]
fn a_fixed_value_is_spread_and_never_more_than_there_is() {
    assert_eq!(given(&fixed(500), &[5400, 2500]), Ok(vec![341, 159]));
    assert_eq!(given(&fixed(100_000), &[5400, 2500]), Ok(vec![5400, 2500]));
}

#[test]
fn the_maximum_cuts_a_percentage() {
    let capped = PromotionForm {
        maximum_discount: Some(500),
        ..ten()
    };
    assert_eq!(given(&capped, &[5000]), Ok(vec![500]), "just the maximum");
    assert_eq!(given(&capped, &[5010]), Ok(vec![500]));
    assert_eq!(given(&capped, &[60_000, 30_000]), Ok(vec![333, 167]));
}

#[test]
fn the_minimum_names_what_is_missing() {
    let least = PromotionForm {
        minimum_purchase: Some(6000),
        ..ten()
    };
    assert_eq!(given(&least, &[3000, 3000]), Ok(vec![300, 300]));
    let money = |amount| Money::of(amount, eur());
    let (least, missing) = (money(6000), money(1));
    assert_eq!(
        given(
            &PromotionForm {
                minimum_purchase: Some(6000),
                ..ten()
            },
            &[3000, 2999]
        ),
        Err(Refusal::Minimum { least, missing })
    );
}

#[test]
fn only_lines_of_its_services_count() {
    let (mine, other) = (ServiceId::fresh(), ServiceId::fresh());
    let form = PromotionForm {
        services: vec![mine],
        minimum_purchase: Some(3000),
        ..ten()
    };
    let line = |service, left| Line { service, left };
    let of = |lines: &[Line]| gives(&form, PromotionState::Active, &purchase(lines));
    assert_eq!(
        of(&[line(Some(other), 9000), line(Some(mine), 4000), line(None, 9000)]),
        Ok(vec![0, 400, 0])
    );
    assert_eq!(of(&[line(Some(other), 9000), line(None, 9000)]), Err(Refusal::Services));
    let missing = of(&[line(Some(other), 9000), line(Some(mine), 2000)]).unwrap_err();
    assert!(matches!(missing, Refusal::Minimum { missing, .. } if missing.amount == 1000));
}

#[test]
fn its_days_are_whole_ones() {
    let on = |today| {
        gives(
            &ten(),
            PromotionState::Active,
            &Purchase {
                today,
                ..purchase(&lines(&[100]))
            },
        )
    };
    assert_eq!((on(day(1)), on(day(30))), (Ok(vec![10]), Ok(vec![10])));
    let before = day(1).pred_opt().unwrap();
    assert_eq!(on(before), Err(Refusal::NotStarted(day(1))));
    assert_eq!(on(day(30).succ_opt().unwrap()), Err(Refusal::Expired(day(30))));
}

#[test]
fn each_condition_has_its_reason() {
    let limited = PromotionForm {
        usage_limit: Some(10),
        patient_limit: Some(1),
        ..ten()
    };
    assert_eq!(refused(&limited, |p| p.used = 10), Refusal::UsedUp(10));
    assert_eq!(refused(&limited, |p| p.used_by_patient = 1), Refusal::PatientLimit(1));
    let elsewhere = PromotionForm {
        locations: vec![LocationId::fresh()],
        ..ten()
    };
    assert_eq!(refused(&elsewhere, |_| {}), Refusal::Location);
    let vnd = Currency::parse("VND").unwrap();
    assert_eq!(refused(&ten(), |p| p.currency = vnd), Refusal::Currency(eur()));
    assert_eq!(refused(&ten(), |p| p.lines = &[]), Refusal::Nothing);
    let one = lines(&[100]);
    assert_eq!(gives(&ten(), PromotionState::Disabled, &purchase(&one)), Err(Refusal::Disabled));
}

#[test]
fn a_mere_percentage_holds_in_every_currency() {
    let any = PromotionForm { currency: None, ..ten() };
    let lines = lines(&[200_000]);
    let vnd = Purchase {
        currency: Currency::parse("VND").unwrap(),
        ..purchase(&lines)
    };
    assert_eq!(gives(&any, PromotionState::Active, &vnd), Ok(vec![20_000]));
}

#[test]
fn a_code_is_typed_in_any_case_and_with_spaces() {
    assert_eq!([normalised(" spring 10 "), normalised("Spring10")], ["SPRING10", "SPRING10"]);
}

#[test]
fn the_list_tells_where_each_stands() {
    let form = PromotionForm {
        usage_limit: Some(2),
        ..ten()
    };
    let at = |today, used| status(&form, PromotionState::Active, day(today), used);
    use PromotionStatus as S;
    assert_eq!([at(24, 1), at(24, 2)], [S::Active, S::UsedUp]);
    let of = |starts_on, ends_on, state| {
        status(
            &PromotionForm {
                starts_on,
                ends_on,
                ..ten()
            },
            state,
            day(24),
            0,
        )
    };
    assert_eq!(of(day(25), None, PromotionState::Active), S::Scheduled);
    assert_eq!(of(day(1), Some(day(23)), PromotionState::Active), S::Expired);
    assert_eq!(of(day(1), None, PromotionState::Disabled), S::Disabled);
}

proptest! {
    #[test]
    fn never_more_than_the_lines_the_value_or_the_maximum(
        left in prop::collection::vec(0..1_000_000_000_i64, 1..12), percent in any::<bool>(), value in 1..10_000_i64, most in prop::option::of(1..100_000_i64),
    ) {
        let form = PromotionForm { maximum_discount: most.filter(|_| percent), ..if percent { PromotionForm { value, ..ten() } } else { fixed(value) } };
        let parts = match given(&form, &left) {
            Ok(parts) => parts,
            Err(refusal) => return { prop_assert_eq!(refusal, Refusal::Nothing); Ok(()) },
        };
        prop_assert!(parts.iter().zip(&left).all(|(part, left)| *part >= 0 && part <= left));
        let whole: i64 = parts.iter().sum();
        prop_assert!(form.maximum_discount.is_none_or(|most| whole <= most));
        prop_assert!(percent || whole == value.min(left.iter().sum()));
    }
}
