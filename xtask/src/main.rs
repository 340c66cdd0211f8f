mod cli;
mod node;
mod paths;
mod report;
mod servers;
mod setup;
mod shell;

use std::process::ExitCode;

use clap::Parser;

use cli::{Cli, Task};
use report::{Counts, say};

fn main() -> ExitCode {
    let result = match Cli::parse().task {
        Task::Servers { action, store } => servers::run(action, store),
    };
    let counts = result.unwrap_or_else(|error| {
        say(format!("error: {error:#}"));
        Counts::step(false)
    });
    say(counts);
    if counts.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
