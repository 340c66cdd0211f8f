//! What the tasks print: progress, and the one line of counts that each ends with.
use std::fmt::{Display, Formatter};
use std::ops::AddAssign;

/// A result: on standard output.
#[expect(clippy::print_stdout, reason = "a command line tool talks on standard output")]
pub fn say(line: impl Display) {
    println!("{line}");
}

/// What is being done: on standard error, so that results can be piped on.
#[expect(clippy::print_stderr, reason = "a command line tool says what it does")]
pub fn note(line: impl Display) {
    eprintln!("{line}");
}

/// How many tests, or steps, passed and failed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub passed: u64,
    pub failed: u64,
    pub skipped: u64,
}

impl Counts {
    /// One step without tests of its own.
    pub fn step(passed: bool) -> Self {
        Self {
            passed: passed.into(),
            failed: (!passed).into(),
            skipped: 0,
        }
    }

    /// Sums the closing lines of cargo test, vitest, node's runner and our own proofs found in `output`.
    pub fn read(output: &str) -> Self {
        let mut sum = Self::default();
        for line in output.lines() {
            if let Some(counts) = read_line(strip_colours(line).trim()) {
                sum += counts;
            }
        }
        sum
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl Display for Counts {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 {
            write!(f, ", {} skipped", self.skipped)?;
        }
        Ok(())
    }
}

fn read_line(line: &str) -> Option<Counts> {
    if let Some(cargo) = line.strip_prefix("test result: ") {
        return Some(labelled(cargo.split_once(". ")?.1.split(';')));
    }
    if let Some(vitest) = line.strip_prefix("Tests  ") {
        return Some(labelled(vitest.split(['|', '('])));
    }
    if let Some(node) = line.strip_prefix("# ").or_else(|| line.strip_prefix("ℹ ")) {
        let (label, number) = node.split_once(' ')?;
        return Some(labelled(std::iter::once(format!("{number} {label}").as_str())));
    }
    let (passed, failed) = line.split_once(" passed, ")?;
    let whole = passed.parse::<u64>().is_ok() && failed.contains(" failed");
    whole.then(|| labelled(line.split(',')))
}

/// Adds up parts such as `12 passed`, `1 failed`, `2 ignored`; parts with other words count nothing.
fn labelled<'a>(parts: impl Iterator<Item = &'a str>) -> Counts {
    let mut counts = Counts::default();
    for part in parts {
        let Some((number, label)) = part.trim().split_once(' ') else {
            continue;
        };
        let Ok(number) = number.parse::<u64>() else {
            continue;
        };
        match label.trim() {
            "passed" | "pass" => counts.passed += number,
            "failed" | "fail" | "cancelled" => counts.failed += number,
            "ignored" | "skipped" | "todo" => counts.skipped += number,
            _ => {}
        }
    }
    counts
}

fn strip_colours(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut pieces = line.split("\u{1b}[");
    plain.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        plain.push_str(piece.split_once('m').map_or("", |(_, rest)| rest));
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::Counts;

    fn counts(passed: u64, failed: u64, skipped: u64) -> Counts {
        Counts { passed, failed, skipped }
    }

    #[test]
    fn cargo_test_binaries_add_up() {
        let output = "running 2 tests\n\
            test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 3 filtered out; finished in 0.01s\n\
            test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 9.00s\n";
        assert_eq!(Counts::read(output), counts(15, 2, 1));
    }

    #[test]
    fn vitest_counts_tests_and_not_files() {
        let output = " Test Files  1 failed | 4 passed (5)\n      Tests  1 failed | 20 passed | 2 skipped (23)\n";
        assert_eq!(Counts::read(output), counts(20, 1, 2));
        assert_eq!(
            Counts::read("\u{1b}[2m      Tests \u{1b}[22m \u{1b}[32m7 passed\u{1b}[39m (7)"),
            counts(7, 0, 0)
        );
    }

    #[test]
    fn node_counts_in_both_of_its_formats_and_a_cancelled_test_failed() {
        let tap = "# tests 5\n# suites 0\n# pass 3\n# fail 1\n# cancelled 1\n# skipped 0\n# todo 0\n# duration_ms 4\n";
        assert_eq!(Counts::read(tap), counts(3, 2, 0));
        assert_eq!(Counts::read("ℹ tests 2\nℹ pass 2\nℹ fail 0\nℹ duration_ms 12.5\n"), counts(2, 0, 0));
    }

    #[test]
    fn our_own_line_is_read_back_as_it_was_written() {
        assert_eq!(Counts::read(&counts(4, 1, 0).to_string()), counts(4, 1, 0));
        assert_eq!(Counts::read(&counts(4, 0, 2).to_string()), counts(4, 0, 2));
    }

    #[test]
    fn prose_that_looks_alike_counts_nothing() {
        let output = "3 rules passed, as did 4 others\nTests  are here\ntest result: unknown\n# a heading\n";
        assert_eq!(Counts::read(output), counts(0, 0, 0));
    }
}
