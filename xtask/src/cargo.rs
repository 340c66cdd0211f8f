//! Cargo's commands, with the same features everywhere so that the steps of one run share what they compile.
use std::process::Command;

use anyhow::Result;

use crate::{node, paths, shell};

/// The command table over HTTP for browser tests, and the screens embedded in the app.
const FEATURES: &str = "curanda-cli/serve,tauri/custom-protocol";

/// `cargo` with `words`.
pub fn cargo(words: &[&str]) -> Command {
    let mut command = shell::command(&["cargo"]);
    command.args(words).current_dir(paths::repo());
    command
}

/// `cargo TASK` on all crates with all that tests need.
pub fn whole(task: &str) -> Command {
    cargo(&[task, "--workspace", "--features", FEATURES])
}

/// The screens, into ui/build: the app embeds them, so they come first.
pub fn build_ui() -> Result<()> {
    shell::run(&mut node::npm(&["run", "--silent", "build"]))
}

/// The window of the app, for people and tests.
pub fn build_app() -> Result<()> {
    shell::run(&mut cargo(&[
        "build",
        "--package",
        "curanda-app",
        "--features",
        "tauri/custom-protocol",
    ]))
}

/// A built program.
pub fn program(name: &str) -> std::path::PathBuf {
    paths::target()
        .join("debug")
        .join(name)
        .with_extension(std::env::consts::EXE_EXTENSION)
}
