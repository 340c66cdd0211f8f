//! A program that runs beside the tests and ends with them.
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::shell;

const START_LIMIT: Duration = Duration::from_secs(60);
const POLL: Duration = Duration::from_millis(50);

#[derive(Debug)]
pub struct Background {
    child: Mutex<Child>,
    log: PathBuf,
}

impl Background {
    /// Starts `command`, printing to `log`.
    pub fn start(command: &mut Command, log: &Path) -> Result<Self> {
        let out = File::create(log)?;
        command.stdin(Stdio::null()).stdout(out.try_clone()?).stderr(out);
        let child = command.spawn().context("cannot start the program in the background")?;
        shell::remember(child.id());
        Ok(Self {
            child: Mutex::new(child),
            log: log.to_owned(),
        })
    }

    /// Waits until `ready` says yes; fails when the program ends or takes too long.
    pub fn wait_until(&self, ready: impl Fn() -> bool) -> Result<()> {
        let begun = Instant::now();
        while !ready() {
            let ended = self.child.lock().is_ok_and(|mut child| matches!(child.try_wait(), Ok(Some(_))));
            if ended || begun.elapsed() > START_LIMIT {
                let printed = std::fs::read_to_string(&self.log).unwrap_or_default();
                bail!("the program in the background was not ready:\n{printed}");
            }
            std::thread::sleep(POLL);
        }
        Ok(())
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        if let Ok(mut child) = self.child.lock() {
            let _ = child.kill();
            let _ = child.wait();
            shell::forget(child.id());
        }
    }
}
