//! The tests of what stands in `tools/` and works without the application.

use super::count::{Count, Runner};
use crate::{
    fail::Outcome,
    process::{command, run_watched},
    project,
    setup::node,
};

/// Every file of tests below `tools/`.
pub(super) fn test() -> Outcome<usize> {
    node::packages(node::FOR_TESTING)?;
    let root = project::root();
    let mut files = project::files_with(&root.join("tools"), "mjs")?;
    files.retain(|file| project::shown(file).ends_with(".test.mjs"));
    let mut count = Count::default();
    run_watched(
        command("node")
            .current_dir(&root)
            .args(["--test", "--test-reporter=tap"])
            .args(files),
        |line| count.see(Runner::Node, line),
    )?;
    count.passed("tests of tools")
}
