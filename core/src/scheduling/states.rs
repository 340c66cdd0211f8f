//! The states of an appointment and the moves allowed between them (pure).

use serde::{Deserialize, Serialize};
use ts_rs::TS;

crate::text_enum! {
    /// Where an appointment stands.
    pub enum AppointmentStatus {
        /// Booked; the patient has not confirmed.
        Scheduled = "scheduled",
        /// The patient said they will come.
        Confirmed = "confirmed",
        /// The patient is here and waits.
        CheckedIn = "checked_in",
        /// The patient is with the doctor.
        InProgress = "in_progress",
        /// The visit is over.
        Completed = "completed",
        /// Called off; see `cancelled_by`.
        Cancelled = "cancelled",
        /// The patient did not come.
        NoShow = "no_show",
        /// Moved to another time or doctor; a later appointment points back to this one.
        Rescheduled = "rescheduled",
    }
}

crate::text_enum! {
    /// What was done to an appointment, as its history tells it.
    pub enum AppointmentAction {
        /// Booked.
        Booked = "booked",
        /// Confirmed by the patient.
        Confirmed = "confirmed",
        /// Arrived.
        CheckedIn = "checked_in",
        /// Went in to the doctor.
        Started = "started",
        /// The visit ended.
        Completed = "completed",
        /// Called off.
        Cancelled = "cancelled",
        /// Did not come.
        NoShow = "no_show",
        /// Given up for another time or doctor.
        Moved = "moved",
        /// Made longer or shorter.
        Resized = "resized",
        /// Reason, notes, service or room changed.
        Edited = "edited",
        /// Put away: hidden from lists, kept forever.
        Archived = "archived",
        /// An earlier act taken back.
        Undone = "undone",
    }
}

impl AppointmentStatus {
    /// Whether the appointment keeps others out of its time.
    #[must_use]
    pub fn holds_time(self) -> bool {
        !matches!(self, Self::Cancelled | Self::NoShow | Self::Rescheduled)
    }

    /// Whether the visit still lies ahead, so that it can be moved.
    #[must_use]
    pub fn is_ahead(self) -> bool {
        matches!(self, Self::Scheduled | Self::Confirmed)
    }

    /// Whether the length may still change: until the visit is over.
    #[must_use]
    pub fn is_open(self) -> bool {
        self.is_ahead() || matches!(self, Self::CheckedIn | Self::InProgress)
    }

    /// The statuses passed through on the way from this one, the last being `to`; `None` when the move is not allowed.
    ///
    /// A patient who stands at the desk confirms by being there: check-in of a scheduled appointment passes
    /// through `confirmed`, so that its history has every step.
    #[must_use]
    pub fn path_to(self, to: Self) -> Option<&'static [Self]> {
        use AppointmentStatus as S;
        match (self, to) {
            (S::Scheduled, S::Confirmed) => Some(&[S::Confirmed]),
            (S::Scheduled, S::CheckedIn) => Some(&[S::Confirmed, S::CheckedIn]),
            (S::Confirmed | S::NoShow, S::CheckedIn) => Some(&[S::CheckedIn]),
            (S::CheckedIn, S::InProgress) => Some(&[S::InProgress]),
            (S::InProgress, S::Completed) => Some(&[S::Completed]),
            (S::Scheduled | S::Confirmed | S::CheckedIn, S::Cancelled) => Some(&[S::Cancelled]),
            (S::Scheduled | S::Confirmed, S::NoShow) => Some(&[S::NoShow]),
            (S::Scheduled | S::Confirmed, S::Rescheduled) => Some(&[S::Rescheduled]),
            _ => None,
        }
    }

    /// The act that leads into this status.
    #[must_use]
    pub fn action(self) -> AppointmentAction {
        match self {
            Self::Scheduled => AppointmentAction::Booked,
            Self::Confirmed => AppointmentAction::Confirmed,
            Self::CheckedIn => AppointmentAction::CheckedIn,
            Self::InProgress => AppointmentAction::Started,
            Self::Completed => AppointmentAction::Completed,
            Self::Cancelled => AppointmentAction::Cancelled,
            Self::NoShow => AppointmentAction::NoShow,
            Self::Rescheduled => AppointmentAction::Moved,
        }
    }
}

/// Which appointments of a series an act concerns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum SeriesScope {
    /// This one alone.
    One,
    /// This one and the later ones.
    Following,
    /// Every one that still lies ahead.
    All,
}

#[cfg(test)]
mod tests {
    use super::AppointmentStatus as S;

    /// The table of data-model.md, written out: every pair not named is refused.
    const ALLOWED: &[(S, S)] = &[
        (S::Scheduled, S::Confirmed),
        (S::Confirmed, S::CheckedIn),
        (S::CheckedIn, S::InProgress),
        (S::InProgress, S::Completed),
        (S::Scheduled, S::Cancelled),
        (S::Confirmed, S::Cancelled),
        (S::CheckedIn, S::Cancelled),
        (S::Scheduled, S::NoShow),
        (S::Confirmed, S::NoShow),
        (S::Scheduled, S::Rescheduled),
        (S::Confirmed, S::Rescheduled),
        (S::NoShow, S::CheckedIn),
    ];

    #[test]
    fn every_step_of_every_path_is_a_move_of_the_table() {
        for &from in S::ALL {
            for &to in S::ALL {
                let Some(path) = from.path_to(to) else {
                    assert!(!ALLOWED.contains(&(from, to)), "{from:?} → {to:?} must be allowed");
                    continue;
                };
                assert_eq!(path.last(), Some(&to));
                let mut at = from;
                for &step in path {
                    assert!(ALLOWED.contains(&(at, step)), "{at:?} → {step:?} is not in the table");
                    at = step;
                }
            }
        }
    }

    #[test]
    fn what_is_over_holds_no_time() {
        let free: Vec<_> = S::ALL.iter().filter(|s| !s.holds_time()).collect();
        assert_eq!(free, [&S::Cancelled, &S::NoShow, &S::Rescheduled]);
    }
}
