//! Figures of a sig must make sense.

use super::model::{Sig, Timing};
use super::parse::SigProblem;
use crate::prescribing::amount::Amount;

/// Most characters of a reason, and of instructions.
const MOST: (usize, usize) = (80, 160);
/// Most pieces at a time: a hundred tablets are a slip of the finger.
const MOST_PIECES: Amount = Amount::whole(100);

/// The sig, when its figures make sense.
///
/// # Errors
/// `sig_out_of_range`, `sig_too_long`.
pub(super) fn checked(sig: Sig) -> Result<Sig, SigProblem> {
    let range = |fits: bool, figure: String| {
        if fits {
            Ok(())
        } else {
            Err(SigProblem::new("sig_out_of_range", &figure))
        }
    };
    if let Some(most) = sig.dose.most {
        range(most > sig.dose.least, most.to_string())?;
    }
    let highest = sig.dose.highest();
    range(!sig.dose.unit.is_counted() || highest <= MOST_PIECES, highest.to_string())?;
    if let Some(most) = sig.at_most {
        range(most.unit != sig.dose.unit || most.amount >= highest, most.amount.to_string())?;
    }
    match sig.timing {
        Some(Timing::Times { times }) => range((1..=12).contains(&times), times.to_string())?,
        Some(Timing::Hours { least, most }) => {
            let highest = most.unwrap_or(least);
            range(least >= 1 && highest <= 72 && most.is_none_or(|m| m > least), highest.to_string())?;
        }
        Some(Timing::Days { every }) => range((2..=366).contains(&every), every.to_string())?,
        Some(Timing::Week { times }) => range((2..=6).contains(&times), times.to_string())?,
        Some(Timing::Once | Timing::At { .. } | Timing::Each { .. }) | None => {}
    }
    if let Some(days) = sig.days {
        range((1..=366).contains(&days), days.to_string())?;
    }
    let reason = sig.as_needed.as_deref().unwrap_or_default();
    if reason.chars().count() > MOST.0 || sig.instructions.chars().count() > MOST.1 {
        return Err(SigProblem::new("sig_too_long", ""));
    }
    Ok(sig)
}
