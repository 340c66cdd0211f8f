//! What differs between Unix and Windows. Servers and windows under test are for Linux; building and running is for all.
use std::io::Result;
use std::path::Path;
use std::process::Command;

#[cfg(unix)]
pub fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    Path::new("/proc/self").metadata().is_ok_and(|own| own.uid() == 0)
}

#[cfg(not(unix))]
pub fn is_root() -> bool {
    false
}

/// Lets the command outlive this terminal's Ctrl-C.
#[cfg(unix)]
pub fn own_group(command: &mut Command) {
    std::os::unix::process::CommandExt::process_group(command, 0);
}

#[cfg(not(unix))]
pub fn own_group(_: &mut Command) {}

#[cfg(unix)]
pub fn link_folder(original: &Path, link: &Path) -> Result<()> {
    std::os::unix::fs::symlink(original, link)
}

#[cfg(windows)]
pub fn link_folder(original: &Path, link: &Path) -> Result<()> {
    std::os::windows::fs::symlink_dir(original, link)
}

/// The name under which `program` of a Node installation is started.
pub fn node_program(program: &str) -> String {
    if cfg!(windows) && program != "node" {
        format!("{program}.cmd")
    } else {
        program.to_owned()
    }
}

/// Waits until somebody asks this program to end.
#[cfg(unix)]
pub async fn end_requested() -> Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        interrupt = tokio::signal::ctrl_c() => interrupt,
        _ = terminate.recv() => Ok(()),
    }
}

#[cfg(not(unix))]
pub async fn end_requested() -> Result<()> {
    tokio::signal::ctrl_c().await
}
