//! `curanda`: IT's tool beside the program. Every line of it is for a person or a script at a terminal.

mod check;
mod demo;
mod diagnose;
mod import;
mod migrate;
mod report;
#[cfg(feature = "serve")]
mod serve;
#[cfg(feature = "serve")]
mod stale;
mod store;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use report::Report;
use store::Place;

const EXIT_CODES: &str = "Exit codes:
  0   done, nothing wrong
  1   something was found (check, diagnose), or somebody has to look at files or people (import)
  2   wrong usage
  3   no store is chosen, or it does not answer
  4   the store's key or a password cannot be had, or is wrong
  5   the store's schema is older (run migrate) or newer than this program
  70  a fault of the program";

/// Looks after a Curanda store.
#[derive(Debug, Parser)]
#[command(name = "curanda", version, after_help = EXIT_CODES)]
struct Cli {
    #[command(flatten)]
    place: Place,
    /// Print one JSON document instead of text
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Make the demo clinic, in which nobody is real
    Demo(demo::Options),
    /// Bring the store to this program's schema
    Migrate,
    /// Look for what is wrong in the store; findings name rows by id, never patients
    Check,
    /// Bring FHIR R4 files of other systems into the charts; can be repeated, and goes on after it was cut off
    Import(import::Options),
    /// Tell versions, settings, connectivity and durability; no secrets
    Diagnose,
    /// Serve the program's commands on 127.0.0.1, for browser tests
    #[cfg(feature = "serve")]
    Serve(serve::Options),
}

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    let result = run(&cli).await;
    report::finish(result, cli.json)
}

async fn run(cli: &Cli) -> curanda_core::Result<Report> {
    match &cli.task {
        Task::Demo(options) => demo::run(&cli.place, *options).await,
        Task::Migrate => migrate::run(&cli.place).await,
        Task::Check => check::run(&cli.place).await,
        Task::Import(options) => import::run(&cli.place, options).await,
        Task::Diagnose => diagnose::run(&cli.place).await,
        #[cfg(feature = "serve")]
        Task::Serve(options) => serve::run(&cli.place, options).await,
    }
}
