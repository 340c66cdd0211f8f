//! What a line and an invoice come to. Pure: whole minor units in, whole minor units out.
//!
//! One rounding rule: each line's discount and tax is rounded for itself, half to even (IEEE 754 `roundTiesToEven`), and the invoice
//! is the sum of its lines. Nothing is rounded twice.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Error, Result};

/// Most minor units of an invoice, a payment or a balance.
pub const MOST: i64 = 10_000_000_000_000;

/// A rate of 100 %, in hundredths of a percent.
pub const WHOLE: i64 = 10_000;

crate::text_enum! {
    /// How a discount is meant.
    pub enum DiscountKind {
        /// In hundredths of a percent.
        Percent = "percent",
        /// In minor units.
        Amount = "amount",
    }
}

/// Something let off, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Discount {
    /// How it is meant.
    pub kind: DiscountKind,
    /// Hundredths of a percent, or minor units.
    pub value: i64,
    /// Why, in the person's words.
    pub reason: String,
}

/// What the price of a line is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms<'a> {
    /// How many.
    pub quantity: i64,
    /// Minor units each.
    pub unit_price: i64,
    /// Hundredths of a percent.
    pub tax_rate: i64,
    /// The line's own discount.
    pub discount: Option<&'a Discount>,
    /// Minor units that a promotion lets off it; never more than is left after the discounts.
    pub promotion: i64,
}

/// What a line, or an invoice, comes to in minor units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Sums {
    /// Quantity times price, before anything is let off.
    pub gross: i64,
    /// What is let off: on the line, on its share of the invoice, by a promotion.
    pub discount: i64,
    /// Without tax.
    pub net: i64,
    /// The tax.
    pub tax: i64,
    /// What is asked for: net and tax.
    pub total: i64,
}

impl Sums {
    /// Together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            gross: self.gross + other.gross,
            discount: self.discount + other.discount,
            net: self.net + other.net,
            tax: self.tax + other.tax,
            total: self.total + other.total,
        }
    }
}

/// `numerator / denominator`, rounded half to even; the denominator is above zero.
#[must_use]
pub fn half_even(numerator: i128, denominator: i128) -> i128 {
    let (down, rest) = (numerator.div_euclid(denominator), numerator.rem_euclid(denominator));
    match (2 * rest).cmp(&denominator) {
        std::cmp::Ordering::Less => down,
        std::cmp::Ordering::Greater => down + 1,
        std::cmp::Ordering::Equal => down + down.rem_euclid(2),
    }
}

/// What each line comes to, in order, and the invoice.
///
/// # Errors
/// `invalid` on `lines` when the sum is beyond [`MOST`].
pub fn price(lines: &[Terms<'_>], discount: Option<&Discount>, prices_include_tax: bool) -> Result<(Vec<Sums>, Sums)> {
    let open: Vec<i128> = lines.iter().map(|l| gross(l) - let_off(gross(l), l.discount)).collect();
    let shares = shares(&open, discount);
    let mut priced = Vec::with_capacity(lines.len());
    for ((line, open), share) in lines.iter().zip(&open).zip(&shares) {
        let asked = open - share;
        let asked = asked - i128::from(line.promotion).clamp(0, asked);
        let (net, tax) = taxed(asked, line.tax_rate.into(), prices_include_tax);
        priced.push(Sums {
            gross: fits(gross(line))?,
            discount: fits(gross(line) - asked)?,
            net: fits(net)?,
            tax: fits(tax)?,
            total: fits(net + tax)?,
        });
    }
    let whole = priced.iter().copied().fold(Sums::default(), Sums::plus);
    fits(whole.gross.max(whole.total).into())?;
    Ok((priced, whole))
}

fn gross(line: &Terms<'_>) -> i128 {
    i128::from(line.quantity) * i128::from(line.unit_price)
}

/// What is let off an amount; never more than there is.
fn let_off(amount: i128, discount: Option<&Discount>) -> i128 {
    match discount {
        None => 0,
        Some(d) if d.kind == DiscountKind::Percent => half_even(amount * i128::from(d.value), WHOLE.into()).min(amount),
        Some(d) => i128::from(d.value).min(amount),
    }
}

/// The invoice's discount by line: a percentage of each, or an amount spread by what is open, to the last unit.
fn shares(open: &[i128], discount: Option<&Discount>) -> Vec<i128> {
    match discount {
        Some(d) if d.kind == DiscountKind::Amount => spread(i128::from(d.value), open),
        other => open.iter().map(|amount| let_off(*amount, other)).collect(),
    }
}

/// An amount over the lines by their size; the parts are its sum exactly, and none is above its line.
pub(super) fn spread(amount: i128, over: &[i128]) -> Vec<i128> {
    let whole: i128 = over.iter().sum();
    let amount = amount.min(whole);
    let (mut before, mut given) = (0, 0);
    let part = |size: &i128| {
        before += size;
        // Of what has been passed so far, so that rounding never adds up.
        let due = if whole == 0 { 0 } else { amount * before / whole };
        let part = due - given;
        given = due;
        part
    };
    over.iter().map(part).collect()
}

/// Net and tax of an amount asked for.
fn taxed(amount: i128, rate: i128, included: bool) -> (i128, i128) {
    let whole = i128::from(WHOLE);
    if included {
        let net = half_even(amount * whole, whole + rate);
        (net, amount - net)
    } else {
        (amount, half_even(amount * rate, whole))
    }
}

fn fits(amount: i128) -> Result<i64> {
    match i64::try_from(amount) {
        Ok(amount) if amount <= MOST => Ok(amount),
        _ => Err(Error::field("lines", "amount_too_large")),
    }
}

#[cfg(test)]
mod tests;
