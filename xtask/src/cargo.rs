//! Cargo's commands, with the same features everywhere so that the steps of one run share what they compile.
use std::fs::File;
use std::process::Command;
use std::sync::{Mutex, PoisonError};

use anyhow::Result;

use crate::report::note;
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

/// Held from the building of the screens on: a program that is built or served beside another's building would take in half of them.
static SCREENS: Mutex<Option<File>> = Mutex::new(None);

/// The screens, into ui/build: the app embeds them, so they come first. They stay as they are until this command ends or lets go of them.
pub fn build_ui() -> Result<()> {
    hold_screens()?;
    shell::run(&mut node::npm(&["run", "--silent", "build"]))
}

/// Others may build the screens again.
pub fn let_go_of_screens() {
    SCREENS.lock().unwrap_or_else(PoisonError::into_inner).take();
}

fn hold_screens() -> Result<()> {
    let mut held = SCREENS.lock().unwrap_or_else(PoisonError::into_inner);
    if held.is_none() {
        let lock = File::create(paths::ensure(paths::target())?.join("screens.lock"))?;
        if lock.try_lock().is_err() {
            note("screens: another command uses them, this one waits until it ends");
            lock.lock()?;
        }
        *held = Some(lock);
    }
    Ok(())
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
