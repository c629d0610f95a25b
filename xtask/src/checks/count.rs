//! Counting tests in what test runners print. A run without tests is a failure: it proves nothing.

use crate::fail::{Outcome, fail};

/// Whose output is read.
#[derive(Clone, Copy)]
pub(super) enum Runner {
    /// `cargo test`, and wasm-bindgen's runner, which speaks the same way.
    Cargo,
    Playwright,
    /// Node's own, which is asked for TAP.
    Node,
}

#[derive(Default)]
pub(super) struct Count {
    passed: usize,
}

impl Count {
    /// Takes a line of output into account.
    pub(super) fn see(&mut self, runner: Runner, line: &str) {
        self.passed += match runner {
            Runner::Cargo => cargo(line),
            Runner::Playwright => playwright(line),
            Runner::Node => line
                .strip_prefix("# pass ")
                .and_then(|passed| passed.parse().ok()),
        }
        .unwrap_or(0);
    }

    /// How many tests passed in a run that has succeeded.
    pub(super) fn passed(&self, what: &str) -> Outcome<usize> {
        match self.passed {
            0 => fail(format!("No {what} ran.")),
            passed => Ok(passed),
        }
    }
}

/// `test result: ok. 12 passed; 0 failed; …`
fn cargo(line: &str) -> Option<usize> {
    line.strip_prefix("test result: ok. ")?
        .split_once(" passed")?
        .0
        .parse()
        .ok()
}

/// `  12 passed (3.4s)`
fn playwright(line: &str) -> Option<usize> {
    let (number, _) = line.trim().split_once(" passed (")?;
    number.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(runner: Runner, lines: &[&str]) -> Outcome<usize> {
        let mut count = Count::default();
        for line in lines {
            count.see(runner, line);
        }
        count.passed("tests")
    }

    #[test]
    fn nodes_tests_are_counted_once() {
        let lines = ["ok 1 - opens", "# tests 2", "# pass 2", "# fail 0"];
        assert_eq!(counted(Runner::Node, &lines), Ok(2));
    }

    #[test]
    fn the_tests_of_several_binaries_are_added() {
        let lines = [
            "test a ... ok",
            "test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s",
            "test result: ok. 3 passed; 0 failed; 0 ignored; 0 filtered out; finished in 1.20s",
        ];
        assert_eq!(counted(Runner::Cargo, &lines), Ok(15));
    }

    #[test]
    fn playwright_tells_its_number_at_the_end() {
        assert_eq!(
            counted(Runner::Playwright, &["  ✓  1 a (2s)", "  41 passed (1.2m)"]),
            Ok(41)
        );
    }

    #[test]
    fn a_run_without_tests_is_a_failure() {
        let lines = ["test result: ok. 0 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out"];
        assert!(counted(Runner::Cargo, &lines).is_err());
    }
}
