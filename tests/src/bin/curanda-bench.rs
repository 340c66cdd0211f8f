//! `curanda-bench [--store sqlite|mariadb|mysql] [--only PART,…] [--people N,…]`: figures as a Markdown table; `cargo xtask bench` builds and runs it.

#![expect(clippy::print_stdout, reason = "a program that reports on its terminal")]

use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use curanda_tests::bench::Part;
use curanda_tests::{Store, bench};

#[derive(Debug, Parser)]
struct Arguments {
    /// On this store; the embedded one and MariaDB when missing.
    #[arg(long)]
    store: Option<String>,
    /// Only these parts; all when missing.
    #[arg(long, value_delimiter = ',')]
    only: Vec<Part>,
    /// Sizes of the clinic for the patient search; add 1000000 where an hour is at hand.
    #[arg(long, value_delimiter = ',', default_value = "1000,10000,100000")]
    people: Vec<usize>,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let stores = match arguments.store.as_deref().map(Store::named) {
        Some(Some(store)) => vec![store],
        Some(None) => return ExitCode::from(2),
        None => vec![Store::Sqlite, Store::MariaDb],
    };
    let mut rows = Vec::new();
    for store in stores {
        for part in Part::value_variants()
            .iter()
            .filter(|part| arguments.only.is_empty() || arguments.only.contains(part))
        {
            rows.extend(bench::run(*part, store, &arguments.people).await);
        }
    }
    println!("{}", bench::table(&rows));
    ExitCode::SUCCESS
}
