//! Tests that Node.js runs by itself.

use std::{ffi::OsStr, path::Path};

use super::count::{Count, Runner};
use crate::{
    fail::Outcome,
    process::{command, run_watched},
    project,
    setup::node,
};

/// Runs every file of tests below `folder`, with these variables. Tells how many passed.
pub(super) fn test(
    folder: &str,
    variables: &[(&str, &dyn AsRef<OsStr>)],
    what: &str,
) -> Outcome<usize> {
    node::packages(node::FOR_TESTING)?;
    let root = project::root();
    let mut files = project::files_with(&root.join(Path::new(folder)), "mjs")?;
    files.retain(|file| project::shown(file).ends_with(".test.mjs"));
    let mut node = command("node");
    node.current_dir(&root)
        // One file at a time: each drives a browser and a server.
        .args(["--test", "--test-concurrency=1", "--test-reporter=tap"])
        .args(files);
    for (name, value) in variables {
        node.env(name, value);
    }
    let mut count = Count::default();
    run_watched(&mut node, |line| count.see(Runner::Node, line))?;
    count.passed(what)
}
