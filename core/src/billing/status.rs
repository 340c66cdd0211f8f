//! Where an invoice stands: told by the ledger and the day, never kept. Pure.

use chrono::NaiveDate;

use super::model::{InvoiceState, InvoiceStatus};

/// What the ledger says of an invoice, in minor units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Figures {
    /// What was asked for.
    pub total: i64,
    /// What the patient owes.
    pub owed: i64,
    /// What an insurer was asked for and has not decided.
    pub claimed: i64,
    /// What was given back.
    pub refunded: i64,
    /// What was given up.
    pub written_off: i64,
}

/// Where it stands on this local day.
#[must_use]
pub fn of(state: InvoiceState, figures: Figures, due_on: Option<NaiveDate>, today: NaiveDate) -> InvoiceStatus {
    match state {
        InvoiceState::Draft => return InvoiceStatus::Draft,
        InvoiceState::Void | InvoiceState::Discarded => return InvoiceStatus::Void,
        InvoiceState::Issued => {}
    }
    // What came and stayed: of the total, what is neither owed nor claimed nor given up.
    let came = figures.total - figures.owed - figures.claimed - figures.written_off;
    if came <= 0 && figures.claimed == 0 && figures.refunded > 0 {
        InvoiceStatus::Refunded
    } else if figures.owed > 0 && due_on.is_some_and(|due| due < today) {
        InvoiceStatus::Overdue
    } else if figures.claimed > 0 {
        InvoiceStatus::InsurancePending
    } else if figures.owed <= 0 {
        InvoiceStatus::Paid
    } else if came > 0 || figures.written_off > 0 {
        InvoiceStatus::PartiallyPaid
    } else {
        InvoiceStatus::Pending
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
    }

    fn status(owed: i64, claimed: i64, refunded: i64, written_off: i64) -> InvoiceStatus {
        let figures = Figures {
            total: 100,
            owed,
            claimed,
            refunded,
            written_off,
        };
        of(InvoiceState::Issued, figures, Some(day(24)), day(24))
    }

    #[test]
    fn each_status_has_its_figures() {
        use InvoiceStatus as S;
        assert_eq!(status(100, 0, 0, 0), S::Pending);
        assert_eq!(status(60, 0, 0, 0), S::PartiallyPaid);
        assert_eq!(status(20, 80, 0, 0), S::InsurancePending);
        assert_eq!(status(0, 0, 0, 0), S::Paid);
        assert_eq!(status(0, 0, 0, 100), S::Paid, "written off");
        assert_eq!(status(100, 0, 100, 0), S::Refunded);
        assert_eq!(status(0, 0, 100, 100), S::Refunded, "given back, and not asked for again");
        assert_eq!(status(40, 0, 40, 0), S::PartiallyPaid, "some was given back");
        assert_eq!(status(0, 0, 40, 0), S::Paid, "given back and paid again");
    }

    #[test]
    fn the_day_after_it_was_due_it_is_overdue() {
        let owed = Figures {
            total: 100,
            owed: 1,
            ..Figures::default()
        };
        let at = |figures, today| of(InvoiceState::Issued, figures, Some(day(24)), day(today));
        assert_eq!(at(owed, 24), InvoiceStatus::PartiallyPaid);
        assert_eq!(at(owed, 25), InvoiceStatus::Overdue);
        assert_eq!(at(Figures { owed: 0, ..owed }, 25), InvoiceStatus::Paid);
        assert_eq!(of(InvoiceState::Draft, owed, None, day(25)), InvoiceStatus::Draft);
        assert_eq!(of(InvoiceState::Void, owed, Some(day(1)), day(25)), InvoiceStatus::Void);
    }
}
