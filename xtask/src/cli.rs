//! The command line: every task with its options.
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::servers::{Action, Kind};

/// Builds, runs and tests Curanda.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", disable_version_flag = true)]
pub struct Cli {
    #[command(subcommand)]
    pub task: Task,
}

#[derive(Debug, Subcommand)]
pub enum Task {
    /// Install what is missing, build everything, open the window
    Run {
        /// Passed to the program
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Install what tests need, start the servers, run everything, end the servers
    Test {
        /// Only what needs neither servers nor a window
        #[arg(long, conflicts_with = "store")]
        fast: bool,
        /// Only the stories on this store
        #[arg(long)]
        store: Option<Store>,
    },
    /// Format, lints, documentation, generated types, UI checks, licences
    Check,
    /// Journeys in a browser and in the real window
    E2e,
    /// Counted keystrokes against their budgets
    Keys,
    /// Pictures of every screen
    Shots {
        /// The folder for the pictures
        dir: String,
    },
    /// A heavy proof on real servers
    Prove(Prove),
    /// Figures for docs/benchmarks.md
    Bench {
        /// Only on this store
        #[arg(long)]
        store: Option<Store>,
        /// Passed to the bench
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Packages for Debian and RPM systems
    Bundle,
    /// Get, start, end or list the database servers that tests use
    Servers {
        #[command(subcommand)]
        action: Action,
        /// Only this one
        #[arg(long, global = true)]
        store: Option<Kind>,
    },
}

#[derive(Debug, Args)]
pub struct Prove {
    /// race, two-workstations, search-quality, permissions, rx-safety, …
    pub name: String,
    #[arg(long)]
    pub store: Option<Store>,
    /// How many attempts, people or rounds, as the proof counts them
    #[arg(long)]
    pub n: Option<u64>,
    /// Break the guarded code on purpose: the proof must fail
    #[arg(long)]
    pub plant: bool,
    /// The figures as JSON, and nothing else on standard output
    #[arg(long)]
    pub json: bool,
}

/// A kind of store that the product promises; each needs some servers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Store {
    Sqlite,
    Mysql,
    Mariadb,
    Mongo,
}

impl Store {
    pub fn servers(self) -> Vec<Kind> {
        match self {
            Self::Sqlite => Vec::new(),
            Self::Mysql => vec![Kind::Mysql, Kind::Mongo],
            Self::Mariadb => vec![Kind::Mariadb, Kind::Mongo],
            Self::Mongo => vec![Kind::Mongo],
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Mysql => "mysql",
            Self::Mariadb => "mariadb",
            Self::Mongo => "mongo",
        }
    }
}

impl Prove {
    /// The arguments of the program that proves.
    pub fn arguments(&self) -> Vec<String> {
        let mut arguments = vec![self.name.clone()];
        if let Some(store) = self.store {
            arguments.extend(["--store".to_owned(), store.name().to_owned()]);
        }
        if let Some(n) = self.n {
            arguments.extend(["--n".to_owned(), n.to_string()]);
        }
        for (flag, set) in [("--plant", self.plant), ("--json", self.json)] {
            arguments.extend(set.then(|| flag.to_owned()));
        }
        arguments
    }
}
