//! Ctrl-C or an end from outside: what was started is ended first.
use std::process::exit;

use crate::report::note;
use crate::{platform, servers, shell};

/// The exit code of a program that was interrupted, by the shells' convention.
const INTERRUPTED: i32 = 130;

/// Watches for the rest of this program's life.
pub fn watch() -> std::io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    std::thread::spawn(move || {
        if runtime.block_on(platform::end_requested()).is_ok() {
            note("interrupted: ending what was started");
            shell::end_all();
            servers::close_session();
            exit(INTERRUPTED);
        }
    });
    Ok(())
}
