//! `check`: everything that is known without running the program.
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::cargo::{build_ui, cargo, whole};
use crate::report::Counts;
use crate::steps::Steps;
use crate::{deny, node, paths, setup, shell};

/// Where ts-rs writes what core's types are in TypeScript.
const GENERATED: &str = "src/lib/api/generated";

pub fn run() -> Result<Counts> {
    setup::for_build()?;
    let mut steps = Steps::default();
    steps.run("format", &mut cargo(&["fmt", "--all", "--check"]));
    steps.check("screens build", build_ui);
    steps.run("lints", whole("clippy").args(["--all-targets", "--", "-D", "warnings"]));
    steps.run(
        "documentation",
        whole("doc")
            .arg("--no-deps")
            .env("RUSTDOCFLAGS", "-D warnings -A rustdoc::private_intra_doc_links"),
    );
    steps.check("generated types are fresh", generated_types);
    steps.run("svelte-check", &mut node::npm(&["run", "--silent", "check"]));
    steps.run("eslint", &mut node::npm(&["run", "--silent", "lint"]));
    steps.check("licences and sources", deny::run);
    Ok(steps.finish())
}

/// Writes the types again, and fails where that changes a file: the screens were built on other ones.
fn generated_types() -> Result<()> {
    let folder = paths::ui().join(GENERATED);
    let before = contents(&folder)?;
    shell::run(&mut cargo(&[
        "test",
        "--quiet",
        "--package",
        "curanda-core",
        "--lib",
        "export_bindings",
    ]))?;
    let after = contents(&folder)?;
    let changed: Vec<_> = after.iter().filter(|(file, text)| before.get(*file) != Some(*text)).collect();
    if !changed.is_empty() {
        let files = changed.iter().map(|(file, _)| file.display().to_string()).collect::<Vec<_>>();
        bail!(
            "were not what core's types are now, and have been written anew: {}",
            files.join(", ")
        );
    }
    Ok(())
}

fn contents(folder: &Path) -> Result<BTreeMap<PathBuf, Vec<u8>>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(&next).into_iter().flatten() {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.insert(path.clone(), std::fs::read(&path)?);
            }
        }
    }
    Ok(files)
}
