//! Where things are: the repository, its build folder, and the cache that all checkouts of one person share.
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The root of the checkout this xtask was built from.
pub fn repo() -> &'static Path {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask)
}

pub fn ui() -> PathBuf {
    repo().join("ui")
}

/// Cargo's build folder.
pub fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(dir) => repo().join(dir),
        None => repo().join("target"),
    }
}

/// Downloads, unpacked servers and tools. Outside the checkout, so that a fresh clone starts warm.
pub fn cache() -> PathBuf {
    let home = || std::env::var_os("HOME").map(|home| Path::new(&home).join(".cache"));
    match std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from).or_else(home) {
        Some(dir) => dir.join("curanda"),
        None => target().join("cache"),
    }
}

/// `dir`, made if it is not there.
pub fn ensure(dir: PathBuf) -> Result<PathBuf> {
    std::fs::create_dir_all(&dir).with_context(|| format!("cannot create {}", dir.display()))?;
    Ok(dir)
}
