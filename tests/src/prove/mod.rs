//! Heavy proofs of the product's promises: `cargo xtask prove NAME`. Each ends with one line of figures.

mod import;
pub(crate) mod inputs;
mod journal;
mod ledger;
mod payments;
pub mod people;
mod permissions;
mod processes;
mod promotions;
mod race;
mod rx_safety;
pub(crate) mod search_quality;
mod two_workstations;

pub(crate) use race::patient;

use serde_json::Value;

use crate::Store;

/// What a proof is run with.
#[derive(Debug, Clone)]
pub struct Options {
    /// On which store.
    pub store: Store,
    /// Attempts, people or rounds, as the proof counts them.
    pub n: Option<u64>,
}

/// How a proof ended.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// Whether the promise holds.
    pub holds: bool,
    /// The figures in one line.
    pub line: String,
    /// The figures.
    pub figures: Value,
}

/// Runs the proof of this name; none when there is no such proof.
pub async fn run(name: &str, options: &Options) -> Option<Outcome> {
    match name {
        "import" => Some(import::run(options).await),
        "import-process" => Some(import::process().await),
        "journal" => Some(journal::run(options).await),
        "journal-process" => Some(journal::process().await),
        "ledger" => Some(ledger::run(options).await),
        "payments" => Some(payments::run(options).await),
        "payments-process" => Some(payments::process().await),
        "permissions" => Some(permissions::run(options).await),
        "promotions" => Some(promotions::run(options).await),
        "promotions-process" => Some(promotions::process().await),
        "race" => Some(race::run(options).await),
        "race-process" => Some(race::process().await),
        "rx-safety" => Some(rx_safety::run(options).await),
        "search-quality" => Some(search_quality::run(options).await),
        "two-workstations" => Some(two_workstations::run(options).await),
        _ => None,
    }
}
