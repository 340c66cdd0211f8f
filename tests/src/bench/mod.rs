//! Figures for `docs/benchmarks.md`: each beside a bare query of the same work, so that what counts is the ratio.

mod chart;
mod files;
mod import;
mod memory;
mod scheduling;
mod search;

use std::time::Instant;

use futures::future::BoxFuture;

use crate::Store;

/// One line of the table.
#[derive(Debug, Clone)]
pub struct Row {
    /// What was done.
    pub what: String,
    /// On which store.
    pub store: Store,
    /// The figure of the program, with its unit.
    pub figure: String,
    /// The figure of the bare query, with its unit.
    pub bare: String,
    /// How much the program's way costs: 1 is the limit.
    pub ratio: f64,
}

/// A part of the figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Part {
    /// Calendar, openings, booking.
    Scheduling,
    /// Finding a patient.
    Search,
    /// Opening a chart, and ICD-10.
    Chart,
    /// FHIR files.
    Import,
    /// A large file.
    Files,
}

/// A part's figures on a store; patient search at these sizes of the clinic.
pub async fn run(part: Part, store: Store, people: &[usize]) -> Vec<Row> {
    match part {
        Part::Scheduling => scheduling::run(store).await,
        Part::Search => search::run(store, people).await,
        Part::Chart => chart::run(store).await,
        Part::Import => import::run(store).await,
        Part::Files => files::run(store).await,
    }
}

/// The table as Markdown.
#[must_use]
pub fn table(rows: &[Row]) -> String {
    let head = "| what | store | ratio to bare | Curanda | bare query |\n|---|---|---|---|---|\n".to_owned();
    rows.iter().fold(head, |table, row| {
        let Row {
            what,
            store,
            figure,
            bare,
            ratio,
        } = row;
        format!("{table}| {what} | {} | {ratio:.1} | {figure} | {bare} |\n", store.name())
    })
}

/// Milliseconds at the median and at the 95th percentile of repeated work.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Times {
    median: f64,
    p95: f64,
}

/// How often a measured call is made.
const CALLS: usize = 60;

/// Measures a call after a few to warm up.
pub(crate) async fn time<'a>(work: impl Fn(usize) -> BoxFuture<'a, ()>) -> Times {
    Times::of(samples(CALLS, work).await)
}

/// Milliseconds of so many calls, after a few to warm up.
pub(crate) async fn samples<'a>(calls: usize, work: impl Fn(usize) -> BoxFuture<'a, ()>) -> Vec<f64> {
    for n in 0..5 {
        work(n).await;
    }
    let mut took = Vec::new();
    for n in 0..calls {
        let started = Instant::now();
        work(n).await;
        took.push(started.elapsed().as_secs_f64() * 1000.0);
    }
    took
}

impl Times {
    pub(crate) fn of(mut took: Vec<f64>) -> Self {
        took.sort_by(f64::total_cmp);
        Self {
            median: took[took.len() / 2],
            p95: took[took.len() * 95 / 100],
        }
    }
}

/// A line from two measured calls.
pub(crate) fn row(what: &str, store: Store, ours: Times, bare: Times) -> Row {
    Row {
        what: what.to_owned(),
        store,
        figure: format!("{:.1} ms, p95 {:.1} ms", ours.median, ours.p95),
        bare: format!("{:.1} ms", bare.median),
        ratio: ours.median / bare.median,
    }
}
