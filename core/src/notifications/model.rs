//! A notification, as it is told and as it is read.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::ids::{LocationId, NotificationId, PatientId};

crate::text_enum! {
    /// What happened.
    pub enum NotificationKind {
        /// `person` opened the locked documents of a patient; `detail` is the stated reason.
        BreakGlass = "break_glass",
        /// At the location `subject_id`, called `person`, as many invoices as `detail` says became overdue.
        InvoicesOverdue = "invoices_overdue",
    }
}

/// What is to be told.
#[derive(Debug, Clone)]
pub struct Notice<'a> {
    /// What happened.
    pub kind: NotificationKind,
    /// Whose chart it concerns.
    pub patient_id: Option<PatientId>,
    /// The row it is about.
    pub subject_id: Option<Uuid>,
    /// Who did it, or where it is, by name; 160 characters at most.
    pub person: &'a str,
    /// More, in that person's words, or how many; 400 characters at most.
    pub detail: &'a str,
    /// Where it concerns people: those of another place are not told.
    pub at: Option<LocationId>,
}

/// A notification of one's own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, sqlx::FromRow)]
#[ts(export)]
pub struct Notification {
    /// Its id.
    pub id: NotificationId,
    /// What happened.
    pub kind: NotificationKind,
    /// Whose chart it concerns.
    pub patient_id: Option<PatientId>,
    /// The patient's name now.
    pub patient_name: Option<String>,
    /// The row it is about.
    pub subject_id: Option<Uuid>,
    /// Who did it, or where it is, by name.
    pub person: String,
    /// More, in that person's words, or how many.
    pub detail: String,
    /// When the recipient saw it; none until then.
    pub seen_at: Option<DateTime<Utc>>,
    /// When it happened.
    pub created_at: DateTime<Utc>,
}

/// One's own notifications.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Notifications {
    /// How many were not seen yet.
    pub unseen: i64,
    /// The last 50, newest first.
    pub entries: Vec<Notification>,
}

/// Says that the caller saw some of their own; those of others are passed over.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct SeeNotifications {
    /// Which; every one when empty.
    pub ids: Vec<NotificationId>,
}
