mod background;
mod bundle;
mod cargo;
mod check;
mod cli;
mod deny;
mod e2e;
mod interrupt;
mod node;
mod paths;
mod platform;
mod ports;
mod prove;
mod report;
mod run;
mod servers;
mod setup;
mod shell;
mod steps;
mod test;

use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;

use cli::{Cli, Task};
use report::{Counts, note, say};

fn main() -> ExitCode {
    let task = Cli::parse().task;
    let only_json = matches!(&task, Task::Prove(proof) if proof.json);
    let counts = start(task).unwrap_or_else(|error| {
        note(format!("error: {error:#}"));
        Counts::step(false)
    });
    if only_json {
        note(counts)
    } else {
        say(counts)
    }
    if counts.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn start(task: Task) -> Result<Counts> {
    interrupt::watch()?;
    match task {
        Task::Run { arguments } => run::run(&arguments),
        Task::Test { fast: true, .. } => test::fast(),
        Task::Test { store: Some(store), .. } => test::on_store(store),
        Task::Test { .. } => test::everything(),
        Task::Check => check::run(),
        Task::E2e => e2e::alone(),
        Task::Keys => e2e::keys(),
        Task::Shots { dir } => e2e::shots(&dir),
        Task::Prove(proof) => prove::prove(proof.store, proof.plant, &proof.arguments()),
        Task::Bench { store, arguments } => prove::bench(store, &arguments),
        Task::Bundle => bundle::run(),
        Task::Servers { action, store } => servers::run(action, store),
    }
}
