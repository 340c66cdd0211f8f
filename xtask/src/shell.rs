//! Running other programs, saying which, and remembering them so that an interrupted run leaves none behind.
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;

use anyhow::{Context, Result, bail};

use crate::platform;
use crate::report::{note, say};

/// The programs this xtask started and has not yet seen end.
static RUNNING: Mutex<Vec<u32>> = Mutex::new(Vec::new());

/// `words` as a command: the first is the program.
pub fn command(words: &[&str]) -> Command {
    let mut command = Command::new(words.first().copied().unwrap_or("true"));
    command.args(words.iter().skip(1));
    command
}

/// `words` as a command of the administrator: by sudo for anyone else.
pub fn as_root(words: &[&str]) -> Command {
    if platform::is_root() {
        command(words)
    } else {
        command(&[&["sudo"], words].concat())
    }
}

/// Whether `program` is on PATH.
pub fn on_path(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|dir| dir.join(program).is_file())
}

/// The first two numbers of a version such as `20.19.2`.
pub fn version(text: &str) -> Option<(u32, u32)> {
    let mut numbers = text.split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

/// Says the command, runs it with this terminal, and fails when it fails.
pub fn run(command: &mut Command) -> Result<()> {
    note(format!("$ {}", text(command)));
    let status = watch(command, Child::wait)?;
    if !status.success() {
        bail!("`{}` ended with {status}", text(command));
    }
    Ok(())
}

/// Like [`run`], but silent unless it fails; answers what it printed.
pub fn quiet(command: &mut Command) -> Result<String> {
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).stdin(Stdio::null());
    let child = command.spawn().with_context(|| format!("cannot start `{}`", text(command)))?;
    let output = remembered(child.id(), || child.wait_with_output())?;
    if !output.status.success() {
        let printed = [output.stdout, output.stderr].concat();
        bail!(
            "`{}` ended with {}:\n{}",
            text(command),
            output.status,
            String::from_utf8_lossy(&printed)
        );
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Says the command, runs it, shows what it prints and answers that and whether it succeeded.
pub fn tee(command: &mut Command) -> Result<(String, bool)> {
    note(format!("$ {}", text(command)));
    command.stdout(Stdio::piped());
    let mut printed = String::new();
    let status = watch(command, |child| {
        if let Some(out) = child.stdout.take() {
            for line in BufReader::new(out).split(b'\n') {
                let line = String::from_utf8_lossy(&line?).into_owned();
                say(&line);
                printed.push_str(&line);
                printed.push('\n');
            }
        }
        child.wait()
    })?;
    Ok((printed, status.success()))
}

/// Ends what is still running, with all that it started; called when this xtask is interrupted.
pub fn end_all() {
    let mut ending = RUNNING.lock().map(|pids| pids.clone()).unwrap_or_default();
    let parents = parents();
    let mut seen = 0;
    while let Some(parent) = ending.get(seen).copied() {
        ending.extend(parents.iter().filter(|(_, of)| *of == parent).map(|(pid, _)| *pid));
        seen += 1;
    }
    for pid in ending {
        signal(pid, "TERM");
    }
}

/// Every process of this machine with its parent, where the kernel tells.
fn parents() -> Vec<(u32, u32)> {
    let processes = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let parent = |entry: std::fs::DirEntry| {
        let pid = entry.file_name().to_str()?.parse().ok()?;
        let stat = std::fs::read_to_string(entry.path().join("stat")).ok()?;
        Some((pid, stat.rsplit_once(") ")?.1.split(' ').nth(1)?.parse().ok()?))
    };
    processes.filter_map(parent).collect()
}

/// Sends `name` (TERM, KILL, …) to a process of ours; one that is gone is no error.
pub fn signal(pid: u32, name: &str) {
    let kill = format!("kill -{name} {pid} 2>/dev/null");
    let _ = as_root(&["sh", "-c", &kill]).status();
}

/// From now on an interrupt ends this process too.
pub fn remember(pid: u32) {
    change_running(|pids| pids.push(pid));
}

pub fn forget(pid: u32) {
    change_running(|pids| pids.retain(|other| *other != pid));
}

/// Runs `work` while `pid` counts as running.
fn remembered<T>(pid: u32, work: impl FnOnce() -> std::io::Result<T>) -> Result<T> {
    remember(pid);
    let result = work();
    forget(pid);
    Ok(result?)
}

fn watch<T>(command: &mut Command, work: impl FnOnce(&mut Child) -> std::io::Result<T>) -> Result<T> {
    let mut child = command.spawn().with_context(|| format!("cannot start `{}`", text(command)))?;
    remembered(child.id(), || work(&mut child))
}

fn change_running(change: impl FnOnce(&mut Vec<u32>)) {
    if let Ok(mut pids) = RUNNING.lock() {
        change(&mut pids);
    }
}

fn text(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{command, parents, version};

    #[test]
    fn versions_compare_by_number() {
        assert_eq!(version("20.19.2"), Some((20, 19)));
        assert!(version("1.9") < version("1.25"));
        assert!(version("") < version("0.1"));
    }
    #[test]
    fn a_child_is_known_by_its_parent() {
        let mut child = command(&["sleep", "60"]).spawn().unwrap();
        let found = parents();
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(found.contains(&(child.id(), std::process::id())));
    }
}
