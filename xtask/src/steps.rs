//! A task of several steps: all are run, even after one failed, and counted together.
use std::process::Command;

use anyhow::Result;

use crate::report::{Counts, note};
use crate::shell;

#[derive(Debug, Default)]
pub struct Steps {
    counts: Counts,
    failed: Vec<String>,
}

impl Steps {
    /// A command that counts as one.
    pub fn run(&mut self, name: &str, command: &mut Command) {
        self.check(name, || shell::run(command));
    }

    /// Work that counts as one.
    pub fn check(&mut self, name: &str, work: impl FnOnce() -> Result<()>) {
        note(format!("== {name}"));
        let result = work();
        self.counts += Counts::step(result.is_ok());
        if let Err(error) = result {
            note(format!("error: {error:#}"));
            self.failed.push(name.to_owned());
        }
    }

    /// A test runner: its own closing lines count. One that fails without a failed test counts as one failure.
    pub fn tests(&mut self, name: &str, command: &mut Command) {
        note(format!("== {name}"));
        let mut counts = Counts::default();
        match shell::tee(command) {
            Ok((printed, ended_well)) => {
                counts += Counts::read(&printed);
                if !ended_well && counts.failed == 0 {
                    counts.failed = 1;
                }
            }
            Err(error) => {
                note(format!("error: {error:#}"));
                counts.failed = 1;
            }
        }
        self.add(name, counts);
    }

    /// The counts of a task that ran as part of this one.
    pub fn add(&mut self, name: &str, counts: Counts) {
        self.counts += counts;
        if counts.failed > 0 {
            self.failed.push(name.to_owned());
        }
    }

    /// Says what failed, and answers the sum.
    pub fn finish(self) -> Counts {
        if !self.failed.is_empty() {
            note(format!("failed: {}", self.failed.join(", ")));
        }
        self.counts
    }
}

#[cfg(test)]
mod tests {
    use super::Steps;
    use crate::report::Counts;
    use crate::shell::command;

    #[test]
    fn a_runner_that_fails_without_a_failed_test_is_a_failure() {
        let mut steps = Steps::default();
        steps.tests("does not compile", &mut command(&["sh", "-c", "exit 101"]));
        steps.tests("good", &mut command(&["sh", "-c", "echo 3 passed, 0 failed"]));
        steps.tests("missing", &mut command(&["/nonexistent/program"]));
        assert_eq!(
            steps.finish(),
            Counts {
                passed: 3,
                failed: 2,
                skipped: 0
            }
        );
    }

    #[test]
    fn later_steps_run_after_a_failed_one() {
        let mut steps = Steps::default();
        steps.run("bad", &mut command(&["false"]));
        steps.run("good", &mut command(&["true"]));
        assert_eq!(
            steps.finish(),
            Counts {
                passed: 1,
                failed: 1,
                skipped: 0
            }
        );
    }
}
