//! `bundle`: packages for Debian and for RPM systems, into target/release/bundle.
use anyhow::{Context, Result};

use crate::report::{Counts, say};
use crate::{node, paths, setup, shell};

pub fn run() -> Result<Counts> {
    setup::for_build()?;
    let mut build = node::packaged("tauri");
    shell::run(build.args(["build", "--bundles", "deb,rpm"]).current_dir(paths::repo()))?;
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
