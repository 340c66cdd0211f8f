//! What a code gives for an invoice, or the one reason why it gives nothing. Pure.
//!
//! A promotion is taken off what is left of its lines after their own and the invoice's discount, in the terms of the price (with the tax
//! where prices have it in them). A percentage is rounded on each line for itself, half to even; a fixed value, and a percentage that its
//! maximum cut, is spread over the lines by their size, to the last unit.

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::model::{PromotionForm, PromotionState, PromotionStatus};
use crate::billing::amounts::{DiscountKind, WHOLE, half_even, spread};
use crate::error::FieldError;
use crate::ids::{LocationId, ServiceId};
use crate::money::{Currency, Money};

/// A line as a promotion sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// The service; none for what is on no price list.
    pub service: Option<ServiceId>,
    /// What is left of it after every other discount, in minor units.
    pub left: i64,
}

/// An invoice as a promotion sees it.
#[derive(Debug, Clone, Copy)]
pub struct Purchase<'a> {
    /// Where.
    pub location: LocationId,
    /// The local day there.
    pub today: NaiveDate,
    /// Of its amounts.
    pub currency: Currency,
    /// In order.
    pub lines: &'a [Line],
    /// How many invoices use the promotion, this one not counted.
    pub used: i64,
    /// How many of them are the patient's.
    pub used_by_patient: i64,
}

/// Why a promotion does not apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// No promotion has this code.
    Unknown,
    /// It was taken out of use.
    Disabled,
    /// It begins on this day.
    NotStarted(NaiveDate),
    /// This was its last day.
    Expired(NaiveDate),
    /// It does not hold at the invoice's location.
    Location,
    /// Its amounts are in this currency, and the invoice's are not.
    Currency(Currency),
    /// So many invoices used it, and no more may.
    UsedUp(i32),
    /// So many invoices of the patient used it, and no more may.
    PatientLimit(i32),
    /// No line is for one of its services.
    Services,
    /// Its lines do not come to the least purchase.
    Minimum {
        /// What they must come to.
        least: Money,
        /// What is missing.
        missing: Money,
    },
    /// Its lines are free already, or it would round to nothing.
    Nothing,
}

impl Refusal {
    /// As the field that holds the code says it, with the figure.
    #[must_use]
    pub fn on(self, field: &str, promotion: &str) -> FieldError {
        let (code, figures): (&str, Vec<(&str, Value)>) = match self {
            Self::Unknown => ("promotion_unknown", vec![]),
            Self::Disabled => ("promotion_disabled", vec![]),
            Self::NotStarted(day) => ("promotion_not_started", vec![("day", json!(day))]),
            Self::Expired(day) => ("promotion_expired", vec![("day", json!(day))]),
            Self::Location => ("promotion_location", vec![]),
            Self::Currency(currency) => ("promotion_currency", vec![("currency", json!(currency))]),
            Self::UsedUp(limit) => ("promotion_used_up", vec![("limit", json!(limit))]),
            Self::PatientLimit(limit) => ("promotion_patient_limit", vec![("limit", json!(limit))]),
            Self::Services => ("promotion_services", vec![]),
            Self::Minimum { least, missing } => ("promotion_minimum", vec![("least", json!(least)), ("missing", json!(missing))]),
            Self::Nothing => ("promotion_nothing", vec![]),
        };
        let mut params: std::collections::BTreeMap<String, Value> = figures.into_iter().map(|(k, v)| (k.to_owned(), v)).collect();
        params.insert("code".to_owned(), json!(promotion));
        FieldError {
            field: field.to_owned(),
            code: code.to_owned(),
            params,
        }
    }
}

/// The code as it is kept and looked up: without spaces, in capitals.
#[must_use]
pub fn normalised(code: &str) -> String {
    code.split_whitespace().collect::<String>().to_uppercase()
}

