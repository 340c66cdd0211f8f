//! `curanda-prove NAME [--store sqlite|mariadb|mysql] [--n N] [--json] [--plant]`; `cargo xtask prove` builds and runs it.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program that reports on its terminal")]

use std::process::ExitCode;

use clap::Parser;
use curanda_tests::Store;
use curanda_tests::prove::{self, Options};

#[derive(Debug, Parser)]
struct Arguments {
    /// Which proof.
    name: String,
    #[arg(long, default_value = "sqlite")]
    store: String,
    /// Attempts, people or rounds.
    #[arg(long)]
    n: Option<u64>,
    /// Figures as JSON, and nothing else on standard output.
    #[arg(long)]
    json: bool,
    /// Says that the program was built with a planted fault.
    #[arg(long)]
    plant: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let Some(store) = Store::named(&arguments.store) else {
        eprintln!("there is no store of this name");
        return ExitCode::from(2);
    };
    let Some(outcome) = prove::run(&arguments.name, &Options { store, n: arguments.n }).await else {
        eprintln!("there is no proof of this name");
        return ExitCode::from(2);
    };
    if arguments.json {
        println!("{}", outcome.figures);
    } else {
        for row in outcome.figures["classes"].as_array().into_iter().flatten() {
            println!("{row}");
        }
        println!(
            "{}{}: {}",
            outcome.line,
            if arguments.plant { ", fault planted" } else { "" },
            if outcome.holds { "holds" } else { "BROKEN" }
        );
    }
    if outcome.holds { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
