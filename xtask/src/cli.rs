//! The command line: every task with its options.
use clap::{Parser, Subcommand};

use crate::servers::{Action, Store};

/// Builds, runs and tests Curanda.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", disable_version_flag = true)]
pub struct Cli {
    #[command(subcommand)]
    pub task: Task,
}

#[derive(Debug, Subcommand)]
pub enum Task {
    /// Get, start, end or list the database servers that tests use
    Servers {
        #[command(subcommand)]
        action: Action,
        /// Only this one
        #[arg(long, global = true)]
        store: Option<Store>,
    },
}
