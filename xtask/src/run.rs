//! `run`: from a fresh clone to the open window.
use anyhow::Result;

use crate::report::Counts;
use crate::{cargo, setup, shell};

pub fn run(arguments: &[String]) -> Result<Counts> {
    setup::for_build()?;
    cargo::build_ui()?;
    cargo::build_app()?;
    cargo::let_go_of_screens();
    shell::run(std::process::Command::new(cargo::program("curanda-app")).args(arguments))?;
    Ok(Counts::step(true))
}
