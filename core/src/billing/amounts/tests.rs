use proptest::prelude::*;

use super::*;

fn line(quantity: i64, unit_price: i64, tax_rate: i64) -> Terms<'static> {
    Terms {
        quantity,
        unit_price,
        tax_rate,
        discount: None,
        promotion: 0,
    }
}

fn off(kind: DiscountKind, value: i64) -> Discount {
    Discount {
        kind,
        value,
        reason: "why".to_owned(),
    }
}

#[test]
fn halves_go_to_the_even_neighbour() {
    let rounded: Vec<i128> = [5, 15, 25, 35, -5, -15, 14, 16].iter().map(|n| half_even(*n, 10)).collect();
    assert_eq!(rounded, [0, 2, 2, 4, 0, -2, 1, 2]);
}

#[test]
fn tax_is_added_or_was_in_the_price() {
    // 2 × 12.00 at 23 %: 5.52 on top, or 4.49 of 24.00 (19.51 net).
    let (_, on_top) = price(&[line(2, 1200, 2300)], None, false).unwrap();
    assert_eq!((on_top.net, on_top.tax, on_top.total), (2400, 552, 2952));
    let (_, within) = price(&[line(2, 1200, 2300)], None, true).unwrap();
    assert_eq!((within.net, within.tax, within.total), (1951, 449, 2400));
}

#[test]
fn each_line_is_rounded_for_itself() {
    // 0.5 of a unit of tax on each of two lines: to even, so nothing, where the sum's tax would be 1.
    let (lines, whole) = price(&[line(1, 5, 1000), line(1, 5, 1000)], None, false).unwrap();
    assert_eq!((lines[0].tax, whole.tax, whole.total), (0, 0, 10));
}

#[test]
fn discounts_of_line_and_invoice_follow_each_other() {
    let ten = off(DiscountKind::Percent, 1000);
    let five = off(DiscountKind::Amount, 500);
    let lines = [
        Terms {
            discount: Some(&ten),
            ..line(1, 6000, 0)
        },
        line(1, 2500, 0),
    ];
    let (priced, whole) = price(&lines, Some(&five), false).unwrap();
    assert_eq!((whole.gross, whole.discount, whole.total), (8500, 1100, 7400));
    assert_eq!(priced.iter().map(|l| l.discount).collect::<Vec<_>>(), [600 + 341, 159]);
}

#[test]
fn a_promotion_is_taken_off_what_the_discounts_left() {
    let ten = off(DiscountKind::Percent, 1000);
    let promoted = |promotion| Terms {
        promotion,
        ..line(1, 6000, 2300)
    };
    let (_, whole) = price(&[promoted(400), line(1, 2500, 0)], Some(&ten), false).unwrap();
    assert_eq!((whole.discount, whole.net, whole.tax), (850 + 400, 5000 + 2250, 1150));
    let (_, free) = price(&[promoted(9000)], Some(&ten), false).unwrap();
    assert_eq!((free.discount, free.total), (6000, 0), "never below nothing");
}

#[test]
fn more_than_there_is_cannot_be_let_off_and_the_largest_sum_is_told() {
    let lots = off(DiscountKind::Amount, 1_000_000);
    assert_eq!(price(&[line(1, 6000, 2300)], Some(&lots), false).unwrap().1.total, 0);
    assert_eq!(price(&[line(1, MOST, 0)], None, false).unwrap().1.total, MOST);
    let error = price(&[line(1, MOST, 0), line(1, 1, 0)], None, false).unwrap_err();
    assert_eq!(
        (error.fields[0].field.as_str(), error.fields[0].code.as_str()),
        ("lines", "amount_too_large")
    );
}

proptest! {
    #[test]
    fn every_invoice_adds_up(
        lines in prop::collection::vec((1..50_i64, 0..1_000_000_000_i64, 0..3_000_i64, prop::option::of((any::<bool>(), 0..12_000_i64))), 1..12),
        whole in prop::option::of((any::<bool>(), 0..12_000_i64)),
        included in any::<bool>(),
    ) {
        let discount = |of: &Option<(bool, i64)>| of.map(|(percent, value)| off(if percent { DiscountKind::Percent } else { DiscountKind::Amount }, value));
        let own: Vec<_> = lines.iter().map(|l| discount(&l.3)).collect();
        let terms: Vec<_> = lines.iter().zip(&own).map(|(l, own)| Terms { discount: own.as_ref(), ..line(l.0, l.1, l.2) }).collect();
        let (priced, sums) = price(&terms, discount(&whole).as_ref(), included).unwrap();
        for (line, terms) in priced.iter().zip(&terms) {
            prop_assert_eq!(line.total, line.net + line.tax);
            prop_assert_eq!(line.gross, terms.quantity * terms.unit_price);
            prop_assert!(line.discount >= 0 && line.discount <= line.gross && line.net >= 0 && line.tax >= 0);
            let asked = if included { line.total } else { line.net };
            prop_assert_eq!(asked, line.gross - line.discount);
        }
        prop_assert_eq!(sums, priced.iter().copied().fold(Sums::default(), Sums::plus));
    }

    #[test]
    fn what_is_spread_is_given_to_the_last_unit(amount in 0..10_000_i64, over in prop::collection::vec(0..5_000_i64, 1..10)) {
        let over: Vec<i128> = over.into_iter().map(i128::from).collect();
        let parts = spread(amount.into(), &over);
        prop_assert_eq!(parts.iter().sum::<i128>(), i128::from(amount).min(over.iter().sum()));
        prop_assert!(parts.iter().zip(&over).all(|(part, size)| *part >= 0 && part <= size));
    }
}
