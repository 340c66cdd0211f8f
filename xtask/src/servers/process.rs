//! A server process that outlives this xtask: started apart, recognised again later, ended by its id alone.
use std::fs::File;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use crate::{platform, shell};

const START_LIMIT: Duration = Duration::from_secs(60);
const STOP_LIMIT: Duration = Duration::from_secs(20);
const POLL: Duration = Duration::from_millis(50);

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Process {
    pub name: String,
    pub pid: u32,
    /// The kernel's start time of the process: tells it from a later one with the same id.
    started: String,
}

impl Process {
    /// Starts `command` in its own process group, printing to `log`.
    pub fn start(name: &str, mut command: Command, log: &Path) -> Result<Self> {
        let out = File::options().create(true).append(true).open(log)?;
        command.stdin(Stdio::null()).stdout(out.try_clone()?).stderr(out);
        platform::own_group(&mut command);
        let child = command.spawn().with_context(|| format!("cannot start {name}"))?;
        Self::of(name, child.id()).with_context(|| format!("{name} ended at once, see {}", log.display()))
    }

    /// The running process `pid`.
    pub fn of(name: &str, pid: u32) -> Result<Self> {
        let started = start_time(pid).with_context(|| format!("no process {pid}"))?;
        Ok(Self {
            name: name.to_owned(),
            pid,
            started,
        })
    }

    pub fn is_running(&self) -> bool {
        start_time(self.pid).is_some_and(|started| started == self.started)
    }

    /// Waits until `ready` says yes, or fails when the process ends or takes too long.
    pub fn wait_until(&self, log: &Path, ready: impl Fn() -> bool) -> Result<()> {
        let begun = Instant::now();
        while !ready() {
            if !self.is_running() {
                bail!("{} ended while starting, see {}", self.name, log.display());
            }
            if begun.elapsed() > START_LIMIT {
                bail!(
                    "{} was not ready after {} s, see {}",
                    self.name,
                    START_LIMIT.as_secs(),
                    log.display()
                );
            }
            std::thread::sleep(POLL);
        }
        Ok(())
    }

    /// Asks the process to end and waits for it; one that will not is killed. Its data is not kept anyway.
    pub fn stop(&self) -> Result<()> {
        for (name, limit) in [("INT", STOP_LIMIT), ("TERM", STOP_LIMIT), ("KILL", STOP_LIMIT)] {
            if !self.is_running() {
                return Ok(());
            }
            // mysqld ignores INT, PostgreSQL waits for its clients on TERM.
            if name == "INT" && self.name != "postgres" {
                continue;
            }
            shell::signal(self.pid, name);
            let begun = Instant::now();
            while self.is_running() && begun.elapsed() < limit {
                std::thread::sleep(POLL);
            }
        }
        if self.is_running() {
            bail!("{} (process {}) does not end", self.name, self.pid);
        }
        Ok(())
    }
}

/// The start time of a living process; none for one that is gone or only waits to be reaped.
fn start_time(pid: u32) -> Option<String> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let mut fields = stat.rsplit_once(") ")?.1.split(' ');
    let living = fields.next() != Some("Z");
    fields.nth(18).filter(|_| living).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::Process;
    use std::process::Command;

    #[test]
    fn a_stopped_process_is_no_longer_running() {
        let log = std::env::temp_dir().join(format!("xtask-process-{}.log", std::process::id()));
        let mut command = Command::new("sleep");
        command.arg("60");
        let process = Process::start("sleep", command, &log).unwrap();
        assert!(process.is_running());
        process.stop().unwrap();
        assert!(!process.is_running());
        std::fs::remove_file(log).unwrap();
    }

    #[test]
    fn another_process_with_the_same_id_is_not_ours() {
        let own = Process::of("own", std::process::id()).unwrap();
        let other = Process {
            started: "1".to_owned(),
            ..own.clone()
        };
        assert!(own.is_running() && !other.is_running());
    }
}
