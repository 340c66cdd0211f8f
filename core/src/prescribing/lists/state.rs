//! Which version of which list, and whether it may still be trusted.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

crate::text_enum! {
    /// The lists.
    pub enum ListName {
        /// Medicines with strengths, forms and maximum doses.
        Formulary = "formulary",
        /// Classes within which two medicines are a duplicate.
        Classes = "classes",
        /// Other names of medicines and classes.
        Synonyms = "synonyms",
        /// How far an allergy reaches.
        Allergies = "allergies",
        /// Cautions by age, in pregnancy, and for weekly medicines.
        Cautions = "cautions",
        /// Pairs that do not go together.
        Interactions = "interactions",
    }
}

/// The version of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ListHead {
    /// Its version.
    pub version: String,
    /// The day it was last gone through.
    pub date: NaiveDate,
}

crate::text_enum! {
    /// Whether a list can be relied on.
    pub enum ListStatus {
        /// There, and not too old.
        Current = "current",
        /// Older than the clinic's setting allows.
        Old = "old",
        /// Not there, or unreadable.
        Missing = "missing",
    }
}

/// A list as a check found it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ListState {
    /// Which.
    pub name: ListName,
    /// Its version; none when it is missing.
    pub head: Option<ListHead>,
    /// Whether it can be relied on.
    pub status: ListStatus,
}

impl ListState {
    pub(super) fn of(name: ListName, head: Option<&ListHead>, today: NaiveDate, max_age_days: i64) -> Self {
        let status = match head {
            None => ListStatus::Missing,
            Some(head) if (today - head.date).num_days() > max_age_days => ListStatus::Old,
            Some(_) => ListStatus::Current,
        };
        Self {
            name,
            head: head.cloned(),
            status,
        }
    }
}