/// Where a promotion stands on this day, after so many uses.
#[must_use]
pub fn status(form: &PromotionForm, state: PromotionState, today: NaiveDate, used: i64) -> PromotionStatus {
    if state == PromotionState::Disabled {
        PromotionStatus::Disabled
    } else if form.ends_on.is_some_and(|last| last < today) {
        PromotionStatus::Expired
    } else if form.usage_limit.is_some_and(|limit| used >= limit.into()) {
        PromotionStatus::UsedUp
    } else if form.starts_on > today {
        PromotionStatus::Scheduled
    } else {
        PromotionStatus::Active
    }
}

/// What is let off each line, in order, in minor units.
///
/// # Errors
/// The first reason why it does not apply, in the order of [`Refusal`].
pub fn gives(form: &PromotionForm, state: PromotionState, purchase: &Purchase<'_>) -> Result<Vec<i64>, Refusal> {
    in_force(form, state, purchase.today)?;
    holds_for(form, purchase)?;
    within_limits(form, purchase)?;
    let left: Vec<i128> = purchase.lines.iter().map(|line| eligible(form, *line).into()).collect();
    worth_it(form, purchase, &left)?;
    let parts = let_off(form, &left);
    if parts.iter().all(|part| *part == 0) {
        return Err(Refusal::Nothing);
    }
    // None is above its line, which was minor units of 64 bits.
    Ok(parts.into_iter().map(|part| i64::try_from(part).unwrap_or(i64::MAX)).collect())
}

fn in_force(form: &PromotionForm, state: PromotionState, today: NaiveDate) -> Result<(), Refusal> {
    if state == PromotionState::Disabled {
        return Err(Refusal::Disabled);
    }
    if form.starts_on > today {
        return Err(Refusal::NotStarted(form.starts_on));
    }
    match form.ends_on {
        Some(last) if last < today => Err(Refusal::Expired(last)),
        _ => Ok(()),
    }
}

fn holds_for(form: &PromotionForm, purchase: &Purchase<'_>) -> Result<(), Refusal> {
    if !form.locations.is_empty() && !form.locations.contains(&purchase.location) {
        return Err(Refusal::Location);
    }
    match form.currency {
        Some(currency) if currency != purchase.currency => Err(Refusal::Currency(currency)),
        _ => Ok(()),
    }
}

fn within_limits(form: &PromotionForm, purchase: &Purchase<'_>) -> Result<(), Refusal> {
    // Planted fault for `prove promotions --plant`: nobody counts.
    if cfg!(feature = "plant") {
        return Ok(());
    }
    match (form.usage_limit, form.patient_limit) {
        (Some(limit), _) if purchase.used >= limit.into() => Err(Refusal::UsedUp(limit)),
        (_, Some(limit)) if purchase.used_by_patient >= limit.into() => Err(Refusal::PatientLimit(limit)),
        _ => Ok(()),
    }
}

/// What of a line the promotion is for.
fn eligible(form: &PromotionForm, line: Line) -> i64 {
    if form.services.is_empty() || line.service.is_some_and(|service| form.services.contains(&service)) {
        line.left
    } else {
        0
    }
}

fn worth_it(form: &PromotionForm, purchase: &Purchase<'_>, left: &[i128]) -> Result<(), Refusal> {
    let is_for = |line: &Line| line.service.is_some_and(|service| form.services.contains(&service));
    if !form.services.is_empty() && !purchase.lines.iter().any(is_for) {
        return Err(Refusal::Services);
    }
    let least = form.minimum_purchase.unwrap_or(0);
    let whole: i128 = left.iter().sum();
    if whole < least.into() {
        let missing = i64::try_from(i128::from(least) - whole).unwrap_or(least);
        return Err(Refusal::Minimum {
            least: Money::of(least, purchase.currency),
            missing: Money::of(missing, purchase.currency),
        });
    }
    Ok(())
}

fn let_off(form: &PromotionForm, left: &[i128]) -> Vec<i128> {
    if form.kind == DiscountKind::Amount {
        return spread(form.value.into(), left);
    }
    let part = |left: &i128| half_even(left * i128::from(form.value), WHOLE.into()).min(*left);
    let parts: Vec<i128> = left.iter().map(part).collect();
    match form.maximum_discount.map(i128::from) {
        Some(most) if parts.iter().sum::<i128>() > most => spread(most, left),
        _ => parts,
    }
}

#[cfg(test)]
mod tests;
