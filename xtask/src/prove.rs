//! `prove` and `bench`: programs of the tests crate, run with the servers up.
use std::process::Command;

use anyhow::Result;

use crate::cargo::{self, cargo};
use crate::cli::Store;
use crate::report::Counts;
use crate::servers::{Kind, Session};
use crate::{e2e, paths, shell};

/// One heavy proof: real processes on real servers. `plant` breaks the guarded code on purpose, and it must fail.
pub fn prove(store: Option<Store>, plant: bool, arguments: &[String]) -> Result<Counts> {
    let mut build = cargo(&["build", "--package", "curanda-tests", "--bin", "curanda-prove"]);
    if plant {
        build.args(["--features", "curanda-core/plant"]);
    }
    shell::run(&mut build)?;
    start(cargo::program("curanda-prove"), store, arguments)
}

/// Figures, on optimised code; those of the app's window too, unless one store is named.
pub fn bench(store: Option<Store>, arguments: &[String]) -> Result<Counts> {
    shell::run(&mut cargo(&[
        "build",
        "--release",
        "--package",
        "curanda-tests",
        "--bin",
        "curanda-bench",
    ]))?;
    let counts = start(paths::target().join("release/curanda-bench"), store, arguments)?;
    if store.is_none() {
        e2e::figures()?;
    }
    Ok(counts)
}

fn start(program: std::path::PathBuf, store: Option<Store>, arguments: &[String]) -> Result<Counts> {
    let session = Session::open(&store.map_or(Kind::ALL.to_vec(), Store::servers))?;
    let mut command = Command::new(program);
    command
        .args(arguments)
        .envs(session.environment.iter().cloned())
        .current_dir(paths::repo());
    shell::run(&mut command)?;
    Ok(Counts::step(true))
}
