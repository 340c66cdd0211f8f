//! Licences, banned crates and sources, by cargo-deny, which is built once into the cache.
use anyhow::Result;

use crate::report::note;
use crate::{paths, shell};

const VERSION: &str = "0.20.2";

pub fn run() -> Result<()> {
    let root = paths::cache().join(format!("cargo-deny-{VERSION}"));
    let program = root.join("bin/cargo-deny");
    if !program.exists() {
        note(format!("building cargo-deny {VERSION} (once, some minutes)"));
        let mut install = shell::command(&["cargo", "install", "--locked", "--quiet", "cargo-deny"]);
        install.args(["--version", VERSION, "--profile", "dev", "--root"]).arg(&root);
        install.env("CARGO_TARGET_DIR", root.join("target"));
        shell::run(&mut install)?;
        std::fs::remove_dir_all(root.join("target"))?;
    }
    note("advisories are left out: their database is not at hand everywhere; `cargo deny check advisories` where it is");
    let mut check = std::process::Command::new(program);
    check
        .args(["check", "--hide-inclusion-graph", "licenses", "bans", "sources"])
        .current_dir(paths::repo());
    shell::run(&mut check)
}
