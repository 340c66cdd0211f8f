//! `bundle`: packages for Debian and for RPM systems, into target/release/bundle.
use anyhow::{Context, Result};

use crate::report::{Counts, say};
use crate::{cargo, node, paths, setup, shell};

/// The version of Tauri's packager.
const TAURI: &str = "2.12.5";

pub fn run() -> Result<Counts> {
    setup::for_build()?;
    cargo::build_ui()?;
    // IT's tool goes into the packages beside the app.
    shell::run(&mut cargo::cargo(&["build", "--release", "--package", "curanda-cli"]))?;
    let mut build = node::tool("@tauri-apps/cli", TAURI, "tauri")?;
    shell::run(build.args(["build", "--bundles", "deb,rpm"]))?;
    let mut counts = Counts::default();
    for kind in ["deb", "rpm"] {
        let folder = paths::target().join("release/bundle").join(kind);
        let made = std::fs::read_dir(&folder).with_context(|| format!("no {}", folder.display()))?;
        for file in made.flatten().filter(|file| file.path().extension().is_some_and(|end| end == kind)) {
            say(format!("{} ({} kB)", file.path().display(), file.metadata()?.len() / 1000));
            counts += Counts::step(true);
        }
    }
    Ok(counts)
}
