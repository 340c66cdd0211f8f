//! A list of texts in one column, as JSON.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::db::Arg;

/// Short texts in order, e.g. the languages a doctor speaks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(transparent)]
#[ts(export)]
pub struct Texts(pub Vec<String>);

impl Texts {
    /// Trimmed, without blanks.
    #[must_use]
    pub(super) fn trimmed(&self) -> Self {
        Self(self.0.iter().map(|t| t.trim().to_owned()).filter(|t| !t.is_empty()).collect())
    }
}

impl TryFrom<String> for Texts {
    type Error = serde_json::Error;
    fn try_from(json: String) -> Result<Self, Self::Error> {
        serde_json::from_str(&json)
    }
}

impl From<&Texts> for Arg {
    fn from(texts: &Texts) -> Self {
        Arg::Text(serde_json::json!(texts.0).to_string())
    }
}
