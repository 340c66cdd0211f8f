//! Who may read which document of a chart, beside `chart.read`.
//!
//! A standard document is open to whoever may open the chart. A sensitive one is open to its author and to those who treat the
//! patient. A highly sensitive one is open to its author alone. Everyone else states a reason first, which opens the patient's
//! locked documents for [`OPEN_FOR`]; it is recorded, and an admin looks at it.

use chrono::{DateTime, TimeDelta, Utc};

use crate::db::Read;
use crate::documents::registry::Privacy;
use crate::identity::{Role, Session};
use crate::ids::{PatientId, UserId};
use crate::{Error, ErrorCode, Result, args};

/// How long an appointment keeps a doctor in the treating relation after it.
const TREATED: TimeDelta = TimeDelta::days(365);

/// How long a stated reason opens a patient's locked documents.
pub(super) const OPEN_FOR: TimeDelta = TimeDelta::hours(1);

const TREATS: &str = "SELECT COUNT(*) FROM appointments a JOIN doctors d ON d.id = a.doctor_id WHERE a.patient_id = ? AND a.starts_at > ? AND d.user_id = ? \
 AND a.status NOT IN ('cancelled', 'no_show', 'rescheduled')";
const REASON_GIVEN: &str = "SELECT COUNT(*) FROM break_glass WHERE user_id = ? AND patient_id = ? AND valid_until > ?";

/// What decides about a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Guarded {
    /// Whose chart.
    pub patient_id: PatientId,
    /// Who wrote it.
    pub author_id: UserId,
    /// How private it is.
    pub privacy: Privacy,
}

/// What is known of the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Relation {
    /// Who asks.
    pub user_id: UserId,
    /// Whether they treat the patient.
    pub treats: bool,
    /// Whether they stated a reason lately.
    pub reason_given: bool,
}

impl Relation {
    /// Whether this caller may read a document.
    #[must_use]
    pub fn opens(&self, author: UserId, privacy: Privacy) -> bool {
        let own = author == self.user_id || self.reason_given;
        match privacy {
            Privacy::Standard => true,
            Privacy::Sensitive => own || self.treats,
            Privacy::HighlySensitive => own,
        }
    }
}

/// Whether the caller is a doctor with an appointment of this patient, past within a year or to come. One that was
/// called off, missed or moved makes no relation.
///
/// # Errors
/// As the store says.
pub async fn treats(q: &mut impl Read, session: &Session, patient: PatientId, now: DateTime<Utc>) -> Result<bool> {
    if session.role != Role::Doctor {
        return Ok(false);
    }
    let (visits,): (i64,) = q.one(TREATS, args![patient, now - TREATED, session.user_id]).await?;
    Ok(visits > 0)
}

/// How the caller stands to the patient.
///
/// # Errors
/// As the store says.
pub async fn relation(q: &mut impl Read, session: &Session, patient: PatientId, now: DateTime<Utc>) -> Result<Relation> {
    let (reasons,): (i64,) = q.one(REASON_GIVEN, args![session.user_id, patient, now]).await?;
    Ok(Relation {
        user_id: session.user_id,
        treats: treats(q, session, patient, now).await?,
        reason_given: reasons > 0,
    })
}

/// Lets the caller read a document, or says that it is locked.
///
/// # Errors
/// `not_allowed` with `reason` = `document_locked`: `chart.break_glass` opens it.
pub async fn require(q: &mut impl Read, session: &Session, document: Guarded, now: DateTime<Utc>) -> Result<()> {
    if document.privacy == Privacy::Standard {
        return Ok(());
    }
    let relation = relation(q, session, document.patient_id, now).await?;
    if relation.opens(document.author_id, document.privacy) {
        Ok(())
    } else {
        Err(Error::new(ErrorCode::NotAllowed).with("reason", "document_locked"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every privacy level against every relation.
    #[test]
    fn what_is_locked_opens_to_its_author_or_for_a_reason() {
        let (author, other) = (UserId::fresh(), UserId::fresh());
        for treats in [false, true] {
            for reason_given in [false, true] {
                let stranger = Relation {
                    user_id: other,
                    treats,
                    reason_given,
                };
                assert!(stranger.opens(author, Privacy::Standard));
                assert_eq!(stranger.opens(author, Privacy::Sensitive), treats || reason_given);
                assert_eq!(stranger.opens(author, Privacy::HighlySensitive), reason_given);
                let own = Relation {
                    user_id: author,
                    treats,
                    reason_given,
                };
                assert!(Privacy::ALL.iter().all(|privacy| own.opens(author, *privacy)));
            }
        }
    }
}
