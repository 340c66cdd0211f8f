//! A drawer's session: what was taken, what is expected, what was counted.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::ledger::Account;
use crate::ids::{DrawerSessionId, LocationId};
use crate::money::{Currency, Money};
use crate::printing::{Language, Paper};

/// Which drawer.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct ShowDrawer {
    /// Where.
    pub location_id: LocationId,
    /// Which.
    pub drawer: String,
}

/// What lies in a drawer before the first patient pays.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct SetFloat {
    /// Where.
    pub location_id: LocationId,
    /// Which.
    pub drawer: String,
    /// The whole float; it may be set anew until the drawer is closed.
    pub amount: Money,
}

/// Coins or notes of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
#[ts(export)]
pub struct Pieces {
    /// Minor units each.
    pub denomination: i64,
    /// How many.
    pub pieces: i32,
}

/// What was counted of one method.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct Count {
    /// Cash, card …
    pub account: Account,
    /// What was found: in the drawer, on the terminal's slip, on the bank's list.
    pub counted: Money,
    /// How the cash was made up; their sum is `counted`. Empty = not told.
    pub pieces: Vec<Pieces>,
}

/// A drawer to be closed.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct CloseDrawer {
    /// Which session.
    pub id: DrawerSessionId,
    /// What was counted, of everything that was taken.
    pub counts: Vec<Count>,
    /// Why it differs from what was expected; needed only then.
    pub explanation: String,
}

/// Which session.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct ShowSession {
    /// Which.
    pub id: DrawerSessionId,
}

/// A day sheet to print.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct PrintDaySheet {
    /// Of which session.
    pub id: DrawerSessionId,
    /// On what.
    pub paper: Paper,
    /// In which language.
    pub language: Language,
}

/// One method in one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct DrawerRow {
    /// Cash, card …
    pub account: Account,
    /// Of the figures.
    pub currency: Currency,
    /// How many payments came.
    pub payments: i64,
    /// What lay there before, for cash.
    pub float: i64,
    /// What came.
    pub taken: i64,
    /// What went back.
    pub refunded: i64,
    /// Float, what came, less what went back.
    pub expected: i64,
    /// What was counted; none while it is open.
    pub counted: Option<i64>,
    /// How counted cash was made up, the largest first.
    pub pieces: Vec<Pieces>,
}

/// Something that a manager looks at on a day sheet: a refund, a void, a write-off, a discount, a promotion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Exception {
    /// `refund`, `void`, `write_off`, `discount`, `promotion`.
    pub kind: String,
    /// Of the refund, the reversal or the invoice.
    pub number: String,
    /// How much.
    pub amount: Money,
    /// Why.
    pub reason: String,
    /// Who did it.
    pub actor: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// A drawer's session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct DrawerSession {
    /// The session.
    pub id: DrawerSessionId,
    /// Where.
    pub location_id: LocationId,
    /// Its name.
    pub location_name: String,
    /// IANA zone.
    pub time_zone: String,
    /// Which drawer.
    pub drawer: String,
    /// Counted up for each drawer.
    pub session_number: i32,
    /// The local day it was opened on.
    pub opened_on: NaiveDate,
    /// When.
    pub opened_at: DateTime<Utc>,
    /// By whom.
    pub opened_by: String,
    /// When it was closed; sealed from then on.
    pub closed_at: Option<DateTime<Utc>>,
    /// By whom.
    pub closed_by: Option<String>,
    /// Why it differed.
    pub explanation: String,
    /// By method and currency.
    pub rows: Vec<DrawerRow>,
    /// Refunds, voids, write-offs and discounts of its days.
    pub exceptions: Vec<Exception>,
}

/// The drawers of a location.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct DrawerState {
    /// Of this drawer; none when nothing was taken since it was closed.
    pub open: Option<DrawerSession>,
    /// Closed sessions of every drawer there, the last ones first.
    pub closed: Vec<ClosedSession>,
}

/// A closed session in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
#[ts(export)]
pub struct ClosedSession {
    /// The session.
    pub id: DrawerSessionId,
    /// Which drawer.
    pub drawer: String,
    /// Counted up for each drawer.
    pub session_number: i32,
    /// The local day it was opened on.
    pub opened_on: NaiveDate,
    /// When it was closed.
    pub closed_at: DateTime<Utc>,
    /// By whom.
    pub closed_by: String,
    /// Why it differed; empty when it did not.
    pub explanation: String,
}
