//! Whether the stores answer, for the mark in the window's corner.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Since when each store has not answered; none while it does.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Connection {
    /// The relational store: nothing can be read or saved.
    pub store_down_since: Option<DateTime<Utc>>,
    /// The document store: lists work, bodies do not open.
    pub documents_down_since: Option<DateTime<Utc>>,
}

/// Asks for the state that the background tasks see; read again on the topic `connection`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct GetConnection {}
